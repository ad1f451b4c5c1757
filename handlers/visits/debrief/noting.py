"""What is noted after a visit in words: promises, questions, what was left, their own words."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from handlers.arguments.day import DayKind
from handlers.arguments.plain import Words
from handlers.cards import FieldKind, Refused, Reply
from handlers.registry import Label, Reach, command
from handlers.request import Request
from handlers.text import N_, Text
from handlers.visits.debrief.answering import AskKind, changed, done, may_debrief, visit_of
from handlers.visits.reminding import remind_of_next_contact
from handlers.visits.rows import VisitKind
from handlers.visits.tasks import give
from storage.members import Member
from storage.tasks import NewTask
from storage.visits import debriefs, points
from storage.visits.debriefs import NoteKind
from storage.visits.points import Point
from storage.visits.visits import Visit

_LONGEST_NOTE, _LONGEST_QUOTE = 500, 3000
_USUAL = timedelta(days=7)
"""By when something is done where nobody says."""

_NOTE = Words(_LONGEST_NOTE, FieldKind.PARAGRAPH)


@command(
    "debrief-quote",
    N_("Note their own words"),
    reach=Reach.PRESSED,
    title=N_("Their words"),
    submit=N_("Save"),
)
def quote(
    request: Request,
    ask: Annotated[Point, AskKind()],
    words: Annotated[
        str,
        Words(_LONGEST_QUOTE, FieldKind.PARAGRAPH),
        Label(N_("Their words"), N_("Exactly as they said it")),
    ],
) -> Reply:
    """Keep an answer word for word."""
    visit = visit_of(request, ask)
    points.quote(request.db, ask, _said(words), request.member.id, request.now)
    changed(request, visit, replace(ask, their_words=words))
    return done(request, visit)


@command(
    "debrief-promise",
    N_("Note what you promised at a visit"),
    reach=Reach.PRESSED,
    title=N_("We promised"),
    submit=N_("Save"),
)
def promise(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    words: Annotated[str, _NOTE, Label(N_("What"))],
    owner: Annotated[Member | None, Label(N_("Who"), N_("Leave empty for yourself"))] = None,
    by: Annotated[date | None, DayKind(), Label(N_("By"), N_("A day; a week where it is empty"))] = None,
) -> Reply:
    """Keep a promise of ours: it is somebody's task from now on."""
    may_debrief(request, visit)
    day = by or (request.now + _USUAL).astimezone(visit.meeting.zone).date()
    give(request, NewTask((owner or request.member).id, _said(words), day, visit.id))
    return done(request, visit)


@command(
    "debrief-theirs",
    N_("Note what they promised at a visit"),
    reach=Reach.PRESSED,
    title=N_("They promised"),
    submit=N_("Save"),
)
def note_theirs(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    words: Annotated[str, _NOTE, Label(N_("What"))],
) -> Reply:
    """Keep a promise of theirs."""
    return _note(request, visit, NoteKind.THEIRS, words)


@command(
    "debrief-question",
    N_("Note a question that is to be answered"),
    reach=Reach.PRESSED,
    title=N_("A question to answer"),
    submit=N_("Save"),
)
def note_question(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    words: Annotated[str, _NOTE, Label(N_("Question"))],
) -> Reply:
    """Keep a question of theirs."""
    return _note(request, visit, NoteKind.QUESTION, words)


@command(
    "debrief-left",
    N_("Note what you left with them"),
    reach=Reach.PRESSED,
    title=N_("We left"),
    submit=N_("Save"),
)
def note_left(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    words: Annotated[str, _NOTE, Label(N_("What"))],
) -> Reply:
    """Keep what was left with them."""
    return _note(request, visit, NoteKind.LEFT, words)


@command("debrief-left-it", N_("Note that you left with them what you brought"), reach=Reach.PRESSED)
def note_left_it(request: Request, point: Annotated[Point, AskKind()]) -> Reply:
    """Keep that something was left with them as it was planned; once, however often that is pressed."""
    visit = visit_of(request, point)
    left = {one.words for one in debriefs.notes(request.db, visit.id) if one.kind is NoteKind.LEFT}
    if point.words not in left:
        return _note(request, visit, NoteKind.LEFT, point.words)
    return done(request, visit)


@command(
    "debrief-next",
    N_("Note when to be in touch next"),
    reach=Reach.PRESSED,
    title=N_("Next contact"),
    submit=N_("Save"),
)
def note_next_contact(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    day: Annotated[date, DayKind(), Label(N_("Day"))],
) -> Reply:
    """Keep when to be in touch next."""
    may_debrief(request, visit)
    debriefs.note_next(request.db, visit.id, day)
    remind_of_next_contact(request, visit, day)
    return done(request, visit)


def _note(request: Request, visit: Visit, kind: NoteKind, words: str) -> Reply:
    may_debrief(request, visit)
    debriefs.note(request.db, visit.id, kind, _said(words), request.member.id, request.now)
    return done(request, visit)


def _said(words: str) -> str:
    if not words:
        raise Refused(Text(N_("Please fill this in.")), field="words")
    return words
