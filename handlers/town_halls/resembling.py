"""What asks much the same as a new question: something that a member has suggested, or the campaign's file.

Where somebody waits for the answer only the plain method of `handlers.questions` runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from config.campaign import question_topics
from handlers.questions.asked import Asked, Measure, grouped
from handlers.questions.asked import Question as Written
from storage.town_halls.questions import Question


@dataclass(frozen=True, slots=True)
class Resembled:
    """The one that a new question resembles: the key of its group, its words, and its row where a member has
    suggested it."""

    group: str
    words: str
    question: Question | None = None


def resembled(words: str, suggested: Sequence[Question]) -> Resembled | None:
    """The first question that asks much the same as these words; None where nothing does.

    Compared with the first of each group alone: step by step, the others would lead to a different question.
    """
    firsts = [one for one in suggested if one.same_as is None]
    known = [*_of_the_file(), *(Resembled(one.key, one.told.words, one) for one in firsts)]
    asked = Asked(Written(number, one.words) for number, one in enumerate(known))
    nearest = asked.nearest(words)
    return None if nearest is None else known[nearest.question.id]


def regrouped(suggested: Sequence[Question], measure: Measure) -> dict[int, str | None]:
    """All suggested questions in groups by another measure, for a worker: the key of the first that asks the
    same, by each question's row id; None for the first itself."""
    known = [*_of_the_file(), *(Resembled(one.key, one.told.words, one) for one in suggested)]
    written = (Written(number, one.words) for number, one in enumerate(known))
    found: dict[int, str | None] = {}
    for group in grouped(written, measure):
        first = known[group.first.id]
        if first.question is not None:
            found[first.question.id] = None
        for other in group.others:
            question = known[other.id].question
            if question is not None:
                found[question.id] = first.group
    return found


def _of_the_file() -> list[Resembled]:
    """Each variant in both of its languages."""
    variants = [variant for topic in question_topics() for variant in topic.variants]
    return [Resembled(one.id, words) for one in variants for words in (one.en, one.es)]
