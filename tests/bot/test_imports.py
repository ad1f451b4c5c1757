"""What an operator sees of an import."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.imports.running import import_legislators
from storage.database import Database
from tests.databases import SqliteFactory
from tests.storage.files.made_up import ANA, BEN, DEE, TODAY, Home, changed, write_offices, write_people


class Terminal:
    """A database, and the two streams of one command after the other."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def run(self, file: Path, offices: Path | None = None) -> tuple[int, list[str], list[str]]:
        out, errors = StringIO(), StringIO()
        code = import_legislators(
            self.database, file, offices, TODAY, Console(file=out), Console(file=errors, width=40)
        )
        return code, out.getvalue().splitlines(), errors.getvalue().splitlines()


@pytest.fixture
def terminal(sqlite_factory: SqliteFactory, tmp_path: Path) -> Iterator[Terminal]:
    with sqlite_factory.fresh(tmp_path) as url:
        database = Database(url)
        yield Terminal(database)
        database.close()


def test_counts_are_one_line(tmp_path: Path) -> None:
    """Also where there are no tables yet."""
    terminal = Terminal(Database(f"sqlite:///{tmp_path}/test.db"))
    file = write_people(tmp_path / "people.json", [ANA, BEN])
    assert terminal.run(file) == (0, ["2 read: 2 new, 0 changed, 0 same, 0 questions"], [])
    assert terminal.run(file) == (0, ["2 read: 0 new, 0 changed, 2 same, 0 questions"], [])


def test_questions_say_who_where_and_why(terminal: Terminal, tmp_path: Path) -> None:
    people = [
        changed(ANA, number=32),
        changed(BEN, number=1),
        changed(DEE, kind="sen", number=1),
        changed(DEE, bioguide="E000005", kind="sen", state="PA", number=2),
        changed(DEE, bioguide="F000006", state="[red]ZZ"),
        changed(DEE, bioguide="G000007", last="\u202eGray"),
        changed(DEE, bioguide="H000008", last="Hall"),
    ]
    code, lines, errors = terminal.run(write_people(tmp_path / "people.json", people))
    assert (code, errors) == (0, [])
    assert lines == [
        "7 read: 0 new, 0 changed, 0 same, 7 questions",
        "Ana Alva (A000001), PA-32: there is no such district; the state has House seats 1 to 17.",
        "Ben Bell (B000002), AK-01: there is no such district; the state has one House seat, at-large.",
        "Dee Dorn (D000004), GU-SEN-1: it elects no Senators.",
        "Dee Dorn (E000005), PA-SEN-2: there is no such seat; the state's Senators are of classes 1 and 3.",
        "Dee Dorn (F000006), [RED]ZZ-AL: there is no state [RED]ZZ.",
        "Dee \ufffdGray (G000007), GU-AL: the file gives this seat to Dee Hall (H000008) too.",
        "Dee Hall (H000008), GU-AL: the file gives this seat to Dee \ufffdGray (G000007) too.",
    ]


def test_what_else_is_worth_saying(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run(write_people(tmp_path / "people.json", [ANA, BEN]))
    offices = write_offices(tmp_path / "offices.json", {"Z000009": [Home("Z-1")]})
    _, lines, _ = terminal.run(
        write_people(tmp_path / "people.json", [changed(ANA, end="2026-01-03")]), offices
    )
    assert lines == [
        "1 read: 0 new, 1 changed, 0 same, 0 questions",
        "Terms that are over, by the dates in the file: 1. A newer file may know who sits now.",
        "No longer listed for their seats, so no longer shown as sitting: 1.",
        "Offices left out, because the file of legislators does not list their Member: 1.",
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "it is empty"),
        ("[]", "its list is empty"),
        ("{}", "it should be a JSON list of people, and is something else"),
        (
            '[\n{"id": {"bio',
            "it stops in the middle, at line 2, column 9; it may not have been downloaded to its end",
        ),
        ("<html>", "it is not JSON, at line 1, column 1"),
        ("[7]", "entry 1 should be an object"),
        ("[{}]", "entry 1 has no usable id; it is missing or empty"),
        (
            '[{"id": {"bioguide": "A000001"}, "name": []}]',
            "entry 1 (A000001) has no usable name; it should be an object",
        ),
        (
            '[{"id": {"bioguide": "A000001"}, "offices": []}]',
            "it is the file of district offices; give it with --offices, after the one of legislators",
        ),
    ],
)
def test_an_unreadable_file_is_one_sentence(
    terminal: Terminal, tmp_path: Path, content: str, why: str
) -> None:
    file = tmp_path / "people.json"
    file.write_text(content, encoding="utf-8")
    sentence = f"Nothing was imported, because people.json cannot be read: {why}."
    assert terminal.run(file) == (2, [], [sentence])


def test_a_date_that_is_none_is_shown(terminal: Terminal, tmp_path: Path) -> None:
    file = write_people(tmp_path / "people.json", [changed(ANA, start="soon")])
    assert terminal.run(file)[2] == [
        "Nothing was imported, because people.json cannot be read: entry 1 (A000001) has no usable "
        "terms[1].start; soon is not a date like 2027-01-03."
    ]


def test_the_offices_file_is_named_when_it_is_the_broken_one(terminal: Terminal, tmp_path: Path) -> None:
    people = write_people(tmp_path / "people.json", [ANA])
    code, lines, errors = terminal.run(people, tmp_path / "offices.json")
    assert (code, lines) == (2, [])
    assert errors == ["Nothing was imported, because offices.json cannot be read: there is no such file."]
    assert "it is the file of legislators" in terminal.run(people, people)[2][0]


def test_progress_is_for_terminals_only(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/test.db")
    file = tmp_path / "people.json"
    file.write_text(json.dumps([ANA.entry()]), encoding="utf-8")
    errors = StringIO()
    import_legislators(
        database,
        file,
        None,
        TODAY,
        Console(file=StringIO()),
        Console(file=errors, force_terminal=True, width=80),
    )
    assert "1/1" in errors.getvalue()
