"""Between a zone's clocks and instants. What has no time, and what a clock shows twice, is decided here."""

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from handlers.arguments.moments.names import day_in_words

_NOON = time(12)


def instant_of(day: date, clock: time, zone: tzinfo, called: str = "") -> datetime:
    """The instant, in UTC, at which clocks of a zone show this.

    In spring, a time that is left out counts on from before the change: 2:30 is the instant at which
    clocks show 3:30. In autumn, a time that comes twice is the first one, unless it was `called` by
    the second one's abbreviation ("EST", where the first is "EDT").
    """
    first = datetime.combine(day, clock, zone)
    second = first.replace(fold=1)
    if called and is_shown_twice(first) and second.tzname() == called:
        return second.astimezone(UTC)
    return first.astimezone(UTC)


def stand_in(day: date, now: datetime, zone: tzinfo) -> datetime:
    """The instant, in UTC, that stands for a day of which no time is known.

    Now, where the day is today: noon may still be to come, and a moment ago is what most people mean.
    Otherwise noon, which is the same day everywhere in a country and in no change of the clocks.
    """
    if day == now.astimezone(zone).date():
        return now.astimezone(UTC)
    return instant_of(day, _NOON, zone)


def is_shown_twice(local: datetime) -> bool:
    """Whether clocks there show this time a second time, when they are set back."""
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    return first is not None and second is not None and first > second


def written(at: datetime, zone: ZoneInfo) -> str:
    """A moment in words of a zone that read back to the same minute there: Tue 14 Jul 2026, 14:05."""
    local = at.astimezone(zone)
    words = f"{day_in_words(local.date())}, {local.hour:02}:{local.minute:02}"
    return f"{words} {_told_apart(local)}" if is_shown_twice(local) else words


def _told_apart(local: datetime) -> str:
    """Which of two equal times it is: its abbreviation, where it has one of its own, or its offset."""
    name, other = local.tzname(), local.replace(fold=1 - local.fold).tzname()
    if name and name.isalpha() and name != other:
        return name
    minutes = int((local.utcoffset() or local - local).total_seconds()) // 60
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
