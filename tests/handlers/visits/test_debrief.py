"""After a visit: the debrief press by press, and what becomes of it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage.database import Purpose
from storage.outreach.replies import Answer
from storage.tasks import TaskRow
from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import go_to, log, replies
from tests.handlers.seeing import answer, shows, with_words
from tests.handlers.visits.arranged import NEW_YORK, arrange, due, ready, take, visit_rows
from tests.workspace import ANA, BEN, CORA, DEE, Json, Workspace

YES_TO = "You asked: Meet again"


@pytest.fixture
def over(arranged: Arranged) -> Workspace:
    """A visit with one ask, two hours after its end; Ben took notes, Cora made the ask."""
    return arranged(_over)


@pytest.fixture
def over_on_both(workspace: Workspace) -> Workspace:
    return _over(workspace)


def _over(workspace: Workspace) -> Workspace:
    arrange(ready(workspace), "in 10 days at 10am", Asks="Meet again")
    take(workspace, "Note-taker", BEN)
    take(workspace, "The ask", CORA)
    go_to(workspace, ends(workspace) + timedelta(hours=2))
    return workspace


def ends(workspace: Workspace) -> datetime:
    return visit_rows(workspace)[-1].ends_at


def card(workspace: Workspace, user: str = BEN) -> Json:
    return with_words(workspace, "Debrief: Jane Doe (PA-07)", user)


def all_tasks(workspace: Workspace) -> list[TaskRow]:
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(TaskRow).order_by(TaskRow.id)))


def test_the_note_taker_is_asked_two_hours_after_the_end(over_on_both: Workspace) -> None:
    asked = card(over_on_both)
    assert "Whom did you meet?" in asked["text"]
    assert YES_TO in asked["text"]
    for user in (ANA, CORA, DEE):
        assert "Debrief" not in over_on_both.told(user)


def test_two_presses_are_enough_and_each_is_kept(over_on_both: Workspace) -> None:
    workspace = over_on_both
    asked = card(workspace)
    workspace.press("Staff", asked, BEN)
    shows(workspace, asked, "You met: Staff.", BEN)
    workspace.press("Yes", card(workspace), BEN)
    shows(workspace, asked, "Their answer: Yes.", BEN)
    shows(workspace, asked, "Thank you, all that is needed is noted.", BEN)
    (reply,) = replies(workspace)
    assert (reply.answer, reply.source) == (Answer.SUPPORT, "Meet again")
    workspace.advance(days=1)
    assert workspace.told(BEN).count("Debrief: ") == 1


def test_it_is_asked_again_the_next_day(over: Workspace) -> None:
    over.press("Staff", card(over), BEN)
    over.advance(days=1)
    over.settle()
    assert over.told(BEN).count("Debrief: ") == 2
    assert over.told(BEN).count("You met: Staff.") == 2


def test_a_wrong_press_can_be_changed(over: Workspace) -> None:
    over.press("Staff", card(over), BEN)
    shows(over, card(over), "You met: Staff.", BEN)
    over.press("Change", card(over), BEN)
    shows(over, card(over), "Whom did you meet?", BEN)
    over.press("The Member", card(over), BEN)
    shows(over, card(over), "You met: The Member.", BEN)


def test_their_words_are_kept_as_they_are(over: Workspace) -> None:
    over.press("No", card(over), BEN)
    shows(over, card(over), "Their answer: No.", BEN)
    view = over.press("Their words…", card(over), BEN).view
    over.submit(view, BEN, Their_words="Not *this* year, <b>sorry</b>")
    shows(over, card(over), "“Not *this* year, &lt;b&gt;sorry&lt;/b&gt;”", BEN)
    over.press("Senior staff", card(over), BEN)
    shows(over, card(over), "all that is needed is noted", BEN)
    (reply,) = replies(over)
    assert (reply.answer, reply.words) == (Answer.OPPOSED, "Not *this* year, <b>sorry</b>")


def test_an_undecided_answer_is_to_be_asked_again_by_who_made_the_ask(over: Workspace) -> None:
    over.press("Staff", card(over), BEN)
    shows(over, card(over), "You met", BEN)
    over.press("Undecided", card(over), BEN)
    shows(over, card(over), "all that is needed is noted", BEN)
    (task,) = all_tasks(over)
    assert task.due_on == (ends(over) + timedelta(days=7)).date()
    told = answer(over.type("/tasks", CORA))["text"]
    assert "Ask Jane Doe (PA-07) again: Meet again, by" in told
    assert "Nothing is to be done." in answer(over.type("/tasks", BEN))["text"]


def test_a_promise_of_ours_is_somebodys_task_until_it_is_done(over: Workspace) -> None:
    view = over.press("We promised…", card(over), BEN).view
    over.submit(view, BEN, What="Send the report", Who=CORA, By="in 4 days")
    shows(over, card(over), "<@U0CORA> will: Send the report, by", BEN)
    assert "Send the report" in answer(over.type("/tasks all"))["text"]
    over.advance(days=4)  # from a Thursday to a Monday
    over.settle()
    reminded = with_words(over, "Send the report", CORA)
    assert "(promised to Jane Doe (PA-07))" in reminded["text"]
    over.press("Done", reminded, CORA)
    shows(over, reminded, "Done: Send the report", CORA)
    over.advance(days=10)
    over.settle()
    assert over.told(CORA).count("Send the report") == 1
    over.press("Not done after all", shows(over, reminded, "Done:", CORA), CORA)
    assert "Send the report" in answer(over.type("/tasks", CORA))["text"]


def test_what_they_promised_asked_and_got_is_kept(over: Workspace) -> None:
    for button, field, words in (
        ("They promised…", "What", "Call back"),
        ("A question to answer…", "Question", "How many families?"),
        ("We left…", "What", "Two fact sheets"),
    ):
        view = over.press(button, card(over), BEN).view
        over.submit(view, BEN, **{field: words})
    shows(over, card(over), "Left with them: Two fact sheets", BEN)
    assert "They promised: Call back" in card(over)["text"]
    assert "To be answered: How many families?" in card(over)["text"]


def test_thank_yous_until_it_is_said(over: Workspace) -> None:
    thank = with_words(over, "Thank Jane Doe (PA-07)", ANA)
    assert "say once more what you asked:\nMeet again" in thank["text"]
    over.advance(days=1)
    over.settle()
    assert over.told(ANA).count("Thank Jane Doe") == 2
    over.press("I thanked them", thank)
    shows(over, thank, "Thanked: Jane Doe")
    over.advance(days=4)
    over.settle()
    assert over.told(ANA).count("Say thank you for the visit") == 0


def test_one_thank_you_settles_the_answer_and_the_visit(over: Workspace) -> None:
    over.press("Staff", card(over), BEN)
    shows(over, card(over), "You met", BEN)
    over.press("Yes", card(over), BEN)
    shows(over, card(over), "all that is needed is noted", BEN)
    thank = with_words(over, "Thank Jane Doe (PA-07)", ANA)
    over.press("I thanked them", thank)
    shows(over, thank, "Thanked: Jane Doe")
    assert replies(over)[0].thanked_at is not None


def test_whoever_followed_up_hears_that_the_visit_brought_the_answer(over: Workspace) -> None:
    log(over, "email")
    over.press("Staff", card(over), BEN)
    shows(over, card(over), "You met", BEN)
    over.press("Yes", card(over), BEN)
    shows(over, card(over), "all that is needed is noted", BEN)
    over.advance(days=1)
    assert "<@U0BEN> logged an answer" in over.told(ANA)


def test_a_candidates_answer_ends_the_follow_ups(over: Workspace) -> None:
    log(over, "email")
    assert due(over, "follow-up")
    over.press("Staff", card(over), BEN)
    shows(over, card(over), "You met", BEN)
    over.press("Yes", card(over), BEN)
    shows(over, card(over), "all that is needed is noted", BEN)
    over.advance(days=5)
    over.settle()
    assert "Follow up with" not in over.told(ANA)


def test_a_month_later_the_lead_is_asked_for_the_next_contact(over: Workspace) -> None:
    over.press("Staff", card(over), BEN)
    shows(over, card(over), "You met", BEN)
    over.press("Yes", card(over), BEN)
    shows(over, card(over), "all that is needed is noted", BEN)
    first, second = due(over, "visit-keep-in-touch")
    assert (first - ends(over)).days in (29, 30)
    assert (second - ends(over)).days in (89, 90)
    go_to(over, first + timedelta(days=3))  # past a weekend
    assert "Is it time to be in touch again?" in over.told(ANA)


def test_without_a_time_the_debrief_comes_at_six_in_the_evening(on_sqlite: Workspace) -> None:
    arrange(ready(on_sqlite), "in 10 days", Asks="Meet again")
    first = due(on_sqlite, "visit-debrief")[0]
    assert first.astimezone(NEW_YORK).strftime("%H:%M") == "18:00"


def test_the_answer_stands_where_candidates_are_shown(over: Workspace) -> None:
    over.press("No", card(over), BEN)
    shows(over, card(over), "Their answer: No.", BEN)
    view = over.press("Their words…", card(over), BEN).view
    over.submit(view, BEN, Their_words="Not this year")
    shows(over, card(over), "Not this year", BEN)
    listed = answer(over.type("/candidates PA-07", DEE))["text"]
    assert "asked “Meet again”: No. “Not this year”" in listed
