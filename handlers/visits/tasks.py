"""What somebody has promised to do: reminded of until it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from handlers.arguments.by_id import ById
from handlers.arguments.plain import OneOf
from handlers.cards import About, Button, Card, Refused, Reply, Row, Rows, Style
from handlers.districts.subjects import HOME
from handlers.registry import Effect, Label, Reach, command, reminder, standing_card
from handlers.request import Dropped, DueRequest, Request, Scene
from handlers.text import N_, Strong, Text
from handlers.timing import Company, Late, Quiet, Weekends
from handlers.visits.rows import VisitKind
from handlers.visits.subjects import TASK
from handlers.visits.wording import headline, whom
from storage import members, posted_cards, tasks
from storage.members import Person
from storage.posted_cards import Shown
from storage.tasks import NewTask, Task, TaskKind
from storage.visits import visits
from storage.visits.visits import Visit

_MORNING = time(9)
_AGAIN = (0, 3, 7, 14)
"""Days after a task is due when whoever has it is reminded, as long as it is not done."""

_LISTED = 15
_ASKED_ABOUT = 10
"""So many visits are offered where it is not clear which one is meant, the last one first."""


class TaskArgument(ById[Task]):
    """A task."""

    def __init__(self) -> None:
        super().__init__(tasks.with_id)


@dataclass(frozen=True, slots=True)
class _Known:
    """What tasks are told with: the visits that they came from, and whose they are."""

    visits: Mapping[int, Visit]
    owners: Mapping[int, Person]


class Whose(StrEnum):
    """Whose tasks a list shows."""

    MINE = "mine"
    VISIT = "visit"
    ALL = "all"


_WHOSE = {Whose.MINE: N_("Mine"), Whose.VISIT: N_("A visit's"), Whose.ALL: N_("Everybody's")}


def give(request: Request, new: NewTask) -> Task:
    """Give somebody a task, and have them reminded of it."""
    task = tasks.add(request.db, new, request.member.id, request.now)
    owner = members.with_id(request.db, new.owner_id)
    zone = ZoneInfo(owner.timezone) if owner and owner.timezone else request.coalition.zone
    for days in _AGAIN:
        at = datetime.combine(new.due_on + timedelta(days=days), _MORNING, zone).astimezone(UTC)
        if at > request.now:
            request.tell_at(new.owner_id, TASK, task.id, f"{TASK}:{task.id}:{days}", at)
    posted_cards.touch(request.db, Shown(HOME, new.owner_id))
    return task


@command("tasks", N_("See what you have promised to do"), effect=Effect.READS)
def list_tasks(
    request: Request,
    whose: Annotated[Whose, OneOf(Whose, _WHOSE), Label(N_("Whose"))] = Whose.MINE,
    visit: Annotated[Visit | None, VisitKind()] = None,
) -> Reply:
    """Show what is to be done, what is due first at the front; with several visits, of which one is asked."""
    if whose is Whose.VISIT:
        return Reply(_of_one(request, visit) if visit is not None else _of_which(request))
    is_own = whose is Whose.MINE
    found = tasks.open_of(request.db, request.member.id) if is_own else tasks.all_open(request.db)
    title = Text(N_("Your tasks") if is_own else N_("Everybody's tasks"))
    if not found:
        return Reply(Card(title, (Text(N_("Nothing is to be done.")),)))
    return Reply(Card(title, (Rows(rows_of(request, found[:_LISTED])),)))


def _of_which(request: Request) -> Card:
    found = visits.of_ids(request.db, tasks.visit_ids(request.db))[::-1]
    if len(found) == 1:
        return _of_one(request, found[0])
    if not found:
        return Card(body=(Text(N_("No visit has left anything to do yet.")),))
    which = tuple(
        Button(Text(N_("{visit}"), visit=headline(request, one)), list_tasks, whose=Whose.VISIT, visit=one)
        for one in found[:_ASKED_ABOUT]
    )
    return Card(body=(Text(N_("Of which visit?")),), actions=which)


def _of_one(request: Request, visit: Visit) -> Card:
    """What came of a visit, what is still to be done at the front."""
    title = Text(N_("Tasks: {visit}"), visit=headline(request, visit))
    found = sorted(tasks.of_visit(request.db, visit.id), key=lambda one: one.done_at is not None)
    if not found:
        return Card(title, (Text(N_("Nothing is to be done.")),))
    return Card(title, (Rows(rows_of(request, found[:_LISTED])),))


def rows_of(scene: Scene, found: Sequence[Task]) -> tuple[Row, ...]:
    """Tasks, done or not, each with its button. Two queries, however many there are."""
    known = _known(scene, found)
    return tuple(_row(scene, task, known) for task in found)


def _row(scene: Scene, task: Task, known: _Known) -> Row:
    if task.done_at is None:
        return Row(_line(scene, task, known), (Button(N_("Done"), finish_task, task=task),))
    undo = Button(N_("Not done after all"), reopen_task, task=task)
    return Row(Text(N_("Done: {task}"), task=_line(scene, task, known)), (undo,))


@reminder(TASK, quiet=Quiet.LATER, weekends=Weekends.LATER, late=Late.SAY_SO, company=Company.WITH_OTHERS)
def task_due(due: DueRequest, task_id: int) -> Card | Dropped:
    """Remind somebody of what they have promised."""
    task = tasks.with_id(due.db, task_id)
    if task is None or task.done_at is not None:
        return Dropped("it is done")
    return _card(due, task)


@standing_card(TASK)
def task_card(scene: Scene, task_id: int) -> Card | None:
    """A task as it stands."""
    task = tasks.with_id(scene.db, task_id)
    return None if task is None else _card(scene, task)


def _card(scene: Scene, task: Task) -> Card:
    about, known = About(TASK, task.id), _known(scene, [task])
    if task.done_at is not None:
        undo = Button(N_("Not done after all"), reopen_task, task=task)
        return Card(
            body=(Text(N_("Done: {task}"), task=_what(scene, task, known)),), actions=(undo,), about=about
        )
    done = Button(N_("Done"), finish_task, style=Style.PRIMARY, task=task)
    return Card(body=(_line(scene, task, known),), actions=(done,), about=about)


def _known(scene: Scene, found: Sequence[Task]) -> _Known:
    ids = [one.visit_id for one in found if one.visit_id is not None]
    of_visits = {visit.id: visit for visit in visits.of_ids(scene.db, ids)}
    return _Known(of_visits, members.people(scene.db, [one.owner_id for one in found]))


def _line(scene: Scene, task: Task, known: _Known) -> Text:
    what, who = _what(scene, task, known), known.owners[task.owner_id]
    return Text(N_("{task}, by {day} ({who})"), task=what, day=task.due_on, who=who)


def _what(scene: Scene, task: Task, known: _Known) -> Text:
    visit = known.visits.get(task.visit_id) if task.visit_id is not None else None
    words = Strong(task.words)
    if visit is None:
        return Text(N_("{words}"), words=words)
    if task.kind is TaskKind.ASK_AGAIN:
        return Text(N_("Ask {whom} again: {words}"), whom=whom(scene, visit), words=words)
    return Text(N_("{words} (promised to {whom})"), words=words, whom=whom(scene, visit))


@command("task-done", N_("Say that a task is done"), reach=Reach.PRESSED)
def finish_task(request: Request, task: Annotated[Task, TaskArgument()]) -> Reply:
    """Note that something is done."""
    _may_change(request, task)
    tasks.finish(request.db, task, request.member.id, request.now)
    return _changed(request, task)


@command("task-not-done", N_("Say that a task is not done after all"), reach=Reach.PRESSED)
def reopen_task(request: Request, task: Annotated[Task, TaskArgument()]) -> Reply:
    """Take back that something is done."""
    _may_change(request, task)
    tasks.reopen(request.db, task)
    return _changed(request, task)


def _may_change(request: Request, task: Task) -> None:
    if request.member.id in (task.owner_id, task.made_by_id) or request.may_organise:
        return
    who = members.people(request.db, [task.owner_id])[task.owner_id]
    text = N_("That is {who}'s task. They, whoever gave it, or an organiser can say that.")
    raise Refused(Text(text, who=who))


def _changed(request: Request, task: Task) -> Reply:
    posted_cards.touch(request.db, Shown(TASK, task.id), Shown(HOME, task.owner_id))
    return Reply(About(TASK, task.id))
