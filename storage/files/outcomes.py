"""What an import has to tell: why a file cannot be read, what must be asked, what is worth saying.

The sentences for all of it are written in `bot.imports`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why a file cannot be read."""

    MISSING = "missing"
    DIRECTORY = "directory"
    NOT_PERMITTED = "not-permitted"
    UNAVAILABLE = "unavailable"
    TOO_LARGE = "too-large"
    NOT_UTF8 = "not-utf8"
    EMPTY = "empty"
    CUT_OFF = "cut-off"
    NOT_JSON = "not-json"
    NOT_A_LIST = "not-a-list"
    EMPTY_LIST = "empty-list"
    MISSING_FIELD = "missing-field"
    WRONG_TYPE = "wrong-type"
    NO_DATE = "no-date"
    BAD_CHARACTER = "bad-character"
    LEGISLATORS_FILE = "legislators-file"
    OFFICES_FILE = "offices-file"
    FIELD_COUNT = "field-count"
    NO_CANDIDATE_ID = "no-candidate-id"
    NO_CANDIDATES = "no-candidates"
    NOT_A_TABLE = "not-a-table"
    NO_ROWS = "no-rows"
    MISSING_COLUMN = "missing-column"
    COLUMN_TWICE = "column-twice"
    TOO_MANY_CELLS = "too-many-cells"
    OLD_WORKBOOK = "old-workbook"
    NOT_A_WORKBOOK = "not-a-workbook"
    EMPTY_WORKBOOK = "empty-workbook"
    HIDDEN_ROWS = "hidden-rows"
    SPRAWLING = "sprawling"
    EMPTY_CELL = "empty-cell"
    NO_STATE = "no-state"
    OTHER_STATE = "other-state"
    NOT_A_CALENDAR = "not-a-calendar"
    TOO_MANY_ROWS = "too-many-rows"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What is wrong with a file, and where: enough to make a sentence of.

    `line` and `column` count from 1 and are known for text that cannot be parsed; `entry` counts the
    records from 1, `who` is that record's id if it has one, and `field` is the path inside it.
    `expected` says what the field should be. `sheet` is the name of a workbook's sheet.
    """

    file: str
    fault: Fault
    line: int | None = None
    column: int | None = None
    entry: int | None = None
    who: str = ""
    field: str = ""
    expected: str = ""
    sheet: str = ""


class UnreadableError(Exception):
    """A file cannot be imported, and nothing of it was. `why` says what to tell the person."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(f"{why.file}: {why.fault}")
        self.why = why


class Reason(StrEnum):
    """Why a record could not be placed; in brackets what `Question.detail` then holds."""

    NO_SUCH_STATE = "no-such-state"  # the state as the file has it
    NO_SUCH_OFFICE = "no-such-office"  # the kind of office as the file has it
    NO_SUCH_DISTRICT = "no-such-district"  # how many House seats the state has
    NO_SUCH_CLASS = "no-such-class"  # the Senate classes that the state elects, "" for none
    NO_DISTRICT = "no-district"  # how many House seats the state has
    NO_ELECTION = "no-election"  # the year
    SEVERAL_ELECTIONS = "several-elections"  # the seats
    SEAT_TAKEN = "seat-taken"  # who else has the seat in this file
    LISTED_TWICE = "listed-twice"  # what is in the file more than once
    SHARED_ID = "shared-id"  # the id, and who else has it in this file
    NO_SUCH_CHAMBER = "no-such-chamber"  # the chamber as the file has it
    NOT_IN_CHAMBER = "not-in-chamber"  # the state and its chamber
    NO_CHAMBER = "no-chamber"
    CONTRADICTION = "contradiction"  # what the record says at once
    SEVERAL_SEATS = "several-seats"  # the seats
    NOBODY_SO_NAMED = "nobody-so-named"  # the name
    SOMEBODY_ELSE = "somebody-else"  # who sits there
    NO_PRIORITY = "no-priority"  # the priority as the file has it


@dataclass(frozen=True, slots=True)
class Question:
    """A record that a person must look at. What was stored about it before stays as it was.

    `key` is the source's id of the record ("" where it has none), `who` its name, `where` the seat as
    the file has it; `line` counts from 1, for files that have lines; `sheet` is a workbook's.
    """

    key: str
    who: str
    where: str
    reason: Reason
    detail: str = ""
    line: int | None = None
    sheet: str = ""


class Remark(StrEnum):
    """What is worth saying about records that were placed, or are no longer there."""

    TERM_OVER = "term-over"
    NO_LONGER_LISTED = "no-longer-listed"
    OFFICES_OF_NOBODY = "offices-of-nobody"
    NO_LONGER_RUNNING = "no-longer-running"
    KNOWN_OFFICIAL = "known-official"
    NEW_SEATS = "new-seats"
    NO_LONGER_TARGETS = "no-longer-targets"
    EMPTY_SHEETS = "empty-sheets"
    OTHER_SHEETS = "other-sheets"
    HIDDEN_SHEETS = "hidden-sheets"
    MACROS = "macros"


class Omission(StrEnum):
    """Why a record was read and left out, without a question."""

    NOT_RUNNING = "not-running"
    PRESIDENT = "president"
    SECOND_ID = "second-id"
