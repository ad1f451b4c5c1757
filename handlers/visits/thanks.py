"""Thank-yous after a visit, and being in touch again later."""

from datetime import timedelta
from typing import Annotated

from handlers.cards import About, Block, Button, Card, Press, Reply, Style
from handlers.districts.subjects import HOME
from handlers.outreach.replying import settle_thanks
from handlers.registry import Reach, command, reminder, standing_card
from handlers.request import Dropped, DueRequest, Redirected, Request, Scene
from handlers.text import N_, Text
from handlers.timing import Late, Quiet, Weekends
from handlers.visits.arranging import new_visit
from handlers.visits.debrief.answering import may_debrief
from handlers.visits.rows import VisitKind
from handlers.visits.subjects import KEEP_IN_TOUCH, VISIT_THANKS
from handlers.visits.wording import when, whom
from storage import claims, posted_cards
from storage import whom as people_to_meet
from storage.posted_cards import Shown
from storage.visits import debriefs, points, visits
from storage.visits.points import PointKind
from storage.visits.visits import Visit

_NEARLY_THEN = timedelta(days=7)
"""A day that was noted for the next contact takes the place of one that is so near."""


@reminder(VISIT_THANKS, quiet=Quiet.LATER, late=Late.SEND)
def visit_thanks(due: DueRequest, visit_id: int) -> Card | Dropped:
    """Remind whoever arranged a visit to say thank you, with the asks once more."""
    visit = visits.with_id(due.db, visit_id)
    if visit is None or not visit.is_on or visit.meeting.starts_at > due.now:
        return Dropped("the visit is off, or still to come")
    if debriefs.of_visit(due.db, visit_id).thanked_at is not None:
        return Dropped("they were thanked")
    return _card(due, visit)


@standing_card(VISIT_THANKS)
def thanks_card(scene: Scene, visit_id: int) -> Card | None:
    """Whether the people of a visit were thanked."""
    visit = visits.with_id(scene.db, visit_id)
    return None if visit is None else _card(scene, visit)


def _card(scene: Scene, visit: Visit) -> Card:
    about = About(VISIT_THANKS, visit.id)
    if debriefs.of_visit(scene.db, visit.id).thanked_at is not None:
        text = N_("Thanked: {whom}, for the visit on {when}.")
        return Card(body=(Text(text, whom=whom(scene, visit), when=when(visit.meeting)),), about=about)
    asks = [one for one in points.of_visits(scene.db, [visit.id])[visit.id] if one.kind is PointKind.ASK]
    sentence = (
        N_("Say thank you for the visit on {when}, and say once more what you asked:")
        if asks
        else N_("Say thank you for the visit on {when}.")
    )
    body: list[Block] = [Text(sentence, when=when(visit.meeting))]
    body += [Text(N_("{words}"), words=one.words) for one in asks]
    done = Button(N_("I thanked them"), thanked, style=Style.PRIMARY, visit=visit)
    return Card(Text(N_("Thank {whom}"), whom=whom(scene, visit)), tuple(body), (done,), about)


@command("thanked-for-visit", N_("Say that you thanked them for a visit"), reach=Reach.PRESSED)
def thanked(request: Request, visit: Annotated[Visit, VisitKind()]) -> Reply:
    """Note that they were thanked."""
    may_debrief(request, visit)
    debriefs.thank(request.db, visit.id, request.member.id, request.now)
    if visit.candidate_id is not None:
        settle_thanks(request, visit.candidate_id)
    pages = (Shown(HOME, member_id) for member_id in {visit.made_by_id, request.member.id})
    posted_cards.touch(request.db, Shown(VISIT_THANKS, visit.id), *pages)
    return Reply(About(VISIT_THANKS, visit.id))


@reminder(KEEP_IN_TOUCH, quiet=Quiet.LATER, weekends=Weekends.LATER)
def keep_in_touch(due: DueRequest, visit_id: int) -> Card | Dropped | Redirected:
    """A month and three months after a visit, and on the day that was noted for it: the lead of the seat,
    else whoever arranged it, is asked for the next contact."""
    visit = visits.with_id(due.db, visit_id)
    if visit is None or not visit.is_on:
        return Dropped("the visit is off")
    later = visits.in_seat(due.db, visit.seat_id, visit.meeting.ends_at)
    if any(one.id != visit.id and one.name == visit.name for one in later):
        return Dropped("there is a later visit")
    asked_for, noted = due.key.rpartition(":")[2], debriefs.of_visit(due.db, visit.id).next_contact
    if "-" in asked_for and asked_for != str(noted):
        return Dropped("another day was noted")
    if "-" not in asked_for and noted is not None and abs(noted - due.now.date()) <= _NEARLY_THEN:
        return Dropped("it is asked on the day that was noted for it")
    text = N_("You visited {whom} on {when}. Is it time to be in touch again?")
    known = people_to_meet.again(due.db, visit)
    again = (
        Button(N_("Arrange a visit"), new_visit, press=Press.ASKS, whom=known)
        if known is not None
        else Button(N_("Arrange a visit"), new_visit)
    )
    body = (Text(text, whom=whom(due, visit), when=when(visit.meeting)),)
    lead = claims.lead_of(due.db, visit.seat_id)
    return Redirected(lead.member_id if lead else visit.made_by_id, Card(body=body, actions=(again,)))
