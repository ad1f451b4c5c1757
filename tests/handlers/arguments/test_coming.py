"""When a visit will be, as people type it. Now is a Wednesday in July, 15:05 in New York."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.arguments.coming import Coming, ComingKind, read_coming, read_coming_at, typed_zone
from handlers.arguments.moments import Reason, Unclear, written
from handlers.arguments.place_zone import Place
from handlers.arguments.typed import share_out
from handlers.cards import FieldKind, Refused, Reply
from handlers.registry import command
from handlers.request import Request
from handlers.text import N_
from storage.seats import Seat
from tests.handlers.arguments.test_when import ORIGIN, asking
from tests.handlers.arguments.typed_moments import CHICAGO, NEW_YORK, NOW, PHOENIX, said

KIND = ComingKind()
DENVER, LOS_ANGELES = ZoneInfo("America/Denver"), ZoneInfo("America/Los_Angeles")
ARIZONA = Place("Arizona", (PHOENIX, DENVER))


def told(words: str, zone: ZoneInfo = NEW_YORK, now: datetime = NOW) -> str:
    """What was read: days, time, minutes, and a zone other than the given one."""
    found = read_coming(words, now, zone)
    days = f"{found.first:%-d %b %Y}" + (f" to {found.last:%-d %b %Y}" if found.days > 1 else "")
    clock = "" if found.clock is None else f", {found.clock:%H:%M}"
    minutes = "" if found.minutes is None else f" for {found.minutes}"
    return f"{days}{clock}{minutes}" + ("" if found.zone == zone else f" {found.zone.key}")


def refusal(words: str, zone: ZoneInfo = NEW_YORK, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as refused:
        read_coming(words, now, zone)
    assert refused.value.field == "when"
    return said(Unclear(Reason.EMPTY, refused.value.text))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # A moment
        ("Tue 21 July 10am ET", "21 Jul 2026, 10:00"),
        ("tomorrow 2:30pm", "16 Jul 2026, 14:30"),
        ("8/3 10am PT", "3 Aug 2026, 10:00 America/Los_Angeles"),
        ("5pm", "15 Jul 2026, 17:00"),
        ("in 2 hours", "15 Jul 2026, 17:05"),
        ("now", "15 Jul 2026, 15:05"),
        ("2026-08-01T10:00", "1 Aug 2026, 10:00"),
        ("2026-08-01T10:00Z", "1 Aug 2026, 06:00"),
        ("8/1 10am UTC-5", "1 Aug 2026, 11:00"),
        # A day
        ("July 21", "21 Jul 2026"),
        ("today", "15 Jul 2026"),
        ("in 3 days", "18 Jul 2026"),
        ("all day July 21", "21 Jul 2026"),
        ("July 21, all-day", "21 Jul 2026"),
        ("the whole day 7/21", "21 Jul 2026"),
        # Several days
        ("July 20-22", "20 Jul 2026 to 22 Jul 2026"),
        ("July 20th – 22nd, 2026", "20 Jul 2026 to 22 Jul 2026"),
        ("July 20 to 22", "20 Jul 2026 to 22 Jul 2026"),
        ("from July 20 through 22 all day", "20 Jul 2026 to 22 Jul 2026"),
        ("7/20-22", "20 Jul 2026 to 22 Jul 2026"),
        ("7/20-7/22", "20 Jul 2026 to 22 Jul 2026"),
        ("7/20/26 - 7/22/26", "20 Jul 2026 to 22 Jul 2026"),
        ("20-22 July", "20 Jul 2026 to 22 Jul 2026"),
        ("the 20th to the 22nd of July", "20 Jul 2026 to 22 Jul 2026"),
        ("2026-07-20 to 2026-07-22", "20 Jul 2026 to 22 Jul 2026"),
        ("Jul 30 - Aug 1", "30 Jul 2026 to 1 Aug 2026"),
        ("30 July until 1 August", "30 Jul 2026 to 1 Aug 2026"),
        ("Mon July 20 – Wed July 22", "20 Jul 2026 to 22 Jul 2026"),
        ("Tue-Thu July 21-23", "21 Jul 2026 to 23 Jul 2026"),
        ("Tue to Thu", "21 Jul 2026 to 23 Jul 2026"),
        ("tomorrow through friday", "16 Jul 2026 to 17 Jul 2026"),
        ("Dec 30 - Jan 2", "30 Dec 2026 to 2 Jan 2027"),
        ("Wed Dec 30 - Sat Jan 2, 2027", "30 Dec 2026 to 2 Jan 2027"),
        ("12/30/2026 to 1/2", "30 Dec 2026 to 2 Jan 2027"),
        ("July 20-22 2pm PT", "20 Jul 2026 to 22 Jul 2026, 14:00 America/Los_Angeles"),
        # A range of times
        ("7/20 10-10:45am", "20 Jul 2026, 10:00 for 45"),
        ("7/20 8:00-20:30", "20 Jul 2026, 08:00 for 750"),
        ("7/20 8:00 - 20:00", "20 Jul 2026, 08:00 for 720"),
        ("7/20 10am-10:15pm", "20 Jul 2026, 10:00 for 735"),
        ("7/20 2-4pm", "20 Jul 2026, 14:00 for 120"),
        ("7/20 11am-1", "20 Jul 2026, 11:00 for 120"),
        ("7/20 11pm to 1am", "20 Jul 2026, 23:00 for 120"),
        ("July 20 - 4pm", "20 Jul 2026, 16:00"),
    ],
)
def test_is_read_as_it_is_typed(words: str, expected: str) -> None:
    assert told(words) == expected


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("yesterday", "That is past: 2026-07-14."),
        ("8am", "That is past: 2026-07-15 12:00:00+00:00."),
        ("15:04", "That is past: 2026-07-15 19:04"),
        ("July 14-16", "7/14/2026 is over."),
        ("July 20 - Aug 3", "That is 15 days, and 14 is the most."),
        ("July 16, 2029", "That is more than three years ahead."),
        ("2/22/2117", "The year 2117 is too far from today."),
        ("March 14 2027 2:30am", "On 2027-03-14, clocks there are set forward, and 2:30am is skipped."),
        ("7/20 3pm-2pm", "That ends before it begins."),
        ("7/20 9pm-9:30am", "That ends before it begins."),
        ("Aug 3 - Aug 1", "8/1/2026 comes before 8/3/2026."),
        ("Mon July 20 - Thu July 22", "7/22/2026 is a Wednesday, not a Thursday."),
        ("Mon-Tue July 21-22", "7/21/2026 is a Tuesday, not a Monday."),
        ("July 20-22 with Kim", "I can't tell when “July 20-22 with Kim” is."),
        ("July 20 10am - July 22 4pm", "There is more than one day or time"),
        ("every Tuesday", "“every Tuesday” sounds like more than one day."),
        ("", "When is it? You can write"),
        ("soonish", "I can't tell when “soonish” is."),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(words: str, sentence: str) -> None:
    assert refusal(words).startswith(sentence)


def test_a_skipped_time_names_one_that_comes() -> None:
    assert refusal("3/14/2027 2:30am").endswith("Write another time, like “3:30am”.")
    assert told("3/14/2027 2:30am", PHOENIX) == "14 Mar 2027, 02:30"
    assert told("3/14/2027 3:30am") == "14 Mar 2027, 03:30"


def test_the_last_day_of_three_years_and_the_last_of_two_weeks_are_taken() -> None:
    assert told("July 15, 2029") == "15 Jul 2029"
    assert told("July 20 - Aug 2") == "20 Jul 2026 to 2 Aug 2026"


@pytest.mark.parametrize(
    ("words", "hour"), [("Nov 1 1:30am", 5), ("Nov 1 1:30am EDT", 5), ("Nov 1 1:30am EST", 6)]
)
def test_of_a_time_that_comes_twice_the_first_counts_unless_it_is_said(words: str, hour: int) -> None:
    found = read_coming(words, NOW, NEW_YORK)
    assert found.starts_at == datetime(2026, 11, 1, hour, 30, tzinfo=UTC)
    assert found.clock == time(1, 30)


def test_today_is_that_of_the_zone() -> None:
    late = datetime(2026, 7, 16, 4, 30, tzinfo=UTC)
    assert told("7/15", CHICAGO, late) == "15 Jul 2026"
    assert refusal("2026-07-15", NEW_YORK, late).startswith("That is past")


class TestInstants:
    """Where a visit begins and ends, in UTC."""

    def test_a_time_and_its_minutes(self) -> None:
        found = read_coming("7/20 10-10:45am", NOW, NEW_YORK)
        assert found.starts_at == datetime(2026, 7, 20, 14, tzinfo=UTC)
        assert found.ends_at(30) == datetime(2026, 7, 20, 14, 45, tzinfo=UTC)
        assert read_coming("7/20 10am", NOW, NEW_YORK).ends_at(30) == datetime(
            2026, 7, 20, 14, 30, tzinfo=UTC
        )

    def test_days_without_a_time_begin_and_end_at_midnight_there(self) -> None:
        found = read_coming("Oct 31 - Nov 1", NOW, NEW_YORK)
        assert found.starts_at == datetime(2026, 10, 31, 4, tzinfo=UTC)
        assert found.ends_at(30) == datetime(2026, 11, 2, 5, tzinfo=UTC)

    def test_several_days_with_a_time_end_on_the_last(self) -> None:
        assert read_coming("July 20-22 10am", NOW, NEW_YORK).ends_at(30) == datetime(
            2026, 7, 22, 14, 30, tzinfo=UTC
        )


class TestZones:
    """Which zone counts: what is typed, unless it is settled."""

    @pytest.mark.parametrize(
        ("words", "zone"),
        [
            ("10am ET", "America/New_York"),
            ("7/20 10am Mountain time", "America/Denver"),
            ("10am MST", "America/Denver"),
            ("10am Arizona time", "America/Phoenix"),
            ("10am UTC", "UTC"),
            ("10am", None),
            ("10am UTC-5", None),
            ("10am my time", None),
            ("10am ET 7am PT", None),
        ],
    )
    def test_what_was_typed(self, words: str, zone: str | None) -> None:
        found = typed_zone(words, NOW)
        assert (found.key if found else None) == zone

    def test_a_settled_zone_counts_before_what_the_words_say(self) -> None:
        found = read_coming("7/20 10am MT", NOW, PHOENIX, is_settled=True)
        assert (found.zone, found.clock) == (PHOENIX, time(10))
        assert read_coming("7/20 10am MT", NOW, PHOENIX).zone == DENVER

    def test_a_settled_zone_keeps_which_of_two_times_it_is(self) -> None:
        found = read_coming("Nov 1 1:30am EST", NOW, NEW_YORK, is_settled=True)
        assert found.starts_at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)

    def test_at_a_place_it_is_asked_and_the_answer_counts(self) -> None:
        with pytest.raises(Refused) as refused:
            read_coming_at("7/20 10am MT", NOW, ARIZONA, None, NEW_YORK)
        assert [offer.value for offer in refused.value.offers] == [PHOENIX, DENVER]
        found = read_coming_at("7/20 10am MT", NOW, ARIZONA, PHOENIX, NEW_YORK)
        assert found == Coming(date(2026, 7, 20), date(2026, 7, 20), time(10), None, PHOENIX)

    def test_without_a_place_it_is_what_was_typed_or_the_readers(self) -> None:
        assert read_coming_at("7/20 10am PT", NOW, None, None, NEW_YORK).zone == LOS_ANGELES
        assert read_coming_at("7/20 10am", NOW, None, None, NEW_YORK).zone == NEW_YORK
        assert read_coming_at("7/20 10am PT", NOW, None, CHICAGO, NEW_YORK).zone == CHICAGO


class TestTheArgument:
    """What a command's line and a form's field take."""

    def test_is_the_stripped_words(self) -> None:
        assert KIND.field is FieldKind.LINE
        assert KIND.parse(" Tue 21 July 10am ET ", asking()) == "Tue 21 July 10am ET"
        assert KIND.load(KIND.dump("7/20-22", ORIGIN), asking()) == "7/20-22"

    @pytest.mark.parametrize("words", ["", "soonish", "yesterday", "every Tuesday", "July 20 - Aug 20"])
    def test_what_is_no_time_to_come_anywhere_is_refused(self, words: str) -> None:
        with pytest.raises(Refused) as refused:
            KIND.parse(words, asking())
        assert refused.value.field is None

    def test_what_is_to_come_somewhere_is_taken(self) -> None:
        late = datetime(2026, 7, 16, 5, 30, tzinfo=UTC)
        assert KIND.parse("2026-07-15", asking(now=late)) == "2026-07-15"
        assert KIND.parse("3/14/2027 2:30am", asking()) == "3/14/2027 2:30am"

    @pytest.mark.parametrize(
        "when",
        [
            "Tue 14 July 10am ET",
            "July 14 to 16",
            "tomorrow",
            "July 10 2-4pm",
            "Sat Mar 13, 2032 9am MT",
            "Wed 14 July",
            "July 20 at 8",
            "Tue-Thu July 21-23",
            "in 2 hours",
        ],
    )
    def test_is_found_at_the_end_of_a_line(self, when: str) -> None:
        assert share_out(visit, f"PA-07 {when}") == {"seat": "PA-07", "when": when}
        assert share_out(visit, f"Ana Alva {when}") == {"seat": "Ana Alva", "when": when}


@command("visit", N_("Arrange a visit"))
def visit(request: Request, seat: Seat, when: Annotated[str, KIND] = "") -> Reply:
    """A command as others write it."""
    raise AssertionError("only its words are shared out")


ZONES = st.sampled_from(
    ["America/New_York", "America/Denver", "America/Phoenix", "America/Anchorage", "Pacific/Guam"]
).map(ZoneInfo)
AHEAD = st.timedeltas(timedelta(minutes=1), timedelta(days=1000))
_PIECES = """
    July 14 7/14 7/16 14-16 - – to through from until Tue-Thu Tue Thu 2026 2027-01-02 10am 10-10:45am 4pm
    all day ET MT EST UTC-5 today tomorrow Dec 30 Feb 29 31st the of , 9:30 2:30am noon next in 3 days
