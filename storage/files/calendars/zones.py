"""A time zone as a calendar file describes it (RFC 5545: VTIMEZONE), for readers that know no zone by name.

The icalendar library can make these too, but lets summer time begin an hour late.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from storage.files.calendars.properties import put

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = -1
_MOST_YEARS = 30
"""So many are looked at, at most: the rules of the last go on by themselves."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """What a zone's clocks show at one time."""

    offset: timedelta
    name: str
    is_summer_time: bool


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn of a zone's clocks. `at` is what they showed until then."""

    at: datetime
    before: timedelta
    after: _Clock

    @property
    def habit(self) -> tuple[object, ...]:
        """What turns of different years have in common when they follow a rule."""
        return (
            self.at.month,
            self.at.weekday(),
            self.at.time(),
            self.before,
            self.after.offset,
            self.after.name,
        )

    @property
    def weeks(self) -> frozenset[int]:
        """Which such weekday of its month it is: 1 to 5, and -1 for the last."""
        is_last = (self.at + timedelta(days=7)).month != self.at.month
        return frozenset({(self.at.day + 6) // 7} | ({_LAST} if is_last else set()))


@lru_cache(maxsize=64)
def described(zone: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    """The zone, as its clocks go in these years. Whoever gets it must not change it."""
    last_seen = min(last_year, first_year + _MOST_YEARS)
    turns = _turns(zone, first_year - 1, last_seen)
    description = Timezone()
    put(description, "TZID", zone.key)
    if not turns or turns[0].at.year >= first_year:
        description.add_component(_since_ever(zone, first_year))
    for alike in _by_habit(turns):
        if (rule := _rule(alike, last_seen)) is not None:
            description.add_component(_observance(alike[0], rule))
        else:
            for turn in alike:
                description.add_component(_observance(turn, None))
    return description


def _clock(zone: ZoneInfo, at: datetime) -> _Clock:
    local = at.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    return _Clock(offset, local.tzname() or zone.key, bool(local.dst()))


def _turns(zone: ZoneInfo, first_year: int, last_year: int) -> list[_Turn]:
    """All turns of its clocks in these years, UTC."""
    day, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year, 12, 31, tzinfo=UTC)
    turns: list[_Turn] = []
    while day < end:
        next_day = day + timedelta(days=1)
        if _clock(zone, day) != _clock(zone, next_day):
            turns.append(_turn_between(zone, day, next_day))
        day = next_day
    return turns


def _turn_between(zone: ZoneInfo, earlier: datetime, later: datetime) -> _Turn:
    before = _clock(zone, earlier)
    while later - earlier > timedelta(seconds=1):
        middle = earlier + timedelta(seconds=(later - earlier) // timedelta(seconds=2))
        if _clock(zone, middle) == before:
            earlier = middle
        else:
            later = middle
    return _Turn((later + before.offset).replace(tzinfo=None), before.offset, _clock(zone, later))


def _by_habit(turns: Iterable[_Turn]) -> Iterator[Sequence[_Turn]]:
    for _, alike in groupby(sorted(turns, key=_habit_then_time), key=lambda turn: turn.habit):
        yield list(alike)


def _habit_then_time(turn: _Turn) -> tuple[object, ...]:
    return (*turn.habit, turn.at)


def _rule(turns: Sequence[_Turn], last_seen: int) -> vRecur | None:
    """The yearly rule of turns of one habit; None where they follow none, or not until the last year."""
    years = [turn.at.year for turn in turns]
    weeks = frozenset[int].intersection(*(turn.weeks for turn in turns))
    if len(turns) < 2 or not weeks or years != list(range(years[0], last_seen + 1)):
        return None
    at = turns[0].at
    return vRecur(FREQ="YEARLY", BYMONTH=at.month, BYDAY=f"{min(weeks)}{_WEEKDAYS[at.weekday()]}")


def _observance(turn: _Turn, rule: vRecur | None) -> TimezoneStandard | TimezoneDaylight:
    described = TimezoneDaylight() if turn.after.is_summer_time else TimezoneStandard()
    described.DTSTART = turn.at
    described.TZOFFSETFROM, described.TZOFFSETTO = turn.before, turn.after.offset
    put(described, "TZNAME", turn.after.name)
    if rule is not None:
        put(described, "RRULE", rule)
    return described


def _since_ever(zone: ZoneInfo, first_year: int) -> TimezoneStandard | TimezoneDaylight:
    """What its clocks showed before they first turned."""
    clock = _clock(zone, datetime(first_year - 1, 1, 1, tzinfo=UTC))
    return _observance(_Turn(datetime(1970, 1, 1), clock.offset, clock), None)  # noqa: DTZ001  # local time, as RFC 5545 has it there
