"""An outbox row as something to do: a message to send, now or later, a person to look up, or nothing."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.platform import ReaderTraits
from bot.reference import Reference
from handlers.cards import Card, Note
from handlers.coalition.check import CHECK
from handlers.registry import Registry, Reminder
from handlers.request import PROFILE, Dropped, DueRequest, Redirected
from handlers.text import N_, ChannelRef, Text
from handlers.timing import Ambiguous, Held, Late, held, is_late
from storage import coalitions, deliveries, members, posted_cards
from storage.coalitions import Coalition, WorkspaceKey
from storage.deliveries import Route
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
    on whose behalf it is posted, when the channel does not let the bot in; `in_channel` whether it is
    posted in one; `ambiguous` what is done when it may have been said already."""

    workspace: WorkspaceKey
    channel: str
    card: Card
    reader: ReaderTraits
    thread: str | None = None
    version: int | None = None
    instead: "Message | None" = None
    in_channel: bool = False
    ambiguous: Ambiguous = Ambiguous.LOOK_THEN_SEND
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Examination:
    """An admin asks whether all is well: the message, whose card is drawn once everything was looked at."""

    message: Message


def outside_thread(message: Message) -> Message:
    """A message of a thread that is gone, as it is said in the channel itself."""
    why = Note(Text(N_("The message that this belongs to was deleted, so it stands here.")))
    return replace(message, thread=None, card=replace(message.card, body=(why, *message.card.body)))


Errand = Message | LookUp | Examination | Held | Nothing


@dataclass(frozen=True, slots=True)
class _Addressed:
    """A card on its way: to the channel of its row, or to a person."""

    card: Card
    route: Route | None
    in_channel: bool


class Writer:
    """Draws outbox rows from the rows they are about, as those are now."""

    def __init__(self, registry: Registry, reference: Reference, clock: Clock) -> None:
        self.registry = registry
        self._reference = reference
        self._clock = clock

    def errand(self, db: CoalitionSession, row: OutboxRow) -> Errand:
        """What is to be done for a row, inside its transaction."""
        if row.kind == PROFILE:
            return _look_up(db, row.about_id)
        reminder = self.registry.reminders.get(row.kind)
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

    def as_said(self, db: CoalitionSession, row: OutboxRow) -> Message | None:
        """Where a row's message went, if it went anywhere; version 0, since it is older than its rows."""
        coalition = coalitions.current(db)
        reader = ReaderTraits(None, coalition.timezone)
        if row.channel is not None:
            workspace = None if row.workspace_id is None else coalitions.workspace_key(db, row.workspace_id)
            place = None if workspace is None else (workspace, row.channel)
        else:
            route = deliveries.route_to(db, row.member_id) if row.member_id is not None else None
            place = None if route is None else (route.workspace, route.user)
        return None if place is None else Message(*place, Card(), reader, row.thread, version=0)

    def _message(self, db: CoalitionSession, row: OutboxRow, reminder: Reminder) -> Message | Held | Nothing:
        now, manners = self._clock.now(), reminder.manners
        late = manners.late if is_late(row.due_at, now) else Late.SEND
        if late is Late.DROP:
            return Nothing("it would come too late")
        coalition = coalitions.current(db)
        said = self._addressed(db, row, reminder, coalition, now)
        if not isinstance(said, _Addressed):
            return said
        reader = _reader(said, coalition)
        wait = held(now, ZoneInfo(reader.timezone), manners)
        if wait is not None:
            return wait
        card = _with_apology(said.card, row.due_at) if late is Late.SAY_SO else said.card
        personal = None if said.route is None else _personal(said.route, card, coalition)
        if personal is not None:
            personal = replace(personal, ambiguous=manners.ambiguous)
        if not said.in_channel:
            return personal or Nothing("nobody to say it to")
        if personal is not None and row.kind not in self.registry.cards:
            # Not what the person asked for: tell them that it could not be said, and no more.
            personal = replace(personal, card=Card())
        message = _in_channel(db, row, card, reader, personal)
        return replace(message, ambiguous=manners.ambiguous) if message else Nothing("nobody to say it to")

    def _addressed(
        self, db: CoalitionSession, row: OutboxRow, reminder: Reminder, coalition: Coalition, now: datetime
    ) -> _Addressed | Held | Nothing:
        in_channel = row.channel is not None
        route = deliveries.route_to(db, row.member_id) if row.member_id is not None else None
        member_id = None if route is None or in_channel else route.member.id
        recipient = None if member_id is None else members.people(db, [member_id])[member_id]
        due = DueRequest(db, coalition, self._reference.districts(db), now, recipient, row.key)
        match reminder.function(due, row.about_id):
            case Dropped(why=why):
                return Nothing(why)
            case Held() as held_itself:
                return held_itself
            case Redirected(member_id=member_id, card=card):
                return _Addressed(card, deliveries.route_to(db, member_id), in_channel=False)
            case card:
                return _Addressed(card, route, in_channel)


def _look_up(db: CoalitionSession, account_id: int) -> Errand:
    account = members.account_with_id(db, account_id)
    workspace = coalitions.workspace_key(db, account.workspace_id) if account else None
    if account is None or workspace is None:
        return Nothing("the account is gone")
    return LookUp(workspace, account.id, account.external_id)


def _reader(said: _Addressed, coalition: Coalition) -> ReaderTraits:
    """Who reads it: a channel has the coalition's zone, and so has a person whose own is not known."""
    if said.in_channel or said.route is None:
        return ReaderTraits(None, coalition.timezone)
    return _traits(said.route, coalition)


def _traits(route: Route, coalition: Coalition) -> ReaderTraits:
    return ReaderTraits(route.member.locale, route.member.timezone or coalition.timezone)


def _with_apology(card: Card, due: datetime) -> Card:
    note = Note(Text(N_("This should have reached you {when}; we were away."), when=due))
    return replace(card, body=(note, *card.body))


def _personal(route: Route, card: Card, coalition: Coalition) -> Message:
    return Message(route.workspace, route.user, card, _traits(route, coalition))


def _in_channel(
    db: CoalitionSession, row: OutboxRow, card: Card, reader: ReaderTraits, personal: Message | None
) -> Message | None:
    workspace = None if row.workspace_id is None else coalitions.workspace_key(db, row.workspace_id)
    if workspace is None or row.channel is None:
        return None
    instead: Message | None = None
    if personal is not None:
        bot = Person(0, "coalition", None, (AccountRef(workspace.id, workspace.bot_user_id),))
        sentence = (
            N_("I can't write in {channel} yet: type /invite {bot} there. Until then, here it is:")
            if personal.card.body
            else N_("I can't announce anything in {channel}: type /invite {bot} there, or tell an admin.")
        )
        invite = Text(sentence, channel=ChannelRef(row.channel), bot=bot)
        shown = Card(personal.card.title, (invite, *personal.card.body), personal.card.actions)
        instead = replace(personal, card=shown, why="the bot is not in the channel")
    return Message(workspace, row.channel, card, reader, row.thread, instead=instead, in_channel=True)
