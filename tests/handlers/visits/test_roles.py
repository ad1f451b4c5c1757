"""The role card in a visit's thread: taking, giving up, assigning, declining."""

from collections.abc import Generator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from config import campaign
from config.campaign import Role
from handlers.cards import Refused
from handlers.visits.rows import label
from handlers.visits.taking import fits
from storage.visits.parts import State, VisitPart
from tests.arranged_once import Arranged
from tests.handlers.seeing import answer, newest, shows, with_words, words_of
from tests.handlers.visits.arranged import (
    arrange,
    part_rows,
    ready,
    role_card,
    take,
    told_in_thread,
    visit_rows,
)
from tests.workspace import ANA, BEN, CORA, DEE, Workspace, field_of, labels


@pytest.fixture
def visit(arranged: Arranged) -> Workspace:
    """A visit in ten days."""
    return arranged(_visit)


@pytest.fixture
def visit_on_both(workspace: Workspace) -> Workspace:
    """The same, on SQLite and on PostgreSQL."""
    _visit(workspace)
    return workspace


def _visit(workspace: Workspace) -> None:
    arrange(ready(workspace))


def test_a_press_takes_the_role_and_the_same_card_shows_who_has_it(visit_on_both: Workspace) -> None:
    workspace = visit_on_both
    card = role_card(workspace)
    assert {"Facilitator", "Personal story", "The ask", "Note-taker"} <= set(labels(card))
    assert "The ask: open · needed before we go" in card["text"]
    take(workspace, "The ask", BEN)
    redrawn = role_card(workspace, "The ask: <@U0BEN>")
    assert redrawn["ts"] == card["ts"]
    assert "The ask" not in labels(redrawn)
    assert "Ready, but still open: Facilitator, Personal story and Note-taker · " in redrawn["text"]
    assert "1 of 8 is coming. <@U0BEN>" in redrawn["text"]


def test_ready_when_nothing_is_missing(visit: Workspace) -> None:
    for role, user in (("The ask", ANA), ("Facilitator", BEN), ("Note-taker", CORA)):
        take(visit, role, user)
    take(visit, "Personal story", DEE)
    visit.press("Willing", with_words(visit, "Would you tell your own story", DEE), DEE)
    card = role_card(visit, "Personal story: <@U0DEE>")
    assert card["text"].startswith("Ready · Jane Doe (PA-07)")
    assert "4 of 8 are coming" in card["text"]


def test_who_comes_second_is_told_who_has_it(visit: Workspace) -> None:
    before = role_card(visit)
    visit.press("Facilitator", before, BEN)
    visit.press("Facilitator", before, CORA)
    told = told_in_thread(visit, "<@U0BEN> has that role: Facilitator.", CORA)
    assert told["ephemeral"]
    assert [(one.role, one.state) for one in part_rows(visit)] == [("facilitator", State.HELD)]


def test_a_role_that_goes_with_no_other_is_not_taken_beside_one() -> None:
    host = Role("host", "Host", "", exclusive=True)
    own = VisitPart(1, 1, 1, "ask", State.HELD, datetime(2026, 7, 1, tzinfo=UTC), 1)
    with pytest.raises(Refused) as refused:
        fits([own], host)
    assert refused.value.text.values["role"] == label(host)
    fits([], host)
    fits([own], Role("shelter", "Shelter", ""))


@pytest.fixture
def own_roles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Generator[None]:
    """A campaign whose roles have a host, who does nothing else, and several witnesses."""
    known = files("config.campaign").joinpath("roles.toml").read_text(encoding="utf-8")
    own = """
        [[role]]
        id = "host"
        label = "Host"
        duty = "open the door"
        importance = "required"
        exclusive = true

        [[role]]
        id = "witness"
        label = "Witness"
        duty = "listen"
        importance = "optional"
        shared = true
    """
    (tmp_path / "roles.toml").write_text(f"{known}\n{own}", encoding="utf-8")

    def here(package: str) -> Path:
        del package
        return tmp_path

    monkeypatch.setattr(campaign, "files", here)
    campaign.visit_roles.cache_clear()
    yield
    campaign.visit_roles.cache_clear()


