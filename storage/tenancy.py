"""One session, one coalition: nothing of another coalition can be read or written through it.

Rows that belong to a coalition derive from `Owned`. A `CoalitionSession` adds the coalition to every
ORM query by itself and refuses the statements and rows that this cannot cover. What must look across
coalitions (whose workspace is this, what is due) lives in `storage.across` and nowhere else.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NoReturn, TypeVar

from sqlalchemy import (
    ClauseElement,
    Connection,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Insert,
    MetaData,
    Update,
    event,
    inspect,
    select,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    LoaderCriteriaOption,
    Mapped,
    ORMExecuteState,
    Session,
    UOWTransaction,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)

from storage.reach import assigned, changes_on_conflict, objection, target_class

_ACROSS = "across_coalitions"
Entity = TypeVar("Entity", bound="Table")


class Table(DeclarativeBase):
    """Every mapped table. Constraint names are fixed, so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    id: Mapped[int] = mapped_column(primary_key=True)


class Owned:
    """A row of one coalition. Its foreign keys to other such rows carry the coalition too."""

    @declared_attr
    @classmethod
    def coalition_id(cls) -> Mapped[int]:
        """The coalition the row belongs to."""
        return mapped_column(ForeignKey("coalitions.id"))


class OwnedRoot(Table):
    """The coalition itself, among all coalitions: a session sees and changes only its own."""

    __abstract__ = True


def owned_reference(column: str, table: str) -> ForeignKeyConstraint:
    """A foreign key that cannot point into another coalition: (coalition_id, column) → table."""
    return ForeignKeyConstraint(["coalition_id", column], [f"{table}.coalition_id", f"{table}.id"])


class OutsideCoalitionError(Exception):
    """A statement would have gone round the coalition's filter. A bug of ours, never of a person."""


class CoalitionSession(Session):
    """A session for exactly one coalition. `coalition_id` says which."""

    _core: Connection | None = None
    """The connection of the session's only transaction, once it has one."""

    @property
    def coalition_id(self) -> int:
        """The coalition of this session.

        Raises:
            OutsideCoalitionError: for a session that was opened across coalitions.
        """
        coalition_id = self.info.get("coalition_id")
        if not isinstance(coalition_id, int):
            raise OutsideCoalitionError("this session belongs to no coalition")
        return coalition_id

    @property
    def dialect(self) -> Dialect:
        """The database's own language."""
        return self.get_bind().dialect

    @property
    def is_alone(self) -> bool:
        """Whether a transaction that writes is the only one, as on SQLite, so that no row need be held."""
        return self.dialect.name == "sqlite"

    def one_owned(self, entity: type[Entity], row_id: int) -> Entity | None:
        """The row with this id, if it is this coalition's."""
        return self.scalars(select(entity).where(entity.id == row_id)).one_or_none()

    def get(self, entity: Any, ident: Any, **kw: Any) -> NoReturn:
        """Refused: an identity-map hit passes no filter. Use `one_owned`."""
        raise OutsideCoalitionError("Session.get passes no filter; use one_owned")

    def connection(self, bind_arguments: Any = None, execution_options: Any = None) -> Connection:
        """The bare connection, only for sessions opened across coalitions."""
        if not self.info.get(_ACROSS):
            raise OutsideCoalitionError("a bare connection passes no filter")
        return super().connection(bind_arguments, execution_options)

    def checked_connection(self) -> Connection:
        """The connection for statements that carry the coalition already: `storage.prepared` alone.

        What was changed through the ORM is written first.
        """
        if self._core is None:
            self._core = super().connection()
        self.flush()
        return self._core

    def query(self, *entities: Any, **kw: Any) -> NoReturn:
        """Refused: its `get` passes no filter. Use `select`."""
        raise OutsideCoalitionError("Session.query is not used here; use select")

    def bulk_insert_mappings(self, *args: object, **kw: object) -> NoReturn:
        """Refused: it passes no filter."""
        raise OutsideCoalitionError("bulk_insert_mappings passes no filter")

    def bulk_update_mappings(self, *args: object, **kw: object) -> NoReturn:
        """Refused: it passes no filter."""
        raise OutsideCoalitionError("bulk_update_mappings passes no filter")

    def bulk_save_objects(self, *args: object, **kw: object) -> NoReturn:
        """Refused: it passes no filter."""
        raise OutsideCoalitionError("bulk_save_objects passes no filter")


def opened_for(coalition_id: int) -> dict[str, Any]:
    """The `info` of a session for one coalition."""
    return {"coalition_id": coalition_id}


