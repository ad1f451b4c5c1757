"""What a list of town halls holds: events, and rows that a person must look at. Each row is either."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from storage.files.outcomes import Unreadable
from storage.seats import Office
from storage.town_halls.kinds import EventKind

MOST_ROWS = 20_000
"""Of a file; one with more is not read at all."""


class Doubt(StrEnum):
    """What is unclear about a row; in brackets what the detail then holds.

    Those of the first group are reasons of a `Trouble`: without an answer there is no event. Those of the
    second go with an event that can be kept as it is.
    """

    FILE = "file"  # the `Fault` for which the whole file cannot be read
    NOT_A_RECORD = "not-a-record"  # the `Fault` of the row
    NO_DAY = "no-day"  # what stands there instead, such as TBD
    REPEATS = "repeats"  # how it repeats, in the file's words
    UNCLEAR_DAY = "unclear-day"  # the words
    NO_YEAR = "no-year"  # the words
    FAR_YEAR = "far-year"  # the words
    WRONG_WEEKDAY = "wrong-weekday"  # the words, whose weekday the date does not have
    SEVERAL_DAYS = "several-days"  # the days
    UNCLEAR_TIME = "unclear-time"  # the words
    SEVERAL_TIMES = "several-times"  # the words
    WHICH_HALF = "which-half"  # the words, which say neither AM nor PM
    SMALL_HOURS = "small-hours"  # the words: a time at night, by which nearly always the afternoon's is meant
    BAD_RULE = "bad-rule"  # the rule by which it repeats, which is wrong or as nobody's town halls repeat
    TOO_OFTEN = "too-often"  # the rule, by which it repeats within a day
    TOO_MANY = "too-many"  # how many of the file are read at most
    CUT_OFF = "cut-off"

    NO_OFFICIAL = "no-official"
    NO_SUCH_SEAT = "no-such-seat"  # the seat as written
    NO_STATE = "no-state"  # the state as written, which has no such seat
    NO_TIME = "no-time"  # what stands there instead, such as “by appt.”
    END_BEFORE_START = "end-before-start"  # the end as written
    UNCLEAR_END = "unclear-end"  # the end as written
    NO_ZONE = "no-zone"  # what stands there and is no zone
    SEVERAL_ZONES = "several-zones"  # the zones as written
    NO_PLACE = "no-place"


@dataclass(frozen=True, slots=True)
class Doubted:
    """A doubt, with what it is about."""

    doubt: Doubt
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ListedSeat:
    """The seat of whoever answers: as written, and as far as that tells which it is.

    `state` is two letters or "", `district` is "7", "at-large" or "".
    """

    written: str
    state: str = ""
    office: Office | None = None
    district: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An event of a list. `row` is its line in a table, else it counts the records from 1; occurrences of one
    repeated event have the same.

    `source_id` is the list's own id, with the day and time that an occurrence had at first; "" for none.
    `clock` is None where no time is known, `zone` is the key of its zone, and `minutes` is None where no
    end is. A time without a zone is that of the place. `notes` are plain text.
    """

    row: int
    source_id: str
    who: str
    seat: ListedSeat
    kind: EventKind
    title: str
    first: date
    last: date
    clock: time | None
    zone: str | None
    minutes: int | None
    place: str
    link: str
    notes: str
    is_cancelled: bool = False
    is_private: bool = False
    doubts: tuple[Doubted, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row of which no event can be made until somebody answers. What it says is kept; `when` as written."""

    row: int
    reason: Doubt
    detail: str = ""
    source_id: str = ""
    who: str = ""
    seat: str = ""
    kind: EventKind | None = None
    title: str = ""
    when: str = ""
    place: str = ""
    link: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of a list: each, and each occurrence of a repeated event, is once in one of the two.

    Where the whole file cannot be read, `unreadable` says why, and there is one trouble that says so too.
    `is_whole` is False where something may stand in the list that is not here, even as a trouble.
    """

    events: tuple[Listed, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    unreadable: Unreadable | None = None
    is_whole: bool = True

    @property
    def read(self) -> int:
        """How many rows there are."""
        return len(self.events) + len(self.troubles)
