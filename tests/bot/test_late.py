"""What is late, because the bot was away: said as it is, said with a note, or not at all."""

from datetime import timedelta

import pytest

from bot.delivery import Delivery
from bot.sandbox.faults import FaultKind
from handlers.timing import Late, Quiet
from storage.outbox import SendState
from tests.bot.timed import (
    LATE,
    NEW_YORK,
    SAID,
    WEDNESDAY,
    heard,
    met,
    move_to,
    nudge,
    tell,
    worker_of,
)
from tests.bot.workers import hellos, pass_time, row
from tests.workspace import ANA, CAMPAIGN, Workspace

AT_ONCE, IN_TIME, TOO_LATE = timedelta(0), timedelta(minutes=29), timedelta(minutes=31)


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    """Ana is known, and it is noon where she is."""
    met(workspace, ANA)
    move_to(workspace, NEW_YORK, WEDNESDAY, 12)
    return workspace


def test_a_late_message_says_so_first(here: Workspace) -> None:
    tell(here, ANA, ago=TOO_LATE)
    here.run(worker_of(here, nudge(late=Late.SAY_SO)).deliver_due())
    (told,) = [text for text in heard(here, ANA) if SAID in text]
    note, nudged = told.splitlines()
    assert note.startswith(LATE)
    assert note.endswith(", 11:29>; we were away.")
    assert nudged == SAID


@pytest.mark.parametrize("ago", [AT_ONCE, IN_TIME])
def test_in_time_it_does_not(here: Workspace, ago: timedelta) -> None:
    tell(here, ANA, ago=ago)
    here.run(worker_of(here, nudge(late=Late.SAY_SO)).deliver_due())
    assert heard(here, ANA)[-1] == SAID


def test_a_kind_that_does_not_mind_is_said_as_it_is(here: Workspace) -> None:
    tell(here, ANA, ago=timedelta(days=3))
    here.run(worker_of(here, nudge()).deliver_due())
    assert heard(here, ANA)[-1] == SAID


def test_a_channel_is_told_so_too(here: Workspace) -> None:
    tell(here, None, channel=CAMPAIGN, ago=TOO_LATE)
    here.run(worker_of(here, nudge(late=Late.SAY_SO)).deliver_due())
    assert here.seen()[-1]["text"].startswith(LATE)


class TestDrop:
    def test_what_comes_too_late_is_not_said(self, here: Workspace) -> None:
        tell(here, ANA, ago=TOO_LATE)
        here.run(worker_of(here, nudge(late=Late.DROP)).deliver_due())
        assert SAID not in heard(here, ANA)
        ended = row(here, "a")
        assert (ended.state, ended.why) == (SendState.DROPPED, "it would come too late")
        assert ended.settled_at is not None

    def test_in_time_it_is(self, here: Workspace) -> None:
        tell(here, ANA, ago=IN_TIME)
        here.run(worker_of(here, nudge(late=Late.DROP)).deliver_due())
        assert heard(here, ANA)[-1] == SAID

    def test_it_does_not_wait_for_the_morning_to_be_too_late(self, here: Workspace) -> None:
        move_to(here, NEW_YORK, WEDNESDAY, 22)
        tell(here, ANA, ago=timedelta(hours=2))
        here.run(worker_of(here, nudge(Quiet.LATER, late=Late.DROP)).deliver_due())
        assert row(here, "a").state is SendState.DROPPED


class TestAfterQuietHours:
    """Eight in the morning is when it was due then."""

    def held(self, here: Workspace) -> None:
        move_to(here, NEW_YORK, WEDNESDAY, 23)
        tell(here, ANA)
        here.run(self.worker(here).deliver_due())
        assert row(here, "a").state is SendState.PENDING

    def worker(self, here: Workspace) -> Delivery:
        return worker_of(here, nudge(Quiet.LATER, late=Late.SAY_SO))

    def test_who_waited_for_it_is_not_told_that_it_is_late(self, here: Workspace) -> None:
        self.held(here)
        move_to(here, NEW_YORK, WEDNESDAY + 1, 8, 20)
        here.run(self.worker(here).deliver_due())
        assert heard(here, ANA)[-1] == SAID

    def test_unless_the_bot_was_away_then(self, here: Workspace) -> None:
        self.held(here)
        move_to(here, NEW_YORK, WEDNESDAY + 1, 8, 40)
        here.run(self.worker(here).deliver_due())
        assert ", 08:00>; we were away." in heard(here, ANA)[-1]


def test_what_could_not_be_sent_for_long_says_so(here: Workspace) -> None:
    """Not the bot but Slack was away."""
    here.sandbox.faults.fail("chat.postMessage", FaultKind.SERVER_ERROR)
    tell(here, ANA)
    worker = worker_of(here, nudge(late=Late.SAY_SO))
    here.run(worker.deliver_due())
    assert SAID not in heard(here, ANA)
    pass_time(here)
    here.advance(hours=1)
    here.run(worker.deliver_due())
    assert LATE in heard(here, ANA)[-1]
    assert hellos(here) == 0
