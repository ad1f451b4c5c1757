"""What people type for a moment or a day, and what is read from it. Now is a Wednesday in July, 14:05."""

import csv
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.arguments.moments import LONGEST, Moment, Reason, Tends, Unclear, read, written
from tests.handlers.arguments.typed_moments import CHICAGO, NEW_YORK, NOW, PHOENIX, moment, said, told

REAL = Path(os.environ.get("COALITION_SHARED_DATA", "../shared/data")) / "typed-dates.csv"

READ = [
    # Now, and spans from it
    ("now", "Wed 15 Jul 2026, 14:05"),
    ("just now", "Wed 15 Jul 2026, 14:05"),
    ("  Right now. ", "Wed 15 Jul 2026, 14:05"),
    ("2 hours ago", "Wed 15 Jul 2026, 12:05"),
    ("2 hrs ago", "Wed 15 Jul 2026, 12:05"),
    ("about 2 hours ago", "Wed 15 Jul 2026, 12:05"),
    ("an hour ago", "Wed 15 Jul 2026, 13:05"),
    ("half an hour ago", "Wed 15 Jul 2026, 13:35"),
    ("1 hour, 30 minutes ago", "Wed 15 Jul 2026, 12:35"),
    ("1 day and 2 hours ago", "Tue 14 Jul 2026, 12:05"),
    ("3 days ago", "Sun 12 Jul 2026"),
    ("3 days ago at 2pm", "Sun 12 Jul 2026, 14:00"),
    ("two weeks ago", "Wed 1 Jul 2026"),
    ("a month ago", "Mon 15 Jun 2026"),
    ("in 3 days", "Sat 18 Jul 2026"),
    ("2 hours from now", "Wed 15 Jul 2026, 16:05"),
    # Days by name
    ("today", "Wed 15 Jul 2026"),
    ("earlier today", "Wed 15 Jul 2026"),
    ("this morning", "Wed 15 Jul 2026"),
    ("yesterday", "Tue 14 Jul 2026"),
    ("Yesterday 3pm", "Tue 14 Jul 2026, 15:00"),
    ("yesterday, 3 p.m.", "Tue 14 Jul 2026, 15:00"),
    ("yesterday at about 3pm", "Tue 14 Jul 2026, 15:00"),
    ("yesterday morning", "Tue 14 Jul 2026"),
    ("last night", "Tue 14 Jul 2026"),
    ("last night 11pm", "Tue 14 Jul 2026, 23:00"),
    ("9 this morning", "Wed 15 Jul 2026, 09:00"),
    ("yesterday @ 8 in the evening", "Tue 14 Jul 2026, 20:00"),
    ("the day before yesterday", "Mon 13 Jul 2026"),
    ("tomorrow noon", "Thu 16 Jul 2026, 12:00"),
    ("Tuesday", "Tue 14 Jul 2026"),
    ("on Thurs.", "Thu 9 Jul 2026"),
    ("wed", "Wed 15 Jul 2026"),
    ("last wed", "Wed 8 Jul 2026"),
    ("last Tuesday", "Tue 14 Jul 2026"),
    ("this past sunday 3pm", "Sun 12 Jul 2026, 15:00"),
    ("this tuesday", "Tue 14 Jul 2026"),
    ("this friday", "Fri 17 Jul 2026"),
    ("coming friday", "Fri 17 Jul 2026"),
    ("next tue", "Tue 21 Jul 2026"),
    # Dates
    ("July 14", "Tue 14 Jul 2026"),
    ("14 July", "Tue 14 Jul 2026"),
    ("the 14th of July", "Tue 14 Jul 2026"),
    ("Tue, Jul 14th", "Tue 14 Jul 2026"),
    ("Tuesday, July 14, 2026", "Tue 14 Jul 2026"),
    ("Jul. 14, '26", "Tue 14 Jul 2026"),
    ("14-Jul-2026", "Tue 14 Jul 2026"),
    ("next Tuesday, 7/14", "Tue 14 Jul 2026"),
    ("Dec 31", "Wed 31 Dec 2025"),
    ("7/14", "Tue 14 Jul 2026"),
    ("07/14/26", "Tue 14 Jul 2026"),
    ("7/14/2026", "Tue 14 Jul 2026"),
    ("Mon 7/14/25", "Mon 14 Jul 2025"),
    ("7-14-2026", "Tue 14 Jul 2026"),
    ("2026-07-14", "Tue 14 Jul 2026"),
    ("2026/7/14", "Tue 14 Jul 2026"),
    ("today (7/15)", "Wed 15 Jul 2026"),
    ("12/31", "Wed 31 Dec 2025"),
    ("9/20", "Sat 20 Sep 2025"),
    # Times
    ("2:30pm", "Wed 15 Jul 2026, 14:30"),
    ("7/14 3p", "Tue 14 Jul 2026, 15:00"),
    ("7/14 @ 2", "Tue 14 Jul 2026, 14:00"),
    ("7/14 at 2", "Tue 14 Jul 2026, 14:00"),
    ("yesterday 14:05", "Tue 14 Jul 2026, 14:05"),
    ("yesterday 02:30", "Tue 14 Jul 2026, 02:30"),
    ("yesterday 2:30", "Tue 14 Jul 2026, 14:30"),
    ("yesterday 9:15", "Tue 14 Jul 2026, 09:15"),
    ("yesterday 12:30", "Tue 14 Jul 2026, 12:30"),
    ("yesterday 12:30am", "Tue 14 Jul 2026, 00:30"),
    ("yesterday 10 o’clock", "Tue 14 Jul 2026, 10:00"),
    ("yesterday 2.30pm", "Tue 14 Jul 2026, 14:30"),
    ("noon", "Wed 15 Jul 2026, 12:00"),
    ("12 noon yesterday", "Tue 14 Jul 2026, 12:00"),
    ("midnight", "Wed 15 Jul 2026, 00:00"),
    ("July 14 - 3pm", "Tue 14 Jul 2026, 15:00"),
    ("2026-07-14 14:05", "Tue 14 Jul 2026, 14:05"),
    ("2026-07-14T14:05", "Tue 14 Jul 2026, 14:05"),
    ("2026-07-14T18:05:00.25+00:00", "Tue 14 Jul 2026, 13:05"),
    ("2026-07-14 18:05Z", "Tue 14 Jul 2026, 13:05"),
    # Of a range the start counts
    ("7/14 10am - 4pm", "Tue 14 Jul 2026, 10:00"),
    ("7/14 6:30–8pm", "Tue 14 Jul 2026, 18:30"),
    ("7/14 10-11:30am", "Tue 14 Jul 2026, 10:00"),
    ("July 14 10-11:30am", "Tue 14 Jul 2026, 10:00"),
    ("14 July 10-2pm", "Tue 14 Jul 2026, 10:00"),
    ("7/14 12-1pm", "Tue 14 Jul 2026, 12:00"),
    ("7/14 11-12:30am", "Tue 14 Jul 2026, 23:00"),
    ("7/14 6:30 - 8", "Tue 14 Jul 2026, 18:30"),
    ("7/14, 3 pm to 5 pm", "Tue 14 Jul 2026, 15:00"),
    ("7/14 between 3 and 5", "Tue 14 Jul 2026, 15:00"),
    # Zones
    ("7/14 3pm ET", "Tue 14 Jul 2026, 15:00 America/New_York"),
    ("7/14 3pm EST", "Tue 14 Jul 2026, 15:00 America/New_York"),
    ("7/14 3pm (Eastern time)", "Tue 14 Jul 2026, 15:00 America/New_York"),
    ("7/14 3 pm Pacific Standard Time", "Tue 14 Jul 2026, 15:00 America/Los_Angeles"),
    ("7/14 1:00 PM - 2:00 PM\n ET", "Tue 14 Jul 2026, 13:00 America/New_York"),
    ("7/14 3pm CT", "Tue 14 Jul 2026, 15:00"),
    ("7/14 3pm my time", "Tue 14 Jul 2026, 15:00"),
    ("7/14 6pm UTC", "Tue 14 Jul 2026, 18:00 UTC"),
    ("7/14 6pm UTC-04:00", "Tue 14 Jul 2026, 17:00"),
]

