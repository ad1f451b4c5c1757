from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.sandbox.stage import Stage, staged


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path) as running:
        yield running
