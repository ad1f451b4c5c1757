"""Asking an office for a date: followed up three times, then the next rung of the ladder."""

from typing import Annotated

from config.campaign import cadence
from handlers.arguments.by_id import ById
from handlers.arguments.plain import OneOf
from handlers.cards import About, Button, Card, Press, Refused, Reply, Style
from handlers.outreach.cadence import morning
from handlers.outreach.wording import days_ago
from handlers.registry import Reach, command, reminder, standing_card
from handlers.request import Dropped, DueRequest, Request, Scene
from handlers.text import N_, Message, Text
from handlers.timing import Late, Quiet, Weekends
from handlers.visits import arranging
from handlers.visits.asking import ask, follow_up_times, zone_of_asker
from handlers.visits.subjects import VISIT_REQUEST
from handlers.visits.wording import what_was_asked
from storage import posted_cards
from storage import whom as people_to_meet
from storage.posted_cards import Shown
from storage.visits import requests
from storage.visits.requests import Level, NewRequest, Outcome, VisitRequest

_LADDER: dict[Level, tuple[tuple[Level, Message], ...]] = {
    Level.MEMBER: (
        (Level.DROP_BY, N_("Ask for a drop-by")),
        (Level.STAFFER, N_("Ask for a staffer")),
    ),
    Level.DROP_BY: ((Level.STAFFER, N_("Ask for a staffer")),),
    Level.STAFFER: (),
}


class RequestKind(ById[VisitRequest]):
    """A request for a visit."""

    def __init__(self) -> None:
        super().__init__(requests.with_id)


@reminder(VISIT_REQUEST, quiet=Quiet.LATER, weekends=Weekends.LATER, late=Late.SAY_SO)
def follow_up_request(due: DueRequest, request_id: int) -> Card | Dropped:
    """Remind somebody to ask an office again, or, in the end, to ask for less."""
    made = requests.with_id(due.db, request_id)
    if made is None or made.outcome is not None:
        return Dropped("it is settled")
    if made.followed_up >= int(due.key.rpartition(":")[2]):
        return Dropped("it was followed up")
    all_of_them = len(cadence().follow_ups)
    if made.followed_up >= all_of_them:
        return _another_way(due, made)
    what, ago = what_was_asked(due, made), days_ago(made.made_at, due)
    title = Text(
        N_("Follow up on {what}, follow-up {n} of {all}"), what=what, n=made.followed_up + 1, all=all_of_them
    )
    again = Button(N_("I followed up"), followed_up_request, style=Style.PRIMARY, asked=made)
    text = Text(N_("You asked {ago}. No date is agreed yet."), ago=ago)
    later = Button(N_("Tomorrow"), request_tomorrow, asked=made)
    return Card(title, (text,), (again, later, *_settling(due, made), *_rungs(made)), _about(made))


@standing_card(VISIT_REQUEST)
def request_card(scene: Scene, request_id: int) -> Card | None:
    """A request for a visit as it stands: what its reminders become, of which only the newest asks."""
    made = requests.with_id(scene.db, request_id)
    if made is None:
        return None
    what, ago = what_was_asked(scene, made), days_ago(made.made_at, scene)
    if made.outcome is not None:
        sentence = {
            Outcome.AGREED: N_("A date was agreed for {what}."),
            Outcome.DECLINED: N_("They declined {what}."),
            Outcome.NEXT_RUNG: N_("They were asked for something else instead of {what}."),
        }[made.outcome]
        rungs = _rungs(made) if made.outcome is Outcome.DECLINED else ()
        return Card(body=(Text(sentence, what=what),), actions=rungs, about=_about(made))
    all_of_them = len(cadence().follow_ups)
    next_at = next((at for at in follow_up_times(scene, made) if at > scene.now), None)
    if next_at is None or made.followed_up >= all_of_them:
        return _another_way(scene, made)
    text = N_("You asked for {what} {ago}, and followed up {n} of {all} times. I'll remind you next {at}.")
    body = (Text(text, what=what, ago=ago, n=made.followed_up, all=all_of_them, at=next_at),)
    return Card(body=body, actions=_settling(scene, made), about=_about(made))


