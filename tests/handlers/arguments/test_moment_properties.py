"""What holds for every text, every day and every zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.arguments.moments import Moment, Reason, Tends, Unclear, read, written
from tests.handlers.arguments.typed_moments import CHICAGO, NEW_YORK, NOW, moment, said, told

untimed = settings(deadline=None)
"""The first span that is read imports the library, and other work may share the processor."""

ZONES = st.sampled_from(sorted(zone for zone in available_timezones() if "/" in zone)).map(ZoneInfo)
NOWS = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001  # a bound; the zone comes after
    datetime(2036, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))
TIMES = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
_PIECES = """
    now today yesterday tomorrow last next this every Tuesday tue Mondays July 14 14th 7/14 2/22/17 2117 99
    0 00 2026-07-14 T18:05Z 3pm 25:00 2: :30 @ at from - – to and noon midnight ET EST UTC UTC-05:00 3 days
    hours ago in a an week years month before after the day of morning tonight half , . ( ' – 9999 Feb 29 30
    12:30am o'clock
"""
PIECES = st.sampled_from(_PIECES.split())


def is_sound(typed: str, now: datetime, zone: ZoneInfo, tends: Tends) -> None:
    found = read(typed, now, zone, tends)
    if isinstance(found, Unclear):
        assert said(found).endswith((".", "?"))
        return
    assert found.at.tzinfo is UTC
    assert abs(found.day.year - now.astimezone(found.zone).year) <= 3
    assert abs(found.at - datetime.combine(found.day, time(12), UTC)) < timedelta(days=2)


@untimed
@given(st.text(max_size=200), NOWS, ZONES, st.sampled_from(Tends))
@example("0001-01-01T00:00+23:59", NOW, CHICAGO, Tends.PAST)
@example("½ days ago ³/⁴ ①①:③③", NOW, CHICAGO, Tends.PAST)
@example("ﷺ" * 100, NOW, CHICAGO, Tends.PAST)
def test_any_text_gets_an_answer(typed: str, now: datetime, zone: ZoneInfo, tends: Tends) -> None:
    is_sound(typed, now, zone, tends)


@settings(deadline=None, max_examples=400)
@given(st.lists(PIECES, max_size=9), st.sampled_from([" ", "", "-", "/"]), NOWS, st.sampled_from(Tends))
def test_any_mixture_of_known_words_gets_an_answer(
    pieces: list[str], joint: str, now: datetime, tends: Tends
) -> None:
    is_sound(joint.join(pieces)[:200], now, NEW_YORK, tends)


@untimed
@given(NOWS, st.timedeltas(timedelta(days=-1095), timedelta(days=1095)), ZONES)
@example(datetime(2026, 11, 1, 6, 30, tzinfo=UTC), timedelta(0), NEW_YORK)
@example(datetime(2026, 4, 4, 15, 15, tzinfo=UTC), timedelta(0), ZoneInfo("Australia/Lord_Howe"))
@example(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), timedelta(0), ZoneInfo("Europe/Dublin"))
def test_what_is_written_reads_back(now: datetime, ago: timedelta, zone: ZoneInfo) -> None:
    at = (now + ago).replace(second=0, microsecond=0)
    assert moment(written(at, zone), now, zone).at == at


@untimed
@given(DAYS, TIMES)
def test_a_date_is_read_in_every_form_and_a_wrong_weekday_is_noticed(day: date, clock: time) -> None:
    month, weekday = day.strftime("%B"), day.strftime("%A")
    forms = (
        f"{day.month}/{day.day}/{day.year}", f"{day:%m/%d/%y}", f"{day.isoformat()}", f"{day:%d-%b-%Y}",
        f"{month} {day.day}, {day.year}", f"{day.day} {month[:3]} {day.year}",
    )  # fmt: skip
    wrong = (day + timedelta(days=1)).strftime("%a")
    for form in forms:
        for typed in (form, f"{weekday}, {form}", f"{form} ({weekday[:3]})"):
            assert moment(f"{typed} {clock:%I:%M%p}").day == day
        assert told(f"{wrong} {form} 3pm") == "contradicts"


@untimed
@given(TIMES, st.integers(1, 11 * 60), st.sampled_from([" - ", "–", " to ", "-", " until "]))
def test_of_a_range_the_start_is_read(start: time, minutes: int, joint: str) -> None:
    first = datetime.combine(date(2026, 7, 14), start)
    last = first + timedelta(minutes=minutes)
    for form in ("%I:%M%p", "%I:%M %p", "%H:%M"):
        for typed in (f"{first:{form}}", f"{first:{form}}{joint}{last:{form}}"):
            assert moment(f"7/14 {typed}").at == first.replace(tzinfo=CHICAGO)
    shared = f"7/14 {first.hour % 12 or 12}:{first:%M}{joint}{last:%I:%M%p}"
    assert moment(shared).at == first.replace(tzinfo=CHICAGO)


@untimed
@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), NOWS)
def test_a_date_without_a_year_is_the_last_one_or_asked_about(day: date, now: datetime) -> None:
    found = read(f"{day.month}/{day.day}", now, CHICAGO)
    today = now.astimezone(CHICAGO).date()
    if isinstance(found, Moment):
        assert (found.day.month, found.day.day) == (day.month, day.day)
        assert today - timedelta(days=366 - 60) <= found.day <= today
    else:
        assert found.reason is Reason.WHICH_YEAR


@untimed
@given(st.integers(0, 9999).filter(lambda year: not 2023 <= year <= 2029))
def test_a_year_that_is_far_away_is_named(year: int) -> None:
    found = read(f"July 14, {year:04}", NOW, CHICAGO)
    assert isinstance(found, Unclear)
    assert found.reason is Reason.FAR_YEAR if year else Reason.NO_SUCH_DAY
    assert not year or f"The year {year} is" in said(found)
