"""Writing a coalition's data out: a CSV for each table, and an index of what every column means.

Cells that a spreadsheet would take for a formula are defused (OWASP: CSV injection): they begin with an
apostrophe. Times are in UTC. What only the bot's own machinery needs is left out: answers kept for
redeliveries, and where cards hang; so are secrets.
"""

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Column as SqlColumn
from sqlalchemy import select

from storage.candidates import NAME, Candidate, ListedCandidate
from storage.database import Database, Purpose
from storage.members import MemberRow
from storage.officials import Official
from storage.organizations import Organization
from storage.schema import MODULES, Table
from storage.seats import SeatRow
from storage.tenancy import CoalitionSession

INDEX = "index.csv"
_LEFT_OUT = frozenset({"inbox", "paces", "posted_cards", "reference_versions"})
_SECRET = frozenset(
    {("calendar_feeds", "token"), ("town_hall_index_cards", "token"), ("town_hall_sources", "key")}
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # Excel reads these, too
_EVERY_TABLE = "*"


@dataclass(frozen=True, slots=True)
class Exported:
    """How many rows each table had."""

    rows: Mapping[str, int]


def export(database: Database, coalition_id: int, folder: Path) -> Exported:
    """Write all that one coalition has, and the shared reference, into a new folder.

    Only the account that runs this may read the folder: it holds people's names.

    Raises:
        FileExistsError: when there is such a folder with something in it, or a file.
        OSError: when it cannot be written; then no folder is left behind half-filled.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    unfinished = folder.with_name(f".{folder.name}.unfinished-{os.getpid()}")
    unfinished.mkdir(mode=0o700, parents=True)
    try:
        with database.transaction(coalition_id, Purpose.READ) as db:
            rows = _write(db, unfinished)
        if folder.is_dir():
            folder.rmdir()
        unfinished.rename(folder)
    except BaseException:
        for file in unfinished.glob("*.csv"):
            file.unlink()
        unfinished.rmdir()
        raise
    return Exported(rows)


def _write(db: CoalitionSession, folder: Path) -> Mapping[str, int]:
    names = _Names(db)
    meanings = read_meanings()
    counts: dict[str, int] = {}
    index: list[Sequence[object]] = []
    for entity in exported_tables():
        columns = _columns(entity)
        name = str(entity.__tablename__)
        rows = ([*_cells(row, columns, names)] for row in db.scalars(select(entity).order_by(entity.id)))
        counts[name] = _table(folder / f"{name}.csv", headers_of(entity), rows)
        for column in columns:
            meaning = meanings.get((name, column.name)) or meanings[_EVERY_TABLE, column.name]
            index.append((f"{name}.csv", column.name, meaning))
            if (spoken := _spoken(column)) is not None:
                index.append((f"{name}.csv", spoken, f"The name or code of {column.name}."))
    _table(folder / INDEX, ("file", "column", "meaning"), iter(index))
    return counts


def exported_tables() -> list[type[Table]]:
    """The tables that are written out, in the order in which they refer to each other."""
    entities = {
        str(value.__tablename__): value
        for module in MODULES
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Table) and hasattr(value, "__tablename__")
    }
    order = [table.name for table in Table.metadata.sorted_tables]
    return [entities[name] for name in order if name in entities and name not in _LEFT_OUT]


def read_meanings() -> Mapping[tuple[str, str], str]:
    """What each column means, by table and column; table `*` for columns that every table has."""
    text = files("config").joinpath("data", "column_meanings.csv").read_text(encoding="utf-8")
    return {(row["table"], row["column"]): row["meaning"] for row in csv.DictReader(text.splitlines())}


def _columns(entity: type[Table]) -> list[SqlColumn[Any]]:
    name = str(entity.__tablename__)
    columns = [one for one in Table.metadata.tables[name].columns if (name, one.name) not in _SECRET]
    return sorted(columns, key=lambda column: column.name not in ("id", "coalition_id"))


def headers_of(entity: type[Table]) -> list[str]:
    """The headers of a table's file: its columns, and beside each that names somebody or a seat, the name."""
    columns = _columns(entity)
    return [header for column in columns for header in (column.name, _spoken(column)) if header is not None]


def _cells(row: Table, columns: Sequence[SqlColumn[Any]], names: "_Names") -> Iterator[object]:
    for column in columns:
        value = getattr(row, column.name)
        yield value
        if _spoken(column) is not None:
            yield names.of(_target(column), value)


def _target(column: SqlColumn[Any]) -> str:
    """The table that a column names a row of; "" for none, or one whose rows have no name."""
    tables = {key.column.table.name for key in column.foreign_keys if key.column.name == "id"}
    return next(iter(tables & _Names.TABLES), "")


def _spoken(column: SqlColumn[Any]) -> str | None:
    """The header of the column beside it that says in words what its number means."""
    return column.name.removesuffix("_id") if _target(column) else None


class _Names:
    """What people call the rows that others refer to."""

    TABLES = frozenset({"candidates", "listed_candidates", "members", "officials", "organizations", "seats"})

    def __init__(self, db: CoalitionSession) -> None:
        own = select(Candidate.id, NAME).outerjoin(ListedCandidate, ListedCandidate.id == Candidate.listed_id)
        self._names: dict[str, dict[int, str]] = {
            "candidates": dict(db.execute(own).all()),
            "listed_candidates": dict(db.execute(select(ListedCandidate.id, ListedCandidate.name)).all()),
            "seats": dict(db.execute(select(SeatRow.id, SeatRow.code)).all()),
            "members": dict(db.execute(select(MemberRow.id, MemberRow.name)).all()),
            "organizations": dict(db.execute(select(Organization.id, Organization.name)).all()),
            "officials": dict(db.execute(select(Official.id, Official.name)).all()),
        }

    def of(self, table: str, row_id: int | None) -> str:
        """The name of that row; "" for none."""
        return "" if row_id is None else self._names[table].get(row_id, "")


def _table(path: Path, headers: Sequence[str], rows: Iterator[Sequence[object]]) -> int:
    count = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(headers)
        for row in rows:
            writer.writerow([as_cell(value) for value in row])
            count += 1
    return count


def as_cell(value: object) -> str | int | float:
    """A value as a cell: numbers stay numbers, and nothing else is ever a formula."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return value
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case Enum():
            return str(value.value)
        case _:
            return defused(str(value))


def defused(words: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{words}" if words.lstrip(" ").startswith(_FORMULA) else words
