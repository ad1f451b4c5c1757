"""Bringing a database up to date, and saying whether it is.

Alembic is loaded only where there is something to change: it is a tenth of the bot's memory.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import Database, Purpose
from storage.files.seat_facts import load_seats

_LOCK = 7105621  # any number of our own: PostgreSQL's advisory lock of migrations


class NewerDatabaseError(Exception):
    """The database was brought to a form that this version of the code does not know."""


def upgrade(database: Database) -> None:
    """Bring the tables to the newest form and add seats that are missing.

    Safe to run at every start and by several processes at once: one works, the others wait.

    Raises:
        NewerDatabaseError: when a newer version has changed the tables already; nothing is touched.
    """
    with _alone(database) as connection:
        form = _form(connection)
        if form is not None and form not in forms():
            raise NewerDatabaseError(form)
        if form != forms()[-1]:
            from storage.migrations.changing import to_newest_form

            to_newest_form(database, connection)
    with database.across_coalitions() as db:
        _wait_for_others(database, db.connection())
        load_seats(db)
    database.take_stock()


def is_newer(database: Database) -> bool:
    """Whether a newer version of the code has changed the tables."""
    with database.across_coalitions(Purpose.READ) as db:
        form = _form(db.connection())
    return form is not None and form not in forms()


def is_current(database: Database) -> bool:
    """Whether the database has the newest form of the tables."""
    with database.across_coalitions(Purpose.READ) as db:
        return _form(db.connection()) == forms()[-1]


@lru_cache(maxsize=1)
def forms() -> Sequence[str]:
    """The forms that the tables had, the newest last: each migration's file begins with its own."""
    files = (Path(__file__).parent / "versions").glob("[0-9]*_*.py")
    return sorted(file.stem.partition("_")[0] for file in files)


def _form(connection: Connection) -> str | None:
    """The form that the tables have; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


@contextmanager
def _alone(database: Database) -> Generator[Connection]:
    with (
        database.engine.connect() as connection,
        _without_foreign_keys(database, connection),
        connection.begin(),
    ):
        _wait_for_others(database, connection)
        yield connection
        if database.is_sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"the migration broke references: {broken[:3]}")


def _wait_for_others(database: Database, connection: Connection) -> None:
    """On SQLite a transaction that writes is alone by itself."""
    if not database.is_sqlite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


@contextmanager
def _without_foreign_keys(database: Database, connection: Connection) -> Generator[None]:
    """Alembic rebuilds SQLite tables; references must not cascade meanwhile."""
    if not database.is_sqlite:
        yield
        return
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
