"""What people write about a candidate, each field checked with a sentence of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from handlers.arguments.kind import ArgumentKind
from handlers.arguments.plain import Words
from handlers.cards import FieldKind, Refused
from handlers.text import N_, Link, Text, Value, verbatim
from storage import candidates
from storage.candidates import Running

if TYPE_CHECKING:
    from handlers.request import Origin, Request
    from storage.tenancy import CoalitionSession

NOTHING = frozenset({"-", "–", "none", "n/a"})
"""What people write into a field whose content is to go."""

_MARKED_UP = re.compile(r"<(?:mailto:|tel:)?([^|>@#!][^|>]*)(?:\|[^>]*)?>")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(?:\.[^\s@<>,;:\"()\[\]\\.]+)+")
_PHONE = re.compile(r"\+?[\d\s().\-–/]+(?:(?:ext\.?|x)\s*\d{1,6})?", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:(?=\S)", re.IGNORECASE)
_SCHEME_OF_ANY = re.compile(r"[a-z][a-z0-9+.\-]*://\S|javascript:\S|data:\S", re.IGNORECASE)
_DIGITS_OF_A_PHONE = range(7, 16)
_LONGEST_NAME, _LONGEST_ADDRESS, _LONGEST_PHONE, _LONGEST_SOURCE = 120, 254, 40, 300


class PersonsName(Words):
    """A candidate's name, as it should be shown."""

    def __init__(self) -> None:
        super().__init__(_LONGEST_NAME)

    def parse(self, typed: str, request: Request) -> str:
        """A name of at least two words: a command's words are shared out, so one is only half a name."""
        name = self.load(typed, request)
        if " " not in name:
            raise Refused(
                Text(N_('Please write the first and the last name, in quotes: "Jane Doe". Or use the form.'))
            )
        return name

    def load(self, kept: str, request: Request) -> str:
        """A name from the form."""
        name = " ".join(super().parse(kept, request).split())
        if not any(map(str.isalpha, name)):
            raise Refused(Text(N_("Please write the candidate's name, first name first.")))
        if "://" in name or "@" in name:
            raise Refused(Text(N_("Only the name belongs here; there are fields for the rest.")))
        return name

    def prefill(self, typed: str, request: Request) -> str | None:
        """The words as they are, to be completed in the form."""
        return " ".join(typed.split())[: self.most]


class _Field(Words):
    """Words that are checked in the same way wherever they come from."""

    def load(self, kept: str, request: Request) -> str:
        """What was typed into the form."""
        return self.parse(kept, request)


class EmailAddress(_Field):
    """A campaign's email address, or a word that takes it away."""

    stands_out = True
    together = 1

    def __init__(self) -> None:
        super().__init__(_LONGEST_ADDRESS)

    def evident(self, words: str) -> bool:
        """Whether this is an address."""
        return _ADDRESS.fullmatch(_unmarked(words).removeprefix("mailto:")) is not None

    def parse(self, typed: str, request: Request) -> str:
        """The address alone."""
        words = super().parse(_unmarked(typed), request)
        if words.casefold() in NOTHING:
            return words
        address = words.removeprefix("mailto:")
        if not _ADDRESS.fullmatch(address):
            raise Refused(
                Text(N_("This is not an email address yet. It should look like office@example.org."))
            )
        return address


class PhoneNumber(_Field):
    """A campaign's phone number as people write it, or a word that takes it away."""

    stands_out = True
    together = 5

    def __init__(self) -> None:
        super().__init__(_LONGEST_PHONE)

    def evident(self, words: str) -> bool:
        """Whether this is a number that somebody can be called at."""
        return _is_phone(" ".join(_unmarked(words).split()))

    def parse(self, typed: str, request: Request) -> str:
        """The number as it was written."""
        words = " ".join(super().parse(_unmarked(typed), request).split())
        if words.casefold() in NOTHING:
            return words
        if not _is_phone(words):
            raise Refused(
                Text(N_("This is not a phone number yet. Write it with its area code, like (555) 010-0100."))
            )
        return words


class WhereFrom(_Field):
    """Where something is known from: a web address, or words."""

    stands_out = True
    together = 1

    def __init__(self) -> None:
        super().__init__(_LONGEST_SOURCE)

    def evident(self, words: str) -> bool:
        """Whether this is an address, of a web page or not: nothing else has a scheme."""
        address = _unmarked(words)
        return _is_web_address(address) or _SCHEME_OF_ANY.match(address) is not None

    def parse(self, typed: str, request: Request) -> str:
        """The address or the words; an address that is no web page is refused."""
        words = " ".join(super().parse(_unmarked(typed), request).split())
        if _SCHEME.match(words) and not _is_web_address(words):
            raise Refused(
                Text(
                    N_("Please give a web address that begins with https:// or http://, or say it in words.")
                )
            )
        return words


class WebAddress(_Field):
    """The address of a web page."""

    only_in_form = True

    def __init__(self) -> None:
        super().__init__(_LONGEST_SOURCE)

    def parse(self, typed: str, request: Request) -> str:
        """The address alone; anything else is refused."""
        address = super().parse(_unmarked(typed), request)
        if address and not _is_web_address(address):
            raise Refused(Text(N_("Please give a web address that begins with https:// or http://.")))
        return address


def shown_source(source: str) -> Value:
    """A source as a card shows it: an address as a link."""
    return Link(source, verbatim(source)) if _is_web_address(source) else source


def _is_phone(words: str) -> bool:
    digits = sum(map(str.isdigit, re.split("x|ext", words.casefold())[0]))
    return _PHONE.fullmatch(words) is not None and digits in _DIGITS_OF_A_PHONE


def _is_web_address(words: str) -> bool:
    if any(sign.isspace() or sign in '<>|"' for sign in words):
        return False
    try:
        parts = urlsplit(words)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _unmarked(words: str) -> str:
    """Without the marks that a platform puts round addresses in a command."""
    return _MARKED_UP.sub(r"\1", words)


class RunningKind(ArgumentKind[Running]):
    """A candidate that a button names: the coalition's own row, or one of the list's."""

    field = FieldKind.HIDDEN
    must_be_there = True

    def parse(self, typed: str, request: Request) -> Running:
        """The candidate as they are now."""
        found = self.known(typed, request.db)
        if found is None:
            text = N_(
                "That candidate is no longer there. Ask for the current list: "
                "/candidates with the district, like /candidates PA-07."
            )
            raise Refused(Text(text))
        return found

    @staticmethod
    def known(kept: str, db: CoalitionSession) -> Running | None:
        """The candidate that a kept value names, if they are there."""
        kind, _, number = kept.partition(".")
        if not (number.isascii() and number.isdigit() and len(number) < 15):
            return None
        if kind == "own":
            return candidates.added(db, int(number))
        return candidates.listed(db, int(number)) if kind == "listed" else None

    def dump(self, value: Running, origin: Origin) -> str:
        """The row's id; the coalition's own where there is one."""
        if value.candidate_id is not None:
            return f"own.{value.candidate_id}"
        return f"listed.{value.listed_id}"

    def load(self, kept: str, request: Request) -> Running:
        """The candidate again."""
        return self.parse(kept, request)
