"""Finding a table's columns by its headers, and its rows below them."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from storage.files.outcomes import Fault, Unreadable, UnreadableError

_HEADERS_WITHIN = 10
"""Rows in which the headers must stand: some put a title above them."""

_NO_TEXT = ("Cc", "Cs")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a format knows: its key, and the headers that people give it.

    A header counts whatever its case, spaces and signs: `Member's name` is `membersname`.
    """

    key: str
    headers: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells with the number that each has in its file; `name` is a sheet's, "" for a CSV."""

    file: str
    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row below the headers: its number in the file, and its cells by column. "" where it has none."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """The cell of that column, tidied; "" where the row or the table has none."""
        return self.cells.get(key, "")


def lines_of(
    table: Table,
    columns: Sequence[Column],
    one_of: Sequence[str] = (),
    spoilt: Callable[[Unreadable], object] | None = None,
) -> Iterator[Line]:
    """The rows below the headers that are not blank. Of the columns `one_of`, one at least must be there.

    `spoilt` hears of rows that have cells beyond the headers, or a cell that is not text, and they are
    passed over; without it they are an error.

    Raises:
        UnreadableError: when a column is missing that must be there, or is there twice, when a row is
            spoilt, or when there are no rows.
    """
    complaint = _Complaint(table)
    at, places = _headers(table, columns, complaint)
    if one_of and not places.keys() & set(one_of):
        wanted = (column.headers[0] for column in columns if column.key in one_of)
        complaint(Fault.MISSING_COLUMN, expected=" or ".join(wanted))
    width = len(table.rows[at][1])
    count = 0
    for number, cells in table.rows[at + 1 :]:
        tidied = [" ".join(cell.split()) for cell in cells]
        if not any(tidied):
            continue
        count += 1
        fault = _fault(tidied, width)
        if fault is not None and spoilt is not None:
            spoilt(Unreadable(table.file, fault, line=number, sheet=table.name))
            continue
        if fault is not None:
            complaint(fault, line=number, expected=str(width) if fault is Fault.TOO_MANY_CELLS else "")
        yield Line(number, {key: tidied[place] for key, place in places.items() if place < len(tidied)})
    if not count:
        complaint(Fault.NO_ROWS)


def _fault(cells: Sequence[str], width: int) -> Fault | None:
    if any(cells[width:]):
        return Fault.TOO_MANY_CELLS
    return Fault.BAD_CHARACTER if any(map(_is_no_text, cells)) else None


@dataclass(frozen=True, slots=True)
class _Complaint:
    table: Table

    def __call__(self, fault: Fault, line: int | None = None, expected: str = "") -> NoReturn:
        name = self.table.name
        raise UnreadableError(Unreadable(self.table.file, fault, line=line, expected=expected, sheet=name))


def _headers(table: Table, columns: Sequence[Column], complaint: _Complaint) -> tuple[int, Mapping[str, int]]:
    """The row that holds the headers, and the place of each column that is there."""
    best: tuple[int, dict[str, list[int]]] | None = None
    for at, (_, cells) in enumerate(table.rows[:_HEADERS_WITHIN]):
        found = _matched(cells, columns)
        if best is None or len(found) > len(best[1]):
            best = at, found
    if best is None:
        complaint(Fault.EMPTY)
    at, found = best
    for column in columns:
        if column.required and column.key not in found:
            complaint(Fault.MISSING_COLUMN, expected=column.headers[0])
        if len(found.get(column.key, ())) > 1:
            twice = " and ".join(table.rows[at][1][place].strip() for place in found[column.key])
            complaint(Fault.COLUMN_TWICE, expected=twice)
    return at, {key: places[0] for key, places in found.items()}


def _matched(cells: Sequence[str], columns: Sequence[Column]) -> dict[str, list[int]]:
    keys = {_bare(header): column.key for column in columns for header in column.headers}
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        key = keys.get(_bare(cell))
        if key is not None:
            found.setdefault(key, []).append(place)
    return found


def _bare(header: str) -> str:
    plain = unicodedata.normalize("NFKD", header.casefold())
    return re.sub(r"[\W_]+", "", plain)


def _is_no_text(cell: str) -> bool:
    return not cell.isprintable() and any(unicodedata.category(sign) in _NO_TEXT for sign in cell)
