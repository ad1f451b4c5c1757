"""Around election day: nothing is promised that would fall on it or later, and then the race is over."""

from datetime import datetime, timedelta

import pytest

from storage.races import general_election_day
from tests.handlers.outreach.asking import (
    JANE,
    NEW_YORK,
    add_candidate,
    days_later,
    go_to,
    log,
    nudges,
    waiting,
)
from tests.handlers.seeing import answer, shows
from tests.workspace import ANA, Workspace


@pytest.fixture
def monday(on_sqlite: Workspace) -> datetime:
    """Ana leads PA-07, for which Jane Doe runs; it is the Monday eight days before the election."""
    now = on_sqlite.runtime.clock.now().astimezone(NEW_YORK)
    year = next(
        year for year in range(now.year, now.year + 3)
        if year % 2 == 0 and general_election_day(year) - timedelta(days=8) > now.date()
    )  # fmt: skip
    on_sqlite.set_up()
    on_sqlite.type("/digest off")
    day = general_election_day(year) - timedelta(days=8)
    moment = datetime(day.year, day.month, day.day, 10, tzinfo=NEW_YORK)
    go_to(on_sqlite, moment)
    on_sqlite.type("/claim-district PA-07")
    add_candidate(on_sqlite, JANE)
    return moment


def test_no_reminder_is_promised_that_would_come_too_late(on_sqlite: Workspace, monday: datetime) -> None:
    go_to(on_sqlite, days_later(monday, 5, hour=10))
    told = log(on_sqlite)["text"]
    assert "I'll remind you" not in told
    assert "The race is over before the next reminder would come." in told
    go_to(on_sqlite, days_later(monday, 9))
    assert nudges(on_sqlite) == []


def test_the_last_follow_up_says_that_none_comes_after_it(on_sqlite: Workspace, monday: datetime) -> None:
    log(on_sqlite)
    go_to(on_sqlite, days_later(monday, 7))
    (nudge,) = nudges(on_sqlite, words="follow-up 2 of 3")
    before = waiting(on_sqlite, "follow-up")
    on_sqlite.press("Tomorrow", nudge)
    assert "The race of Jane Doe is over by then, so I won't remind you again." in on_sqlite.eventually(
        lambda: on_sqlite.told(ANA) if "by then" in on_sqlite.told(ANA) else ""
    )
    assert waiting(on_sqlite, "follow-up") == before
    on_sqlite.press("I followed up", nudge)
    shows(on_sqlite, nudge, "The race is over before another reminder would come.")


def test_after_the_election_the_race_is_over(on_sqlite: Workspace, monday: datetime) -> None:
    log(on_sqlite)
    go_to(on_sqlite, days_later(monday, 9))
    told = answer(on_sqlite.type("/candidates PA-07"))["text"]
    assert "The race is over" in told
    assert "is due" not in told
