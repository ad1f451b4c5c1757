"""The threads that talk to the database, so that the event loop never waits for a disk.

On SQLite it is one, since more would only wait for the one writer. It does whatever is waiting in one
transaction, each within its own savepoint, and answers all of it once that is committed: the disk is
waited for once, not once for each (decision 0010).
"""

import asyncio
import contextlib
import contextvars
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ParamSpec, TypeVar

import structlog

from storage.database import Database

log = structlog.get_logger(__name__)
P = ParamSpec("P")
R = TypeVar("R")

_MOST = 32
"""How many calls are committed together at most."""

_LONGEST = 0.05
"""For how many seconds calls are added to those that are committed together."""


@dataclass(slots=True)
class _Call:
    """Something to run, and who waits for it."""

    function: Callable[[], Any]
    waiting: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    context: contextvars.Context = field(default_factory=contextvars.copy_context)
    result: Any = None
    error: BaseException | None = None

    def run(self) -> None:
        """Run it; what it came to is kept."""
        self.result, self.error = None, None
        if self.waiting.cancelled():
            return
        try:
            self.result = self.context.run(self.function)
        except BaseException as error:  # whatever it is belongs to whoever waits for it
            self.error = error

    def settle(self) -> None:
        """Tell whoever waits, in their event loop."""
        if self.waiting.done():
            return
        if self.error is not None:
            self.waiting.set_exception(self.error)
        else:
            self.waiting.set_result(self.result)


class DatabaseThreads:
    """Runs synchronous functions beside the event loop."""

    def __init__(self, database: Database, count: int | None = None) -> None:
        """`count` is how many threads there are; without it, as many as the database has use for."""
        self._database = database
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"database_{number}", daemon=True)
            for number in range(count or database.threads)
        ]
        self._lock = threading.Lock()
        self._is_open = True
        for thread in self._threads:
            thread.start()

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run it and wait for it. A cancelled wait does not stop what has begun.

        Raises:
            RuntimeError: when the threads were closed.
        """
        return await self.begin(function, *args, **kwargs)

    def begin(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[R]:
        """Have it run; what it comes to is in the future. Call it within the event loop.

        Raises:
            RuntimeError: when the threads were closed.
        """
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[R] = loop.create_future()
        call = _Call(partial(function, *args, **kwargs), waiting, loop)
        with self._lock:
            if not self._is_open:
                raise RuntimeError("the database's threads are closed")
            self._calls.put(call)
        return waiting

    def close(self) -> None:
        """Let what was begun or is waiting finish, and take nothing more."""
        with self._lock:
            self._is_open = False
            for _ in self._threads:
                self._calls.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            done = [call]
            try:
                with self._database.together():
                    self._run_with_others(done)
            except Exception:
                # Whatever it is: a thread that died would leave everybody waiting. Nothing of it is kept;
                # whose fault it was shows when each is run alone.
                log.warning("a commit failed; running its parts one by one", parts=len(done), exc_info=True)
                for one in done:
                    one.run()
            _tell(done)

    def _run_with_others(self, done: list[_Call]) -> None:
        """Run the first call, and those that wait behind it while there is room."""
        done[0].run()
        until = time.monotonic() + _LONGEST
        while self._database.commits_together and len(done) < _MOST and time.monotonic() < until:
            try:
                call = self._calls.get_nowait()
            except queue.Empty:
                return
            if call is None:
                self._calls.put(None)
                return
            done.append(call)
            call.run()


def _tell(done: Sequence[_Call]) -> None:
    """Wake each event loop once, however many of its calls are done."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Call]] = {}
    for call in done:
        by_loop.setdefault(call.loop, []).append(call)
    for loop, calls in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop was closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, calls)


def _settle(calls: Sequence[_Call]) -> None:
    for call in calls:
        call.settle()
