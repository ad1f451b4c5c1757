"""What the database holds after candidates were imported."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import select

from bot.imports.running import import_fec
from storage.candidates import ListedCandidate
from storage.database import Database, Purpose
from storage.files.fec import import_candidates
from storage.files.importing import Report
from storage.files.outcomes import Omission, Question, Reason, Remark
from storage.races import Race, RaceKind, general_election_day
from storage.reference import versions
from storage.seats import SeatRow
from tests.handlers.arranging import import_members
from tests.storage.files import made_up
from tests.storage.files.made_up_fec import ALVA, BELL, COLE, Filed, like, write_filed

REAL = Path(os.environ.get("COALITION_SHARED_DATA", "../shared/data")) / "fec-candidates-2020.txt"


class Office:
    """The importing of small files into one database."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder

    def bring(self, *rows: Filed, cycle: int = 2020) -> Report:
        file = write_filed(self.folder / "cn.txt", rows)
        return import_candidates(self.database, file, cycle, lambda done, total: None)

    def asked(self, filed: Filed, cycle: int = 2020) -> tuple[Reason, str] | None:
        """The question about one row, if there is one."""
        report = self.bring(like(filed, year=str(cycle)), cycle=cycle)
        return (report.questions[0].reason, report.questions[0].detail) if report.questions else None

    def entries(self) -> list[tuple[str, str, str, bool]]:
        """Seat, name, party and whether still listed, of everybody on the list."""
        with self.database.across_coalitions(Purpose.READ) as db:
            rows = db.execute(
                select(SeatRow.code, ListedCandidate)
                .join(Race, Race.id == ListedCandidate.race_id)
                .join(SeatRow, SeatRow.id == Race.seat_id)
                .order_by(ListedCandidate.id)
            )
            return [(code, one.name, one.party, one.still_listed) for code, one in rows]

    def official_of(self, source_id: str) -> int | None:
        with self.database.across_coalitions(Purpose.READ) as db:
            statement = select(ListedCandidate.official_id).where(ListedCandidate.source_id == source_id)
            return db.scalars(statement).one()


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return Office(database, tmp_path)


@pytest.fixture
def small(sqlite_database: Database, tmp_path: Path) -> Office:
    """The same on SQLite only."""
    return Office(sqlite_database, tmp_path)


def counts(report: Report) -> tuple[int, int, int, int, int, int]:
    left_out = sum(report.left_out.values())
    return report.read, report.new, report.changed, report.same, len(report.questions), left_out


def test_candidates_are_filed_under_their_races(office: Office) -> None:
    assert counts(office.bring(ALVA, BELL, COLE)) == (3, 3, 0, 0, 0, 0)
    assert counts(office.bring(ALVA, BELL, COLE)) == (3, 0, 0, 3, 0, 0)
    assert office.entries() == [
        ("PA-07", "Ana Alva", "Democrat", True),
        ("PA-07", 'Robert E "Bud" Bell Jr.', "Republican", True),
        ("AZ-SEN-3", "Cora Cole", "Libertarian", True),
    ]
    with office.database.across_coalitions(Purpose.READ) as db:
        kinds = {race.kind for race in db.scalars(select(Race))}
        days = {race.election_day for race in db.scalars(select(Race))}
        assert (kinds, days) == ({RaceKind.REGULAR, RaceKind.SPECIAL}, {general_election_day(2020)})
        assert versions(db)["candidates"] == 2


def test_what_is_no_candidacy_of_the_year_is_counted_and_left_out(small: Office) -> None:
    rows = (
        ALVA,
        like(BELL, status="N"),
        like(BELL, id="H0PA07003", year="2022"),
        Filed("P00000001", "EDEN", state="US", district="00", office="P"),
        like(ALVA, id="H2PA07009", committee="C1"),
        like(ALVA, id="H4PA07009", committee="C1", incumbency=""),
    )
    report = small.bring(*rows)
    assert counts(report) == (6, 2, 0, 0, 0, 4)
    assert report.left_out == {Omission.NOT_RUNNING: 2, Omission.PRESIDENT: 1, Omission.SECOND_ID: 1}


