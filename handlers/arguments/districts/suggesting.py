"""Type-ahead over codes, states' names and Members' names."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import islice

from handlers.arguments.districts.members import bare_name
from handlers.arguments.districts.notation import squash, words
from storage.seats import Office, Seat, SeatCatalogue

_LAST = "\U0010ffff"
_SPOKEN = {Office.US_HOUSE: ("district", "congressional"), Office.US_SENATE: ("senator",)}


class _Rank(IntEnum):
    """How well a seat fits what was typed, the best first."""

    CODE = 0
    NAME = 1
    MEMBER = 2
    WORDS = 3


class TypeAhead:
    """Finds seats by the beginnings of their codes, names and Members' names, and of the words in them."""

    def __init__(self, catalogue: SeatCatalogue, holders: Mapping[int, Iterable[str]]) -> None:
        self._catalogue = catalogue
        beginnings: list[tuple[str, _Rank, int]] = []
        words_of: dict[str, set[int]] = {}
        for seat in catalogue.all:
            members = [bare_name(name) for name in holders.get(seat.id, ())]
            beginnings.extend((form, rank, seat.id) for form, rank in _beginnings(seat, members))
            for word in _words(seat, members):
                words_of.setdefault(word, set()).add(seat.id)
        beginnings.sort()
        self._forms = [form for form, _, _ in beginnings]
        self._ranked = [(rank, seat_id) for _, rank, seat_id in beginnings]
        self._words = sorted(words_of)
        self._with_word = [words_of[word] for word in self._words]

    def first(self, limit: int, active: Collection[int]) -> tuple[Seat, ...]:
        """The first House seats, those that are active before the others."""
        house = (seat for seat in self._catalogue.all if seat.office is Office.US_HOUSE)
        return tuple(islice(sorted(house, key=lambda seat: seat.id not in active), limit))

    def matching(self, typed: str, limit: int, active: Collection[int]) -> tuple[Seat, ...]:
        """So many seats that begin with what was typed, or have words that do.

        Federal seats come first, then the better fit, then those that are active, then the catalogue's order.
        """
        ranks = dict.fromkeys(self._with_words(words(typed)), _Rank.WORDS)
        low, high = _span(self._forms, squash(typed))
        for rank, seat_id in self._ranked[low:high]:
            ranks[seat_id] = min(rank, ranks.get(seat_id, rank))
        found = sorted(
            (not self._catalogue[seat_id].is_federal, rank, seat_id not in active, seat_id)
            for seat_id, rank in ranks.items()
        )
        return tuple(self._catalogue[seat_id] for *_, seat_id in found[:limit])

    def _with_words(self, row: Sequence[str]) -> set[int]:
        """The seats of which every typed word begins some word."""
        fits: set[int] | None = None
        for typed in row:
            low, high = _span(self._words, typed.casefold())
            with_word = set[int]().union(*self._with_word[low:high])
            fits = with_word if fits is None else fits & with_word
        return fits or set()


def _span(row: Sequence[str], beginning: str) -> tuple[int, int]:
    """Where in a sorted row the texts with this beginning stand."""
    if not beginning:
        return 0, 0
    return bisect_left(row, beginning), bisect_left(row, beginning + _LAST)


def _beginnings(seat: Seat, members: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, _Rank]]:
    yield squash(seat.code), _Rank.CODE
    if seat.office is Office.US_HOUSE:
        yield squash(seat.state + seat.district), _Rank.CODE
    yield squash(seat.name), _Rank.NAME
    for name in members:
        for start in range(len(name)):
            yield "".join(name[start:]), _Rank.MEMBER


def _words(seat: Seat, members: Iterable[tuple[str, ...]]) -> set[str]:
    named = (word for name in members for word in name)
    written = (*words(seat.code), *words(seat.name), *_SPOKEN.get(seat.office, ()))
    return {word.casefold() for word in (*written, *named)}
