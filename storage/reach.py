"""What a statement reaches, beyond the mapped classes that a session's filter covers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import Alias, ColumnClause, Delete, FromClause, Table, TableClause, TextClause, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert, UpdateBase
from sqlalchemy.sql.selectable import CompoundSelect, Select, SelectBase

# SQLAlchemy types the parts of a statement too loosely to be checked; what they are is asked at run time.
Part: TypeAlias = Any


@dataclass(slots=True)
class _Found:
    mapped: set[Part] = field(default_factory=set[Part])
    bare: set[Part] = field(default_factory=set[Part])


def objection(statement: Part) -> str | None:
    """Why `with_loader_criteria` would not cover all that this statement reads or changes; None if it does.

    It covers mapped classes and aliases of them, in subqueries too. It does not cover tables named
    beside the classes, text, a statement inside `from_statement`, a change inside a query, or the
    second table of `UPDATE … FROM` and `DELETE … USING`.
    """
    if not isinstance(statement, (Select, CompoundSelect, Update, Delete)):
        return f"{type(statement).__name__} passes no filter"
    found = _Found()
    waiting: list[Part] = list(statement.get_children())
    while waiting:
        part = waiting.pop()
        if isinstance(part, UpdateBase):
            return "a change inside another statement passes no filter"
        if isinstance(part, TextClause) or _is_text(part):
            return "text passes no filter"
        waiting.extend(_looked_at(part, found))
    if found.bare - found.mapped:
        return "a table beside the mapped classes passes no filter"
    if isinstance(statement, Update | Delete) and _has_second_class(statement):
        return "the second table of a change passes no filter"
    return None


def assigned(statement: Insert | Update) -> frozenset[str]:
    """The columns that the statement's own `values()` set."""
    # SQLAlchemy has no public way to ask a statement for these.
    single: Part = statement._values or {}  # pyright: ignore[reportPrivateUsage]
    many: Part = statement._multi_values or ()  # pyright: ignore[reportPrivateUsage]
    columns = [*single, *(column for rows in many for row in rows for column in row)]
    return frozenset(str(getattr(column, "key", column)) for column in columns)


def changes_on_conflict(statement: Insert) -> bool:
    """Whether an insert changes the row that stands in its way, whoever's it is."""
    clause: object = getattr(statement, "_post_values_clause", None)
    return isinstance(clause, postgresql.dml.OnConflictDoUpdate | sqlite.dml.OnConflictDoUpdate)


def target_class(statement: UpdateBase) -> type[Any] | None:
    """The mapped class that an insert, update or delete changes; None for a bare table."""
    return getattr(_mapped(statement.table), "class_", None)


def _looked_at(part: Part, found: _Found) -> Iterator[Part]:
    if isinstance(part, ColumnClause):
        table: Part = part.table
        if table is not None and _mapped(part):
            found.mapped.add(table)
        elif table is not None:
            yield table
    elif isinstance(part, Table) or _is_alias_of_table(part):
        (found.mapped if _mapped(part) else found.bare).add(part)
    else:
        yield from part.get_children()


def _is_alias_of_table(part: Part) -> bool:
    element: Part = getattr(part, "element", None)
    return isinstance(part, Alias) and isinstance(element, Table)


def _is_text(part: Part) -> bool:
    if isinstance(part, ColumnClause):
        return part.is_literal and part.name != "*"  # count(*) and exists(*) are SQLAlchemy's own
    return isinstance(part, TableClause) and not isinstance(part, Table)


def _mapped(part: Part) -> Part:
    # Which mapper or alias a table or column was named by: an annotation, without a public reader.
    return part._annotations.get("parententity")


def _has_second_class(statement: Update | Delete) -> bool:
    target = _mapped(statement.table)
    waiting: list[Part] = list(statement.get_children())
    while waiting:
        part = waiting.pop()
        if isinstance(part, SelectBase):
            continue  # a subquery is filtered by itself
        if _is_named(part) and _mapped(part) not in (None, target):
            return True
        waiting.extend(part.get_children())
    return False


def _is_named(part: Part) -> bool:
    return isinstance(part, (ColumnClause, FromClause))
