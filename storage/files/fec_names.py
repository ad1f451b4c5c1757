"""Names as the FEC writes them, `LAST, FIRST MIDDLE SUFFIX` in capitals, as people write them."""

import re
from collections.abc import Sequence

from storage.person_names import NameParts

_TITLES = frozenset({"MR", "MRS", "MS", "DR", "HON", "HONORABLE", "REV", "REP.", "SEN."})
"""Rep and Sen are titles with a point only: without one they may be names."""
_SUFFIXES = {
    "JR": "Jr.", "JR.": "Jr.", "SR": "Sr.", "SR.": "Sr.", "II": "II", "III": "III", "IV": "IV",
    "MD": "MD", "M.D.": "MD", "PHD": "PhD", "PH.D.": "PhD", "DDS": "DDS", "FACS": "FACS",
    "ESQ": "Esq.", "ESQ.": "Esq.",
}  # fmt: skip
_CAPITALS = frozenset({"AJ", "EJ", "OJ"})
_VOWELS = frozenset("AEIOUY")
_SHORTEST_MC = 4
_LETTERS = re.compile(r"[^\W\d_]+")
_DOUBLED_IN_A_WORD = re.compile(r"(?<=[^\W\d_])''(?=[^\W\d_])")
_BEFORE_A_NAME = " -–/.()\"“”'’&,"
"""After any other sign, such as the question mark that stands for a lost ñ, a word goes on."""

_QUOTED = re.compile(r"[\"“(]([^\"“”()]+)[\"”)]")


def natural_name(raw: str) -> str:
    """The name as it is shown: `CRAMER, ROBERT E "BUD" JR` is Robert E "Bud" Cramer Jr.

    Titles are dropped; every other letter survives. Never raises; answers "" for a name without words.
    """
    parts = name_parts(raw)
    return " ".join(part for part in (parts.given, parts.last, parts.suffix) if part)


def name_parts(raw: str) -> NameParts:
    """The same in its parts, as they are shown. A name without a comma is all `last`."""
    tidy = _DOUBLED_IN_A_WORD.sub("'", " ".join(raw.split())).replace("''", '"')
    first, *rest = [piece.split() for piece in tidy.split(",")]
    apart = [word for piece in rest for word in piece if all(other.upper() in _SUFFIXES for other in piece)]
    named = [word for piece in rest for word in piece if word not in apart and not _is_title(word)]
    last, suffixes = _take_suffixes(first)
    given, more = _take_suffixes(named)
    suffixes += [*more, *apart]
    if not last and not given:
        return NameParts("", " ".join(map(_cased, tidy.replace(",", " ").split())))
    shown = " ".join(map(_cased_given, given))
    return NameParts(
        given=shown,
        last=" ".join(map(_cased, last)),
        suffix=" ".join(dict.fromkeys(_SUFFIXES[word.upper()] for word in suffixes)),
        nicknames=tuple(_QUOTED.findall(shown)),
    )


def _is_title(word: str) -> bool:
    bare = word.upper()
    return bare in _TITLES or bare.removesuffix(".") in _TITLES or not any(map(str.isalnum, word))


def _take_suffixes(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words, and the suffixes and degrees that stood at their end; one word is always left."""
    names, suffixes = list(words), list[str]()
    while len(names) > 1 and names[-1].upper() in _SUFFIXES:
        suffixes.insert(0, names.pop())
    return names, suffixes


def _cased_given(word: str) -> str:
    letters = "".join(_LETTERS.findall(word))
    is_short = len(letters) == 2 and not _VOWELS & set(letters.upper())  # two initials: TJ
    return word if is_short or letters.upper() in _CAPITALS else _cased(word)


def _cased(word: str) -> str:
    if word != word.upper():
        return word
    return _LETTERS.sub(lambda found: _cased_run(word, found), word)


def _cased_run(word: str, found: re.Match[str]) -> str:
    run, before = found.group(), word[: found.start()]
    goes_on = bool(before) and before[-1] not in _BEFORE_A_NAME
    is_ending = before[-1:] in ("'", "’") and len(before) > 1 and len(run) == 1
    if goes_on or is_ending:
        return run.lower()
    if run.startswith("MC") and len(run) >= _SHORTEST_MC:
        return "Mc" + run[2] + run[3:].lower()
    return run[0] + run[1:].lower()
