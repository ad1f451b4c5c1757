"""A lead leaves: the longest-standing supporter is asked by direct message, then the next."""

import pytest

from storage.claims import Part
from tests.handlers.arranging import press_made_up
from tests.handlers.seeing import answer, newest, shows, with_words
from tests.handlers.stored import Held, claims_on, everything, working_on
from tests.workspace import ANA, BEN, CAMPAIGN, CORA, DEE, Json, Workspace, controls, labels

ASKED = "<@U0ANA> no longer leads PA-07, which you support. Will you lead it?"


def left(workspace: Workspace, *supporters: str) -> None:
    """Ana leads PA-07 with these supporters, in this order, and leaves."""
    for user in (ANA, *supporters):
        workspace.type("/claim-district PA-07", user)
    told = answer(workspace.type("/release-district PA-07", ANA))
    if supporters:
        assert told["text"].startswith(
            "You no longer lead PA-07. Its longest-standing supporter is asked to take over."
        )


def question(workspace: Workspace, user: str) -> Json:
    """The offer as it was sent to them."""
    return with_words(workspace, ASKED, user)


def is_asked(workspace: Workspace, user: str) -> bool:
    """Whether an open offer stands in their direct messages."""
    return any("Not me" in labels(message) for message in workspace.direct(user))


def test_the_longest_standing_supporter_is_asked_alone(workspace: Workspace) -> None:
    left(workspace, BEN, CORA)
    asked = question(workspace, BEN)
    assert asked["text"].startswith("Lead PA-07?")
    assert labels(asked) == ["Take the lead", "Not me"]
    assert not is_asked(workspace, CORA)
    assert working_on(workspace, "PA-07") == [(BEN, Part.SUPPORT), (CORA, Part.SUPPORT)]


def test_who_takes_it_leads_and_the_others_are_told(workspace: Workspace) -> None:
    left(workspace, BEN, CORA)
    asked = question(workspace, BEN)
    workspace.press("Take the lead", asked, BEN)
    taken = shows(workspace, asked, "You took the lead of PA-07. Thank you.", BEN)
    assert labels(taken) == ["See the district"]
    with_words(workspace, "<@U0BEN> leads PA-07. You support; agree who writes first.", CORA)
    assert claims_on(workspace, "PA-07") == [
        Held(ANA, Part.LEAD, ANA, released_by=ANA),
        Held(BEN, Part.SUPPORT, BEN, released_by=BEN),
        Held(CORA, Part.SUPPORT, CORA),
        Held(BEN, Part.LEAD, BEN),
    ]


def test_posted_cards_show_the_new_lead(on_sqlite: Workspace) -> None:
    on_sqlite.set_up(ANA, "C0GENERAL")
    left(on_sqlite, BEN)
    (card,) = [one for one in on_sqlite.posted("C0GENERAL") if "PA-07" in one["text"]]
    shows(on_sqlite, card, "Nobody leads yet.\nSupporting: <@U0BEN>.")
    on_sqlite.press("Take the lead", question(on_sqlite, BEN), BEN)
    shows(on_sqlite, card, "<@U0BEN> leads. No one else yet.")


def test_not_me_asks_the_next_until_nobody_is_left(workspace: Workspace) -> None:
    left(workspace, BEN, CORA)
    for user in (BEN, CORA):
        asked = question(workspace, user)
        workspace.press("Not me", asked, user)
        shows(workspace, asked, "That's fine: you go on supporting PA-07.", user)
    assert not is_asked(workspace, BEN)
    assert not is_asked(workspace, CORA)
    assert working_on(workspace, "PA-07") == [(BEN, Part.SUPPORT), (CORA, Part.SUPPORT)]
    card = answer(workspace.type("/claim-district PA-07", DEE))
    assert "<@U0DEE> leads.\nSupporting: <@U0BEN> and <@U0CORA>." in card["text"]


def test_who_declined_may_think_better_of_it(on_sqlite: Workspace) -> None:
    left(on_sqlite, BEN, CORA)
    asked = question(on_sqlite, BEN)
    on_sqlite.press("Not me", asked, BEN)
    declined = shows(on_sqlite, asked, "That's fine", BEN)
    next_asked = question(on_sqlite, CORA)
    on_sqlite.press("I'll lead after all", declined, BEN)
    shows(on_sqlite, asked, "You took the lead of PA-07.", BEN)
    shows(on_sqlite, next_asked, "PA-07 no longer needs a lead from you.", CORA)
    assert working_on(on_sqlite, "PA-07") == [(BEN, Part.LEAD), (CORA, Part.SUPPORT)]


def test_or_finds_that_somebody_else_leads_by_then(on_sqlite: Workspace) -> None:
    left(on_sqlite, BEN, CORA)
    asked = question(on_sqlite, BEN)
    on_sqlite.press("Not me", asked, BEN)
    declined = shows(on_sqlite, asked, "That's fine", BEN)
    on_sqlite.press("Take the lead", question(on_sqlite, CORA), CORA)
    shows(on_sqlite, with_words(on_sqlite, "You took the lead", CORA), "You took the lead", CORA)
    on_sqlite.press("I'll lead after all", declined, BEN)
    shows(on_sqlite, asked, "PA-07 no longer needs a lead from you.", BEN)
    assert working_on(on_sqlite, "PA-07") == [(CORA, Part.LEAD), (BEN, Part.SUPPORT)]


