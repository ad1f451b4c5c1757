"""The field's words in English and Spanish, and what they stand for: tables in `config/data`.

A word that ends with `*` there stands for all words that begin so. Of several that fit, the longest counts.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from handlers.questions.words import Language, plain

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
class Form:
    """How a concept is written in a language: its words, of which one that ends with `*` is a beginning."""

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
    """The forms of one language, by the first word or by the beginning of it."""

    language: Language
    whole: Mapping[str, Sequence[Form]]
    beginnings: Mapping[str, Sequence[Form]]
    known: Sequence[str]

    def concepts(self, words: Sequence[str], names: frozenset[str] = frozenset()) -> Iterator[Concept]:
        """What these plain words stand for, one after the other. `names` are never mistyped words.

        A word that this language has not may be of the other one (“green card”, “asilo”).
        """
        at = 0
        while at < len(words):
            form = self.longest(words, at) or vocabulary(self.language.other).longest(words, at)
            if form is None and words[at] not in names:
                corrected = _corrected(words[at], self.language)
                form = self.longest([*words[:at], corrected, *words[at + 1 :]], at) if corrected else None
            yield form.concept if form else _unknown(words[at])
            at += len(form.words) if form else 1

    def longest(self, words: Sequence[str], at: int) -> Form | None:
        """What stands at this place, in this language; the longest where several fit."""
        forms = _that_begin_with(words[at], self.language)
        return next((form for form in forms if form.fits(words, at)), None)


@lru_cache(maxsize=1)
def known_places() -> frozenset[str]:
    """The names of the places that stand in the tables."""
    rows = _table("question_words.csv")
    return frozenset(row["concept"] for row in rows if Kind(row["kind"]) is Kind.PLACE)


@lru_cache(maxsize=2)
def vocabulary(language: Language) -> Vocabulary:
    """The tables in this language, read once."""
    whole: dict[str, list[Form]] = {}
    beginnings: dict[str, list[Form]] = {}
    for words, concept in _rows(language):
        form = Form(tuple(words.split()), concept)
        first = form.words[0]
        if first.endswith("*"):
            beginnings.setdefault(first[:-1], []).append(form)
        else:
            whole.setdefault(first, []).append(form)
    known = [one for one in (*whole, *beginnings) if len(one) >= _STEM]
    return Vocabulary(language, whole, beginnings, known)


def named() -> Sequence[str]:
    """The first word for each concept, in English and in Spanish."""
    rows = list(_table("question_words.csv"))
    firsts = [row[language].split("|")[0].rstrip("*") for row in rows for language in _COLUMN.values()]
    return [one for one in dict.fromkeys(firsts) if one]


def _rows(language: Language) -> Iterator[tuple[str, Concept]]:
    for row in _table("question_words.csv"):
        sign = {"+": 1, "-": -1}.get(row["sign"], 0)
        concept = Concept(Kind(row["kind"]), row["concept"], sign, float(row["weight"]))
        for form in row[_COLUMN[language]].split("|"):
            if form:
                yield plain(form), concept
    filler = Concept(Kind.FILLER, "filler")
    for row in _table("question_stop_words.csv"):
        if row["language"] == language:
            yield plain(row["word"]), filler


_COLUMN = {Language.ENGLISH: "english", Language.SPANISH: "spanish"}


def _table(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(
        files("config.data").joinpath(name).read_text(encoding="utf-8").splitlines(), strict=True
    )


@lru_cache(maxsize=20_000)
def _that_begin_with(word: str, language: Language) -> Sequence[Form]:
    """The forms whose first word this may be, the longest first."""
    known = vocabulary(language)
    forms = list(known.whole.get(word, ()))
    for length in range(len(word), 0, -1):
        forms += known.beginnings.get(word[:length], ())
    return sorted(forms, key=_length, reverse=True)


def _length(form: Form) -> tuple[int, int]:
    return len(form.words), sum(map(len, form.words))


@lru_cache(maxsize=10_000)
def _corrected(word: str, language: Language) -> str | None:
    """The known word that differs in one letter only."""
    if len(word) < _LONG_ENOUGH_TO_BE_MISTYPED or not word.isalpha():
        return None
    found = extractOne(word, vocabulary(language).known, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else None


def _unknown(word: str) -> Concept:
    return Concept(Kind.OTHER, word[:_STEM], weight=0.45, word=word)
