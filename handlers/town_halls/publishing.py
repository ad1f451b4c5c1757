"""Telling the right people of a town hall: of a new one, of a change, and when it is off."""

from handlers.request import Request
from handlers.text import N_, NP_, Text
from handlers.town_halls.reminding import call_off, remind
from handlers.town_halls.subjects import ALERT, CALLED_OFF, CHANGED, PUBLISHED, REVIEW, TOWN_HALL
from storage import outbox, posted_cards, roles, watches
from storage.outbox import Place, Saying
from storage.posted_cards import Shown
from storage.town_halls import goers
from storage.town_halls.kinds import EventKind
from storage.town_halls.sources import Source
from storage.town_halls.town_halls import Described, TownHall

ONLY_BY_HAND = (EventKind.OFFICE_HOURS,)
"""Kinds that are announced only when an organiser says so, however trusted their source."""


def interested(request: Request, told: Described) -> list[int]:
    """The members whom an event concerns: who works or watches its seat.

    For a seat of a whole state (a Senator, a governor) and for somebody who is not on the lists, who
    works or watches any seat of that state.
    """
    seat = request.districts.catalogue.get(told.seat_id) if told.seat_id is not None else None
    if seat is not None and seat.district:
        return watches.interested_in_seat(request.db, seat.id)
    state = seat.state if seat is not None else told.state
    return watches.interested_in_state(request.db, state) if state else []


def announce(request: Request, event: TownHall) -> int:
    """Tell everybody whom a new event concerns, and the channel; how many people that is."""
    told = [one for one in interested(request, event.told) if one != request.member.id]
    for member_id in told:
        request.tell(member_id, ALERT, event.id, f"{ALERT}:{event.id}:{member_id}")
    _say_in_channels(request, event, TOWN_HALL, f"{TOWN_HALL}:{event.id}")
    if event.brought_by_id not in (None, request.member.id, *told):
        request.tell(event.brought_by_id, PUBLISHED, event.id, f"{PUBLISHED}:{event.id}")
    touch(request, event)
    return len(told)


def announced(count: int) -> Text:
    """How many people are told, in a sentence."""
    if count == 0:
        return Text(N_("Announced. Nobody works or watches that district yet, so only the channel is told."))
    text = NP_(
        "Announced. {n} person and the channel are told.", "Announced. {n} people and the channel are told."
    )
    return Text(text, n=count)


def ask_organisers(request: Request, event: TownHall) -> None:
    """Put it before every organiser, each once."""
    for member_id in roles.organisers(request.db):
        request.tell(member_id, REVIEW, event.id, f"{REVIEW}:{event.id}:{member_id}")


def may_pass(event: TownHall, source: Source) -> bool:
    """Whether it needs no organiser: its source is trusted, and one knows who answers."""
    return source.is_trusted and event.told.seat_id is not None and event.told.kind not in ONLY_BY_HAND


def tell_of_change(request: Request, event: TownHall) -> None:
    """Tell those who know of an event that it is otherwise, and remind those who go by the new time."""
    _tell_the_told(request, event, CHANGED)
    call_off(request, event)
    for goer in goers.of_events(request.db, [event.id])[event.id]:
        remind(request, event, goer.member_id)
    touch(request, event)


def tell_of_end(request: Request, event: TownHall) -> None:
    """Tell those who know of an event that it is off."""
    _tell_the_told(request, event, CALLED_OFF)
    call_off(request, event)
    touch(request, event)


def touch(request: Request, event: TownHall) -> None:
    """An event has changed: its cards are drawn anew."""
    posted_cards.touch(request.db, Shown(TOWN_HALL, event.id), Shown(REVIEW, event.id))


def _tell_the_told(request: Request, event: TownHall, kind: str) -> None:
    """Those who were alerted or go, each once for each change, and the channel."""
    told = set(outbox.said_to(request.db, ALERT, event.id))
    told |= {one.member_id for one in goers.of_events(request.db, [event.id])[event.id]}
    for member_id in sorted(told - {request.member.id}):
        request.tell(member_id, kind, event.id, f"{kind}:{event.id}:{event.sequence}:{member_id}")
    _say_in_channels(request, event, kind, f"{kind}:{event.id}:{event.sequence}:channel")


def _say_in_channels(request: Request, event: TownHall, kind: str, key: str) -> None:
    """Wherever the coalition announces, also where somebody has just pressed: only they saw the answer."""
    for one in request.announcing:
        place, by = Place(one.workspace_id, one.channel), request.member.id
        saying = Saying(kind, event.id, f"{key}:{one.workspace_id}", request.now, member_id=by, place=place)
        outbox.write(request.db, saying, request.now)
