"""What somebody promised at a visit: reminded of until it is done or dropped, handed on, or they leave."""

from datetime import datetime, timedelta

import pytest

from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import days_later, go_to
from tests.handlers.seeing import answer, newest, shows, with_words
from tests.handlers.visits.arranged import NEW_YORK, arrange, due, ready, take, visit_rows
from tests.workspace import ANA, BEN, CORA, DEE, Json, Workspace, labels

REPORT = "Send the report (promised to Jane Doe (PA-07)), by "
HOW_IT_ENDS = "Reminders end when you press Done, or Drop it if it is not needed any more."
LOST = "I can't write to cora any more; they may have left. I remind nobody any more of what they had to do."


@pytest.fixture
def promised(arranged: Arranged) -> Workspace:
    """On a Thursday Ben has noted in the debrief that Cora, in Denver, sends a report by Monday."""
    return arranged(_promised)


def _promised(workspace: Workspace) -> None:
    arrange(ready(workspace), "in 10 days at 10am")
    for role, user in (("Note-taker", BEN), ("The ask", CORA)):
        take(workspace, role, user)
    go_to(workspace, visit_rows(workspace)[-1].ends_at + timedelta(hours=2))
    for user in (ANA, BEN, CORA, DEE):
        workspace.type("/digest off", user)
    view = workspace.press("We promised…", with_words(workspace, "Debrief: ", BEN), BEN).view
    workspace.submit(view, BEN, What="Send the report", Who=CORA, By="in 4 days")


def monday(workspace: Workspace) -> datetime:
    """The Monday by which the report is due."""
    last = visit_rows(workspace)[-1].last_day
    return datetime(last.year, last.month, last.day, tzinfo=NEW_YORK) + timedelta(days=4)


def at_nine(workspace: Workspace, days: int) -> None:
    """Nine in Denver, eleven in New York, so many days after that Monday."""
    go_to(workspace, days_later(monday(workspace), days, 11))


def reminded(workspace: Workspace, user: str = CORA) -> list[Json]:
    return [one for one in workspace.direct(user) if REPORT in one["text"]]


def test_it_is_reminded_of_for_two_weeks_and_then_every_week(promised: Workspace) -> None:
    times = 0
    for days in range(71):
        at_nine(promised, days)
        new = len(reminded(promised)) - times
        assert new == (1 if days in (0, 3, 7) or days % 7 == 0 else 0), f"{days} days after it was due"
        times += new
    last = reminded(promised)[-1]
    assert times == 12
    assert last["text"].startswith(HOW_IT_ENDS)
    assert labels(last) == ["Done", "Hand it on…", "Drop it"]


def test_done_ends_it_however_late(promised: Workspace) -> None:
    at_nine(promised, 0)
    at_nine(promised, 35)
    last = reminded(promised)[-1]
    promised.press("Done", last, CORA)
    shows(promised, last, "Done: Send the report", CORA)
    so_far = len(reminded(promised))
    at_nine(promised, 100)
    assert len(reminded(promised)) <= so_far
    assert due(promised, "task") == []


def test_what_is_dropped_is_reminded_of_no_more_until_it_is_taken_up_again(promised: Workspace) -> None:
    at_nine(promised, 0)
    told = reminded(promised)[-1]
    promised.press("Drop it", told, CORA)
    dropped = shows(promised, told, "Dropped: Send the report", CORA)
    assert labels(dropped) == ["Take it up again"]
    assert "Dropped: Send the report" in answer(promised.type("/tasks visit"))["text"]
    assert "Nothing is to be done." in answer(promised.type("/tasks", CORA))["text"]
    debrief = next(one for one in promised.direct(BEN) if "Debrief: " in one["text"])
    promised.eventually(lambda: "will: Send the report" not in shows(promised, debrief, "", BEN)["text"])
    at_nine(promised, 30)
    assert reminded(promised) == []
    promised.press("Take it up again", dropped, CORA)
    shows(promised, dropped, HOW_IT_ENDS, CORA)
    at_nine(promised, 34)
    assert len(reminded(promised)) == 1
    at_nine(promised, 35)
    assert len(reminded(promised)) == 2


def test_what_was_not_done_after_all_is_reminded_of_again(promised: Workspace) -> None:
    at_nine(promised, 0)
    told = reminded(promised)[-1]
    promised.press("Done", told, CORA)
    done = shows(promised, told, "Done: Send the report", CORA)
    at_nine(promised, 22)
    promised.press("Not done after all", done, CORA)
    shows(promised, told, HOW_IT_ENDS, CORA)
    at_nine(promised, 28)
    assert len(reminded(promised)) == 2


def test_only_who_has_it_or_gave_it_and_organisers_drop_it_or_hand_it_on(promised: Workspace) -> None:
    listed = answer(promised.type("/tasks all", DEE))
    promised.press("Drop it", listed, DEE)
    assert newest(promised, "That is <@U0CORA>'s task", DEE)["ephemeral"]
    form = promised.press("Hand it on…", listed, DEE).view
    assert "task. They, whoever gave it, or an organiser" in str(promised.submit(form, DEE, Who=DEE).raw)
    assert "Send the report" in answer(promised.type("/tasks", CORA))["text"]


def test_handed_on_it_is_said_at_once_and_reminded_of_to_the_other_alone(promised: Workspace) -> None:
    at_nine(promised, 0)
    told = reminded(promised)[-1]
    promised.type("/tasks", DEE)
    form = promised.press("Hand it on…", told, CORA).view
    promised.submit(form, CORA, Who=DEE)
    assert len(reminded(promised, DEE)) == 1
    shows(promised, told, "(<@U0DEE>)", CORA)
    for days in (3, 7, 14, 21, 28):
        go_to(promised, days_later(monday(promised), days, 12))  # nine in Los Angeles
    assert len(reminded(promised, DEE)) == 6
    assert len(reminded(promised)) == 1
    promised.press("Done", reminded(promised, DEE)[-1], DEE)
    assert "Nothing is to be done." in answer(promised.type("/tasks all"))["text"]


def test_who_has_left_is_reminded_no_more_and_an_organiser_hands_it_on(promised: Workspace) -> None:
    at_nine(promised, 14)
    go_to(promised, days_later(monday(promised), 21, 10))  # the channel has had its digest
    promised.sandbox.faults.refuse("chat.postMessage", "user_not_found")
    at_nine(promised, 21)
    assert due(promised, "task") == []
    told = with_words(promised, LOST, ANA)
    assert REPORT in told["text"]
    assert labels(told) == ["Done", "Hand it on…", "Drop it"]
    at_nine(promised, 60)
    assert promised.told(ANA).count(LOST) == 1
    promised.submit(promised.press("Hand it on…", told).view, Who=BEN)
    assert len(reminded(promised, BEN)) == 1
    at_nine(promised, 63)
    assert len(reminded(promised, BEN)) == 2
