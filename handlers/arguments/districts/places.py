"""Seats found by where they are: code, name, OCD id, GEOID, state and number, or a district's own name."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from handlers.arguments.districts.notation import key, squash, words
from storage.seats import Office, Seat, SeatCatalogue, State

LEGISLATURE = (Office.STATE_UPPER, Office.STATE_LOWER)
Key = TypeVar("Key", bound=Hashable)
_SENATE_CLASSES = ("1", "2", "3")


class Places:
    """The catalogue's seats under every way to name their place."""

    def __init__(self, catalogue: SeatCatalogue, geoids: Mapping[str, str]) -> None:
        self.states = catalogue.states
        self._catalogue = catalogue
        self._written: dict[str, tuple[Seat, ...]] = {}
        self._ocd: dict[str, tuple[Seat, ...]] = {}
        self._numbers: dict[tuple[str, Office, str], tuple[Seat, ...]] = {}
        self._halves: dict[tuple[str, Office, str], tuple[Seat, ...]] = {}
        self._named: dict[str, tuple[Seat, ...]] = {}
        for seat in catalogue.all:
            self._add(seat)
        codes = ((geoid, catalogue.with_code(code)) for geoid, code in geoids.items())
        self._geoids = {geoid: seat for geoid, seat in codes if seat is not None}

    def _add(self, seat: Seat) -> None:
        code, name = key(seat.code), key(seat.name)
        for written in {code, name, f"{code} · {name}"}:
            _append(self._written, written, seat)
        _append(self._ocd, key(seat.ocd_id), seat)
        district = seat.district.lstrip("0").upper()
        _append(self._numbers, (seat.state, seat.office, district), seat)
        if district[:-1].isdigit() and district[-1:].isalpha():
            _append(self._halves, (seat.state, seat.office, district[:-1]), seat)
        if not seat.is_federal and any(len(word) > 2 and word.isalpha() for word in words(district)):
            _append(self._named, " ".join(words(district)), seat)

    def written(self, typed: str) -> tuple[Seat, ...]:
        """The seats with exactly this code, name or title, whatever its case, dashes and spaces."""
        return self._written.get(key(typed), ())

    def with_ocd_id(self, ocd_id: str) -> tuple[Seat, ...]:
        """The seats of one area: both Senators share their state's."""
        return self._ocd.get(ocd_id, ())

    def with_geoid(self, digits: str) -> Seat | None:
        """The House seat with this four-digit Census id."""
        return self._geoids.get(digits)

    def numbered(self, state: str, office: Office, number: str) -> tuple[Seat, ...]:
        """The seats of a district's number; of its halves (37A, 37B), where it exists only in halves.

        A Senate "number" is a class. Of a class which the state does not have, both Senators are meant.
        """
        if office is Office.US_SENATE:
            both = self._catalogue.of_state(state, office)
            of_class = tuple(seat for seat in both if seat.position == number)
            return of_class or (both if number in _SENATE_CLASSES else ())
        place = (state, office, number)
        return self._numbers.get(place) or self._halves.get(place, ())

    def legislative(self, state: str, number: str) -> tuple[Seat, ...]:
        """A state's legislative districts of one number, the upper chamber first."""
        return tuple(seat for office in LEGISLATURE for seat in self.numbered(state, office, number))

    def everywhere(self, offices: Iterable[Office], number: str) -> tuple[Seat, ...]:
        """The seats of one number in any state."""
        return tuple(
            seat
            for office in offices
            for state in self.states
            for seat in self.numbered(state, office, number)
        )

    def of_state(self, state: State, offices: Iterable[Office]) -> tuple[Seat, ...]:
        """A state's seats of some offices."""
        return tuple(seat for office in offices for seat in self._catalogue.of_state(state.usps, office))

    def has_chamber(self, state: str, name: str) -> bool:
        """Whether a chamber of the state's legislature is called so, as far as the catalogue knows."""
        firsts = (self._catalogue.of_state(state, office)[:1] for office in LEGISLATURE)
        return any(f" {name} " in seat.code for first in firsts for seat in first)

    def named(self, row: Sequence[str]) -> tuple[int, int, tuple[Seat, ...]]:
        """The longest run of words that is a district's own name: start, end and seats, or none."""
        for length in range(len(row), 0, -1) if self._named else ():
            for start in range(len(row) - length + 1):
                seats = self._named.get(" ".join(row[start : start + length]))
                if seats:
                    return start, start + length, seats
        return 0, 0, ()

    def all_in(self, seats: Sequence[Seat]) -> State | None:
        """The state that all of these seats are in, if they are in one."""
        states = {seat.state for seat in seats}
        return self.states.get(states.pop()) if len(states) == 1 else None

    def spellings(self) -> list[tuple[str, Seat]]:
        """How each seat is written, squashed, to measure nearness by."""
        found: list[tuple[str, Seat]] = []
        for seat in self._catalogue.all:
            written = {squash(seat.code), squash(seat.name)}
            if seat.office is Office.US_HOUSE and seat.district.isdigit():
                written.add(squash(seat.state + seat.district))
            found.extend((form, seat) for form in sorted(written))
        return found


def _append(seats: dict[Key, tuple[Seat, ...]], place: Key, seat: Seat) -> None:
    seats[place] = (*seats.get(place, ()), seat)
