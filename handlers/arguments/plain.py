"""Arguments that are words, numbers or one of a few choices."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from handlers.arguments.as_written import as_written
from handlers.arguments.kind import ArgumentKind
from handlers.cards import Choice, FieldKind, Refused
from handlers.text import N_, Message, Text

if TYPE_CHECKING:
    from handlers.request import Origin, Request, Scene
    from storage.tenancy import Table

Row = TypeVar("Row", bound="Table")

_FORGIVING = 6
"""Letters from which on a word may have a slip: suport, organizer. Shorter words become others."""

_NEAR = 0.8
"""The similarity (Damerau-Levenshtein, 0 to 1) that a slip keeps."""


class Words(ArgumentKind[str]):
    """A line or a paragraph of a person's own words. `most` counts characters."""

    def __init__(self, most: int = 150, field: FieldKind = FieldKind.LINE) -> None:
        self.most = most
        self.field = field

    def parse(self, typed: str, request: Request) -> str:
        """The words as a person typed them, without surrounding space; too long is refused."""
        return self._short_enough(as_written(typed, request))

    def prefill(self, typed: str, request: Request) -> str | None:
        """The words as a person typed them; that names stand for ids does not make them too long."""
        if len(typed) > self.most:
            return super().prefill(typed, request)
        return self.parse(as_written(typed, request).strip()[: self.most], request)

    def _short_enough(self, typed: str) -> str:
        words = typed.strip()
        if len(words) > self.most:
            raise Refused(
                Text(N_("That is too long: please keep it under {most} characters."), most=self.most)
            )
        return words

    def dump(self, value: str, origin: Origin) -> str:
        """Words never travel in a button; in a form they stand as they are."""
        return value

    def load(self, kept: str, request: Request) -> str:
        """The words as typed in the form."""
        return self._short_enough(kept)


class FormWords(Words):
    """Words for which a form has a field, and which are never typed after the command."""

    only_in_form = True


class Amount(ArgumentKind[int]):
    """A whole number that people fill into a form."""

    field = FieldKind.LINE
    only_in_form = True

    def __init__(self, least: int, most_of_it: int) -> None:
        """Both are still allowed."""
        self._least = least
        self._most = most_of_it

    def parse(self, typed: str, request: Request) -> int:
        """The number; refused where it is none, or too small or large."""
        words = typed.strip()
        number = int(words) if words.isascii() and words.isdigit() and len(words) < 9 else None
        if number is None or not self._least <= number <= self._most:
            text = N_("Write a number from {least} to {most}.")
            raise Refused(Text(text, least=self._least, most=self._most))
        return number

    def dump(self, value: int, origin: Origin) -> str:
        """The number."""
        return str(value)

    def load(self, kept: str, request: Request) -> int:
        """The number again."""
        return self.parse(kept, request)


class Number(ArgumentKind[int]):
    """A whole number that only buttons carry, such as a page."""

    field = FieldKind.HIDDEN

    def parse(self, typed: str, request: Request) -> int:
        """Read it; anything else counts as the first page."""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1

    def dump(self, value: int, origin: Origin) -> str:
        """The number."""
        return str(value)

    def load(self, kept: str, request: Request) -> int:
        """The number again."""
        return self.parse(kept, request)


class OneOf(ArgumentKind[Any]):
    """One of an enum's values, typed as its value or its label."""

    field = FieldKind.MENU
    together = 6

    def __init__(self, enum: type[StrEnum], labels: dict[Any, Message]) -> None:
        self.enum = enum
        self.labels = labels
        self._words = {self._key(member.value): member for member in enum}
        self._words.update({self._key(label): member for member, label in labels.items()})

    @property
    def words(self) -> tuple[str, ...]:
        """The values as they are typed."""
        return tuple(member.value for member in self.labels)

    @staticmethod
    def _key(words: str) -> str:
        return " ".join(words.replace("_", " ").casefold().split())

    def evident(self, words: str) -> bool:
        """Whether these words are one of the values, a slip of the finger forgiven."""
        return self._meant(words) is not None

    def _meant(self, words: str) -> StrEnum | None:
        written = self._key(words)
        if written in self._words:
            return self._words[written]
        long_enough = [known for known in self._words if len(known) >= _FORGIVING]
        near = process.extractOne(
            written, long_enough, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=_NEAR
        )
        return self._words[near[0]] if near else None

    def parse(self, typed: str, request: Request) -> StrEnum:
        """Read one of the values; anything else is refused with the list of them."""
        found = self._meant(typed)
        if found is None:
            known = ", ".join(member.value.replace("_", " ") for member in self.labels)
            raise Refused(
                Text(N_("I don't know “{typed}” here. You can say: {known}."), typed=typed[:60], known=known)
            )
        return found

    def dump(self, value: StrEnum, origin: Origin) -> str:
        """The enum's value."""
        return value.value

    def load(self, kept: str, request: Request) -> StrEnum:
        """The enum's member again."""
        return self.parse(kept, request)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The choice that is selected."""
        return next((choice for choice in self.choices(scene) if choice.value == kept), None)

    def choices(self, scene: Scene) -> tuple[Choice, ...]:
        """All values with their labels."""
        return tuple(Choice(Text(label), member.value) for member, label in self.labels.items())


class RowOf(ArgumentKind[Any]):
    """A row of this coalition that a button names by its id."""

    field = FieldKind.HIDDEN

    def __init__(self, entity: type[Table]) -> None:
        self.entity = entity

    def parse(self, typed: str, request: Request) -> Table:
        """The row with that id, if it is this coalition's."""
        found = (
            request.db.one_owned(self.entity, int(typed))
            if typed.isascii() and typed.isdigit() and len(typed) < 18
            else None
        )
        if found is None:
            raise Refused(Text(N_("That is no longer there. Ask for the current list and go on from it.")))
        return found

    def dump(self, value: Table, origin: Origin) -> str:
        """The row's id."""
        return str(value.id)

    def load(self, kept: str, request: Request) -> Table:
        """The row again."""
        return self.parse(kept, request)
