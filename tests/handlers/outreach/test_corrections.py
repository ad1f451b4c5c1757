"""What is corrected or taken back keeps its follow-ups, and moves nothing that was not changed."""

from datetime import datetime

import pytest

from tests.handlers.outreach.asking import (
    JANE,
    add_candidate,
    contacts,
    days_later,
    go_to,
    log,
    log_reply,
    nudges,
    replies,
    to_monday,
    waiting,
)
from tests.handlers.seeing import answer, newest
from tests.workspace import ANA, BEN, CORA, Acted, Json, Workspace


@pytest.fixture
def asked(on_sqlite: Workspace) -> Workspace:
    """Ana, admin, leads PA-07; Ben supports. Only Jane Doe runs."""
    on_sqlite.set_up()
    on_sqlite.type("/claim-district PA-07")
    on_sqlite.type("/claim-district PA-07 support", BEN)
    add_candidate(on_sqlite, JANE)
    on_sqlite.settle()
    return on_sqlite


def entries(workspace: Workspace, user: str = ANA) -> Json:
    """Everything about Jane Doe, as a person sees it."""
    workspace.press("See more", answer(workspace.type("/candidates PA-07", user)), user)
    return newest(workspace, "[Correct the candidate]", user)


def correct(workspace: Workspace, user: str = ANA, **values: str) -> Acted:
    """Correct the newest entry about Jane Doe."""
    view = workspace.press("Correct", entries(workspace, user), user).view
    return workspace.submit(view, user, **values)


def three(monday: datetime) -> list[datetime]:
    """When the three reminders of a request of that Monday come."""
    return [days_later(monday, days) for days in (3, 7, 14)]


def test_a_corrected_note_leaves_the_follow_ups_alone(asked: Workspace) -> None:
    monday = to_monday(asked)
    log(asked)
    before = contacts(asked)[0].at
    correct(asked, Note="By their site's form.")
    assert contacts(asked)[0].at == before
    assert waiting(asked, "follow-up") == three(monday)
    go_to(asked, days_later(monday, 3))
    assert len(nudges(asked)) == 1


def test_a_moment_corrected_and_put_back_keeps_the_follow_ups(asked: Workspace) -> None:
    monday = to_monday(asked)
    log(asked)
    correct(asked, When="last Friday 10am")
    assert waiting(asked, "follow-up") == [days_later(monday, 4), days_later(monday, 11)]
    correct(asked, When=f"{monday:%Y-%m-%d} 10am")
    correct(asked, When="last Friday 10am")
    correct(asked, When=f"{monday:%Y-%m-%d} 10am")
    assert waiting(asked, "follow-up") == three(monday)
    go_to(asked, days_later(monday, 3))
    assert len(nudges(asked)) == 1


def test_of_two_requests_on_one_day_the_first_is_taken_back(asked: Workspace) -> None:
    monday = to_monday(asked)
    told = log(asked)
    asked.advance(minutes=20)
    log(asked, "phone")
    asked.press("Take it back", told)
    asked.press("Take it back", told)
    assert waiting(asked, "follow-up") == three(monday)
    go_to(asked, days_later(monday, 3))
    assert len(nudges(asked)) == 1


def test_corrected_words_do_not_reorder_answers(asked: Workspace) -> None:
    to_monday(asked)
    asked.advance(seconds=30)
    log_reply(asked, words="Maybe.", Answer="undecided")
    asked.advance(seconds=1)
    log_reply(asked, words="Yes, I will.", Answer="support")
    before = [one.at for one in replies(asked)]
    correct(asked, Their_words="Yes, I shall.")
    assert [one.at for one in replies(asked)] == before
    assert "“Yes, I shall.”" in answer(asked.type("/candidates PA-07"))["text"]


def test_the_first_request_taken_back_reminds_whoever_logged_the_next(asked: Workspace) -> None:
    monday = to_monday(asked)
    told = log(asked)
    asked.advance(hours=1)
    log(asked, "phone", user=BEN)
    asked.press("Take it back", told)
    go_to(asked, days_later(monday, 3, hour=13))  # nine where Ben is has passed
    assert len(nudges(asked, BEN)) == 1
    assert "You called 3 days ago." in nudges(asked, BEN)[0]["text"]
    assert nudges(asked) == []


