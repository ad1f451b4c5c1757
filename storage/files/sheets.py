"""Writing one sheet, as CSV or as a workbook. No cell is ever a formula."""

import csv
import os
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from xlsxwriter import Workbook

from storage.files.exporting import as_cell

_WIDTH = 24
"""How wide a workbook's columns are, in characters."""


class SheetKind(StrEnum):
    """The kinds of file, by their endings."""

    CSV = ".csv"
    WORKBOOK = ".xlsx"


def kind_of(file: Path) -> SheetKind | None:
    """What a file's name asks for; None for anything else."""
    ending = file.suffix.lower()
    return SheetKind(ending) if ending in set(SheetKind) else None


def write_sheet(
    file: Path, kind: SheetKind, title: str, columns: Sequence[str], lines: Iterable[Sequence[str]]
) -> int:
    """Write a new file; answers how many lines it has. Only the account that runs this may read it.

    Raises:
        FileExistsError: when there is such a file.
        OSError: when it cannot be written; then nothing of it is left.
    """
    unfinished = file.with_name(f".{file.name}.unfinished-{os.getpid()}")
    if file.exists():
        raise FileExistsError(file)
    try:
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        write = _write_csv if kind is SheetKind.CSV else _write_workbook
        count = write(unfinished, title, columns, lines)
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _write_csv(file: Path, title: str, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> int:
    del title
    count = 0
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened, quoting=csv.QUOTE_ALL)
        writer.writerow(columns)
        for line in lines:
            writer.writerow([as_cell(cell) for cell in line])
            count += 1
    return count


def _write_workbook(file: Path, title: str, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> int:
    count = 0
    with Workbook(str(file), {"in_memory": True}) as book:
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True})
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column, bold)
        for count, line in enumerate(lines, 1):  # the last number is how many there are
            for place, cell in enumerate(line):
                sheet.write_string(count, place, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, _WIDTH)
        if count:
            sheet.autofilter(0, 0, count, len(columns) - 1)
    return count
