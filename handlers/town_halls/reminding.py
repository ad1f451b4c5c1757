"""What those who go to a town hall will be told before: written when they say so, and anew when it moves."""

from datetime import UTC, datetime, time, timedelta

from handlers.request import Request
from handlers.town_halls.subjects import BEFORE, IN_DAYS, IN_HOURS, TOMORROW
from storage import outbox
from storage.town_halls.town_halls import TownHall

_MORNING = time(9)
_DAYS = ((IN_DAYS, 3), (TOMORROW, 1))
_SHORTLY = timedelta(hours=2)


def remind(request: Request, event: TownHall, member_id: int) -> None:
    """Write down what somebody who goes is told three days, a day and two hours before (guide)."""
    at = event.told.meeting
    for kind, days in _DAYS:
        day = at.first - timedelta(days=days)
        due = datetime.combine(day, at.clock or _MORNING, at.zone).astimezone(UTC)
        if due > request.now:
            request.tell_at(member_id, kind, event.id, _key(kind, event, member_id), due)
    if at.clock is not None and at.starts_at - _SHORTLY > request.now:
        key = _key(IN_HOURS, event, member_id)
        request.tell_at(member_id, IN_HOURS, event.id, key, at.starts_at - _SHORTLY)


def call_off(request: Request, event: TownHall) -> None:
    """Drop what waits to be said about an event that moved, or is off."""
    for kind in BEFORE:
        outbox.call_off(request.db, kind, event.id, "the event moved or is off", request.now)


def _key(kind: str, event: TownHall, member_id: int) -> str:
    return f"{kind}:{event.id}:{event.sequence}:{member_id}"
