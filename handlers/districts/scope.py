"""Which districts a list shows: those that are worked, one's own, open ones, targets, or a state's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from handlers.arguments.districts import Asked, Found, Reason
from handlers.arguments.kind import ArgumentKind
from handlers.arguments.seat import SeatKind
from handlers.cards import FieldKind, Offer, Refused
from storage.seats import Seat, State

if TYPE_CHECKING:
    from handlers.request import Origin, Request


class ScopeKind(StrEnum):
    """The kinds of list."""

    WORKED = "worked"
    MINE = "mine"
    OPEN = "open"
    PRIORITY = "priority"
    STATE = "state"
    SEAT = "seat"


@dataclass(frozen=True, slots=True)
class Scope:
    """A kind of list, and its state or seat where it has one."""

    kind: ScopeKind
    state: State | None = None
    seat: Seat | None = None


_PLAIN = {"": ScopeKind.WORKED, "all": ScopeKind.WORKED, "mine": ScopeKind.MINE, "my": ScopeKind.MINE,
          "open": ScopeKind.OPEN, "worked": ScopeKind.WORKED, "priority": ScopeKind.PRIORITY,
          "priorities": ScopeKind.PRIORITY, "targets": ScopeKind.PRIORITY}  # fmt: skip


class ScopeArgument(ArgumentKind[Scope]):
    """`mine`, `open`, `priority`, a state or a district."""

    field = FieldKind.LINE
    usage = "mine | open | priority | PA | PA-07"

    def parse(self, typed: str, request: Request) -> Scope:
        """Read it; what is unclear is asked like any district."""
        plain = _PLAIN.get(typed.strip().casefold())
        if plain is not None:
            return Scope(plain)
        reading = request.districts.read(typed)
        if isinstance(reading, Asked) and reading.reason is Reason.WHOLE_STATE and reading.state:
            return Scope(ScopeKind.STATE, state=reading.state)
        if isinstance(reading, Found) and not reading.beside:
            return Scope(ScopeKind.SEAT, seat=reading.seat)
        return Scope(ScopeKind.SEAT, seat=_seat_meant(typed, request))

    def dump(self, value: Scope, origin: Origin) -> str:
        """The word, the state or the seat's id."""
        if value.state is not None:
            return value.state.usps
        return str(value.seat.id) if value.seat is not None else value.kind.value

    def load(self, kept: str, request: Request) -> Scope:
        """The scope again."""
        if kept.isascii() and kept.isdigit():
            return Scope(ScopeKind.SEAT, seat=SeatKind().load(kept, request))
        return self.parse(kept, request)


def _seat_meant(typed: str, request: Request) -> Seat:
    try:
        return SeatKind().parse(typed, request)
    except Refused as refused:
        refused.offers = tuple(
            Offer(offer.label, Scope(ScopeKind.SEAT, seat=offer.value))
            for offer in refused.offers
            if isinstance(offer.value, Seat)
        )
        raise
