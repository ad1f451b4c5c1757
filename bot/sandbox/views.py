"""Making views out of what the bot sends."""

import secrets
from dataclasses import replace

from bot.sandbox.blocks import completed, view_is_too_large, view_problems
from bot.sandbox.choices import carried_over, initial_values
from bot.sandbox.model import JsonObject, JsonValue, View, ViewKind, objects_of, text_of
from bot.sandbox.refused import RefusalError
from bot.sandbox.workspace import Workspace


def checked_view(given: JsonValue, kind: ViewKind) -> JsonObject:
    """The view's JSON; RefusalError `invalid_arguments` or `view_too_large` when Slack would not take it."""
    problems = view_problems(given, kind)
    if problems or not isinstance(given, dict):
        raise RefusalError("invalid_arguments", problems)
    if view_is_too_large(given):
        raise RefusalError("view_too_large")
    return given


def new_view(
    workspace: Workspace, given: JsonObject, kind: ViewKind, user: str, *, here: str | None = None
) -> View:
    """A view from checked JSON. `here` is the conversation in which it is opened."""
    _external_id_is_free(workspace, given, but_for=None)
    view_id = f"V{secrets.token_hex(5).upper()}"
    blocks = completed(objects_of(given, "blocks"))
    bare = View(
        id=view_id,
        kind=kind,
        user=user,
        hash=workspace.new_hash(),
        root_view_id=view_id,
        blocks=blocks,
        values=initial_values(blocks, here=here),
    )
    return _with_fields(bare, given)


def updated_view(workspace: Workspace, former: View, given: JsonObject) -> View:
    """The view with new content: same id, new hash, what was entered kept where the fields stay."""
    _external_id_is_free(workspace, given, but_for=former.id)
    blocks = completed(objects_of(given, "blocks"))
    changed = replace(
        former,
        blocks=blocks,
        hash=workspace.new_hash(),
        values=carried_over(blocks, former.blocks, former.values),
        errors={},
        trouble=None,
    )
    return _with_fields(changed, given)


def _external_id_is_free(workspace: Workspace, given: JsonObject, *, but_for: str | None) -> None:
    external_id = text_of(given, "external_id")
    taken = workspace.modals.find(external_id=external_id) if external_id else None
    if taken is not None and taken.id != but_for:
        raise RefusalError("duplicate_external_id")


def _with_fields(view: View, given: JsonObject) -> View:
    return replace(
        view,
        callback_id=text_of(given, "callback_id"),
        private_metadata=text_of(given, "private_metadata"),
        external_id=text_of(given, "external_id"),
        title=_text_object(given, "title"),
        submit=_text_object(given, "submit"),
        close=_text_object(given, "close"),
        clear_on_close=given.get("clear_on_close") is True,
        notify_on_close=given.get("notify_on_close") is True,
    )


def _text_object(given: JsonObject, key: str) -> JsonObject | None:
    value = given.get(key)
    return {"emoji": True, **value} if isinstance(value, dict) else None
