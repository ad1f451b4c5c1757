"""What a form shows of an event's time reads back to the same time, and the same end."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from handlers.arguments.coming import read_coming_at
from handlers.town_halls.ends import until_as_typed
from handlers.visits.meeting import meeting_of, typed_again
from storage.meetings import Meeting
from storage.town_halls.kinds import EventKind
from storage.town_halls.town_halls import Described

_NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
_ZONE = ZoneInfo("America/New_York")


@given(
    day=st.dates(date(2026, 6, 3), date(2026, 10, 30)),
    clock=st.times(time(0), time(23, 59)).map(lambda one: one.replace(second=0, microsecond=0)),
    minutes=st.integers(5, 12 * 60),
)
def test_the_time_of_an_event_reads_back(day: date, clock: time, minutes: int) -> None:
    begins = datetime.combine(day, clock, _ZONE).astimezone(UTC)
    at = Meeting(day, day, clock, _ZONE, begins, begins + timedelta(minutes=minutes), minutes)
    told = Described(EventKind.IN_PERSON, None, None, None, "Jane Doe", "PA", at, "", "", has_end=True)
    coming = read_coming_at(typed_again(at, until_as_typed(told)), _NOW, None, _ZONE, _ZONE)
    assert meeting_of(coming, 1) == at
