"""A calendar of 2,000 events, read and compared with what is known; and an event that 5,000 are told of."""

import gc
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar
from sqlalchemy import select

from bot.reference import Reference
from handlers.request import Scene
from handlers.town_halls.publishing import announce
from handlers.town_halls.subjects import ALERT
from storage import coalitions
from storage.database import Purpose
from storage.files.town_halls import Listed, read_town_halls
from storage.files.town_halls.comparing import Known, Outcome, compare
from storage.meetings import Meeting
from storage.outbox import OutboxRow, SendState
from storage.seats import Office, SeatRow
from storage.town_halls import deciding, sources
from storage.town_halls.deciding import Brought
from storage.town_halls.kinds import EventKind
from storage.town_halls.town_halls import Described
from storage.watches import WatchRow
from tests.bench.campaign import add_members, settle, stage
from tests.bench.files import Timed

EVENTS, CHANGED, GONE, SERIES = 2_000, 100, 50, 20
_DATES = 10
NOW = datetime(2026, 7, 1, 16, tzinfo=UTC)


TOLD = 5_000


def measure_publishing(url: str) -> Timed:
    """An event of a whole state announced to so many people; the baseline inserts as many bare rows."""
    on = stage(url)
    add_members(on, TOLD)
    with on.database.across_coalitions(Purpose.READ) as db:
        seat_ids = db.scalars(select(SeatRow.id).where(SeatRow.state == "CA").order_by(SeatRow.id)).all()
        senate = db.scalars(
            select(SeatRow.id).where(SeatRow.state == "CA", SeatRow.office == Office.US_SENATE)
        ).first()
    on.put(
        WatchRow,
        (
            {"seat_id": seat_ids[member % len(seat_ids)], "member_id": member, "since": NOW}
            for member in range(1, TOLD + 1)
        ),
    )
    settle(on)
    began = time.perf_counter()
    on.put(
        OutboxRow,
        (
            {
                "kind": "bare", "about_id": 1, "key": f"bare {member}", "member_id": member, "due_at": NOW,
                "state": SendState.DROPPED, "attempt": 0, "written_at": NOW,
            }
            for member in range(1, TOLD + 1)
        ),
    )  # fmt: skip
    baseline = time.perf_counter() - began
    reference = Reference(on.database)
    with on.database.transaction(on.workspace.coalition_id) as db:
        reference.districts(db)
        source = sources.of_member(db, 1, "Person 1", NOW)
        event = deciding.add(db, _of_the_state(senate), Brought(source.id), NOW)
    gc.collect()  # what the setting up has left behind takes as long as the announcing
    began = time.perf_counter()
    with on.database.transaction(on.workspace.coalition_id) as db:
        scene = Scene(db, coalitions.current(db), reference.districts(db), NOW)
        deciding.publish(db, event, None, NOW)
        told = announce(scene, event, None)
    seconds = time.perf_counter() - began
    with on.database.across_coalitions(Purpose.READ) as db:
        written = len(db.scalars(select(OutboxRow.id).where(OutboxRow.kind == ALERT)).all())
    on.database.close()
    if (told, written) != (TOLD, TOLD):
        raise RuntimeError(f"{told} to be told and {written} rows, not {TOLD}")
    return Timed(seconds, baseline)


def _of_the_state(seat_id: int | None) -> Described:
    day, zone = date(2026, 8, 1), ZoneInfo("America/Los_Angeles")
    begins = datetime(2026, 8, 1, 18, tzinfo=zone).astimezone(UTC)
    at = Meeting(day, day, begins.time(), zone, begins, begins + timedelta(hours=2), 120)
    return Described(EventKind.VIRTUAL, seat_id, None, None, "Sam Blake", "CA", at, "", "", has_end=True)


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
