"""Calendars of town halls: every event once, whatever is wrong with the others."""

import os
from datetime import date, time
from pathlib import Path

import pytest

from storage.files.outcomes import Fault
from storage.files.town_halls import Doubt, Doubted, ListedSeat, read_town_halls
from storage.files.town_halls.feeds import reading as feeds
from storage.files.town_halls.zones import zone_of
from storage.seats import Office
from storage.town_halls.kinds import EventKind
from tests.storage.files.town_halls.made_up import NOW, event, feed, only_event, only_trouble, read

SHARED = Path(os.environ.get("COALITION_SHARED_DATA", "../shared/data"))
BROKEN = SHARED / "broken-calendars"
REAL = SHARED / "town-halls-2017.ics"

WEEKLY = "RRULE:FREQ=WEEKLY;BYDAY=TU"


def test_an_event_of_a_calendar() -> None:
    found = only_event(feed(event()))
    assert (found.row, found.source_id, found.who) == (1, "hall-1@example", "Ana Alva")
    assert found.seat == ListedSeat("PA-07", "PA", Office.US_HOUSE, "7")
    assert (found.kind, found.title) == (EventKind.IN_PERSON, "Town Hall: Ana Alva (PA-07)")
    assert (found.first, found.last, found.clock) == (date(2026, 7, 14), date(2026, 7, 14), time(18, 30))
    assert (found.zone, found.minutes) == ("America/New_York", 90)
    assert found.place == "City Library, 11 W Church St, Bethlehem"
    assert found.doubts == ()


def test_lines_are_unfolded_and_unescaped_and_notes_are_plain() -> None:
    lines = (
        r"DESCRIPTION:Bring <b>a</b>\n ",
        r" question\; or t",
        r" wo\, \\ each.",
        "URL:https://alva.example/hall",
    )
    found = only_event(feed((*event(), *lines)))
    assert found.notes == "Bring a\nquestion; or two, \\ each."
    assert found.link == "https://alva.example/hall"


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf", b"\r\n \r\n"])
def test_whatever_ends_the_lines(ending: str, head: bytes) -> None:
    content = head + feed(event()).replace(b"\r\n", ending.encode())
    assert only_event(content).who == "Ana Alva"


def test_a_bare_event_without_a_calendar_around_it() -> None:
    content = feed(event()).split(b"VERSION:2.0\r\n")[1].removesuffix(b"END:VCALENDAR\r\n")
    assert only_event(content).who == "Ana Alva"


def test_a_calendar_without_events_is_read() -> None:
    reading = read(feed())
    assert (reading.read, reading.unreadable, reading.is_whole) == (0, None, True)


@pytest.mark.parametrize(
    ("summary", "who", "kind"),
    [
        ("Town hall with Rep. Ana Alva (PA-07)", "Ana Alva", EventKind.IN_PERSON),
        ("Tele-Town Hall - Ana Alva (PA-07)", "Ana Alva", EventKind.PHONE),
        ("Other: Ana Alva (PA-07)", "Ana Alva", EventKind.OTHER),
        ("Empty chair town hall for Senator Ana de la Alva", "Ana de la Alva", EventKind.EMPTY_CHAIR),
        ("Town hall with Ana Alva", "Ana Alva", EventKind.IN_PERSON),
        ("Rep. Alva's staff: office hours", "Alva", EventKind.OFFICE_HOURS),
        ("Virtual: Town Hall with Rep. Ana Alva", "Ana Alva", EventKind.VIRTUAL),
        ("Community picnic", "", EventKind.OTHER),
    ],
)
def test_who_and_what_it_is_stands_in_the_title(summary: str, who: str, kind: EventKind) -> None:
    found = only_event(feed(event(f"SUMMARY:{summary}")))
    assert (found.who, found.kind) == (who, kind)
    assert (Doubted(Doubt.NO_OFFICIAL) in found.doubts) == (not who)


