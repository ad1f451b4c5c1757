"""Lists of town halls in JSON and in tables: what is clear is an event, the rest is asked about."""

import csv
import os
from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest

from storage.files.outcomes import Fault
from storage.files.town_halls import Doubt, Doubted, ListedSeat, read_town_halls
from storage.files.town_halls.days import cut_day
from storage.files.town_halls.kinds import kind_of
from storage.files.town_halls.seats import seat_of
from storage.seats import Office
from storage.town_halls.kinds import EventKind
from tests.storage.files.town_halls.made_up import NOW, hall, json_list, only_event, only_trouble, read

SHARED = Path(os.environ.get("COALITION_SHARED_DATA", "../shared/data"))
REAL = SHARED / "town-halls-2017.json"
SAMPLE = SHARED / "events-sample.csv"


def test_a_record_is_an_event() -> None:
    found = only_event(json_list(hall()))
    assert (found.row, found.source_id, found.who) == (1, "1001", "Ana Alva")
    assert found.seat == ListedSeat("PA-07", "PA", Office.US_HOUSE, "7")
    assert (found.kind, found.title) == (EventKind.IN_PERSON, "Summer town hall")
    assert (found.first, found.last, found.clock) == (date(2026, 7, 14), date(2026, 7, 14), time(18, 30))
    assert (found.zone, found.minutes) == ("America/New_York", 90)
    assert found.place == "City Library, 11 W Church St, Bethlehem, PA 18018"
    assert (found.link, found.notes) == ("https://alva.example/hall", "Bring a question.")
    assert (found.is_cancelled, found.is_private, found.doubts) == (False, False, ())


def test_records_may_stand_in_a_list_and_be_called_otherwise() -> None:
    content = b'[{"member": "Ana Alva", "DISTRICT": "PA-7", "date": "7/14/2026", "time": "6pm ET"}]'
    found = only_event(content)
    assert (found.who, found.seat.district, found.clock, found.zone) == (
        "Ana Alva",
        "7",
        time(18),
        "America/New_York",
    )


@pytest.mark.parametrize(
    ("written", "clock", "zone"),
    [
        ("0.4166666667 CST", time(10), "America/Chicago"),
        ("0.75", time(18), None),
        (".5", time(12), None),
        ("09:00 AM AM", time(9), None),
        ("10:00 AM EST", time(10), "America/New_York"),
        ("10 a.m. Mountain Time", time(10), "America/Denver"),
        ("1:30pm MT", time(13, 30), "America/Denver"),
        ("noon ET", time(12), "America/New_York"),
        ("18:30", time(18, 30), None),
        ("09:30:00", time(9, 30), None),
        ("10 - 11:30 AM", time(10), None),
        ("11 AM to 1 PM", time(11), None),
        ("6:30 pm – 8 pm PST", time(18, 30), "America/Los_Angeles"),
    ],
)
def test_times_as_people_and_spreadsheets_write_them(written: str, clock: time, zone: str | None) -> None:
    found = only_event(json_list(hall(Time=written, timeZone="", zoneString="", timeStart24="")))
    assert (found.clock, found.zone) == (clock, zone)


def test_eastern_standard_time_in_july_is_the_clocks_of_new_york() -> None:
    assert only_event(json_list(hall(timeZone="EST", zoneString=""))).zone == "America/New_York"


@pytest.mark.parametrize(
    "written", ["TBD", "", "n/a", "To be announced", "by appt. EST", "By appointment only"]
)
def test_an_event_without_a_time_is_kept_and_says_so(written: str) -> None:
    found = only_event(json_list(hall(Time=written)))
    assert (found.clock, found.minutes) == (None, None)
    assert Doubted(Doubt.NO_TIME, written) in found.doubts


