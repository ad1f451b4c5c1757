"""The outbox worker: takes what is due, draws it from the rows as they are, sends it, records it.

A row whose worker died in between is taken again when its lease has run out. Whether it had been sent by
then is looked up (see `bot.reconciling`); where the bot may not look, its kind decides.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock, SystemClock
from bot.joining import groups, joined
from bot.ledger import REVOKED_PAUSE, InLine, Ledger, Posted, Turn, Worked
from bot.messages import Errand, Examination, LookUp, Message, Nothing, Writer, outside_thread
from bot.platform import Platform, PlatformError, Spot, Trouble
from bot.reconciling import Arrived, UnderWay, Untold, earlier_try, spot_of
from bot.recording import NotRecordedError, Recorder
from bot.threads import DatabaseThreads
from config.settings import OUTBOX_LEASE_SECONDS
from handlers.cards import Card
from handlers.timing import Ambiguous, Held
from storage.across import Taken
from storage.coalitions import Platform as PlatformName
from storage.database import Database
from storage.deliveries import Settled
from storage.outbox import SendState

log = structlog.get_logger(__name__)

_AT_ONCE = timedelta(seconds=1)

_CALLS = 20
"""How many rows are worked at the same time."""

ONE_A_SECOND = timedelta(seconds=1)
"""How far apart messages in one channel are (Slack: chat.postMessage, one a second and channel)."""


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
        between: timedelta = ONE_A_SECOND,
        report: Callable[[Worked], None] = nobody_asks,
    ) -> None:
        """`examine` looks at all that the bot needs, for `/coalition check`; `report` hears of each row.

        `between` is how far apart messages in one channel are, among all processes.
        """
        self._threads = threads
        self._real = SystemClock()
        self._ledger = Ledger(database, clock, writer, lease_seconds, between)
        self._recorder = Recorder(self._ledger, threads)
        self._calls = asyncio.Semaphore(_CALLS)
        self._registry = writer.registry
        self._platforms = platforms
        self._examine = examine
        self._report = report
        self._one_pass = asyncio.Lock()

    def serve(self, coalition_id: int) -> None:
        """Say what this coalition has to say. Others in the database are not reached by this bot's token."""
        self._ledger.serve(coalition_id)

    async def deliver_due(self) -> int:
        """Send everything that is due now; answers how many rows were settled or put off."""
        done = 0
        async with self._one_pass:
            while taken := await self._threads.run(self._ledger.take):
                done += len(taken)
                await asyncio.gather(*(self._one_by_one(line) for line in _lines(taken)))
        return done

    async def _one_by_one(self, line: Sequence[Taken]) -> None:
        """Do rows to one recipient in their order."""
        for group in groups(self._registry, line):
            async with self._calls:
                if len(group) == 1:
                    await self._carry_out(group[0])
                else:
                    await self._carry_out_together(group)

    async def _carry_out_together(self, rows: Sequence[Taken]) -> None:
        """Say rows to one person in one message. Whatever is not to be said now goes its own way."""
        parts: list[tuple[Taken, Message]] = []
        line: Worked | None = None
        for row in rows:
            if line is not None:
                self._tell(await self._threads.run(self._ledger.wait_with, row, line))
                continue
            errand = await self._drawn(row, Turn.SHARED if parts else Turn.OWN)
            match errand:
                case None:
                    continue
                case Message():
                    parts.append((row, errand))
                case InLine(worked=line):
                    self._tell(line)
                case _:
                    await self._guarded(row, self._done(row, errand))
        if len(parts) > 1:
            await self._send_together(parts)
        for row, message in parts if len(parts) == 1 else ():
            await self._guarded(row, self._send(row, message))

    async def _drawn(self, row: Taken, turn: Turn) -> Errand | InLine | None:
        """What is to be done for a row; None where we could not find out."""
        try:
            return await self._threads.run(self._ledger.draw, row, turn)
        except Exception:
            await self._broken(row)
            return None

    async def _send_together(self, parts: Sequence[tuple[Taken, Message]]) -> None:
        message = parts[0][1]
        platform = self._platforms.get(message.workspace.platform)
        mark = await self._threads.run(self._ledger.join, [row for row, _ in parts])
        if mark is None or platform is None:
            why = "its platform is not connected" if mark else "another worker has what it goes with"
            for row, _ in parts:
                await self._guarded(row, self._put_off(row, REVOKED_PAUSE if mark else _AT_ONCE, why))
            return
        try:
            card = joined(part.card for _, part in parts)
            spot = Spot(message.channel, message.thread, mark)
            hanging = await platform.post(message.workspace, spot, card, message.reader)
        except PlatformError as error:
            for row, part in parts:
                await self._guarded(row, self._threads.run(self._ledger.failed, row, part, error))
            return
        except Exception:
            for row, _ in parts:
                await self._broken(row)
            return
        recording = (
            self._guarded(row, self._recorder.record(Posted(row, part, hanging))) for row, part in parts
        )
        await asyncio.gather(*recording)

    def _tell(self, worked: Worked | None) -> None:
        if worked is not None:
            self._report(worked)

    async def wait(self) -> float | None:
        """In how many seconds a row that was put off may be tried again; None when none was."""
        again = await self._threads.run(self._ledger.next_try)
        return None if again is None else max(0.05, (again - self._real.now()).total_seconds())

    async def _carry_out(self, taken: Taken) -> None:
        """Do one row."""
        await self._guarded(taken, self._worked(taken))

    async def _guarded(self, taken: Taken, work: Awaitable[Worked | None]) -> None:
        """Do something with a row. What goes wrong with it stays with it."""
        try:
            self._tell(await work)
        except NotRecordedError:
            # It is on the platform. When the lease has run out, it is found there.
            log.exception("what was posted could not be recorded", row=taken.id)
        except Exception:
            await self._broken(taken)

    async def _broken(self, taken: Taken) -> None:
        """Our own fault, in handling: try the row again later."""
        log.exception("an outbox row could not be worked", row=taken.id)
        with contextlib.suppress(SQLAlchemyError):
            self._tell(await self._threads.run(self._ledger.broken, taken))

    async def _worked(self, taken: Taken) -> Worked | None:
        return await self._done(taken, await self._threads.run(self._ledger.draw, taken))

    async def _done(self, taken: Taken, errand: Errand | InLine) -> Worked | None:
        match errand:
            case Nothing(why=why):
                return await self._dropped(taken, why)
            case Held():
                return await self._threads.run(self._ledger.hold, taken, errand)
            case InLine():
                return errand.worked
            case LookUp():
                return await self._look_up(taken, errand)
            case Examination(message=message):
                return await self._send(taken, replace(message, card=await self._examine()))
            case Message():
                return await self._send(taken, errand)

    async def _dropped(self, taken: Taken, why: str) -> Worked | None:
        """Settle what need not be said any more. If it was said already, its card is to be kept current."""
        said = await self._threads.run(self._ledger.as_said, taken) if taken.unclear_since else None
        platform = self._platforms.get(said.workspace.platform) if said else None
        if said is not None and platform is not None:
            try:
                earlier = await earlier_try(platform, taken, said)
            except PlatformError as error:
                return await self._threads.run(self._ledger.failed, taken, said, error)
            if isinstance(earlier, Arrived):
                return await self._recorder.record(Posted(taken, said, earlier.hanging))
            if isinstance(earlier, UnderWay):
                return await self._put_off(taken, earlier.pause, "it may be on its way")
        return await self._threads.run(self._ledger.settle, taken, Settled(SendState.DROPPED, why))

    async def _send(self, taken: Taken, message: Message) -> Worked | None:
        platform = self._platforms.get(message.workspace.platform)
        if platform is None:
            return await self._put_off(taken, REVOKED_PAUSE, "its platform is not connected")
        try:
            match await earlier_try(platform, taken, message):
                case Arrived(hanging=hanging):
                    # Drawn from older rows than those of now, so it is to be redrawn.
                    as_it_was = replace(message, version=None if message.version is None else 0)
                    return await self._recorder.record(Posted(taken, as_it_was, hanging))
                case UnderWay(pause=pause):
                    return await self._put_off(taken, pause, "it may be on its way")
                case Untold(why=why) if message.ambiguous is Ambiguous.LOOK_THEN_DROP:
                    end = Settled(SendState.DROPPED, f"it may have been said already ({why})")
                    return await self._threads.run(self._ledger.settle, taken, end)
                case _:
                    if taken.joined is not None:
                        await self._threads.run(self._ledger.part, taken)
                        taken = replace(taken, joined=None)
                    return await self._post(platform, taken, message)
        except PlatformError as error:
            return await self._threads.run(self._ledger.failed, taken, message, error)

    async def _post(self, platform: Platform, taken: Taken, message: Message) -> Worked | None:
        try:
            hanging = await platform.post(
                message.workspace, spot_of(taken, message), message.card, message.reader
            )
        except PlatformError as error:
            if error.trouble is Trouble.NO_THREAD and message.thread is not None:
                return await self._post(platform, taken, outside_thread(message))
            if error.trouble not in (Trouble.NOT_IN_CHANNEL, Trouble.NO_CHANNEL):
                raise
            await self._threads.run(self._ledger.channel_lost, taken, message, error)
            if message.instead is None:
                raise
            await self._threads.run(self._ledger.forget_card, taken)
            return await self._post(platform, taken, message.instead)
        return await self._recorder.record(Posted(taken, message, hanging))

    async def _put_off(self, taken: Taken, pause: timedelta, why: str) -> Worked | None:
        return await self._threads.run(self._ledger.put_off, taken, pause, why)

    async def _look_up(self, taken: Taken, look_up: LookUp) -> Worked | None:
        platform = self._platforms.get(look_up.workspace.platform)
        try:
            if platform is None:
                raise PlatformError(Trouble.UNCERTAIN, "its platform is not connected")
            told = await platform.person(look_up.workspace, look_up.user)
        except PlatformError as error:
            return await self._threads.run(self._ledger.failed, taken, look_up, error)
        return await self._threads.run(self._ledger.looked_up, taken, look_up, told)


def _lines(taken: Iterable[Taken]) -> Iterable[Sequence[Taken]]:
    """Rows by whom they go to, each line in the order in which the rows came due."""
    lines: defaultdict[tuple[str | None, int | None], list[Taken]] = defaultdict(list)
    for row in taken:
        lines[row.line].append(row)
    return lines.values()
