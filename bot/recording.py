"""Recording what was posted: at once, and together with whatever else was posted while that went on.

Each record costs the database a transaction, and the platform answers many calls at about the same time.
Nothing waits for more to come: what has been posted meanwhile goes with the next transaction.
"""

import asyncio

from bot.ledger import Ledger, Posted, Worked
from bot.threads import DatabaseThreads


class NotRecordedError(Exception):
    """What was posted could not be recorded."""


class Recorder:
    """Records for one worker. Everything here runs in its event loop."""

    def __init__(self, ledger: Ledger, threads: DatabaseThreads) -> None:
        self._ledger = ledger
        self._threads = threads
        self._waiting: list[tuple[Posted, asyncio.Future[Worked | None]]] = []
        self._at_work: asyncio.Task[None] | None = None

    async def record(self, posted: Posted) -> Worked | None:
        """Record it; None where another worker has taken the row over. Committed when this returns.

        Raises:
            NotRecordedError: when it could not be.
        """
        done: asyncio.Future[Worked | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((posted, done))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._record_all())
        return await done

    async def _record_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                ends = await self._threads.run(self._ledger.sent, [posted for posted, _ in batch])
            except Exception as error:
                for _, done in batch:
                    if not done.done():
                        missing = NotRecordedError()
                        missing.__cause__ = error
                        done.set_exception(missing)
                continue
            for (_, done), worked in zip(batch, ends, strict=True):
                if not done.done():
                    done.set_result(worked)
        self._at_work = None
