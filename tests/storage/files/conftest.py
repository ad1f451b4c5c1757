"""A database on SQLite alone, for what the engine makes no difference to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import SqliteFactory


@pytest.fixture
def sqlite_database(sqlite_factory: SqliteFactory, tmp_path: Path) -> Iterator[Database]:
    """A new one with all its seats."""
    with sqlite_factory.fresh(tmp_path) as url:
        made = Database(url)
        yield made
        made.close()
