"""Arguments that are rows of a coalition, which buttons name by their ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from handlers.arguments.kind import ArgumentKind
from handlers.cards import FieldKind, Refused
from handlers.text import N_, Text
from storage.tenancy import CoalitionSession

if TYPE_CHECKING:
    from handlers.request import Origin, Request


class _Row(Protocol):
    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=_Row)


class ById(ArgumentKind[R]):
    """A row of this coalition that a button names by its id."""

    field = FieldKind.HIDDEN

    def __init__(self, find: Callable[[CoalitionSession, int], R | None]) -> None:
        self._find = find

    def parse(self, typed: str, request: Request) -> R:
        """The row with that id, if it is this coalition's."""
        is_number = typed.isascii() and typed.isdigit() and len(typed) < 15
        found = self._find(request.db, int(typed)) if is_number else None
        if found is None:
            raise Refused(Text(N_("That is no longer there. Ask for the current list and go on from it.")))
        return found

    def dump(self, value: R, origin: Origin) -> str:
        """The row's id."""
        return str(value.id)

    def load(self, kept: str, request: Request) -> R:
        """The row again."""
        return self.parse(kept, request)
