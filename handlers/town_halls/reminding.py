"""What those who go to a town hall will be told before: written when they say so, and anew when it moves."""

from datetime import UTC, datetime, time, timedelta

from handlers.request import Scene
from handlers.town_halls.subjects import BEFORE, IN_DAYS, IN_HOURS, TOMORROW
from storage import outbox
from storage.outbox import Saying
from storage.town_halls.town_halls import TownHall

_MORNING = time(9)
_DAYS = ((IN_DAYS, 3), (TOMORROW, 1))
_SHORTLY = timedelta(hours=2)


def remind(scene: Scene, event: TownHall, member_id: int) -> None:
    """Write down what somebody who goes is told three days, a day and two hours before (guide)."""
    at = event.told.meeting
    for kind, days in _DAYS:
        day = at.first - timedelta(days=days)
        due = datetime.combine(day, at.clock or _MORNING, at.zone).astimezone(UTC)
        if due > scene.now:
            _write(scene, member_id, kind, event, due)
    if at.clock is not None and at.starts_at - _SHORTLY > scene.now:
        _write(scene, member_id, IN_HOURS, event, at.starts_at - _SHORTLY)


def call_off(scene: Scene, event: TownHall) -> None:
    """Drop what waits to be said about an event that moved, or is off."""
    for kind in BEFORE:
        outbox.call_off(scene.db, kind, event.id, "the event moved or is off", scene.now)


def _write(scene: Scene, member_id: int, kind: str, event: TownHall, due: datetime) -> None:
    key = f"{kind}:{event.id}:{event.sequence}:{member_id}"
    outbox.write(scene.db, Saying(kind, event.id, key, due, member_id=member_id), scene.now)
