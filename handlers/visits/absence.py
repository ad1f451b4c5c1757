"""A facilitator who is lost on the last day: the organiser is told what to do."""

from handlers.cards import Button, Card, Style
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest
from handlers.text import N_, Text
from handlers.timing import Quiet
from handlers.visits.assigning import assign_in_thread
from handlers.visits.delegation import delegation
from handlers.visits.reminding import is_the_last_day
from handlers.visits.rows import with_id
from handlers.visits.subjects import NO_FACILITATOR
from handlers.visits.taking import take_role
from handlers.visits.wording import headline
from storage import members
from storage.visits import parts, visits


@reminder(NO_FACILITATOR, quiet=Quiet.LATER)
def no_facilitator(due: DueRequest, part_id: int) -> Card | Dropped:
    """Tell the organiser that a visit within a day has no facilitator any more."""
    part = parts.with_id(due.db, part_id)
    visit = visits.with_id(due.db, part.visit_id) if part else None
    if part is None or visit is None or not visit.is_on or visit.meeting.ends_at <= due.now:
        return Dropped("the visit is off or over")
    if not is_the_last_day(visit, due.now):
        return Dropped("the visit has moved")
    role = with_id(part.role)
    if delegation(due, visit).holders(role):
        return Dropped("somebody has taken it since, or was asked")
    text = Text(
        N_("{who} can't facilitate, and it is soon: {visit}. Ask somebody else, or take it yourself."),
        who=members.people(due.db, [part.member_id])[part.member_id],
        visit=headline(due, visit),
    )
    actions = (
        Button(N_("Assign…"), assign_in_thread, style=Style.PRIMARY, visit=visit),
        Button(N_("I'll facilitate"), take_role, visit=visit, role=role),
    )
    return Card(body=(text,), actions=actions)
