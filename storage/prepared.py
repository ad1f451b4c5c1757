"""Statements that are built once: checked, and given the coalition's filter, when their module is loaded.

Building a statement takes ten times as long as running it, so whatever runs at every request is built
beforehand. The coalition is a parameter that only the session fills in: see `storage.tenancy`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import BindParameter, Delete, Integer, Select, Update, bindparam, event, insert, inspect
from sqlalchemy import Table as SqlTable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.sql.base import Executable
from sqlalchemy.types import TypeEngine

from storage.compiled import Compiled, Waiting, run_together
from storage.reach import assigned, objection, target_class
from storage.tenancy import CoalitionSession, OutsideCoalitionError, Owned, OwnedRoot, Table

_OWN = "own_coalition"
_WAITING = "waits_for_the_commit"
Shape = TypeVar("Shape")
Statement = TypeVar("Statement", bound=Executable)


class Query(Generic[Shape]):
    """A SELECT with named parameters. Every row becomes what `shape` makes of its columns."""

    def __init__(self, statement: Select[*tuple[Any, ...]], shape: Callable[..., Shape]) -> None:
        """Raises OutsideCoalitionError when the coalition's filter would not cover the statement."""
        types = [column.type for column in statement.selected_columns]
        self._prepared = _Prepared(_filtered(statement), types)
        self._shape = shape

    def all(self, db: CoalitionSession, **values: object) -> list[Shape]:
        """All rows, in the statement's order."""
        shape = self._shape
        return [shape(*row) for row in self._rows(db, values)]

    def one(self, db: CoalitionSession, **values: object) -> Shape | None:
        """The only row, or None; raises LookupError when there are several."""
        rows = self._rows(db, values)
        if len(rows) > 1:
            raise LookupError(f"{len(rows)} rows where one was meant")
        return self._shape(*rows[0]) if rows else None

    def hold_later(self, db: CoalitionSession) -> None:
        """Run it when the transaction commits, before what waits behind it: for the locks that it takes."""
        _wait(db, self._prepared, [{_OWN: db.coalition_id}])

    def _rows(self, db: CoalitionSession, values: dict[str, object]) -> list[tuple[Any, ...]]:
        values[_OWN] = db.coalition_id
        return self._prepared.on(db).rows(db.checked_connection(), values)


class QueryAcross(Generic[Shape]):
    """A SELECT of `storage.across`, which passes no filter: it names its coalition itself, or means all."""

    def __init__(self, statement: Select[*tuple[Any, ...]], shape: Callable[..., Shape]) -> None:
        self._prepared = _Prepared(statement, [column.type for column in statement.selected_columns])
        self._shape = shape

    def first(self, db: CoalitionSession, **values: object) -> Shape | None:
        """What the first row is, or None.

        Raises OutsideCoalitionError in a session of one coalition.
        """
        rows = self._prepared.on(db).rows(db.connection(), values)
        return self._shape(*rows[0]) if rows else None


class QueryOfMany(Generic[Shape]):
    """A SELECT with a list among its parameters (`expanding=True`), whose text varies with its length."""

    def __init__(self, statement: Select[*tuple[Any, ...]], shape: Callable[..., Shape]) -> None:
        """Raises OutsideCoalitionError when the coalition's filter would not cover the statement."""
        self._statement = _filtered(statement)
        self._shape = shape

    def all(self, db: CoalitionSession, **values: object) -> list[Shape]:
        """All rows, in the statement's order."""
        values[_OWN] = db.coalition_id
        shape = self._shape
        return [shape(*row) for row in db.checked_connection().execute(self._statement, values)]


class Change:
    """An UPDATE or DELETE with named parameters."""

    def __init__(self, statement: Update | Delete) -> None:
        """Raises OutsideCoalitionError when the filter would not cover it, or a row would change hands."""
        entity = target_class(statement)
        if entity is None:
            raise OutsideCoalitionError("a change of a bare table passes no filter")
        fixed = "coalition_id" if issubclass(entity, Owned) else "id"
        if isinstance(statement, Update) and fixed in assigned(statement):
            raise OutsideCoalitionError("no row moves to another coalition")
        self._prepared = _Prepared(_filtered(statement))

    def run(self, db: CoalitionSession, **values: object) -> int:
        """Change the rows that it names; answers how many there were."""
        values[_OWN] = db.coalition_id
        return self._prepared.on(db).change(db.checked_connection(), values)

    def run_each(self, db: CoalitionSession, each: Iterable[Mapping[str, object]]) -> list[int]:
        """Run it for each of these values, at once; how many rows each changed."""
        own = db.coalition_id
        values = ({**one, _OWN: own} for one in each)
        return self._prepared.on(db).change_each(db.checked_connection(), values)

    def run_later(self, db: CoalitionSession, each: Iterable[Mapping[str, object]]) -> None:
        """Run it for each of these values, when the transaction commits, with all else that waits for it."""
        own = db.coalition_id
        _wait(db, self._prepared, [{**values, _OWN: own} for values in each])


