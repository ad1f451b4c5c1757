"""Who goes to a town hall."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.instants import Instant
from storage.prepared import Change, Insertion, Query, QueryOfMany, only
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class GoerRow(Table, Owned):
    """A person who goes, as the database keeps it: see `Goer`."""

    __tablename__ = "town_hall_goers"
    __table_args__ = (
        UniqueConstraint("coalition_id", "town_hall_id", "member_id"),
        owned_reference("town_hall_id", "town_halls"),
        owned_reference("member_id", "members"),
        Index("ix_town_hall_goers_of_member", "coalition_id", "member_id"),
    )

    town_hall_id: Mapped[int]
    member_id: Mapped[int]
    since: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Goer:
    """A member who goes to an event, and since when they say so."""

    town_hall_id: int
    member_id: int
    since: datetime


_NEW = Insertion(GoerRow)
_OF_EVENTS = QueryOfMany(
    select(GoerRow.town_hall_id, GoerRow.member_id, GoerRow.since)
    .where(GoerRow.town_hall_id.in_(bindparam("events", expanding=True)))
    .order_by(GoerRow.since, GoerRow.id),
    Goer,
)
_OF_MEMBER = Query(select(GoerRow.town_hall_id).where(GoerRow.member_id == bindparam("of_member")), only)
_LEAVE = Change(
    delete(GoerRow).where(
        GoerRow.town_hall_id == bindparam("of_event"), GoerRow.member_id == bindparam("of_member")
    )
)


def go(db: CoalitionSession, town_hall_id: int, member_id: int, now: datetime) -> bool:
    """Somebody goes; False when they had said so before."""
    values = {"town_hall_id": town_hall_id, "member_id": member_id, "since": now}
    return _NEW.add_new(db, values) is not None


def stay(db: CoalitionSession, town_hall_id: int, member_id: int) -> bool:
    """Somebody does not go after all; False when they had not said that they do."""
    return _LEAVE.run(db, of_event=town_hall_id, of_member=member_id) == 1


def of_events(db: CoalitionSession, town_hall_ids: Iterable[int]) -> dict[int, list[Goer]]:
    """Who goes to each of those events, who said so first at the front. One query."""
    wanted = sorted(set(town_hall_ids))
    found: dict[int, list[Goer]] = {one: [] for one in wanted}
    for goer in _OF_EVENTS.all(db, events=wanted) if wanted else ():
        found[goer.town_hall_id].append(goer)
    return found


def of_member(db: CoalitionSession, member_id: int) -> frozenset[int]:
    """The events that somebody goes to."""
    return frozenset(_OF_MEMBER.all(db, of_member=member_id))
