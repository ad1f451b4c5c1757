"""From what a person typed to a moment, or to a sentence that asks for it.

The order counts. First the zone is cut out, then the time: libraries read EST in July as an offset, and of
`10am - 4pm` the end. Then come the days that can be read exactly. Only spans of time go to a library. What
is left over after that was understood by nobody, and is asked about.
"""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from handlers.arguments.districts.notation import fold
from handlers.arguments.moments import sentences
from handlers.arguments.moments.answers import Asked, Moment, Stay, Tends, Unclear
from handlers.arguments.moments.day_ranges import cut_days
from handlers.arguments.moments.days import Calendar
from handlers.arguments.moments.local_time import instant_of, stand_in
from handlers.arguments.moments.names import WEEKDAY
from handlers.arguments.moments.spans import cut_span
from handlers.arguments.moments.times import CutTime, cut_time
from handlers.arguments.moments.zones import Where, cut_zone

LONGEST = 100
"""Longer texts are not read."""

YEARS_AROUND = 3
"""How far the year may be from this one."""

_EXACT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[T ](?P<time>\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)"
    r" ?(?P<offset>Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?",
    re.ASCII | re.IGNORECASE,
)
_REPEATS = re.compile(
    r"\b(?:every|each|daily|weekly|bi-?weekly|fortnightly|monthly|quarterly|yearly|annual(?:ly)?|always|"
    r"usually|regularly|recurring|repeat(?:s|ing)?|weekdays?|weekends?|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days|"
    rf"(?:first|second|third|fourth|fifth)(?:(?: and|,) (?:second|third|fourth|fifth))* {WEEKDAY})\b"
)
_NOW = re.compile(r"(?:(?:just|right) )?now")
_WITHOUT_A_DAY = re.compile(r"(?<![\w-])(?:this|last|past|next) (?:week|month|year)(?![\w-])")
_FILLING = re.compile(r"(?<![\w-])(?:on|the|at|earlier)(?![\w-])|[\s,.;()@-]+")


_ALL_DAY = re.compile(
    r"(?<![\w-])(?:all[ -]day(?:[ -]long)?|(?:for )?(?:the )?(?:whole|entire|full) day)(?![\w-])"
)


def read(typed: str, now: datetime, zone: ZoneInfo, tends: Tends = Tends.PAST) -> Moment | Unclear:
    """The moment that this names, or what to ask. Never raises.

    `now` is aware; `zone` is the reader's, and counts where none is typed. `tends` says which way days
    point that do not say it. Dates in numbers are in American order: month, day, year. Of a range of
    times the start counts. A time alone is today's.
    """
    try:
        return _read(typed, now, zone, tends)
    except Asked as asked:
        return asked.unclear


def read_stay(typed: str, now: datetime, zone: ZoneInfo) -> Stay | Unclear:
    """The moment, the day or the days to come that this names, or what to ask. Never raises.

    As `read` with Tends.FUTURE; besides, several days are read (“July 14-16”, “7/30 to 8/1”, “Tue-Thu”),
    and “all day” says nothing.
    """
    try:
        return _read_stay(typed, now, zone)
    except Asked as asked:
        return asked.unclear


def _read(typed: str, now: datetime, zone: ZoneInfo, tends: Tends) -> Moment:
    stripped = typed.strip()
    exact = _EXACT.fullmatch(stripped)
    if exact is not None:
        return _exactly(exact, now, zone)
    text, where = _placed(stripped, now, zone, tends)
    return _pieced_together(text, stripped, now, where, tends)


