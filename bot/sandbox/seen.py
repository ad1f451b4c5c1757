"""What one person sees of the workspace, in the People API's JSON."""

from collections.abc import Iterable

from bot.sandbox.choices import plain_values
from bot.sandbox.model import Channel, ChannelKind, JsonObject, Message, User, View, text_of
from bot.sandbox.people_json import ChannelJson, MessageJson, StateJson, UserJson, ViewJson
from bot.sandbox.workspace import Workspace


def user_seen(user: User) -> UserJson:
    """Somebody in the workspace."""
    return UserJson(
        id=user.id,
        name=user.name,
        real_name=user.real_name,
        tz=user.tz,
        is_admin=user.is_admin,
        is_bot=user.is_bot,
        is_person=user.is_person,
    )


def message_seen(
    workspace: Workspace, reader: str, message: Message, replies: Iterable[Message] = ()
) -> MessageJson:
    """A message as `reader` sees it, with these replies."""
    return MessageJson(
        channel=message.channel,
        ts=message.ts,
        thread_ts=message.thread_ts,
        user=message.user,
        text=message.text,
        blocks=list(message.blocks),
        ephemeral=message.is_ephemeral,
        edited=message.edited_ts is not None,
        warning=workspace.is_warned(reader, message),
        origin=message.origin.value,
        replies=[message_seen(workspace, reader, reply) for reply in replies],
    )


def view_seen(view: View) -> ViewJson:
    """A view with what is entered in it."""
    return ViewJson(
        id=view.id,
        type=view.kind.value,
        hash=view.hash,
        callback_id=view.callback_id,
        title=_words(view.title),
        submit=_words(view.submit),
        close=_words(view.close),
        blocks=list(view.blocks),
        values=plain_values(view.values),
        state=view.values,
        errors=dict(view.errors),
        trouble=view.trouble,
    )


def _words(text: JsonObject | None) -> str | None:
    return None if text is None else text_of(text, "text")


def state_seen(workspace: Workspace, user_id: str) -> StateJson:
    """All that this person sees; KeyError for somebody who is no person of the workspace."""
    me = workspace.person(user_id)
    home = workspace.store.home(me.id)
    options = workspace.options
    return StateJson(
        version=workspace.notices.version(me.id),
        now=workspace.clock.now().isoformat(),
        team=workspace.cast.team_name,
        me=user_seen(me),
        users=[user_seen(user) for user in workspace.store.users()],
        channels=[_channel_seen(workspace, me, channel) for channel in channels_of(workspace, me)],
        views=[view_seen(view) for view in workspace.modals.stack(me.id)],
        home=None if home is None else view_seen(home),
        commands=[
            {"name": one.name, "description": one.description, "usage_hint": one.usage_hint}
            for one in options.commands
        ],
        shortcuts=[
            {
                "name": one.name,
                "callback_id": one.callback_id,
                "kind": one.kind.value,
                "description": one.description,
            }
            for one in options.shortcuts
        ],
    )


def channels_of(workspace: Workspace, person: User) -> list[Channel]:
    """The channels that the person is in, then their direct message with the bot, opened or not."""
    store = workspace.store
    joined = [
        channel
        for channel in store.channels()
        if channel.kind is not ChannelKind.DIRECT and store.is_member(channel.id, person.id)
    ]
    return [*joined, workspace.direct_channel(person)]


def visible_messages(workspace: Workspace, reader: str, channel_id: str) -> list[Message]:
    """All messages there that the person can see, replies too, the oldest first."""
    everything = workspace.store.messages(channel_id)
    return [message for message in everything if message.only_for in (None, reader)]


def _channel_seen(workspace: Workspace, me: User, channel: Channel) -> ChannelJson:
    visible = visible_messages(workspace, me.id, channel.id)
    known = {message.ts for message in visible}
    top = [one for one in visible if not one.is_reply or one.is_broadcast or one.thread_ts not in known]
    replies: dict[str, list[Message]] = {}
    for message in visible:
        if message.is_reply and message.thread_ts is not None:
            replies.setdefault(message.thread_ts, []).append(message)
    last_read = workspace.store.last_read(channel.id, me.id)
    is_direct = channel.kind is ChannelKind.DIRECT
    return ChannelJson(
        id=channel.id,
        name=workspace.bot.real_name if is_direct else channel.name,
        kind=channel.kind.value,
        unread=sum(_is_unread(me, message, last_read, replies) for message in visible),
        last_read=last_read,
        bot_is_member=is_direct or workspace.store.is_member(channel.id, workspace.bot.id),
        messages=[message_seen(workspace, me.id, one, replies.get(one.ts, ())) for one in top],
    )


def _is_unread(me: User, message: Message, last_read: str, replies: dict[str, list[Message]]) -> bool:
    if message.ts <= last_read or message.user == me.id or message.is_ephemeral:
        return False
    if not message.is_reply or message.is_broadcast:
        return True
    # Replies call only upon those who take part in the thread.
    return any(other.user == me.id for other in replies.get(message.thread_ts or "", ()))
