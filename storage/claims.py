"""Claims: who works which seat. A claim registers, it does not lock: one lead, any number of supporters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.instants import Instant
from storage.members import Member, Person, people
from storage.organizations import Organization
from storage.seats import SeatRow
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference
from storage.upserts import insert_new

_ACTIVE = text("released_at IS NULL")
_ACTIVE_LEAD = text("released_at IS NULL AND part = 'lead'")
_TRIES = 3


class Part(StrEnum):
    """What somebody does in a district."""

    LEAD = "lead"
    SUPPORT = "support"


class Claim(Table, Owned):
    """One person's work in one seat; released claims stay as history."""

    __tablename__ = "claims"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("member_id", "members"),
        owned_reference("claimed_by_id", "members"),
        owned_reference("released_by_id", "members"),
        Index(
            "uq_claims_one_lead",
            "coalition_id",
            "seat_id",
            unique=True,
            sqlite_where=_ACTIVE_LEAD,
            postgresql_where=_ACTIVE_LEAD,
        ),
        Index(
            "uq_claims_one_a_person",
            "coalition_id",
            "seat_id",
            "member_id",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        Index("ix_claims_of_member", "coalition_id", "member_id"),
    )

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    member_id: Mapped[int]
    part: Mapped[Part] = mapped_column(choice(Part))
    claimed_at: Mapped[datetime] = mapped_column(Instant)
    claimed_by_id: Mapped[int]
    released_at: Mapped[datetime | None] = mapped_column(Instant)
    released_by_id: Mapped[int | None]


@dataclass(frozen=True, slots=True)
class Working:
    """Somebody who works a seat at this moment."""

    claim_id: int
    seat_id: int
    person: Person
    part: Part
    since: datetime


@dataclass(frozen=True, slots=True)
class Registered:
    """What a claim came to. `is_new` is false when the person worked the seat already."""

    claim: Claim
    is_new: bool


def register(
    db: CoalitionSession, seat_id: int, member: Member, part: Part, by: Member, at: datetime
) -> Registered:
    """Register a person for a seat: who claims first leads, the next support.

    Two at the same moment cannot both lead: the database's own key decides.
    """
    values = {
        "coalition_id": db.coalition_id,
        "seat_id": seat_id,
        "member_id": member.id,
        "claimed_at": at,
        "claimed_by_id": by.id,
    }
    wanted = (Part.LEAD, Part.SUPPORT) if part is Part.LEAD else (Part.SUPPORT,)
    for _ in range(_TRIES):
        for attempt in wanted:
            claim_id = insert_new(db, Claim, {**values, "part": attempt})
            if claim_id is not None:
                claim = Claim(id=claim_id, part=attempt, **values)
                return Registered(claim, is_new=True)
        known = of_member(db, seat_id, member.id)
        if known is not None:
            return Registered(known, is_new=False)
        # Their claim stood in the way and was released at this very moment: the way is free now.
    raise LookupError("the claim that stands in the way comes and goes")


def of_member(db: CoalitionSession, seat_id: int, member_id: int) -> Claim | None:
    """A person's claim on a seat, while they work it."""
    return db.scalars(
        select(Claim).where(
            Claim.seat_id == seat_id, Claim.member_id == member_id, Claim.released_at.is_(None)
        )
    ).one_or_none()


def all_of_member(db: CoalitionSession, member_id: int) -> list[Claim]:
    """The seats a person works, longest first."""
    statement = (
        select(Claim)
        .where(Claim.member_id == member_id, Claim.released_at.is_(None))
        .order_by(Claim.claimed_at, Claim.id)
    )
    return list(db.scalars(statement))


def working(db: CoalitionSession, seat_ids: Iterable[int]) -> dict[int, list[Working]]:
    """Who works those seats now: the lead first, then supporters by how long they have. Two queries."""
    wanted = tuple(set(seat_ids))
    statement = (
        select(Claim)
        .where(Claim.seat_id.in_(wanted), Claim.released_at.is_(None))
        .order_by(Claim.part != Part.LEAD, Claim.claimed_at, Claim.id)
    )
    found = list(db.scalars(statement))
    persons = people(db, (claim.member_id for claim in found))
    result: dict[int, list[Working]] = {seat_id: [] for seat_id in wanted}
    for claim in found:
        result[claim.seat_id].append(
            Working(claim.id, claim.seat_id, persons[claim.member_id], claim.part, claim.claimed_at)
        )
    return result


def lead_of(db: CoalitionSession, seat_id: int) -> Claim | None:
    """The claim that leads a seat now."""
    return db.scalars(
        select(Claim).where(Claim.seat_id == seat_id, Claim.part == Part.LEAD, Claim.released_at.is_(None))
    ).one_or_none()


