"""Every candidate of a race gets the same contact and the same materials: what is owed to whom."""

from datetime import timedelta

import pytest

from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import (
    JANE,
    SAM,
    add_candidate,
    contacts,
    days_later,
    go_to,
    log,
    to_monday,
)
from tests.handlers.outreach.test_materials import add, in_one, option, picked
from tests.handlers.seeing import answer, newest
from tests.handlers.stored import facts
from tests.workspace import Json, Workspace, field_of, labels

LEE = "Lee Castillo"


@pytest.fixture
def race(arranged: Arranged) -> Workspace:
    """Ana leads PA-07, for which Jane Doe, Sam Blake and Lee Castillo run."""
    return arranged(_race)


def _race(workspace: Workspace) -> None:
    workspace.set_up()
    workspace.type("/claim-district PA-07")
    for name in (JANE, SAM, LEE):
        add_candidate(workspace, name)


def matrix(workspace: Workspace) -> Json:
    return answer(workspace.type("/parity PA-07"))


def about(card: Json, name: str) -> list[str]:
    """What a matrix says of one candidate, line by line."""
    lines = [line.split(" [")[0] for line in card["text"].splitlines()]
    start = lines.index(name) + 1
    rest = [n for n, line in enumerate(lines[start:], start) if line in (JANE, SAM, LEE)]
    return [line for line in lines[start : rest[0] if rest else None] if ":" in line]


def log_by_form(workspace: Workspace, name: str, how: str, *materials: str, outcome: str = "sent") -> str:
    form = workspace.type(f'/log-contact "{name}"').view
    if not materials:
        return in_one(workspace.submit(form, How=how, Outcome=outcome).view)
    given = [option(form, one) for one in materials]
    return in_one(workspace.submit(form, How=how, Outcome=outcome, Materials=given).view)


def test_whoever_logs_a_contact_is_told_who_is_owed_the_same(race: Workspace) -> None:
    add(race, "Kit", "2")
    told = log_by_form(race, JANE, "email", "Kit, version 2")
    assert (
        "2 other candidates of the race are owed the same: Lee Castillo (Email and Kit, version 2) and "
        "Sam Blake (Email and Kit, version 2)." in told
    )


def test_the_button_opens_the_form_with_what_is_owed(race: Workspace) -> None:
    add(race, "Kit", "2")
    log(race, "email")
    told = log(race, "phone")
    assert labels(told) == ["Log Lee Castillo", "Log Sam Blake", "Why?", "Log reply", "Take it back"]
    form = race.press("Log Sam Blake", told).view
    assert form["title"] == "Log a contact"
    assert field_of(form, "Candidate")["element"]["initial_option"]["text"]["text"].startswith(SAM)
    assert field_of(form, "How")["element"]["initial_option"]["value"] == "phone"
    before = len(contacts(race))
    race.submit(form)
    assert len(contacts(race)) == before + 1
    assert contacts(race)[-1].tactic == "phone"


def test_opening_the_form_stores_nothing(race: Workspace) -> None:
    told = log(race, "email")
    before = facts(race)
    race.press("Log Sam Blake", told)
    assert facts(race) == before


def test_why_is_answered(race: Workspace) -> None:
    told = log(race, "email")
    race.press("Why?", told)
    assert "501(c)(3)" in newest(race, "Charities may not favour")["text"]


def test_the_matrix_says_what_each_was_given_and_is_owed(race: Workspace) -> None:
    monday = to_monday(race)
    day = f"{monday:%a} {monday.day} {monday:%b}"
    assert "nobody is owed anything" in matrix(race)["text"]
    add(race, "Kit", "1")
    log_by_form(race, JANE, "email", "Kit, version 1")
    log(race, "phone", SAM)
    card = matrix(race)
    assert "3 candidates are owed something." in card["text"]
    assert about(card, JANE) == [f"Email: given {day}", "Phone call: owed", f"Kit, version 1: given {day}"]
    assert about(card, SAM)[:3] == ["Email: owed", f"Phone call: given {day}", "Kit, version 1: owed"]
    assert about(card, LEE) == ["Email: owed", "Phone call: owed", "Kit, version 1: owed"]
    of_lee = [label for label in labels(card) if label.startswith("Log ")][:3]
    assert of_lee[0] == "Log Phone call"


