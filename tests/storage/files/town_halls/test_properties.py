"""Whatever the bytes: a list is read, its rows add up, and a second time they are all the same."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.files.town_halls import Listed, Reading
from storage.files.town_halls.comparing import Outcome, compare
from tests.storage.files.town_halls.made_up import EVENT, HALL, NOW, feed, json_list, read
from tests.storage.files.town_halls.test_comparing import known_after

TODAY = NOW.date()
WORDS = st.sampled_from(
    ["", "TBD", "12:45 AM", "6:30 PM", "Tue, Jul 14, 2026", "7/14/2026", "Every Wednesday",
     "Fri, Mar 14, 0217",
     "0.4166666667 CST", "EST", "Senate", "PA-07", "Ana Alva", "by appt.", "<p>x", "\x00", "\ud800",
     "2/30/2026"]
)  # fmt: skip
VALUES = (
    WORDS | st.text(max_size=20) | st.integers() | st.floats() | st.none() | st.lists(st.text(), max_size=2)
)
RECORDS = st.dictionaries(st.sampled_from(sorted(HALL)), VALUES, max_size=12)

NAMES = ("UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
         "STATUS", "SEQUENCE", "LOCATION", "BEGIN", "END")  # fmt: skip
PARAMETERS = st.sampled_from(
    ["", ";TZID=America/New_York", ";TZID=Eastern Standard Time", ";TZID=Nowhere", ";VALUE=DATE",
     ";VALUE=PERIOD",
     ";RANGE=THISANDFUTURE", ';X="a:b', ";;"]
)  # fmt: skip
WRITTEN = st.sampled_from(
    ["20260714T183000", "20260714T223000Z", "20260714", "99991231T235959", "00010101T000000Z",
     "20260308T023000",
     "FREQ=WEEKLY;COUNT=3", "FREQ=DAILY", "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270101", "FREQ=SECONDLY",
     "PT1H", "-P1D",
     "P9999D", "a", "b", "VEVENT", "VCALENDAR", "VTIMEZONE", "20260714T183000/PT1H,20260721T183000"]
)  # fmt: skip
LINES = st.builds("{}{}:{}".format, st.sampled_from(NAMES), PARAMETERS, WRITTEN | st.text(max_size=10))
CALENDARS = st.lists(st.lists(LINES, max_size=8).map(tuple) | st.just(EVENT), max_size=6)


def check(reading: Reading) -> None:
    """Every row is there once, and stays what it is."""
    assert reading.read == len(reading.events) + len(reading.troubles)
    for one in reading.events:
        assert one.first <= one.last
        assert one.minutes is None or (one.minutes > 0 and one.clock is not None)
        assert _is_text(one)
    first = compare(reading, [], TODAY)
    assert [row.event for row in first.rows] == list(reading.events)
    assert first.count(Outcome.SAME) == sum(row.same_as is not None for row in first.rows)
    again = compare(reading, known_after(first), TODAY)
    assert again.count(Outcome.SAME) == len(reading.events)
    assert again.vanished == ()


def _is_text(one: Listed) -> bool:
    words = (one.source_id, one.who, one.seat.written, one.title, one.place, one.link)
    notes = one.notes.replace("\n", "").replace("\t", "")
    return all(
        not any(sign < " " or "\ud800" <= sign <= "\udfff" for sign in word) for word in (*words, notes)
    )


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "halls.ics", "halls.csv", "halls.json"]))
@example(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VEVENT\nEND:VEVENT", "")
@example(b"\xff\xfeD\x00a\x00t\x00e\x00\n\x00x\x00", "")
def test_any_bytes_are_read(content: bytes, name: str) -> None:
    check(read(content, name))


@settings(max_examples=200, deadline=None)
@given(st.lists(RECORDS, max_size=5))
def test_any_records_are_read(records: list[dict[str, object]]) -> None:
    reading = read(json_list(*records)) if records else Reading()
    check(reading)
    assert reading.unreadable is not None or reading.read == len(
        {str(r.get("eventId", at)) for at, r in enumerate(records)}
    )


@settings(max_examples=300, deadline=None)
@given(CALENDARS)
def test_any_calendar_is_read(events: list[tuple[str, ...]]) -> None:
    content = "".join(
        line.replace("\ud800", "") + "\r\n" for line in feed(*()).decode().split("\r\n")[:2]
    ) + "".join(f"{line}\r\n" for one in events for line in ("BEGIN:VEVENT", *one, "END:VEVENT"))
    reading = read(content.encode(errors="replace"))
    check(reading)
    assert reading.read >= len(events)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(WORDS | st.text(max_size=12), min_size=4, max_size=7), max_size=6))
def test_any_table_is_read(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(cells) for cells in [["Who", "Date", "Time", "Where", "District"], *rows])
    check(read(text.encode(errors="replace"), "halls.csv"))