@pytest.mark.usefixtures("own_roles")
def test_roles_of_the_campaigns_own_file_are_exclusive_shared_and_required(on_sqlite: Workspace) -> None:
    _visit(on_sqlite)
    assert "Host: open" in role_card(on_sqlite)["text"]
    take(on_sqlite, "The ask", BEN)
    assert "and Host · " in role_card(on_sqlite, "Ready")["text"]
    take(on_sqlite, "Host", BEN)
    assert told_in_thread(on_sqlite, "Host goes with no other role. Give up The ask first.", BEN)
    take(on_sqlite, "Host", CORA)
    assert "Host: <@U0CORA> · open the door" in role_card(on_sqlite, "Host: <@U0CORA>")["text"]
    take(on_sqlite, "Note-taker", CORA)
    assert told_in_thread(on_sqlite, "Host goes with no other role. Give up Host first.", CORA)
    form = on_sqlite.press("Assign…", role_card(on_sqlite)).view
    refused = words_of(on_sqlite.submit(form, Who=CORA, Role="witness").view).replace("\n", "")
    assert "Host goes with no other role. Give up Host first." in refused
    for user in (BEN, DEE):
        take(on_sqlite, "Witness", user)
    assert "Witness: <@U0BEN> and <@U0DEE>" in role_card(on_sqlite, "<@U0DEE>")["text"]


def test_several_may_be_point_person(visit: Workspace) -> None:
    take(visit, "Point person", BEN)
    take(visit, "Point person", CORA)
    assert "Point person: <@U0BEN> and <@U0CORA>" in role_card(visit, "<@U0CORA>")["text"]


def test_coming_and_not_coming(visit: Workspace) -> None:
    visit.press("I'm coming", role_card(visit), BEN)
    take(visit, "Facilitator", CORA)
    assert "2 of 8 are coming. <@U0BEN> and <@U0CORA>" in role_card(visit, "2 of 8")["text"]
    visit.press("Can't come", role_card(visit), CORA)
    card = role_card(visit, "Facilitator: open")
    assert "1 of 8 is coming. <@U0BEN>" in card["text"]
    assert "Facilitator is open again: Jane Doe (PA-07)" in visit.told(ANA)


def test_giving_a_role_up_opens_it_again_and_keeps_its_history(visit: Workspace) -> None:
    take(visit, "Facilitator", BEN)
    visit.press("Give up my role", role_card(visit, "Facilitator: <@U0BEN>"), BEN)
    assert "Facilitator" in labels(role_card(visit, "Facilitator: open"))
    (row,) = part_rows(visit)
    assert row.state is State.GIVEN_UP
    assert row.renounced_at is not None
    visit.press("Give up my role", role_card(visit), BEN)
    assert told_in_thread(visit, "You have no role at this visit", BEN)


def test_with_two_roles_it_is_asked_which_one(visit: Workspace) -> None:
    take(visit, "Facilitator", BEN)
    take(visit, "Time-keeper", BEN)
    visit.press("Give up my role", role_card(visit, "Time-keeper: <@U0BEN>"), BEN)
    asked = told_in_thread(visit, "Which role do you give up?", BEN)
    visit.press("Time-keeper", asked, BEN)
    assert "Facilitator: <@U0BEN>" in role_card(visit, "Facilitator: <@U0BEN>")["text"]
    assert [one.state for one in part_rows(visit)] == [State.HELD, State.GIVEN_UP]


def assign(workspace: Workspace, who: str, role: str) -> str:
    view = workspace.press("Assign…", role_card(workspace)).view
    return str(workspace.submit(view, Who=who, Role=role).raw)


