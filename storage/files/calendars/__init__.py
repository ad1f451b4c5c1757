"""Calendar files (RFC 5545): what is planned, for people's own calendars.

No file says a METHOD: those are for sending invitations from an organizer's address (RFC 5546), and the bot
has none. That something was called off is said by its STATUS and a higher SEQUENCE.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from storage.files.calendars.properties import cleaned, put, put_text
from storage.files.calendars.zones import described

_MAKER = "-//Coalition Bot//Calendars//EN"
_WEB = ("http", "https")
_PLAIN_IN_LINKS = "%/:=&?~#+!$,;'@()*[]"
_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT"})
"""Zones that are UTC by another name."""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """Something planned.

    `uid` is the same whenever it is told, and nobody else's; `sequence` is raised with every change, `stamp`
    is when it was last changed. `clock` is what the clocks of `zone` show when it begins; None is for all of
    the days from `first` to `last`. Otherwise it ends on `last`, so many `minutes` after that time of day.
    `link` is left out unless it leads to the web.

    Raises:
        ValueError: for a `stamp` without a zone, a `last` before its `first`, or negative `minutes`.
    """

    uid: str
    sequence: int
    stamp: datetime
    summary: str
    description: str
    place: str
    link: str
    first: date
    last: date
    clock: time | None
    minutes: int
    zone: ZoneInfo
    is_cancelled: bool

    def __post_init__(self) -> None:
        if self.stamp.tzinfo is None:
            raise ValueError(f"naive datetime {self.stamp!r}: an instant needs its zone")
        if self.last < self.first or self.minutes < 0:
            raise ValueError(f"{self.uid} ends before it begins")


def calendar(name: str, events: Iterable[CalendarEvent]) -> bytes:
    """A calendar file of that name with these events in it. Anybody's words do, of any length."""
    told = list(events)
    written = Calendar()
    put(written, "VERSION", "2.0")
    put(written, "PRODID", _MAKER)
    put_text(written, "X-WR-CALNAME", name)
    for zone, years in _years_by_zone(told).items():
        written.add_component(described(zone, min(years), max(years)))
    for event in told:
        written.add_component(_written(event))
    return written.to_ical()


def _years_by_zone(events: Iterable[CalendarEvent]) -> dict[ZoneInfo, set[int]]:
    years: dict[ZoneInfo, set[int]] = {}
    for event in events:
        if event.clock is not None:
            begin, end = _begin(event, event.clock), _end(event, event.clock)
            local = {at.year for at in (begin, end) if not _is_told_in_utc(at, event.zone)}
            if local:
                years.setdefault(event.zone, set()).update(local)
    return years


def _written(event: CalendarEvent) -> Event:
    written = Event()
    put_text(written, "UID", event.uid)
    put(written, "DTSTAMP", event.stamp.astimezone(UTC))
    put(written, "SEQUENCE", event.sequence)
    put(written, "STATUS", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.clock is None:
        put(written, "DTSTART", event.first)
        put(written, "DTEND", event.last + timedelta(days=1))
    else:
        begin, end = _begin(event, event.clock), _end(event, event.clock)
        _put_time(written, "DTSTART", begin, event.zone)
        if end.astimezone(UTC) > begin.astimezone(UTC):
            _put_time(written, "DTEND", end, event.zone)
    put_text(written, "SUMMARY", event.summary)
    put_text(written, "DESCRIPTION", event.description)
    put_text(written, "LOCATION", event.place)
    if link := _web_link(event.link):
        put(written, "URL", link)
    return written


def _put_time(written: Event, name: str, at: datetime, zone: ZoneInfo) -> None:
    if _is_told_in_utc(at, zone):
        put(written, name, at.astimezone(UTC))
    else:
        put(written, name, at.replace(tzinfo=None), zone.key)


def _is_told_in_utc(at: datetime, zone: ZoneInfo) -> bool:
    """Also times that clocks show twice or never: not every reader takes those for the same."""
    return zone.key in _UTC_NAMES or at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


def _begin(event: CalendarEvent, clock: time) -> datetime:
    return datetime.combine(event.first, clock, event.zone)


def _end(event: CalendarEvent, clock: time) -> datetime:
    """When it ends, in its zone. Minutes are those that pass, whatever the clocks do meanwhile."""
    on_last_day = datetime.combine(event.last, clock, event.zone)
    return (on_last_day.astimezone(UTC) + timedelta(minutes=event.minutes)).astimezone(event.zone)


def _web_link(link: str) -> str:
    """The link with nothing but what a link may consist of; "" for one that leads elsewhere."""
    try:
        address = urlsplit(link.strip())
        is_web = address.scheme in _WEB and bool(address.hostname)
    except ValueError:
        return ""
    return quote(cleaned(link.strip()).replace("\n", ""), safe=_PLAIN_IN_LINKS) if is_web else ""
