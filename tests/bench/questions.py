"""A new question against five thousand that were asked, beside comparing its words with those of each."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import extractOne

from handlers.questions.asked import Asked, Question
from tests.handlers.questions.labelled import pairs

ASKED, NEW = 5_000, 100
_PLACES = (
    "Reading",
    "Erie",
    "Scranton",
    "York",
    "Easton",
    "Bethlehem",
    "Lancaster",
    "Hazleton",
    "Altoona",
    "Chester",
)
_GROUPS = (
    "Afghan",
    "Syrian",
    "Haitian",
    "Cuban",
    "Somali",
    "Iraqi",
    "Nepali",
    "Sudanese",
    "Kenyan",
    "Iranian",
)


@dataclass(frozen=True, slots=True)
class Grouping:
    """Milliseconds for one new question, median and 99th of a hundred; seconds to read all of those asked."""

    median: float
    p99: float
    baseline: float
    preparing: float


def measure_grouping() -> Grouping:
    """The labelled questions, for different groups and places, so that no two are the same."""
    chosen = random.Random(5)
    texts = [text for pair in pairs() for text in (pair.a, pair.b)]
    questions = [
        Question(
            number,
            f"My name is {number}. {chosen.choice(texts)} For {chosen.choice(_GROUPS)} families in "
            f"{chosen.choice(_PLACES)}?",
        )
        for number in range(ASKED)
    ]
    began = time.perf_counter()
    asked = Asked(questions)
    preparing = time.perf_counter() - began
    new = [f"Good evening. {text}" for text in chosen.sample(texts, NEW)]
    every = [question.text for question in questions]
    took = sorted(_milliseconds(asked.nearest, text) for text in new)
    by_letters = sorted(
        _milliseconds(lambda text: extractOne(text, every, scorer=token_set_ratio), text) for text in new
    )
    return Grouping(took[NEW // 2], took[-2], by_letters[NEW // 2], preparing)


def _milliseconds(work: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    work(text)
    return (time.perf_counter() - began) * 1_000
