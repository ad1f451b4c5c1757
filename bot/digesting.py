"""Writing digests down as they come due, in batches, so that nobody waits for long."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.reference import Reference
from bot.threads import DatabaseThreads
from handlers.digests import planning
from handlers.digests.gathering import unequal_races
from handlers.digests.planning import Batch, Due
from handlers.digests.subjects import DIGEST
from handlers.outreach.parity.reckoning import Parity
from handlers.request import Scene
from storage import coalitions, digests
from storage.database import Database, Purpose
from storage.outbox import Saying
from storage.tenancy import CoalitionSession

_BETWEEN = timedelta(minutes=1)
"""How often to look, on the campaign's clock."""


class Digesting:
    """Writes one coalition's digests into the outbox, batch by batch, so that others come in between."""

    def __init__(
        self, database: Database, threads: DatabaseThreads, clock: Clock, reference: Reference
    ) -> None:
        self._database = database
        self._threads = threads
        self._clock = clock
        self._reference = reference
        self._coalition_id = 0  # nobody's, until it is told whom to serve

    def serve(self, coalition_id: int) -> None:
        """Write this coalition's digests."""
        self._coalition_id = coalition_id

    async def write_due(self) -> None:
        """Write down every digest that came due since the last time, of each person and day once."""
        now = self._clock.now()
        if not await self._threads.run(self._is_time, now):
            return
        groups = await self._threads.run(self._due, now)
        races = await self._threads.run(self._races, now) if groups else []
        for group in groups:
            last_id: int | None = 0
            while last_id is not None:
                batch = await self._threads.run(self._batch, now, group, last_id, races)
                if batch.sayings:
                    await self._threads.run(self._write, now, batch.sayings)
                last_id = batch.last_id
        await self._threads.run(self._finish, now)

    def _is_time(self, now: datetime) -> bool:
        with self._reading() as db:
            written = digests.written_until(db, DIGEST)
        return written is None or now >= written + _BETWEEN

    def _due(self, now: datetime) -> list[Due]:
        with self._reading() as db:
            return planning.due(self._scene(db, now))

    def _races(self, now: datetime) -> list[Parity]:
        with self._reading() as db:
            return unequal_races(self._scene(db, now))

    def _batch(self, now: datetime, group: Due, after_id: int, races: Sequence[Parity]) -> Batch:
        with self._reading() as db:
            return planning.batch(self._scene(db, now), group, after_id, races)

    def _write(self, now: datetime, sayings: Sequence[Saying]) -> None:
        with self._database.transaction(self._coalition_id) as db:
            planning.write(self._scene(db, now), sayings)

    def _finish(self, now: datetime) -> None:
        with self._database.transaction(self._coalition_id) as db:
            planning.finish(self._scene(db, now))

    async def next_at(self) -> datetime | None:
        """When the next digest comes that has something to say."""
        return await self._threads.run(self._next_at)

    def _next_at(self) -> datetime | None:
        with self._reading() as db:
            return planning.next_at(self._scene(db, self._clock.now()))

    def _reading(self) -> AbstractContextManager[CoalitionSession]:
        return self._database.transaction(self._coalition_id, Purpose.READ)

    def _scene(self, db: CoalitionSession, now: datetime) -> Scene:
        return Scene(db, coalitions.current(db), self._reference.districts(db), now)
