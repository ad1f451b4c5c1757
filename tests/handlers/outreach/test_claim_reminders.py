"""What a claim brings later: a look at who runs, and the question whether somebody is still on it."""

import pytest

from tests.handlers.outreach.asking import (
    JANE,
    SAM,
    add_candidate,
    days_later,
    go_to,
    log,
    log_reply,
    nudges,
    to_monday,
    waiting,
)
from tests.workspace import ANA, BEN, CORA, Workspace, labels

QUESTION = "Are you still on it?"


@pytest.fixture
def asked(on_sqlite: Workspace) -> Workspace:
    """Ana, admin, leads PA-07; Ben supports. Both candidates are known."""
    on_sqlite.set_up()
    on_sqlite.type("/claim-district PA-07")
    on_sqlite.type("/claim-district PA-07 support", BEN)
    add_candidate(on_sqlite, JANE)
    add_candidate(on_sqlite, SAM)
    on_sqlite.settle()
    return on_sqlite


def test_a_claim_with_few_candidates_asks_to_look_them_up(asked: Workspace) -> None:
    monday = to_monday(asked)
    asked.type("/claim-district NJ-07")
    add_candidate(asked, "Lee Castillo", "NJ-07")
    go_to(asked, days_later(monday, 3))
    assert "NJ-07 has 1 candidate on the list. Look up who runs" in asked.told(ANA)
    assert asked.told(ANA).count("Look up who runs") == 1


def test_where_nobody_is_known_it_says_so(asked: Workspace) -> None:
    monday = to_monday(asked)
    asked.type("/claim-district NJ-07")
    go_to(asked, days_later(monday, 3))
    assert "No candidate for NJ-07 is on the list yet. Look up who runs" in asked.told(ANA)


def test_a_silent_claim_is_asked_about_after_two_weeks(asked: Workspace) -> None:
    monday = to_monday(asked)
    asked.type("/claim-district NJ-07", CORA)
    go_to(asked, days_later(monday, 14, hour=14))
    question = nudges(asked, CORA, "Are you still on it?")[0]
    assert labels(question) == ["Yes", "Release"]
    asked.press("Yes", question, CORA)
    go_to(asked, days_later(monday, 28, hour=14))
    assert len(nudges(asked, CORA, "Are you still on it?")) == 1
    asked.press("Release", nudges(asked, CORA, "Are you still on it?")[0], CORA)
    assert "You no longer lead NJ-07." in asked.told(CORA)


def test_a_claim_with_something_logged_is_not_asked_about(asked: Workspace) -> None:
    monday = to_monday(asked)
    asked.type("/claim-district NJ-07", CORA)
    add_candidate(asked, "Lee Castillo", "NJ-07")
    go_to(asked, days_later(monday, 5))
    log(asked, name="Lee Castillo", user=CORA)
    go_to(asked, days_later(monday, 14))
    assert nudges(asked, CORA, "Are you still on it?") == []


def test_it_is_asked_two_weeks_after_the_last_entry(asked: Workspace) -> None:
    monday = to_monday(asked)
    asked.type("/claim-district NJ-07", CORA)
    add_candidate(asked, "Lee Castillo", "NJ-07")
    go_to(asked, days_later(monday, 7))
    log(asked, "social-post", name="Lee Castillo", user=CORA)
    go_to(asked, days_later(monday, 9))
    log_reply(asked, name="Lee Castillo", Answer="undecided")
    go_to(asked, days_later(monday, 22, hour=14))
    assert nudges(asked, CORA, QUESTION) == []
    go_to(asked, days_later(monday, 23, hour=14))
    assert len(nudges(asked, CORA, QUESTION)) == 1
    go_to(asked, days_later(monday, 60, hour=14))
    assert len(nudges(asked, CORA, QUESTION)) == 1


def test_who_visits_somebody_there_is_asked_two_weeks_after_the_visit(asked: Workspace) -> None:
    monday = to_monday(asked, 14)
    asked.type("/claim-district NJ-07", CORA)
    add_candidate(asked, "Lee Castillo", "NJ-07")
    view = asked.type("/visit new", CORA).view
    whom = asked.pick("With", "Lee Castillo", view, CORA)
    read = asked.submit(view, CORA, With=whom, When="in 20 days at 10am")
    asked.press_in_view("Yes, arrange it", read.view, CORA)
    asked.settle()
    for days in (14, 21, 28):
        go_to(asked, days_later(monday, days, hour=14))
        assert nudges(asked, CORA, QUESTION) == []
    go_to(asked, days_later(monday, 35, hour=14))
    assert len(nudges(asked, CORA, QUESTION)) == 1


def test_it_is_not_asked_beside_a_follow_up_of_that_seat(asked: Workspace) -> None:
    monday = to_monday(asked)
    asked.type("/claim-district NJ-07")
    add_candidate(asked, "Lee Castillo", "NJ-07")
    log(asked, name="Lee Castillo")
    go_to(asked, days_later(monday, 14))
    told = asked.told(ANA)
    assert "Lee Castillo (NJ-07), follow-up 3 of 3" in told
    assert "Nothing was logged for NJ-07" not in told
    go_to(asked, days_later(monday, 28))
    assert "Nothing was logged for NJ-07" in asked.told(ANA)


def test_a_lead_taken_brings_both_as_a_claim_does(asked: Workspace) -> None:
    monday = to_monday(asked)
    asked.type("/claim-district NJ-07", CORA)
    asked.type("/claim-district NJ-07 support", BEN)
    go_to(asked, days_later(monday, 7, hour=15))
    asked.type("/release-district NJ-07", CORA)
    offer = next(one for one in asked.direct(BEN) if "Take the lead" in labels(one))
    asked.press("Take the lead", offer, BEN)
    assert days_later(monday, 10).date() in {at.date() for at in waiting(asked, "look-up-candidates")}
    go_to(asked, days_later(monday, 10, hour=15))
    assert "No candidate for NJ-07 is on the list yet." in asked.told(BEN)
    assert days_later(monday, 21).date() in {at.date() for at in waiting(asked, "still-on-it")}
