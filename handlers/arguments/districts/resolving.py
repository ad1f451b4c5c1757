"""From clues to one seat or a question. A seat is found only when nothing said against it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from handlers.arguments.districts.answers import Asked, Found, Reading, Reason
from handlers.arguments.districts.clues import Clues
from handlers.arguments.districts.offices import US_HOUSE, US_SENATE, Phrase
from handlers.arguments.districts.places import LEGISLATURE, Places
from storage.seats import Office, Seat, State

_NO_OFFICE: frozenset[Office] = frozenset()
_CONGRESS = (Office.US_HOUSE, Office.US_SENATE)
_THROWS_DOUBT = """
    alderman alderwoman board court council councilman councilwoman governor judge mayor precinct school
    sheriff ward zip
    east eastern new north northern south southern west western
"""
_DOUBTFUL = frozenset(_THROWS_DOUBT.split())
"""Offices that the catalogue may lack, and words that make another state of one (South Virginia)."""
_OFFERED_WITHOUT_STATE = 3


class Resolver:
    """Decides what clues come to. Readings here have no `typed`, and UNKNOWN is not yet filled up."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def resolve(self, alternatives: Sequence[Clues]) -> Reading | None:
        """What all alternatives come to together; None when none of them makes sense."""
        readings = [reading for reading in map(self._one, alternatives) if reading is not None]
        if not readings:
            return None
        if len(readings) > 1:
            return self._together(readings)
        return readings[0]

    def _together(self, readings: Sequence[Reading]) -> Reading:
        """Several alternatives: one seat if all of them mean it, else everything that they mean."""
        if all(reading == readings[0] for reading in readings):
            return readings[0]
        if any(offered(reading) for reading in readings):
            return ask(_found_first(readings))
        asked = [reading for reading in readings if isinstance(reading, Asked)]
        return replace(asked[0], number="")

    def _one(self, clues: Clues) -> Reading | None:
        reading = self._read(clues)
        return Found(reading.seat, clues.rest) if isinstance(reading, Found) else reading

    def _read(self, clues: Clues) -> Reading | None:
        if clues.states:
            return self._doubted(clues, self._with_names(clues, self._in_states(clues)))
        if clues.names:
            return self._by_name(clues)
        if clues.has_district or clues.phrase is not None:
            return self._without_state(clues)
        return None

    def _doubted(self, clues: Clues, reading: Reading) -> Reading:
        """What was found, unless other words throw doubt on it."""
        unclear = clues.guessed or clues.loose
        odd = any(len(word) == 1 or word in _DOUBTFUL for word in clues.rest)
        if isinstance(reading, Found) and (odd or (unclear and clues.rest)):
            return ask((reading.seat,), self._places.states.get(reading.seat.state))
        return reading

    def _without_state(self, clues: Clues) -> Reading:
        if clues.rest and clues.phrase is None:
            return Asked(Reason.UNKNOWN, (), number=clues.numbers[0] if clues.numbers else "")
        number = clues.numbers[0] if clues.numbers else ""
        seat = self._places.with_geoid(number.zfill(4)) if len(number) > 2 else None
        if clues.phrase is not None:
            offices = clues.phrase.numbered
        else:
            offices = frozenset((Office.US_HOUSE, *LEGISLATURE))
        fits = self._places.everywhere(sorted(offices), number) if number else ()
        few = fits if len(fits) <= _OFFERED_WITHOUT_STATE else ()
        offers = (seat, *few) if seat is not None else few
        return Asked(Reason.NO_STATE, offers, number=number)

    def _by_name(self, clues: Clues) -> Reading:
        seats = _of_office(clues.names, clues.title or clues.phrase)
        if clues.numbers:
            seats = tuple(seat for seat in seats if seat.district in clues.numbers)
        return Found(seats[0]) if len(seats) == 1 else ask(seats or clues.names)

    def _with_names(self, clues: Clues, reading: Reading) -> Reading:
        """The seat of a place, checked against the Member who was named with it."""
        if not clues.names:
            return reading
        if isinstance(reading, Found):
            agrees = reading.seat in clues.names
            return reading if agrees else ask((reading.seat, *clues.names))
        if clues.has_district:
            return ask((*reading.offers, *clues.names), reading.state, reading.number)
        fits = _of_office(clues.names, clues.title or clues.phrase)
        fits = tuple(seat for seat in fits if seat.state in clues.states)
        return Found(fits[0]) if len(fits) == 1 else ask(fits or clues.names, reading.state)

    def _in_states(self, clues: Clues) -> Reading:
        states = [self._places.states[usps] for usps in clues.states]
        readings: list[Reading] = []
        for state in states:
            if not clues.has_district:
                readings.append(self._whole(state, clues))
            if clues.at_large:
                readings.append(self._at_large(state, clues.phrase, "0"))
            readings.extend(self._numbered(state, number, clues) for number in clues.numbers)
        if len(readings) == 1:
            return readings[0]
        return ask(_found_first(readings), states[0] if len(states) == 1 else None)

    def _whole(self, state: State, clues: Clues) -> Reading:
        offices = clues.phrase.alone if clues.phrase is not None else _NO_OFFICE
        senators = self._places.of_state(state, (Office.US_SENATE,))
        if offices == US_SENATE.alone and senators:
            return ask(senators, state)
        chambers = self._places.of_state(state, (office for office in LEGISLATURE if office in offices))
        if chambers:
            return Asked(Reason.WHOLE_STATE, chambers, state)
        house = self._places.of_state(state, (Office.US_HOUSE,))
        only_seat = not senators and not clues.rest and clues.phrase is None
        said_house = clues.phrase is not None and clues.phrase.numbered == US_HOUSE.numbered
        if len(house) == 1 and (only_seat or said_house) and not clues.guessed:
            return Found(house[0])
        return Asked(Reason.WHOLE_STATE, (*house, *senators), state)

    def _at_large(self, state: State, phrase: Phrase | None, number: str) -> Reading:
        """At-large, `00`, or a state's only House seat."""
        offices = phrase.numbered if phrase is not None else frozenset((Office.US_HOUSE,))
        house = self._places.of_state(state, (Office.US_HOUSE,))
        if Office.US_SENATE in offices:
            return ask(self._places.of_state(state, (Office.US_SENATE,)), state)
        if Office.US_HOUSE not in offices and not (phrase is not None and phrase.chamber):
            return ask((), state, number)
        if state.at_large and len(house) == 1:
            return Found(house[0])
        return Asked(Reason.AT_LARGE_ONLY, house, state)

    def _numbered(self, state: State, number: str, clues: Clues) -> Reading:
        if number == "0":
            return self._at_large(state, clues.phrase, number)
        districts = self._places.legislative(state.usps, number)
        if clues.sd and districts:
            house = self._places.of_state(state, (Office.US_HOUSE,))
            return ask((*house, *districts), state, number)
        if clues.phrase is None:
            return self._plain_number(state, number)
        return self._number_of_office(state, number, clues.phrase)

    def _plain_number(self, state: State, number: str) -> Reading:
        house = self._places.numbered(state.usps, Office.US_HOUSE, number)
        if house:
            return Found(house[0]) if len(house) == 1 else ask(house, state, number)
        halves = self._places.legislative(state.usps, number)
        if number.isdigit():
            return self._no_such_house_seat(state, number)
        if len(halves) == 1:
            return Found(halves[0])
        like = self._places.numbered(state.usps, Office.US_HOUSE, number[:-1])
        return ask(halves or like, state, number)

    def _no_such_house_seat(self, state: State, number: str) -> Reading:
        districts = self._places.legislative(state.usps, number)
        if not state.at_large:
            return Asked(Reason.IMPOSSIBLE, districts, state, number)
        house = self._places.of_state(state, (Office.US_HOUSE,))
        return Asked(Reason.AT_LARGE_ONLY, (*house, *districts), state, number)

    def _number_of_office(self, state: State, number: str, phrase: Phrase) -> Reading:
        offices = [office for office in (*_CONGRESS, *LEGISLATURE) if office in phrase.numbered]
        certain = True
        if phrase.chamber and not self._places.has_chamber(state.usps, phrase.chamber):
            offices = [*phrase.alone, *offices]
            certain = False
        seats = [seat for office in offices for seat in self._places.numbered(state.usps, office, number)]
        beyond = Office.US_HOUSE in offices and all(seat.office is not Office.US_HOUSE for seat in seats)
        if beyond and number.isdigit():
            return self._no_such_house_seat(state, number)
        if len(seats) == 1 and certain:
            return Found(seats[0])
        if seats:
            return ask(seats, state, number)
        if Office.US_SENATE in offices:
            return ask(self._places.of_state(state, (Office.US_SENATE,)), state, number)
        return Asked(Reason.UNKNOWN, self._nearest_number(state, number, offices), state, number)

    def _nearest_number(self, state: State, number: str, offices: Iterable[Office]) -> tuple[Seat, ...]:
        seats = self._places.of_state(state, offices)
        near = process.extract(number, [s.district for s in seats], scorer=JaroWinkler.similarity, limit=3)
        return tuple(seats[at] for _, _, at in near)


def offered(reading: Reading) -> tuple[Seat, ...]:
    """The seats of a reading, found or offered."""
    return (reading.seat,) if isinstance(reading, Found) else reading.offers


def ask(seats: Iterable[Seat], state: State | None = None, number: str = "") -> Asked:
    """A question between seats, each once; with fewer than two there is nothing to choose: UNKNOWN."""
    offers = tuple(dict.fromkeys(seats))
    return Asked(Reason.SEVERAL if len(offers) > 1 else Reason.UNKNOWN, offers, state, number)


def _found_first(readings: Iterable[Reading]) -> list[Seat]:
    """The seats of several readings, those that were found before those that were offered."""
    by_certainty = sorted(readings, key=lambda reading: not isinstance(reading, Found))
    return [seat for reading in by_certainty for seat in offered(reading)]


def _of_office(seats: tuple[Seat, ...], phrase: Phrase | None) -> tuple[Seat, ...]:
    if phrase is None:
        return seats
    meant = phrase.numbered | phrase.alone
    return tuple(seat for seat in seats if seat.office in meant)
