"""Whether two questions ask the same: what they have in common, against what only one of them has."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp

from handlers.questions.phrases import Asks, Time
from handlers.questions.reading import Reading, read
from handlers.questions.vocabulary import Concept, Kind, known_places, vocabulary
from handlers.questions.words import Language

ALIKE = 0.52
"""From this likeness on two questions count as one. Chosen so that few are called alike that are not."""

_NEAR, _TOLD, _SAME_DIRECTION = 0.5, 0.8, 0.4
_BELONGS = 0.35
"""What only one of them names but goes with what both name: “the wall”, “the wall at the border”."""
_ENOUGH = 1.5
_SAME_SENTENCE, _TELLING = 0.45, 0.4
_MUCH_THE_SAME = 0.15
_BEGIN_AND_END_ALIKE = 3
_SUBJECTS = frozenset({Kind.WHO, Kind.PLACE, Kind.LAW, Kind.MATTER, Kind.WORRY})


@dataclass(frozen=True, slots=True)
class Compared:
    """Two questions side by side.

    `common`: how much of the one that has more beside it the other one has, from 0 to 1. `shared`: how much
    that says, since “refugees” alone says little. `subjects`: the most that one of them has alone in whom and
    what it is about; `both`: what the other one has alone then. `form`: how much they are the same sentence
    with something else in it. `deeds`: the most that one of them has alone in what is done. `languages`: 1
    where they are in two, since no word shows then that they are the same sentence with something else in it.
    """

    common: float
    shared: float
    subjects: float
    both: float
    form: float
    deeds: float
    languages: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of a comparison says: fitted to all labelled pairs but the unseen ones."""

    common: float
    shared: float
    subjects: float
    both: float
    form: float
    deeds: float
    languages: float
    base: float

    def weigh(self, pair: Compared) -> float:
        """The evidence that two questions are one; below 0 that they are two."""
        return (
            self.common * pair.common
            + self.shared * pair.shared
            + self.subjects * pair.subjects
            + self.both * pair.both
            + self.form * pair.form
            + self.deeds * pair.deeds
            + self.languages * pair.languages
            + self.base
        )


_PLAINLY = Weights(
    common=-0.4, shared=3.05, subjects=-1.2, both=-1.1, form=-18.9, deeds=-0.7, languages=-1.9, base=0.25
)


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
        _opposed(one, other)
        or not _asks_fit(one.asks, other.asks)
        or ({one.time, other.time} == {Time.PAST, Time.AHEAD} and Asks.SAY not in (one.asks, other.asks))
        or _apart(one.numbers, other.numbers)
        or _elsewhere(one, other)
        or _apart(one.laws, other.laws)
        or _one_word_replaced(one, other)
        or _one_place_differs(one, other)
    )


def compare(one: Reading, other: Reading) -> Compared:
    """What they have in common, and what each has alone."""
    mine, theirs = _beside(one, other), _beside(other, one)
    common = min(mine.covered, theirs.covered)
    both, subjects = sorted((mine.subjects, theirs.subjects))
    return Compared(
        common=common,
        shared=min(mine.covered * one.weight, theirs.covered * other.weight, _ENOUGH),
        subjects=subjects,
        both=both,
        form=words_in_common(one, other) * (1 - common),
        deeds=max(mine.deeds, theirs.deeds),
        languages=float(one.language != other.language),
    )


def chance(evidence: float) -> float:
    """From 0 to 1."""
    return 1 / (1 + exp(-evidence))


def near_words() -> Mapping[str, frozenset[str]]:
    """What is asked in nearly the same questions, by the names of the concepts, both ways."""
    return _near()


@dataclass(frozen=True, slots=True)
class _Beside:
    """One question beside another: its share that the other one has, and what it has alone."""

    covered: float
    subjects: float
    deeds: float


def _beside(one: Reading, other: Reading) -> _Beside:
    left = [concept for concept in other.core if concept.name not in one.names]
    has_more = any(concept.kind in _SUBJECTS for concept in left)
    shared = frozenset[str]() if has_more else one.names & other.names
    had = subjects = deeds = 0.0
    for concept, weight in one.core.items():
        match = 1.0 if concept.name in other.names else _nearest(concept, left)
        if not match and concept.name in other.told:
            match = _TOLD
        if not match and not shared.isdisjoint(_near().get(concept.name, ())):
            match = _BELONGS
        had += weight * match
        if concept.kind in _SUBJECTS:
            subjects += weight * (1 - match)
        if concept.kind is Kind.DEED:
            deeds += weight * (1 - match)
    return _Beside(had / one.weight if one.weight else 0.0, subjects, deeds)


