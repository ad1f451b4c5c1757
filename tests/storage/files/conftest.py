"""An empty database with its seats."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.migrations import upgrade


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/test.db")
    upgrade(made)
    yield made
    made.close()
