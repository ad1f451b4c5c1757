"""Lists of town halls: taken in, changed, cancelled, gone, and never twice; each told to whom it concerns."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from re import sub

import pytest
from rich.console import Console

from bot.exports import export_to
from bot.fetching import NotFetched, NotModified, Refusal
from tests.handlers.seeing import answer, newest, shows, with_words
from tests.handlers.town_halls.calendars import LINK, Calendar, trust
from tests.handlers.town_halls.heard import published, rows, seen_closely
from tests.workspace import ANA, BEN, CORA, Workspace, labels


def test_what_a_calendar_brings_waits_for_an_organiser(campaign: Workspace, calendar: Calendar) -> None:
    calendar.events = [calendar.event()]
    calendar.read()
    told = with_words(campaign, "Read: calendar.example.org", ANA)
    assert "1 read: 1 new, 0 changed, 0 same, 0 cancelled, 0 questions" in told["text"]
    assert "1 event waits for an organiser." in told["text"]
    assert "Town hall" not in campaign.told(CORA)
    campaign.press("See what waits", told)
    campaign.press("See it", with_words(campaign, "that wait for an organiser", ANA))
    assert with_words(campaign, "[Publish]", ANA)["text"].count("calendar.example.org") == 1
    trust(campaign)
    assert "Where: Town Library" in with_words(campaign, "Town hall with Jane Doe (PA-07)", CORA)["text"]
    assert LINK not in str(campaign.state(ANA)["channels"]).replace(f"/town-hall subscribe {LINK}", "")


def test_what_it_brings_of_the_past_is_counted_and_kept(campaign: Workspace, calendar: Calendar) -> None:
    """So that whoever reads “3 new” and “1 event waits” knows where the others are."""
    calendar.events = [
        calendar.event(),
        calendar.event(uid="two", days=-9),
        calendar.event(uid="three", days=-2),
    ]
    calendar.read()
    told = with_words(campaign, "Read: calendar.example.org", ANA)["text"]
    assert "3 read: 3 new" in told
    assert "1 event waits for an organiser." in told
    assert "2 events in it are past: kept, and told to nobody." in told
    assert len(rows(campaign)) == 3


def test_it_is_fetched_every_half_hour_with_what_it_was_called(
    campaign: Workspace, calendar: Calendar
) -> None:
    calendar.events = [calendar.event()]
    calendar.read()
    calendar.read()
    assert calendar.asked == [(LINK, "")]
    calendar.outcome = NotModified()
    calendar.read_again()
    assert calendar.asked == [(LINK, ""), (LINK, "v1")]
    assert campaign.told(ANA).count("Read: calendar.example.org") == 1


def test_listed_again_it_is_the_same_and_otherwise_it_is_changed(
    campaign: Workspace, calendar: Calendar
) -> None:
    calendar.events = [calendar.event()]
    calendar.read()
    trust(campaign)
    calendar.read_again()
    assert len(rows(campaign)) == 1
    assert "Changed" not in campaign.told(CORA)
    calendar.events = [calendar.event(hour=19)]
    calendar.read_again()
    assert len(rows(campaign)) == 1
    assert "19:30 to 20:30 Eastern time" in with_words(campaign, "Changed: Town hall", CORA)["text"]


def test_a_time_for_one_of_whole_days_brings_no_end_of_a_day_later(
    campaign: Workspace, calendar: Calendar
) -> None:
    whole = calendar.event()
    whole = sub(r"DTSTART;[^:]*:(\d+)T\d+", r"DTSTART;VALUE=DATE:\1", whole)
    calendar.events = [sub(r"DTEND;[^\r]*", "DURATION:P1D", whole)]
    calendar.read()
    trust(campaign)
    assert rows(campaign)[0].clock is None
    form = campaign.press("Correct", seen_closely(campaign)).view
    campaign.submit(form, When="in 10 days 6pm")
    campaign.settle()
    (row,) = rows(campaign)
    assert row.ends_at - row.starts_at == timedelta(minutes=90)
    assert "18:00 Eastern time" in with_words(campaign, "Changed: Town hall", CORA)["text"]


def test_one_that_is_cancelled_there_is_cancelled(campaign: Workspace, calendar: Calendar) -> None:
    calendar.events = [calendar.event()]
    calendar.read()
    trust(campaign)
    calendar.events = [calendar.event(STATUS="CANCELLED")]
    calendar.read_again()
    assert "Called off: Town hall with Jane Doe (PA-07)" in campaign.told(CORA)
    assert [row.stage for row in rows(campaign)] == ["cancelled"]


def test_one_that_vanishes_is_asked_about(campaign: Workspace, calendar: Calendar) -> None:
    kept = calendar.event("two", days=12)
    calendar.events = [calendar.event(), kept]
    calendar.read()
    trust(campaign)
    calendar.events = [kept]
    calendar.read_again()
    asked = with_words(campaign, "is no longer in the list that it came from. Is it off?", ANA)
    assert "Called off" not in campaign.told(CORA)
    campaign.press("It's off", asked)
    campaign.settle()
    assert "Called off: Town hall with Jane Doe (PA-07)" in campaign.told(CORA)
    calendar.read_again()
    assert campaign.told(ANA).count("Is it off?") == 1


def test_who_is_not_on_the_lists_is_kept_by_name_and_a_question(
    campaign: Workspace, calendar: Calendar
) -> None:
    calendar.events = [calendar.event(SUMMARY="Town Hall with Zed Nobody (PA-07)")]
    calendar.read()
    told = with_words(campaign, "Read: calendar.example.org", ANA)
    assert "1 read: 0 new, 0 changed, 0 same, 0 cancelled, 1 questions" in told["text"]
    trust(campaign)
    assert "Town hall" not in campaign.told(CORA)
    assert [(row.name, row.stage, row.is_placed) for row in rows(campaign)] == [
        ("Zed Nobody", "proposed", False)
    ]


def test_what_cannot_be_read_is_listed_with_its_reason(campaign: Workspace, calendar: Calendar) -> None:
    calendar.events = [calendar.event("bomb", RRULE="FREQ=SECONDLY"), calendar.event()]
    calendar.read()
    told = with_words(campaign, "Read: calendar.example.org", ANA)
    assert "2 read: 1 new, 0 changed, 0 same, 0 cancelled, 1 questions" in told["text"]
    campaign.press("See the questions", told)
    shown = newest(campaign, "Not read: calendar.example.org", ANA, told["channel"])
    assert "It repeats more than once a day" in shown["text"]
    assert "Questions" in labels(answer(campaign.type("/town-hall calendars")))


def test_office_hours_are_not_announced_by_themselves(campaign: Workspace, calendar: Calendar) -> None:
    calendar.read()
    trusted = answer(campaign.type("/town-hall calendars"))
    assert "Questions" not in labels(trusted)
    campaign.press("Trust this source", trusted)
    calendar.events = [
        calendar.event(SUMMARY="Office Hours with Jane Doe (PA-07)"),
        calendar.event("two", 10),
    ]
    calendar.read_again()
    assert "Office hours" not in campaign.told(CORA)
    assert "Town hall with Jane Doe" in campaign.told(CORA)


def test_the_same_event_of_a_person_and_a_calendar_is_one(campaign: Workspace, calendar: Calendar) -> None:
    published(campaign, when="in 9 days 6:30pm", Where="Town Library")
    calendar.events = [calendar.event()]
    calendar.read()
    assert len(rows(campaign)) == 1


def test_why_it_cannot_be_fetched_stands_in_the_list(campaign: Workspace, calendar: Calendar) -> None:
    calendar.outcome = NotFetched(Refusal.NOT_PUBLIC)
    calendar.read()
    told = answer(campaign.type("/town-hall calendars"))["text"]
    assert "calendar.example.org: could not be read the last time" in told
    assert "since its address is not on the public internet" in told
    assert "secret-3f9" not in told
    calendar.outcome = None
    calendar.read_again()
    assert "could not be read" not in answer(campaign.type("/town-hall calendars"))["text"]


def test_a_calendar_is_read_no_more(campaign: Workspace, calendar: Calendar) -> None:
    campaign.press("Stop reading it", answer(campaign.type("/town-hall calendars")))
    newest(campaign, "is read no more", ANA)
    calendar.read()
    assert calendar.asked == []


def test_each_of_many_calendars_can_be_ended(campaign: Workspace, calendar: Calendar) -> None:
    for number in range(9):
        calendar.subscribe(f"https://c{number}.example.org/town-halls.ics")
    first = answer(campaign.type("/town-hall calendars"))
    assert labels(first).count("Stop reading it") == 8
    assert "Page 1 of 2" in first["text"]
    campaign.press("Next page", first)
    second = shows(campaign, first, "Page 2 of 2")
    assert "c8.example.org: not read yet" in second["text"]
    assert labels(second).count("Stop reading it") == 2


def test_subscribed_to_again_it_is_read_at_once_and_all_of_it(
    campaign: Workspace, calendar: Calendar
) -> None:
    calendar.events = [calendar.event()]
    calendar.read()
    campaign.press("Stop reading it", answer(campaign.type("/town-hall calendars")))
    newest(campaign, "is read no more", ANA)
    campaign.type(f"/town-hall subscribe {LINK}")
    calendar.read()
    assert calendar.asked == [(LINK, ""), (LINK, "")]
    assert len(rows(campaign)) == 1


@pytest.mark.parametrize(
    "link", ["http://example.org/a.ics", "https://a:b@example.org/x", "ftp://x.org/y", "nothing"]
)
def test_a_link_that_is_none_is_refused_at_once(campaign: Workspace, link: str) -> None:
    assert "Write the calendar's own link" in answer(campaign.type(f"/town-hall subscribe {link}"))["text"]


def test_only_organisers_subscribe(campaign: Workspace) -> None:
    campaign.type("/claim-district PA-08", BEN)
    told = answer(campaign.type("/town-hall subscribe https://example.org/a.ics", BEN))
    assert "Only organisers" in told["text"]


def test_a_calendar_s_link_is_in_no_export(campaign: Workspace, calendar: Calendar, tmp_path: Path) -> None:
    calendar.events = [calendar.event()]
    calendar.read()
    folder = tmp_path / "exported"
    export_to(campaign.database, folder, None, Console(file=StringIO()))
    exported = "".join(file.read_text(encoding="utf-8-sig") for file in folder.iterdir())
    assert "calendar.example.org" in exported
    assert "secret-3f9" not in exported


def test_what_a_program_gives_in_utc_is_as_the_clocks_there_show_it(
    campaign: Workspace, calendar: Calendar
) -> None:
    published(campaign, when="in 9 days 6:30pm", Where="Town Library")
    begins = rows(campaign)[0].starts_at
    in_utc = f"DTSTART:{begins:%Y%m%dT%H%M%SZ}"
    calendar.events = [sub(r"DTSTART;[^\r]*", in_utc, calendar.event())]
    calendar.read()
    assert len(rows(campaign)) == 1
    calendar.events = [
        one.replace(f"{begins:%Y%m%d}", f"{begins + timedelta(days=1):%Y%m%d}") for one in calendar.events
    ]
    calendar.events = [one.replace("UID:one", "UID:two") for one in calendar.events]
    calendar.read_again()
    trust(campaign)
    assert "18:30 to 19:30 Eastern time" in with_words(campaign, "Source: calendar.example.org", CORA)["text"]