@pytest.mark.parametrize(
    ("fields", "reason", "detail"),
    [
        ({"Time": "12:45 AM"}, Doubt.SMALL_HOURS, "12:45 AM"),
        ({"Time": "3:00 AM EST"}, Doubt.SMALL_HOURS, "3:00 AM EST"),
        ({"Time": "midnight"}, Doubt.SMALL_HOURS, "midnight"),
        ({"Time": "7:30"}, Doubt.WHICH_HALF, "7:30"),
        ({"Time": "10am and 2pm"}, Doubt.SEVERAL_TIMES, "10am and 2pm"),
        ({"Time": "in the evening"}, Doubt.UNCLEAR_TIME, "in the evening"),
        ({"Time": "25:00"}, Doubt.UNCLEAR_TIME, "25:00"),
        ({"Date": "Every Wednesday"}, Doubt.REPEATS, "Every Wednesday"),
        ({"Date": "First and third Tuesday of each month"}, Doubt.REPEATS, None),
        ({"Date": "Monday - Friday"}, Doubt.REPEATS, None),
        ({"Date": "TBD", "yearMonthDay": ""}, Doubt.NO_DAY, "TBD"),
        ({"Date": "", "yearMonthDay": ""}, Doubt.NO_DAY, ""),
        ({"Date": "Fri, Mar 14, 0217", "yearMonthDay": "0217-03-14"}, Doubt.FAR_YEAR, "Fri, Mar 14, 0217"),
        ({"Date": "Wed, Jul 14, 2026", "yearMonthDay": ""}, Doubt.WRONG_WEEKDAY, "Wed, Jul 14, 2026"),
        ({"Date": "July 14", "yearMonthDay": ""}, Doubt.NO_YEAR, "July 14"),
        ({"Date": "Tue, Jul 14, 2026", "yearMonthDay": "2026-07-21"}, Doubt.SEVERAL_DAYS, None),
        ({"Date": "2/30/2026", "yearMonthDay": ""}, Doubt.UNCLEAR_DAY, "2/30/2026"),
        ({"Date": "soonish", "yearMonthDay": ""}, Doubt.UNCLEAR_DAY, "soonish"),
    ],
)
def test_what_can_be_meant_otherwise_is_asked_and_kept(
    fields: dict[str, object], reason: Doubt, detail: str | None
) -> None:
    found = only_trouble(json_list(hall(**fields)))
    assert (found.row, found.reason) == (1, reason)
    assert detail is None or found.detail == detail
    assert (found.source_id, found.who, found.seat) == ("1001", "Ana Alva", "PA-07")
    assert found.place == "City Library, 11 W Church St, Bethlehem, PA 18018"
    assert str(fields.get("Time", fields.get("Date"))) in found.when


def test_a_programs_own_date_counts_where_peoples_has_a_slip() -> None:
    found = only_event(json_list(hall(Date="Tue Jul 14 20026")))
    assert found.first == date(2026, 7, 14)


@pytest.mark.parametrize(
    ("start", "end", "minutes", "doubt"),
    [
        ("6:30 PM", "", None, None),
        ("6:30 PM", "NA", None, None),
        ("8:00 PM", "12:30 AM", 270, None),
        ("10:00 AM", "10:45 AM AM", 45, None),
        ("4:30 PM", "6:30 AM", None, Doubt.END_BEFORE_START),
        ("4:30 PM", "3:30 PM", None, Doubt.END_BEFORE_START),
        ("6:00 PM", ":undefined AM", None, Doubt.UNCLEAR_END),
        ("10:00-11:00 AM", "", 60, None),
    ],
)
def test_an_end_that_makes_no_sense_does_not_lose_the_event(
    start: str, end: str, minutes: int | None, doubt: Doubt | None
) -> None:
    found = only_event(json_list(hall(Time=start, timeEnd=end)))
    assert found.minutes == minutes
    assert [one.doubt for one in found.doubts] == ([] if doubt is None else [doubt])


def test_what_an_event_lacks_is_said_and_never_made_up() -> None:
    bare: dict[str, object] = {"Date": "7/14/2026", "Time": "6 PM"}
    found = only_event(json_list(bare))
    assert (found.who, found.place, found.zone, found.minutes) == ("", "", None, None)
    assert [one.doubt for one in found.doubts] == [Doubt.NO_OFFICIAL, Doubt.NO_PLACE, Doubt.NO_ZONE]


