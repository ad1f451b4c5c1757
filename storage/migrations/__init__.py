"""Bringing a database up to date, and saying whether it is."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database
from storage.files.seat_facts import load_seats

_LOCK = 7105621  # any number of our own: PostgreSQL's advisory lock of migrations


def configuration(database: Database) -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    return config


def upgrade(database: Database) -> None:
    """Bring the tables to the newest form and add seats that are missing.

    Safe to run at every start and by several processes at once: one works, the others wait.
    """
    with _alone(database) as connection:
        config = configuration(database)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    with database.across_coalitions() as db:
        load_seats(db)


def is_current(database: Database) -> bool:
    """Whether the database has the newest form of the tables."""
    newest = ScriptDirectory.from_config(configuration(database)).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest


@contextmanager
def _alone(database: Database) -> Generator[Connection]:
    if database.is_sqlite:
        with database.engine.connect() as connection:
            # Alembic rebuilds SQLite tables; foreign keys must not cascade meanwhile.
            _outside_transaction(connection, "PRAGMA foreign_keys=OFF")
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise RuntimeError(f"the migration broke references: {broken[:3]}")
            _outside_transaction(connection, "PRAGMA foreign_keys=ON")
        return
    with database.engine.connect() as connection, connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


def _outside_transaction(connection: Connection, pragma: str) -> None:
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    driver.execute(pragma)
