"""Going to a town hall: said with a press, and reminded of three days, a day and two hours before."""

from datetime import timedelta

import pytest

from config.campaign import advice
from tests.handlers.outreach.asking import days_later, go_to, to_monday
from tests.handlers.seeing import answer, newest, shows, with_words
from tests.handlers.town_halls.heard import published, rows, seen_closely
from tests.handlers.visits.arranged import due, ready
from tests.workspace import ANA, BEN, CORA, Workspace, labels

IN_A_WEEK = "in 8 days 6:30-8pm"


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    return ready(on_sqlite)


def test_the_card_says_who_goes(campaign: Workspace) -> None:
    card = published(campaign)
    campaign.press("I'm going", card, BEN)
    assert newest(campaign, "You go: Town hall with Jane Doe (PA-07)", BEN)
    campaign.press("I'm going", card, CORA)
    shows(campaign, card, "Going: <@U0BEN> and <@U0CORA>.")
    campaign.press("I can't go", card, BEN)
    shows(campaign, card, "Going: <@U0CORA>.")


def test_who_goes_sees_their_question_and_not_whether_they_go(campaign: Workspace) -> None:
    card = published(campaign)
    campaign.press("I'm going", card, BEN)
    newest(campaign, "You go: Town hall", BEN)
    campaign.press("See it", answer(campaign.type("/town-halls mine", BEN)), BEN)
    seen = newest(campaign, "Going: <@U0BEN>.\nYou go.", BEN)
    assert labels(seen) == ["Give me a question", "Suggest a question", "I can't go"]
    campaign.press("Give me a question", seen, BEN)
    words = newest(campaign, "Your question: “", BEN)["text"].split("“")[1].split("”")[0]
    campaign.press("See it", answer(campaign.type("/town-halls mine", BEN)), BEN)
    again = newest(campaign, f"Going: <@U0BEN>.\nYour question: “{words}”", BEN)
    assert labels(again) == ["My card", "Suggest a question", "I can't go"]
    campaign.press("See it", answer(campaign.type("/town-halls", CORA)), CORA)
    hers = newest(campaign, "Going: <@U0BEN>.\n[I'm going]", CORA)
    assert "Your question" not in hers["text"]


def test_they_are_reminded_with_place_and_company(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    card = published(campaign, when=IN_A_WEEK, Where="Town Library, 1 Example St.")
    campaign.press("I'm going", card, BEN)
    campaign.press("I'm going", card, CORA)
    evening = days_later(monday, 8, 18) + timedelta(minutes=30)
    go_to(campaign, evening - timedelta(days=3))
    first = with_words(campaign, "In 3 days: Town hall with Jane Doe", BEN)
    assert "Where: Town Library, 1 Example St." in first["text"]
    assert "Also going: <@U0CORA>." in first["text"]
    assert "Come early, sit near the microphones, and not all together" in first["text"]
    go_to(campaign, evening - timedelta(days=1))
    tomorrow = with_words(campaign, "Tomorrow: Town hall with Jane Doe", BEN)
    assert labels(tomorrow) == ["Give me a question", "I can't go"]
    campaign.press("I can't go", card, CORA)
    go_to(campaign, evening - timedelta(hours=2))
    last = with_words(campaign, "In two hours: Town hall with Jane Doe", BEN)
    assert "Nobody else has said yet that they go." in last["text"]
    assert "In two hours" not in campaign.told(CORA)
    assert "In 3 days" not in campaign.told(ANA)


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("in 8 days 6:30-8pm", "I'll remind you three days, a day and two hours before."),
        ("in 2 days 6:30-8pm", "I'll remind you a day and two hours before."),
        ("tomorrow 1-2pm", "I'll remind you two hours before."),
        ("today 3-4pm", "It is so soon that I won't remind you."),
    ],
)
def test_who_goes_is_told_which_reminders_still_come(campaign: Workspace, when: str, told: str) -> None:
    card = published(campaign, when=when)
    campaign.press("I'm going", card, BEN)
    assert told in newest(campaign, "You go: Town hall", BEN)["text"]
    campaign.press("Give me a question", card, CORA)
    assert told in newest(campaign, "You go: Town hall", CORA)["text"]


def test_when_it_moves_so_do_the_reminders(campaign: Workspace) -> None:
    card = published(campaign, when=IN_A_WEEK)
    campaign.press("I'm going", card, BEN)
    before = due(campaign, "town-hall-tomorrow")
    campaign.submit(campaign.press("Correct", seen_closely(campaign)).view, When="in 9 days 6:30-8pm")
    campaign.settle()
    assert due(campaign, "town-hall-tomorrow") == [before[0] + timedelta(days=1)]
    assert "Changed:" in campaign.told(BEN)


def test_nobody_is_reminded_of_what_is_off(campaign: Workspace) -> None:
    card = published(campaign, when=IN_A_WEEK)
    campaign.press("I'm going", card, BEN)
    campaign.press("Call it off", seen_closely(campaign))
    campaign.settle()
    newest(campaign, "Called off:", BEN, with_words(campaign, "Called off:", BEN)["channel"])
    assert all(due(campaign, f"town-hall-{when}") == [] for when in ("in-days", "tomorrow", "in-hours"))
    campaign.press("I'm going", card, CORA)
    assert newest(campaign, "That event was called off", CORA)
    assert [row.stage for row in rows(campaign)] == ["cancelled"]


def test_what_comes_late_says_truly_how_far_away_it_is(campaign: Workspace) -> None:
    """The bot was down for a day: what was to be said the evening before comes on the day itself."""
    card = published(campaign, when=IN_A_WEEK)
    campaign.press("I'm going", card, BEN)
    newest(campaign, "You go:", BEN)
    go_to(campaign, rows(campaign)[-1].starts_at - timedelta(hours=5))
    assert with_words(campaign, "Today: Town hall with Jane Doe", BEN)
    assert "Tomorrow:" not in campaign.told(BEN)


def test_the_advice_is_the_campaigns_own_and_for_the_kind_of_event(campaign: Workspace) -> None:
    card = published(campaign, when=IN_A_WEEK)
    on_screen = published(campaign, when="in 9 days 6:30-8pm", Kind="virtual")
    for one in (card, on_screen):
        campaign.press("I'm going", one, BEN)
    for event in rows(campaign):
        go_to(campaign, event.starts_at - timedelta(days=1))
    there = with_words(campaign, "Tomorrow: Town hall with Jane Doe", BEN)["text"]
    for line in advice():
        assert line.words in there
    assert not any(line.words in with_words(campaign, "Tomorrow: Virtual", BEN)["text"] for line in advice())
