"""The debrief: a card that asks for one thing after the other and keeps every press."""

from typing import Annotated

from handlers.cards import About, Block, Button, Card, Reply, Row, Rows
from handlers.registry import Effect, Reach, command, reminder, standing_card
from handlers.request import Dropped, DueRequest, Redirected, Request, Scene
from handlers.text import N_, Message, Strong, Text
from handlers.timing import Quiet
from handlers.visits.debrief import answering, noting
from handlers.visits.debrief.stances import STANCES
from handlers.visits.delegation import FACILITATOR, Delegation, delegation
from handlers.visits.rows import VisitKind
from handlers.visits.subjects import DEBRIEF
from handlers.visits.wording import when, whom
from storage import members, tasks
from storage.tasks import TaskKind
from storage.visits import debriefs, points, visits
from storage.visits.debriefs import Debrief, Met, Note, NoteKind
from storage.visits.parts import State
from storage.visits.points import Point, PointKind
from storage.visits.visits import Stage, Visit

WRITERS = ("notes", FACILITATOR)
"""The roles whose holders are asked, the first that somebody has; else whoever arranged the visit."""

_OF_THE_OTHER = 3
"""Which asking is of the second of them: the next day, when the first has not answered."""

MET: dict[Met, Message] = {
    Met.MEMBER: N_("The Member"),
    Met.SENIOR_STAFF: N_("Senior staff"),
    Met.STAFF: N_("Staff"),
    Met.DROP_BY: N_("A drop-by"),
}
_NOTED: dict[NoteKind, Message] = {
    NoteKind.THEIRS: N_("They promised: {words}"),
    NoteKind.QUESTION: N_("To be answered: {words}"),
    NoteKind.LEFT: N_("Left with them: {words}"),
}


@reminder(DEBRIEF, quiet=Quiet.LATER)
def debrief(due: DueRequest, visit_id: int) -> Card | Dropped | Redirected:
    """Ask whoever took notes what came of a visit; the next day the facilitator, too."""
    visit = visits.with_id(due.db, visit_id)
    if visit is None or not visit.is_on or visit.meeting.starts_at > due.now:
        return Dropped("the visit is off, or still to come")
    if debriefs.of_visit(due.db, visit_id).done_at is not None:
        return Dropped("all is noted")
    card = debrief_card(due, visit_id)
    if card is None:
        return Dropped("the visit is gone")
    first, *others = _writers(delegation(due, visit))
    if int(due.key.rpartition(":")[2]) < _OF_THE_OTHER:
        return Redirected(first, card)
    return Redirected(others[0], card) if others else Dropped("nobody else is to be asked")


def _writers(people: Delegation) -> list[int]:
    """Who is asked, one after the other."""
    held = [part for part in people.parts if part.state is State.HELD]
    holders = [part.member_id for role in WRITERS for part in held if part.role == role]
    return list(dict.fromkeys(holders)) or [people.visit.made_by_id]


@standing_card(DEBRIEF)
def debrief_card(scene: Scene, visit_id: int) -> Card | None:
    """What is known of a visit afterwards, and what is still to be said."""
    visit = visits.with_id(scene.db, visit_id)
    if visit is None or visit.stage is Stage.DRAFT:
        return None
    known = debriefs.of_visit(scene.db, visit.id)
    prepared = points.of_visits(scene.db, [visit.id])[visit.id]
    asks = [one for one in prepared if one.kind is PointKind.ASK]
    noted = debriefs.notes(scene.db, visit.id)
    title = Text(N_("Debrief: {whom}, {when}"), whom=whom(scene, visit), when=when(visit.meeting))
    rows = (_met(visit, known), *(_ask(one) for one in asks), *_to_leave(prepared, noted))
    body = (_state(known, asks), Rows(rows), *_rest(scene, visit, known, noted))
    return Card(title, body, _actions(visit), About(DEBRIEF, visit.id))


@command("open-debrief", N_("Say what came of a visit"), effect=Effect.READS, reach=Reach.PRESSED)
def open_debrief(request: Request, visit: Annotated[Visit, VisitKind()]) -> Reply:
    """Show somebody who may answer it the debrief, whoever was asked."""
    answering.may_debrief(request, visit)
    return Reply(debrief_card(request, visit.id) or Card(), beside=True)


def _state(known: Debrief, asks: list[Point]) -> Text:
    if known.done_at is not None:
        return Text(N_("Thank you, all that is needed is noted. You can still add to it."))
    left = [one for one in asks if one.stance is None]
    if known.met is not None and left:
        return Text(N_("Still to say: what they answered."))
    return Text(N_("Two minutes, one press each. Every press is kept, so you can stop at any time."))


def _met(visit: Visit, known: Debrief) -> Row:
    if known.met is not None:
        again = Button(N_("Change"), answering.ask_again_whom, visit=visit)
        return Row(Text(N_("You met: {whom}."), whom=Strong(Text(MET[known.met]))), (again,))
    buttons = tuple(Button(words, answering.note_met, visit=visit, met=one) for one, words in MET.items())
    return Row(Text(N_("Whom did you meet?")), buttons)


def _ask(ask: Point) -> Row:
    if ask.stance is None:
        buttons = tuple(
            Button(words, answering.note_answer, ask=ask, stance=one) for one, words in STANCES.items()
        )
        return Row(Text(N_("You asked: {ask}"), ask=ask.words), buttons)
    answer = Strong(Text(STANCES[ask.stance]))
    said = Text(N_("You asked: {ask}\nTheir answer: {answer}."), ask=ask.words, answer=answer)
    if ask.their_words:
        said = Text(N_("{said} “{words}”"), said=said, words=ask.their_words)
    quote = Button(N_("Their words…"), noting.quote, ask=ask)
    return Row(said, (quote, Button(N_("Change"), answering.ask_again, ask=ask)))


def _to_leave(prepared: list[Point], noted: list[Note]) -> list[Row]:
    """What was to be left with them, until somebody says that it was."""
    left = {one.words for one in noted if one.kind is NoteKind.LEFT}
    return [
        Row(
            Text(N_("You wanted to leave with them: {words}"), words=one.words),
            (Button(N_("We left it"), noting.note_left_it, point=one),),
        )
        for one in prepared
        if one.kind is PointKind.MATERIAL and one.words not in left
    ]


def _rest(scene: Scene, visit: Visit, known: Debrief, noted: list[Note]) -> list[Block]:
    """What was noted beside the answers."""
    body: list[Block] = []
    body += [Text(_NOTED[one.kind], words=one.words) for one in noted]
    ours = [one for one in tasks.of_visit(scene.db, visit.id) if not one.is_dropped]
    people = members.people(scene.db, [one.owner_id for one in ours])
    for task in ours:
        again = task.kind is TaskKind.ASK_AGAIN
        sentence = (
            N_("{who} will ask again: {words}, by {day}.") if again else N_("{who} will: {words}, by {day}.")
        )
        body.append(Text(sentence, who=people[task.owner_id], words=task.words, day=task.due_on))
    if known.next_contact is not None:
        body.append(Text(N_("Next contact: {day}."), day=known.next_contact))
    return body


def _actions(visit: Visit) -> tuple[Button, ...]:
    return (
        Button(N_("We promised…"), noting.promise, visit=visit),
        Button(N_("They promised…"), noting.note_theirs, visit=visit),
        Button(N_("A question to answer…"), noting.note_question, visit=visit),
        Button(N_("We left…"), noting.note_left, visit=visit),
        Button(N_("Next contact…"), noting.note_next_contact, visit=visit),
    )
