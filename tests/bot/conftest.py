"""A workspace that many tests may knock at, since they leave nothing behind."""

from collections.abc import Iterator

import pytest

from handlers.arguments.districts import DistrictIndex
from tests.databases import SqliteFactory
from tests.workspace import Workspace, opened


@pytest.fixture(scope="module")
def standing(
    sqlite_factory: SqliteFactory, districts: DistrictIndex, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """One workspace on SQLite for all tests of a module: for those that store nothing or do not mind."""
    folder = tmp_path_factory.mktemp("standing")
    with sqlite_factory.fresh(folder) as url, opened(url, districts, folder) as workspace:
        yield workspace
