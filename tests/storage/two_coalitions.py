"""Two coalitions with one row of every table each, to see that neither reaches the other."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKeyConstraint, Integer, Table, select
from sqlalchemy.sql.sqltypes import String

from storage.coalitions import Coalition
from storage.database import Database
from storage.instants import Instant
from storage.schema import Owned
from storage.schema import Table as Mapped
from storage.seats import SeatRow

NOON = datetime(2026, 7, 14, 12, tzinfo=UTC)

Row = dict[str, Any]


def owned_classes() -> list[type[Mapped]]:
    """Every mapped class whose rows belong to a coalition."""
    classes: list[type[Mapped]] = [mapper.class_ for mapper in Mapped.registry.mappers]
    return [one for one in classes if issubclass(one, Owned)]


def table_of(entity: type[Mapped]) -> "Table[Any]":
    return Mapped.metadata.tables[entity.__tablename__]


@dataclass(frozen=True)
class Coalitions:
    """`ids` of each class's row, by coalition."""

    ours: int
    theirs: int
    ids: dict[tuple[type[Mapped], int], int]

    def our_id(self, entity: type[Mapped]) -> int:
        return self.ids[entity, self.ours]

    def their_id(self, entity: type[Mapped]) -> int:
        return self.ids[entity, self.theirs]


def two_coalitions(database: Database) -> Coalitions:
    """Write them."""
    found: dict[tuple[type[Mapped], int], int] = {}
    classes = {table_of(entity): entity for entity in owned_classes()}
    coalition_ids: list[int] = []
    with database.across_coalitions() as db:
        seat = db.scalars(select(SeatRow.id).limit(1)).one()
        for name in ("ours", "theirs"):
            coalition = Coalition(name=name, timezone="UTC")
            db.add(coalition)
            db.flush()
            coalition_ids.append(coalition.id)
            for table in Mapped.metadata.sorted_tables:
                if table in classes:
                    row = classes[table](**plausible(table, coalition.id, name, seat, found, classes))
                    db.add(row)
                    db.flush()
                    found[classes[table], coalition.id] = row.id
    ours, theirs = coalition_ids
    return Coalitions(ours, theirs, found)


def plausible(
    table: "Table[Any]",
    coalition_id: int,
    word: str,
    seat: int,
    found: dict[tuple[type[Mapped], int], int],
    classes: dict["Table[Any]", type[Mapped]],
) -> Row:
    """Values for all columns but the id: references within the coalition, `word` in the texts."""
    row: Row = {"coalition_id": coalition_id}
    for key in references(table):
        target = key.elements[0].column.table
        column = next(name for name in key.column_keys if name != "coalition_id")
        row[column] = found[classes[target], coalition_id]
    for column in table.columns:
        if column.name in row or column.primary_key:
            continue
        row[column.name] = seat if column.name == "seat_id" else _value(column.type, word)
    return row


def references(table: "Table[Any]") -> list[ForeignKeyConstraint]:
    """The table's foreign keys to rows of a coalition."""
    return [
        key
        for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.name))
        if "coalition_id" in key.elements[0].column.table.columns
    ]


def _value(kind: object, word: str) -> object:
    enum_class: Any = getattr(kind, "enum_class", None)
    if enum_class is not None:
        return next(iter(enum_class))
    if isinstance(kind, Instant):
        return NOON
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer):
        return 7
    assert isinstance(kind, String), kind
    return word
