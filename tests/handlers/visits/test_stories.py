"""Personal stories: asked each time, shown to nobody before a yes, withdrawn with one press."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.database import Purpose
from storage.visits.parts import State
from storage.visits.stories import Hearers, StoryRow, Willing
from tests.handlers.outreach.asking import go_to
from tests.handlers.seeing import answer, shows, with_words
from tests.handlers.visits.arranged import arrange, part_rows, ready, role_card, take, visit_rows
from tests.handlers.visits.test_changing import links
from tests.workspace import ANA, BEN, DEE, Json, Workspace, labels


@pytest.fixture
def visit(workspace: Workspace) -> Workspace:
    """Dee has pressed the personal story's button."""
    arrange(ready(workspace))
    take(workspace, "Personal story", DEE)
    return workspace


def asked(workspace: Workspace) -> Json:
    return with_words(workspace, "Would you tell your own story", DEE)


def said(workspace: Workspace) -> list[StoryRow]:
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(StoryRow)))


def test_nobody_sees_who_is_asked_before_they_are_willing(visit: Workspace) -> None:
    card = role_card(visit, "Personal story: somebody is being asked")
    assert "Personal story" not in labels(card)
    assert labels(asked(visit)) == ["Willing", "Not this time"]
    assert "I keep no word of it" in asked(visit)["text"]
    assert said(visit) == []


def test_willing_is_for_this_office_only_until_one_says_otherwise(visit: Workspace) -> None:
    message = asked(visit)
    visit.press("Willing", message, DEE)
    assert "Personal story: <@U0DEE>" in role_card(visit, "Personal story: <@U0DEE>")["text"]
    card = shows(visit, message, "For: This office only.", DEE)
    (row,) = said(visit)
    assert (row.willing, row.hearers) == (Willing.WILLING, Hearers.OFFICE)
    visit.submit(visit.press("For whom…", card, DEE).view, DEE, For_whom="coalition", Name="D.")
    (row,) = said(visit)
    assert (row.hearers, row.shown_name) == (Hearers.COALITION, "D.")


def test_not_this_time_opens_the_role_and_names_nobody(visit: Workspace) -> None:
    visit.press("Not this time", asked(visit), DEE)
    assert "Personal story: open" in role_card(visit, "Personal story: open")["text"]
    assert "<@U0DEE>" not in with_words(visit, "Personal story is open again", ANA)["text"]


def test_one_press_withdraws_and_empties_the_role_everywhere(visit: Workspace) -> None:
    message = asked(visit)
    visit.press("Willing", message, DEE)
    card = shows(visit, message, "You are willing", DEE)
    visit.press("Withdraw", card, DEE)
    assert "<@U0DEE>" not in role_card(visit, "Personal story: open")["text"].split("Note-taker")[0]
    (row,) = said(visit)
    assert (row.willing, row.shown_name) == (Willing.WITHDRAWN, "")
    assert part_rows(visit)[-1].state is State.GIVEN_UP
    assert "Dee" not in visit.told(ANA)
    assert "<@U0DEE>" not in visit.told(ANA)


def test_withdrawn_it_stands_nowhere_and_what_cannot_be_drawn_anew_never_said_it(visit: Workspace) -> None:
    take(visit, "The ask", BEN)
    message = asked(visit)
    visit.press("Willing", message, DEE)
    view = visit.press("For whom…", shows(visit, message, "You are willing", DEE), DEE).view
    visit.submit(view, DEE, Name="D. from the river")
    card = shows(visit, message, "as D. from the river.", DEE)
    addresses = links(visit, DEE)
    starts_at = visit_rows(visit)[-1].starts_at
    go_to(visit, starts_at - timedelta(days=1))
    assert "With you: <@U0DEE>." in with_words(visit, "Your visit: ", BEN)["text"]
    assert not any("story" in visit.client.get(address).text.casefold() for address in addresses)
    visit.press("Withdraw", card, DEE)
    assert "<@U0DEE>" not in role_card(visit, "Personal story: open")["text"].split("Note-taker")[0]
    assert "river" not in shows(visit, card, "You gave up Personal story", DEE)["text"]
    assert "You have" not in answer(visit.type("/visits mine", DEE))["text"]
    told = with_words(visit, "is open again", ANA)["text"]
    assert told.startswith("Personal story is open again: ")
    assert "<@" not in told
    go_to(visit, starts_at - timedelta(hours=22))  # Dee sleeps three hours longer
    assert "story" not in with_words(visit, "Your visit: ", DEE)["text"].casefold()


def test_who_cannot_come_tells_no_story(visit: Workspace) -> None:
    visit.press("Willing", asked(visit), DEE)
    visit.press("Can't come", role_card(visit, "Personal story: <@U0DEE>"), DEE)
    role_card(visit, "Personal story: open")
    (row,) = said(visit)
    assert row.willing is Willing.WITHDRAWN


def test_an_offered_story_that_is_accepted_can_be_withdrawn(visit: Workspace) -> None:
    visit.press("I'm coming", role_card(visit), BEN)
    visit.press("Not this time", asked(visit), DEE)
    offer = with_words(visit, "Would you tell your own story", BEN)
    visit.press("Willing", offer, BEN)
    visit.press("Withdraw", shows(visit, offer, "You are willing to tell your story", BEN), BEN)
    role_card(visit, "Personal story: open")
    (row,) = [one for one in said(visit) if one.willing is Willing.WITHDRAWN]
    assert row.hearers is Hearers.OFFICE
