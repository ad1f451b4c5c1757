"""Spans of time before or after now: “3 days ago”, “in an hour”. The library reads them, watched closely.

Left alone it reads `2 days 2 days ago` as two, `3 days` as three days ago and `last week` as one day of it.
So it is given only what has a shape that it reads rightly.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from itertools import pairwise

_NUMBERS = "an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
_UNITS = ("year", "month", "week", "day", "d", "hour", "hr", "h", "minute", "min")
_ONE = rf"(?:\d{{1,3}}|(?:{_NUMBERS})(?= )) ?(?:{'|'.join(_UNITS)})s?(?![a-z])"
_SPAN = rf"(?:(?:about|around|almost) )?(?P<span>{_ONE}(?:(?:,| and|, and)? {_ONE})*)"
_AGO = re.compile(rf"(?<![\w.,/:+-]){_SPAN} ago(?!\w)")
_AHEAD = re.compile(rf"(?<![\w.,/:+-])(?:in {_SPAN}|{_SPAN.replace('<span>', '<after>')} from now)(?!\w)")
_UNIT = re.compile(rf"(?<![a-z])({'|'.join(_UNITS)})s?(?![a-z])")
_HALF_AN_HOUR = re.compile(r"(?<![\w-])half an hour(?!\w)")
_SIZES = {"year": 5, "month": 4, "week": 3, "day": 2, "d": 2, "hour": 1, "hr": 1, "h": 1}
"""Larger units come first; minutes are 0."""

_SMALLEST_OF_DAYS = 2
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class CutSpan:
    """The text without its span, and what that leads to: a day; an instant where hours or minutes count."""

    rest: str
    reached: date | datetime | None


def cut_span(text: str, now: datetime, zone: tzinfo) -> CutSpan:
    """Cut out the first span of a text. Days are counted by the zone's calendar, hours as they pass."""
    text = _HALF_AN_HOUR.sub("30 minutes", text)
    found = _AGO.search(text) or _AHEAD.search(text)
    if found is None:
        return CutSpan(text, None)
    units = [_SIZES.get(unit, 0) for unit in _UNIT.findall(found.group())]
    if any(later >= earlier for earlier, later in pairwise(units)):
        return CutSpan(text, None)
    is_of_days = units[-1] >= _SMALLEST_OF_DAYS
    start = datetime.combine(now.astimezone(zone).date(), _NOON) if is_of_days else _naive(now)
    reached = _read(found, start)
    if reached is None:
        return CutSpan(text, None)
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return CutSpan(rest, reached.date() if is_of_days else reached.replace(tzinfo=UTC))


def _naive(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(tzinfo=None)


def _read(found: re.Match[str], start: datetime) -> datetime | None:
    """What the library makes of it, unless that is in the wrong direction."""
    import dateparser  # not before it is needed: 0.15 s, and few people type spans

    is_past = found.re is _AGO
    span = found["span"] or found["after"]
    read = dateparser.parse(
        f"{span} ago" if is_past else f"in {span}",
        languages=["en"],
        settings={
            "DATE_ORDER": "MDY",
            "PARSERS": ["relative-time"],
            "RELATIVE_BASE": start,
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    if read is None or (read > start if is_past else read < start):
        return None
    return read
