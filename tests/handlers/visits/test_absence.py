"""A facilitator who is not there a day before a visit: the organiser is told what to do."""

from datetime import timedelta

import pytest

from tests.handlers.outreach.asking import go_to
from tests.handlers.seeing import newest, with_words
from tests.handlers.visits.arranged import arrange, ready, role_card, take, visit_rows
from tests.workspace import ANA, BEN, CORA, DEE, Workspace, labels

LOST = "can't facilitate, and it is soon"


@pytest.fixture
def visit(on_sqlite: Workspace) -> Workspace:
    """Ben has arranged a visit at one, Cora facilitates; Ana is admin."""
    arrange(ready(on_sqlite), "in 10 days at 1pm", BEN)
    take(on_sqlite, "Facilitator", CORA)
    on_sqlite.settle()
    return on_sqlite


def before(workspace: Workspace, **by: float) -> None:
    go_to(workspace, visit_rows(workspace)[-1].starts_at - timedelta(**by))


def test_on_the_last_day_the_organisers_hear_at_once_that_the_facilitator_cannot_come(
    visit: Workspace,
) -> None:
    before(visit, hours=3)
    visit.press("Can't come", role_card(visit, user=CORA), CORA)
    for user in (ANA, BEN):
        told = with_words(visit, LOST, user)
        assert "<@U0CORA> can't facilitate, and it is soon: Jane Doe (PA-07)" in told["text"]
        assert "Ask somebody else, or take it yourself." in told["text"]
        assert labels(told) == ["Assign…", "I'll facilitate"]
        assert "is open again" not in visit.told(user)
    assert LOST not in visit.told(CORA) + visit.told(DEE)


def test_with_giving_it_up_and_with_a_decline_it_is_the_same(visit: Workspace) -> None:
    before(visit, hours=3)
    visit.press("Give up my role", role_card(visit, "<@U0CORA>"), CORA)
    with_words(visit, LOST, BEN)
    form = visit.press("Assign…", with_words(visit, LOST, ANA)).view
    visit.submit(form, Who=CORA, Role="facilitator")
    visit.press("Decline", with_words(visit, "asks you to take Facilitator", CORA), CORA)
    assert visit.told(BEN).count(LOST) == visit.told(ANA).count(LOST) == 2


def test_whoever_is_told_takes_it_with_a_press(visit: Workspace) -> None:
    before(visit, hours=3)
    visit.press("Can't come", role_card(visit, user=CORA), CORA)
    told = with_words(visit, LOST, BEN)
    visit.press("I'll facilitate", told, BEN)
    assert "Facilitator: <@U0BEN>" in role_card(visit, "<@U0BEN> ·")["text"]
    assert newest(visit, "Facilitator: <@U0BEN>", BEN, told["channel"])


def test_before_the_last_day_nobody_is_alarmed(visit: Workspace) -> None:
    before(visit, hours=26)
    visit.press("Can't come", role_card(visit, user=CORA), CORA)
    assert "Facilitator is open again" in visit.told(BEN)
    assert LOST not in visit.told(ANA) + visit.told(BEN)


def test_who_never_said_yes_is_named_a_day_before(visit: Workspace) -> None:
    visit.press("Give up my role", role_card(visit, "<@U0CORA>"), CORA)
    visit.type("/visits", DEE)
    form = visit.press("Assign…", role_card(visit)).view
    visit.submit(form, Who=DEE, Role="facilitator")
    form = visit.press("Assign…", role_card(visit)).view
    visit.submit(form, Who=DEE, Role="story")
    before(visit, days=1)
    for user in (ANA, BEN):
        told = with_words(visit, "Nobody has said yes to", user)["text"]
        assert "Nobody has said yes to Facilitator (<@U0DEE>) and Personal story yet" in told
        assert "Jane Doe (PA-07). Talk to them, or ask somebody else." in told
        assert "Nobody has The ask and Note-taker yet" in told
