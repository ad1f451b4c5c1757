"""A state that many tests begin with, arranged once: each of them has a copy of its files."""

import shutil
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.sandbox.model import Cast
from bot.sandbox.store import Store
from handlers.arguments.districts import DistrictIndex
from tests.databases import SqliteFactory
from tests.workspace import Workspace, opened

Arrange = Callable[[Workspace], object]
"""Brings a new workspace into a state by what people do."""

Arranged = Callable[[Arrange], Workspace]
"""A workspace of the test's own in that state: the bot has been stopped in it and started again."""


@dataclass(frozen=True)
class _State:
    database: Path
    store: Path
    clock: datetime


class ArrangedOnce:
    """The states that were arranged until now."""

    def __init__(self, factory: SqliteFactory, districts: DistrictIndex, folder: Path) -> None:
        self._factory = factory
        self._districts = districts
        self._folder = folder
        self._states: dict[Arrange, _State] = {}

    @contextmanager
    def opened(self, arrange: Arrange, folder: Path) -> Generator[Workspace]:
        """The bot in a copy of that state, at the moment at which it was arranged."""
        state = self._states.get(arrange) or self._arranged(arrange)
        store = folder / "workspace.db"
        shutil.copyfile(state.store, store)
        with closing(Store(store, Cast.default())) as kept:
            kept.keep_clock_offset(state.clock - datetime.now(UTC))
        with self._factory.lent(state.database) as url, opened(url, self._districts, folder) as workspace:
            yield workspace

    def _arranged(self, arrange: Arrange) -> _State:
        folder = self._folder / f"{len(self._states)}"
        folder.mkdir()
        database = folder / "coalition.db"
        with self._factory.lent() as url:
            with opened(url, self._districts, folder) as workspace:
                arrange(workspace)
                workspace.settle()
                clock = workspace.runtime.clock.now()
            shutil.copyfile(url.removeprefix("sqlite:///"), database)
        state = self._states[arrange] = _State(database, folder / "workspace.db", clock)
        return state
