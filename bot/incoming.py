"""What comes in from a platform, in our own terms; and what goes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.platform import ReaderTraits
from handlers.cards import About, Audience, Card, Choice, Form
from handlers.request import Origin
from handlers.text import Text


@dataclass(frozen=True, slots=True)
class Typed:
    """A command and the text after it. `key` is the platform's own id of this request."""

    origin: Origin
    key: str
    root: str
    text: str


class Eyes(StrEnum):
    """Who can see the message or view in which something was pressed."""

    CHANNEL = "channel"
    PERSON = "person"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or a menu. `value` is a menu's choice; `message_id` the message it is in, if any."""

    origin: Origin
    key: str
    action: str
    value: str | None
    eyes: Eyes
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form. `kept` are the arguments it had before, `values` what was filled in, by parameter."""

    origin: Origin
    key: str
    command_id: str
    kept: Mapping[str, str]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """A command begun from somebody's message: its words, when it was written, and its address, if it has one
    that others can open."""

    origin: Origin
    key: str
    command_id: str
    words: str
    at: datetime
    link: str = ""


@dataclass(frozen=True, slots=True)
class Completing:
    """Somebody is typing into a field that completes."""

    origin: Origin
    command_id: str
    parameter: str
    typed: str


Incoming = Typed | Pressed | Submitted | Taken | Completing


@dataclass(frozen=True, slots=True)
class Answered:
    """A card for the person or the channel. `remembered`: the pressed message redraws itself.

    `reader` is None, here and below, where nobody could be asked who reads: then English is spoken.
    """

    card: Card
    to: Audience
    beside: bool = False
    remembered: bool = False
    reader: ReaderTraits | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A form is to be opened."""

    form: Form
    reader: ReaderTraits | None = None


@dataclass(frozen=True, slots=True)
class Invalid:
    """A form that cannot be taken as it is: what to change, by parameter."""

    errors: Mapping[str, Text]
    reader: ReaderTraits | None = None


@dataclass(frozen=True, slots=True)
class Completed:
    """Completions of what is being typed."""

    choices: tuple[Choice, ...]
    reader: ReaderTraits | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """Done; the answer itself is a row in the outbox, or a posted card that is redrawn."""


Outcome = Answered | Opened | Invalid | Completed | Written

QUESTION = About("question", 0)
"""What a card is about that only asks which of several was meant; it goes once that is answered."""
