"""The names of sitting Members, found by full name, last name, or first and last name."""

from collections.abc import Iterable, Mapping, Sequence

from handlers.arguments.districts.notation import words
from storage.seats import Seat, SeatCatalogue

_AFTER_NAMES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"})
_LONGEST_NAME = 6


def bare_name(name: str) -> tuple[str, ...]:
    """The words of a name, folded, without "Jr." and the like."""
    return tuple(word for word in words(name) if word not in _AFTER_NAMES)


class MemberNames:
    """Finds seats by the people who sit in them.

    A full name does not say where the last name begins (Debbie Wasserman Schultz), so every ending of
    it counts as one; so does the first name with any ending, and the last name put first.
    """

    def __init__(self, catalogue: SeatCatalogue, holders: Mapping[int, Iterable[str]]) -> None:
        self._seats: dict[str, dict[int, Seat]] = {}
        for seat_id, names in holders.items():
            seat = catalogue.get(seat_id)
            if seat is not None:
                for written in {form for name in names for form in _forms(bare_name(name))}:
                    self._seats.setdefault(written, {})[seat.id] = seat

    def named(self, row: Iterable[str]) -> tuple[Seat, ...]:
        """The seats of everybody whom exactly these words name."""
        found = self._seats.get(" ".join(word for word in row if word not in _AFTER_NAMES), {})
        return tuple(sorted(found.values(), key=lambda seat: seat.id))

    def longest(self, row: Sequence[str], start: int, *, least: int) -> tuple[int, tuple[Seat, ...]]:
        """The longest name of at least so many words that begins here: its length and seats, or 0."""
        for length in range(min(_LONGEST_NAME, len(row) - start), least - 1, -1):
            seats = self.named(row[start : start + length])
            if seats:
                return length, seats
        return 0, ()


def _forms(name: tuple[str, ...]) -> Iterable[str]:
    for start in range(len(name)):
        ending = name[start:]
        yield " ".join(ending)
        if start:
            yield " ".join((name[0], *ending))
            yield " ".join((*ending, *name[:start]))
            yield " ".join((*ending, name[0]))
