"""The rows of a list of targets, and which chamber each speaks of."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storage.files.outcomes import Fault, Remark, Unreadable, UnreadableError
from storage.files.tables import Column, Line, Table, is_workbook, lines_of, read_csv, read_workbook
from storage.seats import Office

_COLUMNS = (
    Column("state", ("State", "ST", "State code", "State abbreviation", "Postal")),
    Column("district", (
        "District", "Dist", "CD", "Congressional district", "District number", "House district", "Seat",
        "Code",
    )),
    Column("member", (
        "Member", "Name", "Representative", "Rep", "Senator", "Member name", "Member's name", "Full name",
        "Legislator", "Member of Congress", "MoC", "Target", "Official",
    )),
    Column("first", ("First name", "First", "Given name")),
    Column("last", ("Last name", "Last", "Surname", "Family name")),
    Column("chamber", ("Chamber", "House/Senate", "House or Senate", "Office", "Body", "Title")),
    Column("class", ("Class", "Senate class")),
    Column("why", ("Why", "Note", "Notes", "Reason", "Comment", "Comments")),
    Column("priority", ("Priority", "Rank", "Tier", "Level", "Order", "Importance")),
)  # fmt: skip
_WHOLE_CODE = re.compile(r"[\d-]|^[a-z]{2}\s*(al|sen)", re.IGNORECASE)
"""What a cell of the column of the state has where it is a seat's whole code."""
_STATE_FIRST = re.compile(r"(?!at\b|cd\b)[a-z]{2}[^a-z]", re.IGNORECASE)
"""What begins a cell of the column of the district where it is a seat's whole code."""
_WHERE = ("state", "district", "member", "last")

_HOUSE = re.compile(r"\brep|house|congress(?:wo)?man|\bh\.?r?\.?$", re.IGNORECASE)
_SENATE = re.compile(r"\bsen|\bs\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row of the list, as it has it. `office` is its chamber where the row or its sheet says so."""

    line: int
    sheet: str
    office: Office | None
    chamber: str
    state: str
    district: str
    senate_class: str
    member: str
    priority: str
    why: str

    @property
    def where(self) -> str:
        """The seat as the list has it."""
        return " ".join(filter(None, (self.state, self.district, self.senate_class))) or self.chamber


@dataclass(frozen=True, slots=True)
class TargetFile:
    """The rows of a file, and what there is to say about its sheets."""

    rows: tuple[TargetRow, ...]
    remarks: Mapping[Remark, int] = field(default_factory=dict[Remark, int])


def read(path: Path) -> TargetFile:
    """The rows of a list; at least one.

    Raises:
        UnreadableError: when it is no such list.
    """
    if not is_workbook(path):
        return TargetFile(_rows(read_csv(path)))
    book = read_workbook(path)
    chambers = [sheet for sheet in book.sheets if _office_of(sheet.name) is not None]
    wanted = chambers or list(book.sheets[:1])
    rows: list[TargetRow] = []
    remarks = Counter({Remark.OTHER_SHEETS: len(book.sheets) - len(wanted)})
    remarks[Remark.HIDDEN_SHEETS] = book.hidden_sheets
    remarks[Remark.MACROS] = int(book.has_macros)
    for sheet in wanted:
        try:
            rows += _rows(sheet)
        except UnreadableError as error:
            if error.why.fault not in (Fault.EMPTY, Fault.NO_ROWS):
                raise
            remarks[Remark.EMPTY_SHEETS] += 1
    if not rows:
        raise UnreadableError(Unreadable(path.name, Fault.EMPTY_WORKBOOK))
    return TargetFile(tuple(rows), {remark: count for remark, count in remarks.items() if count})


def _rows(table: Table) -> tuple[TargetRow, ...]:
    office = _office_of(table.name)
    lines = tuple(lines_of(table, _COLUMNS, _WHERE))
    rows = tuple(_row(table.name, office, line) for line in lines)
    missing = _missing_column(lines, rows)
    if missing is not None:
        raise UnreadableError(
            Unreadable(table.file, Fault.MISSING_COLUMN, expected=missing, sheet=table.name)
        )
    return rows


def _missing_column(lines: Sequence[Line], rows: Sequence[TargetRow]) -> str | None:
    """The column without which no row at all says which seat it means."""
    if any(row.member for row in rows):
        return None
    if not any("state" in line.cells or _STATE_FIRST.match(line["district"]) for line in lines):
        return "State"
    says_all = any(
        row.senate_class or row.office is Office.US_SENATE or _WHOLE_CODE.search(row.state) for row in rows
    )
    return None if says_all or any("district" in line.cells for line in lines) else "District"


def _row(sheet: str, office: Office | None, line: Line) -> TargetRow:
    return TargetRow(
        line=line.number,
        sheet=sheet,
        office=_office_of(line["chamber"]) or office,
        chamber=line["chamber"],
        state=line["state"],
        district=line["district"],
        senate_class=line["class"],
        member=line["member"] or " ".join(filter(None, (line["first"], line["last"]))),
        priority=line["priority"],
        why=line["why"],
    )


def _office_of(words: str) -> Office | None:
    """The chamber that a sheet's name or a cell speaks of."""
    if _SENATE.search(words):
        return Office.US_SENATE
    return Office.US_HOUSE if _HOUSE.search(words) else None
