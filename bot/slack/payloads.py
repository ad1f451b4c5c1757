"""Slack's payloads, read into our own terms. A payload of an unexpected shape reads as None."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from bot.incoming import Completing, Eyes, Pressed, Submitted, Taken, Typed
from bot.slack.render import about_of
from bot.slack.views import carried, command_of, submitted_values
from handlers.cards import About
from handlers.request import Origin
from storage.coalitions import WorkspaceKey

Json = Mapping[str, object]

_CHANNELS = ("C", "G")
"""How a channel's id begins, and no direct message's."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways by which this request can be answered beyond its HTTP response."""

    in_response: bool = False
    """Whether the HTTP response itself is shown as a message."""
    response_url: str | None = None
    trigger_id: str | None = None
    view_id: str | None = None
    in_view: bool = False
    thread: str | None = None
    """The thread that was pressed in: what is said beside belongs there, too."""
    pressed_about: About | None = None


def child(holder: Json, *keys: str) -> Json:
    """The object at a path of keys; an empty one where it is missing."""
    for key in keys:
        value = holder.get(key)
        holder = cast("Json", value) if isinstance(value, dict) else {}
    return holder


def _first(value: object) -> Json:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return cast("Json", items[0]) if items and isinstance(items[0], dict) else {}


def word(holder: Json, key: str) -> str:
    """The string under a key; an empty one where it is missing."""
    value = holder.get(key)
    return value if isinstance(value, str) else ""


def is_readable(body: Json) -> bool:
    """Whether a payload has what tells who is to listen to it. Bolt looks there without asking."""
    match body.get("type"):
        case "block_actions":
            return _named(_first(body.get("actions")), "action_id")
        case "view_submission" | "view_closed":
            view = child(body, "view")
            return _named(view, "callback_id") and _named(view, "type")
        case "block_suggestion":
            return _named(body, "action_id")
        case "interactive_message" | "dialog_submission" | "dialog_suggestion":
            return False  # of a Slack before Block Kit; the bot sends nothing that would bring them
        case "event_callback":
            return _named(child(body, "event"), "type")
        case _:
            return "callback_id" not in body or _named(body, "callback_id")


def _named(holder: Json, key: str) -> bool:
    return isinstance(holder.get(key), str)


def team_of(body: Json) -> str:
    """Which workspace a request is for, looked for in the order of Bolt's `extract_team_id`."""
    authorizations = body.get("authorizations")
    first = _first(authorizations)
    candidates = (
        word(child(body, "view"), "app_installed_team_id"),
        word(first, "team_id"),
        word(child(body, "team"), "id"),
        word(body, "team") or word(body, "team_id"),
        # In an Enterprise organisation this is where the person is at home, not where the request is from.
        "" if _enterprise(body) else word(child(body, "user"), "team_id"),
    )
    return next((team for team in candidates if team), "")


def is_outsider(body: Json, team: str) -> bool:
    """Whether the person belongs to another organisation, in a channel that is shared with it."""
    own = word(child(body, "user"), "team_id")
    return bool(own) and own != team and not _enterprise(body)


def _enterprise(body: Json) -> str:
    return word(child(body, "enterprise"), "id")


def _once(body: Json, *keys: str) -> str:
    """Slack's own id of a request; where it gives none, one that no other request has."""
    return next((word(body, key) for key in keys if word(body, key)), "") or secrets.token_hex(16)


def typed(body: Json, workspace: WorkspaceKey) -> tuple[Typed, Ways]:
    """A slash command."""
    channel = word(body, "channel_id")
    origin = Origin(
        workspace,
        word(body, "user_id"),
        word(body, "user_name") or word(body, "user_id"),
        channel or None,
        is_direct=channel.startswith("D"),
    )
    root = word(body, "command").lstrip("/")
    incoming = Typed(
        origin, f"command:{_once(body, 'trigger_id', 'response_url')}", root, unescaped(word(body, "text"))
    )
    return incoming, Ways(
        in_response=True,
        response_url=word(body, "response_url") or None,
        trigger_id=word(body, "trigger_id") or None,
    )


def shortcut(body: Json, workspace: WorkspaceKey) -> tuple[Typed | Taken, Ways]:
    """A shortcut: the command of that name, with nothing typed, or with a message taken up."""
    if body.get("type") == "message_action":
        return _message_shortcut(body, workspace)
    origin = _origin(workspace, child(body, "user"), None, direct=False)
    incoming = Typed(
        origin, f"shortcut:{_once(body, 'trigger_id', 'action_ts')}", word(body, "callback_id"), ""
    )
    return incoming, Ways(trigger_id=word(body, "trigger_id") or None)


