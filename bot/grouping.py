"""What takes too long while somebody waits: reading all suggested questions, and comparing them by meaning.

A new question is compared with all that were suggested, each of which must be read first: a millisecond each,
once for a process. So they are read when it starts. Where the extra `meaning` is installed, they are then put
into groups by what they mean.
"""

import asyncio
from collections.abc import Sequence

import structlog

from bot.threads import DatabaseThreads
from handlers.questions import meaning
from handlers.questions.meaning import Meaning
from handlers.questions.reading import read
from handlers.town_halls.resembling import regrouped
from storage.database import Database, Purpose
from storage.town_halls import questions
from storage.town_halls.questions import Question

log = structlog.get_logger(__name__)
_AT_ONCE = 20
"""So many questions are read before others come in between."""


class Grouping:
    """Reads one coalition's questions before they are asked for, and groups them by meaning."""

    def __init__(self, database: Database, threads: DatabaseThreads) -> None:
        self._database = database
        self._threads = threads
        self._coalition_id = 0  # nobody's, until it is told whom to serve
        self._looked_at: Sequence[Question] = []
        self._meaning: Meaning | None = None
        self._task: asyncio.Task[None] | None = None
        self._looking = asyncio.Lock()

    def start(self, coalition_id: int) -> None:
        """Look at this coalition's questions beside all else."""
        self._coalition_id = coalition_id
        self._task = asyncio.create_task(self._look_and_tell())

    async def stop(self) -> None:
        """Look no further."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def look(self) -> None:
        """Read what was suggested since the last time; with the extra, group it all by meaning."""
        async with self._looking:
            every = await self._threads.run(self._every)
            if every != self._looked_at:
                self._looked_at = await self._looked_through(every)

    async def _looked_through(self, every: Sequence[Question]) -> Sequence[Question]:
        for start in range(0, len(every), _AT_ONCE):
            await asyncio.to_thread(_read_all, every[start : start + _AT_ONCE])
        if meaning.installed():
            groups = await asyncio.to_thread(self._by_meaning, every)
            await self._threads.run(self._group, every, groups)
            every = await self._threads.run(self._every)
        return every

    async def _look_and_tell(self) -> None:
        try:
            await self.look()
        except Exception:
            log.exception("the suggested questions could not be looked at")

    def _by_meaning(self, every: Sequence[Question]) -> dict[int, str | None]:
        self._meaning = self._meaning or Meaning()
        return regrouped(every, self._meaning.measure)

    def _every(self) -> Sequence[Question]:
        with self._database.transaction(self._coalition_id, Purpose.READ) as db:
            return questions.every(db)

    def _group(self, every: Sequence[Question], groups: dict[int, str | None]) -> None:
        """Write the groups that are otherwise now; nothing where a question was changed meanwhile."""
        with self._database.transaction(self._coalition_id) as db:
            now = questions.every(db)
            if now[: len(every)] == every:
                questions.group(
                    db, [(one.id, groups[one.id]) for one in every if one.same_as != groups[one.id]]
                )


def _read_all(some: Sequence[Question]) -> None:
    for one in some:
        read(one.told.words)