def test_a_zone_that_contradicts_the_time_is_asked_about() -> None:
    found = only_event(json_list(hall(Time="6:30 PM PT")))
    assert found.zone is None
    assert found.doubts == (Doubted(Doubt.SEVERAL_ZONES, "America/Los_Angeles, America/New_York"),)


def test_a_state_alone_is_no_place() -> None:
    found = only_event(json_list(hall(Location="TBD", address="Utah")))
    assert found.place == ""


def test_a_phone_number_is_the_place_of_a_call() -> None:
    fields = {"meetingType": "Tele-Town Hall", "Location": "", "address": "", "phoneNumber": "855-555-0101"}
    found = only_event(json_list(hall(**fields)))
    assert (found.kind, found.place, found.doubts) == (EventKind.PHONE, "855-555-0101", ())


def test_notes_are_plain_text() -> None:
    notes = (
        "<p>Doors &amp; seats at 6.<br>Write to <a href='https://x.example/a'>us</a></p>"
        "<script>alert(1)</script><ul><li>One</li><li>Two\x1b[2J</li></ul> 5 < 6"
    )
    found = only_event(json_list(hall(Notes=notes)))
    assert found.notes == "Doors & seats at 6.\nWrite to us (https://x.example/a)\n\nOne\n\nTwo[2J\n\n5 < 6"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "https://", "see the web"])
def test_a_link_that_leads_elsewhere_is_none(link: str) -> None:
    assert only_event(json_list(hall(link=link))).link == ""


@pytest.mark.parametrize("fields", [{"eventName": "CANCELLED: Summer town hall"}, {"status": "Canceled"}])
def test_a_cancelled_one_says_so(fields: dict[str, object]) -> None:
    assert only_event(json_list(hall(**fields))).is_cancelled


KINDS = {
    EventKind.IN_PERSON: [
        "Town Hall", "Town Hall\n", "town hall", "Townhall", "Town-Hall", "TOWN HALL MEETING", "In Person",
        "in-person", "Listening Session", "Community Meeting", "Constituent Coffee", "Meet and Greet",
        "Q & A",
    ],
    EventKind.PHONE: [
        "Tele-Town Hall", "Teletown Hall", "Tele Town Hall", "Teletownhall", "Telephone Town Hall",
        "Tele-Townhall", "Phone Town Hall", "Conference Call",
    ],
    EventKind.EMPTY_CHAIR: ['"Empty Chair" Town Hall', "Empty Chair Town Hall", "Empty-chair town hall"],
    EventKind.OFFICE_HOURS: [
        "Office Hours", "Office hours", "Mobile Office Hours", "Staff Office Hours",
        "Staff Traveling Office Hours", "Mobile Office",
    ],
    EventKind.VIRTUAL: ["Virtual Town Hall", "Facebook Live Town Hall", "Online Town Hall", "Zoom Town Hall"],
    EventKind.ONLINE_QA: ["Reddit AMA", "Ask Me Anything", "Twitter Town Hall"],
    EventKind.CANDIDATE_FORUM: ["Candidate Forum", "Debate", "Candidates' Debate"],
    EventKind.OTHER: ["DC Event", "Ticketed Event"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "written"), [(kind, one) for kind, all_ in KINDS.items() for one in all_])
def test_forty_spellings_of_the_kind(kind: EventKind, written: str) -> None:
    assert kind_of(written) is kind


