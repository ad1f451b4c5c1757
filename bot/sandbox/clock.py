"""The workspace's movable clock: real time plus an offset that survives a restart."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.sandbox.store import Store


class SandboxClock:
    """Campaign time. Only ever moves forward, until `back_to_real_time`."""

    def __init__(self, store: Store, wall_clock: Callable[[], datetime]) -> None:
        self._store = store
        self._wall_clock = wall_clock
        self._offset = store.clock_offset()

    def now(self) -> datetime:
        """The workspace's time, in UTC."""
        return self._wall_clock() + self._offset

    def advance(self, by: timedelta) -> None:
        """Move ahead; ValueError for a negative span."""
        if by < timedelta(0):
            raise ValueError("The clock only moves forward.")
        self._keep(self._offset + by)

    def set_to(self, instant: datetime) -> bool:
        """Move ahead to that instant. An instant already past changes nothing and gives False."""
        ahead = instant - self.now()
        if ahead <= timedelta(0):
            return False
        self._keep(self._offset + ahead)
        return True

    def back_to_real_time(self) -> None:
        """Drop the offset."""
        self._keep(timedelta(0))

    def _keep(self, offset: timedelta) -> None:
        self._store.keep_clock_offset(offset)
        self._offset = offset
