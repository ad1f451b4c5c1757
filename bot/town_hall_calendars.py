"""Fetching the calendars of town halls that coalitions subscribe to, every half hour."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog

from bot.clock import Clock
from bot.fetching import Fetched, NotFetched, NotModified, Refusal, fetch_calendar
from bot.reference import Reference
from bot.threads import DatabaseThreads
from handlers.request import Scene
from handlers.town_halls.lists.doubting import tell_of_trouble
from handlers.town_halls.lists.taking_in import take_in
from storage import coalitions
from storage.database import Database, Purpose
from storage.files.town_halls import Reading, read_town_halls
from storage.tenancy import CoalitionSession
from storage.town_halls import sources
from storage.town_halls.sources import Source

log = structlog.get_logger(__name__)

_BETWEEN = timedelta(minutes=30)
Fetch = Callable[[str, str, str], Awaitable[Fetched | NotModified | NotFetched]]
"""Fetches a link, given the `etag` and the `last_modified` that it had."""


async def _fetch(link: str, etag: str, last_modified: str) -> Fetched | NotModified | NotFetched:
    return await fetch_calendar(link, None, etag, last_modified)


class TownHallCalendars:
    """Keeps one coalition's calendars current. What one of them holds never keeps the others from it."""

    def __init__(
        self,
        database: Database,
        threads: DatabaseThreads,
        clock: Clock,
        reference: Reference,
        fetching: Fetch | None = None,
    ) -> None:
        self._database = database
        self._threads = threads
        self._clock = clock
        self._reference = reference
        self._fetch = fetching or _fetch
        self._coalition_id = 0  # nobody's, until it is told whom to serve

    def serve(self, coalition_id: int) -> None:
        """Read this coalition's calendars."""
        self._coalition_id = coalition_id

    async def read_due(self) -> bool:
        """Fetch every calendar that was not fetched in the last half hour, on the campaign's clock.

        Whether there was any.
        """
        due = await self._threads.run(self._due)
        for source in due:
            outcome = await self._fetch(source.key, source.etag or "", source.last_modified or "")
            try:
                await self._threads.run(self._note, source, outcome, await self._read(outcome, source))
            except Exception:
                log.exception("a calendar could not be taken in", source=source.id)
                await self._threads.run(self._note, source, NotFetched(Refusal.BAD_ANSWER), None)
        return bool(due)

    async def _read(self, outcome: Fetched | NotModified | NotFetched, source: Source) -> Reading | None:
        """What a calendar says, read beside the database's threads: people are answered meanwhile."""
        if not isinstance(outcome, Fetched):
            return None
        now = self._clock.now().astimezone(UTC)
        return await asyncio.to_thread(read_town_halls, outcome.content, now, f"{source.name}.ics")

    def _due(self) -> list[Source]:
        if not self._coalition_id:
            return []
        with self._database.transaction(self._coalition_id, Purpose.READ) as db:
            return sources.to_fetch(db, self._clock.now() - _BETWEEN)

    def _note(
        self, source: Source, outcome: Fetched | NotModified | NotFetched, reading: Reading | None
    ) -> None:
        now = self._clock.now()
        with self._database.transaction(self._coalition_id) as db:
            as_it_is = sources.with_id(db, source.id)
            if as_it_is is None or as_it_is.is_ended or not _note_fetched(db, source, outcome, now):
                return
            scene = Scene(db, coalitions.current(db), self._reference.districts(db), now)
            if isinstance(outcome, NotFetched):
                log.warning("a calendar could not be fetched", source=source.id, why=outcome.why.value)
                tell_of_trouble(scene, source, outcome.why.value)
            if reading is not None:
                take_in(scene, as_it_is, reading)


def _note_fetched(
    db: CoalitionSession, source: Source, outcome: Fetched | NotModified | NotFetched, now: datetime
) -> bool:
    """Note what became of a calendar's link; False when another process has read it meanwhile."""
    match outcome:
        case NotFetched(why=why):
            return sources.note_fetched(db, source, now, "", "", why.value)
        case NotModified():
            return sources.note_fetched(db, source, now, source.etag or "", source.last_modified or "", None)
        case Fetched(etag=etag, last_modified=modified):
            return sources.note_fetched(db, source, now, etag, modified, None)
