"""What the database holds, and what a card shows, after legislators were imported."""

import os
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.database import Database, Purpose
from storage.files.importing import Report
from storage.files.legislators import import_legislators
from storage.files.outcomes import Question, Reason, Remark, UnreadableError
from storage.officials import (
    DistrictOffice,
    Holder,
    IdScheme,
    Official,
    OfficialId,
    Tenure,
    holders_of,
    names_by_seat,
)
from storage.reference import versions
from storage.seats import SeatRow
from tests.storage.files.made_up import (
    ANA,
    BEN,
    CORA,
    DEE,
    TODAY,
    Home,
    Person,
    changed,
    write_offices,
    write_people,
)

Offices = dict[str, Sequence[Home]]


class Office:
    """The importing of small files into one database."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self._folder = folder

    def bring(self, *people: Person, offices: Offices | None = None, today: date = TODAY) -> Report:
        homes = None if offices is None else write_offices(self._folder / "offices.json", offices)
        file = write_people(self._folder / "people.json", people)
        return import_legislators(self.database, file, homes, today, lambda done, total: None)

    def holders(self, code: str) -> list[Holder]:
        with self.database.across_coalitions(Purpose.READ) as db:
            return holders_of(db, db.scalars(select(SeatRow.id).where(SeatRow.code == code)).one())

    def names(self, code: str) -> list[str]:
        return [holder.name for holder in self.holders(code)]

    def rows(self) -> tuple[int, ...]:
        with self.database.across_coalitions(Purpose.READ) as db:
            tables = (Official, OfficialId, Tenure, DistrictOffice)
            return tuple(len(db.scalars(select(table.id)).all()) for table in tables)


@pytest.fixture
def imports(database: Database, tmp_path: Path) -> Office:
    return Office(database, tmp_path)


@pytest.fixture
def small(sqlite_database: Database, tmp_path: Path) -> Office:
    """The same on SQLite only."""
    return Office(sqlite_database, tmp_path)


def counts(report: Report) -> tuple[int, int, int, int, int]:
    return report.read, report.new, report.changed, report.same, len(report.questions)


def test_each_kind_of_seat_is_filled_once(imports: Office) -> None:
    people = (ANA, BEN, CORA, DEE)
    assert counts(imports.bring(*people)) == (4, 4, 0, 0, 0)
    rows = imports.rows()
    assert counts(imports.bring(*people)) == (4, 0, 0, 4, 0)
    assert imports.rows() == rows == (4, 6, 4, 0)
    assert imports.names("PA-07") == ["Ana Alva"]
    assert imports.names("AK-AL") == ["Ben Bell"]
    assert imports.names("PA-SEN-1") == ["Cora Cole"]
    assert imports.names("GU-AL") == ["Dee Dorn"]
    assert imports.names("PA-SEN-3") == []


@pytest.mark.parametrize(
    ("after", "seat"),
    [
        (changed(ANA, phone="202-225-0199"), "PA-07"),
        (changed(ANA, phone=None), "PA-07"),
        (changed(ANA, party="Example"), "PA-07"),
        (changed(ANA, number=8), "PA-08"),
        (changed(ANA, kind="sen", number=3, start="2026-06-01", end="2031-01-03"), "PA-SEN-3"),
        (changed(ANA, start="2027-01-03", end="2029-01-03"), "PA-07"),
        (changed(ANA, last="Alva-Moore"), "PA-07"),
    ],
)
def test_a_change_counts_the_person_as_changed(imports: Office, after: Person, seat: str) -> None:
    imports.bring(ANA, BEN)
    assert counts(imports.bring(after, BEN)) == (2, 0, 1, 1, 0)
    assert counts(imports.bring(after, BEN)) == (2, 0, 0, 2, 0)
    (holder,) = imports.holders(seat)
    assert (holder.name, holder.party, holder.phone) == (f"Ana {after.last}", after.party, after.phone)
    if seat != "PA-07":
        assert imports.names("PA-07") == []


def test_ids_follow_the_file(imports: Office) -> None:
    imports.bring(ANA, BEN)
    moved = Person("B000002", "Ben", "Bell", state="AK", number=0, phone=None, fec=("S0PA00001",))
    fewer = Person("A000001", "Ana", "Alva", number=7, fec=("H0PA07001",))
    assert counts(imports.bring(fewer, moved)) == (2, 0, 2, 0, 0)
    assert counts(imports.bring(fewer, moved)) == (2, 0, 0, 2, 0)
    with imports.database.across_coalitions(Purpose.READ) as db:
        rows = db.execute(
            select(OfficialId.value, Official.last_name)
            .join(Official, Official.id == OfficialId.official_id)
            .where(OfficialId.scheme == IdScheme.FEC)
        )
        assert dict(rows.all()) == {"H0PA07001": "Alva", "S0PA00001": "Bell"}


def test_a_person_known_by_an_fec_id_alone_is_the_same_person(imports: Office) -> None:
    with imports.database.across_coalitions() as db:
        candidate = Official(name="ALVA, ANA", first_name="ANA", last_name="ALVA")
        db.add(candidate)
        db.flush()
        db.add(OfficialId(official_id=candidate.id, scheme=IdScheme.FEC, value="H0PA07001"))
    assert counts(imports.bring(ANA)) == (1, 1, 0, 0, 0)
    assert counts(imports.bring(ANA)) == (1, 0, 0, 1, 0)
    assert imports.rows() == (1, 3, 1, 0)
    assert imports.names("PA-07") == ["Ana Alva"]


def test_who_is_no_longer_listed_no_longer_sits_but_is_kept(imports: Office) -> None:
    imports.bring(ANA, BEN, offices={"A000001": [Home("A-1")]})
    later = date(2026, 9, 1)
    report = imports.bring(BEN, offices={"B000002": [Home("B-1", state="AK")]}, today=later)
    assert counts(report) == (1, 0, 1, 0, 0)
    assert report.remarks == {Remark.NO_LONGER_LISTED: 1}
    assert imports.names("PA-07") == []
    with imports.database.across_coalitions(Purpose.READ) as db:
        tenure = db.scalars(select(Tenure).join(Official).where(Official.last_name == "Alva")).one()
        assert (tenure.is_current, tenure.ends) == (False, later)
        assert db.scalars(select(DistrictOffice.source_id)).all() == ["B-1"]
    assert imports.bring(BEN, today=later).remarks == {}


def test_who_is_listed_again_sits_again(imports: Office) -> None:
    imports.bring(ANA, BEN)
    imports.bring(BEN)
    assert counts(imports.bring(ANA, BEN)) == (2, 0, 1, 1, 0)
    assert imports.names("PA-07") == ["Ana Alva"]
    assert counts(imports.bring(ANA, BEN)) == (2, 0, 0, 2, 0)


def test_a_successor_takes_the_seat(imports: Office) -> None:
    imports.bring(ANA)
    successor = changed(DEE, state="PA", number=7, start="2026-06-10")
    report = imports.bring(successor)
    assert (counts(report), report.remarks) == ((1, 1, 0, 0, 0), {Remark.NO_LONGER_LISTED: 1})
    assert imports.names("PA-07") == ["Dee Dorn"]


def test_a_term_that_is_over_fills_no_seat(imports: Office) -> None:
    ended = changed(ANA, end="2026-06-14")
    report = imports.bring(ended, changed(DEE, state="PA", number=7), BEN)
    assert (counts(report), report.remarks) == ((3, 3, 0, 0, 0), {Remark.TERM_OVER: 1})
    assert imports.names("PA-07") == ["Dee Dorn"]
    assert imports.bring(changed(ANA, end="2026-06-15")).remarks == {Remark.NO_LONGER_LISTED: 2}
    assert imports.names("PA-07") == ["Ana Alva"]


@pytest.mark.parametrize(
    ("person", "where", "reason", "detail"),
    [
        (changed(ANA, number=32), "PA-32", Reason.NO_SUCH_DISTRICT, "17"),
        (changed(ANA, number=0), "PA-AL", Reason.NO_SUCH_DISTRICT, "17"),
        (changed(ANA, number=-1), "PA--1", Reason.NO_SUCH_DISTRICT, "17"),
        (changed(ANA, state="AK", number=1), "AK-01", Reason.NO_SUCH_DISTRICT, "1"),
        (changed(ANA, state="ZZ"), "ZZ-07", Reason.NO_SUCH_STATE, "ZZ"),
        (changed(ANA, kind="sen", number=2), "PA-SEN-2", Reason.NO_SUCH_CLASS, "1 and 3"),
        (changed(ANA, kind="sen", number=4), "PA-SEN-4", Reason.NO_SUCH_CLASS, "1 and 3"),
        (changed(ANA, kind="sen", state="DC", number=1), "DC-SEN-1", Reason.NO_SUCH_CLASS, ""),
        (changed(ANA, kind="prez"), "PA-AL", Reason.NO_SUCH_OFFICE, "prez"),
    ],
)
def test_a_seat_that_cannot_be_is_a_question(
    small: Office, person: Person, where: str, reason: Reason, detail: str
) -> None:
    report = small.bring(person, BEN)
    assert counts(report) == (2, 1, 0, 0, 1)
    assert report.questions == (Question("A000001", "Ana Alva", where, reason, detail),)
    assert small.rows()[0] == 1


def test_a_question_about_somebody_leaves_what_was_known(imports: Office) -> None:
    imports.bring(ANA, BEN, offices={"A000001": [Home("A-1")]})
    report = imports.bring(changed(ANA, number=32), BEN, offices={"A000001": [Home("A-2")]})
    assert (counts(report), report.remarks) == ((2, 0, 0, 1, 1), {})
    (holder,) = imports.holders("PA-07")
    assert (holder.name, holder.office_city) == ("Ana Alva", "Allentown")


def test_who_has_a_question_loses_the_seat_to_whom_the_file_gives_it(imports: Office) -> None:
    imports.bring(ANA)
    report = imports.bring(changed(ANA, number=32), changed(DEE, state="PA", number=7))
    assert counts(report) == (2, 1, 0, 0, 1)
    assert imports.names("PA-07") == ["Dee Dorn"]


def test_two_in_one_seat_are_both_questions(imports: Office) -> None:
    imports.bring(ANA)
    report = imports.bring(ANA, changed(DEE, state="PA", number=7), BEN)
    assert counts(report) == (3, 1, 0, 0, 2)
    assert [(ask.who, ask.reason, ask.detail) for ask in report.questions] == [
        ("Ana Alva", Reason.SEAT_TAKEN, "Dee Dorn (D000004)"),
        ("Dee Dorn", Reason.SEAT_TAKEN, "Ana Alva (A000001)"),
    ]
    assert imports.names("PA-07") == ["Ana Alva"]


def test_one_person_twice_is_two_questions(imports: Office) -> None:
    report = imports.bring(ANA, changed(ANA, number=8), BEN)
    assert counts(report) == (3, 1, 0, 0, 2)
    assert {ask.reason for ask in report.questions} == {Reason.LISTED_TWICE}


def test_one_fec_id_of_two_people_is_two_questions(imports: Office) -> None:
    shared = Person("B000002", "Ben", "Bell", state="AK", number=0, fec=("H0PA07001",))
    report = imports.bring(ANA, shared)
    assert [(ask.who, ask.reason, ask.detail) for ask in report.questions] == [
        ("Ana Alva", Reason.SHARED_ID, "FEC id H0PA07001, Ben Bell (B000002)"),
        ("Ben Bell", Reason.SHARED_ID, "FEC id H0PA07001, Ana Alva (A000001)"),
    ]


@pytest.mark.parametrize("owner", ["A000001", "B000002"])
def test_one_office_twice_is_a_question(imports: Office, owner: str) -> None:
    offices: Offices = {"A000001": [Home("A-1")], "B000002": []}
    offices[owner] = [*offices[owner], Home("A-1")]
    report = imports.bring(ANA, BEN, offices=offices)
    assert {ask.reason for ask in report.questions} == {Reason.LISTED_TWICE}
    assert report.questions[0].detail == "office A-1"


def test_offices_follow_the_file(imports: Office) -> None:
    imports.bring(ANA, BEN, offices={"A000001": [Home("A-1"), Home("A-2", city="Easton")]})
    moved: Offices = {"A000001": [Home("A-1", phone="555-010-0199")], "B000002": [Home("A-2", city="Sitka")]}
    assert counts(imports.bring(ANA, BEN, offices=moved)) == (2, 0, 2, 0, 0)
    assert counts(imports.bring(ANA, BEN, offices=moved)) == (2, 0, 0, 2, 0)
    with imports.database.across_coalitions(Purpose.READ) as db:
        rows = db.execute(
            select(DistrictOffice.source_id, DistrictOffice.city, DistrictOffice.phone, Official.last_name)
            .join(Official, Official.id == DistrictOffice.official_id)
            .order_by(DistrictOffice.source_id)
        )
        assert rows.all() == [
            ("A-1", "Allentown", "555-010-0199", "Alva"),
            ("A-2", "Sitka", "555-010-0100", "Bell"),
        ]


def test_without_the_file_of_offices_they_stay(imports: Office) -> None:
    imports.bring(ANA, offices={"A000001": [Home("A-1")]})
    assert counts(imports.bring(ANA)) == (1, 0, 0, 1, 0)
    assert imports.holders("PA-07")[0].office_city == "Allentown"


def test_offices_of_nobody_are_left_out(imports: Office) -> None:
    report = imports.bring(ANA, offices={"Z000009": [Home("Z-1"), Home("Z-2")]})
    assert report.remarks == {Remark.OFFICES_OF_NOBODY: 2}
    assert imports.rows()[3] == 0


def test_the_office_shown_is_at_home_and_can_be_reached(imports: Office) -> None:
    homes = [
        Home("A-1", city="Washington", state="DC"),
        Home("A-2", city="Easton", phone=None),
        Home("A-3", city="Bethlehem", address=None),
        Home("A-4", city="Allentown"),
    ]
    imports.bring(ANA, offices={"A000001": homes})
    assert imports.holders("PA-07")[0].office_city == "Allentown"
    imports.bring(ANA, offices={"A000001": homes[:3]})
    assert imports.holders("PA-07")[0].office_city == "Bethlehem"
    imports.bring(ANA, offices={"A000001": homes[:1]})
    (holder,) = imports.holders("PA-07")
    assert (holder.name, holder.office_city) == ("Ana Alva", None)


def test_a_seat_in_the_district_has_its_office_there(imports: Office) -> None:
    imports.bring(changed(DEE, state="DC"), offices={"D000004": [Home("D-1", city="Washington", state="DC")]})
    assert imports.holders("DC-AL")[0].office_city == "Washington"


def test_a_seat_is_found_by_the_name_of_who_sits_there(imports: Office) -> None:
    imports.bring(ANA, BEN)
    imports.bring(ANA)
    with imports.database.across_coalitions(Purpose.READ) as db:
        assert list(names_by_seat(db).values()) == [("Ana Alva",)]


def test_a_file_that_is_refused_changes_nothing(imports: Office, tmp_path: Path) -> None:
    imports.bring(ANA, BEN)
    rows = imports.rows()
    people = write_people(tmp_path / "people.json", [CORA])
    broken = tmp_path / "broken.json"
    broken.write_text('[{"id": {"bioguide": "C000003"}, "offices": [{"id"', encoding="utf-8")
    with pytest.raises(UnreadableError):
        import_legislators(imports.database, people, broken, TODAY, lambda done, total: None)
    assert imports.rows() == rows
    assert imports.names("PA-07") == ["Ana Alva"]


def test_a_running_bot_can_notice_an_import(imports: Office) -> None:
    def seen() -> dict[str, int]:
        with imports.database.across_coalitions(Purpose.READ) as db:
            return versions(db)

    assert seen() == {}
    imports.bring(ANA)
    first = seen()["officials"]
    imports.bring(BEN)
    assert seen() == {"officials": first + 1}


def test_progress_counts_every_record(imports: Office, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    file = write_people(tmp_path / "people.json", [ANA, BEN, CORA])
    import_legislators(imports.database, file, None, TODAY, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


SHARED = Path(__file__).parents[3] / os.environ.get("COALITION_SHARED_DATA", "../shared/data")


@pytest.mark.skipif(
    not (SHARED / "legislators-current.json").is_file(),
    reason="the real files are not here; COALITION_SHARED_DATA names their folder",
)
def test_the_real_files(imports: Office) -> None:
    files = SHARED / "legislators-current.json", SHARED / "legislators-district-offices.json"
    began = time.perf_counter()
    report = import_legislators(imports.database, *files, date(2026, 6, 30), lambda done, total: None)
    took = time.perf_counter() - began
    assert (counts(report), report.remarks) == ((537, 537, 0, 0, 0), {})
    assert imports.rows()[3] == 1312
    again = import_legislators(imports.database, *files, date(2026, 6, 30), lambda done, total: None)
    assert counts(again) == (537, 0, 0, 537, 0)
    (holder,) = imports.holders("PA-07")
    assert holder.name == "Ryan Mackenzie"
    assert holder.office_city == "Allentown"
    assert holder.office_phone
    assert took < 10, "two seconds on a quiet machine; this bound is for a busy one"
