"""Asking organisers about an event that its list has no more, or that another list has otherwise; and telling
them what came of a list."""

from datetime import timedelta
from hashlib import sha256

from handlers.request import Scene
from handlers.town_halls.subjects import DIFFERS, LIST_READ, LIST_TROUBLE, MISSED
from storage import outbox, roles
from storage.outbox import Saying
from storage.town_halls import deciding
from storage.town_halls.sources import Source
from storage.town_halls.town_halls import Stage, TownHall

_PASSING = frozenset({"no-such-host", "no-connection", "too-slow", "bad-status", "bad-answer"})
"""Troubles with a calendar that was read before which mostly pass by themselves."""
_PATIENCE = timedelta(hours=2)


def ask_whether_it_is_off(scene: Scene, event: TownHall) -> None:
    """Ask organisers, once each time, whether an event is off that its list has no more, or in the past."""
    if event.stage is not Stage.PUBLISHED or event.missed_at is not None:
        return
    deciding.miss(scene.db, event, scene.now, scene.now)
    _tell_organisers(scene, MISSED, event.id, f"{MISSED}:{event.id}:{_mark(scene.now.isoformat())}")


def ask_which_is_right(scene: Scene, event: TownHall, source: Source, listed: str) -> None:
    """Ask organisers, once for what it says, about an event that another list has otherwise."""
    if event.is_on:
        key = f"{DIFFERS}:{event.id}:{source.id}:{_mark(listed)}"
        _tell_organisers(scene, DIFFERS, event.id, key)


def tell_what_was_read(scene: Scene, source: Source) -> None:
    """Say what came of a list, to every organiser, once for each time that there is something to look at."""
    _tell_organisers(scene, LIST_READ, source.id, f"{LIST_READ}:{source.id}:{scene.now.isoformat()}")


def tell_of_trouble(scene: Scene, source: Source, why: str) -> None:
    """Say to whoever subscribed why a calendar cannot be read: at once, or where it may pass if it lasts.

    `source` is as it was before: what was said the last time is not said again.
    """
    if source.member_id is None or why == source.trouble:
        return
    is_passing = why in _PASSING and source.last_counts is not None
    due = scene.now + _PATIENCE if is_passing else scene.now
    key = f"{LIST_TROUBLE}:{source.id}:{why}:{scene.now.date()}"
    saying = Saying(LIST_TROUBLE, source.id, key, due, member_id=source.member_id)
    outbox.write(scene.db, saying, scene.now)


def _tell_organisers(scene: Scene, kind: str, about_id: int, key: str) -> None:
    for member_id in roles.organisers(scene.db):
        saying = Saying(kind, about_id, f"{key}:{member_id}", scene.now, member_id=member_id)
        outbox.write(scene.db, saying, scene.now)


def _mark(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:12]
