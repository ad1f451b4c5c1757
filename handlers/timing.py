"""When something may be said: quiet hours and weekends where its reader is, and what is too late.

Pure arithmetic. Quiet hours are from 21:00 to 08:00, weekends are Saturday and Sunday.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

_MORNING = time(8)
_EVENING = time(20, 30)
_NIGHT = time(21)
_SATURDAY = 5
_DAY = timedelta(days=1)
LATE_AFTER = timedelta(minutes=30)
"""What is worked longer than this after it was due is late."""


class Quiet(StrEnum):
    """What is done with what would be said in quiet hours."""

    EARLIER = "earlier"
    """Said at 20:30 of the last allowed evening before."""
    LATER = "later"
    """Said at 08:00 of the first allowed day."""
    THROUGH = "through"
    """Said all the same."""


class Weekends(StrEnum):
    """What is done with what would be said on a Saturday or Sunday."""

    EARLIER = "earlier"
    """Said on the Friday before, at 20:30."""
    LATER = "later"
    """Said on the Monday after, at 08:00."""
    THROUGH = "through"
    """Said all the same."""


class Late(StrEnum):
    """What is done with what is late, because the bot was down or the platform did not answer."""

    SEND = "send"
    """Said as it is."""
    SAY_SO = "say_so"
    """Said, with a note that it is late."""
    DROP = "drop"
    """Not said any more."""


class Ambiguous(StrEnum):
    """What is done with what may have arrived already, because the bot died or the platform did not answer.

    Where the bot may read back what it said, it looks first: what is there counts as said, and what is not
    there is said. These decide where it may not look.
    """

    LOOK_THEN_SEND = "look_then_send"
    """Said again: rather twice than never."""
    LOOK_THEN_DROP = "look_then_drop"
    """Not said again: rather never than twice."""


class Company(StrEnum):
    """Whether something comes in one message with what is due for the same person in the same minute."""

    ALONE = "alone"
    """By itself, as what somebody has just done."""
    WITH_OTHERS = "with_others"
    """With others of its sort. It must be a card that stays current, with buttons and no menu."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a kind behaves in quiet hours, at weekends, when it is late, when it may have been said, and
    beside others."""

    quiet: Quiet = Quiet.THROUGH
    weekends: Weekends = Weekends.THROUGH
    late: Late = Late.SEND
    ambiguous: Ambiguous = Ambiguous.LOOK_THEN_SEND
    company: Company = Company.ALONE


class Timed(Protocol):
    """A kind with its manners: a `Reminder`, or the `Kind` that it was made of."""

    @property
    def kind(self) -> str:
        """Its name in the outbox."""
        ...

    @property
    def manners(self) -> Manners:
        """How it behaves."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind with its manners, for who writes it where the reminder itself cannot be imported."""

    kind: str
    manners: Manners


@dataclass(frozen=True, slots=True)
class Held:
    """Not to be said at this hour: until when, and why, for whoever looks at the outbox."""

    until: datetime
    why: str


def sayable_at(moment: datetime, zone: ZoneInfo, manners: Manners) -> datetime:
    """The moment at which something for that moment may be said: the same, or one before or after it.

    Where the hour asks for one thing and the day for another, EARLIER wins: what must come before
    something is of no use after it.

    Raises:
        ValueError: for a naive moment.
    """
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime {moment!r}: an instant needs its zone")
    local = moment.astimezone(zone)
    by_hour = manners.quiet if _is_quiet(local.time()) else Quiet.THROUGH
    by_day = manners.weekends if _is_weekend(local.date()) else Weekends.THROUGH
    if by_hour is Quiet.EARLIER or by_day is Weekends.EARLIER:
        return _evening_before(local, zone, manners)
    if by_hour is Quiet.LATER or by_day is Weekends.LATER:
        return _morning_after(local, zone, manners)
    return moment


def due_at(moment: datetime, zone: ZoneInfo, manners: Manners, now: datetime) -> datetime:
    """When something asked for at that moment is to come due: before it, where its kind wants EARLIER.

    What is written too late for that stays where it is. LATER is left to when it comes due: by then the
    reader may have moved.
    """
    earlier = sayable_at(moment, zone, manners)
    return earlier if now <= earlier < moment else moment


def held(now: datetime, zone: ZoneInfo, manners: Manners) -> Held | None:
    """Until when something that is due must wait, if it must. What should have come EARLIER goes through."""
    until = sayable_at(now, zone, manners)
    if until <= now:
        return None
    by_day = manners.weekends is Weekends.LATER and _is_weekend(now.astimezone(zone).date())
    return Held(until, f"{'weekend' if by_day else 'quiet hours'} in {zone.key}")


def is_late(due: datetime, now: datetime) -> bool:
    """Whether what was due then comes late now."""
    return now - due > LATE_AFTER


def _is_quiet(hour: time) -> bool:
    return hour >= _NIGHT or hour < _MORNING


def _is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def _is_allowed(day: date, manners: Manners) -> bool:
    return manners.weekends is Weekends.THROUGH or not _is_weekend(day)


def _evening_before(local: datetime, zone: ZoneInfo, manners: Manners) -> datetime:
    day = local.date() if local.time() > _EVENING else local.date() - _DAY
    while not _is_allowed(day, manners):
        day -= _DAY
    return datetime.combine(day, _EVENING, zone).astimezone(UTC)


def _morning_after(local: datetime, zone: ZoneInfo, manners: Manners) -> datetime:
    day = local.date() if local.time() < _MORNING else local.date() + _DAY
    while not _is_allowed(day, manners):
        day += _DAY
    return datetime.combine(day, _MORNING, zone).astimezone(UTC)
