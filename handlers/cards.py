"""What a handler answers with: plain data that one renderer per platform turns into its own form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from handlers.text import Message, Text

if TYPE_CHECKING:
    from handlers.registry import Command


class Style(StrEnum):
    """How a button looks. Never more than one PRIMARY on a card."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


class Press(StrEnum):
    """What a press of a button does."""

    RUNS = "runs"
    """It runs the command; what is missing is asked in a form."""
    ASKS = "asks"
    """It opens the command's form, filled with what the button has."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An argument that is in its kept form already (a row id, an enum's value)."""

    value: str


class Button:
    """A press runs `command`, or asks in its form, with the arguments that the button has already."""

    __slots__ = ("arguments", "command", "label", "press", "style")

    def __init__(
        self,
        label: Message | Text,
        command: Command,
        *,
        style: Style = Style.PLAIN,
        press: Press = Press.RUNS,
        **arguments: object,
    ) -> None:
        self.label = label if isinstance(label, Text) else Text(label)
        self.command = command
        self.style = style
        self.press = press
        self.arguments: Mapping[str, object] = arguments

    @classmethod
    def with_kept(cls, label: Text, command: Command, arguments: Mapping[str, str]) -> Button:
        """A button whose arguments are in their kept form already."""
        button = cls(label, command)
        button.arguments = {name: Kept(value) for name, value in arguments.items()}
        return button


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several: what a person reads, and the value that comes back."""

    label: Text
    value: str


class Menu:
    """A choice runs `command` with the chosen value as `parameter`."""

    __slots__ = ("arguments", "command", "options", "parameter", "placeholder")

    def __init__(
        self,
        placeholder: Message,
        command: Command,
        parameter: str,
        options: tuple[Choice, ...],
        **arguments: object,
    ) -> None:
        self.placeholder = Text(placeholder)
        self.command = command
        self.parameter = parameter
        self.options = options
        self.arguments: Mapping[str, object] = arguments


@dataclass(frozen=True, slots=True)
class Field:
    """A short fact with its name."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Fields:
    """Short facts side by side."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, with buttons of its own where it has any."""

    text: Text
    actions: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A list."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture at a public address, with what it shows in words."""

    address: str
    description: Text


@dataclass(frozen=True, slots=True)
class Note:
    """Something said in passing, smaller than the rest."""

    text: Text


Block = Text | Fields | Rows | Picture | Note


@dataclass(frozen=True, slots=True)
class About:
    """Which standing card this is, of which row: so that it can be found and redrawn."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Card:
    """A title, a body and actions. `about` is set for cards that must stay current once posted."""

    title: Text | None = None
    body: tuple[Block, ...] = ()
    actions: tuple[Button | Menu, ...] = ()
    about: About | None = None


class Audience(StrEnum):
    """Who sees an answer: only the person who asked, or everybody in the channel."""

    PERSON = "person"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Reply:
    """A handler's answer: a card, or the standing card of a row, which is drawn from it after the change.

    An answer to a press replaces the card that was pressed, if that one was for the same eyes;
    `beside` keeps it and answers next to it.
    """

    card: Card | About
    to: Audience = Audience.PERSON
    beside: bool = False


def reply(text: Text, to: Audience = Audience.PERSON) -> Reply:
    """An answer that is one sentence."""
    return Reply(Card(body=(text,)), to)


SEVERAL = "."
"""What stands between the kept values of a field that takes several."""


class FieldKind(StrEnum):
    """Which control of a form shows an argument."""

    TYPE_AHEAD = "type_ahead"
    MENU = "menu"
    SEVERAL = "several"
    LINE = "line"
    PARAGRAPH = "paragraph"
    DAY = "day"
    """A day, picked from a calendar where the platform has one: year-month-day."""
    TIME = "time"
    """A time of day, picked from a clock where the platform has one: hours:minutes, of 24."""
    PERSON = "person"
    CHANNEL = "channel"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its argument's name, its label, its control and what is in it already.

    `picked` is what is in a field for several choices, `initial` in any other.
    """

    name: str
    label: Text
    kind: FieldKind
    required: bool
    hint: Text | None = None
    options: tuple[Choice, ...] = ()
    initial: Choice | None = None
    picked: tuple[Choice, ...] = ()
    most: int = 3000


@dataclass(frozen=True, slots=True)
class Form:
    """A form for a command's arguments. `kept` are arguments that it has already, as values."""

    command: Command
    title: Text
    submit: Text
    fields: tuple[FormField, ...]
    kept: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Offer:
    """A reading of what was typed, offered as a button."""

    label: Text
    value: object


class Refused(Exception):  # noqa: N818  # the handlers' own word: a person was told what to do instead
    """The one error that a handler raises: a sentence that tells a person what to do instead.

    `field` names the argument it is about; `offers` are readings of it, shown as buttons;
    `card` replaces the sentence where more than one is needed.
    """

    def __init__(
        self,
        text: Text,
        *,
        field: str | None = None,
        offers: tuple[Offer, ...] = (),
        card: Card | None = None,
    ) -> None:
        super().__init__(text.message)
        self.text = text
        self.field = field
        self.offers = offers
        self.card = card
