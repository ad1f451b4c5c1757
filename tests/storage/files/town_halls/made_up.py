"""Made-up lists of town halls: calendars line by line, records of JSON."""

import json
from datetime import UTC, datetime

from storage.files.town_halls import Listed, Reading, Trouble, read_town_halls

NOW = datetime(2026, 7, 1, 16, tzinfo=UTC)
HALL = {
    "eventId": "1001",
    "Member": "Ana Alva",
    "District": "PA-07",
    "State": "Pennsylvania",
    "meetingType": "Town Hall",
    "eventName": "Summer town hall",
    "Date": "Tue, Jul 14, 2026",
    "yearMonthDay": "2026-07-14",
    "Time": "6:30 PM",
    "timeEnd": "8:00 PM",
    "timeZone": "EDT",
    "zoneString": "America/New_York",
    "Location": "City Library",
    "address": "11 W Church St, Bethlehem, PA 18018",
    "link": "https://alva.example/hall",
    "Notes": "<p>Bring a <b>question</b>.</p>",
}
EVENT = (
    "UID:hall-1@example",
    "SUMMARY:Town Hall: Ana Alva (PA-07)",
    "DTSTART;TZID=America/New_York:20260714T183000",
    "DTEND;TZID=America/New_York:20260714T200000",
    r"LOCATION:City Library\, 11 W Church St\, Bethlehem",
)


def json_list(*records: dict[str, object]) -> bytes:
    """These records by their ids."""
    return json.dumps({str(record.get("eventId", at)): record for at, record in enumerate(records)}).encode()


def hall(**fields: object) -> dict[str, object]:
    """A record with other fields than usual."""
    return {**HALL, **fields}


def feed(*events: tuple[str, ...], head: tuple[str, ...] = (), zones: tuple[str, ...] = ()) -> bytes:
    """A calendar of these events, each as its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head, *zones]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def event(*instead: str) -> tuple[str, ...]:
    """The usual event with these lines in place of those of the same name; a bare name leaves one out."""
    names = {_name(line) for line in instead}
    kept = [line for line in EVENT if _name(line) not in names]
    return (*kept, *(line for line in instead if ":" in line))


def _name(line: str) -> str:
    return line.split(":")[0].split(";")[0]


def read(content: bytes, name: str = "", now: datetime = NOW) -> Reading:
    """What it says on a day in July."""
    return read_town_halls(content, now, name)


def only_event(content: bytes) -> Listed:
    """The one event of a list without troubles."""
    reading = read(content)
    assert reading.troubles == ()
    (found,) = reading.events
    return found


def only_trouble(content: bytes) -> Trouble:
    """The one trouble of a list without events."""
    reading = read(content)
    assert reading.events == ()
    (found,) = reading.troubles
    return found
