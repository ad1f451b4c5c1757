"""The database's side of the outbox worker: which rows it has, and what became of each.

Everything here runs in a database thread. A record counts only while the worker's lease on the row stands.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from bot.clock import Clock, SystemClock
from bot.messages import Errand, Examination, LookUp, Message, Nothing, Writer
from bot.platform import Hanging, PersonTold, PlatformError, Trouble
from bot.reconciling import GRACE
from handlers.coalition.lost_channel import tell_that_a_channel_is_lost
from handlers.coalition.lost_person import tell_that_a_person_is_lost
from handlers.districts.redrawn import redraw
from handlers.timing import Held
from handlers.visits.delegation import redraw as redraw_visit
from storage import across, coalitions, deliveries, members, outbox, pacing, posted_cards
from storage.across import Taken
from storage.database import Database, Purpose
from storage.deliveries import Sent, Settled
from storage.members import Outsider
from storage.outbox import OutboxRow, Place, Saying, SendState
from storage.profiles import Profile, record_profile
from storage.tenancy import CoalitionSession
from storage.turned_away import turn_away

log = structlog.get_logger(__name__)

_BATCH = 100
_MOST_ATTEMPTS = 10
_FAULT = "a fault of ours"
_NO_SUCH_USER = "user_not_found"
_PAUSE = "the platform asked for a pause"
_IN_LINE = "its turn in the channel"
REVOKED_PAUSE = timedelta(minutes=5)
"""How long to leave rows alone that have no way out."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of a row. PENDING: it was put off `until` then, of the campaign's clock or the real one."""

    id: int
    kind: str
    state: SendState
    why: str | None = None
    until: datetime | None = None


class Turn(StrEnum):
    """Whether a message takes a turn in its channel."""

    OWN = "own"
    SHARED = "shared"
    """It goes with one that has taken it."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A row's message, and where it came to hang."""

    taken: Taken
    message: Message
    hanging: Hanging


@dataclass(frozen=True, slots=True)
class InLine:
    """A message that waits for its turn in a channel, or for the end of a pause."""

    worked: Worked


