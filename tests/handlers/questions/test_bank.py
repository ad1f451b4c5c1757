"""The bank of questions: another one for each asker, under topics that were not asked about."""

from config.campaign import Topic, Variant, question_topics
from handlers.questions.alike import alike
from handlers.questions.bank import next_variant, topics_left, variant_with
from handlers.questions.tone import findings


def topic(id: str, count: int) -> Topic:
    variants = tuple(Variant(f"{id}-{n}", id, f"{id} {n}?", f"¿{id} {n}?") for n in range(1, count + 1))
    return Topic(id, id, id, variants)


BANK = (topic("asylum", 2), topic("housing", 3), topic("schools", 1))


def handed(askers: int, topics_asked: tuple[str, ...] = ()) -> list[str]:
    out: list[str] = []
    for _ in range(askers):
        variant = next_variant(topics_asked, out, BANK).variant
        if variant is not None:
            out.append(variant.id)
    return out


def test_each_asker_has_another_question_and_topics_take_turns() -> None:
    assert handed(6) == ["asylum-1", "housing-1", "schools-1", "asylum-2", "housing-2", "housing-3"]


def test_topics_that_were_not_asked_about_come_first() -> None:
    assert handed(4, ("asylum", "schools")) == ["housing-1", "housing-2", "housing-3", "asylum-1"]
    first = next_variant(("asylum", "schools"), (), BANK)
    assert (first.new_topic, first.left) == (True, 5)
    again = next_variant(("asylum", "housing", "schools"), (), BANK)
    assert again.variant is not None
    assert (again.variant.id, again.new_topic) == ("asylum-1", False)


def test_it_says_when_none_is_left() -> None:
    every = [variant.id for one in BANK for variant in one.variants]
    last = next_variant((), every[:-1], BANK)
    assert last.variant is not None
    assert last.left == 0
    none = next_variant((), every, BANK)
    assert (none.variant, none.new_topic, none.left) == (None, False, 0)
    assert next_variant((), (), ()).variant is None


def test_the_same_is_said_whenever_the_same_is_known_and_unknown_ids_change_nothing() -> None:
    assert next_variant({"gone"}, ["gone-1", "asylum-1"], BANK) == next_variant((), ["asylum-1"], BANK)


def test_what_is_left_to_ask_a_candidate() -> None:
    assert [one.id for one in topics_left({"housing"}, BANK)] == ["asylum", "schools"]
    variant = variant_with("housing-2", BANK)
    assert variant is not None
    assert variant.en == "housing 2?"
    assert variant_with("housing-9", BANK) is None


def test_the_campaigns_bank_has_the_four_questions_of_the_guide_and_neighbouring_themes() -> None:
    bank = {one.id: one for one in question_topics()}
    assert len(bank["views"].variants) >= 2
    assert sum(one.en.startswith("If elected") for one in bank["if-elected"].variants) >= 2
    assert {"asylum", "housing", "health", "climate", "schools", "voting"} <= set(bank)
    ids = [variant.id for one in bank.values() for variant in one.variants]
    assert len(ids) == len(set(ids))


def test_no_two_questions_of_the_campaigns_bank_are_the_same_and_none_attacks() -> None:
    variants = [variant for one in question_topics() for variant in one.variants]
    same = [(a.id, b.id) for a in variants for b in variants if a.id < b.id and alike(a.en, b.en)]
    assert same == []
    assert [one.id for one in variants if findings(one.en) or findings(one.es)] == []


def test_both_languages_of_a_variant_ask_the_same() -> None:
    variants = [variant for one in question_topics() for variant in one.variants]
    assert sum(alike(one.en, one.es) for one in variants) >= len(variants) // 2
    for one in variants:
        assert [other.id for other in variants if alike(one.en, other.es)] in ([one.id], [])
