"""When a visit will be: a moment, a day or several days to come, read in the zone of its place."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.arguments.kind import ArgumentKind
from handlers.arguments.moments import (
    LONGEST,
    Moment,
    Reason,
    Unclear,
    named_zone,
    read_stay,
    without_zone,
)
from handlers.arguments.moments.names import MONTH, WEEKDAY
from handlers.arguments.place_zone import Place, settled_zone
from handlers.arguments.when import zone_of_reader
from handlers.cards import FieldKind, Refused
from handlers.request import Origin, Request
from handlers.text import N_, Text

_WHEN = "when"
"""The parameter that refusals are about, as commands call it."""

_MOST_DAYS = 14
_YEARS_AHEAD = 3
_DAY = 24 * 60
_LONGEST_NIGHT = 12 * 60
"""The most minutes of a range past midnight: a longer one was written the wrong way round."""
_LAST_ZONE = ZoneInfo("Pacific/Pago_Pago")
"""Where a day ends last."""


@dataclass(frozen=True, slots=True)
class Coming:
    """When a visit will be, as clocks and calendars of its zone show it.

    `last` is `first` unless several days were named. `clock` is when it begins on the first of them, or
    None where no time is known; its `fold` tells the second of two equal times in autumn from the first.
    `minutes` is how long it lasts where a range of times was typed.
    """

    first: date
    last: date
    clock: time | None
    minutes: int | None
    zone: ZoneInfo

    @property
    def days(self) -> int:
        """How many days it touches, by its first and last."""
        return (self.last - self.first).days + 1

    @property
    def starts_at(self) -> datetime:
        """The instant at which it begins, in UTC; without a time the first day's midnight there."""
        return datetime.combine(self.first, self.clock or time(), self.zone).astimezone(UTC)

    def ends_at(self, usual: int) -> datetime:
        """The instant at which it ends, in UTC: `usual` minutes after its start where nobody said.

        Without a time it is the midnight after the last day, of several days that time on the last.
        """
        if self.clock is None:
            return datetime.combine(self.last + timedelta(days=1), time(), self.zone).astimezone(UTC)
        start = datetime.combine(self.last, self.clock, self.zone).astimezone(UTC)
        return start + timedelta(minutes=usual if self.minutes is None else self.minutes)


class ComingKind(ArgumentKind[str]):
    """The words for a moment or days to come. `read_coming` reads them, once the zone is known."""

    field = FieldKind.LINE
    most = LONGEST
    usage = "Tue 14 July 10am ET"
    together = 9

    def evident(self, words: str) -> bool:
        """Whether these words name a moment or days, whenever that is, and nothing else."""
        found = read_stay(words, _SOME_TIME, _LAST_ZONE)
        return not isinstance(found, Unclear) or (found.reason in _OF_A_TIME and _all_of_a_time(words))

    def parse(self, typed: str, request: Request) -> str:
        """The words; refused where they cannot be a time to come, wherever it is."""
        words = typed.strip()
        try:
            read_coming(words, request.now, zone_of_reader(request))
        except Refused as refused:
            if _can_be_read(words, request.now, _LAST_ZONE):
                return words
            refused.field = None
            raise
        return words

    def dump(self, value: str, origin: Origin) -> str:
        """The words as they stand in a form. They have colons, so no button can carry them."""
        return value

    def load(self, kept: str, request: Request) -> str:
        """The words again, looked at again."""
        return self.parse(kept, request)


_SOME_TIME = datetime(2026, 7, 14, 12, tzinfo=UTC)
"""A moment by which it can be told whether words name one at all."""

_OF_A_TIME = frozenset(
    {
        Reason.WHICH_YEAR,
        Reason.FAR_YEAR,
        Reason.CONTRADICTS,
        Reason.BACKWARDS,
        Reason.WHICH_HALF,
        Reason.SEVERAL,
    }
)
"""Why words may be unclear that could be nothing but a time: in another year some of them are not."""

_TIME_WORD = re.compile(
    rf"\W+|\d\S*|(?:{WEEKDAY}|{MONTH})\b\S*|[ap]\.?m\.?|to|until|till?|through|thru|from|at|on|or|the|of|noon|"
    r"today|tonight|tomorrow"
)


def _all_of_a_time(words: str) -> bool:
    """Whether every single word belongs to a date or a time."""
    plain = without_zone(words, _LAST_ZONE, _SOME_TIME).lower()
    return all(_TIME_WORD.fullmatch(word) for word in plain.split())


def _can_be_read(words: str, now: datetime, zone: ZoneInfo) -> bool:
    try:
        read_coming(words, now, zone)
    except Refused:
        return False
    return True


