"""A thank-you is owed once to each candidate who supports, and only while they do."""

import pytest

from tests.handlers.outreach.asking import (
    JANE,
    add_candidate,
    days_later,
    go_to,
    log_reply,
    nudges,
    to_monday,
    waiting,
)
from tests.handlers.seeing import answer, newest, shows
from tests.workspace import ANA, BEN, Workspace

THANK = "Thank Jane Doe"


@pytest.fixture
def answered(on_sqlite: Workspace) -> Workspace:
    """Ana, admin, leads PA-07, for which Jane Doe runs."""
    on_sqlite.set_up()
    on_sqlite.type("/claim-district PA-07")
    add_candidate(on_sqlite, JANE)
    on_sqlite.settle()
    return on_sqlite


def correct(workspace: Workspace, to: str, user: str = ANA) -> str:
    """Correct what the newest answer comes to; what is said."""
    workspace.press("See more", answer(workspace.type("/candidates PA-07", user)), user)
    entries = newest(workspace, "[Correct the candidate]", user)
    view = workspace.press("Correct", entries, user).view
    return str(workspace.submit(view, user, Answer=to).raw)


def test_two_supportive_answers_bring_one_thank_you(answered: Workspace) -> None:
    monday = to_monday(answered)
    log_reply(answered, words="I will.")
    answered.advance(minutes=5)
    log_reply(answered, words="I really will.")
    go_to(answered, days_later(monday, 1))
    (thanks,) = nudges(answered, words=THANK)
    go_to(answered, days_later(monday, 2, hour=9))
    assert "1 thank-you owed: Jane Doe." in answered.told(ANA)
    answered.press("I said thank you", thanks)
    shows(answered, thanks, "Jane Doe was thanked.")
    go_to(answered, days_later(monday, 7))
    assert "thank-you" not in answer(answered.type("/digest now"))["text"]
    assert nudges(answered, words=THANK) == []


def test_the_newer_answer_taken_back_leaves_the_older_to_thank_for(answered: Workspace) -> None:
    monday = to_monday(answered)
    log_reply(answered, words="I will.")
    view = log_reply(answered, words="I really will.").view
    answered.press_in_view("Take it back", view)
    go_to(answered, days_later(monday, 1))
    assert len(nudges(answered, words=THANK)) == 1


def test_corrected_to_support_it_is_to_be_thanked_for(answered: Workspace) -> None:
    monday = to_monday(answered)
    log_reply(answered, Answer="undecided")
    go_to(answered, days_later(monday, 7, hour=10))
    assert "I'll remind you to say thank you" in correct(answered, "support")
    assert waiting(answered, "thanks") == [days_later(monday, days) for days in (8, 10, 14)]
    go_to(answered, days_later(monday, 8))
    assert len(nudges(answered, words=THANK)) == 1
    go_to(answered, days_later(monday, 10))
    assert len(nudges(answered, words=THANK)) == 2


def test_corrected_by_an_organiser_its_author_says_thank_you(answered: Workspace) -> None:
    monday = to_monday(answered)
    log_reply(answered, BEN, Answer="undecided")
    assert "I'll remind you" not in correct(answered, "support")
    go_to(answered, days_later(monday, 1, hour=13))
    assert len(nudges(answered, BEN, THANK)) == 1
    assert nudges(answered, words=THANK) == []


def test_corrected_away_from_support_nothing_is_owed(answered: Workspace) -> None:
    monday = to_monday(answered)
    log_reply(answered)
    go_to(answered, days_later(monday, 1))
    (thanks,) = nudges(answered, words=THANK)
    correct(answered, "undecided")
    shows(answered, thanks, "There is nothing to thank for.")
    assert waiting(answered, "thanks") == []
    correct(answered, "support")
    assert waiting(answered, "thanks") == [days_later(monday, days) for days in (2, 4, 8)]
