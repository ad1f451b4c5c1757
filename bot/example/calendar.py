"""The calendar of town halls that one can subscribe to in the local workspace."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.clock import Clock
from bot.fetching import Fetched, NotFetched, NotModified, fetch_calendar
from bot.town_hall_calendars import Fetch
from storage.coalitions import WorkspaceKey
from storage.database import Database, Purpose
from storage.files.calendars import CalendarEvent
from storage.files.calendars import calendar as calendar_file
from storage.officials import ExampleOfficial
from storage.seats import SeatRow
from storage.tenancy import CoalitionSession

LINK = "https://calendar.example/town-halls.ics"
"""Nobody can have an address under .example: whoever subscribes to it here is answered without a network."""

_ZONE = ZoneInfo("America/New_York")
_LIBRARY, _LINK = "Town Library, 1 Example St.", "https://meet.example/town-hall"
_LISTED = (
    ("PA-07", "Town Hall", 2, time(18, 30), _LIBRARY),
    ("PA-08", "Virtual Town Hall", 3, time(19), _LINK),
    ("NJ-07", "Office Hours", 1, time(10), _LIBRARY),
)
"""Seat, kind, weekday (0 is Monday), when and where."""


def fetching(database: Database, workspace: Callable[[], WorkspaceKey | None], clock: Clock) -> Fetch:
    """How the local workspace fetches: its own calendar from the example, anything else as everybody does."""

    async def fetch(link: str, etag: str, last_modified: str) -> Fetched | NotModified | NotFetched:
        key = workspace()
        if link != LINK or key is None:
            return await fetch_calendar(link, None, etag, last_modified)
        with database.transaction(key.coalition_id, Purpose.READ) as db:
            return Fetched(example_calendar(db, clock.now()), "", "")

    return fetch


def example_calendar(db: CoalitionSession, now: datetime) -> bytes:
    """Town halls with made-up Members, this week and in the next two: at days that stay as time goes on."""
    statement = select(SeatRow.code, ExampleOfficial.name).join(
        ExampleOfficial, ExampleOfficial.seat_id == SeatRow.id
    )
    names: dict[str, str] = {code: name for code, name in db.execute(statement)}
    monday = now.astimezone(_ZONE).date() - timedelta(days=now.astimezone(_ZONE).weekday())
    events: list[CalendarEvent] = []
    for week in (0, 1, 2):
        for code, kind, days, clock, place in _LISTED:
            if code in names:
                day = monday + timedelta(weeks=week, days=days)
                events.append(_event(f"{kind} with Rep. {names[code]} ({code})", code, day, clock, place))
    return calendar_file("Town halls", events)


def _event(summary: str, code: str, day: date, clock: time, place: str) -> CalendarEvent:
    return CalendarEvent(
        uid=f"{code}-{day:%Y%m%d}@calendar.example",
        sequence=0,
        stamp=datetime.combine(day, time(), UTC) - timedelta(days=30),
        summary=summary,
        description="",
        place=place,
        link="",
        first=day,
        last=day,
        clock=clock,
        minutes=90,
        zone=_ZONE,
        is_cancelled=False,
    )