@pytest.mark.parametrize(
    ("written", "state", "seat"),
    [
        ("KY-6", "", ListedSeat("KY-6", "KY", Office.US_HOUSE, "6")),
        ("VA-02", "Virginia", ListedSeat("VA-02", "VA", Office.US_HOUSE, "2")),
        ("ND-00", "", ListedSeat("ND-00", "ND", Office.US_HOUSE, "at-large")),
        ("AK-AL", "", ListedSeat("AK-AL", "AK", Office.US_HOUSE, "at-large")),
        ("7", "pennsylvania", ListedSeat("7", "PA", Office.US_HOUSE, "7")),
        ("Ohio district 13", "", ListedSeat("Ohio district 13", "OH", Office.US_HOUSE, "13")),
        ("Senate", "Iowa", ListedSeat("Senate", "IA", Office.US_SENATE)),
        ("PA-SEN", "", ListedSeat("PA-SEN", "PA", Office.US_SENATE)),
        ("", "PA", ListedSeat("", "PA")),
    ],
)
def test_seats_as_lists_write_them(written: str, state: str, seat: ListedSeat) -> None:
    assert seat_of(written, state) == (seat, ())


@pytest.mark.parametrize(
    ("written", "state", "doubt"),
    [
        ("WA-32", "", Doubted(Doubt.NO_SUCH_SEAT, "WA-32")),
        ("SD-12", "", Doubted(Doubt.NO_SUCH_SEAT, "SD-12")),
        ("PA-00", "", Doubted(Doubt.NO_SUCH_SEAT, "PA-00")),
        ("XX-04", "", Doubted(Doubt.NO_SUCH_SEAT, "XX-04")),
        ("Not sure", "", Doubted(Doubt.NO_SUCH_SEAT, "Not sure")),
        ("Senate", "District Of Columbia", Doubted(Doubt.NO_STATE, "District Of Columbia")),
    ],
)
def test_a_seat_that_cannot_be_is_never_accepted(written: str, state: str, doubt: Doubted) -> None:
    seat, doubts = seat_of(written, state)
    assert (seat.written, seat.district, doubts) == (written, "", (doubt,))


def test_a_table_with_loosely_matched_headers() -> None:
    content = (
        "Upcoming town halls\n"
        "MEMBER NAME;District;Meeting-Type;Start Date;start time;End Time;TIMEZONE;Venue;City;Web site\n"
        "Ana Alva;PA-07;Town hall;7/14/26;6:30 PM;8 PM;Eastern;Library;Bethlehem;www.alva.example\n"
        ";;;;;;;;;\n"
        "Ben Bell;AK-AL;Office hours;2026-07-15;;;;;Nome;\n"
    )
    ana, ben = read(content.encode(), "halls.csv").events
    assert (ana.row, ana.who, ana.kind, ana.minutes) == (3, "Ana Alva", EventKind.IN_PERSON, 90)
    assert (ana.zone, ana.place, ana.link) == (
        "America/New_York",
        "Library, Bethlehem",
        "https://www.alva.example",
    )
    assert (ben.row, ben.first, ben.clock, ben.kind) == (5, date(2026, 7, 15), None, EventKind.OFFICE_HOURS)


def test_day_and_time_may_share_a_column() -> None:
    found = only_event(b'Who,When\nAna Alva,"Tue, July 14, 2026 at 6:30 PM ET"\n')
    assert (found.first, found.clock, found.zone) == (date(2026, 7, 14), time(18, 30), "America/New_York")