def test_of_a_senator_the_state_stands_in_the_categories() -> None:
    lines = event("SUMMARY:Town Hall: Ana Alva (Senate)", "CATEGORIES:Democratic,Iowa")
    assert only_event(feed(lines)).seat == ListedSeat("Senate", "IA", Office.US_SENATE)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("America/New_York", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("Eastern Standard Time", "America/New_York"),
        ("US Mountain Standard Time", "America/Phoenix"),
        ("/mozilla.org/20070129_1/America/New_York", "America/New_York"),
        ("/freeassociation.sourceforge.net/Tzfile/America/Chicago", "America/Chicago"),
        ("/citadel.org/20210210_1/America/Indiana/Knox", "America/Indiana/Knox"),
        ("custom_America/New_York", "America/New_York"),
        ("America/Los Angeles", "America/Los_Angeles"),
        ('"America/Los Angeles"', "America/Los_Angeles"),
        ("US/Eastern", "America/New_York"),
        ("US/Pacific", "America/Los_Angeles"),
        ("EST", "America/New_York"),
        ("CST6CDT", "America/Chicago"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("Pacific Time", "America/Los_Angeles"),
        ("Mountain Daylight Time", "America/Denver"),
        ("Etc/UTC", "UTC"),
        ("Nowhere/Special", None),
        ("../../etc/passwd", None),
        ("", None),
    ],
)
def test_zones_under_all_their_names(name: str, key: str | None) -> None:
    assert zone_of(name) == key


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Eastern Standard Time", "America/New_York"),
        ("/mozilla.org/20070129_1/America/Chicago", "America/Chicago"),
        ("America/Los Angeles", "America/Los_Angeles"),
        ('"(UTC-06:00) Central Time (US & Canada)"', "America/Chicago"),
    ],
)
def test_an_event_keeps_the_clocks_of_its_zone(name: str, zone: str) -> None:
    found = only_event(feed(event(f"DTSTART;TZID={name}:20260714T183000", "DTEND")))
    assert (found.clock, found.zone) == (time(18, 30), zone)


def test_a_zone_that_the_calendar_describes_itself() -> None:
    described = ("BEGIN:VTIMEZONE", "TZID:Zone 1", "X-LIC-LOCATION:America/Denver", "END:VTIMEZONE")
    lines = event("DTSTART;TZID=Zone 1:20260714T183000", "DTEND")
    assert only_event(feed(lines, zones=described)).zone == "America/Denver"
    clocks = (
        "BEGIN:VTIMEZONE", "TZID:Zone 1",
        "BEGIN:STANDARD", "TZNAME:PST", "END:STANDARD", "BEGIN:DAYLIGHT", "TZNAME:PDT", "END:DAYLIGHT",
        "END:VTIMEZONE",
    )  # fmt: skip
    assert only_event(feed(lines, zones=clocks)).zone == "America/Los_Angeles"


def test_the_zone_of_the_whole_calendar_counts_for_times_without_and_in_utc() -> None:
    head = ("X-WR-TIMEZONE:America/Chicago",)
    bare = only_event(feed(event("DTSTART:20260714T183000", "DTEND"), head=head))
    utc = only_event(feed(event("DTSTART:20260714T233000Z", "DTEND:20260715T010000Z"), head=head))
    assert (bare.clock, bare.zone) == (time(18, 30), "America/Chicago")
    assert (utc.first, utc.clock, utc.zone, utc.minutes) == (
        date(2026, 7, 14), time(18, 30), "America/Chicago", 90,
    )  # fmt: skip


def test_a_time_without_a_zone_is_kept_and_said() -> None:
    bare = only_event(feed(event("DTSTART:20260714T183000", "DTEND")))
    assert (bare.clock, bare.zone, bare.doubts) == (time(18, 30), None, (Doubted(Doubt.NO_ZONE),))
    unknown = only_event(feed(event("DTSTART;TZID=Ours:20260714T183000", "DTEND")))
    assert unknown.doubts == (Doubted(Doubt.NO_ZONE, "Ours"),)
    utc = only_event(feed(event("DTSTART:20260714T233000Z", "DTEND")))
    assert (utc.first, utc.clock, utc.zone) == (date(2026, 7, 14), time(23, 30), "UTC")


