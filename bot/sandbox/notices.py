"""Tells whoever watches that something a person can see has changed."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable, Sequence
from threading import Lock
from typing import Final

CHANGES_KEPT: Final = 10_000


class Notices:
    """A version number per person that rises with every visible change, and streams that wait for it.

    May be told from any thread; streams live in the server's event loop.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._versions: defaultdict[str, int] = defaultdict(int)
        self._watchers: defaultdict[str, list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = defaultdict(
            list
        )
        self._count = 0
        self._changed: deque[tuple[int, str, str]] = deque(maxlen=CHANGES_KEPT)
        self._closed = False

    def version(self, user: str) -> int:
        """The person's version number."""
        with self._lock:
            return self._versions[user]

    def changed(self, users: Iterable[str]) -> None:
        """Something that these people can see has changed."""
        with self._lock:
            for user in set(users):
                self._versions[user] += 1
                self._wake(user)

    def message_changed(self, channel: str, ts: str, users: Iterable[str]) -> None:
        """A message was posted, replaced or deleted where these people can see it."""
        with self._lock:
            self._count += 1
            self._changed.append((self._count, channel, ts))
        self.changed(users)

    def mark(self) -> int:
        """A point to ask `messages_since` from."""
        with self._lock:
            return self._count

    def messages_since(self, mark: int) -> list[tuple[str, str]]:
        """(channel, ts) of all that changed after the mark, each once, in order of first change."""
        with self._lock:
            return list(dict.fromkeys((channel, ts) for count, channel, ts in self._changed if count > mark))

    async def watch(self, users: Sequence[str], *, quiet_after: float) -> AsyncIterator[int | None]:
        """The sum of these people's versions now and after every change of any of them; None after
        `quiet_after` seconds without one.

        Ends when `close` is called.
        """
        bell = asyncio.Event()
        watcher = (asyncio.get_running_loop(), bell)
        with self._lock:
            for user in users:
                self._watchers[user].append(watcher)
            seen = self._sum(users)
        try:
            yield seen
            while not self._closed:
                try:
                    async with asyncio.timeout(quiet_after):
                        await bell.wait()
                except TimeoutError:
                    yield None
                    continue
                bell.clear()
                with self._lock:
                    current = self._sum(users)
                if current != seen:
                    seen = current
                    yield seen
        finally:
            with self._lock:
                for user in users:
                    self._watchers[user].remove(watcher)

    def _sum(self, users: Sequence[str]) -> int:
        return sum(self._versions[user] for user in users)

    def close(self) -> None:
        """End all streams, so that the server can stop."""
        with self._lock:
            self._closed = True
            for user in list(self._watchers):
                self._wake(user)

    def _wake(self, user: str) -> None:
        for loop, bell in self._watchers[user]:
            if not loop.is_closed():
                loop.call_soon_threadsafe(bell.set)
