"""The channel's digest at half past eight: what is covered, new, silent, unequal, and how long is left."""

from datetime import timedelta

import pytest

from tests.handlers.digests.test_personal import start
from tests.handlers.outreach.asking import (
    JANE,
    NEW_YORK,
    SAM,
    add_candidate,
    days_later,
    go_to,
    log,
    log_reply,
    to_monday,
)
from tests.workspace import ANA, BEN, CAMPAIGN, Json, Workspace, field_of


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    """It is Monday, ten o'clock in New York; announcements go to #campaign."""
    on_sqlite.set_up()
    to_monday(on_sqlite)
    return on_sqlite


def digests(workspace: Workspace) -> list[Json]:
    return [message for message in workspace.posted(CAMPAIGN) if message["text"].startswith("Today, ")]


def next_morning(workspace: Workspace) -> str:
    now = workspace.runtime.clock.now().astimezone(NEW_YORK)
    go_to(workspace, days_later(now, 1, hour=8) + timedelta(minutes=30))
    return digests(workspace)[-1]["text"]


def test_a_quiet_day_says_so(campaign: Workspace) -> None:
    text = next_morning(campaign)
    assert "0 seats have somebody, 0 with a lead." in text
    assert "Nothing new since yesterday." in text


def test_it_tells_what_is_new_since_yesterday_and_not_again(campaign: Workspace) -> None:
    campaign.type("/claim-district PA-07")
    campaign.type("/claim-district PA-08", BEN)
    add_candidate(campaign, JANE)
    log_reply(campaign, words="I stand with them.\nAlways have.", name=JANE)
    text = next_morning(campaign)
    assert "2 seats have somebody, 2 with a lead." in text
    assert "2 new claims: PA-07 (ana) and PA-08 (ben)." in text
    assert "1 new answer" in text
    assert "Jane Doe (PA-07): Stated support. “I stand with them.”" in text
    assert "Always have" not in text
    assert "Nothing new since yesterday." in next_morning(campaign)


def test_what_was_taken_back_is_not_new(campaign: Workspace) -> None:
    campaign.type("/claim-district PA-07")
    campaign.type("/release-district PA-07")
    add_candidate(campaign, JANE)
    view = log_reply(campaign, name=JANE).view
    campaign.press_in_view("Take it back", view)
    assert "Nothing new since yesterday." in next_morning(campaign)


def test_silent_and_unequal_races(campaign: Workspace) -> None:
    for code, names in (("PA-07", (JANE, SAM)), ("PA-08", ("Lee Castillo",))):
        campaign.type(f"/claim-district {code}")
        for name in names:
            add_candidate(campaign, name, code)
    assert "2 races were not contacted yet: PA-07 and PA-08." in next_morning(campaign)
    log(campaign, "email", JANE)
    text = next_morning(campaign)
    assert "1 race was not contacted yet: PA-08." in text
    assert "1 race is unequal: PA-07 (Sam Blake)." in text


def test_it_counts_down_to_the_deadline(campaign: Workspace) -> None:
    monday = start(campaign)
    deadline = (monday + timedelta(days=3)).date()
    form = campaign.type("/coalition setup").view
    campaign.submit(form, Deadline=deadline.isoformat())
    assert "2 days to the campaign's deadline, " in next_morning(campaign)
    assert "1 day to the campaign's deadline, " in next_morning(campaign)
    assert "The campaign's deadline is today." in next_morning(campaign)
    assert "deadline" not in next_morning(campaign)


@pytest.mark.parametrize("typed", ["yesterday", "2019-01-01", "soon", "2117-01-01"])
def test_a_deadline_that_cannot_be(campaign: Workspace, typed: str) -> None:
    form = campaign.type("/coalition setup").view
    acted = campaign.submit(form, Deadline=typed)
    assert acted.view["id"] == form["id"]
    again = campaign.type("/coalition setup").view
    assert "initial_value" not in field_of(again, "Deadline")["element"]


def test_it_comes_once_a_day_in_the_coalitions_zone(campaign: Workspace) -> None:
    monday = start(campaign)
    before = len(digests(campaign))
    go_to(campaign, days_later(monday, 1, hour=8) + timedelta(minutes=25))
    assert len(digests(campaign)) == before
    go_to(campaign, days_later(monday, 1, hour=8) + timedelta(minutes=30))
    go_to(campaign, days_later(monday, 1, hour=18))
    assert len(digests(campaign)) == before + 1


def test_without_a_channel_there_is_none(on_sqlite: Workspace) -> None:
    on_sqlite.set_up(ANA, None)
    to_monday(on_sqlite)
    go_to(on_sqlite, days_later(start(on_sqlite), 1, hour=9))
    assert digests(on_sqlite) == []
