"""What they answered: noted with one press each, and what follows once all is there."""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from handlers.arguments.by_id import ById
from handlers.arguments.plain import OneOf
from handlers.cards import About, Refused, Reply
from handlers.districts.subjects import HOME
from handlers.registry import Reach, command
from handlers.request import Request
from handlers.text import N_, Text
from handlers.visits.debrief.counting import count
from handlers.visits.delegation import delegation
from handlers.visits.reminding import ask_for_next_contact
from handlers.visits.rows import VisitKind
from handlers.visits.subjects import DEBRIEF
from storage import posted_cards
from storage.posted_cards import Shown
from storage.visits import debriefs, points, visits
from storage.visits.debriefs import Met
from storage.visits.points import Point, PointKind, Stance
from storage.visits.visits import Visit


class AskKind(ById[Point]):
    """An ask of a visit."""

    def __init__(self) -> None:
        super().__init__(points.with_id)


def one_of(kind: type[StrEnum]) -> OneOf:
    """An enum that only buttons name."""
    return OneOf(kind, {})


def may_debrief(request: Request, visit: Visit) -> None:
    """Let those who were there, whoever arranged it and organisers say what came of a visit.

    Raises:
        Refused: for all others, and while it is still to come or was cancelled.
    """
    if not visit.is_on or visit.meeting.starts_at > request.now:
        raise Refused(Text(N_("That visit was cancelled, or is still to come. Nothing has changed.")))
    people = delegation(request, visit)
    was_there = any(person.member_id == request.member.id for person in people.coming)
    has_part = bool(people.roles_of(request.member.id))
    if not (was_there or has_part or request.may_organise or visit.made_by_id == request.member.id):
        raise Refused(Text(N_("Only those who were there can say what came of it.")))


@command("debrief-met", N_("Note whom you met at a visit"), reach=Reach.PRESSED)
def note_met(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    met: Annotated[Met, one_of(Met)],
) -> Reply:
    """Keep whom the delegation met."""
    may_debrief(request, visit)
    debriefs.note_met(request.db, visit.id, met)
    return done(request, visit)


@command("debrief-met-again", N_("Say anew whom you met"), reach=Reach.PRESSED)
def ask_again_whom(request: Request, visit: Annotated[Visit, VisitKind()]) -> Reply:
    """Ask once more whom the delegation met."""
    may_debrief(request, visit)
    debriefs.note_met(request.db, visit.id, None)
    return done(request, visit)


@command("debrief-answer", N_("Note what they answered to an ask"), reach=Reach.PRESSED)
def note_answer(
    request: Request, ask: Annotated[Point, AskKind()], stance: Annotated[Stance, one_of(Stance)]
) -> Reply:
    """Keep what they answered."""
    visit = visit_of(request, ask)
    points.answer(request.db, ask, stance, request.member.id, request.now)
    changed(request, visit, replace(ask, stance=stance))
    return done(request, visit)


@command("debrief-answer-again", N_("Say anew what they answered"), reach=Reach.PRESSED)
def ask_again(request: Request, ask: Annotated[Point, AskKind()]) -> Reply:
    """Ask once more what they answered."""
    visit = visit_of(request, ask)
    points.answer(request.db, ask, None, request.member.id, request.now)
    return done(request, visit)


def visit_of(request: Request, ask: Point) -> Visit:
    """The visit of an ask, by somebody who may speak about it."""
    visit = visits.with_id(request.db, ask.visit_id)
    if visit is None:
        raise LookupError("an ask's visit is gone")
    may_debrief(request, visit)
    return visit


def changed(request: Request, visit: Visit, ask: Point) -> None:
    """An answer is another one now: once all was noted, what came of it follows."""
    if debriefs.of_visit(request.db, visit.id).done_at is not None:
        count(request, visit, ask)


def done(request: Request, visit: Visit) -> Reply:
    """The card again; with the last thing that is needed, what follows from the answers is begun, once."""
    known = debriefs.of_visit(request.db, visit.id)
    asks = [one for one in points.of_visits(request.db, [visit.id])[visit.id] if one.kind is PointKind.ASK]
    is_whole = known.met is not None and all(one.stance is not None for one in asks)
    if is_whole and debriefs.finish(request.db, visit.id, request.member.id, request.now):
        for ask in asks:
            count(request, visit, ask)
        ask_for_next_contact(request, visit)
    posted_cards.touch(request.db, Shown(DEBRIEF, visit.id), Shown(HOME, request.member.id))
    return Reply(About(DEBRIEF, visit.id))