def _nearest(concept: Concept, left: list[Concept]) -> float:
    """How near the nearest of these comes; it is taken out of them, since a word stands for one word only."""
    nearest = max(left, key=lambda one: _closeness(concept, one), default=None)
    closeness = _closeness(concept, nearest) if nearest else 0.0
    if nearest and closeness:
        left.remove(nearest)
    return closeness


def _closeness(one: Concept, other: Concept) -> float:
    if _goes_the_same_way(one, other):
        return _SAME_DIRECTION
    return _NEAR if other.name in _near().get(one.name, ()) else 0.0


def _goes_the_same_way(one: Concept, other: Concept) -> bool:
    return one.kind is Kind.ACT and other.kind is Kind.ACT and one.sign == other.sign


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Each has what the other one has not."""
    return bool(one - other and other - one)


def _one_word_replaced(one: Reading, other: Reading) -> bool:
    """Whether the same sentence stands there with something else in one place: “paid sick leave”."""
    if words_in_common(one, other) < _SAME_SENTENCE:
        return False
    return _has_alone(one, other) and _has_alone(other, one)


def words_in_common(one: Reading, other: Reading) -> float:
    """The share of the words, as they stand there, that both have."""
    mine, theirs = set(one.words), set(other.words)
    return len(mine & theirs) / len(mine | theirs) if mine or theirs else 0.0


def _one_place_differs(one: Reading, other: Reading) -> bool:
    """Whether they begin and end alike with something else in between: “let them work”, “let them vote”."""
    mine, theirs = _in_between(one.words, other.words)
    if len(one.words) - len(mine) < max(_BEGIN_AND_END_ALIKE, len(mine), len(theirs)):
        return False
    ours, others = _concepts_in(mine, one.language), _concepts_in(theirs, other.language)
    ours, others = ours - others, others - ours
    if one.sign == other.sign != 0:
        ours, others = ours - one.acts, others - other.acts
    return _another_thing(ours, others) and _another_thing(others, ours)


def _another_thing(these: frozenset[Concept], those: frozenset[Concept]) -> bool:
    return any(not any(_goes_the_same_way(one, other) for other in those) for one in these)


def _in_between(one: Sequence[str], other: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Both without the words that they begin and end with alike."""
    shorter = min(len(one), len(other))
    begin = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    end = next((at for at in range(shorter - begin) if one[-1 - at] != other[-1 - at]), shorter - begin)
    return one[begin : len(one) - end], other[begin : len(other) - end]


def _concepts_in(words: Sequence[str], language: Language) -> frozenset[Concept]:
    found = vocabulary(language).concepts([word for word in words if not word[0].isdigit()])
    return frozenset(one for one in found if one.kind is not Kind.FILLER)


def _has_alone(one: Reading, other: Reading) -> bool:
    return any(
        weight >= _TELLING
        and concept.name not in other.names
        and not any(_goes_the_same_way(concept, their) for their in other.core)
        for concept, weight in one.core.items()
    )


def _opposed(one: Reading, other: Reading) -> bool:
    """Whether one is for what the other one is against. Where they say it in quite other words it can't be
    known: “lift the limit” and “let them save more” are one."""
    if one.sign * other.sign >= 0 or not (one.sure and other.sure):
        return False
    return words_in_common(one, other) >= _MUCH_THE_SAME or _about(one) == _about(other)


def _about(one: Reading) -> frozenset[str]:
    return frozenset(concept.name for concept in one.core if concept.kind is not Kind.ACT)


def _elsewhere(one: Reading, other: Reading) -> bool:
    """Whether they are about two places. A name that no table has may be the same place: “Haiti”,
    “Port-au-Prince”."""
    if not _apart(one.places, other.places):
        return False
    are_known = one.places | other.places <= known_places()
    return are_known or words_in_common(one, other) >= _MUCH_THE_SAME


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
