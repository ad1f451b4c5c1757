"""Sentences with named values. Nobody concatenates user text into markup: the renderer escapes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from storage.members import Person
from storage.seats import Seat

Message = NewType("Message", str)
"""An English sentence that is marked for translation, with {named} places."""


def N_(sentence: str) -> Message:  # noqa: N802  # gettext's own name for the mark
    """Mark a sentence for translation. The renderer translates it into the reader's language."""
    return Message(sentence)


@dataclass(frozen=True, slots=True)
class Plural:
    """Two forms of one sentence; which one is used depends on the value {n}."""

    one: Message
    many: Message


def NP_(one: str, many: str) -> Plural:  # noqa: N802  # gettext's own name for the mark
    """Mark a sentence with a number {n} for translation."""
    return Plural(Message(one), Message(many))


@dataclass(frozen=True, slots=True)
class ChannelRef:
    """A channel of a workspace, by the platform's own id."""

    external_id: str


@dataclass(frozen=True, slots=True)
class Link:
    """A web address with the words that stand for it."""

    address: str
    label: "Text"


@dataclass(frozen=True, slots=True)
class Strong:
    """A value that stands out."""

    value: "Value"


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values in one sentence: Ana, Ben and Cora."""

    items: "tuple[Value, ...]"


class Text:
    """A sentence with named values: `Text(N_("{who} leads {district}"), who=ana, district=pa07)`."""

    __slots__ = ("message", "values")

    def __init__(self, message: Message | Plural, **values: "Value") -> None:
        self.message = message
        self.values: Mapping[str, Value] = values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.message, self.values) == (other.message, other.values)

    def __hash__(self) -> int:
        return hash((self.message, tuple(self.values)))

    def __repr__(self) -> str:
        return f"Text({self.message!r}, {dict(self.values)!r})"


Value = str | int | Person | Seat | datetime | date | ChannelRef | Link | Strong | Listing | Text


def verbatim(words: str) -> Text:
    """A person's own words or a name as a text of its own: escaped, never translated."""
    return Text(Message("{words}"), words=words)
