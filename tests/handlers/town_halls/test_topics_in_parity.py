"""The topics that one candidate of a race was asked about at town halls are owed to the others."""

from datetime import timedelta
from pathlib import Path

import pytest

from handlers.town_halls.running import is_official
from storage.candidates import Running
from tests.handlers.arranging import import_members
from tests.handlers.outreach.asking import SAM, add_candidate, contacts, go_to, log
from tests.handlers.seeing import answer, newest
from tests.handlers.town_halls.afterwards import ends, say
from tests.handlers.town_halls.bank import asker_rows, question_rows, read
from tests.handlers.town_halls.heard import published
from tests.handlers.visits.arranged import ready
from tests.storage.files import made_up
from tests.workspace import BEN, CORA, DEE, Json, Workspace, field_of, labels

VIEWS, ELECTED = "Views on refugees", "What they will do, if elected"


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    """Sam runs against Jane."""
    ready(on_sqlite)
    add_candidate(on_sqlite, SAM)
    return on_sqlite


def parity(workspace: Workspace) -> Json:
    return answer(workspace.type("/parity PA-07"))


def apart(workspace: Workspace) -> tuple[str, str]:
    """What `/parity` says of Jane, and of Sam."""
    told = parity(workspace)["text"]
    jane, sam = told[told.index("Jane Doe") :].split(SAM)
    return jane, sam


def ask_at(workspace: Workspace, *users: str, when: str = "in 10 days 3-4pm", **more: str) -> Json:
    """A town hall for which these people have a question; its card."""
    published(workspace, when=when, **more)
    card = newest(workspace, "Nobody has said yet that they go")
    for user in users:
        workspace.press("Give me a question", card, user)
        newest(workspace, "Your question: “", user)
    return card


def be_over(workspace: Workspace) -> None:
    go_to(workspace, ends(workspace) + timedelta(hours=2))


def test_what_one_was_asked_the_others_are_owed(campaign: Workspace) -> None:
    ask_at(campaign, BEN, CORA)
    assert "Topic" not in parity(campaign)["text"]
    be_over(campaign)
    day = ends(campaign).strftime("%a %-d %b")
    jane, sam = apart(campaign)
    assert f"Topic “{VIEWS}”: asked {day}" in jane
    assert f"Topic “{ELECTED}”: asked {day}" in jane
    assert f"Topic “{VIEWS}”: owed\nTopic “{ELECTED}”: owed" in sam
    assert "1 candidate is owed something." in parity(campaign)["text"]


def test_while_it_goes_on_nothing_counts_as_asked(campaign: Workspace) -> None:
    ask_at(campaign, BEN)
    go_to(campaign, ends(campaign) - timedelta(minutes=5))
    assert "Topic" not in parity(campaign)["text"]
    go_to(campaign, ends(campaign))
    assert f"Topic “{VIEWS}”: asked" in parity(campaign)["text"]


@pytest.mark.parametrize("result", ["I didn't get to ask", "I wasn't there"])
def test_what_was_not_asked_does_not_count(campaign: Workspace, result: str) -> None:
    ask_at(campaign, BEN, CORA)
    be_over(campaign)
    say(campaign, result, BEN)
    jane, sam = apart(campaign)
    assert VIEWS not in jane + sam
    assert f"Topic “{ELECTED}”: asked" in jane
    card = ask_at(campaign, DEE, when="in 5 days 3-4pm")
    assert "Nobody" in card["text"]
    assert asker_rows(campaign)[-1].topic == "views"  # which Jane was not asked about after all


def test_who_says_afterwards_that_they_could_not_go_asked_nothing(campaign: Workspace) -> None:
    card = ask_at(campaign, BEN)
    be_over(campaign)
    campaign.press("I can't go", card, BEN)
    newest(campaign, "Noted: you don't go", BEN)
    assert "Topic" not in parity(campaign)["text"]


def test_a_dodge_is_a_topic_on_which_they_declined(campaign: Workspace) -> None:
    ask_at(campaign, BEN)
    be_over(campaign)
    say(campaign, "Dodged", BEN)
    jane, sam = apart(campaign)
    assert f"Topic “{VIEWS}”: declined to say" in jane
    assert f"Topic “{VIEWS}”: owed" in sam


def test_at_an_empty_chair_it_was_offered(campaign: Workspace) -> None:
    ask_at(campaign, BEN, Kind="empty_chair")
    be_over(campaign)
    jane, _ = apart(campaign)
    assert f"Topic “{VIEWS}”: offered" in jane


