"""Text with separators, as spreadsheets and people write it: CSV of any kind.

With or without a BOM; UTF-8, UTF-16 or Windows's latin-1; commas, semicolons, tabs or bars. Where
quotation marks do not pair up as CSV wants it, they are data.
"""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from storage.files.opening import read_bytes
from storage.files.outcomes import Fault, Unreadable, UnreadableError
from storage.files.tables.columns import Table

_SEPARATORS = ",;\t|"
_HEAD = 10  # lines


def read_csv(path: Path) -> Table:
    """All rows of a CSV file.

    Raises:
        UnreadableError: when it cannot be opened, has no text or is no text.
    """
    return table_of(read_bytes(path), path.name)


def table_of(content: bytes, name: str) -> Table:
    """All rows of what a CSV file of that name holds.

    Raises:
        UnreadableError: when it has no text or is no text.
    """
    text = _text(content)
    if not text.strip():
        raise UnreadableError(Unreadable(name, Fault.EMPTY))
    if "\0" in text:
        raise UnreadableError(Unreadable(name, Fault.NOT_A_TABLE))
    lines = text.splitlines(keepends=True)
    separator = _declared(lines[0])
    first = 1 if separator else 0
    separator = separator or _likeliest(lines)
    try:
        rows = tuple(_rows(lines, first, separator, csv.QUOTE_MINIMAL))
    except csv.Error:
        rows = _with_quotes_as_data(lines, first, separator, name)
    return Table(name, "", rows)


def _with_quotes_as_data(
    lines: list[str], first: int, separator: str, name: str
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    try:
        return tuple(_rows(lines, first, separator, csv.QUOTE_NONE))
    except csv.Error as error:  # a cell of more than 128 KiB
        raise UnreadableError(Unreadable(name, Fault.NOT_A_TABLE)) from error


def _rows(
    lines: list[str], first: int, separator: str, quoting: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(lines[first:], delimiter=separator, quoting=quoting, strict=True)  # pyright: ignore[reportArgumentType]  # csv's own constants
    begins = first + 1
    for cells in reader:
        yield begins, tuple(cells)
        begins = first + reader.line_num + 1


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _declared(line: str) -> str | None:
    """The separator that Excel writes down in a line of its own: `sep=;`."""
    words = line.strip()
    is_declared = len(words) == len("sep=;") and words.lower().startswith("sep=")
    return words[-1] if is_declared and words[-1] in _SEPARATORS else None


def _likeliest(lines: list[str]) -> str:
    """The sign that most often separates in the first lines; a comma where none does."""
    head = "".join(lines[:_HEAD])
    outside = "".join(part for at, part in enumerate(head.split('"')) if at % 2 == 0)
    return max(_SEPARATORS, key=outside.count)
