"""Preparing a visit: points with somebody who says them, and a rehearsal."""

from datetime import timedelta
from typing import Any

import pytest

from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import go_to
from tests.handlers.seeing import newest, shows, with_words, words_of
from tests.handlers.visits.arranged import (
    arrange,
    ready,
    role_card,
    take,
    thread,
    told_in_thread,
    visit_rows,
)
from tests.workspace import ANA, BEN, CORA, DEE, Acted, Json, Workspace, field_of


@pytest.fixture
def visit(arranged: Arranged) -> Workspace:
    """A visit in ten days with one ask; Ben facilitates, Cora comes."""
    return arranged(_visit)


def _visit(workspace: Workspace) -> None:
    arrange(ready(workspace), Asks="Meet again")
    take(workspace, "Facilitator", BEN)
    workspace.press("I'm coming", role_card(workspace), CORA)


def prepared(workspace: Workspace, user: str) -> Json:
    before = {one["ts"] for one in thread(workspace, user)}
    workspace.press("Prepare…", role_card(workspace, user=user), user)

    def look() -> list[Json]:
        new = [one for one in thread(workspace, user) if one["ts"] not in before]
        return [one for one in new if "Prepare: Jane Doe (PA-07)" in one["text"]]

    return workspace.eventually(look)[0]


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


def test_each_point_stands_on_the_role_card_with_who_says_it(visit: Workspace) -> None:
    form = visit.press("Add a point…", prepared(visit, CORA), CORA).view
    visit.submit(form, CORA, Point="Families wait for two years", Who_says_it=BEN)
    assert "Point: Families wait for two years · <@U0BEN>" in role_card(visit, "Families wait")["text"]
    visit.press("Can't come", role_card(visit, user=BEN), BEN)
    role_card(visit, "Point: Families wait for two years · nobody yet")


def test_an_ask_that_comes_up_later_is_added_and_is_answered_in_the_debrief(visit: Workspace) -> None:
    card = prepared(visit, CORA)
    form = visit.press("Add an ask…", card, CORA).view
    visit.submit(form, CORA, Ask="Sign the letter", Who_says_it=BEN)
    shows(visit, newest(visit, "Visit: Jane Doe (PA-07)"), "We ask: Sign the letter")
    for one in ("b", "c", "d"):
        visit.submit(visit.press("Add an ask…", card, CORA).view, CORA, Ask=one)
    form = visit.press("Add an ask…", card, CORA).view
    assert "has 5 asks at most" in str(visit.submit(form, CORA, Ask="one more").raw["field_errors"])
    go_to(visit, visit_rows(visit)[-1].starts_at - timedelta(days=1))
    told = with_words(visit, "Your visit: Jane Doe (PA-07)", BEN)["text"]
    assert "We ask, and you say it: Sign the letter" in told
    go_to(visit, visit_rows(visit)[-1].ends_at + timedelta(hours=2))
    assert "You asked: Sign the letter" in with_words(visit, "Debrief: Jane Doe (PA-07)", BEN)["text"]


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


def kit(workspace: Workspace) -> str:
    """Put a kit on the coalition's list; its value in a form."""
    view = workspace.type("/materials add").view
    workspace.submit(view, Title="Welcome kit", Version="2", Link="https://example.org/kit")
    form = workspace.press("Materials…", prepared(workspace, BEN), BEN).view
    return field_of(form, "Materials")["element"]["options"][0]["value"]


def bring(workspace: Workspace, user: str = BEN, **fields: Any) -> Acted:
    form = workspace.press("Materials…", prepared(workspace, user), user).view
    return workspace.submit(form, user, **fields)


def test_materials_of_the_list_and_others_have_who_brings_them(visit: Workspace) -> None:
    bring(visit, Materials=[kit(visit)], Something_else="A photo of the shelter", Who_brings_it=DEE)
    told = "To leave behind: Welcome kit v2 (<@U0DEE> brings it) and A photo of the shelter (<@U0DEE>"
    assert told in role_card(visit, "To leave behind")["text"]
    go_to(visit, visit_rows(visit)[-1].starts_at - timedelta(days=1) + timedelta(hours=3))
    dee = with_words(visit, "Your visit: Jane Doe", DEE)["text"]
    assert "You bring: Welcome kit v2 (<https://example.org/kit" in dee
    assert "You bring: A photo of the shelter" in dee
    assert "You bring" not in visit.told(BEN) + visit.told(CORA)


