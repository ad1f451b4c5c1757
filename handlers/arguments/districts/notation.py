"""Typed text made plain: one alphabet, one kind of dash and digit, then words and numbers."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum, auto

LONGEST = 100
"""Longer texts are not read. The longest notation, an OCD id, has about sixty characters."""

_FIRST_TO_NINETEENTH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TWENTIETH_TO_FIFTIETH = "twentieth thirtieth fortieth fiftieth"
_ONE_TO_THIRTEEN = "one two three four five six seven eight nine ten eleven twelve thirteen"
_TENS_BEFORE = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ORDINALS = {
    **{word: number for number, word in enumerate(_FIRST_TO_NINETEENTH.split(), start=1)},
    **{word: number * 10 for number, word in enumerate(_TWENTIETH_TO_FIFTIETH.split(), start=2)},
}
_CARDINALS = {word: number for number, word in enumerate(_ONE_TO_THIRTEEN.split(), start=1)}
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ´`′", "'"))
_POSSESSIVE = re.compile(r"'s\b")
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_DECIMAL_ZERO = re.compile(r"(?<=\d)\.0+\b")
_DASHES = re.compile(r"\s*-+\s*")
_PIECE = re.compile(
    r"(?P<dash>-+)"
    r"|(?P<mark>[,;/|&+])"
    r"|(?P<number>\d+)(?:(?:st|nd|rd|th)(?![^\W\d_])|(?P<letter>[a-d])(?![^\W\d_]))?"
    r"|(?P<word>[^\W\d_]+)"
)


class Kind(StrEnum):
    """What a token is."""

    WORD = auto()
    NUMBER = auto()
    MARK = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a district number ("7", "0", "37B", never "07" or "7th") or a separating mark.

    `dashed` says that a dash stands before it.
    """

    kind: Kind
    text: str
    dashed: bool = False


def fold(typed: str) -> str:
    """The text in lower case without accents, invisible characters or typographic variants."""
    if typed.isascii() and typed.isprintable():
        return " ".join(typed.replace("`", "'").lower().split())
    text = unicodedata.normalize("NFKC", typed).translate(_APOSTROPHES).casefold()
    text = unicodedata.normalize("NFKD", text)
    return " ".join("".join(map(_plain, text)).split())


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Pd" or character == "−":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if character.isspace():
        return " "
    return "" if category[0] in "MC" else character


def key(typed: str) -> str:
    """The text in the form in which codes and names are compared whole: `pa - 07.` is `pa-07`."""
    return _DASHES.sub("-", fold(typed)).strip(" .,;:?!'\"“”„«»()[]<>")


def squash(text: str) -> str:
    """Only the letters and digits of a text, folded: `PA-07` is `pa07`."""
    return "".join(filter(str.isalnum, fold(text)))


def tokens(typed: str) -> list[Token]:
    """The words, numbers and separating marks of a text, in order."""
    text = _POSSESSIVE.sub("", fold(typed)).replace("'", "")
    text = _DECIMAL_ZERO.sub("", _INITIALS.sub(r"\1", text))
    found: list[Token] = []
    dashed = False
    for piece in _PIECE.finditer(text):
        if piece["dash"]:
            dashed = True
            continue
        found.append(_token(piece, dashed=dashed))
        dashed = False
    return _with_number_words(found)


def words(typed: str) -> list[str]:
    """The words and numbers of a text without its marks and without "and"."""
    return [token.text for token in tokens(typed) if token.kind is not Kind.MARK and token.text != "and"]


def _token(piece: re.Match[str], *, dashed: bool) -> Token:
    if piece["mark"]:
        return Token(Kind.MARK, piece["mark"])
    if piece["word"]:
        return Token(Kind.WORD, piece["word"], dashed)
    number = piece["number"].lstrip("0") or "0"
    return Token(Kind.NUMBER, number + (piece["letter"] or "").upper(), dashed)


def _with_number_words(found: list[Token]) -> list[Token]:
    """First, twenty-first and "district seven" as numbers."""
    read: list[Token] = []
    for token in found:
        before = read[-1] if read else None
        if token.kind is Kind.WORD and token.text in _ORDINALS:
            number = _ORDINALS[token.text]
            if before is not None and before.text in _TENS_BEFORE and number < 10:
                read.pop()
                token = Token(Kind.NUMBER, str(_TENS_BEFORE[before.text] + number), before.dashed)
            else:
                token = Token(Kind.NUMBER, str(number), token.dashed)
        elif token.text in _CARDINALS and before is not None and before.text == "district":
            token = Token(Kind.NUMBER, str(_CARDINALS[token.text]), token.dashed)
        read.append(token)
    return read