@pytest.mark.parametrize(
    ("end", "minutes", "doubt"),
    [
        ("DTEND", None, None),
        ("DTEND;TZID=America/Chicago:20260714T183000", 60, None),
        ("DTEND;TZID=America/New_York:20260715T003000", 360, None),
        ("DTEND;TZID=America/New_York:20260714T173000", None, Doubt.END_BEFORE_START),
        ("DTEND;TZID=America/New_York:20270714T173000", None, Doubt.UNCLEAR_END),
        ("DTEND;VALUE=DATE:20260715", None, Doubt.UNCLEAR_END),
        ("DTEND:tomorrow", None, Doubt.UNCLEAR_END),
    ],
)
def test_ends_of_every_kind(end: str, minutes: int | None, doubt: Doubt | None) -> None:
    found = only_event(feed(event(end)))
    assert found.minutes == minutes
    assert [one.doubt for one in found.doubts] == ([] if doubt is None else [doubt])


def test_a_duration_and_whole_days() -> None:
    assert only_event(feed((*event("DTEND"), "DURATION:PT1H30M"))).minutes == 90
    days = only_event(feed(event("DTSTART;VALUE=DATE:20260714", "DTEND;VALUE=DATE:20260716")))
    assert (days.first, days.last, days.clock, days.zone) == (
        date(2026, 7, 14),
        date(2026, 7, 15),
        None,
        None,
    )


@pytest.mark.parametrize(
    ("start", "reason", "detail"),
    [
        ("DTSTART", Doubt.NO_DAY, ""),
        ("DTSTART:TBD", Doubt.UNCLEAR_DAY, "TBD"),
        ("DTSTART:20261301T000000Z", Doubt.UNCLEAR_DAY, "20261301T000000Z"),
        ("DTSTART:02170314T183000", Doubt.FAR_YEAR, "02170314T183000"),
        ("DTSTART;TZID=America/New_York:20260714T004500", Doubt.SMALL_HOURS, "00:45"),
        ("DTSTART:20260714T004500", Doubt.SMALL_HOURS, "00:45"),
    ],
)
def test_a_start_that_is_none_is_asked_about(start: str, reason: Doubt, detail: str) -> None:
    found = only_trouble(feed(event(start)))
    assert (found.row, found.reason, found.detail) == (1, reason, detail)
    assert (found.source_id, found.who, found.seat) == ("hall-1@example", "Ana Alva", "PA-07")


def test_one_bad_event_spoils_no_other() -> None:
    good = event("UID:hall-2@example")
    bad = event("DTSTART:whenever")
    reading = read(feed(bad, ("X", ";;;:::", "=" * 5000, "UID"), good))
    assert [one.source_id for one in reading.events] == ["hall-2@example"]
    assert [(one.row, one.reason) for one in reading.troubles] == [(1, Doubt.UNCLEAR_DAY), (2, Doubt.NO_DAY)]


def test_half_a_file_says_so_and_nothing_vanishes_by_it() -> None:
    content = feed(event(), event("UID:hall-2@example")).split(b"END:VEVENT\r\nEND:VCALENDAR")[0]
    reading = read(content)
    assert [one.source_id for one in reading.events] == ["hall-1@example"]
    assert [(one.row, one.reason) for one in reading.troubles] == [(2, Doubt.CUT_OFF)]
    assert not reading.is_whole


def test_cancelled_by_its_status_and_by_the_whole_file() -> None:
    assert only_event(feed((*event(), "STATUS:CANCELLED"))).is_cancelled
    reading = read(feed(event(), head=("METHOD:CANCEL",)))
    assert reading.events[0].is_cancelled
    assert not reading.is_whole


def test_a_private_one_says_so() -> None:
    assert only_event(feed((*event(), "CLASS:PRIVATE"))).is_private


def test_a_series_is_each_of_its_dates_near_to_now() -> None:
    start = "DTSTART;TZID=America/New_York:20160105T183000"
    reading = read(feed(event(start, WEEKLY, "DTEND;TZID=America/New_York:20160105T193000")))
    assert reading.troubles == ()
    days = [one.first for one in reading.events]
    assert days[0] == date(2026, 6, 2)
    assert (days[-1] - NOW.date()).days in range(394, 401)
    assert {one.weekday() for one in days} == {1}
    assert {(one.clock, one.zone, one.minutes) for one in reading.events} == {
        (time(18, 30), "America/New_York", 60)
    }
    assert [one.source_id for one in reading.events][:2] == [
        "hall-1@example#20260602",
        "hall-1@example#20260609",
    ]


