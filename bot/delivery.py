"""The outbox worker: takes what is due, draws it from the rows as they are, sends it, records it.

At least once: a row whose worker died in between is sent again when its lease has run out.
"""

import asyncio
import secrets
from collections.abc import Mapping
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.messages import Errand, LookUp, Message, Nothing, Writer
from bot.platform import Hanging, Platform, PlatformError, Trouble
from bot.threads import DatabaseThreads
from storage import across, coalitions, deliveries, members, posted_cards
from storage.across import Taken
from storage.coalitions import Platform as PlatformName
from storage.database import Database, Purpose
from storage.deliveries import Settled
from storage.members import Profile
from storage.outbox import SendState

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
    ) -> None:
        self._database = database
        self._threads = threads
        self._clock = clock
        self._writer = writer
        self._platforms = platforms
        self._owner = secrets.token_hex(8)
        self._one_pass = asyncio.Lock()

    async def deliver_due(self) -> int:
        """Send everything that is due now; answers how many rows were settled or put off."""
        done = 0
        async with self._one_pass:
            while taken := await self._threads.run(self._take):
                done += len(taken)
                await asyncio.gather(*(self._carry_out(row) for row in taken))
        return done

    def _take(self) -> list[Taken]:
        with self._database.across_coalitions(Purpose.READ) as db:
            if not across.anything_due(db, self._clock.now()):
                return []
        with self._database.across_coalitions() as db:
            return across.take_due(db, self._clock.now(), self._owner, _LEASE_SECONDS, _BATCH)

    async def _carry_out(self, taken: Taken) -> None:
        try:
            errand = await self._threads.run(self._draw, taken)
        except Exception:
            log.exception("an outbox row could not be drawn", row=taken.id)
            await self._threads.run(self._put_off, taken, timedelta(minutes=1), "it could not be drawn")
            return
        match errand:
            case Nothing(why=why):
                await self._threads.run(self._settle, taken, Settled(SendState.DROPPED, why))
            case LookUp():
                await self._look_up(taken, errand)
            case Message():
                await self._send(taken, errand)

    def _draw(self, taken: Taken) -> Errand:
        with self._database.transaction(taken.coalition_id) as db:
            row = deliveries.held(db, taken.id, self._owner, taken.attempt)
            return self._writer.errand(db, row) if row else Nothing("another worker has it")

    async def _send(self, taken: Taken, message: Message) -> None:
        platform = self._platforms.get(message.workspace.platform)
        if platform is None:
            await self._threads.run(self._put_off, taken, _REVOKED_PAUSE, "its platform is not connected")
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
            await self._threads.run(self._failed, taken, message.workspace.id, error)
            return
        await self._threads.run(self._sent, taken, message, hanging)

    def _sent(self, taken: Taken, message: Message, hanging: Hanging) -> None:
        with self._database.transaction(taken.coalition_id) as db:
            row = deliveries.held(db, taken.id, self._owner, taken.attempt)
            if row is None:
                return
            end = Settled(SendState.SENT, message.why, hanging.channel, hanging.message_id)
            deliveries.settle(db, row, end, self._clock.now())
            if message.version is not None:
                posted_cards.posted(db, row.id, hanging.channel, hanging.message_id, message.version)
            coalitions.heal(db, message.workspace.id)

    def _failed(self, taken: Taken, workspace_id: int, error: PlatformError) -> None:
        pause = timedelta(seconds=min(300, 5 * 2**taken.attempt))
        match error.trouble:
            case Trouble.RATE_LIMITED:
                self._put_off(taken, timedelta(seconds=error.retry_after), error.code)
            case Trouble.UNCERTAIN if taken.attempt < _MOST_ATTEMPTS:
                self._put_off(taken, pause, error.code)
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
        profile = Profile(told.name, told.timezone, told.locale, told.rules)
        await self._threads.run(self._looked_up, taken, look_up, profile)

    def _looked_up(self, taken: Taken, look_up: LookUp, profile: Profile) -> None:
        with self._database.transaction(taken.coalition_id) as db:
            row = deliveries.held(db, taken.id, self._owner, taken.attempt)
            if row is not None:
                members.record_profile(db, look_up.account_id, profile, self._clock.now())
                deliveries.settle(db, row, Settled(SendState.SENT), self._clock.now())

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
