"""The occurrences of a repeated event near to now, on its own clocks, so that none moves in spring."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from icalendar import Calendar

from storage.files.town_halls.feeds.lines import Block, Line
from storage.files.town_halls.feeds.rules import steps_of
from storage.files.town_halls.feeds.times import Moment, Zones, moment_of
from storage.files.town_halls.listed import Doubt, Doubted

MOST_OF_A_SERIES = 100
_BACK, _AHEAD = timedelta(days=30), timedelta(days=400)
_MOST_DATES = 1_000
_FARTHEST_MOVE = timedelta(days=400)
_ROW = "X-ROW"
_UNTIL = re.compile(r"UNTIL=([^;]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a series: where it would stand by the rule, when it is, and the event that tells of it."""

    planned: Moment
    start: Moment
    row: int


@dataclass(frozen=True, slots=True)
class Version:
    """An event of a series, and when it begins: the core of the series, or what one date is instead."""

    event: Block
    start: Moment


def window(today: date) -> tuple[date, date]:
    """The days whose occurrences are looked for."""
    return today - _BACK, today + _AHEAD


def is_repeated(event: Block) -> bool:
    """Whether an event has a rule or further dates."""
    return any(name in event.properties for name in ("RRULE", "RDATE", "EXRULE"))


def steps_for(core: Version, today: date) -> int | Doubted:
    """How many dates must be counted for a series; or why it is not followed."""
    if "EXRULE" in core.event.properties:
        return Doubted(Doubt.BAD_RULE, "EXRULE")
    steps = 1
    for rule in core.event.properties.get("RRULE", ()):
        counted = steps_of(rule.value, core.start.day, window(today)[1])
        if isinstance(counted, Doubted):
            return counted
        steps += counted
    return steps


def occurrences(
    core: Version, others: Sequence[Version], zones: Zones, today: date
) -> list[Occurrence] | Doubted:
    """The dates of a series near to today, the earliest first: at most `MOST_OF_A_SERIES`.

    None where it has none then; or why it cannot be followed.
    """
    text = _written(core, others, zones)
    if isinstance(text, Doubted):
        return text
    told: dict[tuple[int, datetime], Occurrence] = {}
    try:
        import recurring_ical_events  # not before it is needed, as it is slow to load

        query = recurring_ical_events.of(Calendar.from_ical(text), skip_bad_series=True)
        for begin, end in _parts_of_window(today):
            if len(told) < MOST_OF_A_SERIES:
                for found in query.between(begin, end):
                    one = _occurrence(core, others, cast(dict[str, object], found))
                    told[one.row, one.start.local] = one
    # What the libraries raise for dates and rules that they cannot follow.
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as error:
        return Doubted(Doubt.BAD_RULE, type(error).__name__)
    return sorted(told.values(), key=lambda one: one.start.local)[:MOST_OF_A_SERIES]


def _parts_of_window(today: date) -> list[tuple[datetime, datetime]]:
    """The window in two: of a daily event, only the first is ever looked at."""
    begin, end = (datetime.combine(day, time()) for day in window(today))
    between = begin + timedelta(days=MOST_OF_A_SERIES + 5)
    return [(begin, between), (between, end)]


def planned_of(event: Block, core: Moment | None, zones: Zones) -> Moment | None:
    """Where the date stands by its rule that this event tells of; None where it is no such event."""
    line = event.first("RECURRENCE-ID")
    moment = None if line is None else moment_of(line, zones)
    return moment if moment is None or core is None else moment.in_zone(core.zone)


def _written(core: Version, others: Sequence[Version], zones: Zones) -> str | Doubted:
    """The series as a calendar of its own, in which every time is as the core's clocks show it."""
    zone = core.start.zone
    lines = ["BEGIN:VCALENDAR", *_event(core.event.row, _stamp(core.start, "DTSTART"))]
    for rule in core.event.properties.get("RRULE", ()):
        words = _with_local_end("".join(rule.value.upper().split()), core.start, zones)
        if words is None:
            return Doubted(Doubt.BAD_RULE, rule.value[:80])
        lines.append(f"RRULE:{words}")
    for name in ("RDATE", "EXDATE"):
        moments = _moments(core.event.properties.get(name, ()), zones)
        if moments is None:
            return Doubted(Doubt.BAD_RULE, name)
        lines += [_stamp(_like(core.start, one.in_zone(zone), name), name) for one in moments]
    lines.append("END:VEVENT")
    for other in others:
        planned = planned_of(other.event, core.start, zones)
        if planned is not None:
            lines += _event(other.event.row, _stamp(other.start.in_zone(zone), "DTSTART"))
            lines += [_stamp(planned, f"RECURRENCE-ID{_range(other, planned)}"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _event(row: int, start: str) -> list[str]:
    return ["BEGIN:VEVENT", "UID:series", f"{_ROW}:{row}", start]


def _range(other: Version, planned: Moment) -> str:
    line = other.event.first("RECURRENCE-ID")
    is_ranged = line is not None and line.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
    is_near = abs(other.start.local - planned.local) <= _FARTHEST_MOVE
    return ";RANGE=THISANDFUTURE" if is_ranged and is_near else ""


def _like(core: Moment, moment: Moment, name: str) -> Moment:
    """A further date without a time has that of the core, and none has one where the core has none."""
    if core.clock is None:
        return Moment(moment.day, None, None)
    is_bare = name == "RDATE" and moment.clock is None
    return Moment(moment.day, core.clock, core.zone) if is_bare else moment


def _stamp(moment: Moment, name: str) -> str:
    if moment.clock is None:
        return f"{name};VALUE=DATE:{moment.day:%Y%m%d}"
    return f"{name}:{moment.local:%Y%m%dT%H%M%S}"


def _moments(lines: Iterable[Line], zones: Zones) -> list[Moment] | None:
    """Every date of these properties; None where one cannot be read, or there are too many."""
    moments: list[Moment] = []
    for line in lines:
        for value in line.value.split(","):
            moment = moment_of(Line(line.parameters, value.partition("/")[0]), zones)
            if moment is None or len(moments) >= _MOST_DATES:
                return None
            moments.append(moment)
    return moments


def _with_local_end(rule: str, core: Moment, zones: Zones) -> str | None:
    """The rule with its UNTIL on the core's clocks; None for an UNTIL that nobody can read."""
    found = _UNTIL.search(rule)
    if found is None:
        return rule
    until = moment_of(Line({}, found[1]), zones)
    if until is None:
        return None
    local = until.in_zone(core.zone)
    if core.clock is None:
        written = f"{local.day:%Y%m%d}"
    else:
        written = f"{local.day:%Y%m%d}T{local.clock or time(23, 59, 59):%H%M%S}"
    return f"{rule[: found.start(1)]}{written}{rule[found.end(1) :]}"


def _occurrence(core: Version, others: Sequence[Version], found: dict[str, object]) -> Occurrence:
    row = int(str(found[_ROW]))
    at = _moment(found["DTSTART"], core.start.zone)
    version = next((other for other in others if other.event.row == row), None)
    if version is not None and at.local == version.start.in_zone(core.start.zone).local:
        return Occurrence(_moment(found["RECURRENCE-ID"], core.start.zone), version.start, row)
    # A date of the core's rule, or of an event that tells of all dates from one on.
    return Occurrence(at, at, row)


def _moment(written: object, zone: str | None) -> Moment:
    value = cast(date | datetime, written.dt)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    if isinstance(value, datetime):
        return Moment(value.date(), value.time(), zone)
    return Moment(value, None, None)
