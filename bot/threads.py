"""The threads that talk to the database: one on SQLite, where more would only wait for the one writer."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class DatabaseThreads:
    """Runs synchronous functions beside the event loop, so that the loop never waits for a disk."""

    def __init__(self, count: int) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="database")

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run it and wait for it. A cancelled wait does not stop what has begun."""
        context = contextvars.copy_context()
        call = partial(context.run, partial(function, *args, **kwargs))
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    def close(self) -> None:
        """Let what runs finish, and take nothing more."""
        self._pool.shutdown(wait=True, cancel_futures=True)