def test_each_debt_has_a_button_that_opens_the_form_filled(race: Workspace) -> None:
    add(race, "Kit", "1")
    log_by_form(race, JANE, "letter", "Kit, version 1")
    card = matrix(race)
    form = race.press("Log Kit, version 1", card).view
    assert picked(form) == ["Kit, version 1"]
    assert "initial_option" not in field_of(form, "How")["element"]
    race.submit(form, How="letter")
    assert "1 candidate is owed something." in matrix(race)["text"]


def test_once_all_have_the_same_nothing_is_owed(race: Workspace) -> None:
    for name in (JANE, SAM, LEE):
        log(race, "email", name)
    assert "All candidates of this race were treated alike." in matrix(race)["text"]
    assert "owed" not in log(race, "email", JANE)["text"]


def test_of_a_material_the_newest_version_that_one_was_given_is_owed(race: Workspace) -> None:
    add(race, "Kit", "1")
    log_by_form(race, JANE, "email", "Kit, version 1")
    log_by_form(race, SAM, "email", "Kit, version 1")
    add(race, "Kit", "2")
    assert "version 2" not in matrix(race)["text"]
    log_by_form(race, LEE, "email", "Kit, version 2")
    card = matrix(race)
    assert "Kit, version 2: owed, has version 1" in about(card, JANE)
    assert "Kit, version 2: owed, has version 1" in about(card, SAM)
    assert "version 1: " not in "\n".join(about(card, LEE))


@pytest.mark.parametrize(("outcome", "said"), [("declined", "they declined"), ("unavailable", "offered")])
def test_what_was_declined_counts_as_offered(race: Workspace, outcome: str, said: str) -> None:
    log(race, "email", JANE)
    log_by_form(race, SAM, "email", outcome=outcome)
    log(race, "email", LEE)
    card = matrix(race)
    assert "treated alike" in card["text"]
    assert about(card, SAM)[0].startswith(f"Email: {said} ")


def test_a_candidate_added_late_is_owed_the_same(race: Workspace) -> None:
    for name in (JANE, SAM, LEE):
        log(race, "email", name)
    add_candidate(race, "Kim Late")
    assert "1 candidate is owed something." in matrix(race)["text"]


def test_a_contact_that_is_taken_back_no_longer_counts(race: Workspace) -> None:
    told = log(race, "email", JANE)
    race.press("Take it back", told)
    newest(race, "Taken back")
    assert "nobody is owed anything" in matrix(race)["text"]


def test_a_material_that_is_taken_back_is_owed_to_nobody(race: Workspace) -> None:
    add(race, "Kit", "1")
    log_by_form(race, JANE, "email", "Kit, version 1")
    race.press("Take it back", answer(race.type("/materials list")))
    newest(race, "Taken back: Kit")
    card = matrix(race)
    assert about(card, JANE)[1].startswith("Kit, version 1: given ")
    assert about(card, SAM) == ["Email: owed"]


def test_put_on_the_list_again_it_is_the_same_material(race: Workspace) -> None:
    add(race, "Kit", "1")
    log_by_form(race, JANE, "email", "Kit, version 1")
    race.press("Take it back", answer(race.type("/materials list")))
    newest(race, "Taken back: Kit")
    add(race, "kit", "V1")
    log_by_form(race, SAM, "email", "kit, version 1")
    card = matrix(race)
    assert [line for line in about(card, JANE) if "owed" in line] == []
    assert [line for line in about(card, LEE) if "version 1" in line] == ["kit, version 1: owed"]


def test_who_declined_a_version_does_not_have_it(race: Workspace) -> None:
    add(race, "Kit", "1")
    told = log_by_form(race, SAM, "letter", "Kit, version 1", outcome="declined")
    assert "Offered: Kit, version 1." in told
    assert "I'll remind you" not in told
    add(race, "Kit", "2")
    log_by_form(race, JANE, "letter", "Kit, version 2")
    assert "Kit, version 2: owed" in about(matrix(race), SAM)


