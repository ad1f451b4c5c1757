"""When an event of a calendar is: as its own clocks show it, with their zone where that is known."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.files.town_halls.clocks import EARLIEST
from storage.files.town_halls.days import is_usual_year
from storage.files.town_halls.feeds.lines import Block, Line
from storage.files.town_halls.listed import Doubt, Doubted
from storage.files.town_halls.zones import zone_of

_STAMP = re.compile(r"(?P<day>\d{8})(?:T(?P<clock>\d{6}|\d{4})(?P<utc>Z)?)?", re.IGNORECASE)
_DURATION = re.compile(
    r"(?P<sign>[+-])?P(?:(?P<weeks>\d{1,3})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,5})M)?(?:(?P<seconds>\d{1,6})S)?)?",
    re.IGNORECASE,
)
_LONGEST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with what its clocks show unless it is all of it. `unknown` names a zone that nobody knows."""

    day: date
    clock: time | None
    zone: str | None
    unknown: str = ""

    @property
    def local(self) -> datetime:
        """Day and time without their zone; the first midnight of a whole day."""
        return datetime.combine(self.day, self.clock or time())

    def in_zone(self, key: str | None) -> "Moment":
        """The same instant on the clocks of another zone, where both are known."""
        if key is None or self.zone is None or self.clock is None or key == self.zone:
            return self
        moved = self.local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(ZoneInfo(key))
        return Moment(moved.date(), moved.time(), key)


@dataclass(frozen=True, slots=True)
class Zones:
    """What the zones of a file are called there and by everybody. `own` is the zone of the whole calendar."""

    own: str | None
    named: Mapping[str, str]

    def of(self, name: str) -> str | None:
        """The key of a zone by its name in the file."""
        return self.named.get(name) or zone_of(name)


def zones_of(calendar: Block, described: tuple[Block, ...]) -> Zones:
    """The zones of a file, by their names, where they say they are, and what their clocks are called."""
    named: dict[str, str] = {}
    for zone in described:
        clocks = (line.text for line in zone.properties.get("TZNAME", ())[-2:])
        for words in (zone["TZID"], zone["X-LIC-LOCATION"], *clocks):
            key = zone_of(words)
            if key is not None:
                named.setdefault(zone["TZID"], key)
    return Zones(zone_of(calendar["X-WR-TIMEZONE"]), named)


def moment_of(line: Line, zones: Zones) -> Moment | None:
    """What a property with a day or a time says; None for one that nobody can read."""
    found = _STAMP.fullmatch(line.value.strip())
    if found is None:
        return None
    digits, clock = found["day"], found["clock"]
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        at = None if clock is None else time(int(clock[:2]), int(clock[2:4]), min(int(clock[4:] or 0), 59))
        return _placed(day, at, line.parameters.get("TZID", ""), zones, is_utc=bool(found["utc"]))
    except (ValueError, OverflowError):
        return None


def start_of(event: Block, zones: Zones) -> Moment | Doubted:
    """When an event begins, or what is in the way of knowing it."""
    lines = event.properties.get("DTSTART", [])
    starts = {(line.value, line.parameters.get("TZID", "")) for line in lines}
    if not lines:
        return Doubted(Doubt.NO_DAY)
    written = ", ".join(sorted(value for value, _ in starts))[:80]
    if len(starts) > 1:
        return Doubted(Doubt.SEVERAL_DAYS, written)
    start = moment_of(lines[0], zones)
    if start is None:
        return Doubted(Doubt.UNCLEAR_DAY, written)
    if not is_usual_year(start.day.year):
        return Doubted(Doubt.FAR_YEAR, written)
    if start.clock is not None and start.clock < EARLIEST and start.zone != "UTC":
        return Doubted(Doubt.SMALL_HOURS, f"{start.clock:%H:%M}")
    return start


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day of an event, and how many minutes it has; None where that is not said."""

    last: date
    minutes: int | None
    doubts: tuple[Doubted, ...] = ()


def ending_of(event: Block, start: Moment, zones: Zones) -> Ending:
    """When an event that begins so ends."""
    line = event.first("DTEND") or event.first("DURATION")
    if line is None:
        return Ending(start.day, None)
    unclear = Ending(start.day, None, (Doubted(Doubt.UNCLEAR_END, line.value.strip()[:80]),))
    length = _length(event, start, zones)
    if length is None or length > timedelta(days=_LONGEST_DAYS):
        return unclear
    if length < timedelta():
        return Ending(start.day, None, (Doubted(Doubt.END_BEFORE_START, line.value.strip()[:80]),))
    if start.clock is None:
        # Calendars name the morning after the last whole day.
        return Ending(start.day + max(length - timedelta(days=1), timedelta()), None)
    minutes = int(length.total_seconds()) // 60
    return Ending(start.day, minutes or None)


def _length(event: Block, start: Moment, zones: Zones) -> timedelta | None:
    line = event.first("DTEND")
    if line is None:
        return _duration(event["DURATION"])
    end = moment_of(line, zones)
    if end is None or (end.clock is None) != (start.clock is None):
        return None
    if start.zone and end.zone:
        begun, ended = (one.local.replace(tzinfo=ZoneInfo(one.zone or "UTC")) for one in (start, end))
        return ended.astimezone(UTC) - begun.astimezone(UTC)
    return end.local - start.local


def _duration(words: str) -> timedelta | None:
    found = _DURATION.fullmatch(words)
    if found is None:
        return None
    parts = {name: int(value or 0) for name, value in found.groupdict().items() if name != "sign"}
    length = timedelta(**parts)
    return -length if found["sign"] == "-" else length


def _placed(day: date, clock: time | None, tzid: str, zones: Zones, *, is_utc: bool) -> Moment:
    if clock is None:
        return Moment(day, None, None)
    if is_utc:
        return Moment(day, clock, "UTC").in_zone(zones.own)
    key = zones.of(tzid) if tzid else zones.own
    return Moment(day, clock, key, unknown=tzid if key is None else "")
