"""Workbooks (.xlsx): the values of their cells. Macros and formulas are never run."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Xml
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from storage.files.opening import read_bytes
from storage.files.outcomes import Fault, Unreadable, UnreadableError
from storage.files.tables.columns import Table

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LARGEST_INSIDE = 256 * 1024 * 1024  # bytes, unpacked
_MOST_CELLS = 4_000_000
"""From a sheet's corner to its last cell. All of them are held at once, empty ones too."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL = re.compile(r"(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})")
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NO_WORKBOOK = (
    zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, CalamineError, OSError, ValueError,
    EOFError, RuntimeError, NotImplementedError,
)  # fmt: skip
"""What reading something else than a workbook raises; the last two come of zips with a password."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook that can be seen, and how many cannot; `has_macros`: it brings programs."""

    sheets: tuple[Table, ...]
    hidden_sheets: int
    has_macros: bool


def is_workbook(path: Path) -> bool:
    """Whether a file begins as workbooks do, whatever its name. False where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(4) in (_ZIP, _OLD)
    except OSError:
        return False


def read_workbook(path: Path) -> Workbook:
    """All sheets that are not hidden.

    Raises:
        UnreadableError: when it is no such workbook, reaches far outside any table, or hides rows: whether
            they count must be asked.
    """
    content = read_bytes(path)
    if content.startswith(_OLD):
        raise UnreadableError(Unreadable(path.name, Fault.OLD_WORKBOOK))
    try:
        workbook, found = _read(content, path.name)
    except _NO_WORKBOOK as error:
        raise UnreadableError(Unreadable(path.name, Fault.NOT_A_WORKBOOK)) from error
    for sheet in workbook.sheets:
        if rows := found[sheet.name].hidden_rows:
            raise UnreadableError(
                Unreadable(path.name, Fault.HIDDEN_ROWS, expected=_spans(rows), sheet=sheet.name)
            )
    return workbook


@dataclass(frozen=True, slots=True)
class _Extent:
    """How far the cells of a sheet reach, and which of its rows with cells are hidden."""

    rows: int = 0
    columns: int = 0
    hidden_rows: tuple[int, ...] = ()

    @property
    def last_cell(self) -> str:
        """The name of the cell in the last row and the last column."""
        letters, left = "", self.columns
        while left:
            left, letter = divmod(left - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.rows}"


def _read(content: bytes, name: str) -> tuple[Workbook, Mapping[str, _Extent]]:
    """The workbook, and how far its sheets reach."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LARGEST_INSIDE:
            raise UnreadableError(Unreadable(name, Fault.TOO_LARGE))
        has_macros = any(part.endswith("vbaProject.bin") for part in archive.namelist())
        found = defaultdict(_Extent, _extents(archive))
    opened = CalamineWorkbook.from_filelike(io.BytesIO(content))
    tables = [sheet for sheet in opened.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    seen = [sheet.name for sheet in tables if sheet.visible is SheetVisibleEnum.Visible]
    for sheet in seen:
        if found[sheet].rows * found[sheet].columns > _MOST_CELLS:
            last = found[sheet].last_cell
            raise UnreadableError(Unreadable(name, Fault.SPRAWLING, expected=last, sheet=sheet))
    sheets = tuple(Table(name, sheet, _cells(opened, sheet)) for sheet in seen)
    return Workbook(sheets, len(tables) - len(seen), has_macros), found


def _cells(workbook: CalamineWorkbook, sheet: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return tuple((number, tuple(map(_as_text, row))) for number, row in enumerate(rows, start=1))


def _as_text(value: object) -> str:
    """A cell as people see it; a whole number without its `.0`."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


def _extents(archive: zipfile.ZipFile) -> Iterator[tuple[str, _Extent]]:
    """How far each sheet reaches, by the sheet's name."""
    links = {
        link.get("Id"): link.get("Target", "")
        for link in Xml.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in Xml.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = links.get(sheet.get(_LINK), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in part:
            yield sheet.get("name", ""), _extent(archive, part)


def _extent(archive: zipfile.ZipFile, part: str) -> _Extent:
    """How far a sheet reaches. Cells without a value, which are only coloured, do not count."""
    rows = columns = 0
    hidden: list[int] = []
    with archive.open(part) as file:
        for _, element in Xml.iterparse(file):
            if element.tag == f"{_MAIN}c" and len(element):
                place = _CELL.fullmatch(element.get("r", ""))
                if place:
                    rows = max(rows, int(place["row"]))
                    columns = max(columns, _number(place["column"]))
            elif element.tag == f"{_MAIN}row":
                if element.get("hidden") in ("1", "true") and len(element):
                    hidden.append(int(element.get("r", "0")))
                element.clear()
    return _Extent(rows, columns, tuple(hidden))


def _number(letters: str) -> int:
    """Which column it is: A is 1, XFD is 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _spans(rows: Sequence[int]) -> str:
    """`3 to 5 and 9`."""
    spans: list[tuple[int, int]] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1] = spans[-1][0], row
        else:
            spans.append((row, row))
    words = [str(first) if first == last else f"{first} to {last}" for first, last in spans]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
