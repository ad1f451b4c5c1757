"""Sitting Members of Congress: the JSON of unitedstates/congress-legislators, with their district offices.

A person's seat is that of their last term. A House seat is the state and `district`, where 0 is
at-large; delegates are `rep` too. A Senate seat is the state and `class`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from storage.database import Database
from storage.files.importing import Format, Placed, Progress, Report, Room, import_records
from storage.files.json_reading import Entry, read_objects
from storage.files.outcomes import Fault, Question, Reason, Remark, UnreadableError
from storage.files.sitting_officials import HomeOffice, PersonName, Sitting, SittingOfficials, Term
from storage.officials import IdScheme, Source
from storage.reference import Reference
from storage.seats import Office, Seat, SeatCatalogue

_OFFICES = {"rep": Office.US_HOUSE, "sen": Office.US_SENATE}


@dataclass(frozen=True, slots=True)
class Legislator:
    """One person of the file, with the last of their terms and their offices at home.

    `kind` is the file's own `rep` or `sen`; `number` is the district of a `rep` and the Senate class
    of a `sen`, unchecked.
    """

    bioguide: str
    name: PersonName
    fec_ids: tuple[str, ...]
    kind: str
    state: str
    number: int
    party: str
    phone: str | None
    website: str | None
    started: date
    ends: date | None
    offices: tuple[HomeOffice, ...] = ()

    @property
    def seat_name(self) -> str:
        """The seat as the file has it (PA-07, AK-AL, PA-SEN-1), whether or not there is one."""
        if self.kind == "sen":
            return f"{self.state}-SEN-{self.number}"
        return f"{self.state}-AL" if self.number == 0 else f"{self.state}-{self.number:02d}"


def import_legislators(
    database: Database, file: Path, offices: Path | None, today: date, progress: Progress
) -> Report:
    """Make the sitting Members those of `file`, and their offices at home those of `offices`.

    Without `offices`, the offices that are stored stay. Members who are no longer in the file, or
    whose term ended before `today`, stay known but no longer sit.

    Raises:
        UnreadableError: when either file is not what it should be; then nothing has changed.
    """
    people = read(file)
    homes: Mapping[str, tuple[HomeOffice, ...]] = read_offices(offices) if offices else {}
    known = {person.bioguide for person in people}
    report = import_records(
        database,
        [replace(person, offices=homes.get(person.bioguide, ())) for person in people],
        Format(
            place=partial(place, today=today),
            open_shelf=partial(
                SittingOfficials,
                source=Source.CONGRESS_LEGISLATORS,
                scheme=IdScheme.BIOGUIDE,
                today=today,
                has_offices=offices is not None,
            ),
            belongs_to=Reference.OFFICIALS,
        ),
        progress,
    )
    strays = sum(len(found) for bioguide, found in homes.items() if bioguide not in known)
    remarks = {**report.remarks, Remark.OFFICES_OF_NOBODY: strays} if strays else report.remarks
    return replace(report, remarks=remarks)


def read(path: Path) -> tuple[Legislator, ...]:
    """The people of a legislators file.

    Raises:
        UnreadableError: when it is not such a file.
    """
    return tuple(_legislator(entry) for entry in read_objects(path))


def read_offices(path: Path) -> Mapping[str, tuple[HomeOffice, ...]]:
    """The offices of a district-offices file, by bioguide id and in the order of their ids.

    Raises:
        UnreadableError: when it is not such a file.
    """
    found: defaultdict[str, list[HomeOffice]] = defaultdict(list)
    for entry in read_objects(path):
        bioguide = entry.section("id").text("bioguide")
        entry = entry.named(bioguide)
        if entry.has("terms"):
            raise UnreadableError(replace(entry.at, fault=Fault.LEGISLATORS_FILE))
        if not entry.has("offices"):
            raise UnreadableError(replace(entry.at, fault=Fault.MISSING_FIELD, field="offices"))
        found[bioguide].extend(map(_home_office, entry.objects("offices")))
    return {
        who: tuple(sorted(offices, key=lambda office: office.source_id)) for who, offices in found.items()
    }


def place(record: Legislator, catalogue: SeatCatalogue, today: date) -> Placed[Sitting] | Question:
    """The seat of a person's last term, or the question why there is none like it."""
    seat = _seat(record, catalogue)
    if isinstance(seat, Question):
        return seat
    sits = record.ends is None or record.ends >= today
    takes = [Room(f"FEC id {fec_id}", Reason.SHARED_ID) for fec_id in record.fec_ids]
    takes += [Room(f"office {office.source_id}", Reason.LISTED_TWICE) for office in record.offices]
    if sits:
        takes.insert(0, Room(seat.code, Reason.SEAT_TAKEN, holds=seat.members))
    return Placed(
        key=record.bioguide,
        who=record.name.name,
        where=seat.code,
        row=Sitting(
            name=record.name,
            ids=frozenset((IdScheme.FEC, fec_id) for fec_id in record.fec_ids),
            term=Term(
                seat_id=seat.id,
                party=record.party,
                phone=record.phone,
                website=record.website,
                started=record.started,
                ends=record.ends,
                is_current=sits,
            ),
            offices=record.offices,
        ),
        takes=tuple(takes),
        remark=None if sits else Remark.TERM_OVER,
    )


