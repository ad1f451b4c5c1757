"""The loop that writes digests, says what is due and redraws what has changed, whenever somebody wakes it."""

import asyncio
import contextlib

import structlog

from bot.delivery import Delivery
from bot.digesting import Digesting
from bot.redrawing import Redrawing

log = structlog.get_logger(__name__)


class Worker:
    """Sleeps until it is woken: by the scheduler, by a request that wrote something, by the clock's hand."""

    def __init__(self, digesting: Digesting, delivery: Delivery, redrawing: Redrawing) -> None:
        self._digesting = digesting
        self._delivery = delivery
        self._redrawing = redrawing
        self._woken = asyncio.Event()
        self._one_pass = asyncio.Lock()
        self._later: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Look at the outbox at once. Call it in the event loop."""
        self._woken.set()

    def start(self, coalition_id: int) -> None:
        """Begin to work for that coalition, in the running event loop."""
        self._digesting.serve(coalition_id)
        self._delivery.serve(coalition_id)
        self._redrawing.serve(coalition_id)
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        """Work until cancelled. A fault is logged; the next wake tries again."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self.one_pass()
            except Exception:
                log.exception("the outbox could not be worked")

    async def one_pass(self) -> int:
        """Say all that is due now, redraw every card that may be; answers how many rows were worked."""
        async with self._one_pass:
            await self._digesting.write_due()
            done = await self._delivery.deliver_due()
            waits = (await self._redrawing.redraw_stale(), await self._delivery.wait())
        soonest = min((wait for wait in waits if wait is not None), default=None)
        if soonest is not None:
            self._wake_in(soonest)
        return done

    def _wake_in(self, seconds: float) -> None:
        if self._later is not None:
            self._later.cancel()
        self._later = asyncio.get_running_loop().call_later(seconds, self.wake)

    async def stop(self) -> None:
        """End the loop; what is being sent is finished first."""
        if self._later is not None:
            self._later.cancel()
        async with self._one_pass:
            if self._task is not None:
                self._task.cancel()
        if self._task is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
