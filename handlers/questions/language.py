"""In which language a question is written: English or Spanish."""

import csv
from functools import lru_cache
from importlib.resources import files

from handlers.questions.vocabulary import plain_words

ENGLISH, SPANISH = "en", "es"


def language_of(text: str) -> str:
    """“es” for a question that has more of the small words of Spanish than of English, else “en”."""
    if "¿" in text or "¡" in text:
        return SPANISH
    words = plain_words(text)
    spanish = sum(word in _small_words()[SPANISH] for word in words)
    return SPANISH if spanish > sum(word in _small_words()[ENGLISH] for word in words) else ENGLISH


@lru_cache(maxsize=1)
def _small_words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {ENGLISH: set(), SPANISH: set()}
    table = files("config.data").joinpath("question_stop_words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines(), strict=True):
        found[ENGLISH if row["language"] == ENGLISH else SPANISH].update(plain_words(row["word"])[:1])
    both = found[ENGLISH] & found[SPANISH]
    return {language: frozenset(words - both) for language, words in found.items()}
