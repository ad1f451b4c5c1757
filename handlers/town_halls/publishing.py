"""Telling the right people of a town hall: of a new one, of a change, and when it is off.

All of it can be done without a person at the keyboard, for calendars that are fetched: `by_id` is the
member who did it, who need not be told, or None.
"""

from handlers.districts.subjects import HOME
from handlers.request import Scene
from handlers.text import N_, NP_, Text
from handlers.town_halls.reminding import call_off, redraw_when_over, remind
from handlers.town_halls.subjects import ALERT, CALLED_OFF, CHANGED, PUBLISHED, REVIEW, TOWN_HALL
from storage import coalitions, outbox, posted_cards, roles, watches
from storage.outbox import Place, Saying
from storage.posted_cards import Shown
from storage.town_halls import goers
from storage.town_halls.kinds import EventKind
from storage.town_halls.sources import Source
from storage.town_halls.town_halls import Described, TownHall

ONLY_BY_HAND = (EventKind.OFFICE_HOURS,)
"""Kinds that are announced only when an organiser says so, however trusted their source."""


def interested(scene: Scene, told: Described) -> list[int]:
    """The members whom an event concerns: who works or watches its seat.

    For a seat of a whole state (a Senator, a governor) and for somebody who is not on the lists, who
    works or watches any seat of that state.
    """
    seat = scene.districts.catalogue.get(told.seat_id) if told.seat_id is not None else None
    if seat is not None and seat.district:
        return watches.interested_in_seat(scene.db, seat.id)
    state = seat.state if seat is not None else told.state
    return watches.interested_in_state(scene.db, state) if state else []


def announce(scene: Scene, event: TownHall, by_id: int | None) -> int:
    """Tell everybody whom a new event concerns, and the channel; how many people that is."""
    told = [one for one in interested(scene, event.told) if one != by_id]
    for member_id in told:
        _tell(scene, member_id, ALERT, event, f"{ALERT}:{event.id}:{member_id}")
    _say_in_channels(scene, event, TOWN_HALL, f"{TOWN_HALL}:{event.id}", by_id)
    if event.brought_by_id is not None and event.brought_by_id not in (by_id, *told):
        _tell(scene, event.brought_by_id, PUBLISHED, event, f"{PUBLISHED}:{event.id}")
    redraw_when_over(scene, event)
    touch(scene, event)
    return len(told)


def announced(count: int) -> Text:
    """How many people are told, in a sentence."""
    if count == 0:
        return Text(
            N_("Announced. Nobody else works or watches that district yet, so only the channel is told.")
        )
    text = NP_(
        "Announced. {n} person and the channel are told.", "Announced. {n} people and the channel are told."
    )
    return Text(text, n=count)


def ask_organisers(scene: Scene, event: TownHall) -> None:
    """Put it before every organiser, each once."""
    for member_id in roles.organisers(scene.db):
        _tell(scene, member_id, REVIEW, event, f"{REVIEW}:{event.id}:{member_id}")


def may_pass(event: TownHall, source: Source) -> bool:
    """Whether it needs no organiser: its source is trusted, and it is certain who answers, and when."""
    return source.is_trusted and event.told.is_placed and event.told.kind not in ONLY_BY_HAND


def tell_of_change(scene: Scene, event: TownHall, by_id: int | None) -> None:
    """Tell those who know of an event that it is otherwise, and remind those who go by the new time."""
    _tell_the_told(scene, event, CHANGED, by_id)
    call_off(scene, event)
    redraw_when_over(scene, event)
    for goer in goers.of_events(scene.db, [event.id])[event.id]:
        remind(scene, event, goer.member_id)


def tell_of_end(scene: Scene, event: TownHall, by_id: int | None) -> None:
    """Tell those who know of an event that it is off."""
    _tell_the_told(scene, event, CALLED_OFF, by_id)
    call_off(scene, event)


def touch(scene: Scene, event: TownHall, *concerned: int) -> None:
    """An event has changed: its cards are drawn anew, and the home pages of the members `concerned`."""
    pages = (Shown(HOME, member_id) for member_id in concerned)
    posted_cards.touch(scene.db, Shown(TOWN_HALL, event.id), Shown(REVIEW, event.id), *pages)


def _tell_the_told(scene: Scene, event: TownHall, kind: str, by_id: int | None) -> None:
    """Those who were alerted or go, each once for each change, and the channel; its cards show it."""
    told = set(outbox.said_to(scene.db, ALERT, event.id))
    going = {one.member_id for one in goers.of_events(scene.db, [event.id])[event.id]}
    touch(scene, event, *going)
    told |= going
    for member_id in sorted(told):
        if member_id != by_id:
            _tell(scene, member_id, kind, event, f"{kind}:{event.id}:{event.sequence}:{member_id}")
    _say_in_channels(scene, event, kind, f"{kind}:{event.id}:{event.sequence}:channel", by_id)


def _tell(scene: Scene, member_id: int, kind: str, event: TownHall, key: str) -> None:
    outbox.write(scene.db, Saying(kind, event.id, key, scene.now, member_id=member_id), scene.now)


def _say_in_channels(scene: Scene, event: TownHall, kind: str, key: str, by_id: int | None) -> None:
    """Wherever the coalition announces, also where somebody has just pressed: only they saw the answer."""
    for one in coalitions.announcing(scene.db):
        place = Place(one.workspace_id, one.channel)
        saying = Saying(kind, event.id, f"{key}:{one.workspace_id}", scene.now, member_id=by_id, place=place)
        outbox.write(scene.db, saying, scene.now)
