"""Whether the bot can post where announcements come: the channel exists, and the bot is in it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.doctor.asking import Told
from bot.slack.scopes import LOOKING_AT_CHANNELS
from handlers.coalition.check import Finding, Verdict
from handlers.text import N_, ChannelRef, Text
from storage import across, coalitions
from storage.coalitions import Platform
from storage.database import Database, Purpose
from storage.outbox import OutboxRow, SendState
from storage.tenancy import CoalitionSession

_MISSING_SCOPE = ("missing_scope", "no_permission")


@dataclass(frozen=True, slots=True)
class LastPost:
    """How the last message for a channel fared: `arrived` there or not, and why not."""

    arrived: bool
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Announcing:
    """A channel for announcements, and how the last message for it fared; None when there was none."""

    channel: str
    last: LastPost | None


def announcing_in(database: Database, team_id: str) -> list[Announcing]:
    """The channels for announcements of a Slack workspace. Runs in a database thread."""
    with database.across_coalitions(Purpose.READ) as db:
        workspace = across.find_workspace(db, Platform.SLACK, team_id)
    if workspace is None:
        return []
    with database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return [
            Announcing(one.channel, _last_post(db, one.workspace_id, one.channel))
            for one in coalitions.announcing(db)
            if one.workspace_id == workspace.id
        ]


def _last_post(db: CoalitionSession, workspace_id: int, channel: str) -> LastPost | None:
    statement = (
        select(OutboxRow.state, OutboxRow.sent_channel, OutboxRow.why, OutboxRow.settled_at)
        .where(
            OutboxRow.workspace_id == workspace_id,
            OutboxRow.channel == channel,
            OutboxRow.state.in_((SendState.SENT, SendState.FAILED)),
        )
        .order_by(OutboxRow.settled_at.desc(), OutboxRow.id.desc())
        .limit(1)
    )
    found = db.execute(statement).one_or_none()
    if found is None or found.settled_at is None:
        return None
    arrived = found.state is SendState.SENT and found.sent_channel == channel
    return LastPost(arrived, found.why or "", found.settled_at)


def check_no_channel() -> Finding:
    """What is said where no channel was chosen, which is no fault."""
    return Finding(
        Verdict.UNKNOWN,
        Text(N_("No channel for announcements is chosen.")),
        Text(N_("/coalition setup chooses one.")),
    )


def check_channel(announcing: Announcing, told: Told, bot: str) -> Finding:
    """What `conversations.info` says of a channel; `bot` is the bot's name, to invite it by."""
    channel = ChannelRef(announcing.channel)
    if told.error in _MISSING_SCOPE:
        return _by_last_post(announcing, bot)
    if told.error == "channel_not_found":
        what = Text(N_("The channel {channel} is gone, or private and without the bot."), channel=channel)
        return Finding(Verdict.FAULT, what, _invite_or_choose(bot))
    if told.error:
        what = Text(
            N_("The channel {channel} cannot be looked at ({code})."), channel=channel, code=told.error
        )
        return Finding(Verdict.UNKNOWN, what)
    facts = told.part("channel")
    if facts.get("is_archived") is True:
        what = Text(N_("The channel {channel} is archived."), channel=channel)
        return Finding(Verdict.FAULT, what, Text(N_("Choose another with /coalition setup.")))
    if facts.get("is_member") is not True:
        what = Text(N_("The bot is not in {channel}, where announcements come."), channel=channel)
        return Finding(Verdict.FAULT, what, Text(N_("Type /invite {bot} there."), bot=bot))
    return Finding(Verdict.GOOD, Text(N_("The bot is in {channel}."), channel=channel))


def _by_last_post(announcing: Announcing, bot: str) -> Finding:
    """Without the scope to look, what was posted last tells."""
    channel, last = ChannelRef(announcing.channel), announcing.last
    scope = LOOKING_AT_CHANNELS[0].name
    if last is None:
        what = Text(
            N_(
                "The channel {channel} cannot be looked at without the scope {scope}, "
                "and nothing was posted there yet."
            ),
            channel=channel,
            scope=scope,
        )
        return Finding(Verdict.UNKNOWN, what, Text(N_("/coalition setup says hello there.")))
    if last.arrived:
        what = Text(
            N_(
                "The channel {channel} cannot be looked at without the scope {scope}, "
                "but the last message arrived there: {at}."
            ),
            channel=channel,
            scope=scope,
            at=last.at,
        )
        return Finding(Verdict.GOOD, what)
    what = (
        Text(N_("The last message for {channel} did not arrive: {why}."), channel=channel, why=last.why)
        if last.why
        else Text(N_("The last message for {channel} did not arrive."), channel=channel)
    )
    return Finding(Verdict.FAULT, what, _invite_or_choose(bot))


def _invite_or_choose(bot: str) -> Text:
    return Text(N_("Type /invite {bot} there, or choose another with /coalition setup."), bot=bot)
