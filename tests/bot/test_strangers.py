"""Whom the bot does not serve: other workspaces, and guests from them. They are told; nothing is stored."""

from dataclasses import replace
from typing import Any

import pytest

from tests.bot.signed import TEAM, interaction, send_command, send_event, send_payload
from tests.bot.watching import row_counts
from tests.workspace import ANA, Workspace

NOT_CONNECTED = "This bot is not connected to your workspace. Ask whoever runs it."
GUEST = "You are a guest from another workspace here. Ask an organiser to note it for you."
OTHER: dict[str, Any] = {"team": {"id": "T0OTHER", "domain": "other"}}
AS_GUEST: dict[str, Any] = {"user": {"id": "U0FAR", "name": "far", "team_id": "T0OTHER"}}
IN_ENTERPRISE: dict[str, Any] = {
    "team": None,
    "enterprise": {"id": "E0ORG", "name": "Org"},
    "is_enterprise_install": True,
}


def _form(**more: Any) -> dict[str, Any]:
    field = {"a": {"type": "external_select", "selected_option": {"value": "PA-07"}}}
    view = {"id": "V1", "type": "modal", "callback_id": "v1:claim-district", "hash": "1.a",
            "private_metadata": "", "state": {"values": {"district": field}}}  # fmt: skip
    return interaction("view_submission", view=view, **more)


def _said(answer: Any) -> str:
    return str(answer.json()["view"]["blocks"])


def test_a_command_from_another_workspace(workspace: Workspace) -> None:
    before = row_counts(workspace)
    answer = send_command(workspace, "PA-07", team_id="T0OTHER")
    assert answer.json()["text"] == NOT_CONNECTED
    assert answer.json()["response_type"] == "ephemeral"
    assert row_counts(workspace) == before


@pytest.mark.parametrize(
    ("more", "sentence"), [(OTHER, NOT_CONNECTED), (AS_GUEST, GUEST)], ids=["other", "guest"]
)
def test_a_form(on_sqlite: Workspace, more: dict[str, Any], sentence: str) -> None:
    before = row_counts(on_sqlite)
    assert sentence in _said(send_payload(on_sqlite, {**_form(), **more}))
    assert row_counts(on_sqlite) == before


@pytest.mark.parametrize("more", [OTHER, AS_GUEST], ids=["other", "guest"])
def test_type_ahead_tells_them_nothing(on_sqlite: Workspace, more: dict[str, Any]) -> None:
    asked = interaction("block_suggestion", action_id="v1:claim-district:district", value="pa")
    assert send_payload(on_sqlite, asked).json()["options"]
    assert send_payload(on_sqlite, {**asked, **more}).json() == {"options": []}


def test_a_guest_who_presses_is_told(on_sqlite: Workspace) -> None:
    card = on_sqlite.type("/claim-district PA-07", ANA).message
    on_sqlite.settle()
    pressed = on_sqlite.press("See the district", card, ANA)
    assert pressed.raw["status"] == 200
    on_sqlite.eventually(lambda: len(on_sqlite.seen()) == 2)
    body = on_sqlite.sandbox.deliveries[-1]
    before = row_counts(on_sqlite)
    guest = replace(
        body, body=body.body.replace(f"%22{TEAM}%22%7D%2C+%22api".encode(), b"%22T0OTHER%22%7D%2C+%22api")
    )
    assert guest.body != body.body
    assert on_sqlite.run(on_sqlite.sandbox.redeliver(guest)).text == ""
    told = on_sqlite.eventually(lambda: on_sqlite.seen()[2:])
    assert told[0]["text"] == GUEST
    assert told[0]["ephemeral"]
    assert row_counts(on_sqlite) == before


def test_an_organisation_that_installed_it_everywhere(workspace: Workspace) -> None:
    """`team` is null then; the person may be at home in another workspace of the same organisation."""
    for user in (
        {"id": "U0ANA", "name": "ana", "team_id": TEAM},
        {"id": "U0FAR", "name": "far", "team_id": "T0SISTER"},
    ):
        view_id = f"V{user['id']}"
        form = {**_form(), **IN_ENTERPRISE, "user": user}
        answer = send_payload(workspace, {**form, "view": {**form["view"], "id": view_id}})
        assert (answer.status_code, answer.text) == (200, "")
    assert row_counts(workspace)["claims"] == 2


def test_a_view_says_for_which_workspace_it_was_opened(on_sqlite: Workspace) -> None:
    """In a shared channel `team` may be the guest's; the view says whose app it is."""
    form = _form()
    form["view"]["app_installed_team_id"] = "T0OTHER"
    assert NOT_CONNECTED in _said(send_payload(on_sqlite, form))
    form["view"]["app_installed_team_id"] = TEAM
    assert send_payload(on_sqlite, {**form, **OTHER}).text == ""


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked", "app_home_opened"])
def test_an_event_of_another_workspace_changes_nothing(on_sqlite: Workspace, kind: str) -> None:
    before = row_counts(on_sqlite)
    body = {"type": "event_callback", "team_id": "T0OTHER", "event_id": "Ev1",
            "event": {"type": kind, "user": "U0FAR", "tokens": {"bot": ["U0BOT"]}},
            "authorizations": [{"team_id": "T0OTHER", "enterprise_id": None}]}  # fmt: skip
    assert send_event(on_sqlite, body).status_code == 200
    assert row_counts(on_sqlite) == before
