"""What is said before a visit: to whom, when where they are, and with what."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import go_to
from tests.handlers.seeing import with_words
from tests.handlers.visits.arranged import arrange, due, ready, role_card, take, visit_rows
from tests.workspace import ANA, BEN, CORA, Workspace, labels

NEW_YORK, DENVER = ZoneInfo("America/New_York"), ZoneInfo("America/Denver")


@pytest.fixture
def campaign(arranged: Arranged) -> Workspace:
    return arranged(ready)


def test_five_days_before_open_roles_and_too_few_people(campaign: Workspace) -> None:
    arrange(campaign)
    take(campaign, "The ask", BEN)
    at = visit_rows(campaign)[-1].starts_at
    go_to(campaign, at - timedelta(days=5, minutes=5))
    assert "What is missing" not in campaign.told(ANA)
    go_to(campaign, at - timedelta(days=5))
    told = with_words(campaign, "What is missing: Jane Doe (PA-07)", ANA)
    assert "Still open: Facilitator, Personal story and Note-taker." in told["text"]
    assert "1 person comes so far, of 8." in told["text"]
    assert labels(told) == ["Assign…", "Prepare…"]


def test_the_day_before_everybody_has_their_own_card(campaign: Workspace) -> None:
    arrange(campaign, Where="12 Main St", Asks="Meet again")
    take(campaign, "The ask", BEN)
    take(campaign, "Note-taker", CORA)
    at = visit_rows(campaign)[-1].starts_at
    go_to(campaign, at - timedelta(days=1))
    ben = with_words(campaign, "Your visit: Jane Doe (PA-07)", BEN)["text"]
    assert "10:00 Eastern time, for you" in ben
    assert "Where: 12 Main St" in ben
    assert "You have The ask: say clearly what we ask for" in ben
    assert "We ask: Meet again" in ben
    assert "With you: <@U0CORA> (Note-taker)." in ben
    assert "Your visit" not in campaign.told(ANA)


def test_cora_in_the_west_gets_hers_when_her_quiet_hours_end(campaign: Workspace) -> None:
    arrange(campaign, "in 10 days at 8:30am")
    take(campaign, "Note-taker", CORA)
    at = visit_rows(campaign)[-1].starts_at
    go_to(campaign, at - timedelta(days=1))  # 6:30 where Cora is
    assert "Your visit" not in campaign.told(CORA)
    go_to(campaign, at.astimezone(DENVER).replace(hour=8, minute=0) - timedelta(days=1))
    assert with_words(campaign, "Your visit", CORA)


@pytest.mark.parametrize(
    ("kind", "days", "words", "user"),
    [
        ("visit-prepare", 5, "What is missing: Jane Doe", ANA),
        ("visit-rehearse", 2, "Prepare: Jane Doe", CORA),
        ("visit-gaps", 1, "Ask somebody, or take it yourself.", ANA),
        ("visit-day-before", 1, "Your visit: Jane Doe", CORA),
    ],
)
@pytest.mark.parametrize("weekday", [5, 6], ids=["Saturday", "Sunday"])
def test_each_waits_for_the_end_of_its_readers_night_and_for_no_monday(
    campaign: Workspace, kind: str, days: int, words: str, user: str, weekday: int
) -> None:
    """The visit is at half past seven; Ana is in New York, Cora, who facilitates, in Denver."""
    today = campaign.runtime.clock.now().astimezone(NEW_YORK).date()
    on = today + timedelta(days=14 + (weekday - today.weekday()) % 7)
    arrange(campaign, f"{on + timedelta(days=days)} 7:30am")
    take(campaign, "Facilitator", CORA)
    assert datetime.combine(on, time(7, 30), NEW_YORK) in due(campaign, kind)
    ends = datetime.combine(on, time(8), NEW_YORK if user == ANA else DENVER)
    go_to(campaign, ends - timedelta(minutes=1))
    assert words not in campaign.told(user)
    go_to(campaign, ends)
    assert with_words(campaign, words, user)


def test_an_hour_before_the_short_card_goes_through_quiet_hours(campaign: Workspace) -> None:
    arrange(campaign, "in 10 days at 8:30am")
    take(campaign, "Note-taker", CORA)
    at = visit_rows(campaign)[-1].starts_at
    go_to(campaign, at - timedelta(hours=1))  # 5:30 where Cora is
    assert "You have Note-taker" in with_words(campaign, "Soon: Jane Doe", CORA)["text"]


def test_who_cannot_come_any_more_is_reminded_of_nothing(campaign: Workspace) -> None:
    arrange(campaign)
    take(campaign, "Note-taker", BEN)
    campaign.press("Can't come", role_card(campaign, "<@U0BEN>"), BEN)
    go_to(campaign, visit_rows(campaign)[-1].starts_at - timedelta(hours=1))
    assert "Jane Doe" not in campaign.told(BEN)


def test_a_day_before_what_is_missing_goes_to_who_arranged_it(campaign: Workspace) -> None:
    arrange(campaign)
    take(campaign, "The ask", BEN)
    go_to(campaign, visit_rows(campaign)[-1].starts_at - timedelta(days=1))
    told = with_words(campaign, "Nobody has Facilitator, Personal story and Note-taker yet", ANA)
    assert "Ask somebody, or take it yourself." in told["text"]


def test_a_visit_without_a_time_is_reminded_at_nine(campaign: Workspace) -> None:
    arrange(campaign, "in 10 days")
    take(campaign, "The ask", BEN)
    (at,) = due(campaign, "visit-day-before")
    assert at.astimezone(NEW_YORK).strftime("%H:%M") == "09:00"
    assert due(campaign, "visit-hour-before") == []


def test_a_day_before_it_is_said_once_what_is_missing(campaign: Workspace) -> None:
    """The bot was away from before the fifth day to the last."""
    arrange(campaign)
    go_to(campaign, visit_rows(campaign)[-1].starts_at - timedelta(hours=23))
    assert "What is missing" not in campaign.told(ANA)
    assert campaign.told(ANA).count("Ask somebody, or take it yourself.") == 1
