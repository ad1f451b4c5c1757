"""When something may be said: for every hour, zone and policy, over both daylight-saving changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.timing import Late, Manners, Quiet, Weekends, due_at, held, is_late, sayable_at

NEW_YORK, LOS_ANGELES = ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")
ZONES = [
    ZoneInfo(name)
    for name in (
        "America/New_York", "America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu", "Europe/Berlin",
        "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati",
        "Africa/Casablanca",
    )
]  # fmt: skip
ANY_ZONE = st.sampled_from(ZONES)
ANY_MOMENT = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone


def _in_new_york(night: datetime, minutes: int) -> datetime:
    return night + timedelta(minutes=minutes)


AROUND_A_CHANGE = st.builds(
    _in_new_york,
    st.sampled_from([datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)]),
    st.integers(-4 * 1440, 4 * 1440),
)
"""So many minutes before or after a clock in New York goes on to 3:00 or back to 1:00."""
MOMENTS = ANY_MOMENT | AROUND_A_CHANGE
MANNERS = st.builds(Manners, st.sampled_from(Quiet), st.sampled_from(Weekends))


def at(zone: ZoneInfo, day: str, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(hour, minute), zone)


def is_allowed(moment: datetime, zone: ZoneInfo, manners: Manners) -> bool:
    """The rule once more, as a person would say it."""
    local = moment.astimezone(zone)
    by_day = 8 <= local.hour < 21
    working_day = local.strftime("%a") not in ("Sat", "Sun")
    return (by_day or manners.quiet is Quiet.THROUGH) and (
        working_day or manners.weekends is Weekends.THROUGH
    )


@given(MOMENTS, ANY_ZONE, MANNERS)
def test_what_comes_of_it_is_allowed_and_stays(moment: datetime, zone: ZoneInfo, manners: Manners) -> None:
    said = sayable_at(moment, zone, manners)
    assert is_allowed(said, zone, manners)
    assert sayable_at(said, zone, manners) == said


@given(MOMENTS, ANY_ZONE, MANNERS)
def test_what_is_allowed_is_not_moved(moment: datetime, zone: ZoneInfo, manners: Manners) -> None:
    assert (sayable_at(moment, zone, manners) == moment) == is_allowed(moment, zone, manners)


@given(MOMENTS, ANY_ZONE, st.sampled_from(Weekends))
def test_later_is_eight_o_clock_and_the_first_that_may_be(
    moment: datetime, zone: ZoneInfo, weekends: Weekends
) -> None:
    manners = Manners(Quiet.LATER, Weekends.THROUGH if weekends is Weekends.EARLIER else weekends)
    said = sayable_at(moment, zone, manners)
    if said == moment:
        return
    assert said.astimezone(zone).time() == time(8)
    assert said > moment
    while (said := said - timedelta(hours=1)) > moment:
        assert not is_allowed(said, zone, manners)


@given(MOMENTS, ANY_ZONE, st.sampled_from(Weekends))
def test_earlier_is_half_past_eight_and_the_last_that_may_be(
    moment: datetime, zone: ZoneInfo, weekends: Weekends
) -> None:
    manners = Manners(Quiet.EARLIER, Weekends.THROUGH if weekends is Weekends.LATER else weekends)
    said = sayable_at(moment, zone, manners)
    if said == moment:
        return
    assert said.astimezone(zone).time() == time(20, 30)
    assert said < moment
    said += timedelta(minutes=30)
    while said < moment:
        assert not is_allowed(said, zone, manners)
        said += timedelta(hours=1)


@given(MOMENTS, ANY_ZONE, MANNERS, st.integers(-5000, 5000))
def test_nothing_comes_due_before_it_was_asked_for(
    moment: datetime, zone: ZoneInfo, manners: Manners, minutes: int
) -> None:
    now = moment + timedelta(minutes=minutes)
    due = due_at(moment, zone, manners, now)
    assert due == moment or now <= due < moment


@given(MOMENTS, ANY_ZONE, MANNERS)
@example(datetime(2026, 11, 21, 3, tzinfo=UTC), NEW_YORK, Manners(Quiet.LATER, Weekends.EARLIER))
def test_what_is_held_may_be_said_when_it_comes_due_again(
    now: datetime, zone: ZoneInfo, manners: Manners
) -> None:
    wait = held(now, zone, manners)
    if wait is None:
        assert is_allowed(now, zone, manners) or Quiet.EARLIER in (manners.quiet, manners.weekends.value)
    else:
        assert wait.until > now
        assert held(wait.until, zone, manners) is None


LATER = Manners(Quiet.LATER)
EARLIER = Manners(Quiet.EARLIER)
WORKDAYS_LATER = Manners(Quiet.LATER, Weekends.LATER)
WORKDAYS_EARLIER = Manners(Quiet.EARLIER, Weekends.EARLIER)


@pytest.mark.parametrize(
    ("asked", "manners", "said"),
    [
        (at(NEW_YORK, "2026-11-25", 20, 59), LATER, at(NEW_YORK, "2026-11-25", 20, 59)),
        (at(NEW_YORK, "2026-11-25", 21), LATER, at(NEW_YORK, "2026-11-26", 8)),
        (at(NEW_YORK, "2026-11-26", 7, 59), LATER, at(NEW_YORK, "2026-11-26", 8)),
        (at(NEW_YORK, "2026-11-26", 8), EARLIER, at(NEW_YORK, "2026-11-26", 8)),
        (at(NEW_YORK, "2026-11-26", 7, 30), EARLIER, at(NEW_YORK, "2026-11-25", 20, 30)),
        (at(NEW_YORK, "2026-11-25", 21, 30), EARLIER, at(NEW_YORK, "2026-11-25", 20, 30)),
        # From a Friday evening over a weekend, and back.
        (at(NEW_YORK, "2026-11-27", 21, 30), LATER, at(NEW_YORK, "2026-11-28", 8)),
        (at(NEW_YORK, "2026-11-27", 21, 30), WORKDAYS_LATER, at(NEW_YORK, "2026-11-30", 8)),
        (at(NEW_YORK, "2026-11-28", 15), WORKDAYS_LATER, at(NEW_YORK, "2026-11-30", 8)),
        (at(NEW_YORK, "2026-11-29", 15), WORKDAYS_EARLIER, at(NEW_YORK, "2026-11-27", 20, 30)),
        (at(NEW_YORK, "2026-11-30", 7), WORKDAYS_EARLIER, at(NEW_YORK, "2026-11-27", 20, 30)),
        (at(NEW_YORK, "2026-11-28", 15), Manners(weekends=Weekends.LATER), at(NEW_YORK, "2026-11-30", 8)),
        (at(NEW_YORK, "2026-11-27", 23), Manners(weekends=Weekends.LATER), at(NEW_YORK, "2026-11-27", 23)),
        # The hour asks for one thing and the day for another.
        (
            at(NEW_YORK, "2026-11-28", 23),
            Manners(Quiet.LATER, Weekends.EARLIER),
            at(NEW_YORK, "2026-11-27", 20, 30),
        ),
        (
            at(NEW_YORK, "2026-11-30", 7),
            Manners(Quiet.EARLIER, Weekends.LATER),
            at(NEW_YORK, "2026-11-27", 20, 30),
        ),
        # The night in which a clock goes on or back: eight is eight.
        (at(NEW_YORK, "2026-03-07", 22), LATER, datetime(2026, 3, 8, 12, tzinfo=UTC)),
        (at(NEW_YORK, "2026-10-31", 22), LATER, datetime(2026, 11, 1, 13, tzinfo=UTC)),
        (at(NEW_YORK, "2026-03-08", 7), EARLIER, datetime(2026, 3, 8, 1, 30, tzinfo=UTC)),
        (at(NEW_YORK, "2026-11-01", 7), EARLIER, datetime(2026, 11, 1, 0, 30, tzinfo=UTC)),
    ],
)
def test_examples(asked: datetime, manners: Manners, said: datetime) -> None:
    assert sayable_at(asked, NEW_YORK, manners) == said


def test_one_moment_is_night_for_one_and_day_for_another() -> None:
    moment = at(NEW_YORK, "2026-11-25", 22)
    assert sayable_at(moment, LOS_ANGELES, LATER) == moment
    assert sayable_at(moment, NEW_YORK, LATER) == at(NEW_YORK, "2026-11-26", 8)


def test_why_it_is_held() -> None:
    saturday, friday = at(NEW_YORK, "2026-11-28", 23), at(NEW_YORK, "2026-11-27", 23)
    assert [wait.why for wait in (held(saturday, NEW_YORK, WORKDAYS_LATER),) if wait] == [
        "weekend in America/New_York"
    ]
    assert [wait.why for wait in (held(friday, NEW_YORK, WORKDAYS_LATER),) if wait] == [
        "quiet hours in America/New_York"
    ]


def test_too_late_for_the_evening_before_it_stays_where_it_is() -> None:
    asked = at(NEW_YORK, "2026-11-26", 7, 30)
    evening = at(NEW_YORK, "2026-11-25", 20, 30)
    assert due_at(asked, NEW_YORK, EARLIER, evening) == evening
    assert due_at(asked, NEW_YORK, EARLIER, evening + timedelta(minutes=1)) == asked
    assert held(asked, NEW_YORK, EARLIER) is None


def test_late_is_more_than_half_an_hour() -> None:
    due = at(NEW_YORK, "2026-11-25", 9)
    assert not is_late(due, due + timedelta(minutes=30))
    assert is_late(due, due + timedelta(minutes=30, seconds=1))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        sayable_at(datetime(2026, 11, 25), NEW_YORK, LATER)  # noqa: DTZ001  # what is refused


def test_a_kind_that_says_nothing_goes_through_and_as_it_is() -> None:
    assert Manners() == Manners(Quiet.THROUGH, Weekends.THROUGH, Late.SEND)