def test_a_debt_opens_the_form_for_their_next_town_hall_and_is_settled_there(campaign: Workspace) -> None:
    ask_at(campaign, BEN)
    be_over(campaign)
    published(campaign, who=SAM, when="in 5 days 3-4pm")
    told = parity(campaign)
    assert f"Suggest: {VIEWS}" in labels(told)
    form = campaign.press(f"Suggest: {VIEWS}", told).view
    campaign.submit(form, Question="Who should teach newcomers English?")
    (row,) = question_rows(campaign)
    assert (row.topic, row.town_hall_id) == ("views", asker_rows(campaign)[-1].town_hall_id + 1)
    campaign.press("Give me a question", newest(campaign, "own hall with Sam Blake"))
    assert "Who should teach newcomers English?" in newest(campaign, "Your question")["text"]
    _, sam = apart(campaign)
    assert f"Topic “{VIEWS}”: owed, to be asked " in sam
    assert f"Suggest: {VIEWS}" not in labels(parity(campaign))
    be_over(campaign)
    _, sam = apart(campaign)
    assert f"Topic “{VIEWS}”: asked " in sam
    assert "All candidates of this race were treated alike." in parity(campaign)["text"]


def test_without_a_town_hall_it_is_asked_otherwise(campaign: Workspace) -> None:
    ask_at(campaign, BEN, who=SAM)
    be_over(campaign)
    form = campaign.press(f"Log question: {VIEWS}", parity(campaign)).view
    assert field_of(form, "Topic")["element"]["initial_option"]["value"] == "views"
    assert f"Asked about: {VIEWS}." in read(campaign.submit(form, How="email").view)
    assert contacts(campaign)[-1].topic == "views"
    jane, sam = apart(campaign)
    assert f"Topic “{VIEWS}”: asked " in jane
    assert "Email: owed" in sam
    campaign.press("See more", answer(campaign.type("/candidates PA-07")))
    assert newest(campaign, f"Sent. Asked about: {VIEWS}.")
    published(campaign, when="in 5 days 3-4pm")
    campaign.press("Give me a question", newest(campaign, "own hall with Jane Doe"), CORA)
    newest(campaign, "Your question", CORA)
    assert asker_rows(campaign)[-1].topic == "if-elected"  # her views are known


def test_whoever_logs_a_question_is_told_who_is_owed_it(campaign: Workspace) -> None:
    add_candidate(campaign, "Lee Castillo")
    ask_at(campaign, BEN)
    be_over(campaign)
    form = campaign.press(f"Log question: {VIEWS}", parity(campaign)).view
    told = campaign.submit(form, How="email").view
    assert f"Sam Blake (Email and Topic “{VIEWS}”)" in read(told)
    again = campaign.press_in_view("Log Sam Blake", told).view
    campaign.submit(again)
    jane, sam = apart(campaign)
    assert f"Topic “{VIEWS}”: asked " in jane
    assert f"Topic “{VIEWS}”: asked " in sam


def test_it_is_in_the_digests(campaign: Workspace) -> None:
    ask_at(campaign, BEN)
    be_over(campaign)
    go_to(campaign, ends(campaign).replace(hour=13) + timedelta(days=1))
    told = newest(campaign, "is unequal")["text"]
    assert "1 race is unequal: PA-07 (Sam Blake)." in told
    assert "not contacted yet" not in told


def test_an_officials_topics_count_in_the_race_in_which_they_run_again(
    on_sqlite: Workspace, tmp_path: Path
) -> None:
    import_members(on_sqlite.database, tmp_path, [made_up.ANA])
    ready(on_sqlite)
    add_candidate(on_sqlite, "Ana Alva")
    ask_at(on_sqlite, BEN, who="PA-07")  # who sits there comes first
    be_over(on_sqlite)
    told = parity(on_sqlite)["text"]
    ana, jane = told[told.index("Ana Alva") :].split("Jane Doe")
    assert f"Topic “{VIEWS}”: asked" in ana
    assert f"Topic “{VIEWS}”: owed" in jane


def test_what_was_asked_of_one_who_is_alone_is_owed_to_nobody(on_sqlite: Workspace) -> None:
    ready(on_sqlite)
    ask_at(on_sqlite, BEN)
    be_over(on_sqlite)
    assert "All candidates of this race were treated alike." in parity(on_sqlite)["text"]


def test_the_same_contact_and_question_alike(campaign: Workspace) -> None:
    log(campaign)
    log(campaign, name=SAM)
    ask_at(campaign, BEN)
    assert "All candidates of this race were treated alike." in parity(campaign)["text"]


@pytest.mark.parametrize(
    ("official_id", "name", "is_them"),
    [(7, "A. Alva", True), (8, "Bo Bell", False), (None, "Bo Bell", False), (None, "ANA ALVA", True)],
    ids=["the same", "who sat there before", "somebody of the same district", "by their name"],
)
def test_only_what_they_were_asked_themselves_counts_for_who_sits_there(
    official_id: int | None, name: str, *, is_them: bool
) -> None:
    runs_again = Running(None, 1, 1, "Ana Alva", "Independent", holds_seat=True, official_id=7)
    assert is_official(runs_again, official_id, name) is is_them
