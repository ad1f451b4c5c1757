"""Moving a visit and calling it off: everybody who comes is told once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from handlers.arguments.coming import ComingKind, read_coming, typed_zone
from handlers.arguments.plain import Amount
from handlers.cards import Block, Button, Card, Refused, Reply, Style
from handlers.outreach.chains import zone_of
from handlers.registry import Label, Reach, command, reminder
from handlers.request import Dropped, DueRequest, Request, Scene
from handlers.text import N_, Message, Text
from handlers.timing import Manners, Quiet, sayable_at
from handlers.visits.delegation import redraw
from handlers.visits.meeting import meeting_of, typed_again
from handlers.visits.nearby import tell_of_visit
from handlers.visits.prepared import rehearsal
from handlers.visits.rehearsing import moved_along
from handlers.visits.reminding import call_off, remind, taking_part
from handlers.visits.rows import VisitKind
from handlers.visits.standing import may_change, still_on
from handlers.visits.stories import end_stories, move_stories_along
from handlers.visits.subjects import CANCELLED, CANCELLED_TONIGHT, MOVED, MOVED_TONIGHT, PART
from handlers.visits.wording import headline, when, whom
from storage import members, posted_cards
from storage.meetings import Meeting
from storage.posted_cards import Shown
from storage.visits import parts, visits
from storage.visits.visits import Visit

_TONIGHT = {MOVED: MOVED_TONIGHT, CANCELLED: CANCELLED_TONIGHT}
_SETTING_OUT = timedelta(hours=2)
"""So long before a visit those who come must know that it is not then."""


def _as_it_is(request: Request, kept: Mapping[str, str]) -> Mapping[str, object]:
    """What the form opens with: when the visit is now."""
    visit = VisitKind().load(kept["visit"], request)
    may_change(request, visit)
    still_on(request, visit)
    at = visit.meeting
    return {"when": typed_again(at), "zone": at.zone, "minutes": at.minutes, "seen": visit.sequence}


@command(
    "move-visit",
    N_("Move a visit to another time"),
    reach=Reach.PRESSED,
    title=N_("Move the visit"),
    submit=N_("Move it"),
    filled=_as_it_is,
)
def move_visit(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    when: Annotated[str, ComingKind(), Label(N_("When"), N_("Like “Tue 14 July 10am”"))],
    zone: Annotated[ZoneInfo | None, Label(N_("Time zone"), N_("Of the place"))] = None,
    minutes: Annotated[int | None, Amount(5, 720), Label(N_("Minutes"))] = None,
    seen: int | None = None,
) -> Reply:
    """Have a visit at another time; all that was to be said about it is said by the new one.

    `seen` is the visit's sequence when the form was opened: what somebody else has agreed on since is not
    undone by it.
    """
    may_change(request, visit)
    still_on(request, visit)
    if seen is not None and seen != visit.sequence:
        text = N_("Somebody else has moved it meanwhile: it is {when} now. Close this, and press Move again.")
        raise Refused(Text(text, when=_when(visit.meeting)), field="when")
    here = zone or typed_zone(when, request.now) or visit.meeting.zone
    coming = read_coming(when, request.now, here, is_settled=True)
    to = meeting_of(coming, minutes or visit.meeting.minutes)
    if to == visit.meeting:
        raise Refused(Text(N_("That is when it is already. Nothing has changed.")), field="when")
    rehearsed_at = moved_along(visit, to, request.now)
    if not visits.move(request.db, visit, to, rehearsed_at, request.member.id, request.now):
        raise Refused(Text(N_("Somebody else has just changed this visit. Look at its card again.")))
    moved = _again(request, visit)
    _tell(request, moved, MOVED, min(visit.meeting.starts_at, to.starts_at))
    call_off(request, visit)
    move_stories_along(request, visit, moved)
    remind(request, moved)
    tell_of_visit(request, moved)
    is_off = visit.rehearsed_at is not None and rehearsed_at is None
    text = N_("Moved. It is {when} now; everybody who comes is told.")
    return Reply(
        Card(body=(Text(text, when=_when(to)), *_rehearsal(request, moved, is_off=is_off))), beside=True
    )


def _rehearsal(scene: Scene, moved: Visit, *, is_off: bool) -> list[Block]:
    """What became of the rehearsal of a visit that has moved."""
    if is_off:
        text = N_("Its rehearsal no longer fits, so it is off. Plan another one with Prepare….")
        return [Text(text)]
    is_to_come = moved.rehearsed_at is not None and moved.rehearsed_at > scene.now
    return rehearsal(moved) if is_to_come else []


def _again(request: Request, visit: Visit) -> Visit:
    found = visits.with_id(request.db, visit.id)
    if found is None:
        raise LookupError("the visit that was just changed is not there")
    return found


def _when(meeting: Meeting) -> Text:
    return when(meeting)


@command("cancel-visit", N_("Call a visit off"), reach=Reach.PRESSED)
def cancel_visit(request: Request, visit: Annotated[Visit, VisitKind()]) -> Reply:
    """Ask once more before a visit is called off."""
    may_change(request, visit)
    still_on(request, visit)
    text = N_("Cancel this visit? {visit}. Everybody who comes is told.")
    yes = Button(N_("Yes, cancel it"), really_cancel_visit, style=Style.DANGER, visit=visit)
    return Reply(Card(body=(Text(text, visit=headline(request, visit)),), actions=(yes,)), beside=True)


@command("really-cancel-visit", N_("Call a visit off, without being asked again"), reach=Reach.PRESSED)
def really_cancel_visit(request: Request, visit: Annotated[Visit, VisitKind()]) -> Reply:
    """Call a visit off; what was to be said about it goes."""
    may_change(request, visit)
    still_on(request, visit)
    visits.cancel(request.db, visit, request.member.id, request.now)
    gone = _again(request, visit)
    _tell(request, gone, CANCELLED, visit.meeting.starts_at)
    call_off(request, visit)
    end_stories(request, visit)
    text = N_("Cancelled: {visit}. Everybody who wanted to come is told.")
    return Reply(Card(body=(Text(text, visit=headline(request, visit)),)))


def _tell(request: Request, visit: Visit, kind: str, sets_out_for: datetime) -> None:
    """Tell everybody who takes part, but whoever did it, once for each change; at night, too, where it would
    be too late in the morning."""
    concerned = set(taking_part(request, visit))
    posted_cards.touch(request.db, *(Shown(PART, part.id) for part in parts.of_visit(request.db, visit.id)))
    for member_id in sorted(concerned - {request.member.id}):
        zone = zone_of(request, members.with_id(request.db, member_id))
        in_time = sayable_at(request.now, zone, Manners(Quiet.LATER)) + _SETTING_OUT <= sets_out_for
        said_as = kind if in_time else _TONIGHT[kind]
        request.tell(member_id, said_as, visit.id, f"{kind}:{visit.id}:{visit.sequence}:{member_id}")
    redraw(request.db, visit.id, *concerned)


@reminder(MOVED, quiet=Quiet.LATER)
def moved(due: DueRequest, visit_id: int) -> Card | Dropped:
    """Tell somebody that a visit has another time."""
    return _moved(due, visit_id)


@reminder(MOVED_TONIGHT)
def moved_tonight(due: DueRequest, visit_id: int) -> Card | Dropped:
    """The same, whatever the hour."""
    return _moved(due, visit_id)


def _moved(due: DueRequest, visit_id: int) -> Card | Dropped:
    visit = visits.with_id(due.db, visit_id)
    if visit is None or not visit.is_on:
        return Dropped("it was cancelled, which is said instead")
    if not due.key.startswith(f"{MOVED}:{visit.id}:{visit.sequence}:"):
        return Dropped("it was moved again, which is said instead")
    card = _changed(due, visit, N_("The visit with {whom} has moved: it is {when} now."))
    is_off = visits.lost_its_rehearsal(due.db, visit)
    return Card(body=(*card.body, *_rehearsal(due, visit, is_off=is_off)))


@reminder(CANCELLED, quiet=Quiet.LATER)
def cancelled(due: DueRequest, visit_id: int) -> Card | Dropped:
    """Tell somebody that a visit does not take place."""
    return _cancelled(due, visit_id)


@reminder(CANCELLED_TONIGHT)
def cancelled_tonight(due: DueRequest, visit_id: int) -> Card | Dropped:
    """The same, whatever the hour."""
    return _cancelled(due, visit_id)


def _cancelled(due: DueRequest, visit_id: int) -> Card | Dropped:
    visit = visits.with_id(due.db, visit_id)
    if visit is None:
        return Dropped("the visit is gone")
    return _changed(due, visit, N_("The visit with {whom} is cancelled. It was to be {when}."))


def _changed(due: DueRequest, visit: Visit, sentence: Message) -> Card:
    return Card(body=(Text(sentence, whom=whom(due, visit), when=when(visit.meeting)),))
