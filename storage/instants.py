"""Points in time as the database keeps them: UTC, never naive."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A column of aware datetimes, stored in UTC on every database.

    Raises:
        ValueError: when a naive datetime is stored; the statement is not sent.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values; SQLite keeps no zone, so it gets plain UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: an instant needs its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every value back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DatabaseNow(FunctionElement[datetime]):
    """The database's own clock, which leases are measured by: hosts may disagree, it does not.

    As a function it has what SQLAlchemy needs to keep a compiled statement; a bare `ColumnElement` has not.
    """

    inherit_cache = True
    type = Instant()


class DatabaseNowPlus(FunctionElement[datetime]):
    """The database's own clock, so many whole seconds from now."""

    inherit_cache = True
    type = Instant()

    def __init__(self, seconds: int) -> None:
        super().__init__(literal(f"{seconds:+d} seconds"))


@compiles(DatabaseNow, "sqlite")
def _now_sqlite(element: DatabaseNow, compiler: SQLCompiler, **kw: Any) -> str:
    return "(strftime('%Y-%m-%d %H:%M:%f', 'now') || '000')"


@compiles(DatabaseNow, "postgresql")
def _now_postgresql(element: DatabaseNow, compiler: SQLCompiler, **kw: Any) -> str:
    return "clock_timestamp()"


@compiles(DatabaseNowPlus, "sqlite")
def _later_sqlite(element: DatabaseNowPlus, compiler: SQLCompiler, **kw: Any) -> str:
    seconds = compiler.process(element.clauses, **kw)
    return f"(strftime('%Y-%m-%d %H:%M:%f', 'now', {seconds}) || '000')"


@compiles(DatabaseNowPlus, "postgresql")
def _later_postgresql(element: DatabaseNowPlus, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(clock_timestamp() + CAST({compiler.process(element.clauses, **kw)} AS INTERVAL))"
