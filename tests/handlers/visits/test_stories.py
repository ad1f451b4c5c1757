"""Personal stories: asked each time, shown to nobody before a yes, withdrawn with one press."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.database import Purpose
from storage.files.exporting import export
from storage.schema import Table
from storage.visits.parts import State
from storage.visits.stories import Hearers, StoryRow, Willing
from tests.handlers.outreach.asking import go_to
from tests.handlers.seeing import answer, newest, shows, with_words
from tests.handlers.visits.arranged import (
    NEW_YORK,
    arrange,
    part_rows,
    ready,
    role_card,
    take,
    told_in_thread,
    visit_rows,
)
from tests.handlers.visits.test_changing import links, move
from tests.workspace import ANA, BEN, CORA, DEE, Json, Workspace, labels


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


@pytest.mark.parametrize("hearers", Hearers)
def test_for_whom_until_when_and_under_which_name_is_the_persons_to_say(
    visit: Workspace, hearers: Hearers
) -> None:
    message = asked(visit)
    visit.press("Willing", message, DEE)
    view = visit.press("For whom…", shows(visit, message, "You are willing", DEE), DEE).view
    visit.submit(view, DEE, For_whom=hearers.value, Until="in 60 days", Name="D. from the river")
    (row,) = said(visit)
    day = visit_rows(visit)[-1].made_at.astimezone(NEW_YORK).date() + timedelta(days=60)
    assert (row.willing, row.hearers, row.until) == (Willing.WILLING, hearers, day)
    assert "as D. from the river." in shows(visit, message, "D. from the river", DEE)["text"]


def test_it_is_asked_anew_for_every_visit_and_nothing_is_taken_over(visit: Workspace) -> None:
    message = asked(visit)
    visit.press("Willing", message, DEE)
    card = shows(visit, message, "You are willing", DEE)
    view = visit.press("For whom…", card, DEE).view
    visit.submit(view, DEE, For_whom="public", Until="in 60 days", Name="D. from the river")
    arrange(visit, "in 20 days at 3pm")
    take(visit, "Personal story", DEE)
    again = asked(visit)
    assert labels(again) == ["Willing", "Not this time"]
    assert "somebody is being asked" in role_card(visit, "Personal story: somebody")["text"]
    visit.press("Willing", again, DEE)
    shows(visit, again, "For: This office only.", DEE)
    assert [row.hearers for row in said(visit)] == [Hearers.PUBLIC, Hearers.OFFICE]


def test_who_said_until_a_later_day_withdraws_after_the_visit_too(visit: Workspace) -> None:
    message = asked(visit)
    visit.press("Willing", message, DEE)
    view = visit.press("For whom…", shows(visit, message, "You are willing", DEE), DEE).view
    visit.submit(view, DEE, For_whom="public", Until="in 60 days", Name="D. from the river")
    go_to(visit, visit_rows(visit)[-1].ends_at + timedelta(days=10))
    view = visit.press("For whom…", shows(visit, message, "D. from the river", DEE), DEE).view
    visit.submit(view, DEE, Name="D. from the hill")
    card = shows(visit, message, "as D. from the hill.", DEE)
    visit.press("Withdraw", card, DEE)
    assert "hill" not in shows(visit, message, "You gave up Personal story", DEE)["text"]
    (row,) = said(visit)
    assert (row.willing, row.shown_name) == (Willing.WITHDRAWN, "")


def test_a_visit_that_is_called_off_keeps_no_name(visit: Workspace) -> None:
    message = asked(visit)
    visit.press("Willing", message, DEE)
    shows(visit, message, "You are willing", DEE)
    visit.press("Cancel it", newest(visit, "Visit: Jane Doe (PA-07)"))
    visit.press("Yes, cancel it", newest(visit, "Cancel this visit?"))
    shows(visit, message, "That visit was cancelled", DEE)
    (row,) = said(visit)
    assert (row.willing, row.shown_name) == (Willing.WITHDRAWN, "")


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


def test_whoever_wants_the_role_too_does_not_hear_who_is_asked(on_sqlite: Workspace) -> None:
    arrange(ready(on_sqlite))
    card = role_card(on_sqlite)
    for user in (DEE, BEN):
        on_sqlite.press("Personal story", card, user)
    told = told_in_thread(on_sqlite, "Somebody is being asked", BEN)["text"]
    assert "<@U0DEE>" not in told
    for user in (CORA, DEE):
        on_sqlite.type("/visits", user)
        view = on_sqlite.press("Assign…", role_card(on_sqlite)).view
        said_no = str(on_sqlite.submit(view, Who=user, Role="story").raw)
        assert "Somebody is being asked" in said_no
        assert "U0DEE" not in said_no


def test_who_has_not_answered_is_not_told_that_they_tell_their_story(visit: Workspace) -> None:
    at = visit_rows(visit)[-1].starts_at
    for hours in (22, 1):
        go_to(visit, at - timedelta(hours=hours))
    told = visit.told(DEE)
    assert told.count("Personal story: you have not said yet whether you take it.") == 2
    assert "You have Personal story" not in told


def test_a_yes_for_the_day_of_the_visit_moves_along(visit: Workspace) -> None:
    message = asked(visit)
    visit.press("Willing", message, DEE)
    shows(visit, message, "You are willing", DEE)
    before = said(visit)[0].until
    move(visit, "in 11 days at 3pm")
    shows(visit, message, "15:00 Eastern time", DEE)
    (row,) = said(visit)
    assert (row.willing, row.until) == (Willing.WILLING, before + timedelta(days=1))


def test_a_visit_that_moves_past_the_day_that_somebody_chose_is_asked_about_anew(visit: Workspace) -> None:
    message = asked(visit)
    visit.press("Willing", message, DEE)
    card = shows(visit, message, "You are willing", DEE)
    view = visit.press("For whom…", card, DEE).view
    early = visit.submit(view, DEE, Until="tomorrow")
    assert "That is before the visit" in str(early.raw["field_errors"])
    visit.submit(view, DEE, Until="in 12 days", Name="D. from the river")
    shows(visit, message, "D. from the river", DEE)
    move(visit, "in 11 days at 10am")
    assert said(visit)[0].willing is Willing.WILLING
    move(visit, "in 13 days at 10am")
    role_card(visit, "Personal story: somebody is being asked")
    (row,) = said(visit)
    assert (row.willing, row.shown_name) == (Willing.WITHDRAWN, "")
    again = [one for one in visit.direct(DEE) if "Would you tell your own story" in one["text"]][-1]
    visit.press("Willing", again, DEE)
    assert "Personal story: <@U0DEE>" in role_card(visit, "Personal story: <@U0DEE>")["text"]


def everything_kept(workspace: Workspace, folder: Path) -> str:
    """What an export holds, and every row of every table."""
    export(workspace.database, workspace.coalition_id, folder)
    files = [file.read_text(encoding="utf-8") for file in folder.iterdir()]
    with workspace.database.across_coalitions(Purpose.READ) as db:
        rows = [str(row) for table in Table.metadata.sorted_tables for row in db.execute(select(table))]
    return "\n".join((*files, *rows))


def test_no_word_that_somebody_writes_there_is_kept_or_said_again(
    visit: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "slack_sdk")  # as `set_up_logging` has it: requests are said to nobody
    message = asked(visit)
    visit.type("Canary of the river", DEE, message["channel"])
    visit.press("Willing", message, DEE)
    card = shows(visit, message, "You are willing", DEE)
    errors: list[str] = []
    for words in ({"Until": "when the canary sings"}, {"Name": "Canary" * 20}):
        view = visit.press("For whom…", card, DEE).view
        errors.append(str(visit.submit(view, DEE, **words).raw["field_errors"]))
    assert all(len(one) > len("{}") for one in errors)
    visit.submit(visit.press("For whom…", card, DEE).view, DEE, Name="Canary of the hill")
    shows(visit, message, "as Canary of the hill.", DEE)
    assert "Canary of the hill" in everything_kept(visit, tmp_path / "willing")
    visit.press("Withdraw", card, DEE)
    shows(visit, message, "You gave up Personal story", DEE)
    go_to(visit, visit_rows(visit)[-1].starts_at - timedelta(hours=22))
    said_to_others = "\n".join(visit.told(user) for user in (ANA, BEN, CORA))
    in_the_channel = "\n".join(str(one) for one in visit.seen())
    logged = "\n".join((caplog.text, *capfd.readouterr()))
    kept = everything_kept(visit, tmp_path / "withdrawn")
    for where in (*errors, said_to_others, in_the_channel, logged, kept):
        assert "canary" not in where.casefold()
