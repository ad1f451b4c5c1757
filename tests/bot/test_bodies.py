"""Bodies that Slack would not send: nothing fails inside, nothing is stored, nothing is done by halves."""

import copy
import json
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from storage.claims import ClaimRow
from storage.members import MemberRow
from tests.bot.signed import FORM, JSON, TEAM, interaction, send, send_command, send_event, send_payload
from tests.workspace import Workspace

BUTTON = {"type": "button", "action_id": "v1:claim-district:district=1", "block_id": "b", "action_ts": "1.2"}
FIELD = {"a": {"type": "external_select", "selected_option": {"value": "nonsense"}}}
PRESS = interaction(
    "block_actions",
    container={"type": "message", "message_ts": "1.1", "channel_id": "C0CAMPAIGN", "is_ephemeral": False},
    channel={"id": "C0CAMPAIGN", "name": "campaign"},
    actions=[BUTTON],
    response_url="http://127.0.0.1:9/response/x",
)
FORM_SENT = interaction(
    "view_submission",
    view={"id": "V1", "type": "modal", "callback_id": "v1:claim-district", "hash": "1.a",
          "private_metadata": '{"kept": {}, "channel": "C0CAMPAIGN"}',
          "state": {"values": {"district": FIELD}}},
)  # fmt: skip
TYPING = interaction("block_suggestion", action_id="v1:claim-district:district", block_id="b", value="pa",
                     view={"id": "V1", "private_metadata": ""})  # fmt: skip
SHORTCUT = interaction("shortcut", callback_id="claim-district", action_ts="1.2")
EVENT: dict[str, Any] = {
    "type": "event_callback",
    "team_id": TEAM,
    "event_id": "Ev1",
    "event": {"type": "app_home_opened", "user": "U0ANA", "tab": "home"},
    "authorizations": [{"team_id": TEAM, "enterprise_id": None, "user_id": "U0BOT", "is_bot": True}],
}
WRONG: tuple[object, ...] = (None, 5, "x", [], [5], {"a": 1})


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    if path:
        yield path
    keys: list[Any] = []
    if isinstance(value, dict):
        keys = list(cast("dict[str, Any]", value))
    elif isinstance(value, list):
        keys = list(range(len(cast("list[Any]", value))))
    for key in keys:
        yield from _paths(value[key], (*path, key))


def _changed(body: dict[str, Any], path: tuple[Any, ...], wrong: object) -> dict[str, Any]:
    """The body with something else at one place; with nothing there for an ellipsis."""
    changed = copy.deepcopy(body)
    holder: Any = changed
    for key in path[:-1]:
        holder = holder[key]
    if wrong is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = wrong
    return changed


@pytest.mark.parametrize("body", [PRESS, FORM_SENT, TYPING, SHORTCUT, EVENT], ids=lambda body: body["type"])
def test_a_wrong_shape_anywhere_is_no_fault_of_ours(standing: Workspace, body: dict[str, Any]) -> None:
    shared = interaction("")  # looked at once, in a press
    for path in _paths(body):
        for wrong in (*WRONG, ...) if body is PRESS or path[0] not in shared else ():
            changed = _changed(body, path, wrong)
            sent = send_event(standing, changed) if body is EVENT else send_payload(standing, changed)
            assert sent.status_code < 500, (path, wrong)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"payload=%7B%22type%22%3A%22block_act", FORM),
        (b"payload=", FORM),
        (b"payload=%5B%5D", FORM),
        (b"payload=null", FORM),
        (b"payload=7", FORM),
        (b"payload=%22text%22", FORM),
        (b"payload=" + b"%5B" * 100_000, FORM),
        (b'{"type": "event_callback", "event": {"ty', JSON),
        (b"[]", JSON),
        (b"null", JSON),
        (b"", JSON),
        (b"\xff\xfe{}", JSON),
        (b"command=/claim-district&text=\xff\xfe", FORM),
        (b"1" * 5000, JSON),
        (b"[" * 100_000, JSON),
    ],
    ids=["cut", "empty", "a list", "null", "a number", "a text", "deep", "cut event", "list", "nothing known",
         "no bytes", "UTF-16", "not UTF-8", "a long number", "deep list"],
)  # fmt: skip
def test_an_unreadable_body_is_refused(standing: Workspace, raw: bytes, kind: str) -> None:
    answer = send(standing, raw, kind)
    assert (answer.status_code, answer.text) == (400, "unreadable")


@pytest.mark.parametrize(
    "payload",
    [{}, {"payload": {"type": "block_actions"}}, {"type": "something_new"}, {"type": 5}, {"type": None}],
)
def test_what_is_unknown_is_refused(standing: Workspace, payload: object) -> None:
    assert send_payload(standing, payload).status_code in (400, 404)


@pytest.mark.parametrize("kind", ["interactive_message", "dialog_submission"])
def test_what_came_before_block_kit_is_refused(standing: Workspace, kind: str) -> None:
    assert send_payload(standing, interaction(kind, callback_id="x", actions=[{}])).status_code == 400


def test_a_content_type_is_read_in_any_case(standing: Workspace) -> None:
    raw = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
    assert "c" in send(standing, raw, "Application/JSON; charset=UTF-8").text


@pytest.mark.parametrize("text", ["PA-07\x00", "\x00", "PA-07 \udbff support", "\ud800"])
def test_what_no_database_holds_is_replaced(workspace: Workspace, text: str) -> None:
    values = {"district": {"a": {"type": "external_select", "selected_option": {"value": text}}}}
    view = {**FORM_SENT["view"], "state": {"values": values}}
    user = {"id": "U0ANA", "name": f"ana {text}", "team_id": TEAM}
    answer = send_payload(workspace, {**FORM_SENT, "view": view, "user": user})
    assert answer.status_code == 200
    assert "our side" not in answer.text


def test_a_name_with_a_nul_is_stored_without_it(workspace: Workspace) -> None:
    workspace.run(workspace.runtime.fall_silent())  # the name is looked up afterwards, and then another
    assert send_command(workspace, "PA-07", user_name="a\x00na").status_code == 200
    with workspace.database.transaction(workspace.coalition_id) as db:
        assert list(db.scalars(select(MemberRow.name))) == ["a\ufffdna"]


def test_nothing_is_stored_of_all_this(on_sqlite: Workspace) -> None:
    for path in _paths(FORM_SENT):
        send_payload(on_sqlite, _changed(FORM_SENT, path, {"a": 1}))
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        assert db.scalar(select(func.count(ClaimRow.id))) == 0


def test_a_command_without_an_id_is_taken_for_none_other(on_sqlite: Workspace) -> None:
    """A stand-in for Slack may leave trigger_id out: two commands must not pass for one."""
    for seat in ("PA-07", "PA-08"):
        fields = {"command": "/claim-district", "text": seat, "user_id": "U0ANA", "channel_id": "C0CAMPAIGN"}
        answer = send(on_sqlite, urlencode(fields).encode())
        assert answer.json()["text"].startswith(seat)


def test_fields_that_are_said_twice(on_sqlite: Workspace) -> None:
    raw = urlencode(
        [("command", "/claim-district"), ("text", "PA-07"), ("text", "PA-08"), ("user_id", "U0ANA")]
    )
    assert send(on_sqlite, raw.encode()).status_code == 200
