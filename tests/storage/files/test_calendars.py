"""Calendar files: the right instant for whoever reads them, and nothing in them but what was meant."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from storage.files.calendars import CalendarEvent, calendar
from storage.files.calendars.properties import cleaned
from tests.storage.files.reading_calendars import (
    READERS,
    Span,
    spans_by_vobject,
)

CHICAGO, PHOENIX = ZoneInfo("America/Chicago"), ZoneInfo("America/Phoenix")
VISIT = CalendarEvent(
    uid="visit-7@coalition.example",
    sequence=0,
    stamp=datetime(2026, 2, 1, 12, tzinfo=UTC),
    summary="Meet Rep. Lee",
    description="Bring the one-pager.",
    place="230 S Dearborn St, Chicago",
    link="https://meet.example/abc?x=1&y=2",
    first=date(2026, 3, 7),
    last=date(2026, 3, 7),
    clock=time(10),
    minutes=30,
    zone=CHICAGO,
    is_cancelled=False,
)
each_reader = pytest.mark.parametrize("spans", READERS)
Reader = Callable[[bytes], list[Span]]


def on(
    day: date, clock: time | None = time(10), zone: ZoneInfo = CHICAGO, minutes: int = 30
) -> CalendarEvent:
    return replace(VISIT, first=day, last=day, clock=clock, zone=zone, minutes=minutes)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # pyright: ignore[reportArgumentType]  # year, month, day and so on


def half_an_hour(begin: datetime) -> Span:
    return Span(begin, begin + timedelta(minutes=30))


@each_reader
@pytest.mark.parametrize(
    ("event", "begin"),
    [
        (on(date(2026, 3, 7)), utc(2026, 3, 7, 16)),
        (on(date(2026, 3, 8)), utc(2026, 3, 8, 15)),
        (on(date(2026, 3, 9)), utc(2026, 3, 9, 15)),
        (on(date(2026, 10, 31)), utc(2026, 10, 31, 15)),
        (on(date(2026, 11, 1)), utc(2026, 11, 1, 16)),
        (on(date(2026, 11, 2)), utc(2026, 11, 2, 16)),
        (on(date(2026, 3, 8), time(1, 15)), utc(2026, 3, 8, 7, 15)),
        (on(date(2026, 3, 8), time(3)), utc(2026, 3, 8, 8)),
        (on(date(2026, 11, 1), time(0, 15)), utc(2026, 11, 1, 5, 15)),
        (on(date(2026, 11, 1), time(2, 15)), utc(2026, 11, 1, 8, 15)),
        (on(date(2026, 3, 8), time(2, 30)), utc(2026, 3, 8, 8, 30)),
        (on(date(2026, 11, 1), time(1, 30)), utc(2026, 11, 1, 6, 30)),
        (on(date(2026, 7, 1), zone=PHOENIX), utc(2026, 7, 1, 17)),
        (on(date(2026, 1, 1), zone=PHOENIX), utc(2026, 1, 1, 17)),
        (on(date(2026, 7, 1), zone=ZoneInfo("America/St_Johns")), utc(2026, 7, 1, 12, 30)),
        (on(date(2026, 7, 1), zone=ZoneInfo("Europe/Dublin")), utc(2026, 7, 1, 9)),
        (on(date(2026, 1, 1), zone=ZoneInfo("Europe/Dublin")), utc(2026, 1, 1, 10)),
        (on(date(2026, 7, 1), zone=ZoneInfo("UTC")), utc(2026, 7, 1, 10)),
        (on(date(2026, 7, 1), zone=ZoneInfo("Etc/UTC")), utc(2026, 7, 1, 10)),
    ],
    ids=lambda one: f"{one.zone} {one.first} {one.clock}" if isinstance(one, CalendarEvent) else "",
)
def test_a_time_of_day_is_the_same_instant_for_every_reader(
    event: CalendarEvent, begin: datetime, spans: Reader
) -> None:
    assert spans(calendar("Visits", [event])) == [half_an_hour(begin)]


@each_reader
def test_one_feed_holds_both_sides_of_both_changes_of_several_years_and_zones(spans: Reader) -> None:
    days = [
        date(year, month, day) for year in (2025, 2026, 2029) for month, day in ((3, 7), (3, 20), (11, 20))
    ]
    events = [on(day, zone=zone) for day in days for zone in (CHICAGO, PHOENIX)]
    expected = [
        half_an_hour(datetime.combine(event.first, time(10), event.zone).astimezone(UTC)) for event in events
    ]
    file = calendar("Visits", events)
    assert spans(file) == expected
    assert file.count(b"BEGIN:VTIMEZONE") == 2


_ZONES = (
    "America/New_York", "America/Adak", "America/Halifax", "America/Havana", "America/Asuncion",
    "Pacific/Honolulu", "Pacific/Guam", "Pacific/Chatham", "Australia/Lord_Howe",
    "Europe/Paris", "Africa/Casablanca", "Africa/Cairo", "Asia/Jerusalem", "Asia/Kolkata",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(_ZONES),
    st.lists(st.dates(date(2023, 1, 1), date(2033, 12, 31)), min_size=1, max_size=5),
    st.integers(4, 22),
)
@example("America/Asuncion", [date(2023, 1, 1), date(2025, 4, 1)], 4)  # which left summer time off in 2024
def test_whatever_the_zone_and_the_days(zone: str, days: list[date], hour: int) -> None:
    events = [on(day, time(hour), ZoneInfo(zone)) for day in days]
    expected = [
        half_an_hour(datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)) for day in days
    ]
    file = calendar("Visits", events)
    for spans in READERS:
        assert spans(file) == expected


def test_a_zone_with_rules_is_described_by_them() -> None:
    """Some calendars read nothing but yearly rules."""
    described = calendar("Visits", [on(date(2026, 3, 7))]).decode().replace("\r\n", "\n")
    assert "TZOFFSETFROM:-0600\nTZOFFSETTO:-0500\n" in described
    assert "DTSTART:20250309T020000\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nTZNAME:CDT\n" in described
    assert "DTSTART:20251102T020000\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nTZNAME:CST\n" in described


@each_reader
def test_all_day(spans: Reader) -> None:
    file = calendar("Visits", [on(date(2026, 3, 8), None)])
    assert spans(file) == [Span(date(2026, 3, 8), date(2026, 3, 9))]
    assert b"DTSTART;VALUE=DATE:20260308\r\n" in file
    assert b"VTIMEZONE" not in file


@each_reader
def test_several_days(spans: Reader) -> None:
    event = replace(VISIT, first=date(2026, 10, 30), last=date(2026, 11, 2), clock=None)
    assert spans(calendar("Visits", [event])) == [Span(date(2026, 10, 30), date(2026, 11, 3))]


@each_reader
def test_several_days_with_a_time_end_after_it_on_the_last(spans: Reader) -> None:
    event = replace(VISIT, first=date(2026, 10, 30), last=date(2026, 11, 2))
    expected = Span(utc(2026, 10, 30, 15), utc(2026, 11, 2, 16, 30))
    assert spans(calendar("Visits", [event])) == [expected]


@each_reader
@pytest.mark.parametrize(
    ("event", "begin", "minutes"),
    [
        (on(date(2026, 3, 8), time(1), minutes=120), utc(2026, 3, 8, 7), 120),
        (on(date(2026, 11, 1), time(0, 30), minutes=60), utc(2026, 11, 1, 5, 30), 60),
        (on(date(2026, 11, 1), time(0, 30), minutes=120), utc(2026, 11, 1, 5, 30), 120),
        (on(date(2026, 12, 31), time(23, 30), minutes=60), utc(2027, 1, 1, 5, 30), 60),
    ],
    ids=[
        "when an hour is left out",
        "before an hour comes twice",
        "in the hour's second time",
        "at New Year",
    ],
)
def test_minutes_are_those_that_pass(
    event: CalendarEvent, begin: datetime, minutes: int, spans: Reader
) -> None:
    assert spans(calendar("Visits", [event])) == [Span(begin, begin + timedelta(minutes=minutes))]


def test_without_minutes_there_is_no_end() -> None:
    assert spans_by_vobject(calendar("Visits", [replace(VISIT, minutes=0)])) == [
        Span(utc(2026, 3, 7, 16), None)
    ]


def test_a_visit_that_was_called_off_has_the_same_uid_and_a_higher_sequence() -> None:
    gone = replace(VISIT, is_cancelled=True, sequence=3, stamp=utc(2026, 2, 2, 9, 30, 15))
    before, after = (vobject.readOne(calendar("Visits", [event]).decode()).vevent for event in (VISIT, gone))
    assert before.uid.value == after.uid.value == "visit-7@coalition.example"
    assert (before.status.value, before.sequence.value) == ("CONFIRMED", "0")
    assert (after.status.value, after.sequence.value) == ("CANCELLED", "3")
    again = Calendar.from_ical(calendar("Visits", [gone])).events[0]
    assert (again["STATUS"], again["SEQUENCE"], again.DTSTAMP) == ("CANCELLED", 3, gone.stamp)
    assert b"DTSTAMP:20260202T093015Z\r\n" in calendar("Visits", [gone])


def test_the_calendar_itself() -> None:
    assert calendar("Ana, and Ben's; visits", []).decode().splitlines() == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Coalition Bot//Calendars//EN",
        "X-WR-CALNAME:Ana\\, and Ben's\\; visits",
        "END:VCALENDAR",
    ]


HOSTILE = (
    "a\r\nATTENDEE:mailto:x@evil.example\nEND:VEVENT\rBEGIN:VALARM\x00\x1b[31m"
    "\\n\\N\\,\\;;:\"',\u2028X:\x85\x0b"
)
_words = st.text(st.characters(codec=None), max_size=300) | st.text(
    "\\nN,;:\"\r\n\t ^'%=é🗳\u2028", max_size=300
)
_MEANT = {
    "UID", "DTSTAMP", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL",
}  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(_words, _words, _words, _words, _words, _words)
@example(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
@example("a" * 10_000, "é" * 10_000, "🗳" * 10_000, "\\" * 10_000, "n" * 10_000, "a\r" * 5_000)
@example("\ud800", "\ud83d", "\udfff", "\ud800", "\ud800", "\ud800")
def test_nobodys_words_add_anything(
    summary: str, description: str, place: str, link: str, name: str, uid: str
) -> None:
    event = replace(
        VISIT,
        summary=summary,
        description=description,
        place=place,
        link=f"https://x.example/{link}",
        uid=uid,
    )
    file = calendar(name, [event])
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert [line.decode() for line in file.split(b"\r\n")]
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|(?<!\r)\n", file)

    read = Calendar.from_ical(file)
    assert set(read) == {"VERSION", "PRODID"} | ({"X-WR-CALNAME"} if cleaned(name) else set[str]())
    assert [one.name for one in read.subcomponents] == ["VTIMEZONE", "VEVENT"]
    found: Any = read.events[0]
    texts = {"SUMMARY": summary, "DESCRIPTION": description, "LOCATION": place, "UID": event.uid}
    present = {key: cleaned(words) for key, words in texts.items() if cleaned(words)}
    assert set(found) == _MEANT - (set(texts) - set(present))
    assert not found.subcomponents
    assert {key: str(found[key]) for key in present} == present
    assert all(not found[key].params for key in present)

    other = vobject.readOne(file.decode())
    assert not cleaned(name) or other.x_wr_calname.value == cleaned(name)
    again = other.vevent
    assert set(again.contents) == {str(key).lower() for key in found}
    assert {key: again.contents[key.lower()][0].value for key in present} == present


def test_words_are_kept_but_for_controls() -> None:
    assert cleaned("C:\\New\tfolder\r\nnext\rlast\x00\x1b\x7f\x85 🗳é") == "C:\\New\tfolder\nnext\nlast 🗳é"


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("https://zoom.example/j/1?pwd=a%20b#x", "https://zoom.example/j/1?pwd=a%20b#x"),
        (" http://x.example ", "http://x.example"),
        ("https://x.example/ü\r\nATTENDEE:y", "https://x.example/%C3%BCATTENDEE:y"),
        ('https://x.example/"<b>\\', "https://x.example/%22%3Cb%3E%5C"),
        ("", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://", None),
        ("https://[x", None),
        ("x.example", None),
    ],
)
def test_links_lead_to_the_web(link: str, written: str | None) -> None:
    found = Calendar.from_ical(calendar("Visits", [replace(VISIT, link=link)])).events[0]
    assert found.get("URL") == written


def test_a_visit_thousands_of_years_ahead_takes_no_longer() -> None:
    events = [on(date(2026, 7, 1)), on(date(9999, 7, 1))]
    assert b"DTSTART;TZID=America/Chicago:99990701T100000\r\n" in calendar("Visits", events)


@pytest.mark.parametrize(
    "wrong",
    [{"stamp": datetime(2026, 1, 1)}, {"last": date(2026, 3, 6)}, {"minutes": -1}],  # noqa: DTZ001
    ids=str,
)
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"needs its zone|ends before it begins"):
        replace(VISIT, **wrong)  # pyright: ignore[reportArgumentType]  # wrong on purpose
