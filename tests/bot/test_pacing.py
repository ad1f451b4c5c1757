"""One message a second in a channel, and a pause for all where Slack asks for one: among all processes."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sqlalchemy import select

from bot.runtime import Runtime, SlackAccess
from storage import pacing
from storage.database import Database
from storage.outbox import SendState
from storage.pacing import PaceRow
from tests.bot.timed import silence
from tests.bot.workers import another_worker, hellos, pass_time, row, rows, waits, write
from tests.workspace import SECRET, TOKEN, Workspace

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)  # longer than a busy machine takes for two messages
POST = "chat.postMessage"


def test_messages_of_one_channel_wait_for_their_turn(workspace: Workspace) -> None:
    write(workspace, "a", "b", "c")
    worker = another_worker(workspace, between=SECOND)
    workspace.run(worker.deliver_due())
    assert hellos(workspace) == 1
    assert row(workspace, "a").state is SendState.SENT
    assert 0 < waits(workspace, "b") <= 1
    assert 1 < waits(workspace, "c") <= 2
    assert {row(workspace, key).attempt for key in "bc"} == {0}
    assert row(workspace, "b").why == "its turn in the channel"


def test_they_all_get_there_in_their_order_a_second_apart(on_sqlite: Workspace) -> None:
    write(on_sqlite, "a", "b", "c")
    worker = another_worker(on_sqlite, between=SECOND)

    async def all_of_them() -> None:
        await worker.deliver_due()
        while (wait := await worker.wait()) is not None:
            await asyncio.sleep(wait)  # the time of the turn itself, by the database's clock
            await worker.deliver_due()

    on_sqlite.run(all_of_them())
    sent = [found for found in rows(on_sqlite) if found.state is SendState.SENT]
    assert [found.key for found in sorted(sent, key=lambda found: found.sent_id or "")] == ["a", "b", "c"]
    turns = [found.slot_at for found in sent if found.slot_at is not None]
    assert len(turns) == 2
    assert turns[1] - turns[0] == SECOND
    for found in sent:
        assert found.tried_at is not None
        assert found.slot_at is None or found.tried_at >= found.slot_at


def test_other_channels_do_not_wait(on_sqlite: Workspace) -> None:
    write(on_sqlite, "a", "b")
    write(on_sqlite, "elsewhere", channel="C0GENERAL")
    on_sqlite.run(another_worker(on_sqlite, between=SECOND).deliver_due())
    assert row(on_sqlite, "elsewhere").state is not SendState.PENDING
    assert row(on_sqlite, "b").state is SendState.PENDING


def test_two_processes_share_the_turns(workspace: Workspace) -> None:
    write(workspace, *"abcdef")
    own = Database(workspace.runtime.settings.database_url)
    workers = [
        another_worker(workspace, between=MINUTE),
        another_worker(workspace, database=own, between=MINUTE),
    ]

    async def both() -> None:
        await asyncio.gather(*(worker.deliver_due() for worker in workers))

    workspace.run(both())
    own.close()
    assert hellos(workspace) == 1
    turns = sorted(found.slot_at for found in rows(workspace) if found.slot_at is not None)
    gaps = {round((later - one).total_seconds(), 1) for one, later in pairwise(turns)}
    assert (len(turns), gaps) == (5, {60.0})


def test_a_pause_that_slack_asks_for_holds_for_every_process(workspace: Workspace) -> None:
    workspace.sandbox.faults.rate_limit(POST, retry_after=30)
    write(workspace, "a")
    workspace.settle()
    assert 28 < waits(workspace, "a") <= 31
    write(workspace, "b", channel="C0GENERAL")
    own = Database(workspace.runtime.settings.database_url)
    workspace.run(another_worker(workspace, database=own).deliver_due())
    own.close()
    held = row(workspace, "b")
    assert (held.state, held.why, held.attempt) == (
        SendState.PENDING, "the platform asked for a pause", 0,
    )  # fmt: skip
    assert held.not_before is not None
    assert 20 < (held.not_before - datetime.now(UTC)).total_seconds() <= 31
    pass_time(workspace)
    workspace.settle()
    assert row(workspace, "a").state is SendState.SENT


def test_as_it_runs_for_a_real_slack_turns_are_a_second_apart(on_sqlite: Workspace) -> None:
    """Nobody says there how far apart: two messages to one channel, and when a third could come."""
    silence(on_sqlite)
    write(on_sqlite, "a", "b")
    here = on_sqlite.runtime
    access = SlackAccess(TOKEN, SECRET, f"{on_sqlite.client.base_url}/api/")
    real = Runtime(here.settings, here.database, access, here.clock, reference=here.reference)

    async def one_pass() -> None:
        await real.start()
        await real.worker.one_pass()
        await real.fall_silent()
        await real.slack.close()
        real.threads.close()

    on_sqlite.run(one_pass())
    assert row(on_sqlite, "a").state is SendState.SENT
    waiting = row(on_sqlite, "b")
    assert (waiting.state, waiting.why) == (SendState.PENDING, "its turn in the channel")
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        (third,) = db.scalars(select(PaceRow.next_at))
    assert waiting.slot_at is not None
    assert third - waiting.slot_at == SECOND


def paused_until(workspace: Workspace) -> float:
    """For how many more seconds nothing may be said."""
    with workspace.database.transaction(workspace.coalition_id) as db:
        until = pacing.paused_until(db, workspace.key.id)
    return 0 if until is None else (until - datetime.now(UTC)).total_seconds()


def test_a_short_pause_does_not_end_a_long_one(workspace: Workspace) -> None:
    for seconds in (30, 2):
        with workspace.database.transaction(workspace.coalition_id) as db:
            pacing.pause(db, workspace.key.id, seconds)
        assert 25 < paused_until(workspace) <= 31
    with workspace.database.transaction(workspace.coalition_id) as db:
        pacing.pause(db, workspace.key.id, 60)
    assert 55 < paused_until(workspace) <= 61
