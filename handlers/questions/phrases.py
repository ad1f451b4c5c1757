"""How questions are put: what a question wants to know, and what its phrases say about it."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

_BEGINNING = (
    r"(?:^\W*|[,:;¿]\s*|\b(?:tell us|tell me|explain|say|know|decirnos|decir|explicar|saber|and|but|y|so)\s+)"
    r"(?:exactly\s+|(?:in|on|at|by|for|from|to|with|a|de|con|por|para|en)\s+)?"
)


class Asks(StrEnum):
    """What a question wants to know."""

    WHETHER = "whether"
    HOW = "how"
    WHY = "why"
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHICH = "which"
    HOW_MANY = "how many"
    HOW_MUCH = "how much"
    HOW_LONG = "how long"
    HOW_OFTEN = "how often"
    SAY = "say"


class Time(StrEnum):
    """Whether a question is about what was done, about what is to be done, or says neither."""

    PAST = "past"
    AHEAD = "ahead"
    ANY = "any"


def its_time(words: str) -> Time:
    """The time that these plain words speak of: “did you” before “will you” before “who came”."""
    if says("past", words):
        return Time.PAST
    if says("ahead", words):
        return Time.AHEAD
    return Time.PAST if says("past_verb", words) and not says("present", words) else Time.ANY


def what_it_asks(words: str) -> Asks:
    """What these plain words want to know."""
    return next((asks for asks, pattern in _asked() if pattern.search(words)), Asks.WHETHER)


def says(what: str, words: str) -> bool:
    """Whether a phrase of this name in `question_phrases.toml` stands in these plain words."""
    return _said()[what].search(words) is not None


def without_who_do_not(words: str) -> str:
    """Without the negations that only say who is meant: “kids who don't speak English”."""
    return _said()["who_do_not"].sub(lambda found: found.group().split()[0], words)


def in_digits(words: str) -> str:
    """With the numbers that are written as words in digits: “fifteen dollars”."""
    numbers = _phrases()["numbers"]
    return _number_words().sub(lambda found: str(numbers[found.group()]), words)


@lru_cache(maxsize=1)
def _number_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_phrases()['numbers'])})\b")


@lru_cache(maxsize=1)
def _asked() -> Sequence[tuple[Asks, re.Pattern[str]]]:
    return tuple((Asks(row["kind"]), _one_of(row["begins"], row["anywhere"])) for row in _phrases()["asks"])


@lru_cache(maxsize=1)
def _said() -> Mapping[str, re.Pattern[str]]:
    return {what: _one_of([], phrases) for what, phrases in _phrases()["said"].items()}


def _one_of(begins: Sequence[str], anywhere: Sequence[str]) -> re.Pattern[str]:
    either = [rf"{_BEGINNING}(?:{one})(?!\w)" for one in begins]
    return re.compile("|".join([*either, *(rf"(?<!\w)(?:{one})(?!\w)" for one in anywhere)]))


@lru_cache(maxsize=1)
def _phrases() -> dict[str, Any]:
    return tomllib.loads(files("config.data").joinpath("question_phrases.toml").read_text(encoding="utf-8"))
