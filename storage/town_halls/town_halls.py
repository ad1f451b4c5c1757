"""Town halls, from what somebody has heard to what has been announced.

Like a visit, an event promises a local time: the day, the clock and the zone are kept as they were given,
beside the instants that follow. `storage.town_halls.sources` says who brought it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage import history, meetings
from storage.choices import choice
from storage.history import Deed, Subject, Written
from storage.instants import Instant
from storage.meetings import Meeting, MeetingColumns
from storage.prepared import Change, Insertion, Query, QueryOfMany
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
    listed: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Described:
    """An event as it is described: who answers, when, where, and where that was heard.

    `seat_id` is None for somebody who is not on the coalition's lists, `state` then says where it is (empty
    where even that is unknown). A sitting official has an `official_id`, a candidate the coalition's own
    `candidate_id`. `said_by` is a link or words. It `is_placed` once it is certain who answers, and when.
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


@dataclass(frozen=True, slots=True)
class Brought:
    """Where an event came from: a source, its own id there, and the member who typed it."""

    source_id: int
    external_id: str | None = None
    by_id: int | None = None
    listed: str | None = None


_TOWN_HALL = (
    TownHallRow.id, TownHallRow.stage, TownHallRow.source_id, TownHallRow.external_id,
    TownHallRow.brought_by_id, TownHallRow.sequence, TownHallRow.made_at, TownHallRow.changed_at,
    TownHallRow.decided_by_id, TownHallRow.missed_at, TownHallRow.listed, TownHallRow.kind,
    TownHallRow.seat_id, TownHallRow.official_id, TownHallRow.candidate_id, TownHallRow.name,
    TownHallRow.state, *meetings.columns(TownHallRow), TownHallRow.place, TownHallRow.said_by,
    TownHallRow.is_placed,
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
_NEW = Insertion(TownHallRow)
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
_DECIDE = Change(
    update(TownHallRow)
    .where(TownHallRow.id == bindparam("town_hall_id"), TownHallRow.stage == bindparam("known_stage"))
    .values(
        stage=bindparam("new_stage"),
        sequence=TownHallRow.sequence + 1,
        changed_at=bindparam("now"),
        decided_at=bindparam("now"),
        decided_by_id=bindparam("by_id"),
        missed_at=bindparam("still_missed"),
    )
)
_CORRECT = Change(
    update(TownHallRow)
    .where(TownHallRow.id == bindparam("town_hall_id"), TownHallRow.sequence == bindparam("known_sequence"))
    .values(
        kind=bindparam("new_kind"),
        seat_id=bindparam("new_seat"),
        official_id=bindparam("new_official"),
        candidate_id=bindparam("new_candidate"),
        name=bindparam("new_name"),
        state=bindparam("new_state"),
        **meetings.anew(),
        place=bindparam("new_place"),
        said_by=bindparam("new_said_by"),
        is_placed=bindparam("now_placed"),
        sequence=TownHallRow.sequence + 1,
        changed_at=bindparam("now"),
    )
)
_LIST = Change(
    update(TownHallRow)
    .where(TownHallRow.id == bindparam("town_hall_id"))
    .values(listed=bindparam("now_listed"), external_id=bindparam("now_external"))
)
_MISS = Change(
    update(TownHallRow)
    .where(TownHallRow.id == bindparam("town_hall_id"))
    .values(missed_at=bindparam("since"), changed_at=bindparam("now"))
)


def add(db: CoalitionSession, told: Described, brought: Brought, now: datetime) -> TownHall:
    """Keep an event that somebody has heard of; it waits for an organiser."""
    row_id = _NEW.add(
        db,
        {
            "stage": Stage.PROPOSED, "kind": told.kind, "seat_id": told.seat_id,
            "official_id": told.official_id, "candidate_id": told.candidate_id, "name": told.name,
            "state": told.state, **meetings.values(told.meeting),
            "place": told.place, "said_by": told.said_by, "source_id": brought.source_id,
            "external_id": brought.external_id, "brought_by_id": brought.by_id, "made_at": now,
            "changed_at": now, "is_placed": told.is_placed, "listed": brought.listed,
        },
    )  # fmt: skip
    _keep(db, row_id, Deed.ADDED, brought.by_id, now, None, _facts(told))
    return TownHall(
        row_id, Stage.PROPOSED, told, brought.source_id, brought.external_id, brought.by_id, 0, now, now,
        None, None, brought.listed,
    )  # fmt: skip


def with_id(db: CoalitionSession, town_hall_id: int) -> TownHall | None:
    """The event with this row id, whatever its stage."""
    return _WITH_ID.one(db, town_hall_id=town_hall_id)


def publish(db: CoalitionSession, known: TownHall, by_id: int | None, now: datetime) -> bool:
    """Announce it, by a member or by the trust in its source; False when somebody decided before."""
    return _decide(db, known, Stage.PUBLISHED, Deed.PUBLISHED, by_id, now)


def dismiss(db: CoalitionSession, known: TownHall, by_id: int, now: datetime) -> bool:
    """It is none of ours; False when somebody decided before."""
    return _decide(db, known, Stage.DISMISSED, Deed.ENDED, by_id, now)


def cancel(db: CoalitionSession, known: TownHall, by_id: int | None, now: datetime) -> bool:
    """It does not take place; False when somebody decided before."""
    return _decide(db, known, Stage.CANCELLED, Deed.CANCELLED, by_id, now)


def reopen(db: CoalitionSession, known: TownHall, now: datetime) -> TownHall | None:
    """What was cancelled is to take place after all: it waits again. None when somebody decided before."""
    if not _decide(db, known, Stage.PROPOSED, Deed.CORRECTED, None, now):
        return None
    return with_id(db, known.id)


def correct(
    db: CoalitionSession, known: TownHall, told: Described, by_id: int | None, now: datetime
) -> TownHall | None:
    """Describe it otherwise; None when somebody else changed it meanwhile."""
    changed = _CORRECT.run(
        db,
        town_hall_id=known.id,
        known_sequence=known.sequence,
        new_kind=told.kind,
        new_seat=told.seat_id,
        new_official=told.official_id,
        new_candidate=told.candidate_id,
        new_name=told.name,
        new_state=told.state,
        **meetings.parameters(told.meeting),
        new_place=told.place,
        new_said_by=told.said_by,
        now_placed=told.is_placed,
        now=now,
    )
    if changed != 1:
        return None
    before, after = _facts(known.told), _facts(told)
    different = [name for name in after if before[name] != after[name]]
    _keep(
        db,
        known.id,
        Deed.CORRECTED,
        by_id,
        now,
        {name: before[name] for name in different},
        {name: after[name] for name in different},
    )
    return replace(known, told=told, sequence=known.sequence + 1, changed_at=now)


def note_listed(db: CoalitionSession, known: TownHall, listed: str, external_id: str | None) -> None:
    """How its list has it now."""
    _LIST.run(db, town_hall_id=known.id, now_listed=listed, now_external=external_id)


def miss(db: CoalitionSession, known: TownHall, since: datetime | None, now: datetime) -> None:
    """Note since when its list does not have it any more; None once it does."""
    _MISS.run(db, town_hall_id=known.id, since=since, now=now)


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


def _decide(
    db: CoalitionSession, known: TownHall, stage: Stage, deed: Deed, by_id: int | None, now: datetime
) -> bool:
    changed = _DECIDE.run(
        db,
        town_hall_id=known.id,
        known_stage=known.stage,
        new_stage=stage,
        by_id=by_id,
        now=now,
        still_missed=known.missed_at if stage is Stage.CANCELLED else None,
    )
    if changed:
        _keep(db, known.id, deed, by_id, now, {"stage": known.stage}, {"stage": stage})
    return changed == 1


def _facts(told: Described) -> dict[str, Any]:
    at = told.meeting
    return {
        "kind": told.kind, "name": told.name, "seat": told.seat_id, "starts_at": at.starts_at,
        "last_day": at.last, "clock": None if at.clock is None else at.clock.isoformat("minutes"),
        "timezone": at.zone.key, "minutes": at.minutes, "place": told.place, "source": told.said_by,
    }  # fmt: skip


def _keep(
    db: CoalitionSession,
    row_id: int,
    deed: Deed,
    by_id: int | None,
    now: datetime,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    history.keep(db, Written(Subject.TOWN_HALL, row_id, deed, by_id, now, before, after))
