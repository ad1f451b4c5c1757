"""Bringing a database up to date, and saying whether it is."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database, Purpose
from storage.files.seat_facts import load_seats

_LOCK = 7105621  # any number of our own: PostgreSQL's advisory lock of migrations


def configuration(database: Database) -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    return config


class NewerDatabaseError(Exception):
    """The database was brought to a form that this version of the code does not know."""


def upgrade(database: Database) -> None:
    """Bring the tables to the newest form and add seats that are missing.

    Safe to run at every start and by several processes at once: one works, the others wait.

    Raises:
        NewerDatabaseError: when a newer version has changed the tables already; nothing is touched.
    """
    with _alone(database) as connection:
        config = configuration(database)
        _refuse_newer(config, connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    with database.across_coalitions() as db:
        _wait_for_others(database, db.connection())
        load_seats(db)
    database.take_stock()


def _refuse_newer(config: Config, connection: Connection) -> None:
    newer = _unknown_form(config, connection)
    if newer is not None:
        raise NewerDatabaseError(newer)


def _unknown_form(config: Config, connection: Connection) -> str | None:
    """The form that the tables have, where this version does not know it."""
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    return None if current in known else current


def is_newer(database: Database) -> bool:
    """Whether a newer version of the code has changed the tables."""
    with database.across_coalitions(Purpose.READ) as db:
        return _unknown_form(configuration(database), db.connection()) is not None


def is_current(database: Database) -> bool:
    """Whether the database has the newest form of the tables."""
    newest = ScriptDirectory.from_config(configuration(database)).get_current_head()
    with database.across_coalitions(Purpose.READ) as db:
        return MigrationContext.configure(db.connection()).get_current_revision() == newest


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
