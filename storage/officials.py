"""Who holds a seat today: shared reference, and the examples of a coalition that only tries things."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.tenancy import CoalitionSession, Owned, Table


class Official(Table):
    """A person in public life, known once however many seats they hold or sought."""

    __tablename__ = "officials"

    bioguide: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]


class OfficialId(Table):
    """What another source calls an official: `scheme` (fec, openstates, …) and its id there."""

    __tablename__ = "official_ids"
    __table_args__ = (UniqueConstraint("scheme", "value"),)

    official_id: Mapped[int] = mapped_column(ForeignKey("officials.id"), index=True)
    scheme: Mapped[str]
    value: Mapped[str]


class Tenure(Table):
    """An official in a seat. `is_current` is false once a later import no longer has them there."""

    __tablename__ = "tenures"
    __table_args__ = (UniqueConstraint("official_id", "seat_id", "started"),)

    official_id: Mapped[int] = mapped_column(ForeignKey("officials.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), index=True)
    party: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]
    website: Mapped[str | None]
    started: Mapped[date] = mapped_column(Date)
    ends: Mapped[date | None] = mapped_column(Date)
    is_current: Mapped[bool] = mapped_column(default=True)


class DistrictOffice(Table):
    """An office of an official at home, keyed by the source's own id."""

    __tablename__ = "district_offices"

    official_id: Mapped[int] = mapped_column(ForeignKey("officials.id"), index=True)
    source_id: Mapped[str] = mapped_column(unique=True)
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
    """Who sits for a seat today, each with one office in the district; examples if nobody real is known."""
    statement = (
        select(Official, Tenure, DistrictOffice)
        .join(Tenure, Tenure.official_id == Official.id)
        .outerjoin(DistrictOffice, DistrictOffice.official_id == Official.id)
        .where(Tenure.seat_id == seat_id, Tenure.is_current)
        .order_by(Official.id, DistrictOffice.phone.is_(None), DistrictOffice.id)
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
    examples = db.scalars(select(ExampleOfficial).where(ExampleOfficial.seat_id == seat_id))
    return [Holder(seat_id, row.name, row.party, is_example=True) for row in examples]


def names_by_seat(db: CoalitionSession) -> dict[int, tuple[str, ...]]:
    """The names under which each seat can be found: real Members, or this coalition's examples."""
    found: dict[int, tuple[str, ...]] = {}
    real = select(Tenure.seat_id, Official.name).join(Official).where(Tenure.is_current)
    for seat_id, name in db.execute(real):
        found[seat_id] = (*found.get(seat_id, ()), name)
    for example in db.scalars(select(ExampleOfficial)):
        found.setdefault(example.seat_id, (example.name,))
    return found