class Ledger:
    """What one worker has taken, and how it ended: None wherever another worker has taken it over."""

    def __init__(
        self, database: Database, clock: Clock, writer: Writer, lease_seconds: int, between: timedelta
    ) -> None:
        """`between` is how far apart messages in one channel are; no time at all means that it does not
        matter."""
        self._database = database
        self._clock = clock
        self._real = SystemClock()
        self._writer = writer
        self._lease_seconds = lease_seconds
        self._between = between
        self._keep = deliveries.renewal(lease_seconds)
        self._owner = secrets.token_hex(8)
        self._coalition_id = 0  # nobody's, until it is told whom to serve

    def serve(self, coalition_id: int) -> None:
        """Take this coalition's rows."""
        self._coalition_id = coalition_id

    def take(self) -> list[Taken]:
        """Some of the rows that are due and that nobody else has."""
        with self._database.across_coalitions(Purpose.READ) as db:
            if not across.anything_due(db, self._coalition_id, self._clock.now()):
                return []
        with self._database.across_coalitions() as db:
            now = self._clock.now()
            return across.take_due(db, self._coalition_id, now, self._owner, self._lease_seconds, _BATCH)

    def next_try(self) -> datetime | None:
        """When a row that was put off may be tried again, in real time."""
        with self._database.across_coalitions(Purpose.READ) as db:
            return across.next_try(db, self._coalition_id, self._clock.now())

    def draw(self, taken: Taken, turn: Turn = Turn.OWN) -> Errand | InLine:
        """What is to be done for a row; a message whose turn has not come is put in line."""
        with self._database.transaction(taken.coalition_id) as db:
            row = self._held(db, taken)
            if row is None:
                return Nothing("another worker has it")
            deliveries.renew(db, self._keep, row)
            errand = self._writer.errand(db, row)
            match errand:
                case Message() | Examination(message=Message()):
                    message = errand if isinstance(errand, Message) else errand.message
                    waits = self._in_line(db, row, taken, message) if turn is Turn.OWN else None
                    return waits or errand
                case _:
                    return errand

    def as_said(self, taken: Taken) -> Message | None:
        """A row's message as far as it can be looked for: where it went, and that what hangs there is old."""
        with self._database.transaction(taken.coalition_id, Purpose.READ) as db:
            row = self._held(db, taken)
            return self._writer.as_said(db, row) if row else None

    def _in_line(self, db: CoalitionSession, row: OutboxRow, taken: Taken, message: Message) -> InLine | None:
        """Until when a message has to wait, because of a pause or others in its channel; None to send it."""
        turn, why = pacing.paused_until(db, message.workspace.id), _PAUSE
        if turn is None and row.slot_at is None and self._between:
            turn, why = (
                pacing.turn(db, message.workspace.id, message.channel, taken.taken_at, self._between),
                _IN_LINE,
            )
        if turn is None or turn <= taken.taken_at:
            return None
        slot = turn if why is _IN_LINE else None
        deliveries.line_up(db, row, turn, slot, why)
        return InLine(Worked(taken.id, taken.kind, SendState.PENDING, why, turn))

    def join(self, rows: Sequence[Taken]) -> str | None:
        """Have rows said together; their mark, or None where another worker has one of them."""
        mark = f"{self._coalition_id:x}-{secrets.token_hex(6)}"
        with self._database.transaction(self._coalition_id) as db:
            theirs = deliveries.join(db, self._owner, {row.id: row.attempt for row in rows}, mark)
        return mark if all(theirs) else None

    def part(self, taken: Taken) -> None:
        """Say a row for itself: together with others it has not arrived."""
        with self._database.transaction(self._coalition_id) as db:
            deliveries.join(db, self._owner, {taken.id: taken.attempt}, None)

    def wait_with(self, taken: Taken, first: Worked) -> Worked | None:
        """Put a row in line with the one that it would be said with."""
        with self._database.transaction(taken.coalition_id) as db:
            row = self._held(db, taken)
            if row is None or first.until is None:
                return None
            deliveries.line_up(db, row, first.until, None, first.why or _IN_LINE)
        return Worked(taken.id, taken.kind, SendState.PENDING, first.why, first.until)

    def sent(self, posted: Sequence[Posted]) -> list[Worked | None]:
        """These were posted."""
        with self._database.transaction(self._coalition_id) as db:
            sent = [
                Sent(
                    one.taken.id,
                    one.taken.attempt,
                    one.message.why,
                    one.hanging.channel,
                    one.hanging.message_id,
                )
                for one in posted
            ]
            recorded = deliveries.record_sent(db, self._owner, sent, self._clock.now())
            for workspace_id in {one.message.workspace.id for one in posted}:
                coalitions.heal(db, workspace_id)
            return [
                self._after(db, one) if is_ours else None
                for one, is_ours in zip(posted, recorded, strict=True)
            ]

    def _after(self, db: CoalitionSession, posted: Posted) -> Worked:
        taken, message, hanging = posted.taken, posted.message, posted.hanging
        if message.version is not None:
            posted_cards.posted(db, taken.id, hanging.channel, hanging.message_id, message.version)
            self._begin_thread(db, message, hanging, taken)
        return Worked(taken.id, taken.kind, SendState.SENT, message.why)

    def _begin_thread(self, db: CoalitionSession, message: Message, hanging: Hanging, taken: Taken) -> None:
        """Have said what belongs below a card that hangs now, once for each place where it hangs."""
        about = message.card.about
        card = None if about is None else self._writer.registry.cards.get(about.kind)
        if about is None or card is None or card.thread is None or message.thread is not None:
            return
        now = self._clock.now()
        place = Place(message.workspace.id, hanging.channel, hanging.message_id)
        key = f"{card.thread}:{about.id}:{taken.id}"
        saying = Saying(card.thread, about.id, key, now, member_id=taken.member_id, place=place)
        outbox.write(db, saying, now)

    def looked_up(self, taken: Taken, look_up: LookUp, told: PersonTold) -> Worked | None:
        """The platform has told who somebody is."""
        with self._database.transaction(taken.coalition_id) as db:
            row = self._held(db, taken)
            if row is None:
                return None
            self._know(db, look_up.account_id, told)
            deliveries.settle(db, row, Settled(SendState.SENT), self._clock.now())
            coalitions.heal(db, look_up.workspace.id)
            return Worked(taken.id, taken.kind, SendState.SENT)

    def _know(self, db: CoalitionSession, account_id: int, told: PersonTold) -> None:
        now = self._clock.now()
        if told.outsider is not None:
            self._turn_away(db, account_id, told.outsider)
            return
        profile = Profile(told.name, told.timezone, told.locale, told.rules)
        record_profile(db, account_id, profile, now)

    def _turn_away(self, db: CoalitionSession, account_id: int, why: Outsider) -> None:
        left = turn_away(db, account_id, why, self._clock.now())
        for seat_id in left.seat_ids:
            redraw(db, seat_id)
        for visit_id in left.visit_ids:
            redraw_visit(db, visit_id)

    def _nobody_there(self, taken: Taken, look_up: LookUp) -> None:
        """Nobody has the account that somebody was put down with."""
        with self._database.transaction(taken.coalition_id) as db:
            self._turn_away(db, look_up.account_id, Outsider.GONE)

    def settle(self, taken: Taken, end: Settled) -> Worked | None:
        """It is not said: dropped, or failed for good."""
        with self._database.transaction(taken.coalition_id) as db:
            row = self._held(db, taken)
            if row is None or not deliveries.settle(db, row, end, self._clock.now()):
                return None
            posted_cards.abandon(db, row.id)
            return Worked(taken.id, taken.kind, end.state, end.why)

    def put_off(self, taken: Taken, pause: timedelta, why: str) -> Worked | None:
        """It is tried again after a while, in real time."""
        with self._database.transaction(taken.coalition_id) as db:
            row = self._held(db, taken)
            if row is None or not deliveries.put_off(db, row, pause, why):
                return None
            return Worked(taken.id, taken.kind, SendState.PENDING, why, self._real.now() + pause)

    def _put_off_unclear(self, taken: Taken, pause: timedelta, why: str) -> Worked | None:
        """It may have arrived; after a while that is looked up."""
        with self._database.transaction(taken.coalition_id) as db:
            row = self._held(db, taken)
            if row is None or not deliveries.put_off_unclear(db, row, pause, why):
                return None
            return Worked(taken.id, taken.kind, SendState.PENDING, why, self._real.now() + pause)

    def channel_lost(self, taken: Taken, message: Message, error: PlatformError) -> None:
        """The bot cannot post in a channel: where it announces there, an organiser is told, once."""
        if not message.in_channel:
            return
        told_anyway = None if message.instead is None else taken.member_id
        with self._database.transaction(taken.coalition_id) as db:
            now = self._clock.now()
            tell_that_a_channel_is_lost(db, message.workspace, message.channel, told_anyway, now)
        log.warning("the bot cannot post in a channel", code=error.code, row=taken.id)

    def _person_lost(self, taken: Taken, message: Message, *, has_left: bool) -> None:
        """Somebody cannot be written to: where they have something to do, an organiser is told, once."""
        if message.in_channel:
            return
        with self._database.transaction(taken.coalition_id) as db:
            known = members.with_account(db, message.workspace.id, message.channel)
            if known is not None:
                tell_that_a_person_is_lost(db, known[0], self._clock.now(), has_left=has_left)

    def hold(self, taken: Taken, held: Held) -> Worked | None:
        """It is not for this hour: it comes due anew at another, on the campaign's clock."""
        with self._database.transaction(taken.coalition_id) as db:
            row = self._held(db, taken)
            if row is None or not deliveries.postpone(db, row, held.until, held.why):
                return None
            return Worked(taken.id, taken.kind, SendState.PENDING, held.why, held.until)

    def failed(self, taken: Taken, what: Message | LookUp, error: PlatformError) -> Worked | None:
        """The platform did not do it: for now, or for good."""
        match error.trouble:
            case Trouble.RATE_LIMITED:
                with self._database.transaction(taken.coalition_id) as db:
                    pacing.pause(db, what.workspace.id, error.retry_after)
                return self.put_off(taken, timedelta(seconds=error.retry_after), error.code)
            case Trouble.UNCERTAIN if taken.attempt < _MOST_ATTEMPTS and isinstance(what, Message):
                return self._put_off_unclear(taken, max(GRACE, _pause(taken.attempt)), error.code)
            case Trouble.UNCERTAIN | Trouble.UNREACHED if taken.attempt < _MOST_ATTEMPTS:
                return self.put_off(taken, _pause(taken.attempt), error.code)
            case Trouble.REVOKED:
                log.warning("the bot is no longer let into a workspace", code=error.code)
                with self._database.transaction(taken.coalition_id) as db:
                    coalitions.revoke(db, what.workspace.id)
                return self.put_off(taken, REVOKED_PAUSE, error.code)
            case _:
                log.warning("a message could not be delivered", row=taken.id, code=error.code)
                if isinstance(what, Message) and error.trouble is Trouble.NO_CHANNEL:
                    self._person_lost(taken, what, has_left=error.code == _NO_SUCH_USER)
                if isinstance(what, LookUp) and error.trouble is Trouble.NO_CHANNEL:
                    self._nobody_there(taken, what)
                return self.settle(taken, Settled(SendState.FAILED, error.code))

    def broken(self, taken: Taken) -> Worked | None:
        """We could not do it."""
        if taken.attempt < _MOST_ATTEMPTS:
            return self.put_off(taken, _pause(taken.attempt), _FAULT)
        return self.settle(taken, Settled(SendState.FAILED, _FAULT))

    def forget_card(self, taken: Taken) -> None:
        """It is not posted as a card that stays current."""
        with self._database.transaction(taken.coalition_id) as db:
            posted_cards.abandon(db, taken.id)

    def _held(self, db: CoalitionSession, taken: Taken) -> OutboxRow | None:
        return deliveries.held(db, taken.id, self._owner, taken.attempt)


def _pause(attempt: int) -> timedelta:
    """How long to leave a row alone after so many tries: 10 seconds, then twice as long each time."""
    return timedelta(seconds=min(300, 5 * 2**attempt))