ASKED = [
    ("", Reason.EMPTY, "When was it? You can write “now”"),
    (" \n ", Reason.EMPTY, "When was it?"),
    ("yesterday-ish", Reason.NOT_UNDERSTOOD, "I can't tell when “yesterday-ish” is. You can write “now”"),
    ("3pm-ish", Reason.NOT_UNDERSTOOD, "“3pm-ish”"),
    ("by appt. EST", Reason.NOT_UNDERSTOOD, "“by appt. EST”"),
    ("Chicago time 3pm", Reason.NOT_UNDERSTOOD, "Chicago"),
    ("Tuesday?", Reason.NOT_UNDERSTOOD, "“Tuesday?”"),
    ("8", Reason.NOT_UNDERSTOOD, "“8”"),
    ("2026", Reason.NOT_UNDERSTOOD, "“2026”"),
    ("7-14", Reason.NOT_UNDERSTOOD, "“7/14 2:30pm”"),
    ("7.14.2026", Reason.NOT_UNDERSTOOD, "7.14.2026"),
    ("14 July 15", Reason.NOT_UNDERSTOOD, "14 July 15"),
    ("3 days", Reason.NOT_UNDERSTOOD, "3 days"),
    ("-3 days ago", Reason.NOT_UNDERSTOOD, "-3 days ago"),
    ("2 days 2 days ago", Reason.NOT_UNDERSTOOD, "2 days 2 days ago"),
    ("in 2 hours ago", Reason.NOT_UNDERSTOOD, "in 2 hours ago"),
    ("2 hours ago at 3pm", Reason.NOT_UNDERSTOOD, "2 hours ago"),
    ("last night 1am", Reason.NOT_UNDERSTOOD, "last night 1am"),
    ("8am tonight", Reason.NOT_UNDERSTOOD, "8am tonight"),
    ("7/14-7/16", Reason.NOT_UNDERSTOOD, "7/14-7/16"),
    ("x" * (LONGEST + 1), Reason.NOT_UNDERSTOOD, f"“{'x' * 60}”"),
    ("7/14 or 7/15", Reason.SEVERAL, "There is more than one day or time in “7/14 or 7/15”."),
    ("today and yesterday", Reason.SEVERAL, "more than one day"),
    ("Mon - Fri", Reason.SEVERAL, "more than one day"),
    ("3pm and 5pm", Reason.SEVERAL, "more than one day or time"),
    ("10am ET / 9am CT", Reason.SEVERAL, "more than one day or time"),
    ("every Tuesday", Reason.REPEATS, "“every Tuesday” sounds like more than one day. Write one of them"),
    ("Tuesdays 3pm", Reason.REPEATS, "more than one day"),
    ("Weekly", Reason.REPEATS, "more than one day"),
    ("each Thurs", Reason.REPEATS, "more than one day"),
    ("daily at noon", Reason.REPEATS, "more than one day"),
    ("Second and Fourth Wed", Reason.REPEATS, "more than one day"),
    ("Wed, Jul 14", Reason.CONTRADICTS, "7/14/2026 is a Tuesday, not a Wednesday."),
    ("yesterday (Monday)", Reason.CONTRADICTS, "7/14/2026 is a Tuesday, not a Monday."),
    ("14/7", Reason.NO_SUCH_DAY, "There is no day “14/7”. Write the month first, like “7/14”."),
    ("2/30/2026", Reason.NO_SUCH_DAY, "2/30/2026"),
    ("Feb 29", Reason.NO_SUCH_DAY, "feb 29"),
    ("2026-02-30T10:00", Reason.NO_SUCH_DAY, "2026-02-30"),
    ("yesterday 25:00", Reason.NO_SUCH_TIME, "There is no time “25:00”."),
    ("14am", Reason.NO_SUCH_TIME, "“14am”"),
    ("2026-07-14T24:01", Reason.NO_SUCH_TIME, "24:01"),
    ("2/22/17", Reason.FAR_YEAR, "The year 2017 is too far from today."),
    ("2/22/2117", Reason.FAR_YEAR, "The year 2117 is too far from today."),
    ("Mon, Feb 24, 0217", Reason.FAR_YEAR, "The year 217 "),
    ("4 years ago", Reason.FAR_YEAR, "The year 2022 "),
    ("9999-12-31T23:59-23:00", Reason.FAR_YEAR, "The year 9999 "),
    ("@ 8", Reason.WHICH_HALF, "Is 8 in the morning or in the evening? Write “8am” or “8pm”."),
    ("7:30", Reason.WHICH_HALF, "Write “7:30am” or “7:30pm”."),
    ("July 20", Reason.WHICH_YEAR, "7/20/2026 is still to come. If you mean an earlier year, write it too"),
    ("9/1", Reason.WHICH_YEAR, "write it too: “9/1/2025”."),
    ("last week", Reason.WHICH_DAY, "Which day was meant by “last week”?"),
    ("July 2026", Reason.WHICH_DAY, "Which day was meant by “July 2026”?"),
    (
        "next thursday",
        Reason.WHICH_DAY,
        "Which Thursday do you mean? Write its date: “7/16/2026” or “7/23/2026”.",
    ),
]


