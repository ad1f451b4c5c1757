"""The engine and its transactions: real SQLite or real PostgreSQL, one coalition at a time."""

from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from storage.tenancy import CoalitionSession, opened_across, opened_for


class Purpose(StrEnum):
    """What a transaction is for. On SQLite a reader must not take the one writer's place."""

    READ = "DEFERRED"
    WRITE = "IMMEDIATE"


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

    @contextmanager
    def _session(self, info: dict[str, Any], purpose: Purpose) -> Generator[CoalitionSession]:
        with self._sessions(bind=self._bound[purpose], info=info) as session, session.begin():
            yield session

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
        engine = create_engine(url)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_pre_ping=True, pool_size=6, max_overflow=4)


def _prepare_sqlite(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    begins = connection.get_execution_options().get("transaction_begins", Purpose.WRITE.value)
    connection.exec_driver_sql(f"BEGIN {begins}")