def typed_zone(words: str, now: datetime) -> ZoneInfo | None:
    """The zone that words name (ET, Mountain, Arizona time); None for none, and where it is not clear."""
    return named_zone(words, now)


def read_coming(words: str, now: datetime, zone: ZoneInfo, *, is_settled: bool = False) -> Coming:
    """When it will be, by these words, `now` being aware.

    A zone that is typed counts before `zone`, unless that `is_settled`: then whatever the words call the
    zone is passed over. Of a time that clocks show twice in autumn the first counts, unless the words
    tell (“1:30am EST”).

    Raises:
        Refused: about `when`, where it is not clear, past, skipped by the clocks in spring, longer than
            two weeks, or more than three years ahead.
    """
    text = without_zone(words, zone, now) if is_settled else words
    stay = read_stay(text, now, zone)
    if isinstance(stay, Unclear):
        raise Refused(stay.text, field=_WHEN)
    local = stay.first.at.astimezone(stay.first.zone).replace(second=0, microsecond=0)
    _check_clock(stay.first, local)
    coming = Coming(
        first=local.date() if stay.first.has_time else stay.first.day,
        last=max(stay.last, local.date()) if stay.first.has_time else stay.last,
        clock=local.timetz().replace(tzinfo=None) if stay.first.has_time else None,
        minutes=stay.first.minutes,
        zone=stay.first.zone,
    )
    _check_past(coming, now)
    _check_length(coming)
    _check_far(coming, now.astimezone(coming.zone).date())
    return coming


def _check_clock(moment: Moment, local: datetime) -> None:
    if moment.clock is None or (moment.clock.hour, moment.clock.minute) == (local.hour, local.minute):
        return
    text = N_(
        "On {day}, clocks there are set forward, and {time} is skipped. Write another time, like “{later}”."
    )
    values = {"time": _clock_words(moment.clock), "later": _clock_words(local.time())}
    raise Refused(Text(text, day=moment.day, **values), field=_WHEN)


def _check_past(coming: Coming, now: datetime) -> None:
    if coming.clock is None:
        if coming.first >= now.astimezone(coming.zone).date():
            return
        text = N_("That is past: {day}. Write a day to come, like “tomorrow” or “7/14”.")
        raise Refused(Text(text, day=coming.first), field=_WHEN)
    if coming.starts_at < now.replace(second=0, microsecond=0):
        text = N_("That is past: {moment}. Write a time to come, like “tomorrow 3pm” or “7/14 2:30pm”.")
        raise Refused(Text(text, moment=coming.starts_at), field=_WHEN)


def _check_length(coming: Coming) -> None:
    if coming.days > _MOST_DAYS:
        text = N_("That is {days} days, and {most} is the most. Write the first and the last day.")
        raise Refused(Text(text, days=coming.days, most=_MOST_DAYS), field=_WHEN)
    if coming.minutes is not None and coming.minutes > _LONGEST_NIGHT and _is_past_midnight(coming):
        text = N_("That ends before it begins. Write the start first, like “10-10:45am”.")
        raise Refused(Text(text), field=_WHEN)


def _is_past_midnight(coming: Coming) -> bool:
    """Whether a range of times ends on the next day."""
    if coming.clock is None or coming.minutes is None:
        return False
    return coming.clock.hour * 60 + coming.clock.minute + coming.minutes > _DAY


def _check_far(coming: Coming, today: date) -> None:
    if (coming.first.year - _YEARS_AHEAD, coming.first.month, coming.first.day) > (
        today.year,
        today.month,
        today.day,
    ):
        text = N_("That is more than three years ahead. Check the year, and write an earlier day.")
        raise Refused(Text(text), field=_WHEN)


def _clock_words(clock: time) -> str:
    half = "am" if clock.hour < 12 else "pm"
    return f"{clock.hour % 12 or 12}:{clock.minute:02}{half}"


def read_coming_at(
    words: str, now: datetime, place: Place | None, given: ZoneInfo | None, reader: ZoneInfo
) -> Coming:
    """When it will be at a place, in the one zone that is certain.

    `given` is a zone that was picked for the visit, and settles it. `place` is None for a visit by phone or
    video: then a zone that is typed counts, else `reader`'s own.

    Raises:
        Refused: as `read_coming` and `settled_zone`.
    """
    typed = typed_zone(words, now)
    if place is None:
        return read_coming(words, now, given or typed or reader, is_settled=True)
    roughly = read_coming(words, now, given or typed or place.zones[0], is_settled=True)
    zone = settled_zone(place, typed, given, roughly.first)
    return read_coming(words, now, zone, is_settled=True)
