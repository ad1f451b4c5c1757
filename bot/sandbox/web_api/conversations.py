"""conversations.open, .info, .list, .members, .history, .replies."""

from collections.abc import Sequence

from bot.sandbox.model import Channel, ChannelKind, JsonObject, Message
from bot.sandbox.refused import RefusalError
from bot.sandbox.web_api.arguments import Arguments
from bot.sandbox.web_api.pages import page_of
from bot.sandbox.web_api.places import bot_is_in, direct_message, joined_channel, known_channel
from bot.sandbox.wire import channel_json, message_json
from bot.sandbox.workspace import Workspace


def open_conversation(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.open, for a direct message with one person."""
    users = [user.strip() for user in arguments.text("users").split(",") if user.strip()]
    if arguments.text("channel"):
        channel = known_channel(workspace, arguments.text("channel"))
        if channel.kind is not ChannelKind.DIRECT:
            raise RefusalError("method_not_supported_for_channel_type")
        return _opened(workspace, arguments, channel, already_open=True)
    if not users:
        raise RefusalError("users_list_not_supplied")
    if len(users) > 1:
        raise RefusalError("not_enough_users", detail="group direct messages do not exist in this workspace")
    user = workspace.store.user(users[0])
    if user is None:
        raise RefusalError("user_not_found")
    already_open = workspace.store.channel(workspace.direct_channel(user).id) is not None
    return _opened(workspace, arguments, direct_message(workspace, user.id), already_open=already_open)


def _opened(
    workspace: Workspace, arguments: Arguments, channel: Channel, *, already_open: bool
) -> JsonObject:
    body: JsonObject = {"id": channel.id}
    if arguments.flag("return_im"):
        body = channel_json(workspace, channel)
    answer: JsonObject = {"ok": True, "channel": body}
    return {**answer, "no_op": True, "already_open": True} if already_open else answer


def info(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.info."""
    channel = known_channel(workspace, arguments.required("channel"))
    return {"ok": True, "channel": channel_json(workspace, channel)}


def list_all(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.list: public channels unless `types` says otherwise, in pages."""
    wanted = {kind.strip() for kind in (arguments.text("types") or "public_channel").split(",")}
    if not wanted <= {"public_channel", "private_channel", "mpim", "im"}:
        raise RefusalError("invalid_types")
    hide_archived = arguments.flag("exclude_archived")
    found = [
        channel
        for channel in workspace.store.channels()
        if channel.kind in wanted
        and not (hide_archived and channel.is_archived)
        and (channel.kind is ChannelKind.PUBLIC or bot_is_in(workspace, channel))
    ]
    page, cursor = page_of(found, arguments, default=100, at_most=1000)
    return {
        "ok": True,
        "channels": [channel_json(workspace, channel) for channel in page],
        "response_metadata": {"next_cursor": cursor},
    }


def members(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.members, in pages."""
    channel = known_channel(workspace, arguments.required("channel"))
    page, cursor = page_of(workspace.store.members(channel.id), arguments, default=100, at_most=1000)
    return {"ok": True, "members": list(page), "response_metadata": {"next_cursor": cursor}}


def history(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.history: the latest first, without ephemerals and plain replies."""
    channel = joined_channel(workspace, arguments.required("channel"))
    found = [
        message
        for message in reversed(_within(workspace, channel, arguments))
        if not message.is_reply or message.is_broadcast
    ]
    return _page(workspace, found, arguments)


def replies(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.replies: a thread, its first message first."""
    channel = joined_channel(workspace, arguments.required("channel"))
    ts = arguments.required("ts")
    parent = workspace.store.message(channel.id, ts)
    if parent is None or parent.is_ephemeral:
        raise RefusalError("thread_not_found")
    found = [
        message for message in _within(workspace, channel, arguments) if ts in (message.ts, message.thread_ts)
    ]
    return _page(workspace, found, arguments)


def _within(workspace: Workspace, channel: Channel, arguments: Arguments) -> list[Message]:
    oldest, latest = arguments.text("oldest") or "0", arguments.text("latest")
    inclusive = arguments.flag("inclusive")

    def is_within(ts: str) -> bool:
        after = _seconds(ts) >= _seconds(oldest) if inclusive else _seconds(ts) > _seconds(oldest)
        if not latest:
            return after
        return after and (_seconds(ts) <= _seconds(latest) if inclusive else _seconds(ts) < _seconds(latest))

    messages = workspace.store.messages(channel.id)
    return [message for message in messages if not message.is_ephemeral and is_within(message.ts)]


def _seconds(ts: str) -> tuple[int, int]:
    whole, _, rest = ts.partition(".")
    try:
        return int(whole or "0"), int(f"{rest:0<6}"[:6])
    except ValueError:
        raise RefusalError("invalid_ts_oldest") from None


def _page(workspace: Workspace, found: Sequence[Message], arguments: Arguments) -> JsonObject:
    with_metadata = arguments.flag("include_all_metadata")
    page, cursor = page_of(found, arguments, default=100, at_most=999)
    answer: JsonObject = {
        "ok": True,
        "messages": [message_json(workspace, one, with_metadata=with_metadata) for one in page],
        "has_more": bool(cursor),
    }
    return {**answer, "response_metadata": {"next_cursor": cursor}} if cursor else answer