def _another_way(scene: Scene, made: VisitRequest) -> Card:
    what, ago = what_was_asked(scene, made), days_ago(made.made_at, scene)
    text = N_("You asked for {what} {ago}, and followed up {n} times. Another way may work.")
    body = (Text(text, what=what, ago=ago, n=made.followed_up),)
    return Card(body=body, actions=(*_rungs(made), *_settling(scene, made)), about=_about(made))


def _about(made: VisitRequest) -> About:
    return About(VISIT_REQUEST, made.id)


def _rungs(made: VisitRequest) -> tuple[Button, ...]:
    return tuple(Button(words, ask_for_less, asked=made, level=level) for level, words in _LADDER[made.level])


def _settling(scene: Scene, made: VisitRequest) -> tuple[Button, ...]:
    """What settles a request: a date, or a no."""
    no = Button(N_("They said no"), declined_request, asked=made)
    whom = people_to_meet.again(scene.db, made)
    if whom is None:
        return (no,)
    return (Button(N_("Date agreed"), arranging.new_visit, press=Press.ASKS, whom=whom), no)


@command("followed-up-request", N_("Note that you asked an office again"), reach=Reach.PRESSED)
def followed_up_request(request: Request, asked: Annotated[VisitRequest, RequestKind()]) -> Reply:
    """Note that an office was asked again for a date."""
    requests.follow_up(request.db, asked, request.now)
    return _again(request, asked)


@command("request-tomorrow", N_("Be reminded tomorrow to ask an office again"), reach=Reach.PRESSED)
def request_tomorrow(request: Request, asked: Annotated[VisitRequest, RequestKind()]) -> Reply:
    """Remind whoever asked again on the next working day."""
    times = follow_up_times(request, asked)
    so_far = sum(at <= request.now for at in times)
    if asked.outcome is not None or asked.followed_up >= min(so_far, len(cadence().follow_ups)):
        return _again(request, asked)
    if request.member.id != asked.made_by_id:
        raise Refused(Text(N_("Somebody else is reminded of this. Nothing has changed.")))
    at = morning(request.now, 1, zone_of_asker(request, asked))
    if at not in times:
        key = f"{VISIT_REQUEST}:{asked.id}:again-{at.date()}:{asked.followed_up + 1}"
        request.tell_at(asked.made_by_id, VISIT_REQUEST, asked.id, key, at)
    text = Text(N_("I'll remind you of {what} again {at}."), what=what_was_asked(request, asked), at=at)
    return Reply(Card(body=(text,)), beside=True)


@command("request-declined", N_("Note that an office said no"), reach=Reach.PRESSED)
def declined_request(request: Request, asked: Annotated[VisitRequest, RequestKind()]) -> Reply:
    """Note a no; the next rung of the ladder is offered."""
    requests.end(request.db, asked, Outcome.DECLINED, request.member.id, request.now)
    return _again(request, asked)


@command("request-less", N_("Ask an office for less"), reach=Reach.PRESSED)
def ask_for_less(
    request: Request,
    asked: Annotated[VisitRequest, RequestKind()],
    level: Annotated[Level, OneOf(Level, {})],
) -> Reply:
    """Ask for a drop-by or a staffer where the Member has no time."""
    requests.end(request.db, asked, Outcome.NEXT_RUNG, request.member.id, request.now)
    posted_cards.touch(request.db, Shown(VISIT_REQUEST, asked.id))
    new = NewRequest(asked.seat_id, asked.official_id, asked.candidate_id, asked.name, level)
    return ask(request, new)


def _again(request: Request, asked: VisitRequest) -> Reply:
    posted_cards.touch(request.db, Shown(VISIT_REQUEST, asked.id))
    return Reply(_about(asked))
