"""Which seat a row of a list of targets means, and how soon it is wanted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from storage.files.importing import Placed
from storage.files.outcomes import Question, Reason
from storage.files.targets.rows import TargetRow
from storage.person_names import NameParts, called
from storage.seats import Office, Seat, SeatCatalogue
from storage.targets import Wanted

_CODE = re.compile(r"(?P<state>[A-Za-z]{2})[\s-]*(?P<number>\d{1,2}|AL)(?:st|nd|rd|th)?", re.IGNORECASE)
_SENATE_CODE = re.compile(
    r"(?P<state>[A-Za-z]{2})[\s-]*SEN(?:ATE)?(?:[\s-]*(?P<class>[123]))?", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?:district|dist\.?|cd)?[\s#-]*0*(\d{1,2})(?:st|nd|rd|th)?(?:\s*district)?", re.IGNORECASE
)
_AT_LARGE = frozenset({"al", "atlarge", "0", "00"})
_PRIORITY = re.compile(r"(?:priority|tier|level|rank|p|t)?\s*#?\s*(\d{1,3})", re.IGNORECASE)
_SAID = {"high": 1, "highest": 1, "top": 1, "a": 1, "yes": 1, "x": 1, "medium": 2, "middle": 2, "b": 2,
         "low": 3, "lowest": 3, "c": 3}  # fmt: skip


class Placing:
    """Finds the seat that a row means, among the seats and those who sit there."""

    def __init__(self, sitting: Sequence[tuple[int, int, NameParts]]) -> None:
        self._sitting: dict[int, list[NameParts]] = {}
        for seat_id, _, name in sitting:
            self._sitting.setdefault(seat_id, []).append(name)

    def place(self, record: TargetRow, catalogue: SeatCatalogue) -> Placed[Wanted] | Question:
        """The seat of a row with its priority, or what must be asked about it."""
        found = self._seat(record, catalogue)
        if isinstance(found, Question):
            return found
        holders = self._sitting.get(found.id, [])
        if record.member and holders and not any(called(record.member, name) for name in holders):
            names = " and ".join(f"{name.given} {name.last}" for name in holders)
            return replace(_ask(record, Reason.SOMEBODY_ELSE, names), key=found.code, where=found.code)
        priority = _priority(record.priority)
        if isinstance(priority, str):
            return replace(_ask(record, Reason.NO_PRIORITY, priority), key=found.code, where=found.code)
        return Placed(
            key=found.code,
            who=record.member or found.name,
            where=found.code,
            row=Wanted(found.id, priority, record.why or None),
            line=record.line,
        )

    def _seat(self, record: TargetRow, catalogue: SeatCatalogue) -> Seat | Question:
        written = _written(record, catalogue)
        against = _contradiction(record, written, catalogue)
        if against:
            return _ask(record, Reason.CONTRADICTION, against)
        office = record.office or _office_from(record, written)
        states = catalogue.states
        state = _state(written.state, catalogue) if written.state else None
        if written.state and state is None:
            return _ask(record, Reason.NO_SUCH_STATE, written.state)
        if state is None:
            return self._by_name(record, _congress(catalogue, office), catalogue)
        if office is None:
            return self._by_name(record, _congress(catalogue, None, state), catalogue)
        seats = catalogue.of_state(state, office)
        if office is Office.US_SENATE:
            if written.senate_class:
                fits = [seat for seat in seats if seat.position == written.senate_class]
                classes = " and ".join(seat.position for seat in seats)
                return fits[0] if fits else _ask(record, Reason.NO_SUCH_CLASS, classes)
            return self._by_name(record, seats, catalogue) if seats else _ask(record, Reason.NO_SUCH_CLASS)
        if written.district:
            wanted = _district(written.district, at_large=states[state].at_large)
            fits = [seat for seat in seats if seat.district == wanted]
            return fits[0] if fits else _ask(record, Reason.NO_SUCH_DISTRICT, str(len(seats)))
        return seats[0] if len(seats) == 1 else self._by_name(record, seats, catalogue)

    def _by_name(self, record: TargetRow, seats: Sequence[Seat], catalogue: SeatCatalogue) -> Seat | Question:
        """The one of the seats whose holder is called so."""
        if not record.member:
            offices = {seat.office for seat in seats}
            if len(offices) > 1:
                return _ask(record, Reason.NO_CHAMBER)
            if Office.US_HOUSE in offices:
                return _ask(record, Reason.NO_DISTRICT, str(len(seats)))
            return _ask(record, Reason.SEVERAL_SEATS, " and ".join(seat.code for seat in seats))
        fits = [
            seat
            for seat in seats
            if any(called(record.member, name) for name in self._sitting.get(seat.id, ()))
        ]
        if len(fits) == 1:
            return fits[0]
        if fits:
            return _ask(record, Reason.SEVERAL_SEATS, " and ".join(seat.code for seat in fits))
        return _ask(record, Reason.NOBODY_SO_NAMED, record.member)


@dataclass(frozen=True, slots=True)
class _Written:
    """The parts of a seat's code, whichever cell they stood in."""

    state: str
    district: str
    senate_class: str


