"""What will be said before a visit: written when it is arranged and when somebody comes, and anew when it
moves.

T−n days is the visit's own wall-clock time n days before, 09:00 where it has none (guide: five days to
fill the roles, a day for everybody's own part).
"""

from datetime import UTC, date, datetime, time, timedelta

from handlers.request import Request
from handlers.visits.subjects import (
    AFTER,
    BEFORE,
    DAY_BEFORE,
    DEBRIEF,
    GAPS,
    HOUR_BEFORE,
    KEEP_IN_TOUCH,
    PREPARE,
    REHEARSE,
    VISIT_THANKS,
)
from storage import outbox, roles
from storage.visits import attendance, parts, points
from storage.visits.points import PointKind
from storage.visits.visits import Visit

_MORNING, _EVENING = time(9), time(18)
_DAY, _AFTERWARDS = timedelta(days=1), timedelta(hours=2)
_THANKS = (0, 1, 3)
"""Days after a visit when they are to be thanked, until that is done (guide: the same day)."""

_IN_TOUCH = (30, 90)
"""Days after a visit when whoever keeps the relation is asked for the next contact (guide)."""

_APART = timedelta(hours=12)
"""What is said late in the evening waits for the morning, and is not said again in that same one."""

_PREPARE, _REHEARSE, _LAST = 5, 2, 1
_HOUR = timedelta(hours=1)
_TOO_LATE = timedelta(hours=2)
"""So short before a visit nobody gets the long card any more: the short one comes."""


def days_before(visit: Visit, days: int) -> datetime:
    """The instant, in UTC, at which clocks of the place show the visit's own time so many days before."""
    at = visit.meeting
    day = at.first - timedelta(days=days)
    return datetime.combine(day, at.clock or _MORNING, at.zone).astimezone(UTC)


def remind(request: Request, visit: Visit) -> None:
    """Write down everything that is said before and after a visit, for whoever it concerns by now."""
    prepare = days_before(visit, _PREPARE)
    if prepare > request.now:
        key = _key(PREPARE, visit, visit.made_by_id)
        request.tell_at(visit.made_by_id, PREPARE, visit.id, key, prepare)
    two_days = days_before(visit, _REHEARSE)
    if two_days > request.now:
        key = _key(REHEARSE, visit, visit.made_by_id)
        request.tell_at(visit.made_by_id, REHEARSE, visit.id, key, two_days)
    last = max(days_before(visit, _LAST), request.now)
    for member_id in responsible(request, visit):
        request.tell_at(member_id, GAPS, visit.id, _key(GAPS, visit, member_id), last)
    _remind_afterwards(request, visit)
    for member_id in taking_part(request, visit):
        remind_person(request, visit, member_id)


def taking_part(request: Request, visit: Visit) -> list[int]:
    """Who comes to a visit, has a role there, or says or brings something."""
    coming = attendance.coming(request.db, visit.id)
    holding = (part.member_id for part in parts.taken(request.db, [visit.id])[visit.id])
    prepared = points.of_visits(request.db, [visit.id])[visit.id]
    speaking = (one.member_id for one in prepared if one.kind is not PointKind.RESEARCH)
    return list(dict.fromkeys((*coming, *holding, *filter(None, speaking))))


def _remind_afterwards(request: Request, visit: Visit) -> None:
    """The debrief, asked again the next day, then of the facilitator, too; the thank-you on the day, a day
    and three days later."""
    first = _debriefed_at(visit)
    next_day = _morning_after(visit, 1)
    if next_day - first <= _APART:
        next_day = _morning_after(visit, 2)
    for number, at in enumerate((first, next_day, next_day), 1):
        key = f"{_key(DEBRIEF, visit, visit.made_by_id)}:{number}"
        request.tell_at(visit.made_by_id, DEBRIEF, visit.id, key, at)
    for days in _THANKS:
        at = _morning_after(visit, days) if days else first
        if days and at - first <= _APART:
            continue
        key = f"{_key(VISIT_THANKS, visit, visit.made_by_id)}:{days}"
        request.tell_at(visit.made_by_id, VISIT_THANKS, visit.id, key, at)
    ask_for_next_contact(request, visit)


def ask_for_next_contact(request: Request, visit: Visit) -> None:
    """Have whoever keeps the relation by then asked for the next contact, once for each of these days."""
    for days in _IN_TOUCH:
        at = _morning_after(visit, days)
        if at > request.now:
            key = f"{KEEP_IN_TOUCH}:{visit.id}:{days}"
            request.tell_at(visit.made_by_id, KEEP_IN_TOUCH, visit.id, key, at)


def remind_of_next_contact(request: Request, visit: Visit, day: date) -> None:
    """Have whoever keeps the relation by then reminded on the day that was noted for that."""
    at = _morning_of(visit, day)
    is_asked_anyway = (day - visit.meeting.last).days in _IN_TOUCH
    if at > request.now and not is_asked_anyway:
        key = f"{KEEP_IN_TOUCH}:{visit.id}:{day.isoformat()}"
        request.tell_at(visit.made_by_id, KEEP_IN_TOUCH, visit.id, key, at)


def _morning_after(visit: Visit, days: int) -> datetime:
    return _morning_of(visit, visit.meeting.last + days * _DAY)


def _morning_of(visit: Visit, day: date) -> datetime:
    return datetime.combine(day, _MORNING, visit.meeting.zone).astimezone(UTC)


def _debriefed_at(visit: Visit) -> datetime:
    """Two hours after the end; without a time, at six in the evening of the last day."""
    if visit.meeting.clock is not None:
        return visit.meeting.ends_at + _AFTERWARDS
    return datetime.combine(visit.meeting.last, _EVENING, visit.meeting.zone).astimezone(UTC)


def remind_person(request: Request, visit: Visit, member_id: int) -> None:
    """Write down what somebody who comes is told before a visit: their own card, and the short one."""
    at = visit.meeting.starts_at
    day_before = days_before(visit, _LAST)
    if day_before > request.now or at - request.now > _TOO_LATE:
        key = _key(DAY_BEFORE, visit, member_id)
        request.tell_at(member_id, DAY_BEFORE, visit.id, key, max(day_before, request.now))
    if visit.meeting.clock is not None and at - _HOUR > request.now:
        request.tell_at(member_id, HOUR_BEFORE, visit.id, _key(HOUR_BEFORE, visit, member_id), at - _HOUR)


def call_off(request: Request, visit: Visit) -> None:
    """Drop what waits to be said about a visit that moved, or is off."""
    for kind in (*BEFORE, *AFTER):
        outbox.call_off(request.db, kind, visit.id, "the visit moved or is off", request.now)


def is_the_last_day(visit: Visit, now: datetime) -> bool:
    """Whether a visit is less than a day away, by its own clock."""
    return days_before(visit, _LAST) <= now


def responsible(request: Request, visit: Visit) -> list[int]:
    """Who learns of what is missing: whoever arranged it, and the organisers where that is none of them."""
    organisers = roles.organisers(request.db)
    return [visit.made_by_id] if visit.made_by_id in organisers else [visit.made_by_id, *organisers]


def _key(kind: str, visit: Visit, member_id: int) -> str:
    return f"{kind}:{visit.id}:{visit.sequence}:{member_id}"
