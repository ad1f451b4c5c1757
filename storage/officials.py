"""Who holds a seat today: shared reference, and the examples of a coalition that only tries things."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.person_names import NameParts
from storage.reference import Reference, versions
from storage.seats import SeatRow
from storage.tenancy import CoalitionSession, Owned, Table


class Source(StrEnum):
    """Which import a row came from; that import alone changes and ends it."""

    CONGRESS_LEGISLATORS = "congress-legislators"
    OPEN_STATES = "open-states"


class IdScheme(StrEnum):
    """Who gives out a number or code by which an official is known."""

    BIOGUIDE = "bioguide"
    FEC = "fec"
    OPEN_STATES = "open-states"


class Official(Table):
    """A person in public life, known once however many seats they hold or sought."""

    __tablename__ = "officials"

    name: Mapped[str]
    first_name: Mapped[str]
    middle_name: Mapped[str | None]
    nickname: Mapped[str | None]
    last_name: Mapped[str]
    suffix: Mapped[str | None]


class OfficialId(Table):
    """What others call an official: FEC alone gives one person an id per office ever sought."""

    __tablename__ = "official_ids"
    __table_args__ = (UniqueConstraint("scheme", "value"),)

    official_id: Mapped[int] = mapped_column(ForeignKey("officials.id"), index=True)
    scheme: Mapped[IdScheme] = mapped_column(choice(IdScheme))
    value: Mapped[str]
    source: Mapped[Source | None] = mapped_column(choice(Source))


class Tenure(Table):
    """An official in a seat, for one term. Kept when it is over; then `is_current` is false.

    `started` is None where the source does not say. `ends` is the day the term is to end, or, once it is
    over, the day it ended as far as is known.
    """

    __tablename__ = "tenures"
    __table_args__ = (UniqueConstraint("official_id", "seat_id", "started"),)

    official_id: Mapped[int] = mapped_column(ForeignKey("officials.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), index=True)
    party: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]
    website: Mapped[str | None]
    started: Mapped[date | None] = mapped_column(Date)
    ends: Mapped[date | None] = mapped_column(Date)
    is_current: Mapped[bool] = mapped_column(default=True)
    source: Mapped[Source | None] = mapped_column(choice(Source))


class DistrictOffice(Table):
    """An office of an official at home, keyed by the source's own id."""

    __tablename__ = "district_offices"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    official_id: Mapped[int] = mapped_column(ForeignKey("officials.id"), index=True)
    source: Mapped[Source] = mapped_column(choice(Source))
    source_id: Mapped[str]
    city: Mapped[str]
    state: Mapped[str]
    address: Mapped[str | None]
    building: Mapped[str | None]
    suite: Mapped[str | None]
    zip: Mapped[str | None]
    phone: Mapped[str | None]
    hours: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class ExampleOfficial(Table, Owned):
    """A made-up Member, shown to one coalition until an import brings the real one."""

    __tablename__ = "example_officials"
    __table_args__ = (UniqueConstraint("coalition_id", "seat_id"),)

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    name: Mapped[str]
    party: Mapped[str]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who sits for a seat, as a card shows it: with their nearest office where one is known."""

    seat_id: int
    name: str
    party: str
    phone: str | None = None
    is_example: bool = False
    office_city: str | None = None
    office_address: str | None = None
    office_phone: str | None = None


def holders_of(db: CoalitionSession, seat_id: int) -> list[Holder]:
    """Who sits for a seat today, each with one office at home; examples if nobody real is known.

    The office is one in the seat's own state, so never the one in Washington for a seat elsewhere;
    one with both a phone and an address before one without.
    """
    at_home = and_(DistrictOffice.official_id == Official.id, DistrictOffice.state == SeatRow.state)
    incomplete = or_(
        DistrictOffice.phone.is_(None), DistrictOffice.address.is_(None) & DistrictOffice.building.is_(None)
    )
    statement = (
        select(Official, Tenure, DistrictOffice)
        .join(Tenure, Tenure.official_id == Official.id)
        .join(SeatRow, SeatRow.id == Tenure.seat_id)
        .outerjoin(DistrictOffice, at_home)
        .where(Tenure.seat_id == seat_id, Tenure.is_current)
        .order_by(Official.id, incomplete, DistrictOffice.phone.is_(None), DistrictOffice.id)
    )
    found: dict[int, Holder] = {}
    for official, tenure, office in db.execute(statement):
        found.setdefault(official.id, _holder(official, tenure, office))
    return list(found.values()) or _examples(db, seat_id)


def _holder(official: Official, tenure: Tenure, office: DistrictOffice | None) -> Holder:
    return Holder(
        seat_id=tenure.seat_id,
        name=official.name,
        party=tenure.party,
        phone=tenure.phone,
        office_city=office.city if office else None,
        office_address=_address(office) if office else None,
        office_phone=office.phone if office else None,
    )


def _address(office: DistrictOffice) -> str | None:
    parts = [office.address, office.suite]
    return ", ".join(part for part in parts if part) or office.building


def _examples(db: CoalitionSession, seat_id: int) -> list[Holder]:
    if Reference.OFFICIALS.value in versions(db):
        return []
    examples = db.scalars(select(ExampleOfficial).where(ExampleOfficial.seat_id == seat_id))
    return [Holder(seat_id, row.name, row.party, is_example=True) for row in examples]


def sitting(db: CoalitionSession) -> list[tuple[int, int, NameParts]]:
    """Who sits today, from any import: seat, official and name."""
    statement = (
        select(Tenure.seat_id, Official)
        .join(Official, Official.id == Tenure.official_id)
        .where(Tenure.is_current)
    )
    return [(seat_id, official.id, _parts(official)) for seat_id, official in db.execute(statement)]


def _parts(official: Official) -> NameParts:
    given = " ".join(filter(None, (official.first_name, official.middle_name)))
    nicknames = (official.nickname,) if official.nickname else ()
    return NameParts(given, official.last_name, official.suffix or "", nicknames)


def names_by_seat(db: CoalitionSession) -> dict[int, tuple[str, ...]]:
    """The names under which each seat can be found, the one to show first: real Members with their
    nicknames, or before any import this coalition's examples."""
    found: dict[int, tuple[str, ...]] = {}
    for seat_id, official in db.execute(
        select(Tenure.seat_id, Official).join(Official).where(Tenure.is_current)
    ):
        names = (official.name, f"{official.nickname} {official.last_name}" if official.nickname else "")
        found[seat_id] = (*found.get(seat_id, ()), *dict.fromkeys(filter(None, names)))
    if Reference.OFFICIALS.value in versions(db):
        return found
    for example in db.scalars(select(ExampleOfficial)):
        found.setdefault(example.seat_id, (example.name,))
    return found
