"""State legislators: the CSV that Open States gives out for each state (openstates/people, `current`).

A district is a string (`10th Bristol`, `37B`) of a chamber (`upper`, `lower`, or Nebraska's
`legislature`), and several people may sit in one. Districts with words in their names are in none of
the tables of facts: such a file brings them. It names its state nowhere but in its addresses.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import select

from storage import reference, seats
from storage.database import Database
from storage.files.importing import Changes, Format, Placed, Progress, Report, Room, import_records
from storage.files.outcomes import Fault, Question, Reason, Remark, Unreadable, UnreadableError
from storage.files.seat_facts import Chamber, read_chambers, read_states, state_seat
from storage.files.sitting_officials import HomeOffice, PersonName, Sitting, SittingOfficials, Term
from storage.files.tables import Column, Line, Table, lines_of, read_csv
from storage.officials import IdScheme, Source
from storage.reference import Reference
from storage.seats import Office, SeatCatalogue, SeatRow
from storage.tenancy import CoalitionSession

_COLUMNS = (
    Column("id", ("id",), required=True),
    Column("name", ("name",), required=True),
    Column("district", ("current_district",), required=True),
    Column("chamber", ("current_chamber",), required=True),
    Column("party", ("current_party",)),
    Column("given", ("given_name",)),
    Column("family", ("family_name",)),
    Column("links", ("links",)),
    Column("capitol", ("capitol_address",)),
    Column("phone", ("capitol_voice",)),
    Column("home", ("district_address",)),
    Column("home_phone", ("district_voice",)),
)
_CHAMBERS = {
    "upper": Office.STATE_UPPER,
    "lower": Office.STATE_LOWER,
    "legislature": Office.STATE_UPPER,
}
_ADDRESS = re.compile(
    r"(?P<street>.+),\s*(?P<city>[^,]+),\s*(?P<state>[A-Z]{2})\.?\s+(?P<zip>\d{5}(?:-\d{4})?)$"
)
_IN_FILE_NAME = re.compile(r"(?:^|[^a-z])([a-z]{2})\.csv$")


@dataclass(frozen=True, slots=True)
class StateLegislator:
    """One row of the file. `chamber` and `district` are as the file has them, unchecked."""

    line: int
    key: str
    name: PersonName
    party: str
    state: str
    chamber: str
    district: str
    phone: str | None
    website: str | None
    offices: tuple[HomeOffice, ...]


def import_state_legislators(
    database: Database, file: Path, state: str | None, today: date, progress: Progress
) -> Report:
    """Make a state's sitting legislators those of `file`, and add districts that are not known yet.

    `state` is its postal abbreviation; without it the file's addresses or its name must tell.

    Raises:
        UnreadableError: when the file is not what it should be, or does not tell its state; then nothing
            has changed.
    """
    records = read(file, state)
    placing = _Placing(records)
    return import_records(
        database,
        records,
        Format(
            place=placing.place,
            open_shelf=partial(_StateShelf, state=records[0].state, placing=placing, today=today),
            belongs_to=Reference.STATE_LEGISLATORS,
        ),
        progress,
    )


def read(path: Path, state: str | None) -> tuple[StateLegislator, ...]:
    """The people of a file; at least one.

    Raises:
        UnreadableError: when it is not such a file, or does not tell its state.
    """
    table = read_csv(path)
    lines = tuple(lines_of(table, _COLUMNS))
    usps = _state(table, lines, state)
    return tuple(_legislator(table, line, usps) for line in lines)


def _state(table: Table, lines: Sequence[Line], given: str | None) -> str:
    """The state that somebody gave, or the one that the file's addresses or else its name tell of."""
    known = {state.usps for state in read_states()}
    matches = (_ADDRESS.search(line["capitol"]) for line in lines)
    addressed = {match["state"] for match in matches if match} & known
    named = _IN_FILE_NAME.search(table.file.lower())
    wanted = given.strip().upper() if given else None
    if wanted is not None and wanted not in known:
        raise UnreadableError(Unreadable(table.file, Fault.NO_STATE, expected=wanted))
    if wanted is None and len(addressed) == 1:
        wanted = next(iter(addressed))
    if wanted is None and named and named[1].upper() in known:
        wanted = named[1].upper()
    if wanted is None:
        raise UnreadableError(Unreadable(table.file, Fault.NO_STATE))
    if addressed and wanted not in addressed:
        others = " and ".join(sorted(addressed))
        raise UnreadableError(Unreadable(table.file, Fault.OTHER_STATE, who=wanted, expected=others))
    return wanted


def _legislator(table: Table, line: Line, state: str) -> StateLegislator:
    for column in ("id", "name"):
        if not line[column]:
            raise UnreadableError(Unreadable(table.file, Fault.EMPTY_CELL, line=line.number, field=column))
    words = line["name"].split()
    return StateLegislator(
        line=line.number,
        key=line["id"],
        name=PersonName(line["name"], line["given"] or words[0], line["family"] or words[-1]),
        party=line["party"],
        state=state,
        chamber=line["chamber"],
        district=_plain_district(line["district"]),
        phone=line["phone"] or None,
        website=line["links"].partition(";")[0] or None,
        offices=_offices(line),
    )


