"""A prepared statement in the words of one database, run on its driver without a detour.

SQLAlchemy compiles it once; what it does anew at every execution (looking the statement up, making a
result that knows its columns' names) takes ten times as long as the database, and is not needed here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, NoReturn, cast

from psycopg import Connection as PsycopgConnection
from sqlalchemy import BindParameter, ClauseElement, Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Processor = Callable[[Any], Any]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Parameter:
    """One value that the driver is given: from the caller, or fixed in the statement."""

    name: str
    to_driver: Processor | None
    is_fixed: bool = False
    fixed: object = None

    def value(self, given: Mapping[str, Any]) -> Any:
        """What the driver gets. Raises KeyError when the caller forgot it."""
        if self.is_fixed:
            return self.fixed
        value = given[self.name]
        return value if self.to_driver is None or value is None else self.to_driver(value)


class Compiled:
    """One statement for one dialect. Safe to share between threads."""

    def __init__(
        self, statement: Executable, dialect: Dialect, columns: Sequence[TypeEngine[Any]] = ()
    ) -> None:
        """`columns` are the types of what it answers, in order."""
        compiled = cast("ClauseElement", statement).compile(dialect=dialect)
        if not isinstance(compiled, SQLCompiler) or compiled.post_compile_params:
            raise TypeError("only a statement whose text is always the same can be compiled beforehand")
        self.sql = compiled.string
        self._is_positional = compiled.positional
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        order = (compiled.positiontup or ()) if compiled.positional else binds
        self._parameters = tuple(_parameter(name, binds[name], compiled, dialect) for name in order)
        self._from_driver = tuple(_result(one, dialect) for one in columns)
        self._is_plain = not any(self._from_driver)

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Row]:
        """Run it; all rows that it answers."""
        cursor = self._run(connection, values)
        rows: list[Row] = list(cursor.fetchall())
        cursor.close()
        return rows if self._is_plain else [self._read(row) for row in rows]

    def change(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Run it; how many rows it changed."""
        cursor = self._run(connection, values)
        changed = cursor.rowcount
        cursor.close()
        return changed

    def change_each(self, connection: Connection, each: Iterable[Mapping[str, Any]]) -> list[int]:
        """Run it for each of these values, on PostgreSQL without waiting in between; how many rows each
        changed."""
        driver = connection.connection.dbapi_connection
        together = driver.pipeline() if isinstance(driver, PsycopgConnection) else nullcontext()
        cursors: list[DBAPICursor] = []
        try:
            with together:
                for values in each:
                    cursors.append(connection.connection.cursor())
                    cursors[-1].execute(self.sql, self._given(values))
        except Exception as error:
            _fail(connection, cursors[-1], error, self.sql)
        changed = [cursor.rowcount for cursor in cursors]
        for cursor in cursors:
            cursor.close()
        return changed

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> DBAPICursor:
        given = self._given(values)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self.sql, given)
        except Exception as error:
            _fail(connection, cursor, error, self.sql)
        return cursor

    def waiting(self, each: Iterable[Mapping[str, Any]]) -> "Waiting":
        """What is left to do for each of these values."""
        return Waiting(self.sql, [self._given(values) for values in each])

    def _given(self, values: Mapping[str, Any]) -> Any:
        if self._is_positional:
            return tuple([parameter.value(values) for parameter in self._parameters])
        return {parameter.name: parameter.value(values) for parameter in self._parameters}

    def _read(self, row: Row) -> Row:
        return tuple(
            [
                value if read is None else read(value)
                for value, read in zip(row, self._from_driver, strict=True)
            ]
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Executions of a statement whose answer nobody needs, ready for the driver."""

    sql: str
    given: list[Any]


def run_together(connection: Connection, waiting: Iterable[Waiting]) -> None:
    """Run them all, on PostgreSQL without waiting for one before the next is sent.

    Those of one statement run together, at the place of the first.
    """
    driver = connection.connection.dbapi_connection
    together = driver.pipeline() if isinstance(driver, PsycopgConnection) else nullcontext()
    cursor = connection.connection.cursor()
    by_statement: dict[str, list[Any]] = {}
    for one in waiting:
        by_statement.setdefault(one.sql, []).extend(one.given)
    sql = ""
    try:
        with together:
            for sql, given in by_statement.items():
                cursor.executemany(sql, given)
    except Exception as error:
        _fail(connection, cursor, error, sql)
    cursor.close()


def _fail(connection: Connection, cursor: DBAPICursor, error: Exception, sql: str) -> NoReturn:
    """Raise the driver's error as everybody knows it, without the values; drop a connection that broke."""
    # SQLAlchemy has no public way to do with an error what it does with those of its own executions.
    connection._handle_dbapi_exception(error, sql, None, cursor, None)  # pyright: ignore[reportPrivateUsage]


def _parameter(name: str, bind: BindParameter[Any], compiled: SQLCompiler, dialect: Dialect) -> _Parameter:
    to_driver: Processor | None = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.required:
        return _Parameter(name, to_driver)
    fixed: Any = compiled.params.get(name)
    for_driver = fixed if to_driver is None or fixed is None else to_driver(fixed)
    return _Parameter(name, None, is_fixed=True, fixed=for_driver)


def _result(column: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return column.dialect_impl(dialect).result_processor(dialect, None)
