"""APScheduler, as a ticker only: each job wakes a function, and nothing is kept in its memory."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_TIDY_SECONDS = 3600
_READ_SECONDS = 15


class Ticker:
    """Wakes the worker every few seconds, looks after calendars, and tidies up every hour."""

    def __init__(
        self,
        wake: Callable[[], None],
        tidy: Callable[[], Awaitable[None]],
        read: Callable[[], Awaitable[None]],
        interval: float,
    ) -> None:
        """`interval` in seconds between looks at the outbox. All are called in the event loop.

        `read` looks after calendars that are fetched, and is called again only once it has ended.
        """

        # APScheduler runs plain functions in other threads, where the loop's own things must not be touched.
        async def wake_here() -> None:
            wake()

        defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        self._is_started = False
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._scheduler.add_job(wake_here, "interval", seconds=interval, id="outbox")
        self._scheduler.add_job(tidy, "interval", seconds=_TIDY_SECONDS, id="tidy")
        self._scheduler.add_job(read, "interval", seconds=_READ_SECONDS, id="read")

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._scheduler.start()
        self._is_started = True

    async def stop(self) -> None:
        """End, if it has begun."""
        if self._is_started:
            self._is_started = False
            self._scheduler.remove_all_jobs()
            await asyncio.sleep(0)  # a job that is due now runs; a shutdown would log it as an error
            self._scheduler.shutdown(wait=False)
