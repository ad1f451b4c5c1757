"""Who follows up when whoever asked gives the district back."""

from datetime import timedelta

import pytest

from tests.handlers.outreach.asking import (
    JANE,
    add_candidate,
    days_later,
    go_to,
    log,
    log_reply,
    nudges,
    to_monday,
)
from tests.handlers.seeing import answer, shows
from tests.workspace import ANA, BEN, CORA, DEE, Json, Workspace, labels


@pytest.fixture
def seat(on_sqlite: Workspace) -> Workspace:
    """Ana is admin; Cora leads PA-07, Ben supports. Jane Doe runs."""
    on_sqlite.set_up()
    on_sqlite.type("/claim-district PA-07", CORA)
    on_sqlite.type("/claim-district PA-07 support", BEN)
    add_candidate(on_sqlite, JANE)
    on_sqlite.settle()
    return on_sqlite


def offer(workspace: Workspace, user: str = BEN) -> Json:
    """The question whether a supporter would lead."""
    return [one for one in workspace.direct(user) if "Take the lead" in labels(one)][-1]


def test_it_waits_for_the_supporter_who_is_asked_to_lead(seat: Workspace) -> None:
    monday = to_monday(seat)
    log(seat, user=CORA)
    go_to(seat, days_later(monday, 2))
    seat.type("/release-district PA-07", CORA)
    go_to(seat, days_later(monday, 4))
    assert nudges(seat, CORA) == nudges(seat, BEN) == []
    assert "no lead" not in seat.told(ANA)
    seat.press("Take the lead", offer(seat), BEN)
    assert "You follow up with Jane Doe (PA-07) now" in seat.told(BEN)
    go_to(seat, days_later(monday, 7, hour=13))
    assert len(nudges(seat, BEN)) == 1
    assert nudges(seat, CORA) == []
    assert "no lead" not in seat.told(ANA)


def test_when_the_supporter_declines_the_organisers_know(seat: Workspace) -> None:
    monday = to_monday(seat)
    log(seat, user=CORA)
    seat.type("/release-district PA-07", CORA)
    seat.press("Not me", offer(seat), BEN)
    left = "Cora asked Jane Doe (PA-07), and gave the district back. It has no lead"
    assert left in seat.told(ANA).replace("<@U0CORA>", "Cora")
    go_to(seat, days_later(monday, 3))
    assert nudges(seat, CORA) == nudges(seat, BEN) == []


def test_when_the_supporter_never_answers_the_organisers_know_after_three_days(seat: Workspace) -> None:
    monday = to_monday(seat)
    log(seat, user=CORA)
    seat.type("/release-district PA-07", CORA)
    asked = offer(seat)
    go_to(seat, days_later(monday, 2, hour=20))
    assert "no lead" not in seat.told(ANA)
    go_to(seat, days_later(monday, 3, hour=13))
    assert seat.told(ANA).count("It has no lead who would follow up now.") == 1
    assert "The district of Jane Doe (PA-07) has no lead any more" not in seat.told(BEN)
    late = shows(seat, asked, "I stopped waiting for an answer about PA-07.", BEN)
    seat.press("I'll lead after all", late, BEN)
    shows(seat, asked, "You took the lead of PA-07.", BEN)
    assert nudges(seat, CORA) == nudges(seat, BEN) == []


def test_after_one_who_never_answers_the_next_is_asked_by_day(seat: Workspace) -> None:
    """Ben is in Chicago. When it is nine there, it is seven in Los Angeles, where Dee is."""
    seat.type("/claim-district PA-07 support", DEE)
    monday = to_monday(seat)
    log(seat, user=CORA)
    seat.type("/release-district PA-07", CORA)
    go_to(seat, days_later(monday, 3, hour=10) + timedelta(minutes=1))
    assert [one for one in seat.direct(DEE) if "Take the lead" in labels(one)] == []
    go_to(seat, days_later(monday, 3, hour=11) + timedelta(minutes=1))
    asked = offer(seat, DEE)
    assert "no lead" not in seat.told(ANA)
    seat.press("Take the lead", asked, DEE)
    assert "You follow up with Jane Doe (PA-07) now" in seat.told(DEE)
    go_to(seat, days_later(monday, 7, hour=12) + timedelta(minutes=1))
    assert len(nudges(seat, DEE)) == 1
    assert nudges(seat, BEN) == nudges(seat, CORA) == []