def supporters_of(db: CoalitionSession, seat_id: int) -> list[Claim]:
    """The supporting claims of a seat, longest-standing first."""
    statement = (
        select(Claim)
        .where(Claim.seat_id == seat_id, Claim.part == Part.SUPPORT, Claim.released_at.is_(None))
        .order_by(Claim.claimed_at, Claim.id)
    )
    return list(db.scalars(statement))


def workers_of(db: CoalitionSession, seat_id: int) -> frozenset[int]:
    """The members who work a seat now."""
    statement = select(Claim.member_id).where(Claim.seat_id == seat_id, Claim.released_at.is_(None))
    return frozenset(db.scalars(statement))


def release(db: CoalitionSession, claim: Claim, by: Member, at: datetime) -> bool:
    """End a claim; answers False when it had ended already."""
    statement = (
        update(Claim)
        .where(Claim.id == claim.id, Claim.released_at.is_(None))
        .values(released_at=at, released_by_id=by.id)
        .returning(Claim.id)
    )
    return db.scalars(statement).one_or_none() is not None


def take_lead(db: CoalitionSession, claim: Claim, by: Member, at: datetime) -> Claim | None:
    """Make a supporter the lead: the supporting claim ends and a leading one begins.

    Answers None when somebody leads already or the supporter has left.
    """
    if lead_of(db, claim.seat_id) is not None:
        return None
    ended = (
        update(Claim)
        .where(Claim.id == claim.id, Claim.released_at.is_(None))
        .values(released_at=at, released_by_id=by.id)
        .returning(Claim.id)
    )
    if db.scalars(ended).one_or_none() is None:
        return None
    leading = Claim(
        coalition_id=db.coalition_id,
        seat_id=claim.seat_id,
        member_id=claim.member_id,
        part=Part.LEAD,
        claimed_at=at,
        claimed_by_id=by.id,
    )
    db.add(leading)
    db.flush()
    return leading


def is_worked(db: CoalitionSession, seat_id: int) -> bool:
    """Whether anybody works a seat now."""
    statement = select(Claim.id).where(Claim.seat_id == seat_id, Claim.released_at.is_(None)).limit(1)
    return db.scalar(statement) is not None


def claimed_seat_ids(db: CoalitionSession) -> frozenset[int]:
    """Every seat that somebody works now."""
    return frozenset(db.scalars(select(Claim.seat_id).where(Claim.released_at.is_(None)).distinct()))


@dataclass(frozen=True, slots=True)
class OrganizationCoverage:
    """How many seats an organisation's people work, and how many of those they lead."""

    organization: str | None
    seats: int
    led: int


def by_organization(db: CoalitionSession, state: str | None = None) -> list[OrganizationCoverage]:
    """Coverage by organisation, the widest first; people without one come together as None.

    `state` (postal abbreviation) counts its seats alone.
    """
    led = func.count(Claim.seat_id.distinct()).filter(Claim.part == Part.LEAD)
    seats = func.count(Claim.seat_id.distinct())
    statement = (
        select(Organization.name, seats, led)
        .select_from(Claim)
        .join(Member, Member.id == Claim.member_id)
        .outerjoin(Organization, Organization.id == Member.organization_id)
        .join(SeatRow, SeatRow.id == Claim.seat_id)
        .where(Claim.released_at.is_(None), *_in_state(state))
        .group_by(Organization.name)
        .order_by(seats.desc(), Organization.name.is_(None), Organization.name)
    )
    return [OrganizationCoverage(name, total, leads) for name, total, leads in db.execute(statement)]


@dataclass(frozen=True, slots=True)
class OfficeCoverage:
    """Of one kind of office: how many seats are worked, how many have a lead."""

    office: str
    seats: int
    led: int


def _in_state(state: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if state is None else (SeatRow.state == state,)


def by_office(db: CoalitionSession, state: str | None = None) -> dict[str, OfficeCoverage]:
    """Coverage by kind of office; of one state's seats alone where it is given."""
    led = func.count(Claim.seat_id.distinct()).filter(Claim.part == Part.LEAD)
    statement = (
        select(SeatRow.office, func.count(Claim.seat_id.distinct()), led)
        .select_from(Claim)
        .join(SeatRow, SeatRow.id == Claim.seat_id)
        .where(Claim.released_at.is_(None), *_in_state(state))
        .group_by(SeatRow.office)
    )
    return {
        office.value: OfficeCoverage(office.value, seats, leads)
        for office, seats, leads in db.execute(statement)
    }