@pytest.mark.parametrize(
    ("filed", "question"),
    [
        (like(ALVA, district="00"), (Reason.NO_DISTRICT, "17")),
        (like(ALVA, district=""), (Reason.NO_DISTRICT, "17")),
        (like(ALVA, district="18"), (Reason.NO_SUCH_DISTRICT, "17")),
        (like(ALVA, district="7"), (Reason.NO_SUCH_DISTRICT, "17")),
        (like(ALVA, state="MT", district="00"), (Reason.NO_DISTRICT, "2")),
        (like(ALVA, state="RI", district="03"), (Reason.NO_SUCH_DISTRICT, "2")),
        (like(ALVA, state="VT", district="01"), (Reason.NO_SUCH_DISTRICT, "1")),
        (like(ALVA, state="VT", district="00"), None),
        (like(ALVA, state="VT", district=""), None),
        (like(ALVA, state="GU", district="00"), None),
        (like(ALVA, state="ZZ"), (Reason.NO_SUCH_STATE, "ZZ")),
        (like(ALVA, office="X"), (Reason.NO_SUCH_OFFICE, "X")),
        (like(COLE, state="GU"), (Reason.NO_SUCH_CLASS, "")),
        (like(COLE, state="GA"), (Reason.SEVERAL_ELECTIONS, "GA-SEN-2 and GA-SEN-3")),
        (like(COLE, state="NY"), (Reason.NO_ELECTION, "2020")),
        (like(COLE, state="ME"), None),
    ],
)
def test_what_cannot_be_placed_is_asked(
    small: Office, filed: Filed, question: tuple[Reason, str] | None
) -> None:
    assert small.asked(filed) == question


@pytest.mark.parametrize(
    ("state", "cycle", "seat"),
    [
        ("AZ", 2020, "AZ-SEN-3"),
        ("AZ", 2018, "AZ-SEN-1"),
        ("GA", 2014, "GA-SEN-2"),
        ("GA", 2022, "GA-SEN-3"),
        ("AL", 2017, "AL-SEN-2"),
        ("CA", 2022, "CA-SEN-3"),
        ("OH", 2026, "OH-SEN-3"),
        ("NE", 2024, None),
        ("MN", 2018, None),
        ("OK", 2014, None),
    ],
)
def test_a_senator_is_of_the_class_that_is_elected_in_that_year(
    small: Office, state: str, cycle: int, seat: str | None
) -> None:
    asked = small.asked(like(COLE, state=state), cycle)
    assert [entry[0] for entry in small.entries()] == ([seat] if seat else [])
    assert (asked is None) is (seat is not None)


def test_puerto_rico_elects_its_commissioner_every_four_years(small: Office) -> None:
    commissioner = like(ALVA, state="PR", district="00")
    assert small.asked(commissioner, 2022) == (Reason.NO_ELECTION, "2022")
    assert small.asked(commissioner, 2024) is None


def test_a_question_names_its_line_and_keeps_what_was_stored(small: Office) -> None:
    small.bring(ALVA, BELL)
    report = small.bring(BELL, like(ALVA, district="18"))
    assert report.questions == (
        Question("H0PA07001", "Ana Alva", "PA-18", Reason.NO_SUCH_DISTRICT, "17", line=2),
    )
    assert counts(report) == (2, 0, 0, 1, 1, 0)
    assert ("PA-07", "Ana Alva", "Democrat", True) in small.entries()


def test_an_id_twice_is_a_question_about_both(small: Office) -> None:
    report = small.bring(ALVA, like(ALVA, name="ALVA, ANNA"), BELL)
    assert [(one.line, one.reason) for one in report.questions] == [
        (1, Reason.LISTED_TWICE),
        (2, Reason.LISTED_TWICE),
    ]


def test_who_is_no_longer_a_candidate_is_kept_but_not_listed(office: Office) -> None:
    office.bring(ALVA, BELL)
    report = office.bring(ALVA, like(BELL, status="P"))
    assert (counts(report), report.remarks) == (
        (2, 0, 0, 1, 0, 1),
        {Remark.NO_LONGER_RUNNING: 1},
    )
    assert [entry[3] for entry in office.entries()] == [True, False]
    assert office.bring(ALVA).remarks == {}
    assert counts(office.bring(ALVA, BELL)) == (2, 0, 1, 1, 0, 0)
    assert [entry[3] for entry in office.entries()] == [True, True]


def test_a_change_is_a_change(office: Office) -> None:
    office.bring(ALVA, BELL)
    assert counts(office.bring(like(ALVA, district="08", party="ZZZ"), BELL)) == (2, 0, 1, 1, 0, 0)
    assert office.entries()[0] == ("PA-08", "Ana Alva", "ZZZ", True)


def test_each_cycle_has_its_own_candidates(small: Office) -> None:
    small.bring(ALVA, BELL)
    assert counts(small.bring(like(ALVA, year="2022"), cycle=2022)) == (1, 1, 0, 0, 0, 0)
    assert [entry[3] for entry in small.entries()] == [True, True, True]


