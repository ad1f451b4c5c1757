"""Visits, town halls, debriefs and tasks in a person's digest, in the channel's, and on the home page."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from storage.tasks import TaskKind, TaskRow
from tests.arranged_once import Arranged
from tests.handlers.digests.test_personal import digests
from tests.handlers.outreach.asking import days_later, go_to
from tests.handlers.seeing import newest, with_words, words_of
from tests.handlers.town_halls.heard import published
from tests.handlers.visits.arranged import NEW_YORK, arrange, ready, take
from tests.workspace import ANA, BEN, CAMPAIGN, CORA, DEE, Workspace

VISIT = "1 visit is coming up: Jane Doe (PA-07) "


@pytest.fixture
def campaign(arranged: Arranged) -> Workspace:
    """Ana, in New York, leads PA-07, where Jane Doe runs. It is Monday, two in the afternoon."""
    return arranged(ready)


@pytest.fixture
def with_visit(arranged: Arranged) -> Workspace:
    """A visit on Thursday of next week at ten; Ben takes notes, Cora makes the ask, Dee only comes."""
    return arranged(_with_visit)


def _with_visit(workspace: Workspace) -> None:
    arrange(ready(workspace), "in 10 days at 10am", Asks="Meet again", Where="12 Main St.")
    take(workspace, "Note-taker", BEN)
    take(workspace, "The ask", CORA)
    take(workspace, "I'm coming", DEE)


def monday(workspace: Workspace) -> datetime:
    """The Monday on which everything begins, wherever the clock is by now."""
    now = workspace.runtime.clock.now().astimezone(NEW_YORK)
    return days_later(now, -now.weekday(), 14)


def morning(workspace: Workspace, start: datetime, days: int) -> None:
    """Half past eight everywhere in the States, where all digests of that day have been said."""
    go_to(workspace, days_later(start, days, 11) + timedelta(minutes=31))


def last(workspace: Workspace, user: str) -> str:
    return digests(workspace, user)[-1]["text"]


def test_a_visit_within_a_week_is_told_with_ones_role(with_visit: Workspace) -> None:
    start = monday(with_visit)
    morning(with_visit, start, 2)
    assert all(digests(with_visit, user) == [] for user in (BEN, CORA, DEE))
    morning(with_visit, start, 4)
    day = f"{days_later(start, 10, 10):%a}"
    assert f"{VISIT}{day} " in last(with_visit, BEN)
    assert last(with_visit, BEN).splitlines()[1].endswith("(Note-taker).")
    assert last(with_visit, CORA).splitlines()[1].endswith("(The ask).")
    assert "(" not in last(with_visit, DEE).splitlines()[1].replace("(PA-07)", "")


def test_it_is_not_told_on_the_day_of_ones_own_card(with_visit: Workspace) -> None:
    """A day before at ten, and an hour before, everybody gets their own card."""
    start = monday(with_visit)
    morning(with_visit, start, 8)
    before = len(digests(with_visit, BEN))
    assert VISIT in last(with_visit, BEN)
    morning(with_visit, start, 9)
    for minutes in (0, 31):  # an hour before, and half past eight in Chicago
        go_to(with_visit, days_later(start, 10, 9) + timedelta(minutes=minutes))
    assert "Your visit: Jane Doe" in with_visit.told(BEN)
    assert "Soon: Jane Doe" in with_visit.told(BEN)
    assert len(digests(with_visit, BEN)) == before


def test_on_a_saturday_the_card_of_a_sunday_visit_comes_and_the_digest_says_nothing(
    campaign: Workspace,
) -> None:
    """Weekends hold a follow-up, but not what comes a day before a visit."""
    start = monday(campaign)
    arrange(campaign, "in 6 days at 4pm")
    take(campaign, "I'm coming", DEE)
    morning(campaign, start, 4)
    before = len(digests(campaign, DEE))
    assert VISIT in last(campaign, DEE)
    morning(campaign, start, 5)
    assert len(digests(campaign, DEE)) == before


def test_who_does_not_come_any_more_is_told_nothing(with_visit: Workspace) -> None:
    start = monday(with_visit)
    take(with_visit, "Can't come", BEN)
    with_visit.settle()
    morning(with_visit, start, 4)
    assert digests(with_visit, BEN) == []


def test_nor_is_anybody_of_a_visit_that_was_cancelled(with_visit: Workspace) -> None:
    start = monday(with_visit)
    card = newest(with_visit, "Visit: Jane Doe (PA-07)")
    with_visit.press("Cancel it", card)
    with_visit.press("Yes, cancel it", newest(with_visit, "Cancel this visit?"))
    morning(with_visit, start, 4)
    assert all(digests(with_visit, user) == [] for user in (BEN, CORA, DEE))


def asked_twice(workspace: Workspace) -> datetime:
    """The note-taker was asked after the visit and on the next morning; the Monday before all that."""
    start = monday(workspace)
    go_to(workspace, days_later(start, 10, 15))
    go_to(workspace, days_later(start, 11, 12))
    assert workspace.told(BEN).count("Debrief: ") == 2
    return start


def test_a_debrief_that_nobody_answered_is_open_from_the_second_day_on(with_visit: Workspace) -> None:
    """It is asked two hours after the end, and once more the next morning: then the digest says it."""
    start = asked_twice(with_visit)
    assert "debrief" not in "".join(one["text"] for one in digests(with_visit, BEN))
    go_to(with_visit, days_later(start, 12, 12))
    assert "1 debrief is open: Jane Doe (PA-07)." in last(with_visit, BEN)
    assert "debrief" not in with_visit.told(DEE)


def test_it_is_done_from_the_list(with_visit: Workspace) -> None:
    start = asked_twice(with_visit)
    go_to(with_visit, days_later(start, 12, 12))
    with_visit.press("Open my list", digests(with_visit, BEN)[-1], BEN)
    listed = newest(with_visit, "To do first", BEN, digests(with_visit, BEN)[-1]["channel"])
    assert "Say what came of the visit with Jane Doe (PA-07)." in listed["text"]
    with_visit.press("Debrief", listed, BEN)
    asked = newest(with_visit, "Whom did you meet?", BEN, listed["channel"])
    with_visit.press("Staff", asked, BEN)
    asked = newest(with_visit, "You met: Staff.", BEN, listed["channel"])
    with_visit.press("Yes", asked, BEN)
    with_visit.settle()
    go_to(with_visit, days_later(start, 13, 12))
    assert "debrief" not in last(with_visit, BEN)  # there is a thank-you to say


def test_where_nobody_takes_notes_it_is_of_whoever_arranged_the_visit(campaign: Workspace) -> None:
    start = monday(campaign)
    arrange(campaign, "in 1 day at 10am")
    for days in (1, 2, 3):
        go_to(campaign, days_later(start, days, 13))
    assert "1 debrief is open: Jane Doe (PA-07)." in last(campaign, ANA)


def test_a_visit_that_nobody_has_thanked_for_stays_until_that_is_done(with_visit: Workspace) -> None:
    """It has a message of its own on its day, a day and three days later."""
    start = monday(with_visit)
    go_to(with_visit, days_later(start, 10, 15))
    line = "1 visit is to be thanked for: Jane Doe (PA-07)."
    for days, told in ((11, False), (12, True), (13, False), (14, True), (21, True), (40, True)):
        before = len(digests(with_visit, ANA))
        morning(with_visit, start, days)
        new = "".join(one["text"] for one in digests(with_visit, ANA)[before:])
        assert (line in new) is told, days
    assert with_visit.told(ANA).count("Say thank you for the visit") == 3
    assert line not in with_visit.told(BEN)
    with_visit.press("Open my list", digests(with_visit, ANA)[-1])
    listed = newest(with_visit, "To do first", ANA, digests(with_visit, ANA)[-1]["channel"])
    assert "Thank Jane Doe (PA-07) for the visit." in listed["text"]
    with_visit.press("I thanked them", listed)
    with_visit.settle()
    before = len(digests(with_visit, ANA))
    morning(with_visit, start, 41)
    assert line not in "".join(one["text"] for one in digests(with_visit, ANA)[before:])
    assert "Say thank you for the visit" not in with_visit.told(ANA)


def test_what_is_to_be_asked_again_is_told_as_that(with_visit: Workspace) -> None:
    start = monday(with_visit)
    go_to(with_visit, days_later(start, 10, 15))
    view = with_visit.press("We promised…", with_words(with_visit, "Debrief: ", BEN), BEN).view
    with_visit.submit(view, BEN, What="Meet again", Who=CORA, By="in 4 days")
    with with_visit.database.transaction(with_visit.coalition_id) as db:
        db.execute(update(TaskRow).values(kind=TaskKind.ASK_AGAIN))
    for days in (13, 14, 15):
        morning(with_visit, start, days)
    assert "1 task is due: ask again “Meet again”." in digests(with_visit, CORA)[-1]["text"]


def test_a_task_is_told_from_the_day_after_it_was_due(with_visit: Workspace) -> None:
    """On its day and three days later it gets its own message."""
    start = monday(with_visit)
    go_to(with_visit, days_later(start, 10, 15))
    view = with_visit.press("We promised…", with_words(with_visit, "Debrief: ", BEN), BEN).view
    with_visit.submit(view, BEN, What="Send the report", Who=CORA, By="in 4 days")
    for days, told in ((13, False), (14, False), (15, True), (16, True), (17, False)):
        before = len(digests(with_visit, CORA))
        morning(with_visit, start, days)
        new = "".join(one["text"] for one in digests(with_visit, CORA)[before:])
        assert ("1 task is due: Send the report." in new) is told, days
    assert with_visit.told(CORA).count("Send the report, by") == 0


def test_a_town_hall_one_goes_to_is_told(campaign: Workspace) -> None:
    start = monday(campaign)
    card = published(campaign, when="in 8 days 6:30-8pm")
    campaign.press("I'm going", card, BEN)
    morning(campaign, start, 2)
    assert "1 town hall is coming up: Jane Doe (PA-07) " in last(campaign, BEN)
    assert digests(campaign, CORA) == []
    before = len(digests(campaign, BEN))
    go_to(campaign, days_later(start, 5, 12))
    go_to(campaign, days_later(start, 5, 18) + timedelta(minutes=30))
    assert "In 3 days: Town hall" in campaign.told(BEN)
    assert "town hall" not in "".join(one["text"] for one in digests(campaign, BEN)[before:])


def channel(workspace: Workspace) -> str:
    return [one["text"] for one in workspace.posted(CAMPAIGN) if one["text"].startswith("Today, ")][-1]


def test_the_channel_reads_this_weeks_visits_and_how_many_are_not_ready(with_visit: Workspace) -> None:
    start = monday(with_visit)
    morning(with_visit, start, 2)
    assert "visit" not in channel(with_visit)
    arrange(with_visit, "in 5 days at 3pm")
    morning(with_visit, start, 4)
    lines = channel(with_visit).splitlines()
    at = lines.index("2 visits in the next seven days, 1 not ready")
    assert lines[at + 1].startswith("Jane Doe (PA-07), ")
    assert lines[at + 1].endswith("Not ready: nobody makes the ask yet. 0 of 8 are coming.")
    assert lines[at + 2].endswith("Eastern time. Ready. 3 of 8 are coming.")
    assert len(lines[at + 1 : at + 3]) == 2


def home(workspace: Workspace, user: str) -> str:
    return words_of(workspace.open_home(user)).replace("\n", "")


def test_the_home_page_shows_where_one_goes_next(with_visit: Workspace) -> None:
    card = published(with_visit)
    with_visit.press("I'm going", card, BEN)
    shown = home(with_visit, BEN)
    assert "Where you go nextJane Doe (PA-07), " in shown
    assert "12 Main St.You have Note-taker.See it" in shown
    assert "Town hall with Jane Doe (PA-07), " in shown
    assert "Where you go next" not in home(with_visit, ANA)


def test_what_waits_is_done_on_the_home_page(with_visit: Workspace) -> None:
    """A task that is due, and a debrief; once done, they are gone from it."""
    start = monday(with_visit)
    go_to(with_visit, days_later(start, 10, 15))
    view = with_visit.press("We promised…", with_words(with_visit, "Debrief: ", BEN), BEN).view
    with_visit.submit(view, BEN, What="Send the report", Who=BEN, By="in 4 days")
    go_to(with_visit, days_later(start, 14, 15))
    shown = home(with_visit, BEN)
    assert "Say what came of the visit with Jane Doe (PA-07).Debrief" in shown
    assert "Send the report (promised to Jane Doe (PA-07)), by " in shown
    with_visit.press_in_view("Done", with_visit.open_home(BEN), BEN)
    with_visit.settle()
    with_visit.eventually(lambda: "Send the report" not in home(with_visit, BEN))
    assert "Say what came of the visit" in home(with_visit, BEN)
