"""Requests for a visit: whom somebody asked for a date, on which rung of the ladder, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, and_, bindparam, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage import history
from storage.choices import choice
from storage.history import Deed, Subject, Written
from storage.instants import Instant
from storage.prepared import Change, Insertion, Query
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference
from storage.whom import Counterpart


class Level(StrEnum):
    """Whom one asks to meet (guide: the Member, then a drop-by, then the staffer for the issue)."""

    MEMBER = "member"
    DROP_BY = "drop_by"
    STAFFER = "staffer"


class Outcome(StrEnum):
    """What became of a request."""

    AGREED = "agreed"
    DECLINED = "declined"
    NEXT_RUNG = "next_rung"
    """Somebody asked for less instead."""


class RequestRow(Table, Owned):
    """A request as the database keeps it: see `VisitRequest`."""

    __tablename__ = "visit_requests"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("candidate_id", "candidates"),
        owned_reference("made_by_id", "members"),
        Index("ix_visit_requests_seat", "coalition_id", "seat_id"),
    )

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    official_id: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    candidate_id: Mapped[int | None]
    name: Mapped[str]
    level: Mapped[Level] = mapped_column(choice(Level))
    followed_up: Mapped[int] = mapped_column(default=0)
    followed_up_at: Mapped[datetime | None] = mapped_column(Instant)
    made_by_id: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class VisitRequest:
    """Somebody asked an office for a date. `followed_up` is how often they asked again, and when last."""

    id: int
    seat_id: int
    official_id: int | None
    candidate_id: int | None
    name: str
    level: Level
    followed_up: int
    followed_up_at: datetime | None
    made_by_id: int
    made_at: datetime
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Whom somebody asks for a date: see `storage.visits.visits.Visit` for the first four."""

    seat_id: int
    official_id: int | None
    candidate_id: int | None
    name: str
    level: Level


_REQUEST = (
    RequestRow.id, RequestRow.seat_id, RequestRow.official_id, RequestRow.candidate_id, RequestRow.name,
    RequestRow.level, RequestRow.followed_up, RequestRow.followed_up_at, RequestRow.made_by_id,
    RequestRow.made_at, RequestRow.outcome,
)  # fmt: skip
_IS_OPEN = RequestRow.ended_at.is_(None)
_IS_TO = or_(
    RequestRow.official_id == bindparam("official"),
    RequestRow.candidate_id == bindparam("candidate"),
    and_(
        RequestRow.seat_id == bindparam("in_seat"),
        RequestRow.official_id.is_(None),
        RequestRow.candidate_id.is_(None),
        RequestRow.name == bindparam("called"),
    ),
)
_NEW = Insertion(RequestRow)
_WITH_ID = Query(select(*_REQUEST).where(RequestRow.id == bindparam("request_id")), VisitRequest)
_OPEN = Query(select(*_REQUEST).where(_IS_OPEN).order_by(RequestRow.made_at, RequestRow.id), VisitRequest)
_OPEN_WITH = Query(
    select(*_REQUEST)
    .where(_IS_OPEN, RequestRow.seat_id == bindparam("in_seat"), _IS_TO)
    .order_by(RequestRow.id),
    VisitRequest,
)
_LATELY_WITH = Query(
    select(*_REQUEST)
    .where(
        or_(
            _IS_OPEN, RequestRow.made_at > bindparam("since"), RequestRow.followed_up_at > bindparam("since")
        ),
        _IS_TO,
    )
    .order_by(RequestRow.id),
    VisitRequest,
)
_FOLLOW_UP = Change(
    update(RequestRow)
    .where(
        RequestRow.id == bindparam("request_id"), _IS_OPEN, RequestRow.followed_up == bindparam("known_count")
    )
    .values(followed_up=RequestRow.followed_up + 1, followed_up_at=bindparam("now"))
)
_END = Change(
    update(RequestRow)
    .where(RequestRow.id == bindparam("request_id"), _IS_OPEN)
    .values(outcome=bindparam("came_to"), ended_at=bindparam("now"))
)


def make(db: CoalitionSession, new: NewRequest, by_id: int, now: datetime) -> VisitRequest:
    """Keep that somebody asked for a date."""
    values = {
        "seat_id": new.seat_id, "official_id": new.official_id, "candidate_id": new.candidate_id,
        "name": new.name, "level": new.level, "made_by_id": by_id, "made_at": now,
    }  # fmt: skip
    request_id = _NEW.add(db, values)
    after = {"name": new.name, "level": new.level}
    history.keep(db, Written(Subject.VISIT_REQUEST, request_id, Deed.ADDED, by_id, now, None, after))
    return VisitRequest(
        request_id, new.seat_id, new.official_id, new.candidate_id, new.name, new.level, 0, None, by_id, now
    )


def with_id(db: CoalitionSession, request_id: int) -> VisitRequest | None:
    """The request with this row id."""
    return _WITH_ID.one(db, request_id=request_id)


def all_open(db: CoalitionSession) -> list[VisitRequest]:
    """The requests that wait for a date, the oldest first."""
    return _OPEN.all(db)


def open_with(db: CoalitionSession, new: NewRequest) -> list[VisitRequest]:
    """The requests to that person that wait for a date, the oldest first."""
    return _OPEN_WITH.all(
        db,
        in_seat=new.seat_id,
        official=new.official_id,
        candidate=new.candidate_id,
        called=new.name,
    )


def lately_with(db: CoalitionSession, person: Counterpart, since: datetime) -> list[VisitRequest]:
    """The requests to that person that wait for a date, or were made or followed up since then."""
    return _LATELY_WITH.all(
        db,
        in_seat=person.seat_id,
        official=person.official_id,
        candidate=person.candidate_id,
        called=person.name,
        since=since,
    )


def follow_up(db: CoalitionSession, request: VisitRequest, now: datetime) -> bool:
    """Note that the office was asked again; False when that was noted at this moment, or it is settled."""
    return _FOLLOW_UP.run(db, request_id=request.id, known_count=request.followed_up, now=now) == 1


def end(db: CoalitionSession, request: VisitRequest, outcome: Outcome, by_id: int, now: datetime) -> bool:
    """It is settled; False when it was before."""
    if _END.run(db, request_id=request.id, came_to=outcome, now=now) == 0:
        return False
    after = {"outcome": outcome}
    history.keep(db, Written(Subject.VISIT_REQUEST, request.id, Deed.ENDED, by_id, now, None, after))
    return True
