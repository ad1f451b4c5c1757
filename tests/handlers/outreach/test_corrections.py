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
from tests.workspace import ANA, BEN, Acted, Json, Workspace


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
