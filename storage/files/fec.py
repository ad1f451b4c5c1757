"""Candidates for Congress: the candidate master file of the Federal Election Commission (cn.txt).

No header, fields between `|`, always 15 of them, in Windows's latin-1; quotes are data. A row is a
candidate of a cycle when its election year is the cycle's and its status is C. The file has no special
elections to the House and no Senate classes: a House row is of the regular election, a Senate row of the
one Senate election that its state holds in that year. Of the addresses nothing is kept.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from storage.candidates import CandidateSource
from storage.database import Database, Purpose
from storage.files.election_facts import election_calendar, fec_parties
from storage.files.fec_names import name_parts, natural_name
from storage.files.importing import Format, Placed, Progress, Report, import_records
from storage.files.listed_candidates import KnownOfficials, ListedCandidates, Listing, known_officials
from storage.files.opening import read_bytes
from storage.files.outcomes import Fault, Omission, Question, Reason, Remark, Unreadable, UnreadableError
from storage.races import Contest, ElectionCalendar
from storage.reference import Reference
from storage.seats import Office, Seat, SeatCatalogue

FIELDS = 15
_ID, _NAME, _PARTY, _YEAR, _STATE, _OFFICE, _DISTRICT, _INCUMBENCY, _STATUS, _COMMITTEE = range(10)
_CANDIDATE_ID = re.compile(r"[HSP]\d[A-Z0-9]{7}")
_RUNNING = "C"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HOUSE, _SENATE, _PRESIDENT = "H", "S", "P"


@dataclass(frozen=True, slots=True)
class Candidacy:
    """One candidate of the file, with what is used of their row. `ids` are the FEC's, the row's first.

    `office` is the file's own H or S; `district` is as the file has it, unchecked.
    """

    line: int
    ids: tuple[str, ...]
    raw_name: str
    party_code: str
    state: str
    office: str
    district: str

    @property
    def seat_name(self) -> str:
        """The seat as the file has it (PA-07, PA-SEN), whether or not there is one."""
        return f"{self.state}-{'SEN' if self.office == _SENATE else self.district or '?'}"


@dataclass(frozen=True, slots=True)
class MasterFile:
    """What a file says of one cycle."""

    candidacies: tuple[Candidacy, ...]
    left_out: Mapping[Omission, int]


def import_candidates(database: Database, file: Path, cycle: int, progress: Progress) -> Report:
    """Make the listed candidates of a cycle those of `file`.

    Candidates who are no longer in it stop being listed; nobody is deleted. Officials are recognised by
    their FEC id, sitting Members also by their name in their own seat.

    Raises:
        UnreadableError: when the file is not what it should be; then nothing has changed.
    """
    master = read(file, cycle)
    with database.across_coalitions(Purpose.READ) as db:
        officials = known_officials(db)
    calendar = election_calendar()
    report = import_records(
        database,
        master.candidacies,
        Format(
            place=partial(place, cycle=cycle, calendar=calendar, officials=officials),
            open_shelf=partial(ListedCandidates, source=CandidateSource.FEC, cycle=cycle),
            belongs_to=Reference.CANDIDATES,
        ),
        progress,
    )
    return replace(report, read=report.read + sum(master.left_out.values()), left_out=dict(master.left_out))


def read(path: Path, cycle: int) -> MasterFile:
    """The candidates of a cycle in a candidate master file.

    Raises:
        UnreadableError: when it is not such a file, or has no candidate for Congress of that cycle.
    """
    rows = 0
    running: list[tuple[int, list[str]]] = []
    for line, fields in _rows(path):
        rows += 1
        if fields[_STATUS] == _RUNNING and fields[_YEAR] == str(cycle):
            running.append((line, fields))
    congress = [(line, fields) for line, fields in running if fields[_OFFICE] != _PRESIDENT]
    if not congress:
        raise UnreadableError(Unreadable(path.name, Fault.NO_CANDIDATES, expected=str(cycle)))
    candidacies = tuple(_candidacies(congress))
    return MasterFile(
        candidacies,
        {
            Omission.NOT_RUNNING: rows - len(running),
            Omission.PRESIDENT: len(running) - len(congress),
            Omission.SECOND_ID: len(congress) - len(candidacies),
        },
    )


def place(
    record: Candidacy,
    catalogue: SeatCatalogue,
    cycle: int,
    calendar: ElectionCalendar,
    officials: KnownOfficials,
) -> Placed[Listing] | Question:
    """The race of a candidate, or the question why there is none."""
    contest = _contest(record, catalogue, cycle, calendar)
    if isinstance(contest, Question):
        return contest
    parts = name_parts(record.raw_name)
    official_id = officials.who(record.ids, parts, contest.seat.id)
    name = natural_name(record.raw_name) or record.ids[0]
    return Placed(
        key=record.ids[0],
        who=name,
        where=contest.seat.code,
        row=Listing(
            seat_id=contest.seat.id,
            kind=contest.kind,
            election_day=calendar.day(contest),
            name=name,
            party=fec_parties().get(record.party_code, record.party_code),
            party_code=record.party_code,
            official_id=official_id,
        ),
        remark=None if official_id is None else Remark.KNOWN_OFFICIAL,
        line=record.line,
    )


def _contest(
    record: Candidacy, catalogue: SeatCatalogue, cycle: int, calendar: ElectionCalendar
) -> Contest | Question:
    ask = partial(
        Question,
        record.ids[0],
        natural_name(record.raw_name) or record.ids[0],
        record.seat_name,
        line=record.line,
    )
    if record.state not in catalogue.states:
        return ask(Reason.NO_SUCH_STATE, record.state)
    if record.office == _SENATE:
        contests = calendar.of_senate(catalogue, record.state, cycle)
        if len(contests) > 1:
            return ask(Reason.SEVERAL_ELECTIONS, " and ".join(contest.seat.code for contest in contests))
        if contests:
            return contests[0]
        elects = catalogue.of_state(record.state, Office.US_SENATE)
        return ask(Reason.NO_ELECTION, str(cycle)) if elects else ask(Reason.NO_SUCH_CLASS, "")
    if record.office != _HOUSE:
        return ask(Reason.NO_SUCH_OFFICE, record.office or "nothing")
    seats = catalogue.of_state(record.state, Office.US_HOUSE)
    if len(seats) > 1 and record.district in ("", "00"):
        return ask(Reason.NO_DISTRICT, str(len(seats)))
    for seat in seats:
        if _is_district(seat, record.district):
            contest = Contest(seat, cycle)
            return contest if calendar.is_regular(seat, cycle) else ask(Reason.NO_ELECTION, str(cycle))
    return ask(Reason.NO_SUCH_DISTRICT, str(len(seats)))


def _is_district(seat: Seat, district: str) -> bool:
    return district in ("", "00") if seat.district == "at-large" else district == seat.district.zfill(2)


def _candidacies(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Candidacy]:
    """One for each candidate: who has two ids for one race and one committee is one candidate."""
    same: defaultdict[tuple[str, ...], list[tuple[int, list[str]]]] = defaultdict(list)
    for line, row in rows:
        alone = row[_COMMITTEE] or row[_ID]
        same[row[_STATE], row[_OFFICE], row[_DISTRICT], row[_NAME], alone].append((line, row))
    for found in same.values():
        found.sort(key=lambda one: (one[1][_ID][0] != one[1][_OFFICE], not one[1][_INCUMBENCY], one[1][_ID]))
        line, row = found[0]
        yield Candidacy(
            line=line,
            ids=tuple(other[_ID] for _, other in found),
            raw_name=row[_NAME],
            party_code=row[_PARTY],
            state=row[_STATE],
            office=row[_OFFICE],
            district=row[_DISTRICT],
        )


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows with their line numbers; blank lines are none."""
    empty = True
    for line, text in enumerate(_text(path).split("\n"), start=1):
        words = text.removesuffix("\r")
        if not words.strip():
            continue
        empty = False
        # Quotes are data, so this is all that csv would do with QUOTE_NONE.
        fields = words.split("|")
        if len(fields) != FIELDS:
            raise UnreadableError(
                Unreadable(path.name, Fault.FIELD_COUNT, line=line, expected=str(len(fields)))
            )
        used = [" ".join(field.split()) for field in fields[: _COMMITTEE + 1]]
        _check(path, line, used)
        yield line, used
    if empty:
        raise UnreadableError(Unreadable(path.name, Fault.EMPTY))


def _check(path: Path, line: int, fields: Sequence[str]) -> None:
    if not _CANDIDATE_ID.fullmatch(fields[_ID]):
        raise UnreadableError(Unreadable(path.name, Fault.NO_CANDIDATE_ID, line=line, expected=fields[_ID]))
    if any(map(_CONTROL.search, fields)):
        raise UnreadableError(Unreadable(path.name, Fault.BAD_CHARACTER, line=line))


def _text(path: Path) -> str:
    content = read_bytes(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