class Insertion:
    """An INSERT into a table. A coalition's row gets the session's coalition."""

    def __init__(self, entity: type[Table]) -> None:
        """Raises OutsideCoalitionError for coalitions themselves, which are made across coalitions."""
        if issubclass(entity, OwnedRoot):
            raise OutsideCoalitionError("coalitions are made across coalitions")
        table = cast("SqlTable", inspect(entity).local_table)
        columns = [column for column in table.c if not column.primary_key]
        values = {column.name: bindparam(column.name, type_=column.type) for column in columns}
        self._is_owned = issubclass(entity, Owned)
        self._unsaid = {column.name: _default(column) for column in columns}
        types = [table.c.id.type]
        self._plain = _Prepared(insert(table).values(values).returning(table.c.id), types)
        new = {
            "sqlite": sqlite.insert(table).values(values).on_conflict_do_nothing(),
            "postgresql": postgresql.insert(table).values(values).on_conflict_do_nothing(),
        }
        self._unanswered = _Prepared(insert(table).values(values))
        self._new_unanswered = {dialect: _Prepared(one) for dialect, one in new.items()}
        self._new = {dialect: _Prepared(one.returning(table.c.id), types) for dialect, one in new.items()}

    def add(self, db: CoalitionSession, values: Mapping[str, object]) -> int:
        """Insert a row; its id. Raises IntegrityError when another row has one of its unique keys."""
        return self._plain.on(db).rows(db.checked_connection(), self._row(db, values))[0][0]

    def add_new(self, db: CoalitionSession, values: Mapping[str, object]) -> int | None:
        """Insert a row; its id, or None when another row has one of its unique keys.

        On PostgreSQL this waits for a concurrent transaction that is inserting the same key.
        """
        new = self._new[db.dialect.name].on(db)
        rows = new.rows(db.checked_connection(), self._row(db, values))
        return rows[0][0] if rows else None

    def add_later(self, db: CoalitionSession, values: Mapping[str, object]) -> None:
        """Insert a row when the transaction commits.

        The commit raises IntegrityError when another row has one of its unique keys.
        """
        _wait(db, self._unanswered, [self._row(db, values)])

    def add_new_later(self, db: CoalitionSession, values: Mapping[str, object]) -> None:
        """Insert a row when the transaction commits, unless another row has one of its unique keys."""
        _wait(db, self._new_unanswered[db.dialect.name], [self._row(db, values)])

    def _row(self, db: CoalitionSession, values: Mapping[str, object]) -> dict[str, object]:
        row = {**self._unsaid, **values}
        if len(row) > len(self._unsaid):
            raise KeyError(f"no such column: {', '.join(set(row) - set(self._unsaid))}")
        if not self._is_owned:
            return row
        if "coalition_id" in values:
            raise OutsideCoalitionError("the session alone says whose a row is")
        row["coalition_id"] = db.coalition_id
        return row


def _default(column: Any) -> object:
    """What a column gets of which nothing is said. Raises TypeError where that would have to be computed."""
    if column.server_default is not None or (column.default is not None and not column.default.is_scalar):
        raise TypeError(f"the default of {column} is not a plain value")
    return None if column.default is None else column.default.arg


def only(value: Shape) -> Shape:
    """The shape of a single column: itself."""
    return value


class _Prepared:
    """A statement, compiled for each database that it was run on."""

    def __init__(self, statement: Executable, columns: Sequence[TypeEngine[Any]] = ()) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, Compiled] = {}

    def on(self, db: CoalitionSession) -> Compiled:
        dialect = db.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = Compiled(self._statement, dialect, self._columns)
        return compiled


def _wait(db: CoalitionSession, prepared: _Prepared, rows: list[dict[str, object]]) -> None:
    waiting: list[Waiting] = db.info.setdefault(_WAITING, [])
    waiting.append(prepared.on(db).waiting(rows))


@event.listens_for(CoalitionSession, "before_commit")
def _run_what_waits(db: CoalitionSession) -> None:
    waiting: list[Waiting] | None = db.info.pop(_WAITING, None)
    if waiting:
        run_together(db.checked_connection(), waiting)


@event.listens_for(CoalitionSession, "after_soft_rollback")
def _forget_what_waits(db: CoalitionSession, previous: object) -> None:
    del previous
    db.info.pop(_WAITING, None)


def _own(column: Any) -> Any:
    parameter: BindParameter[int] = bindparam(_OWN, type_=Integer)
    return column == parameter


def _filtered(statement: Statement) -> Statement:
    objected = objection(statement)
    if objected is not None:
        raise OutsideCoalitionError(objected)
    return statement.options(
        with_loader_criteria(Owned, lambda cls: _own(cls.coalition_id), include_aliases=True),
        with_loader_criteria(OwnedRoot, lambda cls: _own(cls.id), include_aliases=True),
    )
