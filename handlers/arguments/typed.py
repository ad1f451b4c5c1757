"""Sharing out the words that were typed after a command among its arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from handlers.cards import FieldKind

if TYPE_CHECKING:
    from handlers.registry import Command, Parameter

_WORD = re.compile(r'"([^"]*)"|“([^”]*)”|(<[^>]*>)|(\S+)')
_NEVER_TYPED = (FieldKind.HIDDEN, FieldKind.SEVERAL)


def share_out(command: Command, text: str) -> Mapping[str, str]:
    """Which words belong to which parameter, by its name.

    Mentions and words of an enum are recognised wherever they stand at the end; what is left goes to
    the other parameters in their order: quoted text or one word each, the last takes the rest.
    """
    words = [_bare(match) for match in _WORD.finditer(text)]
    typable = [
        parameter
        for parameter in command.parameters
        if parameter.kind.field not in _NEVER_TYPED and not parameter.kind.only_in_form
    ]
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
    return found


def _bare(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None)


def _only_evident(parameter: Parameter, typable: list[Parameter]) -> bool:
    """Whether stray words should rather go to another parameter than to this one."""
    evident = (FieldKind.MENU, FieldKind.PERSON, FieldKind.CHANNEL)
    others = any(other.kind.field not in evident for other in typable)
    return parameter.kind.field in evident and others


def _take_evident(words: list[str], typable: list[Parameter], found: dict[str, str]) -> bool:
    for parameter in typable:
        if parameter.name in found:
            continue
        for count in range(min(parameter.kind.together, len(words)), 0, -1):
            tail = " ".join(words[-count:])
            if parameter.kind.evident(tail):
                found[parameter.name] = tail
                del words[-count:]
                return True
    for parameter in typable:
        # A menu's word after what comes first: `"Jane Doe" email yesterday 3pm`.
        is_menu = parameter.name not in found and parameter.kind.field is FieldKind.MENU
        for place in range(1, len(words) if is_menu else 0):
            if parameter.kind.evident(words[place]):
                found[parameter.name] = words.pop(place)
                return True
    for parameter in typable:
        if parameter.name not in found and parameter.kind.evident(words[0]) and words[0].startswith("<"):
            found[parameter.name] = words.pop(0)
            return True
    return False
