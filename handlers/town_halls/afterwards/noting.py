"""Noting how a town hall went: a press that is kept at once, then their words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from handlers.arguments.plain import FormWords, OneOf, Words
from handlers.candidates.fields import WebAddress
from handlers.cards import About, FieldKind, Refused, Reply
from handlers.outreach.wording import ANSWERS
from handlers.registry import Label, Reach, command
from handlers.request import Request
from handlers.text import N_, Text
from handlers.town_halls.afterwards.counting import count
from handlers.town_halls.afterwards.results import RESULTS
from handlers.town_halls.afterwards.rows import (
    OutcomeKind,
    as_it_stands,
    event_of,
    refuse_early,
    refuse_others,
)
from handlers.town_halls.rows import TownHallKind
from handlers.town_halls.subjects import HOW_IT_WENT, TOWN_HALL
from storage import posted_cards
from storage.outreach.replies import Answer
from storage.posted_cards import Shown
from storage.town_halls import askers, outcomes
from storage.town_halls.outcomes import ASKED, Outcome, Result
from storage.town_halls.town_halls import TownHall

LONGEST_QUESTION, _LONGEST_ANSWER = 500, 3000


@command("say-how-it-went", N_("Say how a town hall went"), reach=Reach.PRESSED)
def say_how_it_went(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Ask somebody who was there how it went, whether or not they had said that they go."""
    refuse_early(request, event)
    return Reply(About(HOW_IT_WENT, outcomes.expect(request.db, event.id, request.member.id)), beside=True)


@command("note-how-it-went", N_("Note how a town hall went"), reach=Reach.PRESSED)
def note_how_it_went(
    request: Request,
    outcome: Annotated[Outcome, OutcomeKind()],
    result: Annotated[Result, OneOf(Result, RESULTS)],
) -> Reply:
    """Keep a press: it is all that is needed."""
    now = held(request, outcome)
    again_at = now.again_at if result is Result.DODGED else None
    told = replace(now, result=result, answer=_preset(result, now), again_at=again_at)
    return noted(request, now, replace(told, question=_asked(request, told)))


@command("note-again-how-it-went", N_("Say anew how a town hall went"), reach=Reach.PRESSED)
def ask_anew(request: Request, outcome: Annotated[Outcome, OutcomeKind()]) -> Reply:
    """Ask once more how it went; what was logged stands until another answer is given."""
    now = held(request, outcome)
    return noted(request, now, replace(now, result=None))


def _asked(request: Request, told: Outcome) -> str | None:
    """What somebody asked: as they say themselves, else the question that they were given."""
    if told.question is not None or told.result not in ASKED:
        return told.question
    asker = askers.of(request.db, told.town_hall_id, told.member_id)
    return asker.given.words if asker else None


def _preset(result: Result, now: Outcome) -> Answer | None:
    """What a press alone says of the answer: a dodge is none, all else is for whoever was there to say."""
    if result not in ASKED:
        return now.answer
    if result is Result.DODGED:
        return Answer.NO_ANSWER
    return Answer.OTHER if now.answer in (None, Answer.NO_ANSWER) else now.answer


def _as_it_is(request: Request, kept: Mapping[str, str]) -> Mapping[str, object]:
    """What the form opens with: all that was noted."""
    outcome = as_it_stands(request.db, OutcomeKind().load(kept.get("outcome", ""), request))
    filled = {
        "question": outcome.question, "words": outcome.their_words, "answer": outcome.answer,
        "link": outcome.link,
    }  # fmt: skip
    return {name: value for name, value in filled.items() if value is not None}


@command(
    "tell-what-they-said",
    N_("Note what they said at a town hall"),
    reach=Reach.PRESSED,
    title=N_("What they said"),
    filled=_as_it_is,
)
def tell_what_they_said(
    request: Request,
    outcome: Annotated[Outcome, OutcomeKind()],
    answer: Annotated[Answer, OneOf(Answer, ANSWERS), Label(N_("Answer"))],
    words: Annotated[
        str,
        Words(_LONGEST_ANSWER, FieldKind.PARAGRAPH),
        Label(N_("Their words"), N_("Exactly as they said it")),
    ] = "",
    question: Annotated[
        str, FormWords(LONGEST_QUESTION, FieldKind.PARAGRAPH), Label(N_("What you asked"))
    ] = "",
    link: Annotated[str, WebAddress(), Label(N_("Link"), N_("Where it can be seen or read"))] = "",
) -> Reply:
    """Keep what was asked and answered, word for word."""
    now = held(request, outcome, field="words")
    if now.result not in ASKED:
        text = N_("Say first how it went: Answered, In part or Dodged.")
        raise Refused(Text(text), field="words")
    told = replace(
        now, answer=answer, their_words=words or None, question=question or None, link=link or None
    )
    return noted(request, now, told)


def noted(request: Request, was: Outcome, right: Outcome) -> Reply:
    """Keep what came of it, and what follows from that; answers with its card."""
    outcomes.change(request.db, was, right, request.member.id, request.now)
    count(request, event_of(request.db, right), right)
    touch(request, right)
    return Reply(About(HOW_IT_WENT, right.id))


def touch(request: Request, outcome: Outcome) -> None:
    """Have its card and the event's drawn anew."""
    posted_cards.touch(request.db, Shown(HOW_IT_WENT, outcome.id), Shown(TOWN_HALL, outcome.town_hall_id))


def held(request: Request, outcome: Outcome, field: str | None = None) -> Outcome:
    """What came of it as it is now, for the person whose account it is, once the event has begun; `field` is
    where a form says that it has not."""
    refuse_others(request, outcome)
    refuse_early(request, event_of(request.db, outcome), field)
    return as_it_stands(request.db, outcomes.hold(request.db, outcome))
