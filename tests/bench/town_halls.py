"""Reading a calendar of 2,000 events and comparing it with what is known, beside the library's parsing."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from storage.files.town_halls import Listed, read_town_halls
from storage.files.town_halls.comparing import Known, Outcome, compare
from tests.bench.files import Timed

EVENTS, CHANGED, GONE, SERIES = 2_000, 100, 50, 20
_DATES = 10
NOW = datetime(2026, 7, 1, 16, tzinfo=UTC)


def measure_calendar() -> Timed:
    """A calendar of so many dates, some of them of weekly events, which all but a few are known already."""
    content = _calendar()
    began = time.perf_counter()
    Calendar.from_ical(content)
    baseline = time.perf_counter() - began
    known = _known(read_town_halls(content, NOW).events)
    began = time.perf_counter()
    reading = read_town_halls(content, NOW)
    comparison = compare(reading, known, NOW.date())
    seconds = time.perf_counter() - began
    counts = (reading.read, comparison.count(Outcome.CHANGED), comparison.count(Outcome.NEW))
    if counts != (EVENTS, CHANGED, GONE) or len(comparison.vanished) != GONE:
        raise RuntimeError(f"{counts} read, changed and new, {len(comparison.vanished)} vanished")
    return Timed(seconds, baseline)


def _known(events: tuple[Listed, ...]) -> list[Known]:
    """What is known: the same, but for some that have changed since, some not yet known and some gone."""
    known = [Known(at, event) for at, event in enumerate(events[GONE:])]
    known[:CHANGED] = [replace(one, event=replace(one.event, notes="Before")) for one in known[:CHANGED]]
    gone = (
        replace(event, source_id=f"gone-{at}", who=f"Gone {at}") for at, event in enumerate(events[:GONE])
    )
    return [*known, *(Known(EVENTS + at, event) for at, event in enumerate(gone))]


def _calendar() -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-TIMEZONE:America/New_York"]
    for number in range(EVENTS - SERIES * (_DATES - 1)):
        lines += _event(
            number, f"RRULE:FREQ=WEEKLY;COUNT={_DATES}" if number < SERIES else "STATUS:CONFIRMED"
        )
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _event(number: int, line: str) -> list[str]:
    day = date(2026, 8, 1) + timedelta(days=number % 200)
    return [
        "BEGIN:VEVENT",
        f"UID:{number}@lists.example",
        "DTSTAMP:20260601T120000Z",
        f"SUMMARY:Town Hall: Member {number} (CA-{number % 52 + 1})",
        f"DTSTART;TZID=America/New_York:{day:%Y%m%d}T183000",
        f"DTEND;TZID=America/New_York:{day:%Y%m%d}T200000",
        rf"LOCATION:City Library\, {number} Church Street\, Springfield",
        r"DESCRIPTION:<p>Doors open at six. Bring a question\, and a neighbour.</p>",
        "CATEGORIES:Democratic,California",
        line,
        "END:VEVENT",
    ]
