"""Roles and tasks that an account was given that can take no part: whoever gave them is told."""

from handlers.cards import Button, Card, Row, Rows
from handlers.outsiders import why_not
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest
from handlers.text import N_, Strong, Text
from handlers.timing import Quiet
from handlers.visits.assigning import assign_in_thread, offer_on
from handlers.visits.delegation import delegation, redraw
from handlers.visits.rows import label, with_id
from handlers.visits.subjects import TASK
from handlers.visits.taking import redraw_part
from handlers.visits.tasks import remind_next, ways_on
from handlers.visits.wording import headline
from storage import members, outbox, tasks
from storage.turned_away import PART_OF_OUTSIDER, TASK_OF_OUTSIDER
from storage.visits import parts, visits
from storage.visits.parts import State


@reminder(PART_OF_OUTSIDER, quiet=Quiet.LATER)
def part_of_outsider(due: DueRequest, part_id: int) -> Card | Dropped:
    """Offer a role to the next who comes, and tell whoever asked such an account to take it."""
    part = parts.with_id(due.db, part_id)
    visit = visits.with_id(due.db, part.visit_id) if part else None
    if part is None or visit is None or not visit.is_on or visit.meeting.ends_at <= due.now:
        return Dropped("the visit is off or over")
    role = with_id(part.role)
    redraw_part(due, part)
    redraw(due.db, visit.id)
    known = parts.of_visit(due.db, visit.id)
    if not any(one.role == part.role and one.state is State.OFFERED for one in known):
        offer_on(due, visit, role, part.assumed_by_id)
    if delegation(due, visit).holders(role) and not role.shared:
        return Dropped("somebody has taken it since")
    who = members.people(due.db, [part.member_id])[part.member_id]
    text = Text(
        N_("{why}, so they can't take {role}. It is open again: {visit}."),
        why=why_not(due, who),
        role=Strong(label(role)),
        visit=headline(due, visit),
    )
    return Card(body=(text,), actions=(Button(N_("Assign…"), assign_in_thread, visit=visit),))


@reminder(TASK_OF_OUTSIDER, quiet=Quiet.LATER)
def task_of_outsider(due: DueRequest, task_id: int) -> Card | Dropped:
    """Tell whoever gave such an account a task that it is theirs again."""
    task = tasks.with_id(due.db, task_id)
    outsider_id = int(due.key.rpartition(":")[2])
    if task is None or task.done_at is not None:
        return Dropped("it is done, or dropped")
    outbox.call_off(due.db, TASK, task.id, "somebody else does it", due.now)
    remind_next(due, task, due.now)
    who = members.people(due.db, [outsider_id])[outsider_id]
    text = Text(
        N_("{why}, so this is yours now: {task}, by {day}."),
        why=why_not(due, who),
        task=Strong(task.words),
        day=task.due_on,
    )
    return Card(body=(Rows((Row(text, ways_on(task)),)),))