def _plain_district(district: str) -> str:
    """`07` and `7` are one district."""
    return district.lstrip("0") or district


def _offices(line: Line) -> tuple[HomeOffice, ...]:
    address = _ADDRESS.search(line["home"])
    if address is None:
        return ()
    return (
        HomeOffice(
            source_id=line["id"],
            city=address["city"].strip(),
            state=address["state"],
            address=address["street"].strip(),
            zip=address["zip"],
            phone=line["home_phone"] or None,
        ),
    )


class _Placing:
    """Finds each record's seat; a district that no table lists gets a seat that is yet to be made.

    Such seats have negative ids until the shelf writes them.
    """

    def __init__(self, records: Sequence[StateLegislator]) -> None:
        self._chambers = read_chambers()
        self._states = {state.usps: state.name for state in read_states()}
        self._people = Counter((_CHAMBERS.get(record.chamber), record.district) for record in records)
        self._known: dict[tuple[Office, str], int] | None = None
        self.new: dict[int, Mapping[str, object]] = {}

    def place(self, record: StateLegislator, catalogue: SeatCatalogue) -> Placed[Sitting] | Question:
        """The seat of a legislator, or the question why there is none."""
        ask = partial(
            Question,
            record.key,
            record.name.name,
            f"{record.state} {record.chamber} {record.district}".strip(),
            line=record.line,
        )
        office = _CHAMBERS.get(record.chamber)
        chamber = self._chambers.get((record.state, office)) if office else None
        if office is None or chamber is None:
            return ask(Reason.NO_SUCH_CHAMBER, record.chamber)
        if not record.district:
            return ask(Reason.NO_DISTRICT)
        seat_id = self._seat_id(chamber, record.district, catalogue)
        if seat_id is None:
            return ask(Reason.NOT_IN_CHAMBER, f"{self._states[record.state]} {chamber.name}")
        seat = catalogue.get(seat_id)
        code = seat.code if seat else str(self.new[seat_id]["code"])
        room = Room(code, Reason.SEAT_TAKEN, holds=seat.members) if seat and chamber.is_listed else None
        return Placed(
            key=record.key,
            who=record.name.name,
            where=code,
            row=Sitting(
                name=record.name,
                ids=frozenset(),
                term=Term(seat_id, record.party, record.phone, record.website, None, None, is_current=True),
                offices=record.offices,
            ),
            takes=(room,) if room else (),
            line=record.line,
        )

    def _seat_id(self, chamber: Chamber, district: str, catalogue: SeatCatalogue) -> int | None:
        if self._known is None:
            self._known = {
                (seat.office, seat.district.casefold()): seat.id
                for office in set(_CHAMBERS.values())
                for seat in catalogue.of_state(chamber.state, office)
            }
        key = chamber.office, district.casefold()
        if key not in self._known and not chamber.is_listed:
            self._known[key] = -len(self.new) - 1
            self.new[self._known[key]] = state_seat(
                chamber.office,
                chamber.state,
                self._states[chamber.state],
                chamber.name,
                district,
                self._people[chamber.office, district],
            )
        return self._known.get(key)


class _StateShelf:
    """The shelf of one state's legislators; makes the new districts before it writes who sits for them."""

    def __init__(self, db: CoalitionSession, *, state: str, placing: _Placing, today: date) -> None:
        self._db = db
        self._placing = placing
        offices = set(_CHAMBERS.values())
        about = db.scalars(select(SeatRow.id).where(SeatRow.state == state, SeatRow.office.in_(offices)))
        self._officials = SittingOfficials(
            db,
            source=Source.OPEN_STATES,
            scheme=IdScheme.OPEN_STATES,
            today=today,
            has_offices=True,
            about=frozenset(about),
        )

    def stored(self) -> Mapping[str, Sitting]:
        """The state's legislators as an earlier file brought them."""
        return self._officials.stored()

    def write(self, changes: Changes[Sitting]) -> Mapping[Remark, int]:
        """Write the new districts and the differences."""
        made = {number: seats.add_missing(self._db, row) for number, row in self._placing.new.items()}
        if made:
            reference.bump(self._db, Reference.SEATS)
        there = replace(changes, new=_seated(changes.new, made), changed=_seated(changes.changed, made))
        remarks = dict(self._officials.write(there))
        return {**remarks, Remark.NEW_SEATS: len(made)} if made else remarks


def _seated(people: Mapping[str, Sitting], made: Mapping[int, int]) -> Mapping[str, Sitting]:
    return {
        key: replace(
            sitting, term=replace(sitting.term, seat_id=made.get(sitting.term.seat_id, sitting.term.seat_id))
        )
        for key, sitting in people.items()
    }
