"""Asking once more what was dodged: a question is kept for the next event of the same person."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from handlers.arguments.plain import FormWords
from handlers.cards import Block, Button, Card, FieldKind, Refused, Reply, Row, Rows
from handlers.registry import Label, Permission, Reach, command
from handlers.request import Request, Scene
from handlers.text import N_, Text
from handlers.town_halls.afterwards.kept import kept_for
from handlers.town_halls.afterwards.noting import LONGEST_QUESTION, held, noted, touch
from handlers.town_halls.afterwards.rows import OutcomeKind
from storage.town_halls import outcomes
from storage.town_halls.outcomes import AskAgain, Outcome, Result
from storage.town_halls.town_halls import TownHall

_SHOWN = 5
"""How many questions that were not answered are shown, the last first."""


def _as_it_is(request: Request, kept: Mapping[str, str]) -> Mapping[str, object]:
    """What the form opens with: the question, where it is known."""
    question = OutcomeKind().load(kept.get("outcome", ""), request).question
    return {} if question is None else {"question": question}


@command(
    "ask-again-next-time",
    N_("Keep a question that was dodged for the next town hall"),
    reach=Reach.PRESSED,
    title=N_("Ask it again next time"),
    filled=_as_it_is,
)
def ask_again(
    request: Request,
    outcome: Annotated[Outcome, OutcomeKind()],
    question: Annotated[
        str, FormWords(LONGEST_QUESTION, FieldKind.PARAGRAPH), Label(N_("What you asked"))
    ] = "",
) -> Reply:
    """Keep a question: whoever goes to the next event of the same person sees it."""
    now = held(request, outcome)
    if now.result is not Result.DODGED:
        raise Refused(Text(N_("Only a question that was dodged is kept for the next time.")))
    words = question or now.question
    if not words:
        raise Refused(Text(N_("Please write what you asked.")), field="question")
    return noted(request, now, replace(now, question=words, again_at=now.again_at or request.now))


@command("not-again-next-time", N_("Don't keep a question for the next town hall"), reach=Reach.PRESSED)
def not_again(request: Request, outcome: Annotated[Outcome, OutcomeKind()]) -> Reply:
    """Take one's own question off again."""
    now = held(request, outcome)
    return noted(request, now, replace(now, again_at=None))


@command(
    "settle-question",
    N_("A question need not be asked again"),
    permission=Permission.ORGANISER,
    reach=Reach.PRESSED,
)
def settle(request: Request, outcome: Annotated[Outcome, OutcomeKind()]) -> Reply:
    """Take anybody's question off, since it was answered or is of no use any more."""
    now = outcomes.hold(request.db, outcome)
    outcomes.change(request.db, now, replace(now, again_at=None), request.member.id, request.now)
    touch(request, now)
    text = N_("“{question}” is not shown for the next town hall any more.")
    return Reply(Card(body=(Text(text, question=now.question or ""),)), beside=True)


def unanswered(scene: Scene, event: TownHall) -> list[Block]:
    """What whoever answers at this event did not answer before, for those who go."""
    return [_line(one.asked) for one in kept_for(scene, event)[:_SHOWN]]


def unanswered_to_settle(scene: Scene, event: TownHall) -> list[Block]:
    """The same for organisers, who can take a question off."""
    found = [one.asked for one in kept_for(scene, event)[:_SHOWN]]
    known = [(one, outcomes.with_id(scene.db, one.outcome_id)) for one in found]
    rows = tuple(
        Row(_line(one), (Button(N_("Not again"), settle, outcome=outcome),))
        for one, outcome in known
        if outcome is not None
    )
    return [Rows(rows)] if rows else []


def _line(one: AskAgain) -> Text:
    text = N_("Not answered last time, on {day}: “{question}”")
    return Text(text, day=one.day, question=one.question)
