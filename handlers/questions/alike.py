"""Whether two questions ask the same: what they have in common, against what only one of them has."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp

from handlers.questions.phrases import Asks
from handlers.questions.reading import Reading, read
from handlers.questions.vocabulary import Concept, Kind

ALIKE = 0.75
"""From this likeness on two questions count as one. Chosen so that few are called alike that are not."""

_NEAR, _TOLD, _SAME_DIRECTION = 0.7, 0.8, 0.5
_PART_OF_THE_OTHER = 0.35
"""A short question that is all in a long one is not the long one: its share counts this much more at most."""
_SUBJECTS = frozenset({Kind.WHO, Kind.PLACE, Kind.LAW, Kind.MATTER})


@dataclass(frozen=True, slots=True)
class Compared:
    """Two questions side by side.

    `less` and `more`: how much of each the other one has, from 0 to 1, the smaller share first. `subjects`:
    the most that one of them has alone in whom and what it is about.
    """

    less: float
    more: float
    subjects: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of a comparison says: fitted to the tuning part of the labelled pairs."""

    less: float
    more: float
    subjects: float
    base: float

    def weigh(self, pair: Compared) -> float:
        """The evidence that two questions are one; below 0 that they are two."""
        return self.less * pair.less + self.more * pair.more + self.subjects * pair.subjects + self.base


_PLAINLY = Weights(less=0.75, more=2.8, subjects=-2.1, base=-0.5)


def alike(one: str, other: str) -> bool:
    """Whether a moderator would say that the second was just asked."""
    return likeness(read(one), read(other)) >= ALIKE


def likeness(one: Reading, other: Reading) -> float:
    """How much two questions ask the same, from 0 to 1."""
    if one.words == other.words:
        return 1.0
    if differ(one, other):
        return 0.0
    return chance(_PLAINLY.weigh(compare(one, other)))


def differ(one: Reading, other: Reading) -> bool:
    """Whether something that can be named sets them apart: a number, a law, a place, for or against, done
    or to be done, who or when."""
    return (
        one.sign * other.sign < 0
        or not _asks_fit(one.asks, other.asks)
        or (one.past != other.past and Asks.SAY not in (one.asks, other.asks))
        or _apart(one.numbers, other.numbers)
        or _apart(one.places, other.places)
        or _apart(one.laws, other.laws)
    )


def compare(one: Reading, other: Reading) -> Compared:
    """What they have in common, and what each has alone."""
    mine, theirs = _beside(one, other), _beside(other, one)
    less, more = sorted((mine.covered, theirs.covered))
    return Compared(less, min(more, less + _PART_OF_THE_OTHER), max(mine.subjects, theirs.subjects))


def chance(evidence: float) -> float:
    """From 0 to 1."""
    return 1 / (1 + exp(-evidence))


def near_words() -> Mapping[str, frozenset[str]]:
    """What is asked in nearly the same questions, by the names of the concepts, both ways."""
    return _near()


@dataclass(frozen=True, slots=True)
class _Beside:
    """One question beside another: its share that the other one has, and the subjects that it has alone."""

    covered: float
    subjects: float


def _beside(one: Reading, other: Reading) -> _Beside:
    left = [concept for concept in other.core if concept.name not in one.names]
    had = subjects = 0.0
    for concept, weight in one.core.items():
        match = 1.0 if concept.name in other.names else _nearest(concept, left)
        if not match and concept.name in other.told:
            match = _TOLD
        had += weight * match
        if concept.kind in _SUBJECTS:
            subjects += weight * (1 - match)
    return _Beside(had / one.weight if one.weight else 0.0, subjects)


def _nearest(concept: Concept, left: list[Concept]) -> float:
    """How near the nearest of these comes; it is taken out of them, since a word stands for one word only."""
    nearest = max(left, key=lambda one: _closeness(concept, one), default=None)
    closeness = _closeness(concept, nearest) if nearest else 0.0
    if nearest and closeness:
        left.remove(nearest)
    return closeness


def _closeness(one: Concept, other: Concept) -> float:
    if one.kind is Kind.ACT and other.kind is Kind.ACT and one.sign == other.sign:
        return _SAME_DIRECTION
    return _NEAR if other.name in _near().get(one.name, ()) else 0.0


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Each has what the other one has not."""
    return bool(one - other and other - one)


def _asks_fit(one: Asks, other: Asks) -> bool:
    return one is other or (one in _MAY_STAND_FOR_EACH_OTHER and other in _MAY_STAND_FOR_EACH_OTHER)


_MAY_STAND_FOR_EACH_OTHER = frozenset({Asks.WHETHER, Asks.HOW, Asks.SAY})


@lru_cache(maxsize=1)
def _near() -> Mapping[str, frozenset[str]]:
    near: dict[str, set[str]] = {}
    table = files("config.data").joinpath("question_near_words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines(), strict=True):
        near.setdefault(row["concept"], set()).add(row["near"])
        near.setdefault(row["near"], set()).add(row["concept"])
    return {name: frozenset(others) for name, others in near.items()}
