"""The words of a text, in lower case and without accents, and the languages they may be of."""

import re
import unicodedata
from enum import StrEnum

_ACCENTS = re.compile("[\u0300-\u036f]")


class Language(StrEnum):
    """A language that questions are asked in."""

    ENGLISH = "en"
    SPANISH = "es"

    @property
    def other(self) -> "Language":
        """The one that this is not."""
        return Language.SPANISH if self is Language.ENGLISH else Language.ENGLISH


def plain(text: str) -> str:
    """In lower case and without accents."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.replace("’", "'"))).lower()


def plain_words(text: str) -> list[str]:
    """The words of it, plain; “don't” is two, as “do n't”."""
    return re.findall(r"n't\b|(?:(?!n't\b)[\w'-])+", _whole_negations(plain(text)))


def _whole_negations(text: str) -> str:
    return re.sub(r"\bwon't\b", "will n't", re.sub(r"\bcan't\b", "can n't", text))
