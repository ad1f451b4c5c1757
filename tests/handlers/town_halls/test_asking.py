"""A question for each asker of a town hall: another one than all others have, and no topic asked before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from config.campaign import question_topics
from storage import members
from storage.town_halls import askers
from storage.town_halls.askers import Given
from tests.handlers.arranging import import_members
from tests.handlers.outreach.asking import add_candidate, days_later, go_to, to_monday
from tests.handlers.seeing import newest, shows, with_words
from tests.handlers.town_halls.bank import LIBRARY, asker_rows, question_rows
from tests.handlers.town_halls.heard import published, rows, seen_closely
from tests.handlers.visits.arranged import due, ready
from tests.storage.files import made_up
from tests.workspace import ANA, BEN, CAMPAIGN, CORA, DEE, Acted, Json, Workspace, labels

EVERY = [variant for topic in question_topics() for variant in topic.variants]
IN_A_WEEK = "in 8 days 6:30-8pm"


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    return ready(on_sqlite)


@pytest.fixture
def on_both(workspace: Workspace) -> Workspace:
    return ready(workspace)


def own(workspace: Workspace, user: str) -> Json:
    """The newest answer in the channel with somebody's question."""
    return newest(workspace, "Your question: “", user, CAMPAIGN)


def suggest_for(workspace: Workspace, words: str, user: str = BEN, topic: str = "other") -> None:
    """Suggest a question for the only event, with the button on its card."""
    form = workspace.press("Suggest a question", newest(workspace, "own hall", user), user).view
    workspace.submit(form, user, Topic=topic, Question=words)


def test_three_people_get_three_different_questions_and_go(on_both: Workspace) -> None:
    card = published(on_both)
    assert labels(card) == ["I'm going", "I can't go", "Give me a question", "Suggest a question"]
    for user in (BEN, CORA, DEE):
        on_both.press("Give me a question", card, user)
        assert "Nobody else was given this one" in own(on_both, user)["text"]
    said = {own(on_both, user)["text"].split("”")[0] for user in (BEN, CORA, DEE)}
    assert len(said) == 3
    found = asker_rows(on_both)
    assert [row.topic for row in found] == ["views", "if-elected", "admissions"]
    assert [row.words for row in found] == [topic.variants[0].en for topic in question_topics()[:3]]
    shows(on_both, card, "Going: <@U0BEN>, <@U0CORA> and <@U0DEE>.")
    assert len(due(on_both, "town-hall-tomorrow")) == 3


def test_who_press_at_once_never_get_the_same(on_both: Workspace) -> None:
    card = published(on_both)
    for user in (BEN, CORA, DEE):
        on_both.type("/districts", user)

    def press(user: str) -> Acted:
        return on_both.press("Give me a question", card, user)

    with ThreadPoolExecutor(4) as together:
        list(together.map(press, (ANA, BEN, CORA, DEE)))
    on_both.eventually(lambda: len(asker_rows(on_both)) == 4)
    assert len({row.variant for row in asker_rows(on_both)}) == 4
    assert len({row.member_id for row in asker_rows(on_both)}) == 4


def test_pressed_twice_it_is_the_same_and_another_one_is_another(campaign: Workspace) -> None:
    card = published(campaign)
    campaign.press("Give me a question", card, BEN)
    first = own(campaign, BEN)
    campaign.press("Give me a question", card, BEN)
    assert [row.variant for row in asker_rows(campaign)] == ["views-1"]
    assert labels(first) == ["Another one", "My card", "Suggest a question"]
    had = ["views-1"]
    for _ in range(4):
        campaign.press("Another one", own(campaign, BEN), BEN)
        (row,) = campaign.eventually(lambda: [one for one in asker_rows(campaign) if one.variant != had[-1]])
        had.append(row.variant)
    assert len(set(had)) == 5
    campaign.press("Give me a question", card, CORA)
    own(campaign, CORA)
    assert asker_rows(campaign)[-1].variant == "views-1"