def test_a_spoilt_row_of_a_table_spoils_no_other() -> None:
    content = b"Who,Date\nAna Alva,7/14/2026\nBen,Bell,7/15/2026\nCora\x1b,7/16/2026\nDee,7/17/2026\n"
    reading = read(content)
    assert [one.who for one in reading.events] == ["Ana Alva", "Dee"]
    assert [(one.row, one.reason, one.detail) for one in reading.troubles] == [
        (3, Doubt.NOT_A_RECORD, "too-many-cells"),
        (4, Doubt.NOT_A_RECORD, "bad-character"),
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \n", Fault.EMPTY),
        (b"{", Fault.NOT_JSON),
        (b'{"a": NaN}', Fault.NOT_JSON),
        (b"[" * 100_000, Fault.NOT_JSON),
        (b'{"a": "\xe9"}', Fault.NOT_UTF8),
        (b"a,b\n1,2\n", Fault.MISSING_COLUMN),
        (b"Date\n", Fault.NO_ROWS),
        (b"Date\n" + b"x" * 200_000, Fault.NOT_A_TABLE),
        (b"\x00\x01\x02", Fault.NOT_A_TABLE),
        (b"<html>Not found</html>", Fault.MISSING_COLUMN),
    ],
)
def test_what_is_no_list_says_why(content: bytes, fault: Fault) -> None:
    reading = read(content, "halls")
    assert reading.unreadable is not None
    assert (reading.unreadable.file, reading.unreadable.fault) == ("halls", fault)
    assert [(one.reason, one.detail) for one in reading.troubles] == [(Doubt.FILE, fault)]
    assert (reading.events, reading.is_whole) == ((), False)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "halls.ics"
    with path.open("wb") as file:
        file.write(b"BEGIN:VCALENDAR\r\n")
        file.truncate(50 * 1024 * 1024)
    reading = read_town_halls(path, NOW)
    assert reading.unreadable is not None
    assert (reading.unreadable.fault, reading.unreadable.expected) == (Fault.TOO_LARGE, "8")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    reading = read_town_halls(tmp_path / "none.ics", NOW)
    assert reading.unreadable is not None
    assert reading.unreadable.fault is Fault.MISSING


@pytest.mark.skipif(
    not REAL.exists(), reason=f"no {REAL.name} in COALITION_SHARED_DATA (default ../shared/data)"
)
def test_of_the_220_real_events_none_is_lost() -> None:
    reading = read_town_halls(REAL, NOW)
    assert (reading.read, len(reading.events)) == (220, 215)
    assert {one.reason for one in reading.troubles} == {Doubt.REPEATS}
    assert {one.row for one in (*reading.events, *reading.troubles)} == set(range(1, 221))
    assert Counter(one.kind for one in reading.events)[EventKind.OFFICE_HOURS] == 169
    assert all(one.seat.state or one.doubts for one in reading.events)


@pytest.mark.skipif(
    not SAMPLE.exists(), reason=f"no {SAMPLE.name} in COALITION_SHARED_DATA (default ../shared/data)"
)
def test_of_a_list_with_every_gap_nothing_is_lost() -> None:
    reading = read_town_halls(SAMPLE, NOW)
    assert [(one.row, one.reason) for one in reading.troubles] == [
        (2, Doubt.SEVERAL_TIMES),
        (6, Doubt.UNCLEAR_TIME),
        (7, Doubt.NO_DAY),
    ]
    assert [one.row for one in reading.events if one.is_private] == [3]
    assert reading.read == 10


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"[" + b"{}," * 20_000 + b"{}]", "halls.json"),
        (b"Who,Date\n" + b"x,7/14/2026\n" * 20_001, "halls.csv"),
        (b"BEGIN:VEVENT\r\n" * 20_001, "halls.ics"),
    ],
)
def test_a_file_of_countless_rows_is_refused(content: bytes, name: str) -> None:
    reading = read(content, name)
    assert reading.unreadable is not None
    assert (reading.unreadable.fault, reading.unreadable.expected) == (Fault.TOO_MANY_ROWS, "20000")


TYPED = SHARED / "typed-dates.csv"


@pytest.mark.skipif(
    not TYPED.exists(), reason=f"no {TYPED.name} in COALITION_SHARED_DATA (default ../shared/data)"
)
def test_of_real_typed_dates_none_is_read_wrongly() -> None:
    asked: Counter[Doubt] = Counter()
    rows = list(csv.DictReader(TYPED.read_text(encoding="utf-8").splitlines()))
    for row in rows:
        found = cut_day(row["date_text"])
        if isinstance(found, Doubted):
            asked[found.doubt] += 1
        else:
            assert row["iso_date_by_source"] in ("", found.day.isoformat()), row
    assert asked == {Doubt.REPEATS: 49, Doubt.FAR_YEAR: 2, Doubt.NO_DAY: 1, Doubt.NO_YEAR: 1}
    assert len(rows) > 700