def test_an_older_letter_becomes_the_first_request(asked: Workspace) -> None:
    monday = to_monday(asked)
    log(asked, "phone")
    day = f"{days_later(monday, -4):%Y-%m-%d}"
    told = log(asked, f"letter {day} 10am")["text"]
    assert "counts as a follow-up" not in told
    assert "That is follow-up" not in told
    thursday = days_later(monday, -4, hour=10)
    assert waiting(asked, "follow-up") == [days_later(thursday, 7), days_later(thursday, 14)]
    go_to(asked, days_later(monday, 3))
    (nudge,) = nudges(asked)
    assert "follow-up 2 of 3" in nudge["text"]
    assert "You sent a letter" in nudge["text"]
    asked.press("I followed up", nudge)
    assert len(contacts(asked)) == 3


def test_logging_an_older_letter_is_no_follow_up_of_what_is_due(asked: Workspace) -> None:
    monday = to_monday(asked)
    log(asked, "phone")
    go_to(asked, days_later(monday, 3))
    day = f"{days_later(monday, -1):%Y-%m-%d}"
    log(asked, f"letter {day} 10am")
    told = answer(asked.type("/candidates PA-07"))["text"]
    assert "Followed up 1 of 3 times" in told


def test_a_request_after_an_answer_says_that_it_is_newer(asked: Workspace) -> None:
    monday = to_monday(asked)
    log_reply(asked, Answer="undecided")
    asked.advance(minutes=5)
    log(asked)
    go_to(asked, days_later(monday, 3))
    (nudge,) = nudges(asked)
    assert "This newer request has no answer yet." in nudge["text"]
    assert "No answer is logged" not in nudge["text"]


def test_whose_entry_an_organiser_takes_back_is_told_once(asked: Workspace) -> None:
    to_monday(asked)
    log(asked, user=BEN)
    asked.press("Take it back", entries(asked))
    asked.settle()
    told = asked.told(BEN).replace("<@U0ANA>", "Ana")
    assert told.count("Ana took back what you logged:\nEmail to Jane Doe (PA-07), ") == 1
    assert "took back what you logged" not in asked.told(ANA)


def test_whose_entry_an_organiser_corrects_is_told_once(asked: Workspace) -> None:
    to_monday(asked)
    log_reply(asked, BEN, words="Maybe.", Answer="undecided")
    correct(asked, Their_words="Maybe so.")
    correct(asked)
    told = asked.told(BEN).replace("<@U0ANA>", "Ana")
    assert told.count("Ana corrected what you logged. It reads now:") == 1
    assert "Jane Doe (PA-07): Undecided. “Maybe so.”" in told
    assert "corrected what you logged" not in asked.told(ANA)


def test_a_contact_of_somebody_else_corrected_and_ones_own(asked: Workspace) -> None:
    to_monday(asked)
    log(asked, user=BEN)
    correct(asked, Note="By their site's form.")
    told = asked.told(BEN)
    assert "Sent.\nBy their site's form." in told
    correct(asked, BEN, Note="By hand.")
    assert asked.told(BEN).count("corrected what you logged") == 1


def test_at_night_they_are_told_in_the_morning(asked: Workspace) -> None:
    monday = to_monday(asked)
    log(asked, user=BEN)
    go_to(asked, days_later(monday, 1, hour=4))
    asked.press("Take it back", entries(asked))
    assert "took back" not in asked.told(BEN)
    go_to(asked, days_later(monday, 1, hour=13))
    assert asked.told(BEN).count("took back what you logged") == 1


def test_only_the_author_or_an_organiser_corrects(asked: Workspace) -> None:
    """Cora has the button from when she was an organiser."""
    to_monday(asked)
    log(asked, user=BEN)
    asked.type("/districts", CORA)
    asked.type("/coalition role <@U0CORA> organiser")
    theirs = entries(asked, CORA)
    asked.type("/coalition role <@U0CORA> member")
    refused = asked.press("Correct", theirs, CORA)
    assert refused.raw["view"] is None
    assert newest(asked, "Only whoever logged it, or an organiser, can", CORA)


def test_whoever_was_not_available_is_followed_up(asked: Workspace) -> None:
    monday = to_monday(asked)
    assert "Logged: " in log(asked, "phone unavailable")["text"]
    assert waiting(asked, "follow-up") == three(monday)
    go_to(asked, days_later(monday, 3))
    assert len(nudges(asked)) == 1
