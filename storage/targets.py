"""The seats that a coalition wants covered first, as its own list of targets says."""

from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.claims import ClaimRow, Part
from storage.tenancy import CoalitionSession, Owned, Table

_LAST = 1_000_000


class Target(Table, Owned):
    """A seat on the coalition's list. `priority` counts from 1, the first; None where none was given.

    `why` is the list's own note on it, if it has one.
    """

    __tablename__ = "targets"
    __table_args__ = (UniqueConstraint("coalition_id", "seat_id"),)

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    priority: Mapped[int | None]
    why: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A seat on the list, how soon it is wanted, and why."""

    seat_id: int
    priority: int | None
    why: str | None = None


def wanted(db: CoalitionSession) -> dict[int, Wanted]:
    """The whole list by seat: the first priority first, then in the order of the seats.

    Those without a priority come last.
    """
    rows = sorted(db.scalars(select(Target)), key=lambda row: (row.priority or _LAST, row.seat_id))
    return {row.seat_id: Wanted(row.seat_id, row.priority, row.why) for row in rows}


@dataclass(frozen=True, slots=True)
class TargetCoverage:
    """Of the seats on the list: how many are worked, how many have a lead."""

    seats: int
    led: int


def coverage(db: CoalitionSession) -> TargetCoverage:
    """How much of the list is covered."""
    seats = func.count(ClaimRow.seat_id.distinct())
    statement = (
        select(seats, seats.filter(ClaimRow.part == Part.LEAD))
        .select_from(Target)
        .join(ClaimRow, ClaimRow.seat_id == Target.seat_id)
        .where(ClaimRow.released_at.is_(None))
    )
    return TargetCoverage(*db.execute(statement).one())
