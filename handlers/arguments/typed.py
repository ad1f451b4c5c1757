"""Sharing out the words that were typed after a command among its arguments."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.arguments.spoken import Spoken, Word
from handlers.cards import FieldKind

if TYPE_CHECKING:
    from handlers.registry import Command, Parameter

_WORD = re.compile(r'"([^"]*)"|“([^”]*)”|(<[^>]*>)|(\S+)')
_NEVER_TYPED = (FieldKind.HIDDEN, FieldKind.SEVERAL)
_QUOTES = ('"', "“")

Reach = Callable[["Parameter", Sequence[str]], int]
"""How many of the leading words name somebody whom the parameter can mean; 0 where they name nobody."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Which words belong to which parameter; `unsure` where the place of some of them is only a guess."""

    words: Mapping[str, str]
    unsure: bool = False


def share_out(command: Command, text: str) -> Mapping[str, str]:
    """Which words belong to which parameter, by its name, as far as the words alone tell."""
    return understood(command, text).words


def understood(command: Command, text: str, reach: Reach | None = None) -> Shared:
    """Which words belong to which parameter, by its name.

    Mentions and words of an enum are recognised wherever they stand at the end; what is left goes to
    the other parameters in their order: quoted text or one word each, the last takes the rest. Where a
    command takes a name and free text, names need no quotes (`reach` knows them), and words without quotes
    are never quietly taken for that text: then it is unsure.
    """
    words = [_bare(match) for match in _WORD.finditer(text)]
    typable = [
        parameter
        for parameter in command.parameters
        if parameter.kind.field not in _NEVER_TYPED and not parameter.kind.only_in_form
    ]
    if _is_spoken(typable):
        spoken = [Word(_bare(match), match.group().startswith(_QUOTES)) for match in _WORD.finditer(text)]
        return Shared(*Spoken(typable, spoken, reach).shared_out())
    found: dict[str, str] = {}
    while words and _take_evident(words, typable, found):
        pass
    free = [p for p in typable if p.name not in found and not _only_evident(p, typable)]
    for parameter in free[:-1]:
        if words:
            found[parameter.name] = words.pop(0)
    if words and free:
        found[free[-1].name] = " ".join(words)
    elif words:
        rest = [parameter for parameter in typable if parameter.name not in found]
        if rest:
            found[rest[0].name] = " ".join(words)
    return Shared(found)


def needs_names(command: Command, text: str) -> bool:
    """Whether it must be looked up where a name ends in these words."""
    typable = [one for one in command.parameters if one.kind.field not in _NEVER_TYPED]
    return _is_spoken(typable) and bool(text) and not text.startswith(_QUOTES)


def _bare(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None)


def _is_spoken(typable: Sequence[Parameter]) -> bool:
    """Whether the words are a name and free text, and other arguments in any order."""
    has_text = any(parameter.kind.field is FieldKind.PARAGRAPH for parameter in typable)
    return has_text and any(parameter.kind.is_name for parameter in typable)


def _only_evident(parameter: Parameter, typable: list[Parameter]) -> bool:
    """Whether stray words should rather go to another parameter than to this one."""
    evident = (FieldKind.MENU, FieldKind.PERSON, FieldKind.CHANNEL)
    others = any(other.kind.field not in evident for other in typable)
    return parameter.kind.field in evident and others


def _take_evident(words: list[str], typable: list[Parameter], found: dict[str, str]) -> bool:
    open_ones = [parameter for parameter in typable if parameter.name not in found]
    for parameter in open_ones:
        for count in range(min(parameter.kind.together, len(words)), 0, -1):
            tail = " ".join(words[-count:])
            if parameter.kind.evident(tail):
                found[parameter.name] = tail
                del words[-count:]
                return True
    for parameter in open_ones:
        if _take_between(words, parameter, found):
            return True
    for parameter in open_ones:
        if parameter.kind.evident(words[0]) and words[0].startswith("<"):
            found[parameter.name] = words.pop(0)
            return True
    return False


def _take_between(words: list[str], parameter: Parameter, found: dict[str, str]) -> bool:
    """A menu's word after what comes first, or what stands out anywhere: `PA-07 j@doe.org Green`."""
    kind = parameter.kind
    if kind.field is not FieldKind.MENU and not kind.stands_out:
        return False
    for place in range(0 if kind.stands_out else 1, len(words)):
        for count in range(min(kind.together, len(words) - place), 0, -1):
            meant = " ".join(words[place : place + count])
            if kind.evident(meant):
                found[parameter.name] = meant
                del words[place : place + count]
                return True
    return False
