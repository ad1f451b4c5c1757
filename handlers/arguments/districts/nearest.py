"""The seats whose code, name or Member comes nearest to some text."""

from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from handlers.arguments.districts.members import bare_name
from handlers.arguments.districts.notation import squash
from handlers.arguments.districts.places import Places
from storage.seats import Seat, SeatCatalogue, State


class Nearest:
    """Measures by Jaro-Winkler, which forgives slips most where they are made: late in a word."""

    def __init__(
        self, catalogue: SeatCatalogue, places: Places, holders: Mapping[int, Iterable[str]]
    ) -> None:
        spellings = places.spellings()
        for seat_id, names in holders.items():
            seat = catalogue.get(seat_id)
            if seat is not None:
                forms = {form for name in names for form in _forms(bare_name(name))}
                spellings.extend((form, seat) for form in sorted(forms))
        spellings.sort(key=lambda spelling: (not spelling[1].is_federal, spelling[1].id))
        self._forms = [form for form, _ in spellings]
        self._seats = [seat for _, seat in spellings]

    def seats(
        self, typed: str, limit: int, *, state: State | None = None, at_least: float = 0.0
    ) -> tuple[Seat, ...]:
        """So many seats, the nearest first; of equally near ones the federal, then the earlier.

        `state`: its seats alone. `at_least` (0 to 1) is how near they have to be.
        """
        if state is None:
            forms, seats = self._forms, self._seats
        else:
            within = [at for at, seat in enumerate(self._seats) if seat.state == state.usps]
            forms, seats = [self._forms[at] for at in within], [self._seats[at] for at in within]
        near = process.extract(
            squash(typed),
            forms,
            scorer=JaroWinkler.similarity,
            score_cutoff=at_least or None,
            limit=limit * 4,
        )
        return tuple(dict.fromkeys(seats[at] for _, _, at in near))[:limit]


def _forms(name: tuple[str, ...]) -> Iterable[str]:
    yield "".join(name)
    yield "".join(name[-1:])
