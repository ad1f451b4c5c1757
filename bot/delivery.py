"""The outbox worker: takes what is due, draws it from the rows as they are, sends it, records it.

At least once: a row whose worker died in between is sent again when its lease has run out.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock, SystemClock
from bot.ledger import REVOKED_PAUSE, Ledger, Worked
from bot.messages import Examination, LookUp, Message, Nothing, Writer
from bot.platform import Platform, PlatformError, Trouble
from bot.threads import DatabaseThreads
from config.settings import OUTBOX_LEASE_SECONDS
from handlers.cards import Card
from handlers.timing import Held
from storage.across import Taken
from storage.coalitions import Platform as PlatformName
from storage.database import Database
from storage.deliveries import Settled
from storage.outbox import SendState

log = structlog.get_logger(__name__)


def nobody_asks(worked: Worked) -> None:
    """What is told of each row where nobody wants to know."""
    del worked


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
        lease_seconds: int = OUTBOX_LEASE_SECONDS,
        report: Callable[[Worked], None] = nobody_asks,
    ) -> None:
        """`examine` looks at all that the bot needs, for `/coalition check`; `report` hears of each row."""
        self._threads = threads
        self._real = SystemClock()
        self._ledger = Ledger(database, clock, writer, lease_seconds)
        self._platforms = platforms
        self._examine = examine
        self._report = report
        self._one_pass = asyncio.Lock()
        self._paused_until: dict[int, float] = {}

    def serve(self, coalition_id: int) -> None:
        """Say what this coalition has to say. Others in the database are not reached by this bot's token."""
        self._ledger.serve(coalition_id)

    async def deliver_due(self) -> int:
        """Send everything that is due now; answers how many rows were settled or put off."""
        done = 0
        async with self._one_pass:
            while taken := await self._threads.run(self._ledger.take):
                done += len(taken)
                await asyncio.gather(*(self._carry_out(row) for row in taken))
        return done

    async def wait(self) -> float | None:
        """In how many seconds a row that was put off may be tried again; None when none was."""
        again = await self._threads.run(self._ledger.next_try)
        return None if again is None else max(0.05, (again - self._real.now()).total_seconds())

    async def _carry_out(self, taken: Taken) -> None:
        """Do one row. What goes wrong with it stays with it."""
        worked: Worked | None = None
        try:
            worked = await self._worked(taken)
        except Exception:
            log.exception("an outbox row could not be worked", row=taken.id)
            with contextlib.suppress(SQLAlchemyError):
                worked = await self._threads.run(self._ledger.broken, taken)
        if worked is not None:
            self._report(worked)

    async def _worked(self, taken: Taken) -> Worked | None:
        errand = await self._threads.run(self._ledger.draw, taken)
        match errand:
            case Nothing(why=why):
                return await self._threads.run(self._ledger.settle, taken, Settled(SendState.DROPPED, why))
            case Held():
                return await self._threads.run(self._ledger.hold, taken, errand)
            case LookUp():
                return await self._look_up(taken, errand)
            case Examination(message=message):
                return await self._send(taken, replace(message, card=await self._examine()))
            case Message():
                return await self._send(taken, errand)

    async def _send(self, taken: Taken, message: Message) -> Worked | None:
        platform = self._platforms.get(message.workspace.platform)
        if platform is None:
            return await self._put_off(taken, REVOKED_PAUSE, "its platform is not connected")
        pause = self._paused_until.get(message.workspace.id, 0.0) - time.monotonic()
        if pause > 0:
            return await self._put_off(taken, timedelta(seconds=pause), "the platform asked for a pause")
        try:
            hanging = await platform.post(
                message.workspace, message.channel, message.card, message.reader, message.thread
            )
        except PlatformError as error:
            if message.instead is not None and error.trouble in (Trouble.NOT_IN_CHANNEL, Trouble.NO_CHANNEL):
                await self._threads.run(self._ledger.forget_card, taken)
                return await self._send(taken, message.instead)
            if error.trouble is Trouble.RATE_LIMITED:
                self._paused_until[message.workspace.id] = time.monotonic() + error.retry_after
            return await self._threads.run(self._ledger.failed, taken, message.workspace.id, error)
        return await self._threads.run(self._ledger.sent, taken, message, hanging)

    async def _put_off(self, taken: Taken, pause: timedelta, why: str) -> Worked | None:
        return await self._threads.run(self._ledger.put_off, taken, pause, why)

    async def _look_up(self, taken: Taken, look_up: LookUp) -> Worked | None:
        platform = self._platforms.get(look_up.workspace.platform)
        try:
            if platform is None:
                raise PlatformError(Trouble.UNCERTAIN, "its platform is not connected")
            told = await platform.person(look_up.workspace, look_up.user)
        except PlatformError as error:
            return await self._threads.run(self._ledger.failed, taken, look_up.workspace.id, error)
        return await self._threads.run(self._ledger.looked_up, taken, look_up, told)