def test_a_series_ends_when_it_says_so_and_leaves_out_what_it_says() -> None:
    lines = (
        *event("RRULE:FREQ=WEEKLY;UNTIL=20260805T223000Z"),
        "EXDATE;TZID=America/New_York:20260721T183000",
        "RDATE;TZID=America/New_York:20260723T183000",
    )
    days = [one.first for one in read(feed(lines)).events]
    assert days == [date(2026, 7, 14), date(2026, 7, 23), date(2026, 7, 28), date(2026, 8, 4)]


def test_dates_of_a_series_that_are_told_of_apart() -> None:
    series = event(WEEKLY + ";COUNT=3")
    moved = event(
        "RECURRENCE-ID;TZID=America/New_York:20260721T183000",
        "DTSTART;TZID=America/Chicago:20260722T120000",
        "DTEND;TZID=America/Chicago:20260722T130000",
        "LOCATION:Online",
    )
    off = event(
        "RECURRENCE-ID:20260728T223000Z", "STATUS:CANCELLED", "DTSTART;TZID=America/New_York:20260728T183000"
    )
    reading = read(feed(moved, series, off))
    assert [
        (one.source_id, one.first, one.is_cancelled) for one in sorted(reading.events, key=lambda e: e.first)
    ] == [
        ("hall-1@example#20260714", date(2026, 7, 14), False),
        ("hall-1@example#20260721", date(2026, 7, 22), False),
        ("hall-1@example#20260728", date(2026, 7, 28), True),
    ]
    apart = next(one for one in reading.events if one.row == 1)
    assert (apart.clock, apart.zone, apart.minutes, apart.place) == (
        time(12),
        "America/Chicago",
        60,
        "Online",
    )


def test_one_event_may_tell_of_all_dates_from_one_on() -> None:
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20260721T183000",
        "DTSTART;TZID=America/New_York:20260721T190000",
        "DTEND;TZID=America/New_York:20260721T200000",
    )
    reading = read(feed(event(WEEKLY + ";COUNT=4"), later))
    assert [(one.source_id[-8:], one.clock, one.minutes) for one in reading.events] == [
        ("20260714", time(18, 30), 90),
        ("20260721", time(19), 60),
        ("20260728", time(19), 60),
        ("20260804", time(19), 60),
    ]


def test_a_series_keeps_its_time_when_clocks_change() -> None:
    start = "DTSTART;TZID=America/New_York:20261020T183000"
    reading = read(feed(event(start, WEEKLY + ";COUNT=4")))
    assert {(one.clock, one.zone) for one in reading.events} == {(time(18, 30), "America/New_York")}
    utc = event("DTSTART:20261020T223000Z", "DTEND:20261021T003000Z", WEEKLY + ";COUNT=4")
    reading = read(feed(utc, head=("X-WR-TIMEZONE:America/New_York",)))
    assert {(one.clock, one.zone) for one in reading.events} == {(time(18, 30), "America/New_York")}


def test_a_series_that_is_over_is_there_once_with_its_first_date() -> None:
    start = "DTSTART;TZID=America/New_York:20160105T183000"
    found = only_event(feed(event(start, "DTEND", WEEKLY + ";UNTIL=20160301")))
    assert (found.source_id, found.first) == ("hall-1@example", date(2016, 1, 5))


def test_a_past_event_that_is_not_repeated_is_kept() -> None:
    assert only_event(feed(event("DTSTART:20020105T183000", "DTEND"))).first == date(2002, 1, 5)


