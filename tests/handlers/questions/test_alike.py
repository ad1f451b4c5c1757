"""Whether two questions are the same: measured on labelled pairs, and what sets two apart by itself."""

import re

import pytest

from handlers.questions.alike import alike
from tests.handlers.questions.labelled import pairs, told


def test_the_labelled_set_is_varied_enough() -> None:
    def common(a: str, b: str) -> float:
        one, other = (set(re.findall(r"\w+", text.lower())) for text in (a, b))
        return len(one & other) / len(one | other)

    every = pairs()
    assert len(every) >= 200
    assert len({(one.a, one.b) for one in every}) == len(every)
    assert {one.language for one in every} == {"en", "es", "en/es"}
    assert sum(one.same and common(one.a, one.b) < 0.25 for one in every) >= 40
    assert sum(not one.same and common(one.a, one.b) > 0.5 for one in every) >= 40
    assert not {one.a for one in pairs("tuning")} & {one.a for one in [*pairs("test"), *pairs("unseen")]}


@pytest.mark.parametrize("part", ["tuning", "test", "all"])
def test_those_called_the_same_are_and_most_that_are_the_same_are_found(part: str) -> None:
    measured = told("plain", alike, part)
    assert measured.precision >= 0.9
    assert measured.recall >= 0.5


def test_what_nobody_tuned_it_on_is_told() -> None:
    """A figure to be read, with `pytest -s`, and not to be worked towards."""
    told("plain", alike, "unseen")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Will you vote for the refugee bill?", "Will you vote against the refugee bill?"),
        ("Will you vote for H.R. 724?", "Will you vote for H.R. 847?"),
        ("Should the cap be 125,000 refugees?", "Should the cap be 95,000 refugees?"),
        ("Will you help refugees from Syria?", "Will you help refugees from Ukraine?"),
        ("Who decides about asylum claims?", "When are asylum claims decided?"),
        ("Did you meet refugees here?", "Will you meet refugees here?"),
        ("Will you vote for the Dream Act?", "¿Votará por la Ley GRACE?"),
        ("¿Apoya el muro?", "¿Por qué apoya el muro?"),
        ("Should we let asylum seekers work?", "Should we let asylum seekers vote?"),
        ("What should churches do for refugees?", "What should the state do for refugees?"),
        ("How many refugees should come each year?", "How many refugees came here last year?"),
        ("Have you ever met a refugee?", "Would you host a refugee?"),
    ],
)
def test_what_can_be_named_sets_two_questions_apart(one: str, other: str) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Will you vote against ending DACA?", "Will you vote to keep DACA?"),
        ("Should the cap be 125,000 refugees?", "Should the refugee cap be 125k?"),
        ("I came from Laos in 1980. Will you raise the refugee cap?", "¿Subirá el tope de refugiados?"),
        ("Why did you vote against the budget?", "What made you say no to the budget?"),
        (
            "How will you keep Medicare solvent?",
            "What's your plan so that Medicare doesn't run out of money?",
        ),
        ("How will you stop evictions?", "Will you protect tenants from being thrown out of their homes?"),
        ("How will you reunite separated families?", "How will you bring families back together?"),
        ("Would you pay a nurse fifteen dollars?", "Would you pay a nurse 15 dollars?"),
        ("WILL YOU SUPPORT REFUGEES", "will you support refugees?"),
        ("???", "???"),
    ],
)
def test_the_form_and_the_language_do_not_matter(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize("text", ["", "?", "¿", "12", "🙂", "é" * 4_000, "Ley", "the Act", "n't", "H.R. 5"])
def test_odd_texts_are_read_and_are_not_the_same_as_a_question(text: str) -> None:
    assert not alike(text, "Will you support refugees?")
