"""`coalition-bot export parity`: the sheet that a compliance lead can file."""

import csv
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from rich.console import Console

from bot.exports import export_parity_to
from config.settings import SettingsError
from tests.handlers.outreach.asking import JANE, SAM, add_candidate, go_to, log, to_monday
from tests.handlers.outreach.test_materials import add
from tests.handlers.outreach.test_parity import log_by_form
from tests.handlers.seeing import newest
from tests.handlers.town_halls.afterwards import ends
from tests.handlers.town_halls.heard import published
from tests.handlers.visits.arranged import ready
from tests.workspace import BEN, Workspace

HEAD = ["race", "candidate", "item", "version", "state", "when", "by"]


@pytest.fixture
def unequal(on_sqlite: Workspace) -> Workspace:
    """Jane Doe got an email with a kit, Sam Blake declined a call, =Mal Ory got nothing."""
    on_sqlite.set_up()
    for name in (JANE, SAM, "=Mal Ory"):
        add_candidate(on_sqlite, name)
    to_monday(on_sqlite, hour=14)
    add(on_sqlite, "Kit", "2")
    log_by_form(on_sqlite, JANE, "email", "Kit, version 2")
    log_by_form(on_sqlite, SAM, "phone", outcome="declined")
    return on_sqlite


def exported(workspace: Workspace, file: Path) -> str:
    console = Console(record=True, width=200)
    export_parity_to(workspace.database, file, None, workspace.runtime.clock, console)
    return console.export_text()


def test_a_line_for_every_candidate_and_item(unequal: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "parity.csv"
    assert "9 lines" in exported(unequal, file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        head, *lines = csv.reader(opened)
    assert head == HEAD
    race = {line[0] for line in lines}
    assert len(race) == 1
    assert race.pop().startswith("PA-07 20")
    told = [(line[1], line[2], line[3], line[4], line[6]) for line in lines]
    assert told == [
        (JANE, "Email", "", "given", "ana"),
        (JANE, "Phone call", "", "owed", ""),
        (JANE, "Kit", "2", "given", "ana"),
        ("'=Mal Ory", "Email", "", "owed", ""),
        ("'=Mal Ory", "Phone call", "", "owed", ""),
        ("'=Mal Ory", "Kit", "2", "owed", ""),
        (SAM, "Email", "", "owed", ""),
        (SAM, "Phone call", "", "declined", "ana"),
        (SAM, "Kit", "2", "owed", ""),
    ]
    when = {line[5] for line in lines if line[4] == "given"}
    assert len(when) == 1
    assert "T14:00-0" in when.pop()
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_was_declined_stands_beside_what_was_given(unequal: Workspace, tmp_path: Path) -> None:
    add(unequal, "Kit", "3")
    log_by_form(unequal, SAM, "email", "Kit, version 3", outcome="declined")
    file = tmp_path / "parity.csv"
    exported(unequal, file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        kits = {(line[1], line[3], line[4]) for line in csv.reader(opened) if line[2] == "Kit"}
    assert kits == {
        (JANE, "2", "given"), ("'=Mal Ory", "2", "owed"), (SAM, "2", "owed"), (SAM, "3", "declined"),
    }  # fmt: skip


def test_the_same_as_a_workbook(unequal: Workspace, tmp_path: Path) -> None:
    exported(unequal, tmp_path / "parity.csv")
    exported(unequal, tmp_path / "parity.xlsx")
    with (tmp_path / "parity.csv").open(encoding="utf-8-sig", newline="") as opened:
        as_csv = [[cell.removeprefix("'") for cell in line] for line in csv.reader(opened)]
    with (tmp_path / "parity.xlsx").open("rb") as opened:
        book = CalamineWorkbook.from_filelike(opened)
    assert book.sheet_names == ["Parity"]
    assert book.get_sheet_by_name("Parity").to_python() == as_csv


def test_nothing_was_logged_yet(on_sqlite: Workspace, tmp_path: Path) -> None:
    add_candidate(on_sqlite, JANE)
    assert "0 lines" in exported(on_sqlite, tmp_path / "parity.csv")
    assert (tmp_path / "parity.csv").read_text(encoding="utf-8-sig").splitlines() == [
        '"race","candidate","item","version","state","when","by"'
    ]


def test_what_was_taken_back_is_not_in_it(on_sqlite: Workspace, tmp_path: Path) -> None:
    add_candidate(on_sqlite, JANE)
    told = log(on_sqlite, "email")
    on_sqlite.press("Take it back", told)
    assert "0 lines" in exported(on_sqlite, tmp_path / "parity.xlsx")


@pytest.mark.parametrize(
    ("name", "said"), [("parity.pdf", "neither a .csv nor an .xlsx"), ("nowhere/p.csv", "cannot be written")]
)
def test_a_file_that_cannot_be(unequal: Workspace, tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        exported(unequal, tmp_path / name)
    assert list(tmp_path.rglob("*parity*")) == []


def test_no_file_is_written_over(unequal: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "parity.csv"
    file.write_text("mine")
    with pytest.raises(SettingsError, match="is there already"):
        exported(unequal, file)
    assert file.read_text() == "mine"


def test_topics_that_were_asked_are_lines_also_where_nobody_was_contacted(
    on_sqlite: Workspace, tmp_path: Path
) -> None:
    ready(on_sqlite)
    add_candidate(on_sqlite, SAM)
    card = published(on_sqlite, when="in 10 days 3-4pm")
    on_sqlite.press("Give me a question", card, BEN)
    newest(on_sqlite, "Your question", BEN)
    go_to(on_sqlite, ends(on_sqlite))
    file = tmp_path / "parity.csv"
    exported(on_sqlite, file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        _, *lines = csv.reader(opened)
    assert [line[1:5] + line[6:] for line in lines] == [
        [JANE, "Topic: Views on refugees", "", "given", "ben"],
        [SAM, "Topic: Views on refugees", "", "owed", ""],
    ]
    assert lines[0][5].startswith(f"{ends(on_sqlite):%Y-%m-%d}T15:00-0")