def test_who_is_assigned_is_asked_and_may_accept(visit: Workspace) -> None:
    assert "I've asked" in assign(visit, BEN, "facilitator")
    assert "Facilitator: <@U0BEN> (asked)" in role_card(visit, "(asked)")["text"]
    asked = with_words(visit, "asks you to take Facilitator", BEN)
    assert labels(asked) == ["Accept", "Decline"]
    assert "bring us back on track" in asked["text"]
    visit.press("Accept", asked, BEN)
    assert "(asked)" not in role_card(visit, "1 of 8 is coming")["text"]


def test_a_no_is_offered_to_those_who_come_without_a_role_one_after_the_other(visit: Workspace) -> None:
    for user in (CORA, DEE):
        visit.press("I'm coming", role_card(visit), user)
    assign(visit, BEN, "facilitator")
    visit.press("Decline", with_words(visit, "asks you to take Facilitator", BEN), BEN)
    assert "Facilitator: open" in role_card(visit, "Facilitator: open")["text"]
    assert "can't take Facilitator" in visit.told(ANA)
    offer = with_words(visit, "Facilitator is open again", CORA)
    assert "Facilitator" not in visit.told(DEE)
    visit.press("Decline", offer, CORA)
    offer = with_words(visit, "Facilitator is open again", DEE)
    visit.press("Accept", offer, DEE)
    assert "Facilitator: <@U0DEE>" in role_card(visit, "Facilitator: <@U0DEE>")["text"]
    shows(visit, offer, "You have Facilitator: Jane Doe", DEE)
    assert "Nobody is needed" not in visit.told(DEE)


def test_an_offer_that_nobody_answers_goes_on_to_the_next_after_a_day_and_both_may_take_it(
    visit: Workspace,
) -> None:
    for user in (CORA, DEE):
        visit.press("I'm coming", role_card(visit), user)
    assign(visit, BEN, "facilitator")
    visit.press("Decline", with_words(visit, "asks you to take Facilitator", BEN), BEN)
    first = with_words(visit, "Facilitator is open again", CORA)
    visit.advance(hours=23)
    assert "Facilitator" not in visit.told(DEE)
    visit.advance(hours=2)
    assert with_words(visit, "Facilitator is open again", DEE)
    visit.advance(days=2)
    assert visit.told(CORA).count("Facilitator is open again") == 1
    visit.press("Accept", first, CORA)
    assert "Nobody is needed for Facilitator any more" in visit.told(DEE)
    role_card(visit, "Facilitator: <@U0CORA>")


def test_who_cannot_come_after_all_passes_what_they_were_asked_on(visit: Workspace) -> None:
    for user in (CORA, DEE):
        visit.press("I'm coming", role_card(visit), user)
    assign(visit, BEN, "facilitator")
    asked = with_words(visit, "asks you to take Facilitator", BEN)
    visit.press("Can't come", role_card(visit, "(asked)"), BEN)
    shows(visit, asked, "You gave up Facilitator", BEN)
    offer = with_words(visit, "Facilitator is open again", CORA)
    visit.press("Can't come", role_card(visit), CORA)
    shows(visit, offer, "You said no to Facilitator", CORA)
    assert with_words(visit, "Facilitator is open again", DEE)


def test_an_offer_that_somebody_else_took_says_so(visit: Workspace) -> None:
    visit.press("I'm coming", role_card(visit), CORA)
    assign(visit, BEN, "facilitator")
    visit.press("Decline", with_words(visit, "asks you to take Facilitator", BEN), BEN)
    offer = with_words(visit, "Facilitator is open again", CORA)
    take(visit, "Facilitator", DEE)
    visit.press("Accept", offer, CORA)
    assert "Facilitator: <@U0DEE>" in role_card(visit, "Facilitator: <@U0DEE>")["text"]
    assert "Nobody is needed for Facilitator any more" in visit.told(CORA)


