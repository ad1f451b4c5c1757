"""Calendar files as three programs read them, none of which may know the zones by their names."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import vobject
from icalendar import Calendar
from icalendar.timezone.tzp import TZP

_strange = count(1)

Moment = datetime | date


@dataclass(frozen=True)
class Span:
    """From when to when, UTC; or the days, of which the last is no longer part."""

    begin: Moment
    end: Moment | None


def with_strange_zones(file: bytes) -> bytes:
    """The same with zones of names that nobody has heard of, so that their description must be read.

    Never the same name twice: vobject remembers them.
    """
    names = sorted(set(re.findall(rb"^TZID:(.+?)\r$", file, re.MULTILINE)))
    for name in names:
        file = file.replace(name, f"Strange{next(_strange)}".encode())
    return file


def spans_by_icalendar(file: bytes) -> list[Span]:
    """As icalendar reads it, with dateutil's reading of the zones."""
    read: Any = Calendar.from_ical(with_strange_zones(file))
    return [
        Span(_plain(event["DTSTART"].dt), _plain(event["DTEND"].dt) if "DTEND" in event else None)
        for event in read.events
    ]


def spans_by_icalendars_own_zones(file: bytes) -> list[Span]:
    """As icalendar reads it, with its own reading of the zones."""
    read: Any = Calendar.from_ical(with_strange_zones(file))
    zones: dict[str, Any] = {
        str(one["TZID"]): one.to_tz(TZP("pytz"), lookup_tzid=False) for one in read.timezones
    }

    def instant(prop: Any) -> Moment:
        zone = zones.get(prop.params.get("TZID", ""))
        return _plain(prop.dt if zone is None else zone.localize(prop.dt.replace(tzinfo=None)))

    return [
        Span(instant(event["DTSTART"]), instant(event["DTEND"]) if "DTEND" in event else None)
        for event in read.events
    ]


def spans_by_vobject(file: bytes) -> list[Span]:
    """As vobject reads it. It takes a zone that it does not know for UTC when it is like that until 2020."""
    read = vobject.readOne(with_strange_zones(file).decode())
    return [
        Span(_plain(event.dtstart.value), _plain(event.dtend.value) if hasattr(event, "dtend") else None)
        for event in read.vevent_list
    ]


READERS = (spans_by_icalendar, spans_by_icalendars_own_zones, spans_by_vobject)


def _plain(moment: Moment) -> Moment:
    if not isinstance(moment, datetime):
        return moment
    assert moment.tzinfo is not None
    offset = moment.utcoffset()
    assert offset is not None
    # Not astimezone: of a time that clocks show twice, dateutil's zones would take the second.
    return (moment.replace(tzinfo=None) - offset).replace(tzinfo=UTC)
