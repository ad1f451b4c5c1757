"""Getting a question to ask at a town hall, each asker another one; and the card to take along."""

from typing import Annotated

from handlers.cards import Block, Button, Card, Note, Press, Reply
from handlers.registry import Effect, Reach, command
from handlers.request import Request, Scene
from handlers.text import N_, Text
from handlers.town_halls.counting_in import count_in
from handlers.town_halls.handing import exchange, hand_out
from handlers.town_halls.reminding import reminded
from handlers.town_halls.rows import TownHallKind, to_come
from handlers.town_halls.suggesting import ask_question
from handlers.town_halls.topics import reads_spanish, topic_name
from handlers.town_halls.wording import advice, facts, headline, what, whom
from storage.town_halls import askers
from storage.town_halls.askers import Asker
from storage.town_halls.town_halls import Stage, TownHall


@command("give-question", N_("Get a question to ask at a town hall"), reach=Reach.PRESSED)
def give_question(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Give somebody a question that nobody else asks there, and count them in."""
    goes_now = count_in(request, event)
    asker = hand_out(request, event)
    if asker is None:
        return Reply(_none_left(request, event), beside=True)
    return Reply(_given(request, event, asker, goes_now), beside=True)


@command("give-another-question", N_("Get another question instead"), reach=Reach.PRESSED)
def give_another_question(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Give somebody another question for the one they have, which others may have then."""
    count_in(request, event)
    known = askers.of(request.db, event.id, request.member.id)
    asker = hand_out(request, event) if known is None else exchange(request, event, known)
    if asker is None:
        return Reply(_none_left(request, event, known), beside=True)
    return Reply(_given(request, event, asker), beside=True)


@command("my-question-card", N_("Your card for a town hall"), effect=Effect.READS, reach=Reach.PRESSED)
def my_card(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Show what somebody takes along: their question, who answers, and the advice."""
    if event.stage is Stage.CANCELLED:
        to_come(request, event)
    asker = askers.of(request.db, event.id, request.member.id)
    if asker is None:
        text = Text(
            N_("You have no question for this event yet: {event}"), event=headline(request, event.told)
        )
        return Reply(Card(body=(text,), actions=(question_button(event),)), beside=True)
    body: list[Block] = [
        your_question(asker),
        Text(N_("It is for {whom}."), whom=whom(request, event.told)),
        *facts(event.told),
        *advice(event.told),
    ]
    return Reply(
        Card(Text(N_("Your card: {what}"), what=what(request, event.told)), tuple(body)), beside=True
    )


def question_button(event: TownHall) -> Button:
    """Asks for a question."""
    return Button(N_("Give me a question"), give_question, event=event)


def suggest_button(event: TownHall) -> Button:
    """Opens the form for a question, for this event."""
    return Button(N_("Suggest a question"), ask_question, press=Press.ASKS, event=event)


def card_button(event: TownHall) -> Button:
    """Shows the card to take along."""
    return Button(N_("My card"), my_card, event=event)


def your_question(asker: Asker) -> Text:
    """What somebody asks, in a line."""
    return Text(N_("Your question: “{words}”"), words=asker.given.words)


def _given(request: Request, event: TownHall, asker: Asker, goes_now: bool = False) -> Card:
    topic = topic_name(asker.given.topic, reads_spanish(request))
    body: list[Block] = [
        your_question(asker),
        Note(Text(N_("Topic: {topic}. Nobody else was given this one."), topic=topic)),
        _for(request, event, goes_now),
    ]
    another = Button(N_("Another one"), give_another_question, event=event)
    return Card(body=tuple(body), actions=(another, card_button(event), suggest_button(event)))


def _for(scene: Scene, event: TownHall, goes_now: bool) -> Text:
    line = headline(scene, event.told)
    if goes_now:
        return Text(N_("You go: {event}\n{reminded}"), event=line, reminded=reminded(scene, event))
    return Text(N_("For {event}"), event=line)


def _none_left(request: Request, event: TownHall, known: Asker | None = None) -> Card:
    line = headline(request, event.told)
    if known is not None:
        text = N_(
            "No other question is left for this event, so you keep yours: “{words}” Suggest one of your own."
        )
        return Card(body=(Text(text, words=known.given.words),), actions=(suggest_button(event),))
    text = N_("You go: {event}. All questions for it are given out: suggest one of your own, and ask it.")
    return Card(body=(Text(text, event=line),), actions=(suggest_button(event),))
