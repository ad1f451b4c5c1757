"""The first claim of a seat is announced once, as a card that stays current."""

import pytest

from storage.claims import Part
from tests.handlers.seeing import answer, newest, shows
from tests.handlers.stored import working_on
from tests.workspace import ANA, BEN, CAMPAIGN, CORA, DEE, GENERAL, Json, Workspace, labels


@pytest.fixture
def set_up(workspace: Workspace) -> Workspace:
    """The coalition announces in #campaign."""
    workspace.set_up(ANA, CAMPAIGN)
    return workspace


@pytest.fixture
def set_up_on_sqlite(on_sqlite: Workspace) -> Workspace:
    """The same, where the engine makes no difference."""
    on_sqlite.set_up(ANA, CAMPAIGN)
    return on_sqlite


def announced(workspace: Workspace, code: str = "PA-07", channel: str = CAMPAIGN) -> list[Json]:
    """The cards of that seat which the bot has posted by itself in a channel."""
    return [one for one in workspace.posted(channel) if one["text"].startswith(f"{code} · ")]


def test_a_claim_elsewhere_is_announced_once(set_up: Workspace) -> None:
    set_up.type("/claim-district PA-07", BEN, GENERAL)
    (card,) = announced(set_up)
    assert "<@U0BEN> leads. No one else yet." in card["text"]
    assert labels(card) == ["I'll support", "See the district"]
    set_up.type("/claim-district PA-07", CORA, GENERAL)
    set_up.type("/claim-district PA-07 support", DEE)
    assert len(announced(set_up)) == 1
    assert announced(set_up, channel=GENERAL) == []


def test_it_is_redrawn_as_others_join_and_leave(set_up: Workspace) -> None:
    set_up.type("/claim-district PA-07", BEN, GENERAL)
    (card,) = announced(set_up)
    set_up.type("/claim-district PA-07", CORA, GENERAL)
    shows(set_up, card, "<@U0BEN> leads.\nSupporting: <@U0CORA>.")
    set_up.type("/release-district", CORA, GENERAL)
    shows(set_up, card, "<@U0BEN> leads. No one else yet.")


def test_its_button_claims_and_redraws_it_in_place(set_up: Workspace) -> None:
    set_up.type("/claim-district PA-07", BEN, GENERAL)
    (card,) = announced(set_up)
    set_up.press("I'll support", card, CORA)
    shows(set_up, card, "Supporting: <@U0CORA>.", DEE)
    assert len(announced(set_up)) == 1
    assert [one["ts"] for one in set_up.seen(DEE) if one["text"].startswith("PA-07")] == [card["ts"]]


def test_it_is_redrawn_when_an_organisation_is_named(set_up_on_sqlite: Workspace) -> None:
    set_up_on_sqlite.type("/claim-district PA-07", BEN, GENERAL)
    (card,) = announced(set_up_on_sqlite)
    set_up_on_sqlite.type('/coalition organization "Temple Beth Am"', BEN)
    shows(set_up_on_sqlite, card, "<@U0BEN> leads, for Temple Beth Am.")


def test_a_claim_typed_in_that_very_channel_is_not_said_twice(set_up: Workspace) -> None:
    card = answer(set_up.type("/claim-district PA-07", BEN, CAMPAIGN))
    assert not card["ephemeral"]
    assert announced(set_up) == []


def test_nor_one_made_in_its_form_there(set_up_on_sqlite: Workspace) -> None:
    view = set_up_on_sqlite.type("/claim-district", BEN, CAMPAIGN).view
    district = set_up_on_sqlite.pick("District", "PA-07", view, BEN)
    set_up_on_sqlite.submit(view, BEN, District=district)
    assert len(announced(set_up_on_sqlite)) == 1


def test_nor_one_made_by_a_button_there(set_up_on_sqlite: Workspace) -> None:
    told = answer(set_up_on_sqlite.type("/claim-district NY-05 or 06", BEN, CAMPAIGN))
    set_up_on_sqlite.press("NY-05", told, BEN)
    newest(set_up_on_sqlite, "NY-05 · ", CORA)
    assert announced(set_up_on_sqlite, "NY-05") == []


def test_a_supporters_first_claim_is_announced_and_the_lead_then_appears(set_up: Workspace) -> None:
    set_up.type("/claim-district PA-07 support", BEN, GENERAL)
    (card,) = announced(set_up)
    assert "Nobody leads yet.\nSupporting: <@U0BEN>." in card["text"]
    set_up.press("Claim it", card, CORA)
    shows(set_up, card, "<@U0CORA> leads.\nSupporting: <@U0BEN>.")
    assert working_on(set_up, "PA-07") == [(CORA, Part.LEAD), (BEN, Part.SUPPORT)]
    assert len(announced(set_up)) == 1


def test_a_command_delivered_again_is_announced_once(set_up_on_sqlite: Workspace) -> None:
    sandbox = set_up_on_sqlite.sandbox
    set_up_on_sqlite.type("/claim-district PA-07", BEN, GENERAL)
    sandbox.from_thread(sandbox.redeliver(sandbox.deliveries[-1]))
    assert len(announced(set_up_on_sqlite)) == 1


def test_what_was_released_before_it_was_said_is_not_announced(set_up_on_sqlite: Workspace) -> None:
    speaking = set_up_on_sqlite.sandbox.faults.hold("users.info")
    set_up_on_sqlite.type("/claim-district PA-08", CORA, CAMPAIGN)
    speaking.wait_until_reached()
    set_up_on_sqlite.type("/claim-district PA-07", BEN, GENERAL)
    set_up_on_sqlite.type("/release-district PA-07", BEN, GENERAL)
    speaking.release()
    assert announced(set_up_on_sqlite) == []
