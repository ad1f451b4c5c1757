"""Which visits a list shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from handlers.arguments.kind import ArgumentKind
from handlers.arguments.seat import SeatKind
from handlers.cards import FieldKind, Offer, Refused
from storage.seats import Seat

if TYPE_CHECKING:
    from handlers.request import Origin, Request


class Scope(StrEnum):
    """The kinds of list."""

    COMING = "coming"
    MINE = "mine"
    WEEK = "week"
    PAST = "past"
    SEAT = "seat"


@dataclass(frozen=True, slots=True)
class Which:
    """A kind of list, and its seat where it has one."""

    scope: Scope
    seat: Seat | None = None


_PLAIN = {"": Scope.COMING, "all": Scope.COMING, "coming": Scope.COMING, "mine": Scope.MINE, "my": Scope.MINE,
          "week": Scope.WEEK, "this week": Scope.WEEK, "past": Scope.PAST, "over": Scope.PAST}  # fmt: skip


class WhichKind(ArgumentKind[Which]):
    """`mine`, `week`, `past` or a district."""

    field = FieldKind.LINE
    usage = "mine | week | PA-07 | past"

    def parse(self, typed: str, request: Request) -> Which:
        """Read it; what is unclear is asked like any district."""
        plain = _PLAIN.get(typed.strip().casefold())
        if plain is not None:
            return Which(plain)
        try:
            return Which(Scope.SEAT, SeatKind().parse(typed, request))
        except Refused as refused:
            refused.offers = tuple(
                Offer(offer.label, Which(Scope.SEAT, offer.value))
                for offer in refused.offers
                if isinstance(offer.value, Seat)
            )
            raise

    def dump(self, value: Which, origin: Origin) -> str:
        """The word, or the seat's id."""
        return str(value.seat.id) if value.seat is not None else value.scope.value

    def load(self, kept: str, request: Request) -> Which:
        """The list again."""
        if kept.isascii() and kept.isdigit():
            return Which(Scope.SEAT, SeatKind().load(kept, request))
        return self.parse(kept, request)