@pytest.mark.parametrize("outcome", ["declined", "unavailable"])
def test_what_was_only_offered_does_not_displace_what_was_given(race: Workspace, outcome: str) -> None:
    add(race, "Flyer", "2026-10")
    log_by_form(race, JANE, "letter", "Flyer, version 2026-10")
    add(race, "Flyer", "2026-11")
    told = log_by_form(race, SAM, "letter", "Flyer, version 2026-11", outcome=outcome)
    assert "2026-11) and" not in told
    card = matrix(race)
    how = {"declined": "they declined", "unavailable": "offered"}[outcome]
    assert [line.rsplit(" ", 3)[0] for line in about(card, JANE)] == [
        "Letter: given", "Flyer, version 2026-10: given",
    ]  # fmt: skip
    offered = [line for line in about(card, SAM) if line.startswith("Flyer, version 2026-11")]
    assert [line.rsplit(" ", 3)[0] for line in offered] == [f"Flyer, version 2026-11: {how}"]
    assert "Flyer, version 2026-10: owed" in about(card, SAM)
    assert about(card, LEE) == ["Letter: owed", "Flyer, version 2026-10: owed"]


def test_who_has_a_version_and_declines_a_newer_one_has_both_lines(race: Workspace) -> None:
    add(race, "Flyer", "2026-10")
    log_by_form(race, JANE, "letter", "Flyer, version 2026-10")
    add(race, "Flyer", "2026-11")
    log_by_form(race, JANE, "letter", "Flyer, version 2026-11", outcome="declined")
    lines = [line.rsplit(" ", 3)[0] for line in about(matrix(race), JANE)]
    assert lines[1:] == ["Flyer, version 2026-10: given", "Flyer, version 2026-11: they declined"]
    log_by_form(race, SAM, "letter", "Flyer, version 2026-11")
    card = matrix(race)
    assert "2026-10" not in "\n".join(about(card, JANE))
    assert "Flyer, version 2026-11: owed" in about(card, LEE)


def test_what_nobody_was_given_is_owed_to_nobody(race: Workspace) -> None:
    add(race, "Flyer", "2026-10")
    log_by_form(race, SAM, "letter", "Flyer, version 2026-10", outcome="declined")
    card = matrix(race)
    assert about(card, SAM)[1].startswith("Flyer, version 2026-10: they declined ")
    assert about(card, LEE) == ["Letter: owed"]


def test_more_debts_than_a_message_has_room_for_buttons(race: Workspace) -> None:
    for number in range(30):
        add(race, f"Flyer {number:02}", "1")
    form = race.type(f'/log-contact "{JANE}"').view
    every = [one["value"] for one in field_of(form, "Materials")["element"]["options"]]
    race.submit(form, How="letter", Materials=every)
    card = matrix(race)
    assert sum(line.endswith(": owed") for line in about(card, SAM)) == 31
    assert len([label for label in labels(card) if label.startswith("Log ")]) == 20


def test_a_material_that_went_off_the_list_meanwhile_is_refused(race: Workspace) -> None:
    add(race, "Kit", "1")
    form = race.type(f'/log-contact "{JANE}"').view
    value = option(form, "Kit, version 1")
    race.press("Take it back", answer(race.type("/materials list")))
    newest(race, "Taken back: Kit")
    before = facts(race)
    acted = race.submit(form, How="letter", Materials=[value])
    assert acted.view["id"] == form["id"]
    assert facts(race) == before


def test_when_the_race_is_over_nothing_is_asked_for(race: Workspace) -> None:
    monday = to_monday(race)
    log(race, "email", JANE)
    go_to(race, days_later(monday, 3 * 365))
    card = matrix(race)
    assert "The race is over. 2 candidates were not treated like the others." in card["text"]
    assert [label for label in labels(card) if label.startswith("Log ")] == []


def test_a_seat_without_candidates(race: Workspace) -> None:
    told = answer(race.type("/parity PA-08"))
    assert "there is nobody to compare" in told["text"]
    assert labels(told) == ["Add candidate"]


def test_many_candidates_come_in_pages(race: Workspace) -> None:
    for number in range(8):
        add_candidate(race, f"Alex Number{'abcdefgh'[number]}")
    log(race, "email", JANE)
    card = matrix(race)
    assert "Page 1 of 2" in card["text"]
    race.press("Next page", card)
    assert SAM in newest(race, "Page 2 of 2")["text"]


def test_somebody_told_twice_is_owed_once(race: Workspace) -> None:
    monday = to_monday(race)
    log(race, "email", JANE)
    go_to(race, monday + timedelta(hours=2))
    log(race, "email", JANE)
    assert about(matrix(race), SAM)[0] == "Email: owed"
    assert [label for label in labels(matrix(race)) if label.startswith("Log ")] == ["Log Email", "Log Email"]
