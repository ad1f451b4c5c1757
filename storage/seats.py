"""Seats: every office that one can be elected to, as shared reference. What they are never changes.

A seat's key is (OCD id, office, position): an OCD id alone names an area, and both Senators of a
state share it. `position` is a Senate class ("1", "2", "3") or a seat number, else empty.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.prepared import Insertion
from storage.tenancy import CoalitionSession, Table


class Office(StrEnum):
    """Which kind of office a seat is."""

    US_HOUSE = "us_house"
    US_SENATE = "us_senate"
    GOVERNOR = "governor"
    STATE_UPPER = "state_upper"
    STATE_LOWER = "state_lower"
    COUNTY = "county"
    CITY = "city"
    SCHOOL_BOARD = "school_board"
    OTHER = "other"


class SeatRow(Table):
    """A seat as the database keeps it."""

    __tablename__ = "seats"
    __table_args__ = (UniqueConstraint("ocd_id", "office", "position"),)

    ocd_id: Mapped[str]
    office: Mapped[Office] = mapped_column(choice(Office))
    position: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(index=True)
    district: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    members: Mapped[int] = mapped_column(default=1)
    voting: Mapped[bool] = mapped_column(default=True)


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat.

    `code` is how people write it (PA-07, AK-AL, PA-SEN-1, WA Senate 32), `name` how they say it
    (Pennsylvania 7th), `district` the bare district ("7", "at-large", "10th Bristol"; "" for a whole
    state), `state` the postal abbreviation, `members` how many people sit for it at once.
    """

    id: int
    ocd_id: str
    office: Office
    position: str
    state: str
    district: str
    code: str
    name: str
    members: int = 1
    voting: bool = True

    @property
    def is_federal(self) -> bool:
        """Whether this is a seat in Congress."""
        return self.office in (Office.US_HOUSE, Office.US_SENATE)

    @property
    def title(self) -> str:
        """`PA-07 · Pennsylvania 7th`."""
        return f"{self.code} · {self.name}"


@dataclass(frozen=True, slots=True)
class State:
    """A state, the District or a territory, and how many House seats it has."""

    usps: str
    name: str
    house_seats: int
    at_large: bool


class SeatCatalogue:
    """Every seat, in memory and indexed; immutable, so threads may share it."""

    def __init__(self, seats: Iterable[Seat], states: Iterable[State]) -> None:
        self.all = tuple(seats)
        self.states = {state.usps: state for state in states}
        self._by_id = {seat.id: seat for seat in self.all}
        self._by_code = {seat.code.upper(): seat for seat in self.all}
        self._by_state: dict[tuple[str, Office], list[Seat]] = {}
        for seat in self.all:
            self._by_state.setdefault((seat.state, seat.office), []).append(seat)
        self._by_key = {(seat.ocd_id, seat.office, seat.position): seat for seat in self.all}

    def __getitem__(self, seat_id: int) -> Seat:
        """The seat with this row id; raises KeyError when there is none."""
        return self._by_id[seat_id]

    def get(self, seat_id: int) -> Seat | None:
        """The seat with this row id, if there is one."""
        return self._by_id.get(seat_id)

    def with_code(self, code: str) -> Seat | None:
        """The seat with exactly this code, whatever its case."""
        return self._by_code.get(code.upper())

    def with_key(self, ocd_id: str, office: Office, position: str = "") -> Seat | None:
        """The seat with this key."""
        return self._by_key.get((ocd_id, office, position))

    def of_state(self, state: str, office: Office) -> tuple[Seat, ...]:
        """A state's seats of one office, in the order of their districts."""
        return tuple(self._by_state.get((state, office), ()))


_NEW = Insertion(SeatRow)


def add_missing(db: CoalitionSession, columns: Mapping[str, object]) -> int:
    """The id of the seat with these columns' key; it is added if it is not there, and never changed."""
    added = _NEW.add_new(db, columns)
    if added is not None:
        return added
    key = [columns[name] for name in ("ocd_id", "office", "position")]
    return db.scalars(
        select(SeatRow.id).where(
            SeatRow.ocd_id == key[0], SeatRow.office == key[1], SeatRow.position == key[2]
        )
    ).one()


def load(db: CoalitionSession) -> tuple[Seat, ...]:
    """Every seat on the list: the House, the Senate, then state legislatures and the rest."""
    # Columns, not rows of the ORM: there are 7,000, and an object for each takes ten times as long.
    columns = (
        SeatRow.id, SeatRow.ocd_id, SeatRow.office, SeatRow.position, SeatRow.state, SeatRow.district,
        SeatRow.code, SeatRow.name, SeatRow.members, SeatRow.voting,
    )  # fmt: skip
    return tuple(Seat(*row) for row in db.execute(select(*columns).order_by(SeatRow.id)))
