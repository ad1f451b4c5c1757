"""Messages, views and users as Slack writes them in JSON."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox.model import (
    Channel,
    ChannelKind,
    JsonObject,
    JsonValue,
    Message,
    Origin,
    User,
    View,
    ViewKind,
)
from bot.sandbox.workspace import Workspace


def message_json(workspace: Workspace, message: Message, *, with_metadata: bool = False) -> JsonObject:
    """A message as `chat.postMessage`, histories and payloads show it."""
    body: JsonObject = {
        "type": "message",
        "ts": message.ts,
        "text": message.text,
        "team": workspace.cast.team_id,
    }
    bot = workspace.bot
    if message.user == bot.id:
        body |= {"bot_id": bot.bot_id, "app_id": workspace.cast.app_id}
    if message.origin is Origin.RESPONSE:
        # What came in answer to a command or by response_url has no author, only a bot.
        body |= {"subtype": "bot_message", "username": bot.name}
    else:
        body["user"] = message.user
    if message.blocks:
        body["blocks"] = list(message.blocks)
    if message.thread_ts is not None:
        body["thread_ts"] = message.thread_ts
        parent = workspace.store.message(message.channel, message.thread_ts)
        if message.is_reply and parent is not None:
            body["parent_user_id"] = parent.user
    if message.is_broadcast:
        body["subtype"] = "thread_broadcast"
    if message.edited_ts is not None:
        body["edited"] = {"user": message.user, "ts": message.edited_ts}
    if with_metadata and message.metadata is not None:
        body["metadata"] = message.metadata
    return body


def view_json(workspace: Workspace, view: View) -> JsonObject:
    """A view as `views.open` answers it and as payloads carry it."""
    body: JsonObject = {
        "id": view.id,
        "team_id": workspace.cast.team_id,
        "type": view.kind.value,
        "blocks": list(view.blocks),
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "state": {"values": view.values},
        "hash": view.hash,
        "title": view.title,
        "clear_on_close": view.clear_on_close,
        "notify_on_close": view.notify_on_close,
        "close": view.close,
        "submit": view.submit,
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": workspace.cast.app_id,
        "external_id": view.external_id,
        "app_installed_team_id": workspace.cast.team_id,
        "bot_id": workspace.bot.bot_id,
    }
    if view.kind is ViewKind.HOME:
        body["title"] = {"type": "plain_text", "text": "View Title", "emoji": True}
    return body


def user_json(workspace: Workspace, user: User) -> JsonObject:
    """A user as `users.info` shows it; offsets are those of the workspace's time."""
    return {
        "id": user.id,
        "team_id": user.team_id or workspace.cast.team_id,
        "name": user.name,
        "deleted": user.is_deleted,
        "real_name": user.real_name,
        "profile": {
            "real_name": user.real_name,
            "real_name_normalized": user.real_name,
            "display_name": user.name,
            "display_name_normalized": user.name,
            "first_name": user.real_name.partition(" ")[0],
            "last_name": user.real_name.partition(" ")[2],
            "team": user.team_id or workspace.cast.team_id,
            **({"bot_id": user.bot_id, "api_app_id": workspace.cast.app_id} if user.bot_id else {}),
        },
        **_zone(user.tz, workspace.clock.now()),
        "is_admin": user.is_admin,
        "is_owner": user.is_owner,
        "is_primary_owner": user.is_owner,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }


def _zone(name: str, now: datetime) -> JsonObject:
    local = now.astimezone(ZoneInfo(name))
    offset = local.utcoffset()
    return {
        "tz": name,
        "tz_label": local.tzname() or name,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
    }


def channel_json(workspace: Workspace, channel: Channel) -> JsonObject:
    """A channel as `conversations.info` shows it to the bot."""
    if channel.kind is ChannelKind.DIRECT:
        return {
            "id": channel.id,
            "created": 1_700_000_000,
            "is_im": True,
            "is_org_shared": False,
            "is_archived": False,
            "user": channel.user,
            "context_team_id": workspace.cast.team_id,
        }
    is_private = channel.kind is ChannelKind.PRIVATE
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not is_private,
        "is_group": is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": is_private,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "is_member": workspace.store.is_member(channel.id, workspace.bot.id),
        "created": 1_700_000_000,
        "creator": workspace.cast.users[0].id,
        "context_team_id": workspace.cast.team_id,
        "topic": _note(),
        "purpose": _note(),
        "num_members": len(workspace.store.members(channel.id)),
    }


def _note() -> dict[str, JsonValue]:
    return {"value": "", "creator": "", "last_set": 0}
