"""State legislators: districts that are words, several people in one, one state at a time."""

import os
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import select

from bot.imports.running import import_state_legislators
from storage import officials
from storage.across import Bot, NewCoalition, connect_workspace
from storage.coalitions import Platform
from storage.database import Database, Purpose
from storage.officials import ExampleOfficial
from storage.seats import SeatRow
from tests.storage.files.made_up import TODAY
from tests.storage.files.made_up_tables import write_text

REAL = Path(os.environ.get("COALITION_SHARED_DATA", "../shared/data"))
_HEADERS = (
    "id,name,current_party,current_district,current_chamber,capitol_address,district_address,district_voice"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One made-up legislator."""

    id: str
    name: str
    district: str
    chamber: str = "lower"
    capitol: str = "State House, Boston, MA 02133"
    home: str = ""
    phone: str = ""

    def line(self) -> str:
        fields = (
            self.id,
            self.name,
            "Green",
            self.district,
            self.chamber,
            self.capitol,
            self.home,
            self.phone,
        )
        return ",".join(f'"{field}"' for field in fields)


ANA = Row("p/1", "Ana Alva", "10th Bristol", home="1 Main St, Fall River, MA 02720", phone="508-555-0100")
BEN = Row("p/2", "Ben Bell", "10th Bristol")
CORA = Row("p/3", "Cora Cole", "First Middlesex", chamber="upper")
DEE = Row("p/4", "Dee Dorn", "7", capitol="State House, Annapolis, MD 21401")


class Desk:
    """Somebody who runs the bot imports legislators."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder

    def run(self, file: Path, state: str | None = None) -> list[str]:
        """What is printed; a refusal is its one sentence."""
        out, errors = StringIO(), StringIO()
        code = import_state_legislators(
            self.database, file, state, TODAY, Console(file=out), Console(file=errors)
        )
        assert (code == 2) == bool(errors.getvalue())
        return (errors if code else out).getvalue().splitlines()

    def bring(self, *rows: Row, state: str | None = None, name: str = "people.csv") -> list[str]:
        return self.run(write_text(self.folder / name, _HEADERS, *(row.line() for row in rows)), state)

    def sitting(self, code: str) -> list[str]:
        """Who sits for the seat of this code; fails where there is no such seat."""
        with self.database.across_coalitions(Purpose.READ) as db:
            seat = db.scalars(select(SeatRow.id).where(SeatRow.code == code)).one()
            return [holder.name for holder in officials.holders_of(db, seat)]

    def seats(self) -> int:
        with self.database.across_coalitions(Purpose.READ) as db:
            return len(db.scalars(select(SeatRow.id)).all())


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


@pytest.fixture
def small(sqlite_database: Database, tmp_path: Path, known_to_be_current: None) -> Desk:
    """The same on SQLite only."""
    return Desk(sqlite_database, tmp_path)


def test_districts_of_words_come_with_those_who_sit_there(desk: Desk) -> None:
    before = desk.seats()
    assert desk.bring(ANA, BEN, CORA) == [
        "3 read: 3 new, 0 changed, 0 same, 0 questions",
        "Districts that were not known yet, and are now: 2.",
    ]
    assert desk.seats() == before + 2
    assert desk.sitting("MA House 10th Bristol") == ["Ana Alva", "Ben Bell"]
    assert desk.sitting("MA Senate First Middlesex") == ["Cora Cole"]
    assert desk.bring(ANA, BEN, CORA) == ["3 read: 0 new, 0 changed, 3 same, 0 questions"]
    assert desk.seats() == before + 2


def test_who_is_no_longer_listed_no_longer_sits_and_other_states_stay(desk: Desk) -> None:
    desk.bring(ANA, BEN)
    desk.bring(DEE)
    assert desk.bring(BEN) == [
        "1 read: 0 new, 0 changed, 1 same, 0 questions",
        "No longer listed for their seats, so no longer shown as sitting: 1.",
    ]
    assert desk.sitting("MA House 10th Bristol") == ["Ben Bell"]
    assert desk.sitting("MD House 7") == ["Dee Dorn"]
    desk.bring(ANA, BEN)
    assert desk.sitting("MA House 10th Bristol") == ["Ana Alva", "Ben Bell"]


def test_who_moves_to_another_district_sits_there_alone(small: Desk) -> None:
    small.bring(ANA, BEN)
    moved = Row(ANA.id, ANA.name, "11th Bristol")
    assert small.bring(moved, BEN)[0] == "2 read: 0 new, 1 changed, 1 same, 0 questions"
    assert small.sitting("MA House 10th Bristol") == ["Ben Bell"]
    assert small.sitting("MA House 11th Bristol") == ["Ana Alva"]


def test_an_office_at_home_is_kept(small: Desk) -> None:
    small.bring(ANA)
    with small.database.across_coalitions(Purpose.READ) as db:
        seat = db.scalars(select(SeatRow.id).where(SeatRow.code == "MA House 10th Bristol")).one()
        (holder,) = officials.holders_of(db, seat)
    assert (holder.office_city, holder.office_address, holder.office_phone) == (
        "Fall River", "1 Main St", "508-555-0100",
    )  # fmt: skip


def test_a_listed_chamber_takes_no_other_district_and_no_more_people(small: Desk) -> None:
    rows = [Row(f"p/{number}", f"P {number}", "3", capitol="") for number in (1, 2)]
    told = small.bring(
        *rows, Row("p/3", "P 3", "204", capitol=""), Row("p/4", "P 4", "4", "third", ""), state="PA"
    )
    assert told[0] == "4 read: 0 new, 0 changed, 0 same, 4 questions"
    assert "Line 4: P 3 (p/3), PA lower 204: there is no such district in the Pennsylvania House." in told
    assert "Line 5: P 4 (p/4), PA third 4: the state has no chamber called “third”." in told
    assert sum("the file gives this seat to" in line for line in told) == 2


def test_the_examples_of_congress_stay(small: Desk) -> None:
    """An import of a state's legislators brings no Member of Congress."""
    with small.database.across_coalitions() as db:
        seat = db.scalars(select(SeatRow.id).where(SeatRow.code == "PA-07")).one()
        bot = Bot(Platform.SLACK, "T1", "T1", "U0BOT", "B0BOT")
        whose = connect_workspace(db, bot, NewCoalition("Ours", "UTC", is_example=True)).coalition_id
        db.add(ExampleOfficial(coalition_id=whose, seat_id=seat, name="Example Member", party="Green"))
    small.bring(ANA)
    assert small.sitting("PA-07") == ["Example Member"]


class TestWhichState:
    """The file names its state nowhere: its addresses, its name or the operator do."""

    def test_its_addresses_tell(self, small: Desk) -> None:
        small.bring(DEE, name="people-ma.csv")
        assert small.sitting("MD House 7") == ["Dee Dorn"]

    def test_else_its_name_tells(self, small: Desk) -> None:
        small.bring(Row("p/1", "Ana Alva", "10th Bristol", capitol=""), name="state-legislators-ma.csv")
        assert small.sitting("MA House 10th Bristol") == ["Ana Alva"]

    @pytest.mark.parametrize(
        ("state", "row", "said"),
        [
            (None, replace(ANA, capitol=""), "it does not tell which state it is of; add it like --state MA"),
            ("XX", ANA, "there is no state “XX”; give its two letters after --state"),
            ("MD", ANA, "its addresses are in MA, not in MD; give that state's file"),
        ],
    )  # fmt: skip
    def test_else_it_is_asked(self, small: Desk, state: str | None, row: Row, said: str) -> None:
        before = small.seats()
        told = small.bring(row, state=state)
        assert told == [f"Nothing was imported, because people.csv cannot be read: {said}."]
        assert small.seats() == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row("", "A B", "1"), "line 3 has no id"),
        (Row("p/2", "", "1"), "line 3 has no name"),
    ],
)
def test_a_row_without_its_person_is_refused_with_all_of_the_file(small: Desk, row: Row, said: str) -> None:
    before = small.seats()
    assert small.bring(ANA, row) == [f"Nothing was imported, because people.csv cannot be read: {said}."]
    assert small.seats() == before


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared data are not here")
def test_the_real_files(desk: Desk) -> None:
    for state, people, districts in (("ma", 198, 198), ("md", 188, 71)):
        told = desk.run(REAL / f"state-legislators-{state}.csv")
        assert told == [
            f"{people} read: {people} new, 0 changed, 0 same, 0 questions",
            f"Districts that were not known yet, and are now: {districts}.",
        ]
        again = desk.run(REAL / f"state-legislators-{state}.csv")
        assert again == [f"{people} read: 0 new, 0 changed, {people} same, 0 questions"]
    assert len(desk.sitting("MD House 3")) == 3
