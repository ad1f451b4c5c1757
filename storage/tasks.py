"""What somebody has promised to do, and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, Index, UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.instants import Instant
from storage.prepared import Change, Insertion, Query, QueryOfMany, only
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class TaskKind(StrEnum):
    """Where a task comes from, and so how its words are to be read."""

    PROMISE = "promise"
    """Somebody said that they would."""
    ASK_AGAIN = "ask_again"
    """An ask of a visit that was not answered: its words are the ask's."""


class TaskRow(Table, Owned):
    """A task as the database keeps it: see `Task`."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("visit_id", "visits"),
        owned_reference("owner_id", "members"),
        owned_reference("made_by_id", "members"),
        owned_reference("done_by_id", "members"),
        Index("ix_tasks_of_owner", "coalition_id", "owner_id"),
        Index("ix_tasks_of_visit", "coalition_id", "visit_id"),
    )

    visit_id: Mapped[int | None]
    owner_id: Mapped[int]
    kind: Mapped[TaskKind] = mapped_column(choice(TaskKind))
    words: Mapped[str]
    due_on: Mapped[date] = mapped_column(Date)
    made_by_id: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by_id: Mapped[int | None]
    is_dropped: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a member has to do, by a day; `visit_id` is the visit that it came from.

    `done_at` is when it was done, or dropped where `is_dropped`.
    """

    id: int
    visit_id: int | None
    owner_id: int
    words: str
    due_on: date
    made_by_id: int
    made_at: datetime
    done_at: datetime | None = None
    kind: TaskKind = TaskKind.PROMISE
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class NewTask:
    """What somebody is to do."""

    owner_id: int
    words: str
    due_on: date
    visit_id: int | None = None
    kind: TaskKind = TaskKind.PROMISE


_TASK = (
    TaskRow.id, TaskRow.visit_id, TaskRow.owner_id, TaskRow.words, TaskRow.due_on, TaskRow.made_by_id,
    TaskRow.made_at, TaskRow.done_at, TaskRow.kind, TaskRow.is_dropped,
)  # fmt: skip
_FIRST_DUE = (TaskRow.due_on, TaskRow.id)
_NEW = Insertion(TaskRow)
_WITH_ID = Query(select(*_TASK).where(TaskRow.id == bindparam("task_id")), Task)
_OPEN_OF = Query(
    select(*_TASK)
    .where(TaskRow.owner_id == bindparam("owner"), TaskRow.done_at.is_(None))
    .order_by(*_FIRST_DUE),
    Task,
)
_OPEN = Query(select(*_TASK).where(TaskRow.done_at.is_(None)).order_by(*_FIRST_DUE), Task)
_OF_IDS = QueryOfMany(
    select(*_TASK).where(TaskRow.id.in_(bindparam("ids", expanding=True))).order_by(*_FIRST_DUE), Task
)
_OF_VISIT = Query(select(*_TASK).where(TaskRow.visit_id == bindparam("of_visit")).order_by(*_FIRST_DUE), Task)
_VISIT_IDS = Query(
    select(TaskRow.visit_id).where(TaskRow.visit_id.is_not(None)).group_by(TaskRow.visit_id), only
)
_DONE = Change(
    update(TaskRow)
    .where(TaskRow.id == bindparam("task_id"), TaskRow.done_at.is_(None))
    .values(done_at=bindparam("now"), done_by_id=bindparam("by_id"), is_dropped=bindparam("dropped"))
)
_UNDO = Change(
    update(TaskRow)
    .where(TaskRow.id == bindparam("task_id"))
    .values(done_at=None, done_by_id=None, is_dropped=False)
)
_HAND_ON = Change(
    update(TaskRow)
    .where(TaskRow.id == bindparam("task_id"), TaskRow.done_at.is_(None))
    .values(owner_id=bindparam("to_member"))
)


def add(db: CoalitionSession, new: NewTask, by_id: int, now: datetime) -> Task:
    """Give somebody something to do."""
    values = {
        "visit_id": new.visit_id, "owner_id": new.owner_id, "words": new.words, "due_on": new.due_on,
        "kind": new.kind, "made_by_id": by_id, "made_at": now,
    }  # fmt: skip
    task_id = _NEW.add(db, values)
    return Task(task_id, new.visit_id, new.owner_id, new.words, new.due_on, by_id, now, None, new.kind)


def with_id(db: CoalitionSession, task_id: int) -> Task | None:
    """The task with this row id."""
    return _WITH_ID.one(db, task_id=task_id)


def open_of(db: CoalitionSession, owner_id: int) -> list[Task]:
    """What somebody has to do, what is due first at the front."""
    return _OPEN_OF.all(db, owner=owner_id)


def all_open(db: CoalitionSession) -> list[Task]:
    """What anybody has to do, what is due first at the front."""
    return _OPEN.all(db)


def of_visit(db: CoalitionSession, visit_id: int) -> list[Task]:
    """What came of a visit, done, dropped or neither."""
    return _OF_VISIT.all(db, of_visit=visit_id)


def of_ids(db: CoalitionSession, ids: Iterable[int]) -> list[Task]:
    """Those tasks, done or not, what is due first at the front."""
    wanted = sorted(set(ids))
    return _OF_IDS.all(db, ids=wanted) if wanted else []


def visit_ids(db: CoalitionSession) -> list[int]:
    """The visits of which anything came, done or not."""
    return _VISIT_IDS.all(db)


def finish(db: CoalitionSession, task: Task, by_id: int, now: datetime) -> bool:
    """It is done; False when it was before."""
    return _DONE.run(db, task_id=task.id, by_id=by_id, now=now, dropped=False) == 1


def drop(db: CoalitionSession, task: Task, by_id: int, now: datetime) -> bool:
    """It need not be done any more; False when it was done or dropped before."""
    return _DONE.run(db, task_id=task.id, by_id=by_id, now=now, dropped=True) == 1


def reopen(db: CoalitionSession, task: Task) -> None:
    """It is to be done after all."""
    _UNDO.run(db, task_id=task.id)


def hand_on(db: CoalitionSession, task: Task, to_id: int) -> bool:
    """Another member does it; False when it was done or dropped meanwhile."""
    return _HAND_ON.run(db, task_id=task.id, to_member=to_id) == 1