def test_members_are_recognised_by_id_then_by_name_in_their_own_seat(office: Office) -> None:
    dorn = made_up.changed(made_up.DEE, state="PA", number=8)
    import_members(office.database, office.folder, [made_up.ANA, dorn])
    by_id = like(ALVA, name="ALVA-MOORE, ANNA", district="09")
    by_name = Filed("H0PA08001", "DORN, DEE MARIE", district="08")
    elsewhere = Filed("H0PA10001", "DORN, DEE", district="10")
    similar = Filed("H0PA08002", "DORN, DEB", district="08")
    report = office.bring(by_id, by_name, elsewhere, similar)
    assert report.remarks == {Remark.KNOWN_OFFICIAL: 2}
    assert office.official_of("H0PA07001") is not None
    assert office.official_of("H0PA08001") is not None
    assert office.official_of("H0PA10001") is None
    assert office.official_of("H0PA08002") is None
    assert counts(office.bring(by_id, by_name, elsewhere, similar)) == (4, 0, 0, 4, 0, 0)


def test_a_members_second_id_counts_too(small: Office) -> None:
    import_members(small.database, small.folder, [made_up.ANA])
    small.bring(
        Filed("H2PA07009", "A, B", committee="C1"),
        Filed("H0PA07001", "A, B", committee="C1", incumbency=""),
    )
    assert small.official_of("H2PA07009") is not None


def test_no_address_is_kept(small: Office) -> None:
    small.bring(ALVA)
    with small.database.across_coalitions(Purpose.READ) as db:
        row = db.execute(select(ListedCandidate.__table__)).one()
    assert not [value for value in row if "HOME" in str(value) or "181" in str(value)]


def _complaint(office: Office, content: bytes, cycle: int = 2020) -> str:
    file = office.folder / "cn.txt"
    file.write_bytes(content)
    out, errors = StringIO(), StringIO()
    code = import_fec(office.database, file, cycle, Console(file=out), Console(file=errors, width=40))
    assert (code, out.getvalue()) == (2, "")
    assert office.entries() == []
    return errors.getvalue().strip().removeprefix("Nothing was imported, because cn.txt cannot be read: ")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty."),
        (b"\n \r\n", "it is empty."),
        (f"{ALVA.row()}\nH0PA07002|SHORT|DEM\n".encode(),
         "line 2 has 3 fields instead of a candidate master file's 15."),
        (b"State\n", "line 1 has 1 field instead of a candidate master file's 15."),
        (f"{ALVA.row()}\n\n{BELL.row()}|\n".encode(),
         "line 3 has 16 fields instead of a candidate master file's 15."),
        (f"{ALVA.row()}\n".replace("ALVA", "AL\0VA").encode(), "line 1 has characters that are not text."),
        (("C" + ALVA.row()).encode(),
         "line 1 does not begin with a candidate's id; give the candidate master file."),
        (like(ALVA, status="N").row().encode(),
         "it has no candidate for Congress in 2020; check the year after --cycle."),
        (ALVA.row().encode("utf-16"),
         "line 1 does not begin with a candidate's id; give the candidate master file."),
    ],
)  # fmt: skip
def test_an_unreadable_file_is_one_sentence(small: Office, content: bytes, why: str) -> None:
    assert _complaint(small, content) == why


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig", "cp1252"])
def test_files_with_accents_are_read(small: Office, encoding: str) -> None:
    file = small.folder / "cn.txt"
    content = like(ALVA, name="ÁLVAREZ, JOSÉ").row().replace("\n", "\r\n")
    file.write_bytes(content.encode(encoding))
    import_candidates(small.database, file, 2020, lambda done, total: None)
    assert [entry[1] for entry in small.entries()] == ["José Álvarez"]


def test_the_operator_sees_counts_lines_and_reasons(small: Office) -> None:
    rows = (ALVA, like(BELL, district="00"), like(COLE, state="GA"), like(ALVA, id="H0PA07005", status="P"))
    out = StringIO()
    file = write_filed(small.folder / "cn.txt", rows)
    assert import_fec(small.database, file, 2020, Console(file=out), Console(file=StringIO())) == 0
    assert out.getvalue().splitlines() == [
        "4 read: 1 new, 0 changed, 0 same, 2 questions, 1 left out",
        'Line 2: Robert E "Bud" Bell Jr. (H0PA07002), PA-00: '
        "the file names no district; the state has House seats 1 to 17.",
        "Line 3: Cora Cole (S0AZ00001), GA-SEN: "
        "the file does not say which of the state's elections it is: GA-SEN-2 and GA-SEN-3.",
        "Left out, because they are not candidates in that year's election: 1.",
    ]


@pytest.mark.skipif(not REAL.is_file(), reason="the FEC's real file is not there (COALITION_SHARED_DATA)")
def test_the_real_file_is_imported_in_time(small: Office) -> None:
    began = time.perf_counter()
    report = import_candidates(small.database, REAL, 2020, lambda done, total: None)
    assert time.perf_counter() - began < 3
    assert counts(report) == (7611, 2033, 0, 0, 67, 5511)
    assert counts(import_candidates(small.database, REAL, 2020, lambda done, total: None))[3] == 2033
