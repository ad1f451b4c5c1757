"""A database on SQLite alone, for what the engine makes no difference to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import SqliteFactory


@pytest.fixture
def known_to_be_current(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command looks first whether its tables are up to date, which takes longer than a small file.

    For tests that begin with new tables; those on both engines, and tests/bot/test_imports, have it look.
    """

    def unlooked(database: Database) -> None:
        """Leave the tables as they are."""

    monkeypatch.setattr("bot.imports.running.upgrade", unlooked)


@pytest.fixture
def sqlite_database(sqlite_factory: SqliteFactory, tmp_path: Path) -> Iterator[Database]:
    """A new one with all its seats."""
    with sqlite_factory.fresh(tmp_path) as url:
        made = Database(url)
        yield made
        made.close()
