"""Town halls, from what somebody has heard to what has been announced.

Like a visit, an event promises a local time: the day, the clock and the zone are kept as they were given,
beside the instants that follow. `storage.town_halls.sources` says who brought it,
`storage.town_halls.deciding` adds, announces and changes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from storage import meetings
from storage.choices import choice
from storage.instants import Instant
from storage.meetings import Meeting, MeetingColumns
from storage.prepared import Query, QueryOfMany
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference
from storage.town_halls.kinds import EventKind


class Stage(StrEnum):
    """How far an event is."""

    PROPOSED = "proposed"
    """It waits for an organiser."""
    PUBLISHED = "published"
    DISMISSED = "dismissed"
    CANCELLED = "cancelled"


class TownHallRow(Table, Owned, MeetingColumns):
    """An event as the database keeps it: see `TownHall`."""

    __tablename__ = "town_halls"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("coalition_id", "source_id", "external_id"),
        owned_reference("candidate_id", "candidates"),
        owned_reference("source_id", "town_hall_sources"),
        owned_reference("brought_by_id", "members"),
        owned_reference("decided_by_id", "members"),
        Index("ix_town_halls_when", "coalition_id", "starts_at"),
        Index("ix_town_halls_seat", "coalition_id", "seat_id"),
    )

    stage: Mapped[Stage] = mapped_column(choice(Stage))
    kind: Mapped[EventKind] = mapped_column(choice(EventKind))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"))
    official_id: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    candidate_id: Mapped[int | None]
    name: Mapped[str]
    state: Mapped[str]
    place: Mapped[str]
    said_by: Mapped[str]
    source_id: Mapped[int]
    external_id: Mapped[str | None]
    brought_by_id: Mapped[int | None]
    sequence: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None]
    missed_at: Mapped[datetime | None] = mapped_column(Instant)
    is_placed: Mapped[bool] = mapped_column(default=True)
    has_end: Mapped[bool] = mapped_column(default=False)
    listed: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Described:
    """An event as it is described: who answers, when, where, and where that was heard.

    `seat_id` is None for somebody who is not on the coalition's lists, `state` then says where it is (empty
    where even that is unknown). A sitting official has an `official_id`, a candidate the coalition's own
    `candidate_id`. `said_by` is a link or words. It `is_placed` once it is certain who answers, and when. It
    `has_end` where somebody has said until when it goes; else that is only assumed.
    """

    kind: EventKind
    seat_id: int | None
    official_id: int | None
    candidate_id: int | None
    name: str
    state: str
    meeting: Meeting
    place: str
    said_by: str
    is_placed: bool = True
    has_end: bool = False


@dataclass(frozen=True, slots=True)
class TownHall:
    """An event. `missed_at` is since when its list has it no more, or in the past: organisers were asked.

    `listed` is how its list had it at last: see `storage.files.town_halls.kept`.
    """

    id: int
    stage: Stage
    told: Described
    source_id: int
    external_id: str | None
    brought_by_id: int | None
    sequence: int
    made_at: datetime
    changed_at: datetime
    decided_by_id: int | None
    missed_at: datetime | None
    listed: str | None = None

    @property
    def is_on(self) -> bool:
        """Whether it was announced and takes place."""
        return self.stage is Stage.PUBLISHED


_TOWN_HALL = (
    TownHallRow.id, TownHallRow.stage, TownHallRow.source_id, TownHallRow.external_id,
    TownHallRow.brought_by_id, TownHallRow.sequence, TownHallRow.made_at, TownHallRow.changed_at,
    TownHallRow.decided_by_id, TownHallRow.missed_at, TownHallRow.listed, TownHallRow.kind,
    TownHallRow.seat_id, TownHallRow.official_id, TownHallRow.candidate_id, TownHallRow.name,
    TownHallRow.state, *meetings.columns(TownHallRow), TownHallRow.place, TownHallRow.said_by,
    TownHallRow.is_placed, TownHallRow.has_end,
)  # fmt: skip


_DESCRIBED, _MEETING = 11, 17


def _town_hall(*columns: Any) -> TownHall:
    row_id, stage, *brought = columns[:_DESCRIBED]
    kind, seat_id, official_id, candidate_id, name, state = columns[_DESCRIBED:_MEETING]
    meeting = meetings.read(columns[_MEETING : _MEETING + meetings.WIDTH])
    where = columns[_MEETING + meetings.WIDTH :]
    told = Described(kind, seat_id, official_id, candidate_id, name, state, meeting, *where)
    return TownHall(row_id, stage, told, *brought)


_SOONEST_FIRST = (TownHallRow.starts_at, TownHallRow.id)
_IS_ON = TownHallRow.stage == Stage.PUBLISHED
_WITH_ID = Query(select(*_TOWN_HALL).where(TownHallRow.id == bindparam("town_hall_id")), _town_hall)
_BETWEEN = Query(
    select(*_TOWN_HALL)
    .where(_IS_ON, TownHallRow.ends_at > bindparam("since"), TownHallRow.starts_at < bindparam("until"))
    .order_by(*_SOONEST_FIRST),
    _town_hall,
)
_COMING = Query(
    select(*_TOWN_HALL).where(_IS_ON, TownHallRow.ends_at > bindparam("now")).order_by(*_SOONEST_FIRST),
    _town_hall,
)
_OVER = Query(
    select(*_TOWN_HALL)
    .where(_IS_ON, TownHallRow.ends_at <= bindparam("now"))
    .order_by(TownHallRow.starts_at.desc(), TownHallRow.id.desc()),
    _town_hall,
)
_WAITING = Query(
    select(*_TOWN_HALL)
    .where(TownHallRow.stage == Stage.PROPOSED, TownHallRow.ends_at > bindparam("now"))
    .order_by(*_SOONEST_FIRST),
    _town_hall,
)
_OF_SOURCE = Query(
    select(*_TOWN_HALL).where(TownHallRow.source_id == bindparam("of_source")).order_by(*_SOONEST_FIRST),
    _town_hall,
)
_ON_DAYS = QueryOfMany(
    select(*_TOWN_HALL)
    .where(TownHallRow.first_day.in_(bindparam("days", expanding=True)))
    .order_by(*_SOONEST_FIRST),
    _town_hall,
)
_OF_IDS = QueryOfMany(
    select(*_TOWN_HALL).where(TownHallRow.id.in_(bindparam("ids", expanding=True))).order_by(*_SOONEST_FIRST),
    _town_hall,
)


def with_id(db: CoalitionSession, town_hall_id: int) -> TownHall | None:
    """The event with this row id, whatever its stage."""
    return _WITH_ID.one(db, town_hall_id=town_hall_id)


def between(db: CoalitionSession, since: datetime, until: datetime) -> list[TownHall]:
    """The announced events that have any part in that time, soonest first."""
    return _BETWEEN.all(db, since=since, until=until)


def coming(db: CoalitionSession, now: datetime) -> list[TownHall]:
    """The announced events that are not over, soonest first."""
    return _COMING.all(db, now=now)


def over(db: CoalitionSession, now: datetime) -> list[TownHall]:
    """The announced events that are over, the last one first."""
    return _OVER.all(db, now=now)


def waiting(db: CoalitionSession, now: datetime) -> list[TownHall]:
    """The events to come on which no organiser has decided, soonest first."""
    return _WAITING.all(db, now=now)


def of_source(db: CoalitionSession, source_id: int) -> list[TownHall]:
    """Everything that a source has brought, whatever its stage, soonest first."""
    return _OF_SOURCE.all(db, of_source=source_id)


def on_days(db: CoalitionSession, days: Iterable[date]) -> list[TownHall]:
    """The events that begin on one of those days, whatever their stage."""
    wanted = sorted(set(days))
    return _ON_DAYS.all(db, days=wanted) if wanted else []


def of_ids(db: CoalitionSession, ids: Iterable[int]) -> list[TownHall]:
    """Those events, whatever their stage, soonest first."""
    wanted = sorted(set(ids))
    return _OF_IDS.all(db, ids=wanted) if wanted else []
