"""After a visit: the debrief press by press, and what becomes of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import history
from storage.database import Purpose
from storage.history import Deed, Subject
from storage.outreach.replies import Answer
from storage.tasks import TaskRow
from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import go_to, log, replies
from tests.handlers.seeing import answer, newest, shows, with_words
from tests.handlers.visits.arranged import NEW_YORK, arrange, due, fill_in, ready, role_card, take, visit_rows
from tests.workspace import ANA, BEN, CORA, DEE, Json, Workspace, field_of, labels

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


def test_with_as_many_asks_as_a_visit_may_have_six_presses_are_enough(on_sqlite: Workspace) -> None:
    asks = "\n".join(("Meet again", "Sign the letter", "Vote no", "Visit us", "Write back"))
    form = fill_in(ready(on_sqlite), "in 10 days at 10am", Asks=f"{asks}\nOne more")
    assert "5 asks at most" in str(form.raw["field_errors"])
    arrange(on_sqlite, "in 10 days at 10am", Asks=asks)
    take(on_sqlite, "Note-taker", BEN)
    go_to(on_sqlite, ends(on_sqlite) + timedelta(hours=2))
    asked = card(on_sqlite)
    presses = ("Staff", "Yes", "No", "Undecided", "Not asked", "Yes")
    for number, press in enumerate(presses):
        on_sqlite.press(press, asked, BEN)
        asked = on_sqlite.eventually(
            lambda number=number: [
                one for one in [card(on_sqlite)] if one["text"].count("Their answer") == number
            ]
        )[0]
    assert "all that is needed is noted" in asked["text"]


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


def test_who_asks_again_has_not_promised_what_was_asked_for(over: Workspace) -> None:
    complete(over, "Undecided")
    assert "<@U0CORA> will ask again: Meet again, by" in card(over)["text"]


def test_who_never_said_that_they_take_notes_is_not_asked(on_sqlite: Workspace) -> None:
    arrange(ready(on_sqlite), "in 10 days at 10am", Asks="Meet again")
    on_sqlite.type("/visits", BEN)
    on_sqlite.submit(on_sqlite.press("Assign…", role_card(on_sqlite)).view, Who=BEN, Role="notes")
    take(on_sqlite, "Facilitator", CORA)
    go_to(on_sqlite, ends(on_sqlite) + timedelta(hours=2))
    assert "Whom did you meet?" in card(on_sqlite, CORA)["text"]
    assert "Debrief" not in on_sqlite.told(BEN)


def test_a_visit_on_a_sunday_is_thanked_for_on_the_day_and_never_twice_at_once(on_sqlite: Workspace) -> None:
    arrange(ready(on_sqlite), "in 6 days at 1pm", Asks="Meet again")
    assert ends(on_sqlite).astimezone(NEW_YORK).weekday() == 6
    for days, times in ((0, 1), (1, 2), (2, 2), (3, 3)):
        go_to(on_sqlite, ends(on_sqlite) + timedelta(hours=2, days=days))
        assert on_sqlite.told(ANA).count("Say thank you for the visit") == times


def test_after_an_evening_nobody_is_asked_twice_in_one_morning(on_sqlite: Workspace) -> None:
    arrange(ready(on_sqlite), "in 8 days at 8pm", Asks="Meet again")
    take(on_sqlite, "Note-taker", BEN)
    take(on_sqlite, "Facilitator", CORA)
    for hours, asked, thanks in ((16, 1, 1), (40, 2, 1), (88, 2, 2)):
        go_to(on_sqlite, ends(on_sqlite) + timedelta(hours=hours))
        assert on_sqlite.told(BEN).count("Debrief: ") == asked
        assert on_sqlite.told(ANA).count("Say thank you for the visit") == thanks


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


def test_a_task_is_ended_by_whoever_has_it_or_gave_it_and_by_organisers(over: Workspace) -> None:
    promise(over, "Send the report", BEN)
    listed = answer(over.type("/tasks all", DEE))
    over.press("Done", listed, DEE)
    assert newest(over, "That is <@U0CORA>'s task", DEE)["ephemeral"]
    assert [task.done_at for task in all_tasks(over)] == [None]
    over.press("Done", answer(over.type("/tasks all", BEN)), BEN)
    assert all(task.done_at for task in all_tasks(over))
    over.press("Not done after all", answer(over.type("/tasks visit", CORA)), CORA)
    assert [task.done_at for task in all_tasks(over)] == [None]


def test_when_to_be_in_touch_next_is_noted(over: Workspace) -> None:
    view = over.press("Next contact…", card(over), BEN).view
    past = over.submit(view, BEN, Day="2020-01-01")
    assert past.raw["field_errors"]
    day = over.runtime.clock.now().astimezone(NEW_YORK) + timedelta(days=12)
    over.submit(view, BEN, Day="in 12 days")
    shows(over, card(over), f"Next contact: {day:%a} {day.day} ", BEN)


def test_the_tasks_of_a_visit_with_several_it_asks_which(over: Workspace) -> None:
    assert "No visit has left anything to do yet." in answer(over.type("/tasks visit"))["text"]
    promise(over, "Send the report", BEN)
    told = answer(over.type("/tasks visit"))
    assert told["text"].startswith("Tasks: Jane Doe (PA-07), ")
    over.press("Done", told)
    newest(over, "Done: Send the report")
    done = answer(over.type("/tasks visit"))
    assert "Done: Send the report (promised to Jane Doe (PA-07)), by" in done["text"]
    assert labels(done) == ["Not done after all"]
    arrange(over, "in 3 days at 3pm")
    take(over, "Note-taker", DEE)
    go_to(over, ends(over) + timedelta(hours=3))
    promise(over, "Call the scheduler", DEE)
    asked = answer(over.type("/tasks visit", CORA))
    assert asked["text"].startswith("Of which visit?")
    last, first = labels(asked)
    assert "15:00" in last
    over.press(last, asked, CORA)
    assert "Call the scheduler" in shows(over, asked, "Tasks: ", CORA)["text"]
    asked = answer(over.type("/tasks visit", BEN))
    over.press(first, asked, BEN)
    assert "Call the scheduler" not in shows(over, asked, "Tasks: ", BEN)["text"]


def promise(workspace: Workspace, what: str, user: str) -> None:
    view = workspace.press("We promised…", card(workspace, user), user).view
    workspace.submit(view, user, What=what, Who=CORA, By="in 4 days")
    shows(workspace, card(workspace, user), what, user)


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


def test_a_month_and_three_months_later_it_is_read_and_a_visit_arranged(over: Workspace) -> None:
    complete(over, "Yes")
    asked = (
        f"You visited Jane Doe (PA-07) on {when_it_was(over)}, 10:00 Eastern time. Is it time to be in touch"
    )
    for days, times in ((29, 0), (33, 1), (89, 1), (91, 2)):
        go_to(over, ends(over) + timedelta(days=days))
        assert over.told(ANA).count(asked) == times, days
    last = [one for one in over.direct(ANA) if asked in one["text"]][-1]
    form = over.press("Arrange a visit", last).view
    assert "Jane Doe" in str(field_of(form, "With"))
    go_to(over, ends(over) + timedelta(days=200))
    assert over.told(ANA).count(asked) == 2


def when_it_was(workspace: Workspace) -> str:
    at = visit_rows(workspace)[-1].starts_at.astimezone(NEW_YORK)
    return f"{at:%a} {at.day} {at:%b}"


IN_TOUCH = "Is it time to be in touch again?"


def test_on_the_day_that_was_noted_for_it_the_lead_is_reminded_to_be_in_touch(over: Workspace) -> None:
    for day in ("in 5 days", "in 12 days"):  # the second counts
        over.submit(over.press("Next contact…", card(over), BEN).view, BEN, Day=day)
    for days, times in ((6, 0), (11, 0), (12, 1), (29, 1)):
        go_to(over, ends(over) + timedelta(days=days))
        assert over.told(ANA).count(IN_TOUCH) == times, days


def test_a_day_that_was_noted_takes_the_place_of_the_month_later(over: Workspace) -> None:
    over.submit(over.press("Next contact…", card(over), BEN).view, BEN, Day="in 34 days")
    for days, times in ((33, 0), (34, 1), (91, 2)):
        go_to(over, ends(over) + timedelta(days=days))
        assert over.told(ANA).count(IN_TOUCH) == times, days


def test_who_leads_there_by_then_is_asked_though_nobody_wrote_the_debrief(over: Workspace) -> None:
    over.type("/claim-district PA-07", DEE)
    over.type("/release-district PA-07")
    over.settle()
    over.press("Take the lead", with_words(over, "Will you lead it?", DEE), DEE)
    for days in (30, 33):  # past a weekend
        go_to(over, ends(over) + timedelta(days=days, hours=4))
    assert over.told(DEE).count(IN_TOUCH) == 1
    assert IN_TOUCH not in over.told(ANA)


def test_who_visits_them_again_or_called_it_off_is_not_asked(over: Workspace) -> None:
    first = ends(over)
    arrange(over, "in 40 days at 10am")
    for days in (30, 33):
        go_to(over, first + timedelta(days=days))
    assert IN_TOUCH not in over.told(ANA)
    over.press("Cancel it", newest(over, "Visit: Jane Doe (PA-07)"))
    over.press("Yes, cancel it", newest(over, "Cancel this visit?"))
    go_to(over, first + timedelta(days=91))
    assert over.told(ANA).count(IN_TOUCH) == 1  # of the first visit
    go_to(over, first + timedelta(days=140))
    assert over.told(ANA).count(IN_TOUCH) == 1


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


def test_the_next_day_the_facilitator_is_asked_too_and_either_answers_for_both(on_sqlite: Workspace) -> None:
    arrange(ready(on_sqlite), "in 10 days at 10am", Asks="Meet again")
    take(on_sqlite, "Note-taker", BEN)
    take(on_sqlite, "Facilitator", CORA)
    go_to(on_sqlite, ends(on_sqlite) + timedelta(hours=2))
    asked = card(on_sqlite)
    assert "Debrief" not in on_sqlite.told(CORA)
    on_sqlite.advance(days=1)
    on_sqlite.settle()
    assert on_sqlite.told(BEN).count("Debrief: ") == 2
    theirs = card(on_sqlite, CORA)
    on_sqlite.press("Staff", theirs, CORA)
    shows(on_sqlite, theirs, "You met: Staff.", CORA)
    on_sqlite.press("Yes", card(on_sqlite, CORA), CORA)
    shows(on_sqlite, theirs, "all that is needed is noted", CORA)
    on_sqlite.settle()
    shows(on_sqlite, asked, "all that is needed is noted", BEN)
    on_sqlite.advance(days=2)
    on_sqlite.settle()
    assert on_sqlite.told(BEN).count("Debrief: ") == 2
    assert on_sqlite.told(CORA).count("Debrief: ") == 1


def test_who_has_both_roles_is_asked_once_more_and_nobody_else(on_sqlite: Workspace) -> None:
    arrange(ready(on_sqlite), "in 10 days at 10am", Asks="Meet again")
    take(on_sqlite, "Note-taker", BEN)
    take(on_sqlite, "Facilitator", BEN)
    go_to(on_sqlite, ends(on_sqlite) + timedelta(days=2))
    for user, times in ((BEN, 2), (ANA, 0), (CORA, 0)):
        assert on_sqlite.told(user).count("Debrief: ") == times


def complete(workspace: Workspace, answer: str) -> None:
    """Note all that is needed with two presses."""
    workspace.press("Staff", card(workspace), BEN)
    shows(workspace, card(workspace), "You met", BEN)
    workspace.press(answer, card(workspace), BEN)
    shows(workspace, card(workspace), "all that is needed is noted", BEN)


def change(workspace: Workspace, to: str, user: str = BEN) -> None:
    """Change the answer to the ask, which is below whom they met."""
    asked = card(workspace)
    workspace.press("Change", {**asked, "blocks": asked["blocks"][::-1]}, user)
    workspace.eventually(lambda: to in labels(card(workspace)))
    workspace.press(to, card(workspace), user)
    shows(workspace, asked, f"Their answer: {to}.", user)


def deeds(workspace: Workspace, subject: Subject, row_id: int) -> list[tuple[Deed, Any, Any]]:
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return [(one.deed, one.before, one.after) for one in history.of(db, subject, row_id)]


def test_a_changed_answer_corrects_the_reply_and_is_no_second_one(over: Workspace) -> None:
    complete(over, "Yes")
    change(over, "No")
    view = over.press("Their words…", card(over), BEN).view
    over.submit(view, BEN, Their_words="Not this year")
    shows(over, card(over), "“Not this year”", BEN)
    (reply,) = replies(over)
    assert (reply.answer, reply.words, reply.source) == (Answer.OPPOSED, "Not this year", "Meet again")
    kept = [
        (deed, after["answer"], after["words"]) for deed, _, after in deeds(over, Subject.REPLY, reply.id)
    ]
    assert kept == [
        (Deed.ADDED, "support", ""),
        (Deed.CORRECTED, "opposed", ""),
        (Deed.CORRECTED, "opposed", "Not this year"),
    ]
    assert "asked “Meet again”: No. “Not this year”" in answer(over.type("/candidates PA-07", DEE))["text"]
    stances = [
        (before["stance"], after["stance"])
        for _, before, after in deeds(over, Subject.VISIT, visit_rows(over)[-1].id)
        if before and "stance" in before
    ]
    assert stances == [(None, "yes"), ("yes", None), (None, "no")]


def test_an_answer_that_was_not_asked_for_after_all_is_no_reply(over: Workspace) -> None:
    log(over, "email")
    complete(over, "Yes")
    change(over, "Not asked")
    (reply,) = replies(over)
    assert reply.withdrawn_at is not None
    assert due(over, "follow-up")
    change(over, "Yes")
    assert [one.withdrawn_at is None for one in replies(over)] == [False, True]


def test_a_reply_that_was_corrected_by_hand_keeps_its_source_and_words(over: Workspace) -> None:
    complete(over, "Yes")
    over.press("See more", answer(over.type("/candidates PA-07", BEN)), BEN)
    form = over.press("Correct", newest(over, "[Correct the candidate]", BEN), BEN).view
    over.submit(form, BEN, Their_words="Of course", Source="https://a.example")
    change(over, "Undecided")
    (reply,) = replies(over)
    assert (reply.answer, reply.words, reply.source) == (
        Answer.UNDECIDED,
        "Of course",
        "https://a.example",
    )


def test_what_is_decided_by_now_need_not_be_asked_again(over: Workspace) -> None:
    complete(over, "Undecided")
    assert [task.done_at for task in all_tasks(over)] == [None]
    change(over, "Yes")
    assert "Nothing is to be done." in answer(over.type("/tasks", CORA))["text"]
    change(over, "Undecided")
    assert "Ask Jane Doe (PA-07) again: Meet again" in answer(over.type("/tasks", CORA))["text"]
