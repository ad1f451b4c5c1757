"""The bodies of the requests to the bot, field for field as Slack sends them."""

import secrets

from bot.sandbox.blocks import Placed, placed_elements
from bot.sandbox.choices import WITHOUT_STATE
from bot.sandbox.model import (
    Channel,
    ChannelKind,
    JsonObject,
    JsonValue,
    Message,
    User,
    View,
    object_of,
    text_of,
)
from bot.sandbox.wire import message_json, view_json
from bot.sandbox.workspace import Workspace

TOKEN = "local-verification-token"  # noqa: S105 -- Slack's deprecated token: sent, and never to be trusted


def channel_name(channel: Channel) -> str:
    """The name by which payloads call a channel."""
    return "directmessage" if channel.kind is ChannelKind.DIRECT else channel.name


def response_url(workspace: Workspace, token: str) -> str:
    """The address under which the bot may answer."""
    return f"{workspace.options.public_url}/response/{token}"


def slash_command(
    workspace: Workspace, user: User, channel: Channel, command: str, text: str, *, trigger_id: str
) -> dict[str, str]:
    """The form fields of a slash command."""
    token = workspace.response_urls.issue(channel.id, user.id, original=None, original_is_ephemeral=False)
    return {
        "token": TOKEN,
        "team_id": workspace.cast.team_id,
        "team_domain": workspace.cast.team_domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.cast.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(workspace, token),
        "trigger_id": trigger_id,
    }


def _interaction(workspace: Workspace, kind: str, user: User) -> JsonObject:
    return {
        "type": kind,
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": workspace.cast.team_id,
        },
        "api_app_id": workspace.cast.app_id,
        "token": TOKEN,
        "team": {"id": workspace.cast.team_id, "domain": workspace.cast.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _message_place(workspace: Workspace, channel: Channel, message: Message) -> JsonObject:
    container: JsonObject = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.is_ephemeral,
    }
    if message.thread_ts is not None:
        container["thread_ts"] = message.thread_ts
    place: JsonObject = {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
    }
    if not message.is_ephemeral:
        # Slack keeps no ephemerals, so a payload about one cannot carry it.
        place["message"] = message_json(workspace, message)
    return place


def _view_place(workspace: Workspace, view: View) -> JsonObject:
    return {"container": {"type": "view", "view_id": view.id}, "view": view_json(workspace, view)}


def action(placed: Placed, state: JsonObject, action_ts: str) -> JsonObject:
    """One entry of `actions`: the element with what was picked."""
    body: JsonObject = {"type": placed.kind, "action_id": placed.action_id, "block_id": placed.block_id}
    for key in ("text", "value", "style", "url", "placeholder", "initial_option", "confirm"):
        if placed.kind == "button" or key in ("placeholder", "initial_option", "confirm"):
            part = placed.element.get(key)
            if part is not None:
                body[key] = part
    if placed.kind not in WITHOUT_STATE or placed.kind == "overflow":
        body |= {key: value for key, value in state.items() if key != "type"}
    body["action_ts"] = action_ts
    return body


def block_actions_on_message(
    workspace: Workspace,
    user: User,
    channel: Channel,
    message: Message,
    *,
    pressed: JsonObject,
    values: JsonObject,
    trigger_id: str,
) -> JsonObject:
    """A press or a choice on a message."""
    token = workspace.response_urls.issue(
        channel.id, user.id, original=message.ts, original_is_ephemeral=message.is_ephemeral
    )
    return {
        **_interaction(workspace, "block_actions", user),
        **_message_place(workspace, channel, message),
        "trigger_id": trigger_id,
        "state": {"values": values},
        "response_url": response_url(workspace, token),
        "actions": [pressed],
    }


def block_actions_in_view(
    workspace: Workspace, user: User, view: View, *, pressed: JsonObject, trigger_id: str
) -> JsonObject:
    """A press or a choice in a modal or on the Home tab."""
    return {
        **_interaction(workspace, "block_actions", user),
        **_view_place(workspace, view),
        "trigger_id": trigger_id,
        "actions": [pressed],
    }


def view_submission(workspace: Workspace, user: User, view: View, *, trigger_id: str) -> JsonObject:
    """A modal sent off."""
    return {
        **_interaction(workspace, "view_submission", user),
        "trigger_id": trigger_id,
        "view": view_json(workspace, view),
        "response_urls": _response_urls(workspace, user, view),
    }


def _response_urls(workspace: Workspace, user: User, view: View) -> list[JsonValue]:
    found: list[JsonValue] = []
    for placed in placed_elements(view.blocks):
        state = object_of(object_of(view.values, placed.block_id), placed.action_id)
        chosen = text_of(state, "selected_conversation") or text_of(state, "selected_channel")
        if chosen and placed.element.get("response_url_enabled") is True:
            token = workspace.response_urls.issue(chosen, user.id, original=None, original_is_ephemeral=False)
            found.append(
                {
                    "block_id": placed.block_id,
                    "action_id": placed.action_id,
                    "channel_id": chosen,
                    "response_url": response_url(workspace, token),
                }
            )
    return found


def view_closed(workspace: Workspace, user: User, view: View, *, is_cleared: bool) -> JsonObject:
    """A modal closed without sending; `is_cleared` when the whole stack went."""
    return {
        **_interaction(workspace, "view_closed", user),
        "view": view_json(workspace, view),
        "is_cleared": is_cleared,
    }


def block_suggestion_in_view(
    workspace: Workspace, user: User, view: View, placed: Placed, typed: str
) -> JsonObject:
    """What was typed into an external menu of a view."""
    return {
        **_interaction(workspace, "block_suggestion", user),
        **_view_place(workspace, view),
        "action_id": placed.action_id,
        "block_id": placed.block_id,
        "value": typed,
    }


def block_suggestion_on_message(
    workspace: Workspace, user: User, channel: Channel, message: Message, placed: Placed, typed: str
) -> JsonObject:
    """What was typed into an external menu of a message."""
    return {
        **_interaction(workspace, "block_suggestion", user),
        **_message_place(workspace, channel, message),
        "action_id": placed.action_id,
        "block_id": placed.block_id,
        "value": typed,
    }


def global_shortcut(
    workspace: Workspace, user: User, callback_id: str, *, action_ts: str, trigger_id: str
) -> JsonObject:
    """A global shortcut: it has no response_url."""
    return {
        **_interaction(workspace, "shortcut", user),
        "callback_id": callback_id,
        "action_ts": action_ts,
        "trigger_id": trigger_id,
    }


def message_shortcut(
    workspace: Workspace,
    user: User,
    channel: Channel,
    message: Message,
    callback_id: str,
    *,
    action_ts: str,
    trigger_id: str,
) -> JsonObject:
    """A shortcut from a message's own menu."""
    token = workspace.response_urls.issue(channel.id, user.id, original=None, original_is_ephemeral=False)
    return {
        **_interaction(workspace, "message_action", user),
        "callback_id": callback_id,
        "action_ts": action_ts,
        "trigger_id": trigger_id,
        "response_url": response_url(workspace, token),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message_ts": message.ts,
        "message": message_json(workspace, message),
    }


def event_callback(workspace: Workspace, event: JsonObject, event_id: str | None = None) -> JsonObject:
    """A delivery of the Events API around that event; a new event_id when none is given."""
    cast = workspace.cast
    return {
        "token": TOKEN,
        "team_id": cast.team_id,
        "context_team_id": cast.team_id,
        "context_enterprise_id": None,
        "api_app_id": cast.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id or f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(workspace.clock.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": cast.team_id,
                "user_id": workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_urlsafe(24)}",
    }
