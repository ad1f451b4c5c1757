"""When something is that people come to: a local time that was promised, and the instants that follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Date, Time, bindparam
from sqlalchemy.orm import Mapped, mapped_column

from storage.instants import Instant


@dataclass(frozen=True, slots=True)
class Meeting:
    """When it is, as agreed: days and clock of the place's `zone`; no `clock` where only days are known.

    `starts_at` and `ends_at` are the instants, in UTC, that follow; without a clock, the days' midnights.
    """

    first: date
    last: date
    clock: time | None
    zone: ZoneInfo
    starts_at: datetime
    ends_at: datetime
    minutes: int


class MeetingColumns:
    """The columns of a table whose rows have a `Meeting`."""

    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    clock: Mapped[time | None] = mapped_column(Time)
    timezone: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    minutes: Mapped[int]


_NAMES = ("first_day", "last_day", "clock", "timezone", "starts_at", "ends_at", "minutes")
WIDTH = len(_NAMES)
"""How many columns a meeting takes."""


def anew() -> dict[str, BindParameter[Any]]:
    """What an UPDATE sets for another time, by column; `parameters` are its values."""
    return {name: bindparam(f"new_{name}") for name in _NAMES}


def columns(entity: type[MeetingColumns]) -> tuple[Any, ...]:
    """A table's columns for a meeting, in the order that `read` takes."""
    return tuple(getattr(entity, name) for name in _NAMES)


def read(found: Sequence[Any]) -> Meeting:
    """The meeting in those columns of a row."""
    first, last, clock, zone, starts_at, ends_at, minutes = found
    return Meeting(first, last, clock, ZoneInfo(zone), starts_at, ends_at, minutes)


def values(at: Meeting) -> dict[str, object]:
    """What an INSERT keeps of it, by column."""
    kept = (at.first, at.last, at.clock, at.zone.key, at.starts_at, at.ends_at, at.minutes)
    return dict(zip(_NAMES, kept, strict=True))


def parameters(at: Meeting) -> dict[str, object]:
    """The values for `anew`."""
    return {f"new_{name}": value for name, value in values(at).items()}
