"""The home page, the shortcut, and being removed."""

from bot.sandbox.model import JsonObject
from storage.coalitions import Standing
from tests.bot.watching import Calls, row_counts
from tests.bot.workers import posted_cards, workspace_row
from tests.workspace import ANA, BEN, Workspace, labels


def _event(workspace: Workspace, event: JsonObject) -> None:
    answer = workspace.run(workspace.sandbox.deliver_event(event))
    assert (answer.status, answer.text) == (200, "")


def test_home_says_where_to_start(workspace: Workspace) -> None:
    before = row_counts(workspace)
    home = workspace.open_home(BEN)
    assert "Start here" in str(home["blocks"])
    assert labels(home) == ["Claim a district", "All districts"]
    assert row_counts(workspace) == before


def test_home_lists_ones_own_districts(on_sqlite: Workspace) -> None:
    on_sqlite.open_home(ANA)
    on_sqlite.type("/claim-district PA-07", ANA)
    on_sqlite.client.post("/local/home", json={"user": ANA})
    assert on_sqlite.eventually(lambda: "PA-07" in str(on_sqlite.state(ANA)["home"]["blocks"]))


def test_buttons_of_the_home_page_answer(on_sqlite: Workspace) -> None:
    home = on_sqlite.open_home(BEN)
    assert on_sqlite.press_in_view("All districts", home, BEN).view["title"] == "Districts"
    assert on_sqlite.press_in_view("Claim a district", home, BEN).view["title"] == "Claim a district"


def test_the_shortcut_opens_the_form(on_sqlite: Workspace) -> None:
    view = on_sqlite.shortcut("claim-district", BEN).view
    assert (view["title"], view["submit"]) == ("Claim a district", "Claim")
    assert not on_sqlite.sandbox.refusals


def test_uninstalled(workspace: Workspace) -> None:
    view = workspace.type("/claim-district").view
    workspace.submit(view, District=workspace.pick("District", "PA-07", view))
    workspace.settle()
    assert posted_cards(workspace)
    _event(workspace, {"type": "app_uninstalled"})
    assert workspace_row(workspace).standing is Standing.REVOKED
    assert not posted_cards(workspace)


def test_the_bots_token_is_withdrawn(on_sqlite: Workspace) -> None:
    _event(on_sqlite, {"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}})
    assert workspace_row(on_sqlite).standing is Standing.REVOKED


def test_somebody_elses_token_is_withdrawn(on_sqlite: Workspace) -> None:
    _event(on_sqlite, {"type": "tokens_revoked", "tokens": {"oauth": ["U0ANA"]}})
    _event(on_sqlite, {"type": "tokens_revoked", "tokens": {"oauth": ["U0ANA"], "bot": []}})
    assert workspace_row(on_sqlite).standing is Standing.ACTIVE


def test_opening_home_again_and_again(on_sqlite: Workspace) -> None:
    calls = Calls(on_sqlite)
    event: JsonObject = {"type": "app_home_opened", "user": BEN, "tab": "home", "channel": "D0BEN"}
    for retry in (0, 1, 2):
        on_sqlite.run(on_sqlite.sandbox.deliver_event(event, event_id="Ev0HOME", retry=retry))
    assert on_sqlite.eventually(lambda: calls.counted["views.publish"] == 3)
    assert "Start here" in str(on_sqlite.state(BEN)["home"]["blocks"])
