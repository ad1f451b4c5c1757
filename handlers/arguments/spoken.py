"""Sharing out what is said of somebody: `Jane Doe phone yesterday 3pm left message "will call"`.

A name comes first or stands in quotes; ways, answers, moments and links follow in any order; free text is
quoted. Words without quotes that nothing else explains are free text only as a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.arguments.plain import Words
from handlers.cards import FieldKind

if TYPE_CHECKING:
    from handlers.registry import Parameter

_SHORT = 2
"""As many words can be a choice that is not known; more are a sentence."""
_SEARCHED = 60
"""How many words are looked through; whatever follows is free text."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed, or several in quotes."""

    text: str
    quoted: bool = False


class Spoken:
    """The words of one command while they are being shared out."""

    def __init__(
        self,
        typable: Sequence[Parameter],
        words: Sequence[Word],
        reach: Callable[[Parameter, Sequence[str]], int] | None,
    ) -> None:
        self._words: list[Word | None] = list(words)  # None where one was taken
        self._found: dict[str, str] = {}
        self._typable = typable
        self._name = next(parameter for parameter in typable if parameter.kind.is_name)
        self._reach = reach

    def shared_out(self) -> tuple[dict[str, str], bool]:
        """The words by parameter, and whether the place of some of them is only a guess."""
        if self._words and self._words[0] is not None and self._words[0].quoted:
            self._take(self._name, 0, 1)
        else:
            self._take_known_name()
        while self._take_evident():
            pass
        self._take_known_name()
        self._take_any_name()
        self._take_what_is_asked_about()
        return self._found, self._take_text()

    def _take(self, parameter: Parameter, start: int, count: int) -> None:
        self._found[parameter.name] = self._said(start, count)
        self._words[start : start + count] = [None] * count

    def _said(self, start: int, count: int) -> str:
        return " ".join(word.text for word in self._words[start : start + count] if word is not None)

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Where words without quotes stand beside each other: from and up to where."""
        start = 0
        for place, word in enumerate([*self._words, None]):
            if word is None or word.quoted:
                if place > start:
                    yield start, place
                start = place + 1

    def _missing(self) -> list[Parameter]:
        return [parameter for parameter in self._typable if parameter.name not in self._found]

    def _take_known_name(self) -> None:
        run = next(self._runs(), None)
        if self._name.name in self._found or run is None or self._reach is None:
            return
        words = [word.text for word in self._words[run[0] : run[1]] if word is not None]
        count = self._reach(self._name, words)
        if count:
            self._take(self._name, run[0], count)

    def _take_any_name(self) -> None:
        """The first words that are left, as the name of somebody who is not known."""
        if self._name.name in self._found:
            return
        left = [place for place, word in enumerate(self._words) if word is not None]
        if not left:
            return
        start, end = next(self._runs(), (left[0], left[0] + 1))
        if left[0] < start:
            start, end = left[0], left[0] + 1
        self._take(self._name, start, end - start)

    def _take_evident(self) -> bool:
        for first, end in self._runs():
            for start in range(first, min(end, _SEARCHED)):
                for parameter in self._missing():
                    if parameter is self._name or self._may_be_the_name(parameter, start):
                        continue
                    count = self._evident_from(parameter, start, first, end)
                    if count:
                        self._take_with_doubts(parameter, start, count, first, end)
                        return True
        return False

    def _may_be_the_name(self, parameter: Parameter, start: int) -> bool:
        is_first = self._name.name not in self._found and start == 0
        return is_first and parameter.kind.field is not FieldKind.MENU

    def _evident_from(self, parameter: Parameter, start: int, first: int, end: int) -> int:
        """How many words from here are this argument. What may be left out is looked for only at the ends
        of what was said in one go: in the middle of a sentence it is the sentence's."""
        for count in range(min(parameter.kind.together, end - start), 0, -1):
            at_an_end = start == first or start + count == end
            if (parameter.required or at_an_end) and parameter.kind.evident(self._said(start, count)):
                return count
        return 0

    def _take_with_doubts(self, parameter: Parameter, start: int, count: int, first: int, end: int) -> None:
        """Together with the word before or after that puts it in doubt: every Tuesday."""
        doubtful = parameter.kind.doubtful
        if start > first and doubtful(self._said(start - 1, count + 1)):
            start, count = start - 1, count + 1
        if start + count < end and doubtful(self._said(start, count + 1)):
            count += 1
        self._take(parameter, start, count)

    def _take_what_is_asked_about(self) -> None:
        """What is left and short is an argument that is asked about: a way that nobody knows, or 14/7."""
        for parameter in self._missing():
            is_choice = parameter.required and parameter.kind.field is FieldKind.MENU
            for start, end in [*self._runs()]:
                said = self._said(start, end - start)
                short = end - start <= _SHORT
                if (is_choice and short) or (end - start <= _SHORT + 1 and parameter.kind.doubtful(said)):
                    self._take(parameter, start, end - start)
                    break
            else:
                self._take_quoted_choice(parameter if is_choice else None)

    def _take_quoted_choice(self, parameter: Parameter | None) -> None:
        for place, word in enumerate(self._words):
            if parameter is not None and word is not None and parameter.kind.evident(word.text):
                self._take(parameter, place, 1)
                return

    def _take_text(self) -> bool:
        """Quoted words are the free text, then its other lines; answers whether others were left."""
        texts = [one for one in self._missing() if isinstance(one.kind, Words)]
        texts.sort(key=lambda one: one.kind.field is not FieldKind.PARAGRAPH)
        quoted = [word.text for word in self._words if word is not None and word.quoted]
        others = " ".join(word.text for word in self._words if word is not None and not word.quoted)
        pieces = [*quoted, others] if others else quoted
        for piece in pieces:
            if texts:
                last = texts.pop(0).name
                self._found[last] = piece
            else:
                self._append(piece)
        return bool(others)

    def _append(self, piece: str) -> None:
        text = next(one.name for one in self._typable if one.kind.field is FieldKind.PARAGRAPH)
        self._found[text] = f"{self._found.get(text, '')} {piece}".strip()
