"""The field's words in English and Spanish, and what they stand for: tables in `config/data`.

A word that ends with `*` there stands for all words that begin so. Of several that fit, the longest counts.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

_ACCENTS = re.compile("[\u0300-\u036f]")
_LONG_ENOUGH_TO_BE_MISTYPED = 6
_STEM = 5


class Kind(StrEnum):
    """What a word does in a question."""

    WHO = "who"
    PLACE = "place"
    LAW = "law"
    MATTER = "matter"
    WORRY = "worry"
    """What nobody wants: whoever asks about it asks what is done against it."""
    DEED = "deed"
    ACT = "act"
    NOT = "not"
    FILLER = "filler"
    OTHER = "other"
    """A word that no table has, by its beginning."""


@dataclass(frozen=True, slots=True)
class Concept:
    """What a word stands for, in whichever language.

    `sign` is -1 for what takes something away (to end, to oppose), 1 for what gives, 0 for the rest. `weight`
    is how much it tells about what is asked.
    """

    kind: Kind
    name: str
    sign: int = 0
    weight: float = 0.0
    word: str = ""
    """The whole word, where no table has it."""


@dataclass(frozen=True, slots=True)
class _Form:
    words: tuple[str, ...]
    concept: Concept

    def fits(self, words: Sequence[str], at: int) -> bool:
        """Whether it stands there; that its first word does is known."""
        return len(words) - at >= len(self.words) and all(
            words[at + place].startswith(form[:-1]) if form.endswith("*") else words[at + place] == form
            for place, form in enumerate(self.words[1:], start=1)
        )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All forms, by the first word or by the beginning of it; those of more and longer words first."""

    whole: Mapping[str, Sequence[_Form]]
    beginnings: Mapping[str, Sequence[_Form]]
    known: Sequence[str]

    def concepts(self, words: Sequence[str], names: frozenset[str] = frozenset()) -> Iterator[Concept]:
        """What these plain words stand for, one after the other. `names` are never mistyped words."""
        at = 0
        while at < len(words):
            form = self._longest(words, at)
            if form is None and words[at] not in names:
                corrected = _corrected(words[at])
                form = self._longest([*words[:at], corrected, *words[at + 1 :]], at) if corrected else None
            yield form.concept if form else _unknown(words[at])
            at += len(form.words) if form else 1

    def _longest(self, words: Sequence[str], at: int) -> _Form | None:
        return next((form for form in _that_begin_with(words[at]) if form.fits(words, at)), None)


@lru_cache(maxsize=1)
def known_places() -> frozenset[str]:
    """The names of the places that stand in the tables."""
    return frozenset(concept.name for _, concept in _rows() if concept.kind is Kind.PLACE)


def plain(text: str) -> str:
    """In lower case and without accents."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.replace("’", "'"))).lower()


def plain_words(text: str) -> list[str]:
    """The words of it, plain; “don't” is two, as “do n't”."""
    return re.findall(r"n't\b|(?:(?!n't\b)[\w'-])+", _whole_negations(plain(text)))


def _whole_negations(text: str) -> str:
    return re.sub(r"\bwon't\b", "will n't", re.sub(r"\bcan't\b", "can n't", text))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The tables, read once."""
    whole: dict[str, list[_Form]] = {}
    beginnings: dict[str, list[_Form]] = {}
    for words, concept in _rows():
        form = _Form(tuple(words.split()), concept)
        first = form.words[0]
        if first.endswith("*"):
            beginnings.setdefault(first[:-1], []).append(form)
        else:
            whole.setdefault(first, []).append(form)
    known = [one for one in (*whole, *beginnings) if len(one) >= _STEM]
    return Vocabulary(whole, beginnings, known)


def named() -> Sequence[str]:
    """The first word for each concept, in English and in Spanish."""
    rows = list(_table("question_words.csv"))
    firsts = [row[language].split("|")[0].rstrip("*") for row in rows for language in ("english", "spanish")]
    return [one for one in dict.fromkeys(firsts) if one]


def _rows() -> Iterator[tuple[str, Concept]]:
    for row in _table("question_words.csv"):
        sign = {"+": 1, "-": -1}.get(row["sign"], 0)
        concept = Concept(Kind(row["kind"]), row["concept"], sign, float(row["weight"]))
        for form in (*row["english"].split("|"), *row["spanish"].split("|")):
            if form:
                yield plain(form), concept
    filler = Concept(Kind.FILLER, "filler")
    for row in _table("question_stop_words.csv"):
        yield plain(row["word"]), filler


def _table(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(
        files("config.data").joinpath(name).read_text(encoding="utf-8").splitlines(), strict=True
    )


@lru_cache(maxsize=20_000)
def _that_begin_with(word: str) -> Sequence[_Form]:
    """The forms whose first word this may be, the longest first."""
    known = vocabulary()
    forms = list(known.whole.get(word, ()))
    for length in range(len(word), 0, -1):
        forms += known.beginnings.get(word[:length], ())
    return sorted(forms, key=_length, reverse=True)


def _length(form: _Form) -> tuple[int, int]:
    return len(form.words), sum(map(len, form.words))


@lru_cache(maxsize=10_000)
def _corrected(word: str) -> str | None:
    """The known word that differs in one letter only."""
    if len(word) < _LONG_ENOUGH_TO_BE_MISTYPED or not word.isalpha():
        return None
    found = extractOne(word, vocabulary().known, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else None


def _unknown(word: str) -> Concept:
    return Concept(Kind.OTHER, word[:_STEM], weight=0.45, word=word)
