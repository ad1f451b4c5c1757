"""What came of a town hall for one who went: a card that asks with one press, and keeps what it is told."""

from handlers.candidates.fields import shown_source
from handlers.cards import About, Block, Button, Card, Press
from handlers.outreach.wording import ANSWERS
from handlers.registry import reminder, standing_card
from handlers.request import Dropped, DueRequest, Scene
from handlers.text import N_, Strong, Text
from handlers.timing import Quiet
from handlers.town_halls.afterwards import again, noting
from handlers.town_halls.afterwards.results import RESULTS
from handlers.town_halls.afterwards.rows import as_it_stands, event_of
from handlers.town_halls.afterwards.sharing import share_button
from handlers.town_halls.subjects import HOW_IT_WENT
from handlers.town_halls.wording import what, when
from storage.outreach.replies import Answer
from storage.town_halls import goers, outcomes
from storage.town_halls.outcomes import ASKED, Outcome, Result


@reminder(HOW_IT_WENT, quiet=Quiet.LATER)
def how_it_went(due: DueRequest, outcome_id: int) -> Card | Dropped:
    """Ask somebody who went how it was; the next day once more, until they have said so."""
    outcome = outcomes.with_id(due.db, outcome_id)
    if outcome is None or outcome.result is not None:
        return Dropped("they have said how it went")
    event = event_of(due.db, outcome)
    if not event.is_on or event.told.meeting.starts_at > due.now:
        return Dropped("it is off, or still to come")
    if outcome.member_id not in (one.member_id for one in goers.of_events(due.db, [event.id])[event.id]):
        return Dropped("they did not go")
    return outcome_card(due, outcome_id) or Dropped("it is gone")


@standing_card(HOW_IT_WENT)
def outcome_card(scene: Scene, outcome_id: int) -> Card | None:
    """What somebody has brought back from an event, and what they can still add."""
    outcome = outcomes.with_id(scene.db, outcome_id)
    if outcome is None:
        return None
    outcome = as_it_stands(scene.db, outcome)
    event = event_of(scene.db, outcome)
    line = Text(N_("{what}, {when}"), what=what(scene, event.told), when=when(event.told))
    about = About(HOW_IT_WENT, outcome.id)
    if outcome.result is None:
        text = Text(N_("{event}\nOne press is enough; what they said can follow."), event=line)
        buttons = tuple(
            Button(words, noting.note_how_it_went, outcome=outcome, result=result)
            for result, words in RESULTS.items()
        )
        return Card(Text(N_("How did it go?")), (text,), buttons, about)
    return Card(Text(N_("How it went")), (line, *_noted(outcome)), _actions(scene, outcome), about)


def _noted(outcome: Outcome) -> list[Block]:
    body: list[Block] = []
    if outcome.result is not None:
        words = Strong(Text(RESULTS[outcome.result]))
        body.append(Text(N_("Noted: {result}. Thank you."), result=words))
    if outcome.result not in ASKED:
        return body
    if outcome.question:
        body.append(Text(N_("You asked: “{question}”"), question=outcome.question))
    if outcome.their_words:
        body.append(Text(N_("They said: “{words}”"), words=outcome.their_words))
    if outcome.answer not in (None, Answer.OTHER):
        body.append(Text(N_("Answer: {answer}"), answer=Text(ANSWERS[outcome.answer])))
    if outcome.link:
        body.append(Text(N_("Link: {link}"), link=shown_source(outcome.link)))
    if outcome.again_at is not None:
        body.append(Text(N_("Kept: whoever goes to the next event sees that this was not answered.")))
    return body


def _actions(scene: Scene, outcome: Outcome) -> tuple[Button, ...]:
    change = Button(N_("Change"), noting.ask_anew, outcome=outcome)
    if outcome.result not in ASKED:
        return (change,)
    told = Button(N_("Their words…"), noting.tell_what_they_said, press=Press.ASKS, outcome=outcome)
    return (told, *_next_time(outcome), *share_button(scene, outcome), change)


def _next_time(outcome: Outcome) -> tuple[Button, ...]:
    """What can be done with a question that was dodged. Without its words, they are asked for first."""
    if outcome.again_at is not None:
        return (Button(N_("Don't ask it again"), again.not_again, outcome=outcome),)
    if outcome.result is not Result.DODGED:
        return ()
    press = Press.RUNS if outcome.question else Press.ASKS
    return (Button(N_("Ask it again next time"), again.ask_again, press=press, outcome=outcome),)
