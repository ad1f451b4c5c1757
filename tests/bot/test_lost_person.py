"""Somebody has left: their reminders reach nobody, so an organiser is told once, and can hand over."""

from datetime import timedelta

import pytest

from storage.outbox import SendState
from tests.bot.workers import rows
from tests.handlers.outreach.asking import SAM, add_candidate, days_later, go_to, log, to_monday
from tests.handlers.seeing import shows, with_words
from tests.workspace import ANA, BEN, CORA, Workspace, labels

LOST = "I can't write to cora any more; they may have left. They work PA-07."


@pytest.fixture
def left(on_sqlite: Workspace) -> Workspace:
    """Cora leads PA-07 and has asked Jane Doe; Ben supports. Slack knows Cora no longer."""
    on_sqlite.set_up(ANA, None)
    monday = to_monday(on_sqlite)
    for user in (ANA, BEN, CORA):
        on_sqlite.type("/digest off", user)
    on_sqlite.type("/claim-district PA-07", CORA)
    on_sqlite.type("/claim-district PA-07 support", BEN)
    add_candidate(on_sqlite)
    add_candidate(on_sqlite, SAM)
    log(on_sqlite, user=CORA)
    on_sqlite.settle()
    for days in (3, 7):
        on_sqlite.sandbox.faults.refuse("chat.postMessage", "user_not_found")
        go_to(on_sqlite, days_later(monday, days, hour=11) + timedelta(minutes=1))
    return on_sqlite


def test_an_organiser_is_told_once(left: Workspace) -> None:
    failed = [one for one in rows(left, "follow-up") if one.state is SendState.FAILED]
    assert [one.why for one in failed] == ["user_not_found"] * 2
    assert left.told(ANA).count(LOST) == 1
    assert "I can't write to" not in left.told(BEN)


def test_their_district_is_released_by_a_press_and_somebody_else_follows_up(left: Workspace) -> None:
    told = with_words(left, LOST, ANA)
    assert labels(told) == ["Release PA-07"]
    left.press("Release PA-07", told)
    shows(left, told, "no longer works PA-07.")
    left.press("Take the lead", with_words(left, "Will you lead it?", BEN), BEN)
    assert "You follow up with Jane Doe (PA-07) now" in left.told(BEN)
