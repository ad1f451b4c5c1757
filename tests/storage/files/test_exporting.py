"""A coalition's data as files: all of it, nobody else's, and nothing that a spreadsheet would run."""

import csv
import stat
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.exports import export_to
from config.settings import SettingsError
from storage.files.exporting import (
    INDEX,
    as_cell,
    defused,
    export,
    exported_tables,
    headers_of,
    read_meanings,
)
from storage.files.fec import import_candidates
from storage.schema import Table
from tests.handlers.arranging import add_strangers
from tests.handlers.outreach.asking import JANE, add_candidate, log
from tests.storage.files.made_up_fec import ALVA, like, write_filed
from tests.workspace import ANA, BEN, Workspace

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1")


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def folder(workspace: Workspace, tmp_path: Path) -> Path:
    """The files of a coalition in which Ana leads, Ben supports, and an organisation's name is a formula."""
    workspace.set_up(ANA)
    workspace.type('/coalition organization "=HYPERLINK(1)"', BEN)
    for user in (ANA, BEN):
        workspace.type("/claim-district PA-07", user)
    workspace.settle()
    add_strangers(workspace)
    export(workspace.database, workspace.coalition_id, tmp_path / "out")
    return tmp_path / "out"


def test_rows_say_in_words_what_their_numbers_mean(folder: Path) -> None:
    claims = read(folder, "claims.csv")
    assert [(row["seat"], row["member"], row["part"], row["released_at"]) for row in claims] == [
        ("PA-07", "ana", "lead", ""), ("PA-07", "ben", "support", ""),
    ]  # fmt: skip
    assert all(row["claimed_at"].endswith("Z") for row in claims)
    assert [row["organization"] for row in read(folder, "members.csv")] == ["", "'=HYPERLINK(1)"]
    assert len(read(folder, "seats.csv")) > 541


def test_a_candidate_is_named_wherever_one_is_pointed_to(on_sqlite: Workspace, tmp_path: Path) -> None:
    on_sqlite.set_up(ANA)
    year = on_sqlite.runtime.clock.now().year // 2 * 2 + 2
    file = write_filed(tmp_path / "cn.txt", [like(ALVA, year=str(year))])
    import_candidates(on_sqlite.database, file, year, lambda done, total: None)
    add_candidate(on_sqlite)
    log(on_sqlite)
    listed = "Ana Alva"
    log(on_sqlite, name=listed)
    export(on_sqlite.database, on_sqlite.coalition_id, tmp_path / "out")
    contacts = read(tmp_path / "out", "contacts.csv")
    assert [row["candidate"] for row in contacts] == [JANE, listed]
    assert [row["candidate"] for row in read(tmp_path / "out", "chains.csv")] == [JANE, listed]
    assert [row["listed"] for row in read(tmp_path / "out", "candidates.csv")] == ["", listed]


def test_every_table_is_written_but_those_that_only_the_bot_itself_needs() -> None:
    mapped = {str(mapper.class_.__tablename__) for mapper in Table.registry.mappers}
    written = {str(table.__tablename__) for table in exported_tables()}
    assert mapped - written == {"inbox", "paces", "posted_cards", "reference_versions"}


def test_no_header_is_there_twice() -> None:
    for table in exported_tables():
        found = headers_of(table)
        assert len(found) == len(set(found)), table


def test_other_coalitions_are_not_in_it(folder: Path) -> None:
    whose = {row["coalition_id"] for name in ("members", "claims", "organizations", "outbox", "accounts")
             for row in read(folder, f"{name}.csv")}  # fmt: skip
    assert len(whose) == 1
    assert len(read(folder, "coalitions.csv")) == 1


def test_the_index_explains_every_column_of_every_file(folder: Path) -> None:
    explained = {(row["file"], row["column"]) for row in read(folder, INDEX) if row["meaning"]}
    files = [file for file in sorted(folder.iterdir()) if file.name != INDEX]
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            headers = next(csv.reader(opened))
        assert {(file.name, header) for header in headers} <= explained
    assert len(files) == len(exported_tables())


def test_meanings_are_of_columns_that_there_are() -> None:
    columns = {
        (table.name, column.name) for table in Table.metadata.tables.values() for column in table.columns
    }
    assert {key for key in read_meanings() if key[0] != "*"} <= columns


def test_only_the_account_that_runs_it_can_read_it(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("words", FORMULAS)
def test_formulas_are_defused(words: str) -> None:
    assert as_cell(words) == f"'{words}"


@given(st.text())
def test_no_text_is_a_formula_and_none_is_lost(words: str) -> None:
    cell = defused(words)
    assert cell.removeprefix("'") == words.removeprefix("'")
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(("value", "cell"), [(-1.5, -1.5), (7, 7), (None, ""), (True, "yes"), (False, "no")])
def test_numbers_stay_numbers(value: object, cell: object) -> None:
    assert as_cell(value) == cell


class TestTheCommand:
    """What an operator reads."""

    def test_it_says_how_much_of_what(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        on_sqlite.type("/claim-district PA-07")
        out = StringIO()
        export_to(on_sqlite.database, tmp_path / "out", None, Console(file=out, width=200))
        assert "claims.csv: 1\n" in out.getvalue()
        assert f"What each column means stands in {tmp_path / 'out' / INDEX}." in out.getvalue()

    def test_a_folder_with_something_in_it_is_left_alone(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "mine.txt").write_text("mine")
        with pytest.raises(SettingsError, match="is there already and not empty: name a new folder"):
            export_to(on_sqlite.database, tmp_path / "out", None, Console(file=StringIO()))
        assert [file.name for file in (tmp_path / "out").iterdir()] == ["mine.txt"]

    def test_where_nothing_can_be_written(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(SettingsError, match="cannot be written"):
            export_to(on_sqlite.database, tmp_path / "file" / "out", None, Console(file=StringIO()))

    def test_an_empty_folder_will_do(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        export_to(on_sqlite.database, tmp_path / "out", None, Console(file=StringIO()))
        assert (tmp_path / "out" / INDEX).is_file()
