"""What an argument kind is: how text is read, how a value travels in a button, which field shows it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from handlers.cards import Choice, FieldKind
from handlers.text import verbatim

if TYPE_CHECKING:
    from handlers.request import Origin, Request, Scene

T = TypeVar("T")


class ArgumentKind(ABC, Generic[T]):
    """One type that a person can type, pick or press."""

    field: FieldKind = FieldKind.LINE
    most: int = 3000
    only_in_form: bool = False
    """Whether words that are typed after the command are never taken for it."""
    usage: str = ""
    """The words that may be typed for it, for the help; where empty, the field's label stands for it."""
    together: int = 3
    """How many words are looked at together, to see whether they are `evident`."""
    stands_out: bool = False
    """Whether it is recognised wherever it stands among other words."""
    must_be_there: bool = False
    """Whether a form does not open about one that is gone, but says so; `load` then only reads."""
    is_name: bool = False
    """Whether it is somebody's name, which may have several words without quotes: see `reach`."""

    def evident(self, words: str) -> bool:
        """Whether these typed words can only be this argument (a mention, a word of an enum)."""
        return False

    def doubtful(self, words: str) -> bool:
        """Whether these typed words would be this argument, were they clear: then they are asked about."""
        return False

    def reach(self, words: Sequence[str], request: Request) -> int:
        """How many of these leading words name one of it; 0 where they name none."""
        return 0

    @abstractmethod
    def parse(self, typed: str, request: Request) -> T:
        """Read what a person typed.

        Raises:
            Refused: with a sentence, and the readings that are possible.
        """

    @abstractmethod
    def dump(self, value: T, origin: Origin) -> str:
        """The value as a button or a form keeps it: a row id or an enum's value, never text."""

    @abstractmethod
    def load(self, kept: str, request: Request) -> T:
        """The value again, checked again.

        Raises:
            Refused: when it is gone or is not this coalition's.
        """

    def prefill(self, typed: str, request: Request) -> str | None:
        """What was typed as a form keeps it; reads at most, writes nothing."""
        return self.dump(self.parse(typed, request), request.origin)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """A kept value as a form shows it; None when there is nothing to show."""
        return Choice(verbatim(kept), kept)

    def picked(self, kept: str, scene: Scene) -> tuple[Choice, ...]:
        """The choices that a kept value is made of, where a field takes several."""
        return ()

    def choices(self, scene: Scene) -> tuple[Choice, ...]:
        """All possible values, for a menu or a field that takes several; best first."""
        return ()

    def suggest(self, typed: str, scene: Scene) -> tuple[Choice, ...]:
        """Completions of what is being typed, best first."""
        return ()
