"""A visit is called off while people have its cards and forms before them: a sentence, nothing changes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from storage.visits.visits import Stage
from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import go_to
from tests.handlers.seeing import answer, newest, shows, with_words, words_of
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
from tests.workspace import BEN, CORA, Acted, Json, Workspace, labels

OFF = "That visit was cancelled: Jane Doe (PA-07)"
ON_THE_ROLE_CARD = (
    "Facilitator", "Personal story", "Point person", "Note-taker", "Time-keeper", "Accompanier", "Materials",
    "Photographer", "I'm coming", "Can't come", "Give up my role", "Prepare…",
)  # fmt: skip


@pytest.fixture
def visit(arranged: Arranged) -> Workspace:
    """A visit in ten days; Ben makes the ask, Cora is asked to facilitate."""
    return arranged(_visit)


def _visit(workspace: Workspace) -> None:
    arrange(ready(workspace), Asks="Meet again")
    take(workspace, "The ask", BEN)
    workspace.type("/visits", CORA)


def cancel(workspace: Workspace) -> None:
    workspace.press("Cancel it", newest(workspace, "Visit: Jane Doe (PA-07)"))
    workspace.press("Yes, cancel it", newest(workspace, "Cancel this visit?"))
    newest(workspace, "Cancelled. It was to be")


def kept(workspace: Workspace) -> list[object]:
    """What must not change any more."""
    (row,) = visit_rows(workspace)
    parts = [(part.role, part.member_id, part.state) for part in part_rows(workspace)]
    return [row.stage, row.sequence, row.starts_at, row.rehearsed_at, *parts]


def test_every_button_of_an_old_role_card_says_so(visit: Workspace) -> None:
    card = role_card(visit, "<@U0BEN>")
    assert set(labels(card)) == {*ON_THE_ROLE_CARD, "Assign…"}
    cancel(visit)
    before = kept(visit)
    for label in ON_THE_ROLE_CARD:
        so_far = sum(OFF in one["text"] for one in thread_of(visit, BEN))
        visit.press(label, card, BEN)
        visit.eventually(
            lambda so_far=so_far: sum(OFF in one["text"] for one in thread_of(visit, BEN)) > so_far
        )
    view = visit.press("Assign…", card).view
    assert OFF in read(visit.submit(view, Who=CORA, Role="facilitator"))
    assert kept(visit) == before
    assert "asks you to take" not in visit.told(CORA)


def read(acted: Acted) -> str:
    """What a form says once it was sent."""
    return words_of(acted.view).replace("\n", "")


def thread_of(workspace: Workspace, user: str) -> list[Json]:
    return [reply for one in workspace.seen(user) for reply in one.get("replies") or ()]


def test_every_button_of_the_visits_own_old_card(visit: Workspace) -> None:
    card = newest(visit, "Visit: Jane Doe (PA-07)")
    assert labels(card) == ["Calendar", "Move", "Cancel it"]
    cancel(visit)
    before = kept(visit)
    for label in ("Move", "Cancel it"):
        visit.press(label, card)
        assert newest(visit, OFF)["ephemeral"]
    visit.press("Calendar", card, BEN)
    assert "this visit as a file" in newest(visit, "Into your calendar", BEN)["text"]
    assert kept(visit) == before


def test_whoever_is_asked_for_a_role(visit: Workspace) -> None:
    visit.submit(visit.press("Assign…", role_card(visit)).view, Who=CORA, Role="facilitator")
    asked = with_words(visit, "asks you to take Facilitator", CORA)
    cancel(visit)
    before = kept(visit)
    for label in ("Accept", "Decline"):
        visit.press(label, asked, CORA)
        assert newest(visit, OFF, CORA, asked["channel"])
    assert kept(visit) == before


def move(workspace: Workspace) -> Callable[[], Acted]:
    view = workspace.press("Move", newest(workspace, "Visit: Jane Doe (PA-07)")).view
    return lambda: workspace.submit(view, When="in 11 days at 3pm")


def assign(workspace: Workspace) -> Callable[[], Acted]:
    view = workspace.press("Assign…", role_card(workspace)).view
    return lambda: workspace.submit(view, Who=CORA, Role="facilitator")


def prepared(workspace: Workspace, label: str, **fields: str) -> Callable[[], Acted]:
    workspace.press("Prepare…", role_card(workspace, user=BEN), BEN)
    view = workspace.press(label, told_in_thread(workspace, "Prepare: Jane Doe", BEN), BEN).view
    return lambda: workspace.submit(view, BEN, **fields)


FORMS: dict[str, Callable[[Workspace], Callable[[], Acted]]] = {
    "move": move,
    "assign": assign,
    "point": lambda workspace: prepared(workspace, "Add a point…", Point="Two years"),
    "ask": lambda workspace: prepared(workspace, "Add an ask…", Ask="Sign"),
    "materials": lambda workspace: prepared(workspace, "Materials…", Something_else="Two sheets"),
    "research": lambda workspace: prepared(workspace, "Research…", Where_it_is="Green binder"),
    "rehearsal": lambda workspace: prepared(workspace, "Rehearsal…", When="in 8 days at 6pm"),
}


@pytest.mark.parametrize("opened", FORMS.values(), ids=FORMS)
def test_a_form_that_was_left_open(
    visit: Workspace, opened: Callable[[Workspace], Callable[[], Acted]]
) -> None:
    send = opened(visit)
    cancel(visit)
    before = kept(visit)
    assert OFF in read(send())
    assert kept(visit) == before
    assert "has moved" not in visit.told(BEN)
    assert "asks you to take" not in visit.told(CORA)


def test_a_debrief_that_is_open_while_a_day_without_a_time_is_called_off(on_sqlite: Workspace) -> None:
    """It is asked for at six in the evening, when the day is not over."""
    arrange(ready(on_sqlite), "in 10 days", Asks="Meet again")
    take(on_sqlite, "Note-taker", BEN)
    day = visit_rows(on_sqlite)[-1].last_day
    go_to(on_sqlite, datetime(day.year, day.month, day.day, 18, tzinfo=NEW_YORK))
    debrief = with_words(on_sqlite, "Debrief: Jane Doe (PA-07)", BEN)
    view = on_sqlite.press("We promised…", debrief, BEN).view
    cancel(on_sqlite)
    no = "That visit was cancelled, or is still to come. Nothing has changed."
    assert no in read(on_sqlite.submit(view, BEN, What="Send the report"))
    on_sqlite.press("Staff", debrief, BEN)
    assert newest(on_sqlite, no, BEN, debrief["channel"])
    assert "Nothing is to be done." in answer(on_sqlite.type("/tasks all"))["text"]
    go_to(on_sqlite, datetime(day.year, day.month, day.day, 12, tzinfo=NEW_YORK) + timedelta(days=4))
    assert on_sqlite.told(BEN).count("Debrief: ") == 1


def test_what_is_over_is_neither_moved_nor_called_off(visit: Workspace) -> None:
    card = newest(visit, "Visit: Jane Doe (PA-07)")
    view = visit.press("Move", card).view
    go_to(visit, visit_rows(visit)[-1].ends_at)
    assert "That visit is over: Jane Doe" in read(visit.submit(view, When="in 3 days"))
    visit.press("Cancel it", card)
    shows(visit, newest(visit, "That visit is over: Jane Doe"), "Nothing has changed.")
    assert visit_rows(visit)[0].stage is Stage.ARRANGED
