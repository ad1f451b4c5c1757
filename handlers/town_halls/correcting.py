"""Putting a town hall right, before it is announced and after."""

from collections.abc import Mapping
from typing import Annotated
from zlib import crc32
from zoneinfo import ZoneInfo

from handlers.arguments.coming import ComingKind
from handlers.arguments.plain import FormWords, OneOf
from handlers.arguments.whom import WhomKind
from handlers.cards import About, Card, Refused, Reply
from handlers.registry import Label, Reach, command
from handlers.request import Request
from handlers.text import N_, Text
from handlers.town_halls.describing import described
from handlers.town_halls.ends import until_as_typed
from handlers.town_halls.publishing import tell_of_change, touch
from handlers.town_halls.rows import KINDS, TownHallKind, to_come
from handlers.town_halls.subjects import REVIEW
from handlers.visits.meeting import typed_again
from storage import whom as people_to_meet
from storage.town_halls import deciding
from storage.town_halls.kinds import EventKind
from storage.town_halls.town_halls import Described, Stage, TownHall
from storage.whom import Counterpart, Whom

_CHANGED_MEANWHILE = Text(N_("Somebody else has just changed this event. Look at its card again."))


def _as_it_is(request: Request, kept: Mapping[str, str]) -> Mapping[str, object]:
    """What the form opens with: the event as it is described now."""
    event = TownHallKind().load(kept["event"], request)
    _may_correct(request, event)
    told = event.told
    filled: dict[str, object] = {
        "when": typed_again(told.meeting, until_as_typed(told)), "zone": told.meeting.zone, "kind": told.kind,
        "where": told.place, "said_by": told.said_by, "opened_on": _mark(told),
    }  # fmt: skip
    if told.seat_id is None or not told.is_placed:
        return filled
    known = Counterpart(told.seat_id, told.name, told.official_id, told.candidate_id)
    found = people_to_meet.again(request.db, known)
    return filled if found is None else {**filled, "whom": found}


@command(
    "correct-town-hall",
    N_("Put a town hall right"),
    reach=Reach.PRESSED,
    title=N_("Correct a town hall"),
    filled=_as_it_is,
)
def correct_town_hall(
    request: Request,
    event: Annotated[TownHall, TownHallKind()],
    whom: Annotated[Whom, WhomKind(), Label(N_("Who"), N_("A name, or a district like PA-07"))],
    when: Annotated[str, ComingKind(), Label(N_("When"), N_("Like “Tue 14 July 6:30-8pm”"))],
    zone: Annotated[
        ZoneInfo | None, Label(N_("Time zone"), N_("Of the place; leave empty for the one of their state"))
    ] = None,
    where: Annotated[str, FormWords(300), Label(N_("Where"), N_("An address or a link"))] = "",
    kind: Annotated[EventKind, OneOf(EventKind, KINDS), Label(N_("Kind"))] = EventKind.IN_PERSON,
    said_by: Annotated[str, FormWords(300), Label(N_("Source"), N_("A link, or where you heard it"))] = "",
    opened_on: int = 0,
) -> Reply:
    """Describe an event anew; whoever was told of it is told what is otherwise.

    `opened_on` marks how it was described when the form was opened, so that nothing newer is overwritten.
    """
    _may_correct(request, event)
    to_come(request, event)
    if opened_on not in (0, _mark(event.told)):
        raise Refused(_CHANGED_MEANWHILE)
    told = described(request, whom, kind, when, zone, where, said_by, event.told)
    if told == event.told:
        raise Refused(Text(N_("That is what it says already. Nothing has changed.")))
    changed = deciding.correct(request.db, event, told, request.member.id, request.now)
    if changed is None:
        raise Refused(_CHANGED_MEANWHILE)
    if not changed.is_on:
        touch(request, changed)
        return Reply(About(REVIEW, event.id))
    tell_of_change(request, changed, event.told, request.member.id)
    return Reply(Card(body=(Text(N_("Corrected. Everybody who was told of it is told.")),)), beside=True)


def _mark(told: Described) -> int:
    """A number from 1 to 99,999, as a form carries it."""
    return crc32(repr(told).encode()) % 99_999 + 1


def _may_correct(request: Request, event: TownHall) -> None:
    """Let organisers correct anything, and whoever brought it while it waits; raises Refused for others."""
    is_theirs = event.stage is Stage.PROPOSED and event.brought_by_id == request.member.id
    if not is_theirs and not request.may_organise:
        raise Refused(Text(N_("Only an organiser can change that. Ask one of them.")))
