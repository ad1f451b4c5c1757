"""The home page, the shortcut, and being removed."""

from bot.sandbox.model import JsonObject
from storage.coalitions import Standing
from tests.bot.watching import Calls, row_counts
from tests.bot.workers import posted_cards, workspace_row
from tests.handlers.seeing import with_words, words_of
from tests.workspace import ANA, BEN, Workspace, labels


def _event(workspace: Workspace, event: JsonObject) -> None:
    answer = workspace.run(workspace.sandbox.deliver_event(event))
    assert (answer.status, answer.text) == (200, "")


def test_home_says_where_to_start(workspace: Workspace) -> None:
    home = workspace.open_home(BEN)
    assert "Start here" in str(home["blocks"])
    assert labels(home) == ["Claim a district", "All districts", "When my digest comes"]


def _page(workspace: Workspace, user: str) -> str:
    """What the person's home page says now, once the bot has drawn all that is to be drawn."""
    workspace.settle()
    return words_of(workspace.state(user)["home"])


def test_home_stays_current_without_being_opened_again(workspace: Workspace) -> None:
    workspace.open_home(ANA)
    workspace.type("/claim-district PA-07", ANA)
    workspace.eventually(lambda: "Pennsylvania 7th" in _page(workspace, ANA))
    workspace.type("/claim-district PA-07", BEN)
    workspace.eventually(lambda: "Supporting:" in _page(workspace, ANA))
    workspace.type('/coalition organization "Temple Beth Am"', BEN)
    workspace.eventually(lambda: "Temple Beth Am" in _page(workspace, ANA))
    workspace.type("/release-district PA-07", ANA)
    workspace.eventually(lambda: "Start here" in _page(workspace, ANA))


def test_home_stays_current_when_the_campaigns_clock_is_ahead(on_sqlite: Workspace) -> None:
    on_sqlite.advance(days=3)
    on_sqlite.open_home(ANA)
    on_sqlite.type("/claim-district PA-07", ANA)
    on_sqlite.eventually(lambda: "Pennsylvania 7th" in _page(on_sqlite, ANA))


def test_home_shows_who_takes_over(on_sqlite: Workspace) -> None:
    for user in (ANA, BEN):
        on_sqlite.type("/claim-district PA-07", user)
    on_sqlite.open_home(BEN)
    on_sqlite.type("/release-district PA-07", ANA)
    on_sqlite.eventually(lambda: "Nobody leads yet." in _page(on_sqlite, BEN))
    on_sqlite.press("Take the lead", with_words(on_sqlite, "Will you lead it?", BEN), BEN)
    on_sqlite.eventually(lambda: "leads" in _page(on_sqlite, BEN) and "Nobody" not in _page(on_sqlite, BEN))


def test_opening_home_again_stores_nothing_more(on_sqlite: Workspace) -> None:
    on_sqlite.open_home(BEN)
    on_sqlite.settle()
    before = row_counts(on_sqlite)
    calls = Calls(on_sqlite)
    on_sqlite.client.post("/local/home", json={"user": BEN})
    on_sqlite.eventually(lambda: calls.counted["views.publish"])
    on_sqlite.settle()
    assert row_counts(on_sqlite) == before
    assert calls.counted["views.publish"] == 1


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
