"""What the outbox does when Slack does not take a message."""

import time
from types import ModuleType

import pytest

from bot.sandbox.faults import FaultKind
from bot.sandbox.model import Channel, ChannelKind
from handlers.areas import AREAS
from handlers.cards import Card
from handlers.registry import Registry, reminder
from handlers.request import Dropped, DueRequest
from storage.coalitions import Standing
from storage.outbox import SendState
from tests.bot.workers import another_worker, hellos, pass_time, row, waits, workspace_row, write
from tests.workspace import ANA, Workspace

POST = "chat.postMessage"


def test_too_many_is_tried_later_and_nobody_sleeps(workspace: Workspace) -> None:
    workspace.sandbox.faults.rate_limit(POST, retry_after=30)
    write(workspace, "a")
    began = time.monotonic()
    workspace.settle()
    assert time.monotonic() - began < 2
    assert row(workspace, "a").state is SendState.PENDING
    assert 28 < waits(workspace, "a") <= 31
    workspace.settle()
    assert hellos(workspace) == 0
    pass_time(workspace)
    workspace.run(another_worker(workspace).deliver_due())
    assert (hellos(workspace), row(workspace, "a").state) == (1, SendState.SENT)


def test_the_worker_comes_back_by_itself(on_sqlite: Workspace) -> None:
    """Its ticker runs once an hour here: it is Retry-After that wakes it."""
    on_sqlite.sandbox.faults.rate_limit(POST, retry_after=1)
    write(on_sqlite, "a")
    on_sqlite.settle()
    assert hellos(on_sqlite) == 0
    assert on_sqlite.eventually(lambda: hellos(on_sqlite) == 1)


@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR, FaultKind.DROPPED])
def test_what_did_not_arrive_is_sent_again(on_sqlite: Workspace, kind: FaultKind) -> None:
    on_sqlite.sandbox.faults.fail(POST, kind)
    write(on_sqlite, "a")
    on_sqlite.settle()
    assert row(on_sqlite, "a").state is SendState.PENDING
    pass_time(on_sqlite)
    on_sqlite.settle()
    assert (hellos(on_sqlite), row(on_sqlite, "a").state) == (1, SendState.SENT)


@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR_AFTER, FaultKind.DROPPED_AFTER])
def test_what_has_arrived_all_the_same_is_found_and_not_said_again(
    workspace: Workspace, kind: FaultKind
) -> None:
    workspace.sandbox.faults.fail(POST, kind)
    write(workspace, "a")
    workspace.settle()
    assert hellos(workspace) == 1
    assert 38 < waits(workspace, "a") <= 41  # as long as a call may be under way
    pass_time(workspace)
    workspace.settle()
    assert (hellos(workspace), row(workspace, "a").state) == (1, SendState.SENT)
    (said,) = (message["ts"] for message in workspace.seen() if message["origin"] == "web_api")
    assert row(workspace, "a").sent_id == said


def test_each_pause_is_longer_and_there_is_an_end(on_sqlite: Workspace) -> None:
    on_sqlite.sandbox.faults.fail(POST, FaultKind.SERVER_ERROR, calls=10)
    write(on_sqlite, "a")
    pauses: list[int] = []
    for _ in range(9):
        on_sqlite.settle()
        pauses.append(round(waits(on_sqlite, "a")))
        pass_time(on_sqlite)
    assert pauses == sorted(pauses)
    assert pauses[0] > 8
    assert pauses[-1] <= 301
    on_sqlite.settle()
    assert row(on_sqlite, "a").state is SendState.FAILED
    assert row(on_sqlite, "a").why == "http_500"


