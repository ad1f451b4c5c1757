"""Preparing a visit: points with somebody who says them, and a rehearsal."""

from datetime import timedelta

import pytest

from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import go_to
from tests.handlers.seeing import with_words, words_of
from tests.handlers.visits.arranged import arrange, ready, role_card, take, told_in_thread, visit_rows
from tests.workspace import ANA, BEN, CORA, Json, Workspace


@pytest.fixture
def visit(arranged: Arranged) -> Workspace:
    """A visit in ten days with one ask; Ben facilitates, Cora comes."""
    return arranged(_visit)


def _visit(workspace: Workspace) -> None:
    arrange(ready(workspace), Asks="Meet again")
    take(workspace, "Facilitator", BEN)
    workspace.press("I'm coming", role_card(workspace), CORA)


def prepared(workspace: Workspace, user: str) -> Json:
    workspace.press("Prepare…", role_card(workspace, user=user), user)
    return told_in_thread(workspace, "Prepare: Jane Doe (PA-07)", user)


def test_points_are_added_taken_and_given_back(visit: Workspace) -> None:
    card = prepared(visit, CORA)
    assert "Ask: Meet again\nNobody has it yet." in card["text"]
    form = visit.press("Add a point…", card, CORA).view
    told = visit.submit(form, CORA, Point="Families wait for two years", Who_says_it=BEN)
    assert "<@U0BEN> says it." in words_of(told.view).replace("\n", "")
    visit.press("I'll say it", card, CORA)
    card = told_in_thread(visit, "<@U0CORA> says it.", CORA)
    visit.press("Give it back", card, CORA)
    assert "Ask: Meet again\nNobody has it yet." in prepared(visit, CORA)["text"]


def test_what_somebody_says_is_theirs(visit: Workspace) -> None:
    old = prepared(visit, BEN)
    visit.press("I'll say it", prepared(visit, CORA), CORA)
    visit.press("I'll say it", old, BEN)
    assert told_in_thread(visit, "Somebody else says that by now: <@U0CORA> says it.", BEN)


def test_everybody_hears_their_own_point_the_day_before(visit: Workspace) -> None:
    form = visit.press("Add a point…", prepared(visit, ANA)).view
    visit.submit(form, Point="Families wait for two years", Who_says_it=CORA)
    visit.press("I'll say it", prepared(visit, CORA), CORA)
    go_to(visit, visit_rows(visit)[-1].starts_at - timedelta(days=1))
    cora = with_words(visit, "Your visit: Jane Doe", CORA)["text"]
    assert "We ask, and you say it: Meet again" in cora
    assert "Your point: Families wait for two years" in cora
    assert "Families wait" not in with_words(visit, "Your visit: Jane Doe", BEN)["text"]


def test_a_rehearsal_is_on_the_role_card_and_comes_before_the_visit(visit: Workspace) -> None:
    form = visit.press("Rehearsal…", prepared(visit, BEN), BEN).view
    late = visit.submit(form, BEN, When="in 12 days at 6pm")
    assert "A rehearsal comes before the visit" in str(late.raw["field_errors"])
    visit.submit(form, BEN, When="in 8 days at 6pm", Where="Zoom")
    assert "Rehearsal: " in role_card(visit, "Zoom")["text"]
    go_to(visit, visit_rows(visit)[-1].starts_at - timedelta(days=2))
    assert "No rehearsal is planned" not in visit.told(BEN)


def test_two_days_before_the_facilitator_hears_what_is_not_prepared(visit: Workspace) -> None:
    go_to(visit, visit_rows(visit)[-1].starts_at - timedelta(days=2))
    told = with_words(visit, "Prepare: Jane Doe (PA-07)", BEN)["text"]
    assert "No rehearsal is planned yet." in told
    assert "Nobody says this yet: Meet again" in told
    assert "No rehearsal" not in visit.told(ANA)
