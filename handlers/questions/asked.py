"""What was asked already: the nearest to a new question, and all questions in their groups."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest

from handlers.questions.alike import ALIKE, likeness, near_words
from handlers.questions.reading import Reading, read

_LOOKED_AT_CLOSELY = 100
_NEAR = 0.7

Likeness = Callable[[Reading, Reading], float]
Nearby = Callable[[Reading, Sequence[Reading]], Iterable[int]]
"""Which of many questions may ask the same as the first although they share no word with it: their places."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A way to compare questions: how much two ask the same, from where on they are one, and which are to be
    compared at all beside those that have something in common."""

    likeness: Likeness
    alike: float
    nearby: Nearby | None = None


PLAINLY = Measure(likeness, ALIKE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was written."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The question that comes nearest to a new one, and how near, from 0 to 1."""

    question: Question
    likeness: float


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same as the first of them."""

    first: Question
    others: tuple[Question, ...] = ()


class Asked:
    """Questions that were asked, prepared for being compared with new ones.

    Each is read once, when it is added. A new one is compared closely with the hundred that have the most in
    common with it.
    """

    def __init__(self, questions: Iterable[Question] = (), measure: Measure = PLAINLY) -> None:
        self._measure = measure
        self._questions: list[Question] = []
        self._readings: list[Reading] = []
        self._with: dict[str, list[int]] = defaultdict(list)
        self._as_written: dict[tuple[str, ...], int] = {}
        for question in questions:
            self.add(question)

    def add(self, question: Question) -> None:
        """This was asked, too."""
        self._keep(question, read(question.text))

    def nearest(self, text: str) -> Nearest | None:
        """What was asked before and comes nearest to this; None where nothing asks the same."""
        return self._nearest(read(text))

    def add_or_nearest(self, question: Question) -> Nearest | None:
        """The nearest to this question; where there is none, it is added."""
        reading = read(question.text)
        nearest = self._nearest(reading)
        if nearest is None:
            self._keep(question, reading)
        return nearest

    def _keep(self, question: Question, reading: Reading) -> None:
        number = len(self._questions)
        self._questions.append(question)
        self._readings.append(reading)
        self._as_written.setdefault(reading.words, number)
        for name in reading.names:
            self._with[name].append(number)

    def _nearest(self, reading: Reading) -> Nearest | None:
        same = self._as_written.get(reading.words)
        if same is not None:
            return Nearest(self._questions[same], 1.0)
        likeness = self._measure.likeness
        measured = ((likeness(reading, self._readings[one]), -one) for one in self._candidates(reading))
        near, number = max(measured, default=(0.0, 0))
        return Nearest(self._questions[-number], near) if near and near >= self._measure.alike else None

    def _candidates(self, reading: Reading) -> Iterable[int]:
        if self._measure.nearby is None:
            return self._with_most_in_common(reading)
        return {*self._with_most_in_common(reading), *self._measure.nearby(reading, self._readings)}

    def _with_most_in_common(self, reading: Reading) -> Sequence[int]:
        common: dict[int, float] = defaultdict(float)
        for concept, weight in reading.core.items():
            for number in self._with.get(concept.name, ()):
                common[number] += weight
            for name in near_words().get(concept.name, ()):
                for number in self._with.get(name, ()):
                    common[number] += weight * _NEAR
        if len(common) <= _LOOKED_AT_CLOSELY:
            return list(common)
        weight = reading.weight
        readings = self._readings
        shares = ((had / max(weight, readings[one].weight), one) for one, had in common.items())
        return [one for _, one in nlargest(_LOOKED_AT_CLOSELY, shares)]


def grouped(questions: Iterable[Question], measure: Measure = PLAINLY) -> list[Group]:
    """Questions in their groups, in the order in which each group's first was asked.

    A question goes to the group whose first question it is most like. It is never compared with the others of
    a group: step by step, those would lead from one question to a quite different one.
    """
    firsts = Asked(measure=measure)
    others: dict[int, list[Question]] = {}
    order: list[Question] = []
    for question in questions:
        nearest = firsts.add_or_nearest(question)
        if nearest is None:
            order.append(question)
            others[question.id] = []
        else:
            others[nearest.question.id].append(question)
    return [Group(first, tuple(others[first.id])) for first in order]
