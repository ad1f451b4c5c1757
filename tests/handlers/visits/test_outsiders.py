"""Somebody is put down for a role, a point or a task who can take no part: a sentence, nothing is lost."""

from datetime import timedelta

import pytest

from bot.sandbox.model import User
from storage.outbox import SendState
from storage.visits.parts import State
from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import go_to
from tests.handlers.seeing import answer, newest, with_words
from tests.handlers.visits.arranged import (
    arrange,
    due,
    part_rows,
    ready,
    role_card,
    take,
    told_in_thread,
    visit_rows,
)
from tests.workspace import ANA, BEN, CORA, DEE, Acted, Workspace, labels

FAR = User("U0FAR", "far", "Far Away", team_id="T0OTHER")
ROBOT = User("U0ROBOT", "robot", "Robot", is_bot=True)
GONE = User("U0GONE", "gone", "Gone Long", is_deleted=True)
WHY = {
    FAR: "<@U0FAR> is a guest from another workspace",
    ROBOT: "<@U0ROBOT> is a bot",
    GONE: "<@U0GONE> is not in your workspace any more",
}
each = pytest.mark.parametrize("who", WHY, ids=lambda who: who.name)


@pytest.fixture
def visit(arranged: Arranged) -> Workspace:
    """A visit in ten days, to which Cora comes."""
    return arranged(_visit)


def _visit(workspace: Workspace) -> None:
    for one in WHY:
        workspace.sandbox.add_user(one)
    arrange(ready(workspace))
    take(workspace, "I'm coming", CORA)


def assign(workspace: Workspace, user: str, role: str = "facilitator") -> Acted:
    form = workspace.press("Assign…", role_card(workspace)).view
    return workspace.submit(form, Who=user, Role=role)


@each
def test_the_role_is_open_again_offered_on_and_whoever_asked_hears_why(visit: Workspace, who: User) -> None:
    assign(visit, who.id)
    visit.settle()
    told = with_words(visit, f"{WHY[who]}, so they can't take Facilitator. It is open again: Jane Doe", ANA)
    assert labels(told) == ["Assign…"]
    assert who.id not in role_card(visit, "Facilitator: open")["text"]
    assert with_words(visit, "Facilitator is open again", CORA)
    assert [part.state for part in part_rows(visit)] == [State.DECLINED, State.OFFERED]
    assert len(due(visit, "visit-part", SendState.SENT)) == 1  # to Cora


@each
def test_typed_in_the_channel_it_is_the_same(visit: Workspace, who: User) -> None:
    assert "I've asked" in answer(visit.type(f"/assign-role <@{who.id}> facilitator"))["text"]
    assert with_words(visit, f"{WHY[who]}, so they can't take Facilitator.", ANA)
    role_card(visit, "Facilitator: open")


@pytest.mark.parametrize(
    ("who", "no"), [(FAR, "A guest from another workspace can't take part here."), (ROBOT, "A bot can't")]
)
def test_once_that_is_known_it_is_said_in_the_form(visit: Workspace, who: User, no: str) -> None:
    assign(visit, who.id)
    visit.settle()
    before = part_rows(visit)
    assert no in str(assign(visit, who.id, "notes").raw["field_errors"])
    assert no in visit.type(f"/assign-role <@{who.id}> notes").text
    assert len(part_rows(visit)) == len(before)


def test_who_is_back_is_asked_like_anybody(visit: Workspace) -> None:
    assign(visit, GONE.id)
    visit.settle()
    visit.sandbox.add_user(User(GONE.id, GONE.name, GONE.real_name))
    assign(visit, GONE.id, "notes")
    visit.press("Accept", with_words(visit, "asks you to take Note-taker", GONE.id), GONE.id)
    role_card(visit, "Note-taker: <@U0GONE> ·")


def test_an_account_that_nobody_has_is_gone(visit: Workspace) -> None:
    visit.type("/assign-role <@U0NOBODY> facilitator")
    assert with_words(visit, "<@U0NOBODY> is not in your workspace any more, so they can't take", ANA)
    role_card(visit, "Facilitator: open")


def test_a_point_that_such_an_account_was_to_say_is_nobodys_again(visit: Workspace) -> None:
    visit.press("Prepare…", role_card(visit, user=BEN), BEN)
    form = visit.press("Add a point…", told_in_thread(visit, "Prepare: Jane Doe", BEN), BEN).view
    visit.submit(form, BEN, Point="Families wait for two years", Who_says_it=FAR.id)
    visit.settle()
    assert "nobody yet" in role_card(visit, "Point: Families wait for two years · nobody yet")["text"]


def test_a_task_of_such_an_account_is_of_whoever_gave_it(visit: Workspace) -> None:
    take(visit, "Note-taker", DEE)
    go_to(visit, visit_rows(visit)[-1].ends_at + timedelta(hours=2))
    form = visit.press("We promised…", with_words(visit, "Debrief: Jane Doe", DEE), DEE).view
    visit.submit(form, DEE, What="Send the report", Who=ROBOT.id)
    told = with_words(visit, f"{WHY[ROBOT]}, so this is yours now: Send the report, by ", DEE)
    assert labels(told) == ["Done", "Hand it on…", "Drop it"]
    assert "Send the report" in answer(visit.type("/tasks", DEE))["text"]
    no = visit.submit(visit.press("Hand it on…", told, DEE).view, DEE, Who=ROBOT.id)
    assert "A bot can't take part" in str(no.raw["field_errors"])


def test_the_role_of_somebody_who_has_left_is_open_again_for_the_next(on_sqlite: Workspace) -> None:
    """Their own card of the day before does not reach Cora, in Denver; Dee comes."""
    arrange(ready(on_sqlite), "in 10 days at 8:30am", BEN)
    take(on_sqlite, "Facilitator", CORA)
    take(on_sqlite, "I'm coming", DEE)
    at = visit_rows(on_sqlite)[-1].starts_at
    go_to(on_sqlite, at - timedelta(days=1) + timedelta(hours=1, minutes=15))
    on_sqlite.sandbox.faults.refuse("chat.postMessage", "user_not_found")
    go_to(on_sqlite, at - timedelta(days=1) + timedelta(hours=1, minutes=30))  # eight in Denver
    why = "<@U0CORA> is not in your workspace any more, so they can't take Facilitator. It is open again"
    assert with_words(on_sqlite, why, BEN)
    assert "1 of 8 is coming. <@U0DEE>" in role_card(on_sqlite, "Facilitator: open")["text"]
    go_to(on_sqlite, at - timedelta(hours=20))
    assert with_words(on_sqlite, "Facilitator is open again", DEE)
    assert [part.state for part in part_rows(on_sqlite)] == [State.DECLINED, State.OFFERED]


def test_a_guest_is_no_lead_of_a_district_either(visit: Workspace) -> None:
    visit.type("/claim-district PA-08 @far")
    told = with_words(visit, f"{WHY[FAR]}, so they can't work PA-08. Add somebody else instead.", ANA)
    assert labels(told) == ["See the district"]
    assert newest(visit, "PA-08")
