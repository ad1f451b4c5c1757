"""Words that take sides: charities may not, neither for nor against candidates (501(c)(3)). Never blocked."""

import re
from collections.abc import Iterator
from functools import lru_cache

from config.campaign import matters, phrases_that_take_sides
from handlers.cards import Note
from handlers.text import N_, Text

_PERSON = (
    r"(?:him|her|them|(?:the|this|that|these|those|our|your)\s+[\w'’-]+"
    r"|(?-i:[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,2}))"
)
"""Somebody who is voted out: a pronoun, an office, or a name."""

_DETERMINED = r"(?:the|a|an|this|that|these|those|any|every|such|his|her|their|its)\s+(?:[\w'’-]+\s+){0,2}"


_IN_A_NOTE = N_(
    "“{phrase}” sounds like taking sides. Charities may not support or oppose a candidate, and "
    "notes can be asked for: better write what was said, without a judgement."
)
_IN_PUBLIC = N_(
    "“{phrase}” sounds like taking sides. Charities may not support or oppose a candidate, and this can be "
    "read by everybody: if it says so, take it down and ask instead what they will do."
)


def warning(words: str, *, public: bool = False) -> Note | None:
    """What whoever wrote this is told, as a note or where everybody reads it; None where nothing takes
    sides."""
    found = next(phrases_in(words), None)
    if found is None:
        return None
    return Note(Text(_IN_PUBLIC if public else _IN_A_NOTE, phrase=" ".join(found.group().split())))


def phrases_in(words: str) -> Iterator[re.Match[str]]:
    """Every phrase in it that takes sides and is not about a bill."""
    for found in any_of(phrases_that_take_sides()).finditer(words):
        if not _matter().match(words, found.end()):
            yield found


@lru_cache(maxsize=8)
def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Phrases as the files of `config.campaign` write them; where two begin at one word, the longer one."""
    longest_first = sorted(phrases, key=lambda one: len(one.split()), reverse=True)
    joined = "|".join(r"\s+".join(map(_word, phrase.split())) for phrase in longest_first)
    return re.compile(rf"(?<![\w-])(?:{joined})(?!\w)", re.IGNORECASE)


def _word(forms: str) -> str:
    return _PERSON if forms == "…" else f"(?:{'|'.join(map(re.escape, forms.split('|')))})"


@lru_cache(maxsize=1)
def _matter() -> re.Pattern[str]:
    """What comes after a phrase that is about a bill: “the bill”, “this harmful amendment”, “H.R. 815”."""
    joined = "|".join(re.escape(one) for one in sorted(matters(), key=len, reverse=True))
    return re.compile(rf"\s+(?:{_DETERMINED})?(?:{joined})(?!\w)", re.IGNORECASE)