def test_a_material_is_brought_by_whoever_presses_first(visit: Workspace) -> None:
    bring(visit, Something_else="Two fact sheets")
    assert "Two fact sheets (nobody brings it yet)" in role_card(visit, "fact sheets")["text"]
    card = prepared(visit, CORA)
    old = prepared(visit, BEN)
    visit.press("I'll bring it", card, CORA)
    told_in_thread(visit, "<@U0CORA> brings it.", CORA)
    visit.press("I'll bring it", old, BEN)
    assert told_in_thread(visit, "Somebody else brings that by now: <@U0CORA> brings it.", BEN)


def test_the_same_material_is_there_once_and_nothing_is_asked_for(visit: Workspace) -> None:
    bring(visit, Something_else="Two fact sheets", Who_brings_it=CORA)
    bring(visit, Something_else="Two fact sheets")
    assert role_card(visit, "fact sheets")["text"].count("Two fact sheets") == 1
    assert "Pick a material, or write" in str(bring(visit).raw["field_errors"])


def test_who_cannot_come_brings_nothing_and_the_facilitator_hears_of_it(visit: Workspace) -> None:
    bring(visit, Something_else="Two fact sheets", Who_brings_it=CORA)
    visit.press("Can't come", role_card(visit, "<@U0CORA> brings it"), CORA)
    assert "nobody brings it yet" in role_card(visit, "nobody brings it")["text"]
    go_to(visit, visit_rows(visit)[-1].starts_at - timedelta(days=2))
    told = with_words(visit, "Prepare: Jane Doe (PA-07)", BEN)["text"]
    assert "Nobody brings this yet: Two fact sheets" in told
    go_to(visit, visit_rows(visit)[-1].starts_at - timedelta(hours=1))
    assert "Jane Doe" not in visit.told(CORA)


def test_what_was_to_be_left_is_offered_in_the_debrief(visit: Workspace) -> None:
    bring(visit, Something_else="Two fact sheets", Who_brings_it=CORA)
    go_to(visit, visit_rows(visit)[-1].ends_at + timedelta(hours=2))
    asked = with_words(visit, "Debrief: Jane Doe (PA-07)", BEN)
    assert "You wanted to leave with them: Two fact sheets" in asked["text"]
    visit.press("We left it", asked, BEN)
    left = shows(visit, asked, "Left with them: Two fact sheets", BEN)
    assert "You wanted to leave" not in left["text"]


def research(workspace: Workspace, where: str, **fields: str) -> Acted:
    form = workspace.press("Research…", prepared(workspace, CORA), CORA).view
    return workspace.submit(form, CORA, Where_it_is=where, **fields)


def test_five_days_before_it_is_said_that_nobody_did_research(visit: Workspace) -> None:
    assert "No research on them is noted yet." in prepared(visit, ANA)["text"]
    go_to(visit, visit_rows(visit)[-1].starts_at - timedelta(days=5))
    told = with_words(visit, "What is missing: Jane Doe (PA-07)", ANA)
    assert "Nobody has noted any research on Jane Doe (PA-07)." in told["text"]
    visit.press("Prepare…", told, ANA)
    assert newest(visit, "Prepare: Jane Doe (PA-07)", ANA, told["channel"])


def test_research_is_noted_with_who_did_it_and_everybody_gets_it(visit: Workspace) -> None:
    assert "Please give a web address" in str(research(visit, "javascript:alert(1)").raw["field_errors"])
    research(visit, "https://example.org/doe", Who_did_it=DEE)
    assert "(<@U0DEE>)" in prepared(visit, ANA)["text"]
    research(visit, "Green binder in the office")
    go_to(visit, visit_rows(visit)[-1].starts_at - timedelta(days=5))
    assert "research" not in visit.told(ANA)
    go_to(visit, visit_rows(visit)[-1].starts_at - timedelta(days=1))
    ben = with_words(visit, "Your visit: Jane Doe", BEN)["text"]
    assert "Research: <https://example.org/doe" in ben
    assert "Research: Green binder in the office (<@U0CORA>)" in ben
    assert "Your visit" not in visit.told(DEE)