def _read_stay(typed: str, now: datetime, zone: ZoneInfo) -> Stay:
    stripped = typed.strip()
    if _EXACT.fullmatch(stripped):
        moment = _read(stripped, now, zone, Tends.FUTURE)
        return Stay(moment, moment.day)
    text, where = _placed(stripped, now, zone, Tends.FUTURE)
    text = _ALL_DAY.sub(" ", text)
    today = now.astimezone(where.clock).date()
    days = cut_days(text, Calendar(stripped, today, Tends.FUTURE))
    if days is None:
        moment = _pieced_together(text, stripped, now, where, Tends.FUTURE)
        return Stay(moment, moment.day)
    time_of_day = cut_time(days.rest, stripped, Tends.FUTURE)
    if not _is_filling(time_of_day.rest):
        raise sentences.not_understood(stripped, Tends.FUTURE)
    _check_year(days.last, today)
    return Stay(_on(days.first, time_of_day, where, now), days.last)


def _placed(stripped: str, now: datetime, zone: ZoneInfo, tends: Tends) -> tuple[str, Where]:
    """The text without its zone, in plain letters, and the zone that counts."""
    if not stripped:
        raise sentences.nothing(tends)
    folded = fold(stripped) if len(stripped) <= LONGEST else ""
    if not folded or len(folded) > LONGEST * 2:
        raise sentences.not_understood(stripped, tends)
    text, zones = cut_zone(folded, zone, now)
    if len({where.clock for where in zones}) > 1:
        raise sentences.several(stripped)
    if _REPEATS.search(text):
        raise sentences.repeats(stripped)
    return text, zones[0] if zones else Where(zone, zone)


def _pieced_together(text: str, typed: str, now: datetime, where: Where, tends: Tends) -> Moment:
    if _NOW.fullmatch(_FILLING.sub(" ", text).strip()):
        return _at(now, where, now)
    time_of_day = cut_time(text, typed, tends)
    span = cut_span(time_of_day.rest, now, where.clock)
    if isinstance(span.reached, datetime):
        if time_of_day.clock is not None or not _is_filling(span.rest):
            raise sentences.not_understood(typed, tends)
        return _at(span.reached, where, now)
    today = now.astimezone(where.clock).date()
    found = Calendar(typed, today, tends).cut_day(span.rest, span.reached)
    if _WITHOUT_A_DAY.search(found.rest):
        raise sentences.which_day(typed)
    if not _is_filling(found.rest) or (found.day is None and time_of_day.clock is None):
        raise sentences.not_understood(typed, tends)
    return _on(found.day or today, time_of_day, where, now)


def _is_filling(rest: str) -> bool:
    """Whether nothing is left that could mean anything."""
    return not _FILLING.sub("", rest)


def _exactly(found: re.Match[str], now: datetime, zone: ZoneInfo) -> Moment:
    """What programs write: 2026-07-14T18:05:00+00:00. Without an offset it is the reader's time."""
    where = Where(zone, zone)
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        raise sentences.no_such_day(found["day"]) from None
    try:
        clock = time.fromisoformat(found["time"])
    except ValueError:
        raise sentences.no_such_time(found["time"]) from None
    _check_year(day, now.astimezone(zone).date())
    if found["offset"] is None:
        return _on(day, CutTime("", clock), where, now)
    return _at(datetime.fromisoformat(f"{day}T{clock}{found['offset'].upper()}"), where, now)


def _at(instant: datetime, where: Where, now: datetime) -> Moment:
    day = instant.astimezone(where.clock).date()
    _check_year(day, now.astimezone(where.clock).date())
    return Moment(instant.astimezone(UTC), day, where.zone, has_time=True)


def _on(day: date, time_of_day: CutTime, where: Where, now: datetime) -> Moment:
    _check_year(day, now.astimezone(where.clock).date())
    clock, minutes = time_of_day.clock, time_of_day.minutes
    if clock is None:
        return Moment(stand_in(day, now, where.clock), day, where.zone, has_time=False)
    at = instant_of(day, clock, where.clock, where.called)
    shown = clock if where.clock is where.zone else None
    return Moment(at, day, where.zone, has_time=True, clock=shown, minutes=minutes)


def _check_year(day: date, today: date) -> None:
    if abs(day.year - today.year) > YEARS_AROUND:
        raise sentences.far_year(day.year, today.year)
