"""An outbox row as something to do: a message to send, a person to look up, or nothing any more."""

from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.platform import ReaderTraits
from bot.reference import Reference
from handlers.cards import Card
from handlers.coalition.check import CHECK
from handlers.registry import Registry, Reminder
from handlers.request import PROFILE, Dropped, DueRequest
from handlers.text import N_, ChannelRef, Text
from storage import coalitions, deliveries, members, posted_cards
from storage.coalitions import WorkspaceKey
from storage.members import AccountRef, Person
from storage.outbox import OutboxRow
from storage.tenancy import CoalitionSession


@dataclass(frozen=True, slots=True)
class Nothing:
    """It need not be said any more."""

    why: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """A person whose name and zone are to be looked up."""

    workspace: WorkspaceKey
    account_id: int
    user: str


@dataclass(frozen=True, slots=True)
class Message:
    """A card to post. `version` is set for a card that stays current; `instead` is what the person gets
    on whose behalf it is posted, when the channel does not let the bot in."""

    workspace: WorkspaceKey
    channel: str
    card: Card
    reader: ReaderTraits
    thread: str | None = None
    version: int | None = None
    instead: "Message | None" = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Examination:
    """An admin asks whether all is well: the message, whose card is drawn once everything was looked at."""

    message: Message


Errand = Message | LookUp | Examination | Nothing


class Writer:
    """Draws outbox rows from the rows they are about, as those are now."""

    def __init__(self, registry: Registry, reference: Reference, clock: Clock) -> None:
        self._registry = registry
        self._reference = reference
        self._clock = clock

    def errand(self, db: CoalitionSession, row: OutboxRow) -> Errand:
        """What is to be done for a row, inside its transaction."""
        if row.kind == PROFILE:
            return _look_up(db, row.about_id)
        reminder = self._registry.reminders.get(row.kind)
        if reminder is None:
            return Nothing("this kind is no longer said")
        message = self._message(db, row, reminder)
        if row.kind == CHECK and isinstance(message, Message):
            return Examination(message)
        if not isinstance(message, Message) or message.card.about is None:
            return message
        about = message.card.about
        version = posted_cards.prepare(
            db, row.id, about.kind, about.id, message.workspace.id, message.channel
        )
        # Drawn again from the rows as they are now: a change that was under way has ended.
        db.expunge_all()
        again = self._message(db, row, reminder)
        return replace(again, version=version) if isinstance(again, Message) else again

    def _message(self, db: CoalitionSession, row: OutboxRow, reminder: Reminder) -> Message | Nothing:
        coalition = coalitions.current(db)
        route = deliveries.route_to(db, row.member_id) if row.member_id is not None else None
        recipient = (
            None if route is None or row.channel else members.people(db, [route.member.id])[route.member.id]
        )
        due = DueRequest(db, coalition, self._reference.districts(db), self._clock.now(), recipient)
        card = reminder.function(due, row.about_id)
        if isinstance(card, Dropped):
            return Nothing(card.why)
        personal: Message | None = None
        if route is not None:
            reader = ReaderTraits(route.member.locale, route.member.timezone or coalition.timezone)
            personal = Message(route.workspace, route.user, card, reader)
        if row.channel is None or row.workspace_id is None:
            return personal or Nothing("nobody to say it to")
        if personal is not None and row.kind not in self._registry.cards:
            # Not what the person asked for: tell them that it could not be said, and no more.
            personal = replace(personal, card=Card())
        message = _in_channel(
            db, row.workspace_id, row.channel, row.thread, card, coalition.timezone, personal
        )
        return message or Nothing("nobody to say it to")


def _look_up(db: CoalitionSession, account_id: int) -> Errand:
    account = members.account_with_id(db, account_id)
    workspace = coalitions.workspace_key(db, account.workspace_id) if account else None
    if account is None or workspace is None:
        return Nothing("the account is gone")
    return LookUp(workspace, account.id, account.external_id)


def _in_channel(
    db: CoalitionSession,
    workspace_id: int,
    channel: str,
    thread: str | None,
    card: Card,
    timezone: str,
    personal: Message | None,
) -> Message | None:
    workspace = coalitions.workspace_key(db, workspace_id)
    if workspace is None:
        return None
    instead: Message | None = None
    if personal is not None:
        bot = Person(0, "coalition", None, (AccountRef(workspace.id, workspace.bot_user_id),))
        sentence = (
            N_("I can't write in {channel} yet: type /invite {bot} there. Until then, here it is:")
            if personal.card.body
            else N_("I can't announce anything in {channel}: type /invite {bot} there, or tell an admin.")
        )
        invite = Text(sentence, channel=ChannelRef(channel), bot=bot)
        shown = Card(personal.card.title, (invite, *personal.card.body), personal.card.actions)
        instead = replace(personal, card=shown, why="the bot is not in the channel")
    reader = ReaderTraits(None, timezone)
    return Message(workspace, channel, card, reader, thread, instead=instead)