@pytest.mark.parametrize(("typed", "expected"), READ)
def test_is_read(typed: str, expected: str) -> None:
    assert told(typed) == expected


@pytest.mark.parametrize(("typed", "reason", "sentence"), ASKED)
def test_is_asked_about(typed: str, reason: Reason, sentence: str) -> None:
    found = read(typed, NOW, CHICAGO)
    assert isinstance(found, Unclear)
    assert found.reason is reason
    assert sentence in said(found)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Tuesday 10am", "Tue 21 Jul 2026, 10:00"),
        ("this tuesday", "Tue 21 Jul 2026"),
        ("Wednesday", "Wed 15 Jul 2026"),
        ("last Tuesday", "Tue 14 Jul 2026"),
        ("July 20", "Mon 20 Jul 2026"),
        ("1/10", "Sun 10 Jan 2027"),
        ("7/10", "which_year"),
        ("2/22/17", "far_year"),
        ("tomorrow, 6:30–8pm", "Thu 16 Jul 2026, 18:30"),
    ],
)
def test_what_is_planned_is_read_as_the_next_one(typed: str, expected: str) -> None:
    assert told(typed, Tends.FUTURE) == expected


def test_what_is_planned_is_asked_about_in_other_words() -> None:
    for typed, sentence in (("", "When is it?"), ("soon", "“tomorrow 3pm”"), ("7/10", "7/10/2026 is over.")):
        found = read(typed, NOW, CHICAGO, Tends.FUTURE)
        assert isinstance(found, Unclear)
        assert sentence in said(found)


