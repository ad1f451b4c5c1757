"""Saying that one goes to a town hall."""

from typing import Annotated

from handlers.cards import Button, Card, Refused, Reply
from handlers.registry import Reach, command
from handlers.request import Request
from handlers.text import N_, Text
from handlers.town_halls.publishing import touch
from handlers.town_halls.reminding import remind
from handlers.town_halls.rows import TownHallKind, to_come
from handlers.town_halls.wording import headline
from storage.town_halls import goers
from storage.town_halls.town_halls import TownHall


@command("going-to-town-hall", N_("Say that you go to a town hall"), reach=Reach.PRESSED)
def i_am_going(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Count somebody in, and remind them before."""
    to_come(request, event)
    if not event.is_on:
        raise Refused(Text(N_("That event is not announced. Ask an organiser.")))
    if goers.go(request.db, event.id, request.member.id, request.now):
        remind(request, event, request.member.id)
        touch(request, event, request.member.id)
    text = N_("You go: {event}. I'll remind you three days, a day and two hours before.")
    not_going = Button(N_("I can't go"), i_cannot_go, event=event)
    line = Text(text, event=headline(request, event.told))
    return Reply(Card(body=(line,), actions=(not_going,)), beside=True)


@command("not-going-to-town-hall", N_("Say that you can't go to a town hall"), reach=Reach.PRESSED)
def i_cannot_go(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Count somebody out again."""
    if goers.stay(request.db, event.id, request.member.id):
        touch(request, event, request.member.id)
        text = N_("Noted: you don't go. {event}")
    else:
        text = N_("You had not said that you go. {event}")
    going = Button(N_("I'm going"), i_am_going, event=event)
    line = Text(text, event=headline(request, event.told))
    return Reply(Card(body=(line,), actions=(going,)), beside=True)
