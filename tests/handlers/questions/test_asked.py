"""The nearest to a new question, and questions in their groups."""

from itertools import pairwise

from handlers.questions.alike import alike
from handlers.questions.asked import Asked, Question, grouped

CAP = Question(1, "Will you raise the refugee ceiling?")
WORK = Question(2, "Should asylum seekers be allowed to work while they wait?")
RENT = Question(3, "What will you do about rents?")


def test_the_nearest_is_the_one_that_asks_the_same() -> None:
    asked = Asked([CAP, WORK, RENT])
    nearest = asked.nearest("Would you let asylum seekers hold a job while they are waiting?")
    assert nearest is not None
    assert nearest.question == WORK
    assert asked.nearest("Who pays for your campaign?") is None
    assert asked.nearest("Would you lower the refugee ceiling?") is None


def test_what_is_added_later_is_found_and_the_same_words_always_are() -> None:
    asked = Asked([CAP])
    assert asked.nearest("¿Qué hará con los alquileres?") is None
    asked.add(RENT)
    nearest = asked.nearest("¿Qué hará con los alquileres?")
    assert nearest is not None
    assert nearest.question == RENT
    assert Asked([Question(7, "Why?")]).nearest("why") is not None
    assert Asked().nearest("Why?") is None


def test_questions_stand_in_groups_in_the_order_in_which_they_were_asked() -> None:
    higher = Question(4, "Would you vote for a higher refugee ceiling?")
    tope = Question(5, "¿Subirá usted el tope de refugiados?")
    rents = Question(6, "How will you bring rents down?")
    groups = grouped([CAP, WORK, higher, RENT, tope, rents])
    assert [(group.first, group.others) for group in groups] == [
        (CAP, (higher, tope)),
        (WORK, ()),
        (RENT, (rents,)),
    ]
    assert grouped([]) == []


def test_a_group_never_wanders_from_its_first_question() -> None:
    steps = [
        "Do you support a cap of 125,000 refugees?",
        "Will you support raising the number of refugees we take in each year?",
        "Do you think that a cap of 15,000 refugees is right?",
    ]
    assert all(alike(one, other) for one, other in pairwise(steps))
    assert not alike(steps[0], steps[2])
    groups = grouped(Question(number, text) for number, text in enumerate(steps))
    assert [len(group.others) for group in groups] == [1, 0]


def test_among_many_that_share_its_words_the_right_one_is_found() -> None:
    many = [Question(number, f"What will you do for refugees in Ward {number}?") for number in range(500)]
    asked = Asked([*many, Question(999, "Would you raise the ceiling on refugees next year?")])
    nearest = asked.nearest("Will you raise the refugee ceiling?")
    assert nearest is not None
    assert nearest.question.id == 999
