"""Fixtures: a database on either engine, and the whole bot in a small workspace of its own."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import structlog
from playwright.sync_api import Browser

from handlers.arguments.districts import DistrictIndex
from storage.database import Database
from storage.files.seat_facts import read_states
from storage.seats import SeatCatalogue, load
from tests.arranged_once import Arranged, ArrangedOnce
from tests.browser.chromium import chromium
from tests.databases import PostgresFactory, Run, SqliteFactory, database_at, postgres_of
from tests.workspace import Workspace, opened


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: looking through it for garbage takes a second each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """Exceptions in the log as Python prints them: coloured frames take longer than most tests."""
    renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, renderer])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, or a skip that says it is missing. One for all: playwright runs once in a thread."""
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="session")
def this_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str, testrun_uid: str) -> Run:
    """What this worker shares with the others of this run."""
    own = tmp_path_factory.getbasetemp()
    return Run(own if worker_id == "master" else own.parent, testrun_uid[:8])


@pytest.fixture(scope="session")
def sqlite_factory(tmp_path_factory: pytest.TempPathFactory, this_run: Run) -> SqliteFactory:
    with this_run.alone():
        return SqliteFactory(tmp_path_factory.mktemp("sqlite"), this_run.folder / "template.db")


@pytest.fixture(scope="session")
def postgres_factory(this_run: Run) -> Iterator[PostgresFactory]:
    with postgres_of(this_run) as factory:
        yield factory


@pytest.fixture(scope="session")
def districts(sqlite_factory: SqliteFactory, tmp_path_factory: pytest.TempPathFactory) -> DistrictIndex:
    """All seats and no Members, built once: the seats have the same ids in every new database."""
    with sqlite_factory.fresh(tmp_path_factory.mktemp("seats")) as url:
        database = Database(url)
        with database.across_coalitions() as db:
            index = DistrictIndex(SeatCatalogue(load(db), read_states()), {})
        database.close()
    return index


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A new database with all its seats, once on each engine."""
    factory = request.getfixturevalue("sqlite_factory" if request.param == "sqlite" else "postgres_factory")
    with factory.lent() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = database_at(database_url)
    yield made
    made.close()


@pytest.fixture
def workspace(database_url: str, districts: DistrictIndex, tmp_path: Path) -> Iterator[Workspace]:
    """The bot in a workspace where nobody has met it, once on each engine."""
    with opened(database_url, districts, tmp_path) as workspace:
        yield workspace


@pytest.fixture
def on_sqlite(sqlite_factory: SqliteFactory, districts: DistrictIndex, tmp_path: Path) -> Iterator[Workspace]:
    """The same, on SQLite only: for what the engine makes no difference to."""
    with sqlite_factory.lent() as url, opened(url, districts, tmp_path) as workspace:
        yield workspace


@pytest.fixture(scope="session")
def arranged_once(
    sqlite_factory: SqliteFactory, districts: DistrictIndex, tmp_path_factory: pytest.TempPathFactory
) -> ArrangedOnce:
    return ArrangedOnce(sqlite_factory, districts, tmp_path_factory.mktemp("arranged"))


@pytest.fixture
def arranged(arranged_once: ArrangedOnce, tmp_path: Path) -> Iterator[Arranged]:
    """A workspace on SQLite as it is after what a function does in it, which is done once for all tests."""
    with ExitStack() as stack:
        yield lambda arrange: stack.enter_context(arranged_once.opened(arrange, tmp_path))
