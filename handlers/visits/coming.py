"""Saying whether one comes to a visit."""

from typing import Annotated

from handlers.cards import About, Reply
from handlers.registry import Reach, command
from handlers.request import Request
from handlers.text import N_
from handlers.visits.assigning import offer_on
from handlers.visits.delegation import redraw
from handlers.visits.reminding import remind_person
from handlers.visits.rows import VisitKind, with_id
from handlers.visits.standing import still_on
from handlers.visits.subjects import ROLES
from handlers.visits.taking import give_up_all, redraw_part
from storage.visits import attendance, parts, points
from storage.visits.attendance import Word
from storage.visits.parts import State
from storage.visits.visits import Visit


@command("coming-to-visit", N_("Say that you come to a visit"), reach=Reach.PRESSED)
def i_am_coming(request: Request, visit: Annotated[Visit, VisitKind()]) -> Reply:
    """Count somebody in."""
    still_on(request, visit)
    if attendance.say(request.db, visit.id, request.member.id, Word.COMING, request.member.id, request.now):
        remind_person(request, visit, request.member.id)
        redraw(request.db, visit.id, request.member.id)
    return Reply(About(ROLES, visit.id))


@command("not-coming-to-visit", N_("Say that you can't come to a visit"), reach=Reach.PRESSED)
def cannot_come(request: Request, visit: Annotated[Visit, VisitKind()]) -> Reply:
    """Count somebody out; what they were to do, say or bring there is open again."""
    still_on(request, visit)
    said = attendance.say(
        request.db, visit.id, request.member.id, Word.NOT_COMING, request.member.id, request.now
    )
    waiting = [
        part
        for part in parts.of_visit(request.db, visit.id)
        if part.member_id == request.member.id and part.state in (State.ASKED, State.OFFERED)
    ]
    given_up = give_up_all(request, visit, request.member.id)
    for part in waiting:
        if part.state is State.OFFERED and parts.turn(request.db, part, State.DECLINED, request.now):
            redraw_part(request, part)
        offer_on(request, visit, with_id(part.role), part.assumed_by_id)
    given_back = points.give_all_back(request.db, visit.id, request.member.id)
    if said or given_up or given_back:
        redraw(request.db, visit.id, request.member.id)
    return Reply(About(ROLES, visit.id))
