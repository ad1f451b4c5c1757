"""Everything needed to read typed districts, built once per catalogue and list of Members."""

import re
from collections.abc import Collection, Mapping

from handlers.arguments.districts.answers import Found, Reading, Reason
from handlers.arguments.districts.clues import Scanner
from handlers.arguments.districts.members import MemberNames
from handlers.arguments.districts.nearest import Nearest
from handlers.arguments.districts.notation import LONGEST
from handlers.arguments.districts.places import Places
from handlers.arguments.districts.reading import Reader
from handlers.arguments.districts.states import StateNames, read_aliases
from handlers.arguments.districts.suggesting import TypeAhead
from storage.files.seat_facts import read_geoids
from storage.seats import Seat, SeatCatalogue

_NEAR_ENOUGH = 0.8
"""Jaro-Winkler similarity from which on a slip is likelier than another word."""

_NOT_UNDERSTOOD = frozenset({Reason.UNKNOWN, Reason.NO_STATE})

_JOINED_AT_LARGE = re.compile(r"[\W_]*([a-z]{2})al[\W_]*", re.IGNORECASE)
"""AKAL: an at-large code without its dash."""


class DistrictIndex:
    """Reads typed districts and completes them while they are typed.

    Immutable, so threads may share it. Building it takes about a third of a second for 7,000 seats: keep it,
    and build another one when seats or Members have changed.
    """

    def __init__(self, catalogue: SeatCatalogue, holders: Mapping[int, tuple[str, ...]]) -> None:
        """`holders`: the full names of the sitting Members by seat id; ids of unknown seats are ignored."""
        self.catalogue = catalogue
        self.holders = holders
        places = Places(catalogue, read_geoids())
        members = MemberNames(catalogue, holders)
        scanner = Scanner(StateNames(catalogue.states, read_aliases()), members)
        self._nearest = Nearest(catalogue, places, holders)
        self._reader = Reader(places, scanner, members, self._nearest)
        self._type_ahead = TypeAhead(catalogue, holders)

    def read(self, typed: str) -> Reading:
        """The one seat that the text names, or what to ask. Never a guess, and it never raises.

        A seat that does not exist is never found, nor one of several that may be meant.
        """
        joined = _JOINED_AT_LARGE.fullmatch(typed)
        seat = self.catalogue.with_code(f"{joined.group(1)}-AL") if joined else None
        return Found(seat) if seat is not None else self._reader.read(typed)

    def suggest(self, typed: str, limit: int = 25, active: Collection[int] = frozenset()) -> tuple[Seat, ...]:
        """At most `limit` seats to complete what has been typed so far, the likeliest first.

        What it names already; then beginnings of codes, names and Members' names; then
        beginnings of words; of these, federal seats before state seats, and among equals those whose ids
        are in `active` (the seats a coalition works) before others. If nothing begins so, what is near.
        Of an empty text, House seats.
        """
        limit = max(limit, 0)
        stripped = typed.strip()
        if not stripped:
            return self._type_ahead.first(limit, active)
        if len(stripped) > LONGEST:
            return ()
        matching = self._type_ahead.matching(stripped, limit, active)
        understood = self._understood(stripped, matching)
        if understood or matching:
            return tuple(dict.fromkeys((*understood, *matching)))[:limit]
        return self._nearest.seats(stripped, limit, at_least=_NEAR_ENOUGH)

    def _understood(self, stripped: str, matching: tuple[Seat, ...]) -> tuple[Seat, ...]:
        """The seats that the text names already, unless `matching` lists them in a better order."""
        reading = self.read(stripped)
        if isinstance(reading, Found):
            return (reading.seat,)
        if reading.reason is Reason.WHOLE_STATE and matching:
            same = reading.state is not None and matching[0].state == reading.state.usps
            return () if same else reading.offers
        if reading.reason is Reason.SEVERAL:
            return tuple(sorted(reading.offers, key=lambda seat: (not seat.is_federal, seat not in matching)))
        return () if reading.reason in _NOT_UNDERSTOOD else reading.offers
