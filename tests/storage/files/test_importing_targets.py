"""A coalition's list of targets: which seats it means, and what an operator reads."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import select

from bot.imports.running import import_targets
from config.settings import SettingsError
from storage import targets
from storage.across import Bot, NewCoalition, connect_workspace
from storage.coalitions import Platform
from storage.database import Database, Purpose
from storage.seats import SeatRow
from tests.databases import SqliteFactory
from tests.handlers.arranging import import_members
from tests.storage.files.made_up import Person
from tests.storage.files.made_up_tables import Cells, write_text, write_workbook

MEMBERS = [
    Person("A000001", "Amalia", "Fernwood", state="PA", number=7),
    Person("B000002", "Bo", "O'Brannan", kind="sen", state="NY", number=1),
    Person("C000003", "Cyrus", "Van Dale", kind="sen", state="NY", number=3),
    Person("D000004", "Dora", "Fernwood", state="TX", number=28),
]


class Desk:
    """Somebody who runs the bot imports lists."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.coalitions = {name: self.begin(name) for name in ("Ours", "Theirs")}

    def begin(self, name: str) -> int:
        with self.database.across_coalitions() as db:
            bot = Bot(Platform.SLACK, f"T{name}", name, "U0BOT", "B0BOT")
            return connect_workspace(db, bot, NewCoalition(name, "America/New_York")).coalition_id

    def bring(self, file: Path, coalition: str | None = "Ours") -> list[str]:
        """What is printed; a refusal is its one sentence."""
        out, errors = StringIO(), StringIO()
        code = import_targets(self.database, file, coalition, Console(file=out), Console(file=errors))
        assert (code == 2) == bool(errors.getvalue())
        return (errors if code else out).getvalue().splitlines()

    def bring_rows(self, *rows: str) -> list[str]:
        return self.bring(write_text(self.folder / "list.csv", *rows))

    def bring_sheets(self, sheets: dict[str, Cells]) -> list[str]:
        return self.bring(write_workbook(self.folder / "list.xlsx", sheets))

    def wanted(self, coalition: str = "Ours") -> dict[str, int | None]:
        """The list as it stands, by the seats' codes."""
        with self.database.transaction(self.coalitions[coalition], Purpose.READ) as db:
            found = targets.wanted(db)
            seats = db.execute(select(SeatRow.id, SeatRow.code).where(SeatRow.id.in_(found)))
            codes = {seat: code for seat, code in seats}
            return {codes[seat]: wanted.priority for seat, wanted in found.items()}


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    import_members(database, tmp_path, MEMBERS)
    return Desk(database, tmp_path)