def test_a_withdrawn_token_is_noted_and_heals(workspace: Workspace) -> None:
    write(workspace, "a")
    workspace.run(another_worker(workspace, token="xoxb-withdrawn").deliver_due())
    assert workspace_row(workspace).standing is Standing.REVOKED
    assert row(workspace, "a").state is SendState.PENDING
    assert row(workspace, "a").why == "invalid_auth"
    pass_time(workspace)
    workspace.settle()
    assert (hellos(workspace), row(workspace, "a").state) == (1, SendState.SENT)
    assert workspace_row(workspace).standing is Standing.ACTIVE


def test_a_look_up_heals_too(on_sqlite: Workspace) -> None:
    write(on_sqlite, "a")
    on_sqlite.run(another_worker(on_sqlite, token="xoxb-withdrawn").deliver_due())
    assert workspace_row(on_sqlite).standing is Standing.REVOKED
    view = on_sqlite.type("/coalition setup", ANA).view
    on_sqlite.submit(view, Name="x", Time_zone=on_sqlite.pick("Time zone", "Denver", view))
    on_sqlite.settle()
    pass_time(on_sqlite)
    on_sqlite.sandbox.faults.fail(POST, FaultKind.SERVER_ERROR, calls=9)  # so that nothing else heals it
    on_sqlite.settle()
    assert workspace_row(on_sqlite).standing is Standing.ACTIVE


@pytest.mark.parametrize(
    ("channel", "why"),
    [("C0NOWHERE", "channel_not_found"), ("C0OLD", "is_archived"), ("C0ELSEWHERE", "not_in_channel")],
)
def test_a_refusal_is_final_and_says_why(on_sqlite: Workspace, channel: str, why: str) -> None:
    old = Channel(id="C0OLD", name="old", kind=ChannelKind.PUBLIC, is_archived=True)
    on_sqlite.sandbox.add_channel(old, members=("U0BOT",))
    write(on_sqlite, "a", channel=channel)
    write(on_sqlite, "b")
    on_sqlite.settle()
    assert (row(on_sqlite, "a").state, row(on_sqlite, "a").why) == (SendState.FAILED, why)
    assert row(on_sqlite, "b").state is SendState.SENT


def _areas_and(made: object) -> Registry:
    more = ModuleType("more")
    more.__dict__["made"] = made
    return Registry((*AREAS, more))


def test_a_kind_that_fails_does_not_stop_the_others(workspace: Workspace) -> None:
    @reminder("broken")
    def broken(due: DueRequest, row_id: int) -> Card | Dropped:
        raise ZeroDivisionError

    worker = another_worker(workspace, registry=_areas_and(broken))
    write(workspace, "a", kind="broken")
    write(workspace, "b")
    for _ in range(9):
        workspace.run(worker.deliver_due())
        assert row(workspace, "a").state is SendState.PENDING
        assert waits(workspace, "a") > 8
        pass_time(workspace)
    assert row(workspace, "b").state is SendState.SENT
    workspace.run(worker.deliver_due())
    assert (row(workspace, "a").state, row(workspace, "a").why) == (SendState.FAILED, "a fault of ours")


def test_a_card_that_cannot_be_rendered_does_not_stop_the_others(on_sqlite: Workspace) -> None:
    from handlers.text import N_, Text

    @reminder("unrenderable")
    def unrenderable(due: DueRequest, row_id: int) -> Card | Dropped:
        return Card(body=(Text(N_("{nobody} is here.")),))

    write(on_sqlite, "a", kind="unrenderable")
    write(on_sqlite, "b")
    on_sqlite.run(another_worker(on_sqlite, registry=_areas_and(unrenderable)).deliver_due())
    assert row(on_sqlite, "a").why == "a fault of ours"
    assert row(on_sqlite, "b").state is SendState.SENT


def test_a_kind_that_is_no_longer_known_is_dropped(on_sqlite: Workspace) -> None:
    write(on_sqlite, "a", kind="of-an-older-version")
    on_sqlite.settle()
    assert row(on_sqlite, "a").state is SendState.DROPPED
    assert row(on_sqlite, "a").why == "this kind is no longer said"
    assert row(on_sqlite, "a").settled_at is not None
