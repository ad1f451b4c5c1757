"""Workbooks (.xlsx): the values of their cells. Macros and formulas are never run."""

import io
import zipfile
from collections.abc import Iterator
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
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
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
        UnreadableError: when it is no such workbook, or hides rows: whether they count must be asked.
    """
    content = read_bytes(path)
    if content.startswith(_OLD):
        raise UnreadableError(Unreadable(path.name, Fault.OLD_WORKBOOK))
    try:
        workbook, hidden = _read(content, path.name)
    except _NO_WORKBOOK as error:
        raise UnreadableError(Unreadable(path.name, Fault.NOT_A_WORKBOOK)) from error
    for sheet in workbook.sheets:
        if rows := hidden.get(sheet.name):
            raise UnreadableError(
                Unreadable(path.name, Fault.HIDDEN_ROWS, expected=_spans(rows), sheet=sheet.name)
            )
    return workbook


def _read(content: bytes, name: str) -> tuple[Workbook, dict[str, list[int]]]:
    """The workbook, and the rows that its sheets hide."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LARGEST_INSIDE:
            raise UnreadableError(Unreadable(name, Fault.TOO_LARGE))
        has_macros = any(part.endswith("vbaProject.bin") for part in archive.namelist())
        hidden = dict(_hidden_rows(archive))
    opened = CalamineWorkbook.from_filelike(io.BytesIO(content))
    tables = [sheet for sheet in opened.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    seen = [sheet.name for sheet in tables if sheet.visible is SheetVisibleEnum.Visible]
    sheets = tuple(Table(name, sheet, _cells(opened, sheet)) for sheet in seen)
    return Workbook(sheets, len(tables) - len(seen), has_macros), hidden


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


def _hidden_rows(archive: zipfile.ZipFile) -> Iterator[tuple[str, list[int]]]:
    """The rows with cells that each sheet hides, by the sheet's name."""
    links = {
        link.get("Id"): link.get("Target", "")
        for link in Xml.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in Xml.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = links.get(sheet.get(_LINK), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in part:
            yield sheet.get("name", ""), list(_hidden_in(archive, part))


def _hidden_in(archive: zipfile.ZipFile, part: str) -> Iterator[int]:
    with archive.open(part) as file:
        for _, element in Xml.iterparse(file):
            if element.tag == f"{_MAIN}row":
                if element.get("hidden") in ("1", "true") and len(element):
                    yield int(element.get("r", "0"))
                element.clear()


def _spans(rows: list[int]) -> str:
    """`3 to 5 and 9`."""
    spans: list[tuple[int, int]] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1] = spans[-1][0], row
        else:
            spans.append((row, row))
    words = [str(first) if first == last else f"{first} to {last}" for first, last in spans]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
