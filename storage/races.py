"""Races: one seat in one election, as shared reference; and which elections are known to come."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.prepared import Insertion
from storage.seats import Office, Seat, SeatCatalogue
from storage.tenancy import CoalitionSession, Table

_NOVEMBER, _TUESDAY = 11, 1
_SENATE_TERM = 6
_FOUR_YEARS = 4
_COMMISSIONER = "PR"
"""Puerto Rico's Resident Commissioner alone in the House is elected for four years (48 U.S.C. 891)."""


class RaceKind(StrEnum):
    """Why there is an election: a term ends, or a seat fell vacant before."""

    REGULAR = "regular"
    SPECIAL = "special"


class Race(Table):
    """One seat in one election. `cycle` is the year of the election; its day is None where unknown."""

    __tablename__ = "races"
    __table_args__ = (UniqueConstraint("seat_id", "cycle", "kind"),)

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    cycle: Mapped[int]
    kind: Mapped[RaceKind] = mapped_column(choice(RaceKind))
    election_day: Mapped[date | None] = mapped_column(Date)

    @property
    def over_by(self) -> date:
        """The day of the election, or the last day of its year where the day is unknown."""
        return self.election_day or date(self.cycle, 12, 31)


@dataclass(frozen=True, slots=True)
class Contest:
    """A race by what makes it: it may have no row yet."""

    seat: Seat
    cycle: int
    kind: RaceKind = RaceKind.REGULAR


@dataclass(frozen=True, slots=True)
class SpecialElection:
    """A special election to the Senate."""

    state: str
    senate_class: str
    year: int
    election_day: date


def general_election_day(year: int) -> date:
    """The Tuesday after the first Monday of November (2 U.S.C. 7)."""
    second = date(year, _NOVEMBER, 2)
    return second + timedelta(days=(_TUESDAY - second.weekday()) % 7)


class ElectionCalendar:
    """Which federal elections there are; immutable, so threads may share it.

    `senate_years` says for each Senate seat's code one year of its regular elections. About states'
    own offices nothing is known.
    """

    def __init__(self, senate_years: Mapping[str, int], specials: Iterable[SpecialElection]) -> None:
        self._senate_years = dict(senate_years)
        self._specials: defaultdict[tuple[str, str], list[SpecialElection]] = defaultdict(list)
        for special in specials:
            self._specials[special.state, special.senate_class].append(special)

    def is_regular(self, seat: Seat, year: int) -> bool:
        """Whether the seat's term ends with an election in that year. False where that is unknown."""
        if seat.office is Office.US_SENATE:
            known = self._senate_years.get(seat.code)
            return known is not None and (year - known) % _SENATE_TERM == 0
        if seat.office is Office.US_HOUSE:
            return year % (_FOUR_YEARS if seat.state == _COMMISSIONER else 2) == 0
        return False

    def next_regular(self, seat: Seat, today: date) -> Contest | None:
        """The seat's coming regular election, today's included; None where it is unknown."""
        for year in range(today.year, today.year + _SENATE_TERM + 1):
            if self.is_regular(seat, year) and general_election_day(year) >= today:
                return Contest(seat, year)
        return None

    def coming(self, seat: Seat, today: date) -> tuple[Contest, ...]:
        """The known elections that are still to come for a seat, the first to come first."""
        found = [
            (special.election_day, Contest(seat, special.year, RaceKind.SPECIAL))
            for special in self._of(seat)
            if special.election_day >= today
        ]
        regular = self.next_regular(seat, today)
        if regular is not None:
            found.append((general_election_day(regular.cycle), regular))
        return tuple(contest for _, contest in sorted(found, key=lambda one: one[0]))

    def of_senate(self, catalogue: SeatCatalogue, state: str, year: int) -> tuple[Contest, ...]:
        """The Senate elections of a state in a year, one a seat.

        Where a regular and a special election for the same seat are held together, that is the regular one.
        """
        found: list[Contest] = []
        for seat in catalogue.of_state(state, Office.US_SENATE):
            if self.is_regular(seat, year):
                found.append(Contest(seat, year))
            elif any(special.year == year for special in self._of(seat)):
                found.append(Contest(seat, year, RaceKind.SPECIAL))
        return tuple(found)

    def day(self, contest: Contest) -> date | None:
        """The day of the election, where it is known."""
        if contest.kind is RaceKind.REGULAR:
            is_known = self.is_regular(contest.seat, contest.cycle)
            return general_election_day(contest.cycle) if is_known else None
        days = [special.election_day for special in self._of(contest.seat) if special.year == contest.cycle]
        return days[0] if days else None

    def _of(self, seat: Seat) -> list[SpecialElection]:
        if seat.office is not Office.US_SENATE:
            return []
        return self._specials.get((seat.state, seat.position), [])


_NEW = Insertion(Race)


def find(db: CoalitionSession, contest: Contest) -> Race | None:
    """The row of a race, if it has one."""
    return db.scalars(
        select(Race).where(
            Race.seat_id == contest.seat.id, Race.cycle == contest.cycle, Race.kind == contest.kind
        )
    ).one_or_none()


def find_or_add(db: CoalitionSession, contest: Contest, election_day: date | None) -> Race:
    """The row of a race; a new one is made. `election_day` is for a new one."""
    known = find(db, contest)
    if known is not None:
        return known
    values = {"seat_id": contest.seat.id, "cycle": contest.cycle, "kind": contest.kind}
    _NEW.add_new(db, {**values, "election_day": election_day})
    added = find(db, contest)
    if added is None:
        raise LookupError("the race that stands in the way is not there")
    return added


def of_seats(db: CoalitionSession, seat_ids: Iterable[int]) -> list[Race]:
    """The races that those seats have rows of, the newest first."""
    found = db.scalars(select(Race).where(Race.seat_id.in_(tuple(set(seat_ids)))))
    return sorted(found, key=lambda race: (race.over_by, race.id), reverse=True)


def with_ids(db: CoalitionSession, race_ids: Iterable[int]) -> dict[int, Race]:
    """The races with these row ids, by id."""
    wanted = sorted(set(race_ids))
    found = db.scalars(select(Race).where(Race.id.in_(wanted))) if wanted else ()
    return {race.id: race for race in found}


def with_id(db: CoalitionSession, race_id: int) -> Race:
    """The race with this row id, which a row points to."""
    return db.scalars(select(Race).where(Race.id == race_id)).one()
