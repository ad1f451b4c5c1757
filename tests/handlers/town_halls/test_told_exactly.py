"""Exactly who hears of a town hall: nobody twice, nobody who left; of what is otherwise, those who know."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.imports.running import import_legislators
from storage.outbox import SendState
from storage.town_halls.town_halls import Stage
from tests.handlers.outreach.asking import days_later, go_to, to_monday
from tests.handlers.seeing import answer, newest, shows, with_words, words_of
from tests.handlers.town_halls.calendars import LINK, Calendar, trust
from tests.handlers.town_halls.heard import fill_in, published, rows, seen_closely
from tests.handlers.visits.arranged import due, ready
from tests.storage.files.made_up import CORA as SENATOR
from tests.storage.files.made_up import write_people
from tests.workspace import ANA, BEN, CORA, DEE, Workspace, labels

TOWN_HALL = "Town hall with Jane Doe (PA-07)"
OFFICE_HOURS = "Office Hours with Jane Doe (PA-07)"


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    return ready(on_sqlite)


def times_told(workspace: Workspace, words: str) -> dict[str, int]:
    """How often each person was told by itself, in a message that begins so; without those who were not."""
    told = {
        user: sum(
            message["text"].startswith(words) and " by <@" not in message["text"]
            for message in workspace.direct(user)
            if message["origin"] == "web_api"
        )
        for user in (ANA, BEN, CORA, DEE)
    }
    return {user: count for user, count in told.items() if count}


def test_who_leads_supports_or_watches_hears_once_and_who_left_does_not(campaign: Workspace) -> None:
    for user in (BEN, CORA, DEE):
        campaign.type("/claim-district PA-07", user)
    campaign.type("/watch PA-07", BEN)
    campaign.type("/watch PA-07", BEN)
    campaign.type("/release-district PA-07", CORA)
    campaign.type("/release-district PA-07", DEE)
    campaign.type("/watch PA-07", DEE)
    campaign.type("/unwatch PA-07", DEE)
    published(campaign)
    assert times_told(campaign, TOWN_HALL) == {BEN: 1}


def test_a_senator_concerns_everybody_in_the_state_once(campaign: Workspace, tmp_path: Path) -> None:
    people = write_people(tmp_path / "people.json", [SENATOR])
    import_legislators(campaign.database, people, None, date(2026, 6, 15), Console(file=StringIO()))
    campaign.run(campaign.runtime.read_districts(campaign.key))
    campaign.type("/claim-district PA-08", BEN)
    campaign.type("/watch PA-12", BEN)
    campaign.type("/watch PA-SEN-1", CORA)
    campaign.type("/claim-district OH-01", DEE)
    card = published(campaign, who="Cora Cole")
    assert card["text"].startswith("Town hall with Sen. Cora Cole (PA-SEN-1)")
    assert times_told(campaign, "Town hall with Sen. Cora Cole") == {BEN: 1, CORA: 1}
    told = answer(campaign.type("/town-halls mine", BEN))["text"]
    assert "Sen. Cora Cole" in told
    assert "Sen. Cora Cole" not in answer(campaign.type("/town-halls mine", DEE))["text"]


def test_who_says_later_that_they_go_hears_of_changes_and_who_claims_later_does_not(
    campaign: Workspace,
) -> None:
    campaign.type("/watch PA-07", BEN)
    card = published(campaign)
    campaign.press("I'm going", card, CORA)
    newest(campaign, "You go:", CORA)
    campaign.type("/claim-district PA-07", DEE)
    campaign.type("/unwatch PA-07", BEN)
    campaign.submit(campaign.press("Correct", seen_closely(campaign)).view, When="in 11 days 7pm")
    campaign.settle()
    assert times_told(campaign, "Changed:") == {BEN: 1, CORA: 1}
    campaign.press("Call it off", seen_closely(campaign))
    campaign.settle()
    assert times_told(campaign, "Called off:") == {BEN: 1, CORA: 1}


def test_when_it_turns_out_to_be_in_another_district_those_there_hear_of_it(campaign: Workspace) -> None:
    campaign.type("/claim-district PA-07", CORA)
    campaign.type("/claim-district PA-08", DEE)
    campaign.type("/add-candidate PA-08", DEE)
    view = campaign.type("/add-candidate PA-08").view
    campaign.submit(view, Name="Jane Dow")
    published(campaign)
    form = campaign.press("Correct", seen_closely(campaign)).view
    campaign.submit(form, Who=campaign.pick("Who", "Jane Dow", form))
    campaign.settle()
    assert times_told(campaign, "Changed: Town hall with Jane Dow (PA-08)") == {CORA: 1}
    assert times_told(campaign, "Town hall with Jane Dow (PA-08)") == {DEE: 1}


def test_what_somebody_else_has_left_out_is_not_announced_by_an_old_button(campaign: Workspace) -> None:
    campaign.type("/districts", CORA)
    campaign.type("/coalition role @cora organiser")
    campaign.type("/claim-district PA-07", DEE)
    fill_in(campaign, BEN)
    campaign.settle()
    form = campaign.press("Correct", with_words(campaign, "Brought by", ANA)).view
    mine, hers = with_words(campaign, "Brought by", ANA), with_words(campaign, "Brought by", CORA)
    campaign.press("Dismiss", hers, CORA)
    shows(campaign, hers, "Left out by <@U0CORA>", CORA)
    campaign.press("Publish", mine)
    campaign.settle()
    assert "Left out by <@U0CORA>" in shows(campaign, mine, "Left out by")["text"]
    read = campaign.submit(form, When="in 11 days 7pm")
    assert "Left out by" in words_of(read.view)
    assert [row.stage for row in rows(campaign)] == [Stage.DISMISSED]
    assert times_told(campaign, TOWN_HALL) == {}


def test_a_form_left_open_puts_right_what_was_announced_meanwhile(campaign: Workspace) -> None:
    campaign.type("/claim-district PA-07", DEE)
    fill_in(campaign, BEN)
    campaign.settle()
    before_ana = with_words(campaign, "Brought by", ANA)
    form = campaign.press("Correct", before_ana).view
    campaign.press("Publish", before_ana)
    campaign.settle()
    campaign.submit(form, When="in 11 days 7pm")
    campaign.settle()
    assert times_told(campaign, TOWN_HALL) == {DEE: 1}
    assert times_told(campaign, "Changed:") == {BEN: 1, DEE: 1}


def test_of_two_who_correct_it_at_once_the_second_is_asked_to_look_again(campaign: Workspace) -> None:
    campaign.type("/districts", CORA)
    campaign.type("/coalition role @cora organiser")
    published(campaign)
    seen = seen_closely(campaign)
    mine = campaign.press("Correct", seen).view
    campaign.press("See it", answer(campaign.type("/town-halls", CORA)), CORA)
    hers = campaign.eventually(lambda: [m for m in campaign.seen(CORA) if "Call it off" in labels(m)])[-1]
    form = campaign.press("Correct", hers, CORA).view
    campaign.submit(form, CORA, Where="Town Library")
    campaign.settle()
    read = campaign.submit(mine, Source="https://example.org/news")
    assert "Somebody else has just changed this event." in words_of(read.view)
    assert [(row.place, row.said_by) for row in rows(campaign)] == [("Town Library", "")]
    again = campaign.press("Correct", seen).view
    campaign.submit(again, Source="https://example.org/news")
    assert [(row.place, row.said_by) for row in rows(campaign)] == [
        ("Town Library", "https://example.org/news")
    ]


def test_trust_in_a_person_ends(campaign: Workspace) -> None:
    fill_in(campaign, BEN)
    campaign.settle()
    campaign.press("Trust this person", with_words(campaign, "Brought by", ANA))
    campaign.settle()
    listed = answer(campaign.type("/town-hall calendars"))
    assert "is trusted: what they bring is announced at once." in listed["text"]
    campaign.press("Trust it no more", listed)
    assert newest(campaign, "brings again, before it is announced")
    shown = fill_in(campaign, BEN, when="in 12 days 7pm")
    assert "An organiser looks at it" in words_of(shown.view)
    assert [row.stage for row in rows(campaign)] == [Stage.PUBLISHED, Stage.PROPOSED]
    assert "is trusted" not in answer(campaign.type("/town-hall calendars"))["text"]


class TestOfficeHours:
    """They wait, however trusted their list is, until somebody asks for them."""

    @pytest.fixture
    def calendar(self, campaign: Workspace) -> Calendar:
        campaign.type("/claim-district PA-07", CORA)
        campaign.type(f"/town-hall subscribe {LINK}")
        calendar = Calendar(campaign)
        calendar.events = [calendar.event(SUMMARY=OFFICE_HOURS), calendar.event("two", 10)]
        calendar.read()
        return calendar

    def test_asked_for_they_are_announced_too(self, campaign: Workspace, calendar: Calendar) -> None:
        trust(campaign)
        assert times_told(campaign, "Office hours of Jane Doe") == {}
        campaign.press("Office hours, too", with_words(campaign, "Read: calendar.example.org", ANA))
        told = "Office hours of calendar.example.org are announced, too. 1 event that waited is announced."
        newest(campaign, told, ANA, with_words(campaign, "Read: calendar.example.org", ANA)["channel"])
        campaign.settle()
        assert times_told(campaign, "Office hours of Jane Doe") == {CORA: 1}
        assert "With office hours." in answer(campaign.type("/town-hall calendars"))["text"]
        calendar.events.append(calendar.event("three", 11, SUMMARY=OFFICE_HOURS))
        calendar.read_again()
        assert times_told(campaign, "Office hours of Jane Doe") == {ANA: 1, CORA: 2}
        campaign.press("Without office hours", answer(campaign.type("/town-hall calendars")))
        newest(campaign, "wait for an organiser again, before they are announced")
        calendar.events.append(calendar.event("four", 12, SUMMARY=OFFICE_HOURS))
        calendar.read_again()
        assert times_told(campaign, "Office hours of Jane Doe") == {ANA: 1, CORA: 2}

    def test_before_the_list_is_trusted_they_wait_all_the_same(
        self, campaign: Workspace, calendar: Calendar
    ) -> None:
        read = with_words(campaign, "Read: calendar.example.org", ANA)
        campaign.press("Office hours, too", read)
        asked = newest(campaign, "Until then they wait.", ANA, read["channel"])
        assert {row.stage for row in rows(campaign)} == {Stage.PROPOSED}
        campaign.press("Trust this source", asked)
        campaign.settle()
        assert {row.stage for row in rows(campaign)} == {Stage.PUBLISHED}
        assert times_told(campaign, "Office hours of Jane Doe") == {CORA: 1}

    def test_one_of_them_is_announced_with_a_press(self, campaign: Workspace, calendar: Calendar) -> None:
        trust(campaign)
        waiting = answer(campaign.type("/town-halls waiting"))
        campaign.press("See it", waiting)
        seen = campaign.eventually(lambda: [one for one in campaign.seen() if "Publish" in labels(one)])[-1]
        assert labels(seen) == ["Publish", "Correct", "Dismiss"]
        campaign.press("Publish", seen)
        campaign.settle()
        assert times_told(campaign, "Office hours of Jane Doe") == {CORA: 1}


def test_at_night_an_alert_waits_for_the_morning_and_is_not_said_twice(campaign: Workspace) -> None:
    """Announced at night, called off at night: whoever slept hears nothing; whoever goes is told at once."""
    campaign.type("/claim-district PA-07", CORA)
    monday = to_monday(campaign, 14)
    go_to(campaign, days_later(monday, 0, 23))
    card = published(campaign, when="in 10 days 6:30pm")
    assert times_told(campaign, TOWN_HALL) == {}
    campaign.press("I'm going", card, DEE)
    newest(campaign, "You go:", DEE)
    campaign.press("Call it off", seen_closely(campaign))
    campaign.settle()
    assert times_told(campaign, "Called off:") == {DEE: 1}
    go_to(campaign, days_later(monday, 1, 12))
    assert times_told(campaign, TOWN_HALL) == {}
    assert times_told(campaign, "Called off:") == {DEE: 1}


def test_who_is_reminded_by_night_hears_it_in_the_morning_and_two_hours_before_at_any_hour(
    campaign: Workspace,
) -> None:
    """Dee is in Los Angeles; it begins at seven in New York, when it is four where she is."""
    campaign.type("/districts", DEE)
    monday = to_monday(campaign, 14)
    card = published(campaign, when="in 8 days 7am-9am")
    campaign.press("I'm going", card, DEE)
    newest(campaign, "You go:", DEE)
    begins = days_later(monday, 8, 7)
    go_to(campaign, days_later(monday, 5, 10))
    assert times_told(campaign, "In 3 days:") == {}
    go_to(campaign, days_later(monday, 5, 12))
    assert times_told(campaign, "In 3 days:") == {DEE: 1}
    go_to(campaign, days_later(monday, 7, 12))
    assert times_told(campaign, "Tomorrow:") == {DEE: 1}
    go_to(campaign, begins.replace(hour=5))
    assert times_told(campaign, "In two hours:") == {DEE: 1}
    assert due(campaign, "town-hall-in-hours", SendState.PENDING) == []
