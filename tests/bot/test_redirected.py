"""A reminder that goes to somebody else than its row names, once it is due."""

from datetime import time

import pytest

from bot.delivery import Delivery
from handlers.cards import Card
from handlers.request import Redirected
from handlers.text import N_, Text
from handlers.timing import Manners, Quiet
from storage.outbox import SendState
from tests.bot.timed import (
    CHICAGO,
    NEW_YORK,
    SAID,
    WEDNESDAY,
    heard,
    member_id,
    met,
    move_to,
    saying,
    tell,
    worker_of,
)
from tests.bot.workers import hellos, row
from tests.workspace import ANA, BEN, CAMPAIGN, Workspace


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    """Ana in New York and Ben in Chicago are known."""
    met(workspace, ANA, BEN)
    return workspace


def to(workspace: Workspace, member: int, quiet: Quiet = Quiet.LATER) -> Delivery:
    """A worker whose nudges go to this member."""
    card = Card(body=(Text(N_("This is a nudge.")),))
    return worker_of(workspace, saying(lambda: Redirected(member, card), Manners(quiet)))


def test_it_goes_to_the_other(here: Workspace) -> None:
    move_to(here, NEW_YORK, WEDNESDAY, 12)
    tell(here, ANA)
    here.run(to(here, member_id(here, BEN)).deliver_due())
    assert SAID in heard(here, BEN)
    assert SAID not in heard(here, ANA)
    assert row(here, "a").state is SendState.SENT


def test_quiet_hours_are_the_others(here: Workspace) -> None:
    """At half past eight in New York it is half past seven in Chicago."""
    move_to(here, NEW_YORK, WEDNESDAY, 8, 30)
    tell(here, ANA)
    worker = to(here, member_id(here, BEN))
    here.run(worker.deliver_due())
    assert SAID not in heard(here, BEN)
    assert row(here, "a").due_at.astimezone(CHICAGO).time() == time(8)
    move_to(here, CHICAGO, WEDNESDAY, 8)
    here.run(worker.deliver_due())
    assert heard(here, BEN).count(SAID) == 1
    assert SAID not in heard(here, ANA)


def test_the_quiet_hours_of_whom_the_row_names_do_not_count(here: Workspace) -> None:
    """At ten past nine in the evening in New York Ana is left alone, and Ben is not yet."""
    move_to(here, NEW_YORK, WEDNESDAY, 21, 10)
    tell(here, ANA)
    here.run(to(here, member_id(here, BEN)).deliver_due())
    assert SAID in heard(here, BEN)


def test_from_a_channel_it_goes_to_the_person_alone(here: Workspace) -> None:
    move_to(here, NEW_YORK, WEDNESDAY, 12)
    tell(here, ANA, channel=CAMPAIGN)
    here.run(to(here, member_id(here, BEN)).deliver_due())
    assert SAID in heard(here, BEN)
    assert hellos(here) == 0


def test_to_nobody_whom_we_know_it_is_dropped(here: Workspace) -> None:
    move_to(here, NEW_YORK, WEDNESDAY, 12)
    tell(here, ANA)
    here.run(to(here, 4711).deliver_due())
    assert (row(here, "a").state, row(here, "a").why) == (SendState.DROPPED, "nobody to say it to")