def _written(record: TargetRow, catalogue: SeatCatalogue) -> _Written:
    """A whole code may stand in the column of the district or of the state."""
    for cell in (record.district, record.state):
        senate = _SENATE_CODE.fullmatch(cell)
        if senate and senate["state"].upper() in catalogue.states:
            return _Written(senate["state"], "", senate["class"] or record.senate_class)
        house = _CODE.fullmatch(cell)
        if house and house["state"].upper() in catalogue.states:
            return _Written(house["state"], house["number"], "")
    senate_class = re.sub(r"\D", "", record.senate_class) or str(record.senate_class.upper().count("I") or "")
    return _Written(record.state, record.district, senate_class)


def _office_from(record: TargetRow, written: _Written) -> Office | None:
    """What the row's own notation says of its chamber."""
    if written.senate_class or any(map(_SENATE_CODE.fullmatch, (record.district, record.state))):
        return Office.US_SENATE
    return Office.US_HOUSE if written.district else None


def _contradiction(record: TargetRow, written: _Written, catalogue: SeatCatalogue) -> str:
    """What two cells say against each other; "" where they agree."""
    plain = _state(record.state, catalogue)
    if plain and plain != written.state.upper() and plain != _state(written.state, catalogue):
        return f"{record.state} and {record.district}"
    chamber = record.chamber or record.sheet
    is_numbered = bool(_NUMBER.fullmatch(written.district.strip()))
    if record.office is Office.US_SENATE and is_numbered:
        return f"{chamber} and district {written.district}"
    if record.office is Office.US_HOUSE and _office_from(record, written) is Office.US_SENATE:
        return f"{chamber} and {record.district or f'class {written.senate_class}'}"
    return ""


def _state(words: str, catalogue: SeatCatalogue) -> str | None:
    plain = words.strip().rstrip(".")
    if plain.upper() in catalogue.states:
        return plain.upper()
    names = {state.name.casefold(): state.usps for state in catalogue.states.values()}
    return names.get(plain.casefold())


def _district(words: str, *, at_large: bool) -> str:
    bare = re.sub(r"[\W_]+", "", words.casefold())
    if bare in _AT_LARGE or (at_large and bare == "1"):
        return "at-large"
    number = _NUMBER.fullmatch(words.strip())
    return number[1] if number else words


def _congress(catalogue: SeatCatalogue, office: Office | None, state: str | None = None) -> list[Seat]:
    offices = (office,) if office else (Office.US_HOUSE, Office.US_SENATE)
    return [seat for seat in catalogue.all if seat.office in offices and state in (None, seat.state)]


def _priority(words: str) -> int | str | None:
    """The priority, None for none, or the words that are none."""
    plain = words.strip().casefold()
    if not plain:
        return None
    if plain in _SAID:
        return _SAID[plain]
    number = _PRIORITY.fullmatch(plain)
    return int(number[1]) if number and int(number[1]) > 0 else words


def _ask(record: TargetRow, reason: Reason, detail: str = "") -> Question:
    who = record.member or record.where
    return Question("", who, record.where, reason, detail, record.line, record.sheet)
