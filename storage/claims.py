"""Claims: who works which seat. A claim registers, it does not lock: one lead, any number of supporters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.instants import Instant
from storage.members import AccountRow, Member, MemberRow, Person, PersonRow, persons
from storage.organizations import Organization
from storage.prepared import Change, Insertion, Query, QueryOfMany, only
from storage.seats import SeatRow
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference

_ACTIVE = text("released_at IS NULL")
_ACTIVE_LEAD = text("released_at IS NULL AND part = 'lead'")
_TRIES = 3


class Part(StrEnum):
    """What somebody does in a district."""

    LEAD = "lead"
    SUPPORT = "support"


class ClaimRow(Table, Owned):
    """A claim as the database keeps it: see `Claim`."""

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
class Claim:
    """One person's work in one seat; released claims stay as history."""

    id: int
    seat_id: int
    member_id: int
    part: Part
    claimed_at: datetime
    claimed_by_id: int
    released_at: datetime | None = None
    released_by_id: int | None = None


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


class _ClaimOf(NamedTuple):
    id: int
    seat_id: int
    member_id: int
    part: Part
    since: datetime


@dataclass(frozen=True, slots=True)
class _ClaimAndPerson:
    claim: _ClaimOf
    person: PersonRow

    @classmethod
    def of(cls, *columns: Any) -> "_ClaimAndPerson":
        return cls(_ClaimOf(*columns[:5]), PersonRow(*columns[5:]))


_CLAIM = (
    ClaimRow.id, ClaimRow.seat_id, ClaimRow.member_id, ClaimRow.part, ClaimRow.claimed_at,
    ClaimRow.claimed_by_id, ClaimRow.released_at, ClaimRow.released_by_id,
)  # fmt: skip
_IN_SEAT = (ClaimRow.seat_id == bindparam("seat_id"), ClaimRow.released_at.is_(None))
_OF_MEMBER = (ClaimRow.member_id == bindparam("member_id"), ClaimRow.released_at.is_(None))
_LONGEST_FIRST = (ClaimRow.claimed_at, ClaimRow.id)
_LEAD_FIRST = (ClaimRow.part != Part.LEAD, *_LONGEST_FIRST)
_PERSON = (
    MemberRow.id, MemberRow.name, Organization.name, AccountRow.workspace_id, AccountRow.external_id,
)  # fmt: skip

_NEW = Insertion(ClaimRow)
_WITH_ID = Query(select(*_CLAIM).where(ClaimRow.id == bindparam("claim_id")), Claim)
_OF_MEMBER_IN_SEAT = Query(
    select(*_CLAIM).where(*_IN_SEAT, ClaimRow.member_id == bindparam("member_id")), Claim
)
_ALL_OF_MEMBER = Query(select(*_CLAIM).where(*_OF_MEMBER).order_by(*_LONGEST_FIRST), Claim)
_ALL_IN_SEAT = Query(select(*_CLAIM).where(*_IN_SEAT).order_by(*_LEAD_FIRST), Claim)
_LEFT = Query(
    select(*_CLAIM)
    .where(ClaimRow.seat_id == bindparam("seat_id"), ClaimRow.released_at.is_not(None))
    .order_by(ClaimRow.released_at, ClaimRow.id),
    Claim,
)
_CLAIMED = Query(select(ClaimRow.seat_id).where(ClaimRow.released_at.is_(None)).distinct(), only)
_WORKING = (
    select(*_CLAIM[:5], *_PERSON)
    .join(MemberRow, MemberRow.id == ClaimRow.member_id)
    .outerjoin(Organization, Organization.id == MemberRow.organization_id)
    .outerjoin(AccountRow, AccountRow.member_id == MemberRow.id)
    .where(ClaimRow.released_at.is_(None))
    .order_by(*_LEAD_FIRST, AccountRow.id)
)
_WORKING_ONE = Query(_WORKING.where(ClaimRow.seat_id == bindparam("seat_id")), _ClaimAndPerson.of)
_WORKING_MANY = QueryOfMany(
    _WORKING.where(ClaimRow.seat_id.in_(bindparam("seat_ids", expanding=True))), _ClaimAndPerson.of
)
_RELEASE = Change(
    update(ClaimRow)
    .where(ClaimRow.id == bindparam("claim_id"), ClaimRow.released_at.is_(None))
    .values(released_at=bindparam("at"), released_by_id=bindparam("by_id"))
)


def register(
    db: CoalitionSession, seat_id: int, member: Member, part: Part, by: Member, at: datetime
) -> Registered:
    """Register a person for a seat: who claims first leads, the next support.

    Two at the same moment cannot both lead: the database's own key decides.
    """
    wanted = (Part.LEAD, Part.SUPPORT) if part is Part.LEAD else (Part.SUPPORT,)
    for _ in range(_TRIES):
        for attempt in wanted:
            claim = _added(db, seat_id, member.id, attempt, by, at)
            if claim is not None:
                return Registered(claim, is_new=True)
        known = of_member(db, seat_id, member.id)
        if known is not None:
            return Registered(known, is_new=False)
        # Their claim stood in the way and was released at this very moment: the way is free now.
    raise LookupError("the claim that stands in the way comes and goes")


