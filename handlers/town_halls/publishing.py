"""Telling the right people of a town hall: of a new one, of a change, and when it is off.

All of it can be done without a person at the keyboard, for calendars that are fetched: `by_id` is the
member who did it, who need not be told, or None.
"""

from collections.abc import Iterable

from handlers.districts.subjects import HOME
from handlers.request import Scene
from handlers.text import N_, NP_, Text
from handlers.town_halls.reminding import call_off, redraw_when_over, remind
from handlers.town_halls.subjects import (
    ALERT,
    BACK_ON,
    CALLED_OFF,
    CHANGED,
    PUBLISHED,
    REVIEW,
    TOWN_HALL,
)
from storage import coalitions, outbox, posted_cards, roles, watches
from storage.outbox import Place, Saying
from storage.posted_cards import Shown
from storage.town_halls import goers, town_halls
from storage.town_halls.kinds import EventKind
from storage.town_halls.sources import Source
from storage.town_halls.town_halls import Described, TownHall

ONLY_BY_HAND = (EventKind.OFFICE_HOURS,)
"""Kinds that are announced only when an organiser says so, or has asked for them from a trusted source."""


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
    """Tell everybody whom a new event concerns, and the channel; how many people that is.

    Who knows of it already, since it was announced and called off before, is told that it takes place.
    """
    event = town_halls.with_id(scene.db, event.id) or event
    outbox.call_off(scene.db, ALERT, event.id, "it is announced anew", scene.now)
    known_to = _told(scene, event)
    told = sorted({*interested(scene, event.told), *known_to} - {by_id})
    _alert(scene, event, (one for one in told if one not in known_to))
    for member_id in told:
        if member_id in known_to:
            _tell(scene, member_id, BACK_ON, event, f"{BACK_ON}:{event.id}:{event.sequence}:{member_id}")
    kind = BACK_ON if outbox.was_said(scene.db, TOWN_HALL, event.id) else TOWN_HALL
    _say_in_channels(scene, event, kind, f"{kind}:{event.id}:{event.sequence}", by_id)
    if event.brought_by_id is not None and event.brought_by_id not in (by_id, *told):
        _tell(scene, event.brought_by_id, PUBLISHED, event, f"{PUBLISHED}:{event.id}")
    redraw_when_over(scene, event)
    _remind_anew(scene, event)
    touch(scene, event)
    return len(told)


def _alert(scene: Scene, event: TownHall, member_ids: Iterable[int]) -> None:
    for member_id in member_ids:
        _tell(scene, member_id, ALERT, event, f"{ALERT}:{event.id}:{event.sequence}:{member_id}")


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
    """Whether it needs no organiser: its source is trusted, it is certain who answers, and when, and it is of
    a kind that is announced or was asked for."""
    is_wanted = event.told.kind not in ONLY_BY_HAND or source.has_office_hours
    return source.is_trusted and event.told.is_placed and is_wanted


def tell_of_change(scene: Scene, event: TownHall, before: Described, by_id: int | None) -> None:
    """Tell those who know of an event that it is otherwise, and remind those who go by the new time.

    If it concerns others than before, they are told of it as of a new one.
    """
    told = _told(scene, event) | _publisher(scene, event)
    _tell_the_told(scene, event, CHANGED, told, by_id)
    if (before.seat_id, before.state) != (event.told.seat_id, event.told.state):
        newly = {*interested(scene, event.told)} - {*interested(scene, before)} - told - {by_id}
        _alert(scene, event, sorted(newly))
    call_off(scene, event)
    redraw_when_over(scene, event)
    _remind_anew(scene, event)


def tell_of_end(scene: Scene, event: TownHall, by_id: int | None) -> None:
    """Tell those who know of an event that it is off; `event` is as it was while it took place."""
    again = town_halls.with_id(scene.db, event.id) or event
    told = _told(scene, event) | _publisher(scene, event)
    _tell_the_told(scene, again, CALLED_OFF, told, by_id)
    call_off(scene, event)


def _remind_anew(scene: Scene, event: TownHall) -> None:
    for goer in goers.of_events(scene.db, [event.id])[event.id]:
        remind(scene, event, goer.member_id)


def touch(scene: Scene, event: TownHall, *concerned: int) -> None:
    """An event has changed: its cards are drawn anew, and the home pages of the members `concerned`."""
    pages = (Shown(HOME, member_id) for member_id in concerned)
    posted_cards.touch(scene.db, Shown(TOWN_HALL, event.id), Shown(REVIEW, event.id), *pages)


def _told(scene: Scene, event: TownHall) -> set[int]:
    """Who knows of an event: those who were told of it, who go, and who brought it once it was announced."""
    told = {*outbox.said_to(scene.db, ALERT, event.id), *outbox.said_to(scene.db, PUBLISHED, event.id)}
    return told | _going(scene, event)


def _going(scene: Scene, event: TownHall) -> set[int]:
    return {one.member_id for one in goers.of_events(scene.db, [event.id])[event.id]}


def _publisher(scene: Scene, event: TownHall) -> set[int]:
    """Whoever announced it, who was not told as they saw it, if it concerns them or they brought it."""
    by_id = event.brought_by_id if event.decided_by_id is None else event.decided_by_id
    if by_id is None or not event.is_on:
        return set()
    return {by_id} & {event.brought_by_id, *interested(scene, event.told)}


def _tell_the_told(scene: Scene, event: TownHall, kind: str, told: set[int], by_id: int | None) -> None:
    """Those who know of it, each once for each change, and the channel; its cards show it."""
    touch(scene, event, *_going(scene, event))
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
