"""Two coalitions with one row of every table each, to see that neither reaches the other."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Boolean, Date, Float, ForeignKeyConstraint, Integer, Table, Time, insert, select
from sqlalchemy.sql.sqltypes import String

from storage.coalitions import CoalitionRow
from storage.database import Database
from storage.instants import Instant
from storage.schema import Owned
from storage.schema import Table as Mapped
from storage.seats import SeatRow
from storage.tenancy import CoalitionSession

NOON = datetime(2026, 7, 14, 12, tzinfo=UTC)

Row = dict[str, Any]


def owned_classes() -> list[type[Mapped]]:
    """Every mapped class whose rows belong to a coalition."""
    classes: list[type[Mapped]] = [mapper.class_ for mapper in Mapped.registry.mappers]
    return sorted((one for one in classes if issubclass(one, Owned)), key=lambda one: one.__name__)


def table_of(entity: type[Mapped]) -> "Table[Any]":
    return Mapped.metadata.tables[entity.__tablename__]


@dataclass(frozen=True)
class Coalitions:
    """`ids` of each table's row, by coalition; shared rows are under 0."""

    ours: int
    theirs: int
    ids: dict[tuple[str, int], int]

    def our_id(self, entity: type[Mapped]) -> int:
        return self.ids[entity.__tablename__, self.ours]

    def their_id(self, entity: type[Mapped]) -> int:
        return self.ids[entity.__tablename__, self.theirs]

    def values(self, table: "Table[Any]", word: str) -> Row:
        """Values for a new row of ours."""
        return plausible(table, self.ours, word, self.ids)


def two_coalitions(database: Database) -> Coalitions:
    """Write them, with one row of every table of shared reference that they may refer to."""
    ids: dict[tuple[str, int], int] = {}
    owned = {table_of(entity).name for entity in owned_classes()}
    ours_and_theirs: list[int] = []
    with database.across_coalitions() as db:
        ids["seats", 0] = db.scalars(select(SeatRow.id).limit(1)).one()
        for table in Mapped.metadata.sorted_tables:
            if table.name not in {*owned, "seats", "coalitions"}:
                ids[table.name, 0] = _written(db, table, plausible(table, 0, "shared", ids))
        for name in ("ours", "theirs"):
            coalition = CoalitionRow(name=name, timezone="UTC")
            db.add(coalition)
            db.flush()
            ours_and_theirs.append(coalition.id)
            for table in Mapped.metadata.sorted_tables:
                if table.name in owned:
                    values = plausible(table, coalition.id, name, ids)
                    ids[table.name, coalition.id] = _written(db, table, values)
    ours, theirs = ours_and_theirs
    return Coalitions(ours, theirs, ids)


def _written(db: CoalitionSession, table: "Table[Any]", values: Row) -> int:
    return db.execute(insert(table).values(values).returning(table.c["id"])).scalar_one()


def plausible(table: "Table[Any]", coalition_id: int, word: str, ids: dict[tuple[str, int], int]) -> Row:
    """Values for all columns but the id: references within the coalition, `word` in the texts."""
    row: Row = {"coalition_id": coalition_id} if "coalition_id" in table.columns else {}
    for key in table.foreign_key_constraints:
        target = key.elements[0].column.table
        if target.name == "coalitions":
            continue
        (column,) = (name for name in key.column_keys if name != "coalition_id")
        row[column] = ids.get((target.name, coalition_id if "coalition_id" in target.columns else 0))
    for column in table.columns:
        if column.name not in row and not column.primary_key:
            row[column.name] = _value(column.type, word)
    return row


def references(table: "Table[Any]") -> list[ForeignKeyConstraint]:
    """The table's foreign keys to rows of a coalition."""
    keys = sorted(table.foreign_key_constraints, key=lambda key: str(key.name))
    return [key for key in keys if "coalition_id" in key.elements[0].column.table.columns]


def _value(kind: object, word: str) -> object:
    enum_class: Any = getattr(kind, "enum_class", None)
    if enum_class is not None:
        return next(iter(enum_class))
    plain: dict[type, object] = {
        Instant: NOON,
        Boolean: False,
        Date: date(2026, 7, 14),
        Time: time(10),
        Float: 0.5,
        Integer: 7,
        String: word,
    }
    return next(value for known, value in plain.items() if isinstance(kind, known))
