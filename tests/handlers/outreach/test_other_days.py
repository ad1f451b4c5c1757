"""`/coalition follow-ups`: a campaign's own days, for new requests and for those that wait already."""

import pytest

from tests.handlers.outreach.asking import (
    JANE,
    SAM,
    add_candidate,
    days_later,
    go_to,
    log,
    nudges,
    to_monday,
    waiting,
)
from tests.handlers.seeing import answer
from tests.handlers.stored import facts
from tests.workspace import ANA, BEN, Workspace, field_of


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    """Ana is admin and leads PA-07, for which Jane Doe and Sam Blake run."""
    on_sqlite.set_up()
    on_sqlite.type("/claim-district PA-07")
    add_candidate(on_sqlite, JANE)
    add_candidate(on_sqlite, SAM)
    on_sqlite.settle()
    return on_sqlite


def choose(workspace: Workspace, days: str, user: str = ANA) -> str:
    return answer(workspace.type(f"/coalition follow-ups {days}", user))["text"]


def test_new_requests_are_followed_up_on_those_days(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    told = choose(campaign, "2 9")
    assert told == "Requests are followed up 2 and 9 days later from now on, at nine and not at weekends."
    log(campaign)
    assert waiting(campaign, "follow-up") == [days_later(monday, days) for days in (2, 9)]
    go_to(campaign, days_later(monday, 2))
    (nudge,) = nudges(campaign)
    assert "follow-up 1 of 2" in nudge["text"]


def test_requests_that_wait_are_moved_too_and_nudged_once(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    log(campaign)
    assert "for the 1 request that waits" in choose(campaign, "1, 4, 8, 10")
    assert waiting(campaign, "follow-up") == [days_later(monday, days) for days in (1, 4, 8, 10)]
    choose(campaign, "3 7 14")
    assert waiting(campaign, "follow-up") == [days_later(monday, days) for days in (3, 7, 14)]
    go_to(campaign, days_later(monday, 3))
    assert len(nudges(campaign)) == 1


def test_the_form_shows_the_days_as_they_are(campaign: Workspace) -> None:
    form = campaign.type("/coalition follow-ups").view
    assert field_of(form, "Days")["element"]["initial_value"] == "3 7 14"
    campaign.submit(form, Days="5 10")
    again = campaign.type("/coalition follow-ups").view
    assert field_of(again, "Days")["element"]["initial_value"] == "5 10"


@pytest.mark.parametrize(
    "typed", ["7 3", "0 3", "3 3", "3 7 91", "1 2 3 4 5 6", "three", "3.5 7", "-3", "9999"]
)
def test_what_cannot_be_is_refused(campaign: Workspace, typed: str) -> None:
    before = facts(campaign)
    assert "from now on" not in choose(campaign, typed)
    assert facts(campaign) == before


def test_only_admins_choose(campaign: Workspace) -> None:
    before = facts(campaign)
    assert "from now on" not in choose(campaign, "5", BEN)
    assert facts(campaign)["coalitions"] == before["coalitions"]
