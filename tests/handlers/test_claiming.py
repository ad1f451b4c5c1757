"""Claiming a district, as the people in the channel see it."""

from tests.workspace import ANA, BEN, CAMPAIGN, Workspace, labels


def test_the_first_leads_and_the_next_support(workspace: Workspace) -> None:
    first = workspace.type("/claim-district PA-07", ANA).message
    assert not first["ephemeral"]
    assert first["text"].startswith("PA-07 · Pennsylvania 7th\n<@U0ANA> leads. No one else yet.")
    assert labels(first) == ["I'll support", "See the district"]

    second = workspace.type("/claim-district PA-07", BEN).messages[-1]
    assert "<@U0ANA> leads.\nSupporting: <@U0BEN>." in second["text"]


def test_both_are_introduced(workspace: Workspace) -> None:
    workspace.type("/claim-district PA-07", ANA)
    workspace.type("/claim-district PA-07", BEN)
    assert "<@U0BEN> joined you on PA-07. You lead; agree who writes first." in workspace.told(ANA)
    assert "<@U0ANA> leads PA-07. You support; agree who writes first." in workspace.told(BEN)


def test_the_form_claims_and_answers_in_the_channel(workspace: Workspace) -> None:
    view = workspace.type("/claim-district").view
    assert view["title"] == "Claim a district"
    done = workspace.submit(view, District=workspace.pick("District", "PA-07", view), Part="support")
    assert done.raw["view"] is None
    (card,) = workspace.posted(CAMPAIGN)
    assert "Nobody leads yet.\nSupporting: <@U0ANA>." in card["text"]
    assert not workspace.sandbox.refusals
