"""The channel for announcements is gone, or the bot was taken out of it: an organiser is told, once."""

from datetime import datetime

from handlers.cards import Button, Card
from handlers.coalition.setup import set_up
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest
from handlers.text import N_, ChannelRef, Text
from handlers.timing import Quiet
from storage import coalitions, deliveries, outbox, roles
from storage.coalitions import AnnouncementChannel, WorkspaceKey
from storage.members import AccountRef, Person
from storage.outbox import Saying
from storage.tenancy import CoalitionSession

LOST_CHANNEL = "lost-channel"
"""The row is the workspace."""


def tell_that_a_channel_is_lost(
    db: CoalitionSession, workspace: WorkspaceKey, channel: str, told_anyway: int | None, now: datetime
) -> None:
    """Have an organiser told, once for each loss; nobody where it is not for announcements.

    `told_anyway` is the member who gets what could not be said there, if anybody does: they are told why
    with it. So is an organiser who got something instead before, since anything was said there.
    """
    if AnnouncementChannel(workspace.id, channel) not in coalitions.announcing(db):
        return
    organisers = roles.organisers(db)
    if not organisers or organisers[0] == told_anyway:
        return
    last = deliveries.last_said_in(db, workspace.id, channel)
    if deliveries.was_told_instead(db, workspace.id, channel, organisers[0], last):
        return
    key = f"{LOST_CHANNEL}:{workspace.id}:{channel}:{last}"
    outbox.write(db, Saying(LOST_CHANNEL, workspace.id, key, now, member_id=organisers[0]), now)


@reminder(LOST_CHANNEL, quiet=Quiet.LATER)
def lost_channel(due: DueRequest, workspace_id: int) -> Card | Dropped:
    """Say that nothing can be announced any more, and what to do."""
    channel = coalitions.announcement_channel(due.db, workspace_id)
    workspace = coalitions.workspace_key(due.db, workspace_id)
    if channel is None or workspace is None:
        return Dropped("no channel is set any more")
    bot = Person(0, "coalition", None, (AccountRef(workspace.id, workspace.bot_user_id),))
    sentence = (
        N_(
            "I can't announce anything in {channel} any more: it is gone, or I was taken out of it. "
            "Type /invite {bot} there, or choose another channel."
        )
        if deliveries.last_said_in(due.db, workspace_id, channel)
        else N_(
            "I can't announce anything in {channel}: I am not in it. Type /invite {bot} there, or choose "
            "another channel."
        )
    )
    text = Text(
        sentence,
        channel=ChannelRef(channel),
        bot=bot,
    )
    return Card(body=(text,), actions=(Button(N_("Choose another channel"), set_up),))