BOMBS = [
    ("RRULE:FREQ=SECONDLY", Doubt.TOO_OFTEN),
    ("RRULE:FREQ=MINUTELY;COUNT=3", Doubt.TOO_OFTEN),
    ("RRULE:FREQ=HOURLY", Doubt.TOO_OFTEN),
    ("RRULE:FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60))), Doubt.TOO_OFTEN),
    ("RRULE:FREQ=DAILY;INTERVAL=0", Doubt.BAD_RULE),
    ("RRULE:FREQ=DAILY;INTERVAL=-1", Doubt.BAD_RULE),
    ("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", Doubt.BAD_RULE),
    ("RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", Doubt.BAD_RULE),
    ("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", Doubt.BAD_RULE),
    ("RRULE:FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", Doubt.BAD_RULE),
    ("RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=SU", Doubt.BAD_RULE),
    ("RRULE:FREQ=DAILY;BYSETPOS=300;BYDAY=MO", Doubt.BAD_RULE),
    ("RRULE:FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5", Doubt.BAD_RULE),
    ("RRULE:FREQ=MONTHLY;BYDAY=6MO", Doubt.BAD_RULE),
    ("RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=31", Doubt.BAD_RULE),
    ("RRULE:FREQ=YEARLY;BYYEARDAY=366", Doubt.BAD_RULE),
    ("RRULE:FREQ=YEARLY;BYEASTER=0", Doubt.BAD_RULE),
    ("RRULE:FREQ=FORTNIGHTLY", Doubt.BAD_RULE),
    ("RRULE:garbage", Doubt.BAD_RULE),
    ("RRULE:FREQ=DAILY;UNTIL=never", Doubt.BAD_RULE),
    ("EXRULE:FREQ=DAILY", Doubt.BAD_RULE),
    ("RDATE:" + ",".join(["20260714T183000"] * 2_000), Doubt.BAD_RULE),
    ("RDATE;VALUE=PERIOD:199709T180000Z/PT5H30M", Doubt.BAD_RULE),
]


@pytest.mark.parametrize(("rule", "reason"), BOMBS, ids=lambda one: str(one)[:40])
def test_rules_that_never_end_or_never_come_about_are_asked_about(rule: str, reason: Doubt) -> None:
    assert only_trouble(feed((*event(), rule))).reason is reason


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("FREQ=DAILY", 100),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=5", 5),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU;COUNT=6", 6),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=3", 3),
        ("FREQ=MONTHLY;BYDAY=-1TU", 14),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;COUNT=2", 2),
        ("FREQ=MONTHLY;BYMONTHDAY=14", 13),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", 3),
        ("FREQ=YEARLY", 2),
        ("FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=14", 2),
        ("FREQ=YEARLY;BYMONTH=7;BYDAY=2TU", 2),
        ("FREQ=WEEKLY;BYHOUR=18;BYMINUTE=30;BYSECOND=0;COUNT=2", 2),
    ],
)
def test_rules_as_people_have_them(rule: str, count: int) -> None:
    """The day that a series begins with is one of its dates, whatever its rule says."""
    reading = read(feed(event(f"RRULE:{rule}")))
    assert reading.troubles == ()
    assert len(reading.events) == count


def test_of_endless_series_only_so_many_dates_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_OCCURRENCES", 150)
    many = (event(f"UID:{number}", "RRULE:FREQ=DAILY") for number in range(3))
    reading = read(feed(*many))
    assert len(reading.events) == 100
    assert [(one.row, one.reason, one.detail) for one in reading.troubles] == [
        (2, Doubt.TOO_MANY, "150"),
        (3, Doubt.TOO_MANY, "150"),
    ]


def test_events_beyond_the_most_are_counted_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_EVENTS", 2)
    reading = read(feed(*(event(f"UID:{number}") for number in range(5))))
    assert (reading.read, len(reading.events), reading.is_whole) == (5, 2, False)
    assert {one.reason for one in reading.troubles} == {Doubt.TOO_MANY}


def test_what_is_no_calendar_says_so() -> None:
    reading = read(b"!\xe2bEGIN:\nEND", "halls.ics")
    assert reading.unreadable is not None
    assert reading.unreadable.fault is Fault.NOT_A_CALENDAR


@pytest.mark.skipif(
    not BROKEN.exists(), reason="no broken-calendars in COALITION_SHARED_DATA (default ../shared/data)"
)
def test_real_calendars_on_which_parsers_choke() -> None:
    files = sorted(BROKEN.glob("*.ics"))
    for file in files:
        assert read_town_halls(file, NOW).read, file.name
    assert len(files) == 10


@pytest.mark.skipif(
    not REAL.exists(), reason=f"no {REAL.name} in COALITION_SHARED_DATA (default ../shared/data)"
)
def test_the_real_calendar_of_2017() -> None:
    reading = read_town_halls(REAL, NOW)
    assert (len(reading.events), reading.troubles, reading.is_whole) == (205, (), True)
    assert all(one.zone and one.who and one.clock for one in reading.events)
