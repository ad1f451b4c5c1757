"""Asking an office for a date: followed up three times, then the next rung of the ladder."""

from pathlib import Path

import pytest

from storage.visits.visits import Stage
from tests.arranged_once import Arranged
from tests.handlers.arranging import import_members
from tests.handlers.outreach.asking import JANE, days_later, go_to, to_monday
from tests.handlers.seeing import answer, newest, shows, with_words, words_of
from tests.handlers.visits.arranged import due, ready, visit_rows
from tests.storage.files.made_up import Person
from tests.workspace import ANA, BEN, Json, Workspace, labels


@pytest.fixture
def campaign(arranged: Arranged) -> Workspace:
    return arranged(ready)


def ask(workspace: Workspace, user: str = ANA, **fields: str) -> str:
    view = workspace.type("/visit new", user).view
    whom = workspace.pick("With", JANE, view, user)
    return words_of(workspace.submit(view, user, With=whom, **fields).view).replace("\n", "")


def nudge(workspace: Workspace, user: str = ANA) -> Json:
    return with_words(workspace, "Follow up on a visit with Jane Doe (PA-07)", user)


def test_without_a_date_it_is_a_request_with_three_follow_ups(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    assert "Noted: you asked for a visit with Jane Doe (PA-07). I'll remind you" in ask(campaign)
    assert visit_rows(campaign) == []
    for step, days in enumerate((3, 7, 14), 1):
        go_to(campaign, days_later(monday, days))
        told = with_words(campaign, f"follow-up {step} of 3", ANA)
        assert {"I followed up", "Date agreed", "They said no", "Ask for a staffer"} <= set(labels(told))
        campaign.press("I followed up", told)
        shows(campaign, told, f"followed up {step}")
    go_to(campaign, days_later(monday, 21))
    assert "followed up 3 times. Another way may work." in campaign.told(ANA)


def test_one_that_is_followed_up_late_is_not_asked_for_again_at_once(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    ask(campaign)
    go_to(campaign, days_later(monday, 3))
    first = nudge(campaign)
    go_to(campaign, days_later(monday, 7))
    second = newest(campaign, "follow-up 1 of 3", channel=first["channel"])
    assert second["ts"] != first["ts"]
    campaign.press("I followed up", second)
    for told in (first, second):
        assert labels(shows(campaign, told, "followed up 1 of 3 times.")) == ["Date agreed", "They said no"]


def test_a_date_makes_it_a_visit_and_ends_the_follow_ups(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    ask(campaign)
    go_to(campaign, days_later(monday, 3))
    told = nudge(campaign)
    form = campaign.press("Date agreed", told).view
    read = campaign.submit(form, When="in 10 days at 10am")
    campaign.press_in_view("Yes, arrange it", read.view)
    shows(campaign, told, "A date was agreed for a visit with Jane Doe")
    assert [one.stage for one in visit_rows(campaign)] == [Stage.ARRANGED]
    go_to(campaign, days_later(monday, 7))
    assert "follow-up 2 of 3" not in campaign.told(ANA)


def test_an_official_is_asked_followed_up_and_visited_too(campaign: Workspace, tmp_path: Path) -> None:
    import_members(campaign.database, tmp_path, [Person("D000001", "Dana", "Whitfield", number=8)])
    monday = to_monday(campaign)
    view = campaign.type("/visit new").view
    official = next(value for _, value in campaign.suggest("With", "PA-08", view) if "official" in value)
    campaign.submit(view, With=official, You_ask_for="drop_by")
    for step, days in enumerate((3, 7, 14), 1):
        go_to(campaign, days_later(monday, days))
        told = with_words(campaign, f"a drop-by of Dana Whitfield (PA-08), follow-up {step} of 3", ANA)
        campaign.press("I followed up", told)
        shows(campaign, told, f"followed up {step}")
    go_to(campaign, days_later(monday, 21))
    channel = campaign.direct(ANA)[-1]["channel"]
    last = newest(campaign, "Another way may work.", ANA, channel)
    assert labels(last) == ["Ask for a staffer", "Date agreed", "They said no"]
    read = campaign.submit(campaign.press("Date agreed", last).view, When="in 10 days at 10am")
    campaign.press_in_view("Yes, arrange it", read.view)
    campaign.settle()
    assert newest(campaign, "Visit: Rep. Dana Whitfield (PA-08)")
    assert newest(campaign, "A date was agreed for a drop-by of Dana Whitfield", ANA, channel)


def test_a_no_offers_the_next_rung(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    ask(campaign)
    go_to(campaign, days_later(monday, 3))
    told = nudge(campaign)
    campaign.press("They said no", told)
    declined = shows(campaign, told, "They declined a visit with Jane Doe")
    assert labels(declined) == ["Ask for a drop-by", "Ask for a staffer"]
    campaign.press("Ask for a drop-by", declined)
    assert "Asked for, no date yet: a drop-by of Jane Doe" in answer(campaign.type("/visits"))["text"]
    go_to(campaign, days_later(monday, 7))  # three days later is a Sunday
    assert with_words(campaign, "Follow up on a drop-by of Jane Doe (PA-07), follow-up 1 of 3", ANA)


def test_two_do_not_ask_the_same_office(campaign: Workspace) -> None:
    ask(campaign)
    assert "asked for a visit with Jane Doe (PA-07) today already" in ask(campaign, BEN)
    assert len(due(campaign, "visit-request")) == 4


def test_it_may_be_a_staffer_from_the_beginning(campaign: Workspace) -> None:
    assert "a visit with a staffer of Jane Doe" in ask(campaign, You_ask_for="staffer")


def test_a_button_pressed_late_explains_itself(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    ask(campaign)
    go_to(campaign, days_later(monday, 3))
    told = nudge(campaign)
    campaign.press("They said no", told)
    campaign.press("I followed up", told)
    shows(campaign, told, "They declined a visit")


def test_tomorrow_comes_again_on_the_next_working_day_at_nine(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    ask(campaign)
    go_to(campaign, days_later(monday, 4, hour=15))  # asked on Monday, due on Thursday, pressed on Friday
    told = nudge(campaign)
    campaign.press("Tomorrow", told)
    campaign.press("Tomorrow", told)
    assert newest(campaign, "I'll remind you of a visit with Jane Doe (PA-07) again", ANA, told["channel"])
    go_to(campaign, days_later(monday, 7, hour=8))
    assert campaign.told(ANA).count("Follow up on a visit with") == 1
    go_to(campaign, days_later(monday, 7))  # when the second follow-up is due, too: it is said once
    assert campaign.told(ANA).count("Follow up on a visit with") == 2
    assert labels(newest(campaign, "follow-up 1 of 3", ANA, told["channel"]))[1] == "Tomorrow"


def test_tomorrow_between_two_follow_ups_is_a_reminder_of_its_own(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    ask(campaign)
    go_to(campaign, days_later(monday, 3))
    told = nudge(campaign)
    campaign.press("Tomorrow", told)
    go_to(campaign, days_later(monday, 4, hour=8))
    assert campaign.told(ANA).count("Follow up on a visit with") == 1
    go_to(campaign, days_later(monday, 4))
    again = newest(campaign, "follow-up 1 of 3", ANA, told["channel"])
    assert again["ts"] != told["ts"]
    campaign.press("I followed up", again)
    shows(campaign, told, "followed up 1 of 3 times.")
    campaign.press("Tomorrow", told)
    go_to(campaign, days_later(monday, 5))
    assert "Follow up on a visit with" not in campaign.told(ANA)