def test_it_is_ready_only_once_somebody_said_yes_to_the_ask(visit: Workspace) -> None:
    visit.type("/assign-role <@U0BEN> ask")
    waiting = role_card(visit, "The ask: <@U0BEN> (asked)")["text"]
    assert waiting.startswith("Not ready: nobody has said yes yet to The ask · ")
    assert "Not ready: nobody makes the ask yet." in answer(visit.type("/visits"))["text"]
    visit.press("Accept", with_words(visit, "The ask", BEN), BEN)
    assert role_card(visit, "Ready")["text"].startswith("Ready")


def test_only_organisers_assign(visit: Workspace) -> None:
    visit.press("I'm coming", role_card(visit), BEN)
    visit.settle()
    visit.press("Assign…", role_card(visit), BEN)
    assert told_in_thread(visit, "rganiser", BEN)["ephemeral"]


def test_assigning_in_the_channel(visit: Workspace) -> None:
    visit.type("/visits", BEN)
    assert "I've asked" in answer(visit.type("/assign-role <@U0BEN> facilitator"))["text"]
    assert with_words(visit, "asks you to take Facilitator", BEN)
    assert "There is no role" in visit.type("/assign-role <@U0BEN> juggler").text


def test_with_several_visits_it_is_asked_which_one(visit: Workspace) -> None:
    visit.type("/visits", BEN)
    arrange(visit, "in 20 days at 3pm")
    asked = answer(visit.type("/assign-role <@U0BEN> facilitator"))
    assert "For which visit?" in asked["text"]
    visit.press(labels(asked)[0], asked)
    visit.settle()
    assert with_words(visit, "asks you to take Facilitator", BEN)


def test_a_visit_is_typed_by_whom_it_is_with_its_district_or_its_day(visit: Workspace) -> None:
    visit.type("/visits", BEN)
    arrange(visit, "in 20 days at 3pm")
    day = visit_rows(visit)[-1].starts_at
    for words, number in ((f"{day:%b} {day.day}", 1), ("PA-07 thu", 0)):
        told = answer(visit.type(f"/assign-role <@U0BEN> facilitator {words}"))["text"]
        assert "I've asked" in told
        (part,) = [one for one in part_rows(visit) if one.visit_id == visit_rows(visit)[number].id]
        assert part.role == "facilitator"
    asked = answer(visit.type("/assign-role <@U0BEN> note-taker Jane Doe"))
    assert "Which visit do you mean?" in asked["text"]
    visit.press(labels(asked)[1], asked)
    assert with_words(visit, "asks you to take Note-taker", BEN)
    assert "No visit that is coming fits “Sam”." in visit.type("/assign-role <@U0BEN> notes Sam").text
    assert "There is no role “juggler”" in visit.type("/assign-role <@U0BEN> juggler PA-07").text


def test_the_form_of_assigning_offers_the_visits_that_come(visit: Workspace) -> None:
    visit.type("/visits", BEN)
    arrange(visit, "in 20 days at 3pm")
    form = visit.type("/assign-role").view
    first, second = (one["value"] for one in field_of(form, "Visit")["element"]["options"])
    visit.submit(form, Who=BEN, Role="facilitator", Visit=second)
    assert first != second
    assert [str(part.visit_id) for part in part_rows(visit)] == [second]


def test_a_bot_takes_no_role(visit: Workspace) -> None:
    assert "A bot can't take part" in visit.type(f"/assign-role <@{visit.key.bot_user_id}> facilitator").text


def test_an_old_card_of_a_cancelled_visit_explains_itself(visit: Workspace) -> None:
    card = role_card(visit)
    visit.press("Cancel it", newest(visit, "Visit: Jane Doe"))
    visit.press("Yes, cancel it", newest(visit, "Cancel this visit?"))
    visit.press("Facilitator", card, BEN)
    assert told_in_thread(visit, "That visit was cancelled", BEN)
    assert part_rows(visit) == []