def _message_shortcut(body: Json, workspace: WorkspaceKey) -> tuple[Taken, Ways]:
    channel = word(child(body, "channel"), "id")
    origin = _origin(workspace, child(body, "user"), channel or None, direct=channel.startswith("D"))
    message = child(body, "message")
    incoming = Taken(
        origin,
        f"shortcut:{_once(body, 'trigger_id', 'action_ts')}",
        word(body, "callback_id"),
        unescaped(word(message, "text")),
        _moment(word(message, "ts")),
        _permalink(word(child(body, "team"), "domain"), channel, word(message, "ts")),
    )
    ways = Ways(response_url=word(body, "response_url") or None, trigger_id=word(body, "trigger_id") or None)
    return incoming, ways


def _permalink(domain: str, channel: str, ts: str) -> str:
    """A message's own address; "" where nobody else could open it, as in a direct message."""
    if not domain or not channel.startswith(_CHANNELS):
        return ""
    return f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"


def _moment(ts: str) -> datetime:
    """When a message was written. Raises ValueError for what is no `ts`."""
    return datetime.fromtimestamp(int(ts.partition(".")[0]), UTC)


def opened_home(body: Json, workspace: WorkspaceKey) -> Origin:
    """Who opened the bot's home page."""
    user = word(child(body, "event"), "user")
    return Origin(workspace, user, user)


def unescaped(text: str) -> str:
    """Typed text as it was typed; what Slack made of mentions (<@U1|ana>) stays recognisable."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def pressed(body: Json, workspace: WorkspaceKey) -> tuple[Pressed, Ways] | None:
    """A press of a button or a choice from a menu."""
    action = _first(body.get("actions"))
    if not action:
        return None
    container = child(body, "container")
    view = child(body, "view")
    carry = carried(word(view, "private_metadata"))
    channel = word(child(body, "channel"), "id") or word(container, "channel_id") or carry.channel
    direct = carry.is_direct or (channel or "").startswith("D")
    private = container.get("is_ephemeral") is True or direct
    eyes = Eyes.VIEW if view else Eyes.PERSON if private else Eyes.CHANNEL
    user = child(body, "user")
    incoming = Pressed(
        _origin(workspace, user, channel, direct=direct),
        f"press:{_once({**action, **body}, 'trigger_id', 'action_ts')}",
        word(action, "action_id"),
        word(child(action, "selected_option"), "value") or None,
        eyes,
        word(container, "message_ts") or None,
    )
    ways = Ways(
        response_url=word(body, "response_url") or None,
        trigger_id=word(body, "trigger_id") or None,
        view_id=word(view, "id") or None,
        in_view=word(view, "type") == "modal",
        thread=word(container, "thread_ts") or None,
        pressed_about=about_of(word(action, "block_id")),
    )
    return incoming, ways


def submitted(body: Json, workspace: WorkspaceKey) -> tuple[Submitted, Ways]:
    """A form."""
    view = child(body, "view")
    carry = carried(word(view, "private_metadata"))
    incoming = Submitted(
        _origin(workspace, child(body, "user"), carry.channel, direct=carry.is_direct),
        f"submit:{word(view, 'id')}:{word(view, 'hash')}",
        command_of(word(view, "callback_id")),
        carry.kept,
        submitted_values(child(view, "state", "values")),
    )
    return incoming, Ways(
        trigger_id=word(body, "trigger_id") or None, view_id=word(view, "id") or None, in_view=True
    )


def completing(body: Json, workspace: WorkspaceKey) -> Completing | None:
    """A question for completions; the field's id says of which command and which argument."""
    _, _, rest = word(body, "action_id").partition(":")
    command_id, _, parameter = rest.rpartition(":")
    if not command_id:
        return None
    carry = carried(word(child(body, "view"), "private_metadata"))
    origin = _origin(workspace, child(body, "user"), carry.channel, direct=carry.is_direct)
    return Completing(origin, command_id, parameter, word(body, "value"))


def _origin(workspace: WorkspaceKey, user: Json, channel: str | None, *, direct: bool) -> Origin:
    name = word(user, "name") or word(user, "username") or word(user, "id")
    return Origin(workspace, word(user, "id"), name, channel or None, direct)
