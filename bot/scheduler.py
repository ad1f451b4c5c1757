"""APScheduler, as a ticker only: each job wakes a function, and nothing is kept in its memory."""

from collections.abc import Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_TIDY_SECONDS = 3600


class Ticker:
    """Wakes the worker every few seconds, and tidies up every hour."""

    def __init__(self, wake: Callable[[], None], tidy: Callable[[], object], interval: float) -> None:
        """`interval` in seconds between looks at the outbox."""
        defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._scheduler.add_job(wake, "interval", seconds=interval, id="outbox")
        self._scheduler.add_job(tidy, "interval", seconds=_TIDY_SECONDS, id="tidy")

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """End."""
        self._scheduler.shutdown(wait=False)
