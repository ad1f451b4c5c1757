"""With the optional model of meaning: `pip install coalition-bot[meaning]`."""

import pytest

from handlers.questions import meaning
from handlers.questions.asked import Question, grouped
from handlers.questions.reading import read
from tests.handlers.questions.labelled import told

pytestmark = pytest.mark.skipif(
    not meaning.installed(), reason="the extra “meaning” is not installed: pip install coalition-bot[meaning]"
)


@pytest.fixture(scope="module")
def model() -> meaning.Meaning:
    return meaning.Meaning()


@pytest.mark.parametrize("part", ["tuning", "test", "all"])
def test_more_is_found_and_those_called_the_same_are(part: str, model: meaning.Meaning) -> None:
    measured = told(
        "meaning", lambda one, other: model.likeness(read(one), read(other)) >= meaning.ALIKE, part
    )
    assert measured.precision >= 0.9
    assert measured.recall >= 0.8


def test_what_nobody_tuned_it_on_is_told(model: meaning.Meaning) -> None:
    told("meaning", lambda one, other: model.likeness(read(one), read(other)) >= meaning.ALIKE, "unseen")


def test_questions_are_grouped_by_meaning(model: meaning.Meaning) -> None:
    questions = [
        Question(1, "Will you raise the refugee ceiling?"),
        Question(2, "Will you lower the refugee ceiling?"),
        Question(3, "¿Subirá usted el tope de refugiados?"),
    ]
    groups = grouped(questions, model.measure)
    assert [(group.first.id, [one.id for one in group.others]) for group in groups] == [(1, [3]), (2, [])]


def test_what_shares_no_word_with_another_is_found_among_many(model: meaning.Meaning) -> None:
    others = [f"What will you do about the {thing}?" for thing in ("roads", "schools", "taxes", "prisons")]
    one = "My mother can't afford her medicine. Will you do something about that?"
    other = "¿Bajará usted el costo de los fármacos?"
    questions = [Question(number, text) for number, text in enumerate([*others, one, other])]
    together = [group for group in grouped(questions, model.measure) if group.others]
    assert [(group.first.text, group.others[0].text) for group in together] == [(one, other)]