def opened_across() -> dict[str, Any]:
    """The `info` of a session across coalitions; only `storage.across` and importers use it."""
    return {_ACROSS: True}


@event.listens_for(CoalitionSession, "do_orm_execute")
def _filter_by_coalition(state: ORMExecuteState) -> None:
    info = state.session.info
    if info.get(_ACROSS):
        return
    coalition_id = info.get("coalition_id")
    if coalition_id is None:
        raise OutsideCoalitionError("this session belongs to no coalition")
    if not state.is_orm_statement:
        raise OutsideCoalitionError("only ORM statements carry the coalition")
    if state.is_insert:
        _check_insert(state.statement, state.parameters, coalition_id)
        return
    if not state.is_column_load:  # SQLAlchemy's own statement, which gets the filter like any other
        _check(state)
    state.statement = state.statement.options(*_criteria(coalition_id))


@lru_cache(maxsize=256)
def _criteria(coalition_id: int) -> tuple[LoaderCriteriaOption, ...]:
    """The filter of one coalition: made once, since making it takes as long as running a statement."""
    return (
        with_loader_criteria(Owned, lambda cls: cls.coalition_id == coalition_id, include_aliases=True),
        with_loader_criteria(OwnedRoot, lambda cls: cls.id == coalition_id, include_aliases=True),
    )


def _check(state: ORMExecuteState) -> None:
    if state.parameters and not isinstance(state.parameters, Mapping):
        raise OutsideCoalitionError("a bulk update by primary key passes no filter")
    if state.execution_options.get("dml_strategy", "orm") not in ("orm", "auto"):
        raise OutsideCoalitionError("a change without the ORM passes no filter")
    objected = objection(state.statement)
    if objected is not None:
        raise OutsideCoalitionError(objected)
    if isinstance(state.statement, Update):
        _check_update(state.statement, state.parameters)


def _check_update(statement: Update, parameters: Any) -> None:
    entity = target_class(statement)
    fixed = "coalition_id" if entity is not None and issubclass(entity, Owned) else "id"
    if fixed in assigned(statement) or fixed in (parameters or {}):
        raise OutsideCoalitionError("no row moves to another coalition")


def _check_insert(statement: Any, parameters: Any, coalition_id: int) -> None:
    if not isinstance(statement, Insert) or statement.select is not None:
        raise OutsideCoalitionError("INSERT … SELECT passes no filter")
    entity = target_class(statement)
    if entity is None or issubclass(entity, OwnedRoot):
        raise OutsideCoalitionError("coalitions are made across coalitions")
    if not issubclass(entity, Owned):
        return
    rows: list[Mapping[str, object]] = (
        [parameters] if isinstance(parameters, Mapping) else list(parameters or ())
    )
    if not rows or any(row.get("coalition_id") != coalition_id for row in rows):
        raise OutsideCoalitionError(f"an insert into {entity.__name__} without its coalition")
    if assigned(statement) or any(_is_expression(value) for row in rows for value in row.values()):
        raise OutsideCoalitionError("only plain values given beside an insert are looked at")
    if changes_on_conflict(statement):
        raise OutsideCoalitionError("the row in the way of an insert may be another coalition's")


def _is_expression(value: object) -> bool:
    return isinstance(value, ClauseElement) or hasattr(value, "__clause_element__")


@event.listens_for(CoalitionSession, "before_attach")
def _refuse_rows_from_elsewhere(session: CoalitionSession, row: object) -> None:
    """A flush changes rows by their primary key alone, so they must have been loaded here, or be new."""
    if not session.info.get(_ACROSS) and inspect(row, raiseerr=True).key is not None:
        raise OutsideCoalitionError(f"{type(row).__name__} was not loaded in this session")


@event.listens_for(CoalitionSession, "before_flush")
def _stamp_new_rows(session: CoalitionSession, context: UOWTransaction, instances: object) -> None:
    if session.info.get(_ACROSS):
        return
    changed: Iterable[object] = [*session.new, *session.dirty, *session.deleted]
    for row in changed:
        if isinstance(row, OwnedRoot) and row.id != session.coalition_id:
            raise OutsideCoalitionError("coalitions are made across coalitions")
        if not isinstance(row, Owned):
            continue
        if row.coalition_id is None:  # pyright: ignore[reportUnnecessaryComparison]  # unset until the first flush
            row.coalition_id = session.coalition_id
        elif row.coalition_id != session.coalition_id:
            raise OutsideCoalitionError(f"{type(row).__name__} of another coalition")
        if any(_is_expression(value) for value in vars(row).values()):
            raise OutsideCoalitionError(f"{type(row).__name__} with an expression, which passes no filter")
