"""Transactions on real databases: what SQLite is told at the start, and many writers at once."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from traceback import format_exception
from typing import Any

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from storage import across, coalitions
from storage.coalitions import CoalitionRow
from storage.database import Database, Purpose, normalised
from tests.databases import PostgresFactory, SqliteFactory


@pytest.fixture
def on_file(sqlite_factory: SqliteFactory, tmp_path: Path) -> Iterator[Database]:
    with sqlite_factory.fresh(tmp_path) as url:
        database = Database(url)
        yield database
        database.close()


def new_coalition(database: Database, name: str = "0") -> int:
    with database.across_coalitions() as db:
        coalition = CoalitionRow(name=name, timezone="UTC")
        db.add(coalition)
        db.flush()
        return coalition.id


def test_sqlite_keeps_what_was_committed_and_its_references(on_file: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    for purpose in Purpose:
        with on_file.across_coalitions(purpose) as db:
            connection = Session.connection(db)
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
        assert found == wanted


def test_what_is_due_is_found_without_reading_everything_that_was_said(on_file: Database) -> None:
    """SQLite chooses an index of the open rows for each look that the bot takes every few seconds."""
    now = datetime(2027, 3, 2, tzinfo=UTC)
    asked: list[str] = []
    with on_file.across_coalitions(Purpose.READ) as db:
        driver: Any = db.connection().connection.dbapi_connection
        driver.set_trace_callback(asked.append)
        across.anything_due(db, 1, now)
        across.next_due(db, 1)
        across.next_try(db, 1, now)
        across.anything_stale(db, 1)
        across.soonest_redraw(db, 1)
        driver.set_trace_callback(None)
        plans = [driver.execute(f"EXPLAIN QUERY PLAN {one}").fetchall() for one in asked]
    used = [re.search(r"USING (?:COVERING )?INDEX (\w+) \(coalition_id=", str(plan)) for plan in plans]
    assert [found and found[1] for found in used] == ["ix_outbox_due"] * 3 + ["ix_posted_cards_stale"] * 2


def test_sqlite_is_told_how_full_its_tables_are(on_file: Database) -> None:
    for number in range(20):
        new_coalition(on_file, str(number))
    on_file.take_stock()
    with on_file.across_coalitions(Purpose.READ) as db:
        counted = text("SELECT stat FROM sqlite_stat1 WHERE tbl = 'coalitions'")
        assert db.connection().execute(counted).scalars().all() == ["20"]


def test_readers_and_writers_begin_differently(on_file: Database) -> None:
    begun: list[str] = []

    @event.listens_for(on_file.engine, "before_cursor_execute")
    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("BEGIN"):
            begun.append(statement)

    coalition_id = new_coalition(on_file)
    with on_file.transaction(coalition_id, Purpose.READ) as db:
        db.scalars(select(CoalitionRow)).one()
    with on_file.transaction(coalition_id) as db:
        db.scalars(select(CoalitionRow)).one()
    assert begun == ["BEGIN IMMEDIATE", "BEGIN DEFERRED", "BEGIN IMMEDIATE"]


def test_a_reader_does_not_wait_for_a_writer_and_sees_only_what_is_committed(database: Database) -> None:
    coalition_id = new_coalition(database, "before")
    with database.transaction(coalition_id) as writer:
        writer.execute(update(CoalitionRow).values(name="after"))
        with database.transaction(coalition_id, Purpose.READ) as reader:
            assert reader.scalars(select(CoalitionRow.name)).one() == "before"
    with database.transaction(coalition_id, Purpose.READ) as reader:
        assert reader.scalars(select(CoalitionRow.name)).one() == "after"


class StumbledError(Exception):
    """Something goes wrong in the middle of a transaction."""


def stumble(database: Database, coalition_id: int) -> None:
    with database.transaction(coalition_id) as db:
        db.execute(update(CoalitionRow).values(name="half"))
        raise StumbledError


def test_an_error_names_what_was_wrong_and_shows_no_value(database: Database) -> None:
    with database.across_coalitions() as db:
        db.connection().exec_driver_sql("CREATE TABLE said (words TEXT, day TEXT NOT NULL)")
    words = "-".join(("heron", "marsh"))
    statement = text("INSERT INTO said (words, day) VALUES (:words, NULL)")
    with pytest.raises(IntegrityError) as failed, database.across_coalitions() as db:
        db.connection().execute(statement, {"words": words})
    shown = "".join(format_exception(failed.value))
    assert "day" in shown
    assert words not in shown


def test_what_fails_in_the_middle_leaves_nothing(database: Database) -> None:
    coalition_id = new_coalition(database, "whole")
    with pytest.raises(StumbledError):
        stumble(database, coalition_id)
    with database.transaction(coalition_id) as db:
        assert db.scalars(select(CoalitionRow.name)).one() == "whole"


def test_three_hundred_read_modify_writes_by_six_threads_lose_nothing(database: Database) -> None:
    coalition_id = new_coalition(database)
    together = threading.Barrier(6)

    def count_up() -> None:
        together.wait()
        for _ in range(50):
            with database.transaction(coalition_id) as db:
                # On PostgreSQL the lock is asked for; on SQLite the writer has the whole file.
                coalition = db.scalars(select(CoalitionRow).with_for_update()).one()
                coalition.name = str(int(coalition.name) + 1)

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(count_up) for _ in range(6)]:
            done.result(timeout=120)
    with database.transaction(coalition_id) as db:
        assert db.scalars(select(CoalitionRow.name)).one() == "300"


@pytest.mark.parametrize(
    "given", ["postgres://u:p@h/d", "postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"]
)
def test_every_spelling_of_postgresql_means_the_driver_that_is_installed(given: str) -> None:
    assert normalised(given) == "postgresql+psycopg://u:p@h/d"


def test_a_relative_path_is_where_the_process_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database = Database("sqlite:///here.db")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE here (id INTEGER)")
        connection.commit()
    database.close()
    assert (tmp_path / "here.db").is_file()
    assert normalised("sqlite:////srv/data.db") == "sqlite:////srv/data.db"


def test_a_connection_that_broke_costs_one_try(postgres_factory: PostgresFactory, tmp_path: Path) -> None:
    """Prepared statements go to the driver themselves; that the server was away is noticed all the same."""
    with postgres_factory.fresh(tmp_path) as url:
        database = Database(url)
        coalition_id = new_coalition(database, "ours")
        with database.transaction(coalition_id) as one, database.transaction(coalition_id) as two:
            assert coalitions.current(one).name == coalitions.current(two).name == "ours"
        with database.across_coalitions() as db:
            others = text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            db.connection().execute(others)
        tries = [_name(database, coalition_id) for _ in range(4)]
        assert tries.count(None) <= 1
        assert tries[-1] == "ours"
        database.close()


def _name(database: Database, coalition_id: int) -> str | None:
    try:
        with database.transaction(coalition_id) as db:
            return coalitions.current(db).name
    except OperationalError:
        return None