def test_without_supporters_nobody_is_asked(on_sqlite: Workspace) -> None:
    left(on_sqlite)
    on_sqlite.type("/claim-district PA-07 support", BEN)
    assert not is_asked(on_sqlite, BEN)


def test_when_the_one_who_is_asked_leaves_the_next_is_asked(workspace: Workspace) -> None:
    left(workspace, BEN, CORA)
    asked = question(workspace, BEN)
    workspace.type("/release-district PA-07", BEN)
    shows(workspace, asked, "PA-07 no longer needs a lead from you.", BEN)
    assert is_asked(workspace, CORA)
    workspace.press("Take the lead", asked, BEN)
    assert working_on(workspace, "PA-07") == [(CORA, Part.SUPPORT)]


@pytest.mark.parametrize("how", ["typed", "pressed"])
def test_when_somebody_claims_the_lead_meanwhile_the_offer_lapses(workspace: Workspace, how: str) -> None:
    left(workspace, BEN, CORA)
    asked = question(workspace, BEN)
    if how == "typed":
        workspace.type("/claim-district PA-07", DEE)
    else:
        told = answer(workspace.type("/claim-district PA-07", CORA))
        workspace.press("Take the lead", told, CORA)
    lapsed = shows(workspace, asked, "PA-07 no longer needs a lead from you.", BEN)
    assert labels(lapsed) == ["See the district"]
    leader = DEE if how == "typed" else CORA
    workspace.press("Take the lead", asked, BEN)
    workspace.settle()
    assert working_on(workspace, "PA-07")[0] == (leader, Part.LEAD)
    assert (BEN, Part.SUPPORT) in working_on(workspace, "PA-07")
    assert f"<@{leader}> leads PA-07." in workspace.told(BEN)


def test_when_the_lead_comes_back_the_offer_lapses(on_sqlite: Workspace) -> None:
    left(on_sqlite, BEN)
    asked = question(on_sqlite, BEN)
    on_sqlite.press("Claim it again", newest(on_sqlite, "You no longer lead PA-07."), ANA)
    shows(on_sqlite, asked, "PA-07 no longer needs a lead from you.", BEN)
    assert working_on(on_sqlite, "PA-07") == [(ANA, Part.LEAD), (BEN, Part.SUPPORT)]


def test_pressing_twice_changes_nothing_more(workspace: Workspace) -> None:
    left(workspace, BEN, CORA)
    asked = question(workspace, BEN)
    workspace.press("Take the lead", asked, BEN)
    shows(workspace, asked, "You took the lead of PA-07.", BEN)
    workspace.settle()
    before = claims_on(workspace, "PA-07")
    for label in ("Take the lead", "Not me"):
        workspace.press(label, asked, BEN)
        workspace.settle()
        shows(workspace, asked, "You took the lead of PA-07.", BEN)
    assert claims_on(workspace, "PA-07") == before
    assert not is_asked(workspace, CORA)


def test_not_me_pressed_twice_asks_one_person(on_sqlite: Workspace) -> None:
    left(on_sqlite, BEN, CORA, DEE)
    asked = question(on_sqlite, BEN)
    on_sqlite.press("Not me", asked, BEN)
    on_sqlite.press("Not me", asked, BEN)
    shows(on_sqlite, asked, "That's fine", BEN)
    assert is_asked(on_sqlite, CORA)
    assert not is_asked(on_sqlite, DEE)


def test_nobody_can_answer_for_somebody_else(on_sqlite: Workspace) -> None:
    left(on_sqlite, BEN, CORA)
    offer = next(one["action_id"] for one in controls(question(on_sqlite, BEN)))
    card = newest(on_sqlite, "PA-07 · ", CORA)
    before = everything(on_sqlite)
    for action_id in (offer, offer.replace("take-the-lead", "decline-the-lead")):
        press_made_up(on_sqlite, action_id, card, CORA)
        assert newest(on_sqlite, "This was asked of somebody else.", CORA)["ephemeral"]
    assert everything(on_sqlite) == before


def test_an_organiser_who_releases_the_lead_has_the_next_asked_too(on_sqlite: Workspace) -> None:
    on_sqlite.set_up(ANA, CAMPAIGN)
    on_sqlite.type("/claim-district PA-07", BEN)
    on_sqlite.type("/claim-district PA-07", CORA)
    on_sqlite.type("/release-district PA-07 @ben", ANA)
    with_words(on_sqlite, "<@U0BEN> no longer leads PA-07, which you support.", CORA)


def test_a_second_lead_who_leaves_has_everybody_asked_anew(on_sqlite: Workspace) -> None:
    left(on_sqlite, BEN, CORA)
    on_sqlite.press("Not me", question(on_sqlite, BEN), BEN)
    on_sqlite.press("Take the lead", question(on_sqlite, CORA), CORA)
    on_sqlite.settle()
    on_sqlite.type("/release-district PA-07", CORA)
    with_words(on_sqlite, "<@U0CORA> no longer leads PA-07, which you support. Will you lead it?", BEN)
