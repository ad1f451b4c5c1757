"""Made-up tables, as spreadsheets save them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

Cells = Sequence[Sequence[object]]


def write_text(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return path


def write_workbook(
    path: Path,
    sheets: Mapping[str, Cells],
    hidden_rows: Mapping[str, Iterable[int]] | None = None,
    hidden_sheets: Iterable[str] = (),
    macros: bytes | None = None,
) -> Path:
    """A workbook of these sheets; `hidden_rows` count from 1, as people see them."""
    book: Any = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell)
        for row in (hidden_rows or {}).get(name, ()):
            sheet.set_row(row - 1, None, None, {"hidden": True})
        if name in set(hidden_sheets):
            sheet.hide()
    if macros is not None:
        program = path.with_name("vbaProject.bin")
        program.write_bytes(macros)
        book.add_vba_project(str(program))
    book.close()
    return path


def write_scattered(
    path: Path, sheets: Mapping[str, Mapping[str, str | None]], hidden_sheets: Iterable[str] = ()
) -> Path:
    """A workbook of cells by their names; None is one that is only coloured."""
    book: Any = xlsxwriter.Workbook(str(path))
    red = book.add_format({"bg_color": "red"})
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for place, cell in cells.items():
            if cell is None:
                sheet.write_blank(place, None, red)
            else:
                sheet.write(place, cell)
        if name in set(hidden_sheets):
            sheet.hide()
    book.close()
    return path
