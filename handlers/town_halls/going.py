"""Saying that one goes to a town hall."""

from dataclasses import replace
from typing import Annotated

from handlers.cards import Button, Card, Reply
from handlers.registry import Reach, command
from handlers.request import Request
from handlers.text import N_, Text
from handlers.town_halls.asking import card_button, question_button, suggest_button, your_question
from handlers.town_halls.counting_in import count_in
from handlers.town_halls.publishing import touch
from handlers.town_halls.reminding import reminded
from handlers.town_halls.rows import TownHallKind
from handlers.town_halls.wording import headline
from storage.town_halls import askers, goers
from storage.town_halls.town_halls import TownHall


@command("going-to-town-hall", N_("Say that you go to a town hall"), reach=Reach.PRESSED)
def i_am_going(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Count somebody in, and remind them before."""
    count_in(request, event)
    event_line = headline(request, event.told)
    line = Text(N_("You go: {event}\n{reminded}"), event=event_line, reminded=reminded(request, event))
    return Reply(Card(body=(line,), actions=_of_goer(request, event)), beside=True)


@command("not-going-to-town-hall", N_("Say that you can't go to a town hall"), reach=Reach.PRESSED)
def i_cannot_go(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Count somebody out again."""
    if event.told.meeting.starts_at > request.now:
        askers.release(request.db, event.id, request.member.id)
    if goers.stay(request.db, event.id, request.member.id):
        touch(request, event, request.member.id)
        text = N_("Noted: you don't go. {event}")
    else:
        text = N_("You had not said that you go. {event}")
    going = Button(N_("I'm going"), i_am_going, event=event)
    line = Text(text, event=headline(request, event.told))
    return Reply(Card(body=(line,), actions=(going,)), beside=True)


def for_goer(request: Request, event: TownHall, card: Card) -> Card:
    """An event's card before somebody who goes: with their question, and what is left for them to do."""
    asker = askers.of(request.db, event.id, request.member.id)
    yours = Text(N_("You go.")) if asker is None else your_question(asker)
    return replace(card, body=(*card.body, yours), actions=_of_goer(request, event))


def _of_goer(request: Request, event: TownHall) -> tuple[Button, ...]:
    return (*to_ask(request, event), Button(N_("I can't go"), i_cannot_go, event=event))


def to_ask(request: Request, event: TownHall) -> tuple[Button, ...]:
    """What somebody who goes may press to have something to ask, or to see what they have."""
    has_one = askers.of(request.db, event.id, request.member.id) is not None
    return (card_button(event) if has_one else question_button(event), suggest_button(event))