def test_two_digits_are_a_year_of_this_century() -> None:
    now = datetime(2017, 2, 10, 15, tzinfo=UTC)
    for tends in Tends:
        assert told("2/22/17 11:00 AM EST", tends, now) == "Wed 22 Feb 2017, 11:00 America/New_York"


def test_a_leap_day_without_a_year_is_that_of_the_year_that_has_one() -> None:
    assert told("Feb 29", now=datetime(2028, 7, 1, 12, tzinfo=UTC)) == "Tue 29 Feb 2028"
    assert told("Feb 29", now=datetime(2029, 1, 9, 12, tzinfo=UTC)) == "Tue 29 Feb 2028"


class TestADayWithoutATime:
    """Its noon, or now."""

    def test_stands_for_its_noon(self) -> None:
        found = moment("yesterday")
        assert (found.has_time, found.day) == (False, date(2026, 7, 14))
        assert found.at == datetime(2026, 7, 14, 12, tzinfo=CHICAGO)

    def test_stands_for_now_if_it_is_today(self) -> None:
        early = datetime(2026, 7, 15, 12, 30, tzinfo=UTC)
        for typed in ("today", "7/15", "Wednesday"):
            assert moment(typed, early) == Moment(early, date(2026, 7, 15), CHICAGO, has_time=False)

    def test_is_the_day_in_the_zone_that_was_typed(self) -> None:
        late = datetime(2026, 7, 16, 4, 30, tzinfo=UTC)
        assert moment("today", late).day == date(2026, 7, 15)
        assert moment("today ET", late).day == date(2026, 7, 16)


