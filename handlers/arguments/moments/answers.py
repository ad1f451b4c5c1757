"""What reading a typed moment can come to: a moment, or a sentence that asks for it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.text import Text


class Tends(StrEnum):
    """Which way a day points that does not say it: “Tuesday” or “July 14”, without a year."""

    PAST = "past"
    """To the most recent one, today included: what is logged has happened."""
    FUTURE = "future"
    """To the next one, today included."""


class Reason(StrEnum):
    """Why a person is asked instead of answered."""

    EMPTY = "empty"
    """Nothing was typed."""
    NOT_UNDERSTOOD = "not_understood"
    """Some word of it means nothing here, or it is too long to be a moment."""
    SEVERAL = "several"
    """More than one day, time or zone was typed, and they are not the same."""
    REPEATS = "repeats"
    """It comes again and again."""
    CONTRADICTS = "contradicts"
    """The weekday is not that of the date."""
    NO_SUCH_DAY = "no_such_day"
    """No calendar has this day: 2/30, 14/7."""
    NO_SUCH_TIME = "no_such_time"
    """No clock shows this time: 25:00, 14am."""
    FAR_YEAR = "far_year"
    """More than three years from this one: a slip, and never guessed at."""
    WHICH_HALF = "which_half"
    """Seven or eight o'clock, in the morning or in the evening."""
    WHICH_YEAR = "which_year"
    """A date without a year that lies just on the other side of today."""
    WHICH_DAY = "which_day"
    """A week or a month where a day is needed, or a “next Tuesday” of this week."""
    BACKWARDS = "backwards"
    """Of several days, the last one comes before the first."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, or a day of which no time is known.

    `at` is aware, in UTC. Without a time (`has_time` is False) it stands for its day: `now` where that is
    today, otherwise noon. `zone` is the one that was typed, else the reader's; `day` is the day there.
    `clock` is the time as it was typed, where it was typed as clocks of `zone` show it; `minutes` is how
    long it lasts, where a range of times was typed.
    """

    at: datetime
    day: date
    zone: ZoneInfo
    has_time: bool
    clock: time | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """A moment or a day to come, and the last of its days where several were named."""

    first: Moment
    last: date


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing is certain. `text` says why and what can be typed instead; `reason` is for programs."""

    reason: Reason
    text: Text


class Asked(Exception):  # noqa: N818  # not an error: how the parts of the reader stop with a question
    """Raised and caught inside this package."""

    def __init__(self, reason: Reason, text: Text) -> None:
        super().__init__(reason)
        self.unclear = Unclear(reason, text)
