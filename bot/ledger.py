"""The database's side of the outbox worker: which rows it has, and what became of each.

Everything here runs in a database thread. A record counts only while the worker's lease on the row stands.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock, SystemClock
from bot.messages import Errand, LookUp, Message, Nothing, Writer
from bot.platform import Hanging, PersonTold, PlatformError, Trouble
from handlers.districts.redrawn import redraw
from handlers.timing import Held
from storage import across, coalitions, deliveries, posted_cards
from storage.across import Taken
from storage.database import Database, Purpose
from storage.deliveries import Settled
from storage.outbox import OutboxRow, SendState
from storage.profiles import Profile, record_profile
from storage.tenancy import CoalitionSession
from storage.turned_away import turn_away

log = structlog.get_logger(__name__)

_BATCH = 20
_MOST_ATTEMPTS = 10
_FAULT = "a fault of ours"
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


class Ledger:
    """What one worker has taken, and how it ended: None wherever another worker has taken it over."""

    def __init__(self, database: Database, clock: Clock, writer: Writer, lease_seconds: int) -> None:
        self._database = database
        self._clock = clock
        self._real = SystemClock()
        self._writer = writer
        self._lease_seconds = lease_seconds
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

    def draw(self, taken: Taken) -> Errand:
        """What is to be done for a row."""
        with self._database.transaction(taken.coalition_id) as db:
            row = self._held(db, taken)
            return self._writer.errand(db, row) if row else Nothing("another worker has it")

    def sent(self, taken: Taken, message: Message, hanging: Hanging) -> Worked | None:
        """It was posted."""
        with self._database.transaction(taken.coalition_id) as db:
            row = self._held(db, taken)
            end = Settled(SendState.SENT, message.why, hanging.channel, hanging.message_id)
            if row is None or not deliveries.settle(db, row, end, self._clock.now()):
                return None
            if message.version is not None:
                posted_cards.posted(db, row.id, hanging.channel, hanging.message_id, message.version)
            coalitions.heal(db, message.workspace.id)
            return Worked(taken.id, taken.kind, SendState.SENT, message.why)

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
        if told.is_bot:
            for seat_id in turn_away(db, account_id, now):
                redraw(db, seat_id)
            return
        profile = Profile(told.name, told.timezone, told.locale, told.rules)
        record_profile(db, account_id, profile, now)

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

    def hold(self, taken: Taken, held: Held) -> Worked | None:
        """It is not for this hour: it comes due anew at another, on the campaign's clock."""
        with self._database.transaction(taken.coalition_id) as db:
            row = self._held(db, taken)
            if row is None or not deliveries.postpone(db, row, held.until, held.why):
                return None
            return Worked(taken.id, taken.kind, SendState.PENDING, held.why, held.until)

    def failed(self, taken: Taken, workspace_id: int, error: PlatformError) -> Worked | None:
        """The platform did not do it: for now, or for good."""
        match error.trouble:
            case Trouble.RATE_LIMITED:
                return self.put_off(taken, timedelta(seconds=error.retry_after), error.code)
            case Trouble.UNCERTAIN if taken.attempt < _MOST_ATTEMPTS:
                return self.put_off(taken, _pause(taken.attempt), error.code)
            case Trouble.REVOKED:
                log.warning("the bot is no longer let into a workspace", code=error.code)
                with self._database.transaction(taken.coalition_id) as db:
                    coalitions.revoke(db, workspace_id)
                return self.put_off(taken, REVOKED_PAUSE, error.code)
            case _:
                log.warning("a message could not be delivered", row=taken.id, code=error.code)
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