class TestZones:
    """A zone's word names the zone, not an offset; its own people know better."""

    def test_est_in_july_is_eastern_time(self) -> None:
        assert moment("7/14 3pm EST").at == datetime(2026, 7, 14, 19, tzinfo=UTC)
        assert moment("1/14 3pm EST").at == datetime(2026, 1, 14, 20, tzinfo=UTC)

    def test_mst_is_arizonas_for_who_lives_there(self) -> None:
        assert moment("7/14 3pm MST").at == datetime(2026, 7, 14, 21, tzinfo=UTC)
        assert moment("7/14 3pm MST", zone=PHOENIX).at == datetime(2026, 7, 14, 22, tzinfo=UTC)


class TestChangesOfTheClocks:
    """Spring leaves an hour out and autumn has one twice."""

    def test_a_time_that_is_left_out_counts_on_from_before(self) -> None:
        found = moment("3/8/2026 2:30am", zone=NEW_YORK)
        assert found.at == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
        assert written(found.at, NEW_YORK) == "Sun 8 Mar 2026, 03:30"

    def test_also_where_clocks_change_at_midnight(self) -> None:
        found = moment("3/8/2026 midnight", zone=ZoneInfo("America/Havana"))
        assert (found.day, found.at) == (date(2026, 3, 8), datetime(2026, 3, 8, 5, tzinfo=UTC))

    @pytest.mark.parametrize(
        ("typed", "hour"), [("1:30am", 5), ("1:30am EDT", 5), ("1:30am ET", 5), ("1:30am EST", 6)]
    )
    def test_a_time_that_comes_twice_is_the_first_unless_named(self, typed: str, hour: int) -> None:
        now = datetime(2026, 11, 3, 12, tzinfo=UTC)
        for zone in (NEW_YORK, CHICAGO) if "E" in typed else (NEW_YORK,):
            assert moment(f"11/1 {typed}", now, zone).at == datetime(2026, 11, 1, hour, 30, tzinfo=UTC)

    def test_is_written_so_that_it_can_be_told_apart(self) -> None:
        first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (5, 6))
        assert written(first, NEW_YORK) == "Sun 1 Nov 2026, 01:30 EDT"
        assert written(second, NEW_YORK) == "Sun 1 Nov 2026, 01:30 EST"
        azores = written(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), ZoneInfo("Atlantic/Azores"))
        assert azores == "Sun 25 Oct 2026, 00:30 UTC+00:00"

    def test_hours_pass_and_days_are_counted(self) -> None:
        after = datetime(2026, 11, 1, 7, 15, tzinfo=UTC)
        assert moment("2 hours ago", after, NEW_YORK).at == after - timedelta(hours=2)
        assert moment("1 day ago at 2:15am", after, NEW_YORK).at == datetime(2026, 10, 31, 6, 15, tzinfo=UTC)
        assert moment("yesterday 3pm", datetime(2026, 3, 9, 14, tzinfo=UTC), NEW_YORK).at.hour == 19
        assert moment("2 days ago at 3pm", datetime(2026, 3, 9, 14, tzinfo=UTC), NEW_YORK).at.hour == 20


@pytest.mark.skipif(
    not REAL.exists(), reason=f"no {REAL.name} in COALITION_SHARED_DATA (default ../shared/data)"
)
def test_what_people_typed_in_2017_is_read_or_asked_about_rightly() -> None:
    """All but two years that nobody can have meant: 0217."""
    now, wrong = datetime(2017, 2, 10, 15, tzinfo=UTC), list[str]()
    with REAL.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            typed, meant = f"{row['date_text']} {row['time_text']}", row["iso_date_by_source"]
            found = read(typed, now, NEW_YORK, Tends.FUTURE)
            day = found.day.isoformat() if isinstance(found, Moment) else ""
            if meant and day != meant:
                wrong.append(meant)
    assert wrong == ["0217-03-14", "0217-02-24"]


def test_the_library_is_not_imported_before_somebody_types_a_span() -> None:
    program = "import sys, handlers.arguments.when; sys.exit('dateparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