def test_it_is_on_the_personal_answers(campaign: Workspace) -> None:
    card = published(campaign)
    campaign.press("I'm going", card, BEN)
    answered = newest(campaign, "You go: Town hall with Jane Doe (PA-07)", BEN)
    assert labels(answered) == ["Give me a question", "Suggest a question", "I can't go"]
    campaign.press("Give me a question", answered, BEN)
    assert own(campaign, BEN)
    campaign.press("I'm going", card, BEN)
    again = newest(campaign, "before.\n[My card]", BEN)
    assert labels(again) == ["My card", "Suggest a question", "I can't go"]


def test_topics_that_the_same_candidate_was_asked_come_last(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    first = published(campaign, when=IN_A_WEEK)
    campaign.press("Give me a question", first, BEN)
    campaign.press("Give me a question", first, CORA)
    go_to(campaign, days_later(monday, 9, 10))
    second = published(campaign, when="in 8 days 6:30-8pm")
    campaign.press("Give me a question", second, BEN)
    campaign.press("Give me a question", second, CORA)
    own(campaign, CORA)
    assert [row.topic for row in asker_rows(campaign)] == ["views", "if-elected", "admissions", "asylum"]


@pytest.mark.parametrize(("runs", "second"), [(False, "admissions"), (True, "if-elected")])
def test_officials_are_asked_what_they_do_if_elected_only_where_they_run(
    on_sqlite: Workspace, tmp_path: Path, runs: bool, second: str
) -> None:
    import_members(on_sqlite.database, tmp_path, [made_up.ANA])
    ready(on_sqlite)
    if runs:
        add_candidate(on_sqlite, "Ana Alva")
    card = published(on_sqlite, who="PA-07")  # who sits there comes first
    for user in (BEN, CORA):
        on_sqlite.press("Give me a question", card, user)
        own(on_sqlite, user)
    assert [row.topic for row in asker_rows(on_sqlite)] == ["views", second]


def take_all_but_one(workspace: Workspace) -> None:
    """Have so many others that only the very last question of the bank is left for the only event."""
    (event,) = rows(workspace)
    now = workspace.runtime.clock.now()
    with workspace.database.transaction(workspace.coalition_id) as db:
        for variant in EVERY[:-1]:
            guest, _ = members.join(db, workspace.key.id, f"U1{variant.id}", variant.id, now)
            assert askers.give(db, event.id, guest.id, Given(variant.topic, variant.id, variant.en), now)


def test_when_none_is_left_a_sentence_says_so(campaign: Workspace) -> None:
    card = published(campaign)
    take_all_but_one(campaign)
    campaign.press("Give me a question", card, BEN)
    assert EVERY[-1].en in own(campaign, BEN)["text"]
    campaign.press("Another one", own(campaign, BEN), BEN)
    kept = newest(campaign, "No other question is left for this event, so you keep yours", BEN)
    assert labels(kept) == ["Suggest a question"]
    campaign.press("Give me a question", card, CORA)
    none = newest(campaign, "All questions for it are given out", CORA)
    assert labels(none) == ["Suggest a question"]
    shows(campaign, card, "Going: <@U0BEN> and <@U0CORA>.")
    form = campaign.press("Suggest a question", none, CORA).view
    campaign.submit(form, CORA, Topic="other", Question=LIBRARY)
    assert question_rows(campaign)[0].town_hall_id == rows(campaign)[0].id
    campaign.press("Give me a question", card, CORA)
    assert LIBRARY in own(campaign, CORA)["text"]


def test_one_gets_ones_own_suggestion_for_the_event_first(campaign: Workspace) -> None:
    card = published(campaign)
    suggest_for(campaign, LIBRARY, BEN)
    campaign.press("Give me a question", card, BEN)
    assert LIBRARY in own(campaign, BEN)["text"]
    (row,) = asker_rows(campaign)
    assert (row.topic, row.variant, row.question_id) == ("other", f"q.{row.question_id}", row.question_id)


def test_suggestions_are_handed_to_others_but_for_hostile_ones_and_those_for_another_event(
    campaign: Workspace,
) -> None:
    card = published(campaign)
    suggest_for(campaign, "What will you say to families who wait for a visa?", BEN, "views")
    suggest_for(campaign, "Shame on you. Why did you close the camp?", BEN, "if-elected")
    campaign.press("Give me a question", card, CORA)
    campaign.press("Give me a question", card, DEE)
    own(campaign, DEE)
    assert [row.words for row in asker_rows(campaign)] == [
        "What will you say to families who wait for a visa?",
        question_topics()[1].variants[0].en,
    ]
    published(campaign, when="in 12 days 7pm")
    other = newest(campaign, "Nobody has said yet that they go")
    campaign.press("Give me a question", other, ANA)
    campaign.eventually(lambda: len(asker_rows(campaign)) == 3)
    assert asker_rows(campaign)[-1].question_id is None


def test_who_does_not_go_gives_the_question_back(campaign: Workspace) -> None:
    card = published(campaign)
    campaign.press("Give me a question", card, BEN)
    own(campaign, BEN)
    campaign.press("I can't go", card, BEN)
    campaign.press("Give me a question", card, CORA)
    own(campaign, CORA)
    assert [row.variant for row in asker_rows(campaign)] == ["views-1"]


def test_the_reminders_show_the_question_and_the_card_can_be_seen(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    card = published(campaign, when=IN_A_WEEK, Where="Town Library, 1 Example St.")
    campaign.press("Give me a question", card, BEN)
    campaign.press("I'm going", card, CORA)
    evening = days_later(monday, 8, 18) + timedelta(minutes=30)
    go_to(campaign, evening - timedelta(days=1))
    told = with_words(campaign, "Tomorrow: Town hall with Jane Doe", BEN)
    assert f"Your question: “{EVERY[0].en}”" in told["text"]
    assert labels(told) == ["My card", "I can't go"]
    without = with_words(campaign, "Tomorrow: Town hall with Jane Doe", CORA)
    assert "You have no question to ask yet." in without["text"]
    assert labels(without) == ["Give me a question", "I can't go"]
    campaign.press("My card", told, BEN)
    seen = newest(campaign, "Your card: Town hall with Jane Doe (PA-07)", BEN, told["channel"])
    assert EVERY[0].en in seen["text"]
    assert "It is for Jane Doe (PA-07)." in seen["text"]
    assert "Where: Town Library" in seen["text"]
    assert "Come early, sit near the microphones" in seen["text"]


def test_when_it_is_off_nobody_gets_one_and_no_card_says_that_it_takes_place(campaign: Workspace) -> None:
    card = published(campaign)
    campaign.press("Give me a question", card, BEN)
    had = own(campaign, BEN)
    campaign.press("Call it off", seen_closely(campaign))
    campaign.settle()
    for label in ("Another one", "My card"):
        campaign.press(label, had, BEN)
        assert newest(campaign, "That event was called off", BEN)["text"].endswith("Nothing has changed.")
    assert "Your card:" not in str(campaign.seen(BEN))
    campaign.press("Give me a question", card, CORA)
    assert newest(campaign, "That event was called off", CORA)
    assert len(asker_rows(campaign)) == 1


def test_after_it_is_over_nobody_gets_one(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    card = published(campaign, when=IN_A_WEEK)
    campaign.press("Give me a question", card, BEN)
    own(campaign, BEN)
    go_to(campaign, days_later(monday, 9, 10))
    campaign.press("Give me a question", card, CORA)
    assert newest(campaign, "That event is over", CORA)
    campaign.press("I can't go", card, BEN)
    assert newest(campaign, "Noted: you don't go", BEN)
    assert len(asker_rows(campaign)) == 1  # what was asked stays
