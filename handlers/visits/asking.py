"""Asking an office for a date without one: kept, and followed up by the campaign's cadence."""

from datetime import datetime
from zoneinfo import ZoneInfo

from config.campaign import cadence
from handlers.cards import Card, Refused, Reply
from handlers.outreach.cadence import follow_ups_at, over_at
from handlers.outreach.wording import days_ago
from handlers.request import Request, Scene
from handlers.text import N_, Text
from handlers.visits.nearby import tell_of_request
from handlers.visits.subjects import VISIT_REQUEST
from handlers.visits.wording import what_was_asked
from storage import members, posted_cards
from storage.posted_cards import Shown
from storage.visits import requests
from storage.visits.requests import Level, NewRequest, Outcome, VisitRequest
from storage.visits.visits import Visit


def ask(request: Request, new: NewRequest) -> Reply:
    """Keep that an office was asked for a date, and follow it up.

    Raises:
        Refused: when somebody of the coalition waits for a date from the same person already.
    """
    waiting = [one for one in requests.open_with(request.db, new) if one.level is new.level]
    if waiting:
        who = members.people(request.db, [waiting[0].made_by_id])[waiting[0].made_by_id]
        text = N_("{who} asked for {what} {ago} already, and waits for a date. Talk to each other first.")
        what, ago = what_was_asked(request, waiting[0]), days_ago(waiting[0].made_at, request)
        raise Refused(Text(text, who=who, what=what, ago=ago))
    made = requests.make(request.db, new, request.member.id, request.now)
    times = follow_up_times(request, made)
    for step, at in enumerate(times, 1):
        request.tell_at(made.made_by_id, VISIT_REQUEST, made.id, f"{VISIT_REQUEST}:{made.id}:{step}", at)
    tell_of_request(request, made)
    text = Text(
        N_("Noted: you asked for {what}. I'll remind you to follow up {at}, unless a date is agreed."),
        what=what_was_asked(request, made),
        at=times[0],
    )
    return Reply(Card(body=(text,)), beside=True)


def follow_up_times(scene: Scene, made: VisitRequest) -> tuple[datetime, ...]:
    """When each follow-up of a request is due where whoever asked is, and at last when there were enough."""
    zone = zone_of_asker(scene, made)
    return (*follow_ups_at(made.made_at, cadence(), zone), over_at(made.made_at, cadence(), zone))


def zone_of_asker(scene: Scene, made: VisitRequest) -> ZoneInfo:
    """The zone of whoever asked; the coalition's where it is not known."""
    member = members.with_id(scene.db, made.made_by_id)
    return ZoneInfo(member.timezone) if member and member.timezone else scene.coalition.zone


def settle(request: Request, visit: Visit) -> None:
    """A date was agreed: whoever waits for one from the same person is reminded no more."""
    new = NewRequest(visit.seat_id, visit.official_id, visit.candidate_id, visit.name, Level.MEMBER)
    for waiting in requests.open_with(request.db, new):
        if requests.end(request.db, waiting, Outcome.AGREED, request.member.id, request.now):
            posted_cards.touch(request.db, Shown(VISIT_REQUEST, waiting.id))