def test_an_answered_question_never_lapses(seat: Workspace) -> None:
    monday = to_monday(seat)
    log(seat, user=CORA)
    seat.type("/release-district PA-07", CORA)
    asked = offer(seat)
    seat.press("Take the lead", asked, BEN)
    go_to(seat, days_later(monday, 8))
    shows(seat, asked, "You took the lead of PA-07.", BEN)
    assert "no lead" not in seat.told(ANA)
    assert len(nudges(seat, BEN)) == 1


def test_when_the_supporter_leaves_too_the_organisers_know(seat: Workspace) -> None:
    to_monday(seat)
    log(seat, user=CORA)
    seat.type("/release-district PA-07", CORA)
    seat.type("/release-district PA-07", BEN)
    assert seat.told(ANA).count("It has no lead who would follow up now.") == 1


def test_whoever_claims_it_meanwhile_follows_up(seat: Workspace) -> None:
    monday = to_monday(seat)
    log(seat, user=CORA)
    seat.type("/release-district PA-07", CORA)
    seat.type("/claim-district PA-07")
    assert "You follow up with Jane Doe (PA-07) now" in seat.told(ANA)
    go_to(seat, days_later(monday, 3))
    assert len(nudges(seat)) == 1


def test_who_takes_it_back_goes_on_as_before(seat: Workspace) -> None:
    monday = to_monday(seat)
    log(seat, user=CORA)
    seat.type("/release-district PA-07", CORA)
    seat.type("/claim-district PA-07", CORA)
    go_to(seat, days_later(monday, 3, hour=14))
    assert len(nudges(seat, CORA)) == 1
    assert "You follow up with" not in seat.told(CORA)


def test_the_organisers_hear_truly_who_asked_and_who_left(seat: Workspace) -> None:
    to_monday(seat)
    log(seat, user=BEN)
    seat.type("/release-district PA-07", BEN)
    seat.type("/release-district PA-07", CORA)
    told = seat.told(ANA).replace("<@U0CORA>", "Cora").replace("<@U0BEN>", "Ben")
    assert "Ben asked Jane Doe (PA-07). Cora, who followed up, gave the district back. It has no" in told


def test_what_had_run_out_before_is_not_told(seat: Workspace) -> None:
    monday = to_monday(seat)
    log(seat, user=BEN)
    go_to(seat, days_later(monday, 22))
    seat.type("/release-district PA-07", BEN)
    seat.type("/release-district PA-07", CORA)
    assert "no lead" not in seat.told(ANA)
    assert "You follow up with" not in seat.told(CORA)
    assert "Not followed up (0 of 3)." in answer(seat.type("/candidates PA-07"))["text"]


def test_handed_over_and_back_it_is_still_followed_up(seat: Workspace) -> None:
    monday = to_monday(seat)
    log(seat, user=BEN)
    seat.type("/release-district PA-07", BEN)
    seat.type("/claim-district PA-07 support", BEN)
    seat.type("/release-district PA-07", CORA)
    seat.press("Take the lead", offer(seat), BEN)
    go_to(seat, days_later(monday, 3, hour=13))
    assert len(nudges(seat, BEN)) == 1
    assert nudges(seat, CORA) == []


def test_an_answer_taken_back_goes_on_with_the_lead_when_its_asker_left(seat: Workspace) -> None:
    monday = to_monday(seat)
    log(seat, user=BEN)
    view = log_reply(seat, CORA, Answer="other").view
    seat.type("/release-district PA-07", BEN)
    seat.press_in_view("Take it back", view, CORA)
    assert "You follow up with Jane Doe (PA-07) now" in seat.told(CORA)
    go_to(seat, days_later(monday, 3, hour=14))
    assert len(nudges(seat, CORA)) == 1
    assert nudges(seat, BEN) == []