@pytest.fixture(scope="module")
def with_members(sqlite_factory: SqliteFactory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with the Members in it, to be copied."""
    folder = tmp_path_factory.mktemp("members")
    with sqlite_factory.fresh(folder) as url:
        database = Database(url)
        import_members(database, folder, MEMBERS)
        database.close()
    return folder / "coalition.db"


@pytest.fixture
def small(with_members: Path, tmp_path: Path, known_to_be_current: None) -> Iterator[Desk]:
    """The same on SQLite only."""
    with closing(sqlite3.connect(with_members)) as there, closing(sqlite3.connect(tmp_path / "a.db")) as here:
        there.backup(here)
    database = Database(f"sqlite:///{tmp_path}/a.db")
    yield Desk(database, tmp_path)
    database.close()


def test_a_list_is_the_coalitions_own_and_replaces_the_one_before(desk: Desk) -> None:
    first = ["State,District,Priority", "PA,7,2", "TX,28,1", "AK,AL,"]
    assert desk.bring_rows(*first) == ["3 read: 3 new, 0 changed, 0 same, 0 questions"]
    assert list(desk.wanted().items()) == [("TX-28", 1), ("PA-07", 2), ("AK-AL", None)]
    assert desk.bring_rows(*first) == ["3 read: 0 new, 0 changed, 3 same, 0 questions"]
    assert desk.bring_rows("State,District,Priority", "PA,7,1", "TX,28,1") == [
        "2 read: 0 new, 1 changed, 1 same, 0 questions",
        "No longer in the file, so no longer targets: 1.",
    ]
    assert desk.wanted() == {"PA-07": 1, "TX-28": 1}
    assert desk.wanted("Theirs") == {}


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        (["District,Priority", "7,1", "28,2"], "State"),
        (["District,Priority", "7th District,1", "District 8,1", "CD-28,1", "At-Large,1"], "State"),
        (["State,Priority", "PA,1", "New York,2"], "District"),
        (["State,Chamber,Priority", "PA,House,1"], "District"),
    ],
)
def test_a_missing_column_is_named_and_the_list_stays(small: Desk, rows: list[str], column: str) -> None:
    small.bring_rows("State,District,Priority", "PA,7,1")
    assert small.bring_rows(*rows) == [
        f"Nothing was imported, because list.csv cannot be read: it has no column {column}; "
        "the first row must name the columns."
    ]
    assert small.wanted() == {"PA-07": 1}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (["District", "PA-07"], "PA-07"),
        (["State", "AK AL"], "AK-AL"),
        (["State", "NY-SEN-1"], "NY-SEN-1"),
        (["State,Class", "NY,1"], "NY-SEN-1"),
    ],
)
def test_one_column_is_enough_where_it_says_all(small: Desk, rows: list[str], code: str) -> None:
    small.bring_rows(*rows)
    assert list(small.wanted()) == [code]


def test_a_workbook_with_a_sheet_for_each_chamber(desk: Desk) -> None:
    told = desk.bring_sheets(
        {
            "Representatives": [["Our targets"], [], ["State", "District", "Tier"], ["PA", 7, "Tier 1"]],
            "Senators": [["Senator", "State", "Priority"], ["Sen. O'Brannan", "New York", "high"]],
            "Notes": [["call them"]],
        }
    )
    assert told == [
        "2 read: 2 new, 0 changed, 0 same, 0 questions",
        "Sheets that are named for neither chamber, and were not read: 1.",
    ]
    assert desk.wanted() == {"PA-07": 1, "NY-SEN-1": 1}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("PA,7,,", "PA-07"),
        ("pa,07,,", "PA-07"),
        ("Pennsylvania,7th,,", "PA-07"),
        (",PA-07,,", "PA-07"),
        ("PA,PA 7,,", "PA-07"),
        ("PA,District 7,,", "PA-07"),
        ("TX,CD-28,,", "TX-28"),
        ("AK,At Large,,", "AK-AL"),
        ("AK,1,,", "AK-AL"),
        ("AK,0,House,", "AK-AL"),
        ("AK,,House,", "AK-AL"),
        ("DC,AL,,", "DC-AL"),
        ("PA,,,Rep. Fernwood", "PA-07"),
        (",,,Amalia Fernwood", "PA-07"),
        (",,House,Dora Fernwood", "TX-28"),
        ("NY,,Senate,Van Dale", "NY-SEN-3"),
        ("NY,,S,\"Van Dale, Cyrus\"", "NY-SEN-3"),
        (",NY-SEN-1,,", "NY-SEN-1"),
        ("New York,NY-SEN-1,,", "NY-SEN-1"),
        ("Pennsylvania,PA-07,,", "PA-07"),
        ("PA-07,,,", "PA-07"),
    ],
)  # fmt: skip
def test_a_seat_in_every_notation(small: Desk, row: str, code: str) -> None:
    assert small.bring_rows("State,District,Chamber,Member", row) == [
        "1 read: 1 new, 0 changed, 0 same, 0 questions"
    ]
    assert small.wanted() == {code: None}


@pytest.mark.parametrize(
    ("row", "question"),
    [
        ("WA,32,,,", "Line 2: WA 32: there is no such district; the state has House seats 1 to 10."),
        ("PA,,,,", "Line 2: PA: it does not say whether the seat is in the House or in the Senate."),
        ("PA,,House,,", "Line 2: PA: the file names no district; the state has House seats 1 to 17."),
        ("NY,,Senate,,", "Line 2: NY: several seats fit: NY-SEN-1 and NY-SEN-3."),
        ("GU,,Senate,,", "Line 2: GU: it elects no Senators."),
        ("ZZ,1,,,", "Line 2: ZZ 1: there is no state ZZ."),
        ("NY,PA-07,,,", "Line 2: NY PA-07: it says NY and PA-07, which cannot both be."),
        ("PA,7,Senate,,", "Line 2: PA 7: it says Senate and district 7, which cannot both be."),
        (",PA-SEN-1,House,,", "Line 2: PA-SEN-1: it says House and PA-SEN-1, which cannot both be."),
        (",,,Fernwood,", "Line 2: Fernwood: several seats fit: PA-07 and TX-28."),
        (
            "PA,7,,Dora Elm,",
            "Line 2: Dora Elm, PA-07: Amalia Fernwood sits there. Correct the name or the seat.",
        ),
        (
            "PA,7,,,soon",
            "Line 2: PA 7, PA-07: “soon” is no priority; write a number, or high, medium or low.",
        ),
        (
            "NY,,Senate,Nobody,",
            "Line 2: Nobody, NY: nobody called “Nobody” sits there. "
            "Import the legislators first, or name the district.",
        ),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_asked(small: Desk, row: str, question: str) -> None:
    told = small.bring_rows("State,District,Chamber,Member,Priority", row)
    assert told == ["1 read: 0 new, 0 changed, 0 same, 1 questions", question]
    assert small.wanted() == {}


def test_a_seat_that_is_listed_twice_is_asked_about(small: Desk) -> None:
    told = small.bring_rows("State,District,Priority", "PA,7,1", "Pennsylvania,7th,2")
    assert told[0] == "2 read: 0 new, 0 changed, 0 same, 2 questions"
    assert "PA-07 is in the file more than once" in told[1]


def test_a_question_leaves_what_was_there(small: Desk) -> None:
    small.bring_rows("State,District,Priority", "PA,7,1")
    told = small.bring_rows("State,District,Priority", "PA,7,soon")
    assert told[0] == "1 read: 0 new, 0 changed, 0 same, 1 questions"
    assert small.wanted() == {"PA-07": 1}


def test_nothing_is_imported_of_a_workbook_that_hides_rows(small: Desk) -> None:
    rows = [["State", "District"], ["PA", 7], ["PA", 8]]
    file = write_workbook(small.folder / "h.xlsx", {"Representatives": rows}, {"Representatives": [3]})
    assert small.bring(file) == [
        "Nothing was imported, because h.xlsx cannot be read: its sheet “Representatives” hides rows (3), so "
        "it is unclear what counts; show or drop them."
    ]
    assert small.wanted() == {}


def test_macros_and_an_empty_sheet_are_named(small: Desk) -> None:
    sheets: dict[str, Cells] = {"House": [["State", "District"], ["PA", 7]], "Senate": [["State", "Name"]]}
    file = write_workbook(small.folder / "m.xlsm", sheets, macros=b"a program")
    assert small.bring(file) == [
        "1 read: 1 new, 0 changed, 0 same, 0 questions",
        "The workbook has macros. They were not run; only its cells were read.",
        "Sheets without rows: 1.",
    ]


def test_a_workbook_without_any_rows_is_refused(small: Desk) -> None:
    told = small.bring_sheets({"House": [["State", "District"]], "Senate": []})
    assert told == [
        "Nothing was imported, because list.xlsx cannot be read: no sheet of it has rows below its headers."
    ]


class TestWhoseItIs:
    """Which coalition a list is for is never guessed."""

    def test_with_several_it_must_be_named(self, small: Desk) -> None:
        file = write_text(small.folder / "list.csv", "State,District", "PA,7")
        with pytest.raises(SettingsError, match=r"with --coalition\. Known: “Ours”, “Theirs”\."):
            small.bring(file, None)
        with pytest.raises(SettingsError, match="There is no coalition called “Nobody's”"):
            small.bring(file, "Nobody's")
        small.bring(file, "theirs")
        assert (small.wanted(), small.wanted("Theirs")) == ({}, {"PA-07": None})

    def test_without_any_the_bot_must_be_started_first(
        self, sqlite_factory: SqliteFactory, tmp_path: Path
    ) -> None:
        with sqlite_factory.fresh(tmp_path) as url:
            database = Database(url)
            with pytest.raises(SettingsError, match="no coalition here yet"):
                import_targets(database, tmp_path / "list.csv", None, Console(file=StringIO()))
            database.close()