"""
PIECES = st.sampled_from(_PIECES.split())


def tried(words: str, zone: ZoneInfo, *, is_settled: bool = False) -> Coming | None:
    """What is read; None where that is refused, which must be about `when`."""
    try:
        return read_coming(words, NOW, zone, is_settled=is_settled)
    except Refused as refused:
        if refused.field != "when":
            raise
        return None


@settings(deadline=None)
@given(AHEAD, ZONES)
@example(datetime(2026, 11, 1, 6, 30, tzinfo=UTC) - NOW, NEW_YORK)
@example(datetime(2027, 3, 14, 7, 0, tzinfo=UTC) - NOW, NEW_YORK)
def test_a_written_moment_reads_back(ahead: timedelta, zone: ZoneInfo) -> None:
    at = (NOW + ahead).replace(second=0, microsecond=0)
    found = read_coming(written(at, zone), NOW, zone)
    assert (found.starts_at, found.zone, found.days) == (at, zone, 1)
    assert read_coming(written(at, zone), NOW, zone, is_settled=True) == found


@settings(deadline=None)
@given(st.integers(1, 1000), st.integers(1, 13), st.sampled_from(["-", " - ", "–", " to ", " through "]))
def test_a_range_of_days_reads_back_in_every_form(ahead: int, more: int, joint: str) -> None:
    first = date(2026, 7, 15) + timedelta(days=ahead)
    last = first + timedelta(days=more)
    forms = ["{:%B} {.day}, {:%Y}", "{:%a %b} {.day} {:%Y}", "{.month}/{.day}/{.year}", "{:%d %b %Y}"]
    for form in forms:
        typed = joint.join(form.format(*[day] * 3) for day in (first, last))
        found = read_coming(typed, NOW, CHICAGO)
        assert (found.first, found.last, found.clock) == (first, last, None), typed
    if first.month == last.month:
        found = read_coming(f"{first:%B} {first.day}{joint}{last.day}, {first.year} 10am", NOW, CHICAGO)
        assert (found.first, found.last, found.clock) == (first, last, time(10))


@settings(deadline=None, max_examples=400)
@given(st.lists(PIECES, max_size=8), st.sampled_from([" ", "", "-"]), ZONES, st.booleans())
def test_any_mixture_is_read_or_refused(
    pieces: list[str],
    joint: str,
    zone: ZoneInfo,
    is_settled: bool,
) -> None:
    words = joint.join(pieces)[:200]
    typed_zone(words, NOW)
    KIND.evident(words)
    found = tried(words, zone, is_settled=is_settled)
    if found is None:
        return
    assert found.first <= found.last < found.first + timedelta(days=14)
    assert found.ends_at(30) > found.starts_at
    assert found.clock is None or found.starts_at >= NOW
    assert not is_settled or found.zone == zone


@settings(deadline=None)
@given(st.text(max_size=120), ZONES)
def test_any_text_is_read_or_refused(words: str, zone: ZoneInfo) -> None:
    tried(words, zone)
