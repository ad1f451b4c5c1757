"""The tables of words: each word stands for one thing, and what is near to what is known."""

import csv
from collections import defaultdict
from importlib.resources import files

from handlers.questions.vocabulary import Kind, known_places, vocabulary
from handlers.questions.words import Language


def table(name: str) -> list[dict[str, str]]:
    text = files("config.data").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def test_no_word_stands_for_two_things() -> None:
    stands_for: dict[str, set[str]] = defaultdict(set)
    for row in table("question_words.csv"):
        for word in (*row["english"].split("|"), *row["spanish"].split("|")):
            stands_for[word].add(row["concept"])
    del stands_for[""]
    assert {word: found for word, found in stands_for.items() if len(found) > 1} == {}


def test_what_is_near_to_something_is_known() -> None:
    known = {row["concept"] for row in table("question_words.csv")}
    assert {name for row in table("question_near_words.csv") for name in row.values()} <= known


def test_a_place_is_known_however_its_table_writes_it() -> None:
    assert {"ukraine", "haiti", "afghanistan"} <= known_places()
    (concept,) = vocabulary(Language.ENGLISH).concepts(["ukrainian"])
    assert concept.kind is Kind.PLACE
    assert concept.name in known_places()


def test_each_small_word_is_of_a_language_that_questions_are_asked_in() -> None:
    assert {row["language"] for row in table("question_stop_words.csv")} == set(Language)


def test_a_word_is_read_in_the_language_of_its_question() -> None:
    assert [one.name for one in vocabulary(Language.ENGLISH).concepts(["mayors"])] == ["mayor"]
    assert [one.name for one in vocabulary(Language.SPANISH).concepts(["mayores"])] == ["senior"]
    assert [one.name for one in vocabulary(Language.SPANISH).concepts(["food", "stamps"])] == ["food stamps"]
