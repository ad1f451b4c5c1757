"""The database threads: what waits is committed together, and each call still stands or falls alone."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection, event, select
from sqlalchemy.exc import OperationalError

from bot.threads import DatabaseThreads
from storage.coalitions import CoalitionRow
from storage.database import Database, Purpose
from storage.organizations import Organization, find_or_add
from storage.tenancy import CoalitionSession
from tests.databases import SqliteFactory
from tests.own_loop import run_apart

R = TypeVar("R")
NOON = datetime(2026, 7, 14, 16, 0, tzinfo=UTC)


@pytest.fixture
def database(sqlite_factory: SqliteFactory, tmp_path: Path) -> Iterator[Database]:
    with sqlite_factory.fresh(tmp_path) as url:
        database = Database(url)
        with database.across_coalitions() as db:
            db.add(CoalitionRow(id=1, name="Ours", timezone="UTC"))
        yield database
        database.close()


def adding(database: Database, name: str) -> Callable[[], str]:
    """A call that writes one row."""

    def add() -> str:
        with database.transaction(1) as db:
            find_or_add(db, name, NOON)
        return name

    return add


def names(database: Database) -> set[str]:
    """What another connection sees."""

    def read(db: CoalitionSession) -> set[str]:
        return set(db.scalars(select(Organization.name)))

    with database.transaction(1, Purpose.READ) as db:
        return read(db)


def together(database: Database, *calls: Callable[[], object]) -> list[object]:
    """Run these so that the later ones wait behind the first; what each came to."""

    async def run() -> list[object]:
        threads = DatabaseThreads(database)
        held, released = threading.Event(), threading.Event()

        def hold() -> None:
            held.set()
            released.wait(10)

        holding = asyncio.ensure_future(threads.run(hold))
        await asyncio.to_thread(held.wait, 10)
        waiting = [asyncio.ensure_future(threads.run(call)) for call in calls]
        await asyncio.sleep(0)  # each has been handed over
        released.set()
        done = await asyncio.gather(*waiting, return_exceptions=True)
        await holding
        await asyncio.to_thread(threads.close)
        return list(done)

    return run_apart(run())


def commits(database: Database) -> list[Connection]:
    seen: list[Connection] = []
    event.listen(database.engine, "commit", seen.append)
    return seen


def test_what_waits_is_committed_once(database: Database) -> None:
    seen = commits(database)
    done = together(database, *(adding(database, f"Temple {number}") for number in range(5)))
    assert done == [f"Temple {number}" for number in range(5)]
    assert len(seen) == 1
    assert names(database) == set(map(str, done))


def test_nobody_is_answered_before_the_commit(database: Database) -> None:
    others: list[set[str]] = []

    def look() -> None:
        others.append(run_elsewhere(lambda: names(database)))

    together(database, adding(database, "Temple"), look)
    assert others == [set()]
    assert names(database) == {"Temple"}


def run_elsewhere(look: Callable[[], R]) -> R:
    found: list[R] = []
    thread = threading.Thread(target=lambda: found.append(look()))
    thread.start()
    thread.join(10)
    return found[0]


def test_one_that_fails_takes_nothing_else_with_it(database: Database) -> None:
    def fail() -> None:
        with database.transaction(1) as db:
            find_or_add(db, "Half done", NOON)
            raise ZeroDivisionError

    first, failed, last = together(database, adding(database, "Before"), fail, adding(database, "After"))
    assert (first, last) == ("Before", "After")
    assert isinstance(failed, ZeroDivisionError)
    assert names(database) == {"Before", "After"}


def test_a_reading_call_sees_what_was_written_before_it(database: Database) -> None:
    done = together(database, adding(database, "Temple"), lambda: names(database))
    assert done[1] == {"Temple"}


def test_when_the_commit_fails_each_is_run_alone(database: Database) -> None:
    fails = iter([True])

    def fail_once(connection: Connection) -> None:
        if next(fails, False):
            raise OperationalError("COMMIT", None, Exception("disk full"))

    event.listen(database.engine, "commit", fail_once)
    runs: list[str] = []

    def add(name: str) -> Callable[[], str]:
        def run() -> str:
            runs.append(name)
            return adding(database, name)()

        return run

    assert together(database, add("One"), add("Two")) == ["One", "Two"]
    assert runs == ["One", "Two", "One", "Two"]
    assert names(database) == {"One", "Two"}


def test_closing_finishes_what_waits_and_takes_no_more(database: Database) -> None:
    async def run() -> None:
        threads = DatabaseThreads(database)
        waiting = asyncio.ensure_future(threads.run(adding(database, "Last")))
        await asyncio.sleep(0)
        await asyncio.to_thread(threads.close)
        assert await waiting == "Last"
        with pytest.raises(RuntimeError):
            await threads.run(adding(database, "Too late"))

    run_apart(run())
    assert names(database) == {"Last"}


def test_what_was_given_up_before_it_began_is_not_run(database: Database) -> None:
    async def run() -> None:
        threads = DatabaseThreads(database)
        held, released = threading.Event(), threading.Event()

        def hold() -> None:
            held.set()
            released.wait(10)

        holding = asyncio.ensure_future(threads.run(hold))
        await asyncio.to_thread(held.wait, 10)
        given_up = asyncio.ensure_future(threads.run(adding(database, "Given up")))
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.sleep(0)
        released.set()
        await holding
        await asyncio.to_thread(threads.close)

    run_apart(run())
    assert names(database) == set()
