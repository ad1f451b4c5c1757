"""What somebody has promised to do: reminded of until it is done or dropped, or they leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import chain, count
from typing import Annotated

from handlers.arguments.by_id import ById
from handlers.arguments.plain import OneOf
from handlers.cards import About, Button, Card, Note, Refused, Reply, Row, Rows, Style
from handlers.districts.subjects import HOME
from handlers.outreach.chains import zone_of
from handlers.registry import Effect, Label, Reach, command, reminder, standing_card
from handlers.request import Dropped, DueRequest, Request, Scene
from handlers.text import N_, Strong, Text
from handlers.timing import Company, Late, Quiet, Weekends
from handlers.visits.rows import VisitKind
from handlers.visits.subjects import DEBRIEF, TASK
from handlers.visits.wording import headline, whom
from storage import members, outbox, posted_cards, tasks
from storage.members import Member, Person
from storage.posted_cards import Shown
from storage.tasks import NewTask, Task, TaskKind
from storage.visits import visits
from storage.visits.visits import Visit

_MORNING = time(9)
_AGAIN, _WEEK = (0, 3, 7, 14), 7
"""Days after a task is due when whoever has it is reminded, and then how far apart, as long as it is open."""

_APART = timedelta(hours=12)
"""What was just said is not said again in the same half day."""

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
    remind_next(request, task, request.now)
    posted_cards.touch(request.db, Shown(HOME, new.owner_id))
    return task


def remind_next(scene: Scene, task: Task, since: datetime) -> None:
    """Write down the first reminder of a task after that; when it comes due, it writes down the next one."""
    zone = zone_of(scene, members.with_id(scene.db, task.owner_id))
    for days in chain(_AGAIN, count(_AGAIN[-1] + _WEEK, _WEEK)):
        at = datetime.combine(task.due_on + timedelta(days=days), _MORNING, zone).astimezone(UTC)
        if at > since:
            _say_at(scene, task, at)
            return


def _say_at(scene: Scene, task: Task, at: datetime) -> None:
    key = f"{TASK}:{task.id}:{task.owner_id}:{at.isoformat()}"
    scene.tell_at(task.owner_id, TASK, task.id, key, at)


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
    line = _line(scene, task, known)
    return Row(line, ways_on(task)) if task.done_at is None else Row(_settled(task, line), (_undo(task),))


def ways_on(task: Task, style: Style = Style.PLAIN) -> tuple[Button, ...]:
    """What ends a task, or makes it somebody else's."""
    return (
        Button(N_("Done"), finish_task, style=style, task=task),
        Button(N_("Hand it on…"), hand_on_task, task=task),
        Button(N_("Drop it"), drop_task, task=task),
    )


def _undo(task: Task) -> Button:
    words = N_("Take it up again") if task.is_dropped else N_("Not done after all")
    return Button(words, reopen_task, task=task)


def _settled(task: Task, what: Text) -> Text:
    return Text(N_("Dropped: {task}") if task.is_dropped else N_("Done: {task}"), task=what)


@reminder(TASK, quiet=Quiet.LATER, weekends=Weekends.LATER, late=Late.SAY_SO, company=Company.WITH_OTHERS)
def task_due(due: DueRequest, task_id: int) -> Card | Dropped:
    """Remind somebody of what they have promised, and go on with that until it is done or dropped."""
    task = tasks.with_id(due.db, task_id)
    if task is None or task.done_at is not None:
        return Dropped("it is done, or dropped")
    remind_next(due, task, due.now + _APART)
    return _card(due, task)


@standing_card(TASK)
def task_card(scene: Scene, task_id: int) -> Card | None:
    """A task as it stands."""
    task = tasks.with_id(scene.db, task_id)
    return None if task is None else _card(scene, task)


def _card(scene: Scene, task: Task) -> Card:
    about, known = About(TASK, task.id), _known(scene, [task])
    if task.done_at is not None:
        settled = _settled(task, _what(scene, task, known))
        return Card(body=(settled,), actions=(_undo(task),), about=about)
    end = Note(Text(N_("Reminders end when you press Done, or Drop it if it is not needed any more.")))
    return Card(body=(end, _line(scene, task, known)), actions=ways_on(task, Style.PRIMARY), about=about)


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


@command("drop-task", N_("Say that a task is not needed any more"), reach=Reach.PRESSED)
def drop_task(request: Request, task: Annotated[Task, TaskArgument()]) -> Reply:
    """Note that something need not be done."""
    _may_change(request, task)
    tasks.drop(request.db, task, request.member.id, request.now)
    return _changed(request, task)


@command("task-not-done", N_("Say that a task is not done after all"), reach=Reach.PRESSED)
def reopen_task(request: Request, task: Annotated[Task, TaskArgument()]) -> Reply:
    """Take back that something is done or dropped; its reminders go on."""
    _may_change(request, task)
    tasks.reopen(request.db, task)
    remind_next(request, task, request.now)
    return _changed(request, task)


@command(
    "hand-on-task",
    N_("Have somebody else do a task"),
    reach=Reach.PRESSED,
    title=N_("Hand it on"),
    submit=N_("Hand it on"),
)
def hand_on_task(
    request: Request,
    task: Annotated[Task, TaskArgument()],
    person: Annotated[Member, Label(N_("Who"))],
) -> Reply:
    """Make a task somebody else's: they are told at once, and reminded from then on."""
    _may_change(request, task)
    if task.done_at is not None:
        raise Refused(Text(N_("That is done, or dropped. Nothing has changed.")))
    who = members.people(request.db, [person.id])[person.id]
    if person.id != task.owner_id and tasks.hand_on(request.db, task, person.id):
        outbox.call_off(request.db, TASK, task.id, "somebody else does it", request.now)
        theirs = replace(task, owner_id=person.id)
        if person.id != request.member.id:
            _say_at(request, theirs, request.now)
        remind_next(request, theirs, request.now + _APART)
        _changed(request, theirs)
        posted_cards.touch(request.db, Shown(HOME, task.owner_id))
    text = Text(N_("{who} does that now, and is reminded of it: {task}."), who=who, task=task.words)
    return Reply(Card(body=(text,)), beside=True)


def _may_change(request: Request, task: Task) -> None:
    if request.member.id in (task.owner_id, task.made_by_id) or request.may_organise:
        return
    who = members.people(request.db, [task.owner_id])[task.owner_id]
    text = N_("That is {who}'s task. They, whoever gave it, or an organiser can say that.")
    raise Refused(Text(text, who=who))


def _changed(request: Request, task: Task) -> Reply:
    posted_cards.touch(request.db, Shown(TASK, task.id), Shown(HOME, task.owner_id))
    if task.visit_id is not None:
        posted_cards.touch(request.db, Shown(DEBRIEF, task.visit_id))
    return Reply(About(TASK, task.id))
