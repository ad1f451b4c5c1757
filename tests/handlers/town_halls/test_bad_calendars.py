"""Calendars that are broken, huge or do harm: a sentence to the organiser, nothing lost, the bot unmoved."""

import asyncio
import os
from pathlib import Path
from threading import Event

import pytest

from bot.fetching import NotFetched, Refusal
from tests.handlers.seeing import answer, newest, with_words
from tests.handlers.town_halls.calendars import Calendar, trust
from tests.handlers.town_halls.heard import rows
from tests.workspace import ANA, CORA, Workspace

SHARED = Path(os.environ.get("COALITION_SHARED_DATA", "../shared/data"))
BROKEN = sorted((SHARED / "broken-calendars").glob("*.ics"))
UNCLEAR = {
    "in the year 0217": ({"DTSTART": "02170314T170000"}, "The year cannot be right"),
    "at night": ({"DTSTART;TZID=America/New_York": "20371104T004500"}, "Is the afternoon meant?"),
    "every second": ({"RRULE": "FREQ=SECONDLY"}, "It repeats more than once a day"),
    "on no day": ({"DTSTART;TZID=America/New_York": "tomorrow"}, "The day is not clear"),
    "without a rule that one can follow": ({"RRULE": "FREQ=OFTEN"}, "I don't understand how it repeats"),
}
BARE = {
    "no end": {"DTEND;TZID=America/New_York": ""},
    "an end before the start": {"DTEND;TZID=America/New_York": "20200101T100000"},
    "no zone": {"DTSTART;TZID=America/New_York": ""},
    "no place": {"LOCATION": ""},
}


def counted(workspace: Workspace) -> list[int]:
    """The numbers of the line that stands in the list of calendars."""
    listed = answer(workspace.type("/town-hall calendars"))["text"]
    line = next(line for line in listed.splitlines() if line.startswith("calendar.example.org: "))
    return [int(word) for word in line.replace(",", "").split() if word.isdigit()]


@pytest.mark.skipif(not BROKEN, reason="no COALITION_SHARED_DATA (default ../shared/data)")
def test_broken_calendars_are_listed_with_their_reasons_and_keep_no_other_from_being_read(
    campaign: Workspace, calendar: Calendar
) -> None:
    other = "https://second.example.net/town-halls.ics"
    for number, file in enumerate(BROKEN, start=1):
        calendar.content = file.read_bytes()
        calendar.read_again()
        read, *parts = counted(campaign)
        assert sum(parts) == read == 1, file.name
        assert parts[-1] == 1, file.name
        assert len(calendar.asked) == number
    calendar.content = None
    calendar.subscribe(other, calendar.event())
    calendar.outcome = None
    calendar.read_again()
    assert "second.example.net: 1 read: 1 new" in answer(campaign.type("/town-hall calendars"))["text"]


@pytest.mark.parametrize("what", UNCLEAR)
def test_an_event_that_is_not_clear_is_a_question_and_the_others_are_taken(
    campaign: Workspace, calendar: Calendar, what: str
) -> None:
    fields, said = UNCLEAR[what]
    unclear = calendar.event_with(fields, "unclear")
    if "DTSTART" in fields:
        unclear = "\r\n".join(line for line in unclear.split("\r\n") if "TZID" not in line)
    calendar.events = [unclear, calendar.event()]
    calendar.read()
    told = with_words(campaign, "Read: calendar.example.org", ANA)
    assert "2 read: 1 new, 0 changed, 0 same, 0 cancelled, 1 questions" in told["text"]
    campaign.press("See the questions", told)
    shown = newest(campaign, "Not read: calendar.example.org", ANA, told["channel"])["text"]
    assert said in shown
    assert "Jane Doe" in shown
    assert len(rows(campaign)) == 1


@pytest.mark.parametrize("what", BARE)
def test_an_event_of_which_little_is_said_is_kept(campaign: Workspace, calendar: Calendar, what: str) -> None:
    whole = calendar.event()
    (name, value), *_ = BARE[what].items()
    at = next(line for line in whole.split("\r\n") if line.startswith(name))
    bare = at.replace(";TZID=America/New_York", "") if what == "no zone" else f"{name}:{value}"
    calendar.events = [whole.replace(at, bare if value or what == "no zone" else "X-NOTHING:1")]
    calendar.read()
    trust(campaign)
    assert sum(counted(campaign)[1:]) == 1
    assert len(rows(campaign)) == 1
    if what in ("no end", "no place"):
        time = "18:30 Eastern time" if what == "no end" else "18:30 to 19:30 Eastern time"
        assert time in with_words(campaign, "Town hall with Jane Doe (PA-07)", CORA)["text"]
    else:
        assert counted(campaign)[-1] == 1
        assert rows(campaign)[0].stage == "proposed"


def test_what_is_too_large_is_said_and_nothing_is_lost(campaign: Workspace, calendar: Calendar) -> None:
    calendar.events = [calendar.event()]
    calendar.read()
    trust(campaign)
    calendar.outcome = NotFetched(Refusal.TOO_LARGE)
    calendar.read_again()
    assert "it is larger than two megabytes" in with_words(campaign, "I can't read the calendar", ANA)["text"]
    assert [row.stage for row in rows(campaign)] == ["published"]
    assert "Is it off?" not in campaign.told(ANA)


def test_people_are_answered_while_a_large_calendar_is_read(campaign: Workspace, calendar: Calendar) -> None:
    calendar.events = [calendar.event(f"e{number}", RRULE="FREQ=WEEKLY") for number in range(500)]
    is_read = Event()

    async def read() -> None:
        await calendar.reading.read_due()
        is_read.set()

    async def begin() -> None:
        reading.append(asyncio.create_task(read()))

    reading: list[asyncio.Task[None]] = []
    campaign.run(begin())
    assert campaign.eventually(lambda: calendar.asked)
    assert "PA-07" in campaign.type("/districts mine").text
    assert not is_read.is_set()
    assert campaign.eventually(is_read.is_set)
    assert counted(campaign)[0] > 500


def test_two_processes_that_read_the_same_calendar_take_it_in_once(
    campaign: Workspace, calendar: Calendar
) -> None:
    calendar.events = [calendar.event()]
    second = Calendar(campaign)
    second.events = calendar.events

    async def both() -> None:
        await asyncio.gather(calendar.reading.read_due(), second.reading.read_due())

    campaign.run(both())
    assert (len(calendar.asked), len(second.asked)) == (1, 1)
    assert counted(campaign) == [1, 1, 0, 0, 0, 0]
    assert len(rows(campaign)) == 1