def _added(
    db: CoalitionSession, seat_id: int, member_id: int, part: Part, by: Member, at: datetime
) -> Claim | None:
    values = {
        "seat_id": seat_id, "member_id": member_id, "part": part, "claimed_at": at, "claimed_by_id": by.id,
    }  # fmt: skip
    claim_id = _NEW.add_new(db, values)
    return None if claim_id is None else Claim(claim_id, seat_id, member_id, part, at, by.id)


def with_id(db: CoalitionSession, claim_id: int) -> Claim | None:
    """The claim with this row id, standing or released."""
    return _WITH_ID.one(db, claim_id=claim_id)


def of_member(db: CoalitionSession, seat_id: int, member_id: int) -> Claim | None:
    """A person's claim on a seat, while they work it."""
    return _OF_MEMBER_IN_SEAT.one(db, seat_id=seat_id, member_id=member_id)


def all_of_member(db: CoalitionSession, member_id: int) -> list[Claim]:
    """The seats a person works, longest first."""
    return _ALL_OF_MEMBER.all(db, member_id=member_id)


def all_in_seat(db: CoalitionSession, seat_id: int) -> list[Claim]:
    """The claims of those who work a seat now: the lead first, then supporters by how long they have."""
    return _ALL_IN_SEAT.all(db, seat_id=seat_id)


def who_left(db: CoalitionSession, seat_id: int) -> dict[int, Claim]:
    """The last claim of each member who worked a seat and no longer does, by member."""
    there = {claim.member_id for claim in all_in_seat(db, seat_id)}
    found = {claim.member_id: claim for claim in _LEFT.all(db, seat_id=seat_id)}
    return {member_id: claim for member_id, claim in found.items() if member_id not in there}


def working(db: CoalitionSession, seat_ids: Iterable[int]) -> dict[int, list[Working]]:
    """Who works those seats now: the lead first, then supporters by how long they have. One query."""
    wanted = sorted(set(seat_ids))
    result: dict[int, list[Working]] = {seat_id: [] for seat_id in wanted}
    if len(wanted) == 1:
        rows = _WORKING_ONE.all(db, seat_id=wanted[0])
    else:
        rows = _WORKING_MANY.all(db, seat_ids=wanted)
    known = persons(row.person for row in rows)
    # A row for each of a person's accounts, so one claim may come several times.
    for claim in dict.fromkeys(row.claim for row in rows):
        person = known[claim.member_id]
        result[claim.seat_id].append(Working(claim.id, claim.seat_id, person, claim.part, claim.since))
    return result


def lead_of(db: CoalitionSession, seat_id: int) -> Claim | None:
    """The claim that leads a seat now."""
    return next((claim for claim in all_in_seat(db, seat_id) if claim.part is Part.LEAD), None)


def supporters_of(db: CoalitionSession, seat_id: int) -> list[Claim]:
    """The supporting claims of a seat, longest-standing first."""
    return [claim for claim in all_in_seat(db, seat_id) if claim.part is Part.SUPPORT]


def release(db: CoalitionSession, claim: Claim, by_id: int, at: datetime) -> bool:
    """End a claim, by a member; answers False when it had ended already."""
    return _RELEASE.run(db, claim_id=claim.id, at=at, by_id=by_id) == 1


def take_lead(db: CoalitionSession, claim: Claim, by: Member, at: datetime) -> Claim | None:
    """Make a supporter the lead: the supporting claim ends and a leading one begins.

    Answers None when somebody leads already or the supporter has left.
    """
    if lead_of(db, claim.seat_id) is not None or not release(db, claim, by.id, at):
        return None
    values = {
        "seat_id": claim.seat_id, "member_id": claim.member_id, "part": Part.LEAD, "claimed_at": at,
        "claimed_by_id": by.id,
    }  # fmt: skip
    return Claim(_NEW.add(db, values), claim.seat_id, claim.member_id, Part.LEAD, at, by.id)


def claimed_seat_ids(db: CoalitionSession) -> frozenset[int]:
    """Every seat that somebody works now."""
    return frozenset(_CLAIMED.all(db))


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
    led = func.count(ClaimRow.seat_id.distinct()).filter(ClaimRow.part == Part.LEAD)
    seats = func.count(ClaimRow.seat_id.distinct())
    statement = (
        select(Organization.name, seats, led)
        .select_from(ClaimRow)
        .join(MemberRow, MemberRow.id == ClaimRow.member_id)
        .outerjoin(Organization, Organization.id == MemberRow.organization_id)
        .join(SeatRow, SeatRow.id == ClaimRow.seat_id)
        .where(ClaimRow.released_at.is_(None), *_in_state(state))
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
    led = func.count(ClaimRow.seat_id.distinct()).filter(ClaimRow.part == Part.LEAD)
    statement = (
        select(SeatRow.office, func.count(ClaimRow.seat_id.distinct()), led)
        .select_from(ClaimRow)
        .join(SeatRow, SeatRow.id == ClaimRow.seat_id)
        .where(ClaimRow.released_at.is_(None), *_in_state(state))
        .group_by(SeatRow.office)
    )
    return {
        office.value: OfficeCoverage(office.value, seats, leads)
        for office, seats, leads in db.execute(statement)
    }
