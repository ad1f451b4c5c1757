"""When a visit moves, its rehearsal moves along, where that still makes sense."""

from datetime import UTC, datetime, time

from storage.meetings import Meeting
from storage.visits.visits import Visit

_MORNING, _NIGHT = time(8), time(21)
"""Nobody is made to rehearse outside these hours of the place."""


def moved_along(visit: Visit, to: Meeting, now: datetime) -> datetime | None:
    """When a visit that moves is rehearsed by then: as far before it as it was, by the clocks of the place.

    One that has taken place stays. None: there is none, or it would be past, after the visit, or at a time
    of night that nobody has chosen.
    """
    before, at = visit.meeting, visit.rehearsed_at
    if at is None or at <= now:
        return at
    local = at.astimezone(before.zone).replace(tzinfo=None)
    new = local + (_start(to, before) - _start(before, to))
    instant = new.replace(tzinfo=to.zone).astimezone(UTC)
    is_at_night = new.time() != local.time() and not _MORNING <= new.time() < _NIGHT
    return None if instant <= now or instant >= to.starts_at or is_at_night else instant


def _start(one: Meeting, other: Meeting) -> datetime:
    """When it begins by its own clocks; where one of both has no time, only their days count."""
    clock = one.clock if one.clock is not None and other.clock is not None else time()
    return datetime.combine(one.first, clock)
