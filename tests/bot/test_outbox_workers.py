"""Several workers on one outbox: each row is sent by one of them, and by another if that one dies."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event, update
from sqlalchemy.engine.interfaces import CacheStats

from bot.sandbox.faults import FaultKind
from storage import across, deliveries
from storage.across import Taken
from storage.database import Database
from storage.deliveries import Sent
from storage.outbox import OutboxRow, SendState
from tests.bot.workers import another_worker, hellos, pass_time, posted_cards, row, rows, write
from tests.workspace import ANA, CAMPAIGN, Workspace

KEYS = tuple(f"row {number}" for number in range(60))


def test_two_workers_send_each_row_once(workspace: Workspace) -> None:
    write(workspace, *KEYS)
    own = Database(workspace.runtime.settings.database_url)
    workers = [another_worker(workspace), another_worker(workspace, database=own)]

    async def both() -> list[int]:
        return await asyncio.gather(*(worker.deliver_due() for worker in workers))

    done = workspace.run(both())
    own.close()
    assert sum(done) == len(KEYS)
    assert hellos(workspace) == len(KEYS)
    assert {found.state for found in rows(workspace)} == {SendState.SENT}
    assert {found.attempt for found in rows(workspace)} == {1}


def test_what_one_pass_has_asked_is_not_compiled_again_in_the_next(workspace: Workspace) -> None:
    compiled: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, given: Any, context: Any, many: bool) -> None:
        if context.compiled is not None and context.cache_hit is not CacheStats.CACHE_HIT:
            compiled.append(statement)

    write(workspace, "a")
    workspace.settle()
    write(workspace, "b")
    event.listen(workspace.database.engine, "before_cursor_execute", note)
    try:
        workspace.settle()
    finally:
        event.remove(workspace.database.engine, "before_cursor_execute", note)
    assert hellos(workspace) == 2
    assert compiled == []


def _taken_by_one_that_dies(workspace: Workspace) -> None:
    with workspace.database.across_coalitions() as db:
        assert (
            len(across.take_due(db, workspace.coalition_id, workspace.runtime.clock.now(), "dead", 60, 20))
            == 1
        )


def test_a_row_whose_worker_died_is_taken_again(workspace: Workspace) -> None:
    write(workspace, "a")
    _taken_by_one_that_dies(workspace)
    workspace.settle()
    assert hellos(workspace) == 0  # its lease still stands
    pass_time(workspace)
    workspace.settle()
    assert hellos(workspace) == 1
    assert (row(workspace, "a").state, row(workspace, "a").attempt) == (SendState.SENT, 2)


def test_a_late_finish_changes_nothing(workspace: Workspace) -> None:
    """The first is so slow that its lease runs out; the second may not look, sends it, and that counts."""
    workspace.sandbox.faults.refuse("conversations.history", "missing_scope")
    write(workspace, "a")
    held = workspace.sandbox.faults.hold("chat.postMessage", FaultKind.HELD_AFTER)
    slow = another_worker(workspace)

    async def overtaken() -> str | None:
        late = asyncio.create_task(slow.deliver_due())
        await asyncio.wrap_future(held.reached)
        await asyncio.to_thread(pass_time, workspace)
        await another_worker(workspace).deliver_due()
        settled = (await asyncio.to_thread(row, workspace, "a")).sent_id
        held.release()
        await late
        return settled

    sent_id = workspace.run(overtaken())
    first, second = (message["ts"] for message in workspace.seen())
    assert row(workspace, "a").sent_id == sent_id == second != first
    assert (row(workspace, "a").state, row(workspace, "a").attempt) == (SendState.SENT, 2)


def test_a_late_finish_leaves_the_card_where_the_second_hung_it(workspace: Workspace) -> None:
    workspace.type("/claim-district PA-08")
    workspace.settle()  # nothing else is to be said than the card of the form
    view = workspace.type("/claim-district").view
    held = workspace.sandbox.faults.hold("chat.postMessage", FaultKind.HELD_AFTER)
    workspace.submit(view, District=workspace.pick("District", "PA-07", view))
    held.wait_until_reached()
    pass_time(workspace)
    workspace.run(another_worker(workspace).deliver_due())
    (card,) = posted_cards(workspace)
    held.release()
    workspace.settle()
    assert [one.message_id for one in posted_cards(workspace)] == [card.message_id]
    assert card.message_id == workspace.seen(ANA, CAMPAIGN)[-1]["ts"]


def test_a_late_failure_changes_nothing(workspace: Workspace) -> None:
    write(workspace, "a", channel="C0NOWHERE")
    held = workspace.sandbox.faults.hold("chat.postMessage")
    slow = another_worker(workspace)

    async def overtaken() -> None:
        late = asyncio.create_task(slow.deliver_due())
        await asyncio.wrap_future(held.reached)
        await asyncio.to_thread(pass_time, workspace)
        await asyncio.to_thread(_taken_by_one_that_dies, workspace)
        held.release()
        await late

    workspace.run(overtaken())
    assert (row(workspace, "a").state, row(workspace, "a").lease_owner) == (SendState.SENDING, "dead")


def test_an_earlier_try_of_the_same_worker_records_nothing(workspace: Workspace) -> None:
    """Its lease ran out while it was sending, and it has taken the row once more."""
    write(workspace, "a")

    def take() -> Taken:
        with workspace.database.across_coalitions() as db:
            now = workspace.runtime.clock.now()
            (taken,) = across.take_due(db, workspace.coalition_id, now, "the same", 60, 20)
        return taken

    def record(taken: Taken, message_id: str) -> list[bool]:
        sent = Sent(taken.id, taken.attempt, None, CAMPAIGN, message_id)
        with workspace.database.transaction(workspace.coalition_id) as db:
            return deliveries.record_sent(db, "the same", [sent], workspace.runtime.clock.now())

    first = take()
    pass_time(workspace)
    second = take()
    assert record(first, "1.1") == [False]
    assert (row(workspace, "a").state, row(workspace, "a").sent_id) == (SendState.SENDING, None)
    assert record(second, "2.2") == [True]
    assert (row(workspace, "a").state, row(workspace, "a").sent_id) == (SendState.SENT, "2.2")


def test_a_row_that_waited_behind_others_has_its_whole_lease_from_then_on(workspace: Workspace) -> None:
    """Both are taken together; the first takes long, and the second has little of its lease left."""
    write(workspace, "a", "b")
    faults = workspace.sandbox.faults
    first, second = faults.hold("chat.postMessage"), faults.hold("chat.postMessage")
    soon = datetime.now(UTC) + timedelta(seconds=5)

    def nearly_run_out() -> None:
        with workspace.database.transaction(workspace.coalition_id) as db:
            db.execute(update(OutboxRow).where(OutboxRow.key == "b").values(lease_until=soon))

    async def one_by_one() -> datetime | None:
        sending = asyncio.create_task(another_worker(workspace).deliver_due())
        await asyncio.wrap_future(first.reached)
        await asyncio.to_thread(nearly_run_out)
        first.release()
        await asyncio.wrap_future(second.reached)
        until = (await asyncio.to_thread(row, workspace, "b")).lease_until
        second.release()
        await sending
        return until

    until = workspace.run(one_by_one())
    assert until is not None
    assert until - soon > timedelta(seconds=30)
    assert row(workspace, "b").state is SendState.SENT
