"""The engine and its transactions: real SQLite or real PostgreSQL, one coalition at a time."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from storage.sqlite import create_sqlite_engine
from storage.tenancy import CoalitionSession, opened_across, opened_for

_FRESH = 1.0
_BRIEFLY = "analysis_limit=400"
"""For how many seconds an unused connection is taken to be whole."""


class Purpose(StrEnum):
    """What a transaction is for. On SQLite a reader must not take the one writer's place."""

    READ = "DEFERRED"
    WRITE = "IMMEDIATE"


class _Group:
    """Transactions that are committed together, once the first of them has written."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    @property
    def has_begun(self) -> bool:
        return self._connection is not None

    @property
    def connection(self) -> Connection:
        if self._connection is None:
            connection = self._engine.connect()
            try:
                connection.begin()
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def commit(self) -> None:
        if self._connection is None:
            return
        try:
            self._connection.commit()
        except BaseException:
            # SQLAlchemy rolls nothing back after a commit that failed; the next would find it open still.
            self._connection.invalidate()
            raise

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


class _Here(threading.local):
    """What is under way in this thread."""

    group: _Group | None = None


class Database:
    """One database for all coalitions. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        """`url` as in `DATABASE_URL`; `postgresql://` and `postgres://` mean psycopg 3."""
        self.url = normalised(url)
        self.is_sqlite = self.url.startswith("sqlite")
        self.engine = _engine(self.url)
        self._bound = {
            purpose: self.engine.execution_options(transaction_begins=purpose.value) for purpose in Purpose
        }
        self._here = _Here()
        self._sessions = sessionmaker(class_=CoalitionSession, expire_on_commit=False, autoflush=True)

    @property
    def threads(self) -> int:
        """How many threads may usefully work at once: SQLite has one writer, more only wait for it."""
        return 1 if self.is_sqlite else 4

    @contextmanager
    def transaction(self, coalition_id: int, purpose: Purpose = Purpose.WRITE) -> Generator[CoalitionSession]:
        """A session of one coalition: committed at the end, rolled back when anything is raised."""
        with self._session(opened_for(coalition_id), purpose) as session:
            yield session

    @contextmanager
    def across_coalitions(self, purpose: Purpose = Purpose.WRITE) -> Generator[CoalitionSession]:
        """A session without the coalition's filter: for `storage.across`, set-up and shared reference."""
        with self._session(opened_across(), purpose) as session:
            yield session

    @property
    def commits_together(self) -> bool:
        """Whether `together` has an effect."""
        return self.is_sqlite

    @contextmanager
    def together(self) -> Generator[None]:
        """Commit what this thread writes within the block all at once, at its end; SQLite only.

        Each transaction in it is a savepoint, so one that is rolled back takes nothing else with it.

        Raises:
            SQLAlchemyError: at the end, when it cannot be committed: then nothing of it is kept.
        """
        if not self.commits_together:
            yield
            return
        group = self._here.group = _Group(self._bound[Purpose.WRITE])
        try:
            yield
            group.commit()
        finally:
            self._here.group = None
            group.close()

    @contextmanager
    def _session(self, info: dict[str, Any], purpose: Purpose) -> Generator[CoalitionSession]:
        group = self._here.group
        if group is not None and (purpose is Purpose.WRITE or group.has_begun):
            session = self._sessions(
                bind=group.connection, info=info, join_transaction_mode="create_savepoint"
            )
        else:
            session = self._sessions(bind=self._bound[purpose], info=info)
        with session, session.begin():
            yield session

    def take_stock(self) -> None:
        """Let SQLite know how full its tables are, which PostgreSQL looks up by itself.

        Without, it may read all that a coalition ever had to find what is due. Looks at some hundred rows of
        an index at most.
        """
        if self.is_sqlite:
            with self.engine.begin() as connection:
                connection.exec_driver_sql("ANALYZE")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def normalised(url: str) -> str:
    """The URL with the driver that is installed, and a relative SQLite path made absolute."""
    scheme, separator, rest = url.partition("://")
    if scheme in ("postgres", "postgresql"):
        return f"postgresql+psycopg{separator}{rest}"
    if scheme == "sqlite" and rest.startswith("/") and not rest.startswith("//"):
        return f"sqlite:///{Path(rest[1:]).absolute()}" if rest[1:] else url
    return url


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_sqlite_engine(url)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, pool_size=6, max_overflow=4, hide_parameters=True)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "handle_error", _without_values)
    event.listen(engine, "checkout", partial(_ping_after_a_while, engine.dialect))
    return engine


def _without_values(context: ExceptionContext) -> None:
    """Leave only an error's first line: in what follows PostgreSQL quotes the row that it did not take."""
    error, shown = context.original_exception, context.sqlalchemy_exception
    diagnosis = getattr(error, "diag", None)
    if diagnosis is None or diagnosis.message_primary is None:
        return
    error.args = (diagnosis.message_primary,)
    if shown is not None:
        shown.args = (f"({type(error).__module__}.{type(error).__name__}) {diagnosis.message_primary}",)


def _note_use(connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    del connection
    record.info["used_at"] = time.monotonic()


def _ping_after_a_while(
    dialect: Dialect, connection: DBAPIConnection, record: ConnectionPoolEntry, proxy: PoolProxiedConnection
) -> None:
    """Notice a connection that broke while it was not used; asking at every use would cost a fifth of it."""
    del proxy
    if time.monotonic() - record.info.get("used_at", time.monotonic()) < _FRESH:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError("the database was away") from error


def _prepare_sqlite(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", _BRIEFLY):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    begins = connection.get_execution_options().get("transaction_begins", Purpose.WRITE.value)
    connection.exec_driver_sql(f"BEGIN {begins}")
