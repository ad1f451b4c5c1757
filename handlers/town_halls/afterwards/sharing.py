"""A text that people can share of what was answered: offered once a compliance lead lets them.

A candidate's answer never stands alone: what all others of the race answered is named, and who has not.
"""

from typing import Annotated

from handlers.cards import Block, Button, Card, Note, Refused, Reply
from handlers.outreach.wording import ANSWERS
from handlers.registry import Effect, Reach, command
from handlers.request import Request, Scene
from handlers.text import N_, Message, Text, verbatim
from handlers.town_halls.afterwards.rows import OutcomeKind, as_it_stands, event_of, refuse_others
from handlers.town_halls.running import is_same, race_of
from handlers.town_halls.wording import whom
from storage.candidates import Running
from storage.outreach import replies
from storage.outreach.replies import Answer, Answered
from storage.town_halls.kinds import EventKind
from storage.town_halls.outcomes import ASKED, Outcome
from storage.town_halls.town_halls import Described

_ASKED_AT: dict[EventKind, Message] = {
    EventKind.IN_PERSON: N_("At the town hall on {day}, I asked {whom}: “{question}”"),
    EventKind.VIRTUAL: N_("At the virtual town hall on {day}, I asked {whom}: “{question}”"),
    EventKind.PHONE: N_("At the town hall by phone on {day}, I asked {whom}: “{question}”"),
    EventKind.ONLINE_QA: N_("At the online questions and answers on {day}, I asked {whom}: “{question}”"),
    EventKind.EMPTY_CHAIR: N_("At the empty chair town hall on {day}, I asked {whom}: “{question}”"),
    EventKind.CANDIDATE_FORUM: N_("At the candidate forum on {day}, I asked {whom}: “{question}”"),
    EventKind.OFFICE_HOURS: N_("At the office hours on {day}, I asked {whom}: “{question}”"),
    EventKind.OTHER: N_("At an event on {day}, I asked {whom}: “{question}”"),
}


def share_button(scene: Scene, outcome: Outcome) -> tuple[Button, ...]:
    """The button for a text to share, where that is let and there is an answer."""
    if not scene.coalition.may_publish or outcome.result not in ASKED:
        return ()
    return (Button(N_("Share it"), share_answer, outcome=outcome),)


@command("share-answer", N_("A text to share of what was answered"), effect=Effect.READS, reach=Reach.PRESSED)
def share_answer(request: Request, outcome: Annotated[Outcome, OutcomeKind()]) -> Reply:
    """Show somebody a text to copy; nothing is posted."""
    refuse_others(request, outcome)
    if not request.coalition.may_publish:
        text = N_("Sharing is off. A compliance lead can turn it on with /coalition publishing on.")
        raise Refused(Text(text))
    outcome = as_it_stands(request.db, outcome)
    if outcome.result not in ASKED or outcome.question is None:
        raise Refused(Text(N_("Write first what you asked: press Their words… on the card.")))
    told = event_of(request.db, outcome).told
    note = Note(Text(N_("Copy it whole: what the others answered belongs to it. The bot posts nothing.")))
    others = [_of_another(request, running) for running in _others(request, told)]
    body = [*_own(request, told, outcome, outcome.question), *others, note]
    return Reply(Card(Text(N_("A text to share")), tuple(body)), beside=True)


def _own(scene: Scene, told: Described, outcome: Outcome, question: str) -> list[Block]:
    day = told.meeting.first
    body: list[Block] = [
        Text(_ASKED_AT[told.kind], day=day, whom=whom(scene, told), question=question),
    ]
    if outcome.their_words:
        body.append(Text(N_("They said: “{words}”"), words=outcome.their_words))
    if outcome.answer is Answer.NO_ANSWER:
        body.append(Text(N_("They declined to say.")))
    elif outcome.answer not in (None, Answer.OTHER):
        body.append(Text(N_("Their answer: {answer}."), answer=Text(ANSWERS[outcome.answer])))
    elif not outcome.their_words:
        body.append(Text(N_("They answered.")))
    return [*body, verbatim(outcome.link)] if outcome.link else body


def _others(scene: Scene, told: Described) -> list[Running]:
    """Who else runs in the race of whoever answered."""
    return [one for one in race_of(scene, told) if not is_same(one, told)]


def _of_another(scene: Scene, running: Running) -> Text:
    """What somebody else of the race has answered to the coalition, the last answer."""
    known = _last_of(scene, running)
    if known is None:
        return Text(N_("{name}, who runs for the same seat, has not answered yet."), name=running.name)
    text = N_("{name}, who runs for the same seat: {answer}.")
    line = Text(text, name=running.name, answer=Text(ANSWERS[known.answer]))
    return Text(N_("{line} “{words}”"), line=line, words=known.words) if known.words else line


def _last_of(scene: Scene, running: Running) -> Answered | None:
    if running.candidate_id is None:
        return None
    known = replies.of_candidates(scene.db, [running.candidate_id])[running.candidate_id]
    return known[-1] if known else None
