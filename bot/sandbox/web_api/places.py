"""Finding the conversation that a Web API call means, and whether the bot may use it."""

from bot.sandbox.model import Channel, ChannelKind
from bot.sandbox.refused import RefusalError
from bot.sandbox.workspace import Workspace


def known_channel(workspace: Workspace, channel_id: str) -> Channel:
    """The channel or opened direct message with that id; RefusalError `channel_not_found`.

    A private channel without the bot does not exist for it.
    """
    channel = workspace.store.channel(channel_id)
    if channel is None or (channel.kind is not ChannelKind.PUBLIC and not bot_is_in(workspace, channel)):
        raise RefusalError("channel_not_found")
    return channel


def joined_channel(workspace: Workspace, channel_id: str) -> Channel:
    """The same, where the bot is a member; RefusalError `not_in_channel`."""
    channel = known_channel(workspace, channel_id)
    if not bot_is_in(workspace, channel):
        raise RefusalError("not_in_channel")
    return channel


def writable_channel(workspace: Workspace, channel_id: str) -> Channel:
    """The same, and not archived; RefusalError `is_archived`."""
    channel = known_channel(workspace, channel_id)
    if channel.is_archived:
        raise RefusalError("is_archived")
    return joined_channel(workspace, channel_id)


def place_to_post(workspace: Workspace, channel_or_user: str) -> Channel:
    """Where a new message goes: a user's id opens the direct message with them."""
    if channel_or_user.startswith(("U", "W")):
        return direct_message(workspace, channel_or_user)
    return writable_channel(workspace, channel_or_user)


def direct_message(workspace: Workspace, user_id: str) -> Channel:
    """The direct message with a person, opened; RefusalError for nobody and for bots."""
    user = workspace.store.user(user_id)
    if user is None:
        raise RefusalError("channel_not_found")
    if not user.is_person:
        raise RefusalError("cannot_dm_bot")
    return workspace.open_direct(user)


def bot_is_in(workspace: Workspace, channel: Channel) -> bool:
    """Whether the bot is a member."""
    return workspace.store.is_member(channel.id, workspace.bot.id)
