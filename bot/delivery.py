"""The outbox worker: takes what is due, draws it from the rows as they are, sends it, records it.

At least once: a row whose worker died in between is sent again when its lease has run out.
"""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock, SystemClock
from bot.messages import Errand, Examination, LookUp, Message, Nothing, Writer
from bot.platform import Hanging, PersonTold, Platform, PlatformError, Trouble
from bot.threads import DatabaseThreads
from handlers.cards import Card
from handlers.districts.redrawn import redraw
from storage import across, coalitions, deliveries, members, posted_cards
from storage.across import Taken
from storage.coalitions import Platform as PlatformName
from storage.database import Database, Purpose
from storage.deliveries import Settled
from storage.members import Profile
from storage.outbox import SendState
from storage.tenancy import CoalitionSession
from storage.turned_away import turn_away

log = structlog.get_logger(__name__)

_LEASE_SECONDS = 60
_BATCH = 20
_MOST_ATTEMPTS = 10
_REVOKED_PAUSE = timedelta(minutes=5)


class Delivery:
    """One worker. Any number of processes may run one."""

    def __init__(
        self,
        database: Database,
        threads: DatabaseThreads,
        clock: Clock,
        writer: Writer,
        platforms: Mapping[PlatformName, Platform],
        examine: Callable[[], Awaitable[Card]],
    ) -> None:
        """`examine` looks at all that the bot needs, for `/coalition check`."""
        self._database = database
        self._threads = threads
        self._clock = clock
        self._real = SystemClock()
        self._writer = writer
        self._platforms = platforms
        self._examine = examine
        self._owner = secrets.token_hex(8)
        self._one_pass = asyncio.Lock()
        self._coalition_id = 0  # nobody's, until it is told whom to serve
        self._paused_until: dict[int, float] = {}

    def serve(self, coalition_id: int) -> None:
        """Say what this coalition has to say. Others in the database are not reached by this bot's token."""
        self._coalition_id = coalition_id

    async def deliver_due(self) -> int:
        """Send everything that is due now; answers how many rows were settled or put off."""
        done = 0
        async with self._one_pass:
            while taken := await self._threads.run(self._take):
                done += len(taken)
                await asyncio.gather(*(self._carry_out(row) for row in taken))
        return done

    async def wait(self) -> float | None:
        """In how many seconds a row that was put off may be tried again; None when none was."""
        again = await self._threads.run(self._next_try)
        return None if again is None else max(0.05, (again - self._real.now()).total_seconds())

    def _next_try(self) -> datetime | None:
        with self._database.across_coalitions(Purpose.READ) as db:
            return across.next_try(db, self._coalition_id, self._clock.now())

    def _take(self) -> list[Taken]:
        with self._database.across_coalitions(Purpose.READ) as db:
            if not across.anything_due(db, self._coalition_id, self._clock.now()):
                return []
        with self._database.across_coalitions() as db:
            return across.take_due(
                db, self._coalition_id, self._clock.now(), self._owner, _LEASE_SECONDS, _BATCH
            )

    async def _carry_out(self, taken: Taken) -> None:
        """Do one row. What goes wrong with it stays with it."""
        try:
            errand = await self._threads.run(self._draw, taken)
            match errand:
                case Nothing(why=why):
                    await self._threads.run(self._settle, taken, Settled(SendState.DROPPED, why))
                case LookUp():
                    await self._look_up(taken, errand)
                case Examination(message=message):
                    await self._send(taken, replace(message, card=await self._examine()))
                case Message():
                    await self._send(taken, errand)
        except Exception:
            log.exception("an outbox row could not be worked", row=taken.id)
            with contextlib.suppress(SQLAlchemyError):
                await self._threads.run(self._broken, taken)

    def _draw(self, taken: Taken) -> Errand:
        with self._database.transaction(taken.coalition_id) as db:
            row = deliveries.held(db, taken.id, self._owner, taken.attempt)
            return self._writer.errand(db, row) if row else Nothing("another worker has it")

    async def _send(self, taken: Taken, message: Message) -> None:
        platform = self._platforms.get(message.workspace.platform)
        if platform is None:
            await self._threads.run(self._put_off, taken, _REVOKED_PAUSE, "its platform is not connected")
            return
        pause = self._paused_until.get(message.workspace.id, 0.0) - time.monotonic()
        if pause > 0:
            await self._threads.run(
                self._put_off, taken, timedelta(seconds=pause), "the platform asked for a pause"
            )
            return
        try:
            hanging = await platform.post(
                message.workspace, message.channel, message.card, message.reader, message.thread
            )
        except PlatformError as error:
            if message.instead is not None and error.trouble in (Trouble.NOT_IN_CHANNEL, Trouble.NO_CHANNEL):
                await self._threads.run(self._forget_card, taken)
                await self._send(taken, message.instead)
                return
            if error.trouble is Trouble.RATE_LIMITED:
                self._paused_until[message.workspace.id] = time.monotonic() + error.retry_after
            await self._threads.run(self._failed, taken, message.workspace.id, error)
            return
        await self._threads.run(self._sent, taken, message, hanging)

    def _broken(self, taken: Taken) -> None:
        if taken.attempt < _MOST_ATTEMPTS:
            self._put_off(taken, _pause(taken.attempt), "a fault of ours")
        else:
            self._settle(taken, Settled(SendState.FAILED, "a fault of ours"))

    def _sent(self, taken: Taken, message: Message, hanging: Hanging) -> None:
        with self._database.transaction(taken.coalition_id) as db:
            row = deliveries.held(db, taken.id, self._owner, taken.attempt)
            if row is None:
                return
            end = Settled(SendState.SENT, message.why, hanging.channel, hanging.message_id)
            if not deliveries.settle(db, row, end, self._clock.now()):
                return
            if message.version is not None:
                posted_cards.posted(db, row.id, hanging.channel, hanging.message_id, message.version)
            coalitions.heal(db, message.workspace.id)

    def _failed(self, taken: Taken, workspace_id: int, error: PlatformError) -> None:
        match error.trouble:
            case Trouble.RATE_LIMITED:
                self._put_off(taken, timedelta(seconds=error.retry_after), error.code)
            case Trouble.UNCERTAIN if taken.attempt < _MOST_ATTEMPTS:
                self._put_off(taken, _pause(taken.attempt), error.code)
            case Trouble.REVOKED:
                log.warning("the bot is no longer let into a workspace", code=error.code)
                with self._database.transaction(taken.coalition_id) as db:
                    coalitions.revoke(db, workspace_id)
                self._put_off(taken, _REVOKED_PAUSE, error.code)
            case _:
                log.warning("a message could not be delivered", row=taken.id, code=error.code)
                self._settle(taken, Settled(SendState.FAILED, error.code))

    async def _look_up(self, taken: Taken, look_up: LookUp) -> None:
        platform = self._platforms.get(look_up.workspace.platform)
        try:
            if platform is None:
                raise PlatformError(Trouble.UNCERTAIN, "its platform is not connected")
            told = await platform.person(look_up.workspace, look_up.user)
        except PlatformError as error:
            await self._threads.run(self._failed, taken, look_up.workspace.id, error)
            return
        await self._threads.run(self._looked_up, taken, look_up, told)

    def _looked_up(self, taken: Taken, look_up: LookUp, told: PersonTold) -> None:
        with self._database.transaction(taken.coalition_id) as db:
            row = deliveries.held(db, taken.id, self._owner, taken.attempt)
            if row is not None:
                self._know(db, look_up.account_id, told)
                deliveries.settle(db, row, Settled(SendState.SENT), self._clock.now())
                coalitions.heal(db, look_up.workspace.id)

    def _know(self, db: CoalitionSession, account_id: int, told: PersonTold) -> None:
        now = self._clock.now()
        if told.is_bot:
            for seat_id in turn_away(db, account_id, now):
                redraw(db, seat_id)
            return
        profile = Profile(told.name, told.timezone, told.locale, told.rules)
        members.record_profile(db, account_id, profile, now)

    def _settle(self, taken: Taken, end: Settled) -> None:
        with self._database.transaction(taken.coalition_id) as db:
            row = deliveries.held(db, taken.id, self._owner, taken.attempt)
            if row is not None:
                posted_cards.abandon(db, row.id)
                deliveries.settle(db, row, end, self._clock.now())

    def _put_off(self, taken: Taken, pause: timedelta, why: str) -> None:
        with self._database.transaction(taken.coalition_id) as db:
            row = deliveries.held(db, taken.id, self._owner, taken.attempt)
            if row is not None:
                deliveries.put_off(db, row, pause, why)

    def _forget_card(self, taken: Taken) -> None:
        with self._database.transaction(taken.coalition_id) as db:
            posted_cards.abandon(db, taken.id)


def _pause(attempt: int) -> timedelta:
    """How long to leave a row alone after so many tries: 10 seconds, then twice as long each time."""
    return timedelta(seconds=min(300, 5 * 2**attempt))
