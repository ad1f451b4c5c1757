"""In which language a question is written: English or Spanish."""

import csv
from functools import lru_cache
from importlib.resources import files

from handlers.questions.words import Language, plain_words


def language_of(text: str) -> Language:
    """“es” for a question that has more of the small words of Spanish than of English, else “en”."""
    if "¿" in text or "¡" in text:
        return Language.SPANISH
    words = plain_words(text)
    english, spanish = (sum(word in _small_words()[one] for word in words) for one in Language)
    return Language.SPANISH if spanish > english else Language.ENGLISH


@lru_cache(maxsize=1)
def _small_words() -> dict[Language, frozenset[str]]:
    found: dict[Language, set[str]] = {one: set() for one in Language}
    table = files("config.data").joinpath("question_stop_words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines(), strict=True):
        found[Language(row["language"])].update(plain_words(row["word"])[:1])
    both = found[Language.ENGLISH] & found[Language.SPANISH]
    return {language: frozenset(words - both) for language, words in found.items()}