def _seat(record: Legislator, catalogue: SeatCatalogue) -> Seat | Question:
    ask = partial(Question, record.bioguide, record.name.name, record.seat_name)
    office = _OFFICES.get(record.kind)
    if office is None:
        return ask(Reason.NO_SUCH_OFFICE, record.kind)
    if record.state not in catalogue.states:
        return ask(Reason.NO_SUCH_STATE, record.state)
    seats = catalogue.of_state(record.state, office)
    for seat in seats:
        if record.number == _number(seat):
            return seat
    if office is Office.US_HOUSE:
        return ask(Reason.NO_SUCH_DISTRICT, str(len(seats)))
    return ask(Reason.NO_SUCH_CLASS, " and ".join(seat.position for seat in seats))


def _number(seat: Seat) -> int:
    if seat.office is Office.US_SENATE:
        return int(seat.position)
    return 0 if seat.district == "at-large" else int(seat.district)


def _legislator(entry: Entry) -> Legislator:
    ids = entry.section("id")
    bioguide = ids.text("bioguide")
    entry, ids = entry.named(bioguide), ids.named(bioguide)
    if entry.has("offices") and not entry.has("terms"):
        raise UnreadableError(replace(entry.at, fault=Fault.OFFICES_FILE))
    name = _name(entry.section("name"))
    terms: Sequence[Entry] = entry.objects("terms")
    if not terms:
        raise UnreadableError(replace(entry.at, fault=Fault.MISSING_FIELD, field="terms"))
    term = terms[-1]
    kind = term.text("type")
    number = {"rep": "district", "sen": "class"}.get(kind)
    return Legislator(
        bioguide=bioguide,
        name=name,
        fec_ids=tuple(dict.fromkeys(ids.texts("fec"))),
        kind=kind,
        state=term.text("state").upper(),
        number=term.whole_number(number) if number else 0,
        party=term.optional_text("party") or "",
        phone=term.optional_text("phone"),
        website=term.optional_text("url"),
        started=term.day("start"),
        ends=term.optional_day("end"),
    )


def _name(entry: Entry) -> PersonName:
    first, last = entry.text("first"), entry.text("last")
    return PersonName(
        name=entry.optional_text("official_full") or f"{first} {last}",
        first_name=first,
        middle_name=entry.optional_text("middle"),
        nickname=entry.optional_text("nickname"),
        last_name=last,
        suffix=entry.optional_text("suffix"),
    )


def _home_office(entry: Entry) -> HomeOffice:
    return HomeOffice(
        source_id=entry.text("id"),
        city=entry.text("city"),
        state=entry.text("state").upper(),
        address=entry.optional_text("address"),
        building=entry.optional_text("building"),
        suite=entry.optional_label("suite"),
        zip=entry.optional_label("zip"),
        phone=entry.optional_text("phone"),
        hours=entry.optional_text("hours"),
        latitude=entry.optional_number("latitude"),
        longitude=entry.optional_number("longitude"),
    )
