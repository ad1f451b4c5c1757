"""What stands in the diaries of many members at once, in one query: for digests and home pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from storage.outbox import OutboxRow, SendState
from storage.prepared import QueryOfMany
from storage.tasks import TaskRow
from storage.tenancy import CoalitionSession
from storage.town_halls.goers import GoerRow
from storage.town_halls.town_halls import Stage as EventStage
from storage.town_halls.town_halls import TownHallRow
from storage.visits.attendance import AttendanceRow, Word
from storage.visits.debriefs import DebriefRow
from storage.visits.parts import PartRow, State
from storage.visits.visits import Stage, VisitRow


class Item(StrEnum):
    """What a member goes to, or has to do."""

    VISIT = "visit"
    TOWN_HALL = "town_hall"
    DEBRIEF = "debrief"
    """A visit that is over, and of which it is to be said what came of it."""
    TASK = "task"
    THANKS = "thanks"
    """A visit that is over, and for which nobody has said thank you."""


_Id = InstrumentedAttribute[int]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a member's diary, by its row; of a visit once for coming, and once for each role.

    `day` is its day where it takes place, the day of the visit of a debrief or thank-you, or the day by which
    a task is due.
    `told_at` is when somebody was last told of it by itself.
    """

    member_id: int
    item: Item
    row_id: int
    role: str
    day: date
    at: datetime
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Kinds:
    """The reminders of each sort of entry, by their names in the outbox."""

    visits: tuple[str, ...]
    town_halls: tuple[str, ...]
    debriefs: tuple[str, ...]
    tasks: tuple[str, ...]
    thanks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Which entries: what ends after `now` and begins by `until`, tasks that are due by `last_day`, and
    debriefs of visits that began after `since`, and thank-yous of those that did after `thanked_since`, and
    ended by `over`. `writers` are the roles that are asked for a debrief; where nobody has one of these,
    whoever arranged the visit is, as for a thank-you."""

    now: datetime
    until: datetime
    last_day: date
    since: datetime
    thanked_since: datetime
    over: datetime
    writers: tuple[str, ...]


def _told(kinds: str, about_id: _Id, member_id: _Id | None = None) -> ScalarSelect[datetime]:
    """When somebody, or that member, was last told of a row: by the index of what outbox rows are about."""
    statement = select(func.max(OutboxRow.settled_at)).where(
        OutboxRow.about_id == about_id,
        OutboxRow.kind.in_(bindparam(kinds, expanding=True)),
        OutboxRow.state == SendState.SENT,
    )
    if member_id is not None:
        statement = statement.where(OutboxRow.member_id == member_id)
    return statement.scalar_subquery()


_NO_ROLE = literal("")
_TAKEN = PartRow.state.in_((State.ASKED, State.HELD))
_TO_COME = (
    VisitRow.stage == Stage.ARRANGED,
    VisitRow.ends_at > bindparam("now"),
    VisitRow.starts_at <= bindparam("until"),
)
_IS_DONE = (
    select(DebriefRow.id).where(DebriefRow.visit_id == VisitRow.id, DebriefRow.done_at.is_not(None)).exists()
)
_TO_DEBRIEF = (
    VisitRow.stage == Stage.ARRANGED,
    VisitRow.starts_at > bindparam("since"),
    VisitRow.ends_at <= bindparam("over"),
    ~_IS_DONE,
)
_IS_THANKED = (
    select(DebriefRow.id)
    .where(DebriefRow.visit_id == VisitRow.id, DebriefRow.thanked_at.is_not(None))
    .exists()
)
_WRITES = PartRow.role.in_(bindparam("writers", expanding=True))
_HAS_WRITER = select(PartRow.id).where(PartRow.visit_id == VisitRow.id, _WRITES, _TAKEN).exists()


def _entries() -> tuple[Select[*tuple[Any, ...]], ...]:
    told = "visit_kinds"
    at_visit = (VisitRow.first_day, VisitRow.starts_at)
    after_visit = (VisitRow.last_day, VisitRow.ends_at, _told("debrief_kinds", VisitRow.id))
    coming = (
        select(
            AttendanceRow.member_id, literal(Item.VISIT.value), VisitRow.id, _NO_ROLE, *at_visit,
            _told(told, VisitRow.id, AttendanceRow.member_id),
        )
        .join(VisitRow, VisitRow.id == AttendanceRow.visit_id)
        .where(AttendanceRow.word == Word.COMING, *_TO_COME)
    )  # fmt: skip
    having_roles = (
        select(
            PartRow.member_id, literal(Item.VISIT.value), VisitRow.id, PartRow.role, *at_visit,
            _told(told, VisitRow.id, PartRow.member_id),
        )
        .join(VisitRow, VisitRow.id == PartRow.visit_id)
        .where(_TAKEN, *_TO_COME)
    )  # fmt: skip
    going = (
        select(
            GoerRow.member_id, literal(Item.TOWN_HALL.value), TownHallRow.id, _NO_ROLE,
            TownHallRow.first_day, TownHallRow.starts_at,
            _told("event_kinds", TownHallRow.id, GoerRow.member_id),
        )
        .join(TownHallRow, TownHallRow.id == GoerRow.town_hall_id)
        .where(
            TownHallRow.stage == EventStage.PUBLISHED,
            TownHallRow.ends_at > bindparam("now"),
            TownHallRow.starts_at <= bindparam("until"),
        )
    )  # fmt: skip
    writing = (
        select(PartRow.member_id, literal(Item.DEBRIEF.value), VisitRow.id, PartRow.role, *after_visit)
        .join(VisitRow, VisitRow.id == PartRow.visit_id)
        .where(_WRITES, _TAKEN, *_TO_DEBRIEF)
    )
    writing_alone = select(
        VisitRow.made_by_id, literal(Item.DEBRIEF.value), VisitRow.id, _NO_ROLE, *after_visit
    ).where(~_HAS_WRITER, *_TO_DEBRIEF)
    doing = select(
        TaskRow.owner_id, literal(Item.TASK.value), TaskRow.id, _NO_ROLE, TaskRow.due_on, TaskRow.made_at,
        _told("task_kinds", TaskRow.id, TaskRow.owner_id),
    ).where(
        TaskRow.done_at.is_(None), TaskRow.due_on <= bindparam("last_day")
    )  # fmt: skip
    thanking = select(
        VisitRow.made_by_id, literal(Item.THANKS.value), VisitRow.id, _NO_ROLE,
        VisitRow.last_day, VisitRow.ends_at, _told("thanks_kinds", VisitRow.id),
    ).where(
        VisitRow.stage == Stage.ARRANGED,
        VisitRow.starts_at > bindparam("thanked_since"),
        VisitRow.ends_at <= bindparam("over"),
        ~_IS_THANKED,
    )  # fmt: skip
    return coming, having_roles, going, writing, writing_alone, doing, thanking


_ITEMS = {item.value: item for item in Item}


def _entry(member_id: int, item: str, *rest: Any) -> Entry:
    return Entry(member_id, _ITEMS[item], *rest)


_ALL = union_all(*_entries()).subquery()
_OF_MEMBERS = QueryOfMany(
    select(*_ALL.c)
    .where(_ALL.c[0].in_(bindparam("member_ids", expanding=True)))
    .order_by(_ALL.c[4], _ALL.c[5], _ALL.c[2]),
    _entry,
)


def of_members(db: CoalitionSession, member_ids: Iterable[int], kinds: Kinds, span: Span) -> list[Entry]:
    """What these members go to or have to do in that time, what is first due at the front. One query."""
    return _OF_MEMBERS.all(
        db,
        member_ids=list(member_ids),
        visit_kinds=kinds.visits,
        event_kinds=kinds.town_halls,
        debrief_kinds=kinds.debriefs,
        task_kinds=kinds.tasks,
        thanks_kinds=kinds.thanks,
        now=span.now,
        until=span.until,
        last_day=span.last_day,
        since=span.since,
        thanked_since=span.thanked_since,
        over=span.over,
        writers=span.writers,
    )
