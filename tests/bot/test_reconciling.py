"""What may have been said already: found again by its mark, or decided by its kind."""

from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot.sandbox.faults import FaultKind
from handlers.areas import AREAS
from handlers.cards import Card
from handlers.registry import Registry, Reminder, reminder
from handlers.request import Dropped, DueRequest
from handlers.text import N_, Text
from handlers.timing import Ambiguous
from storage import across, deliveries, queue
from storage.database import Purpose
from storage.outbox import OutboxRow, Saying, SendState
from storage.outbox import write as write_row
from tests.bot.workers import another_worker, hellos, pass_time, posted_cards, row, write
from tests.handlers.outreach.asking import JANE, add_candidate, days_later, go_to, log, log_reply, to_monday
from tests.workspace import ANA, CAMPAIGN, Workspace

POST, HISTORY = "chat.postMessage", "conversations.history"


def areas_and(*made: Reminder) -> Registry:
    more = ModuleType("more")
    for number, one in enumerate(made):
        more.__dict__[f"made_{number}"] = one
    return Registry((*AREAS, more))


@reminder("rather-never", ambiguous=Ambiguous.LOOK_THEN_DROP)
def rather_never(due: DueRequest, row_id: int) -> Card | Dropped:
    return Card(body=(Text(N_("Once at most.")),))


@reminder("rather-twice")
def rather_twice(due: DueRequest, row_id: int) -> Card | Dropped:
    return Card(body=(Text(N_("Once at least.")),))


def dies_after_sending(workspace: Workspace, key: str) -> None:
    """The row as a worker leaves it that dies between Slack's answer and the record of it."""
    past = datetime.now(UTC) - timedelta(minutes=2)
    with workspace.database.transaction(workspace.coalition_id) as db:
        db.execute(
            update(OutboxRow)
            .where(OutboxRow.key == key)
            .values(
                state=SendState.SENDING, sent_id=None, sent_channel=None, settled_at=None,
                lease_owner="dead", lease_until=past, tried_at=past,
            )
        )  # fmt: skip


def test_a_worker_that_died_after_sending_has_sent_it(workspace: Workspace) -> None:
    write(workspace, "a")
    workspace.settle()
    dies_after_sending(workspace, "a")
    workspace.settle()
    assert hellos(workspace) == 1
    found = row(workspace, "a")
    assert (found.state, found.attempt) == (SendState.SENT, 2)
    assert found.sent_id == next(m["ts"] for m in workspace.seen() if m["origin"] == "web_api")


def test_a_direct_message_is_found_too(on_sqlite: Workspace) -> None:
    on_sqlite.set_up()
    on_sqlite.settle()
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        now = on_sqlite.runtime.clock.now()
        write_row(db, Saying("rather-twice", 1, "dm", now, member_id=1), now)
    worker = another_worker(on_sqlite, registry=areas_and(rather_twice))
    on_sqlite.run(worker.deliver_due())
    dies_after_sending(on_sqlite, "dm")
    on_sqlite.run(worker.deliver_due())
    assert on_sqlite.told(ANA).count("Once at least.") == 1
    assert row(on_sqlite, "dm").state is SendState.SENT


def test_a_worker_that_died_before_sending_has_not(workspace: Workspace) -> None:
    write(workspace, "a")
    with workspace.database.across_coalitions() as db:
        across.take_due(db, workspace.coalition_id, workspace.runtime.clock.now(), "dead", 60, 20)
    pass_time(workspace)
    workspace.settle()
    assert (hellos(workspace), row(workspace, "a").state) == (1, SendState.SENT)


def test_what_may_still_be_on_its_way_is_waited_for(on_sqlite: Workspace) -> None:
    """Its lease ran out early, but Slack may take it for ten seconds more, and some."""
    write(on_sqlite, "a")
    with on_sqlite.database.across_coalitions() as db:
        across.take_due(db, on_sqlite.coalition_id, on_sqlite.runtime.clock.now(), "dead", -1, 20)
    on_sqlite.settle()
    waiting = row(on_sqlite, "a")
    assert (waiting.state, waiting.why) == (SendState.PENDING, "it may be on its way")
    assert hellos(on_sqlite) == 0
    pass_time(on_sqlite)
    on_sqlite.settle()
    assert (hellos(on_sqlite), row(on_sqlite, "a").state) == (1, SendState.SENT)


@pytest.mark.parametrize(
    ("kind", "said", "state"),
    [("rather-never", 1, SendState.DROPPED), ("rather-twice", 2, SendState.SENT)],
)
def test_where_the_bot_may_not_look_the_kind_decides(
    on_sqlite: Workspace, kind: str, said: int, state: SendState
) -> None:
    worker = another_worker(on_sqlite, registry=areas_and(rather_never, rather_twice))
    on_sqlite.sandbox.faults.fail(POST, FaultKind.DROPPED_AFTER)
    on_sqlite.sandbox.faults.refuse(HISTORY, "missing_scope")
    write(on_sqlite, "a", kind=kind)
    on_sqlite.run(worker.deliver_due())
    pass_time(on_sqlite)
    on_sqlite.run(worker.deliver_due())
    assert hellos(on_sqlite) == said
    settled = row(on_sqlite, "a")
    assert settled.state is state
    assert ("missing_scope" in (settled.why or "")) == (state is SendState.DROPPED)


def test_while_slack_does_not_let_it_look_nothing_is_said(on_sqlite: Workspace) -> None:
    on_sqlite.sandbox.faults.fail(POST, FaultKind.DROPPED_AFTER)
    write(on_sqlite, "a")
    on_sqlite.settle()
    on_sqlite.sandbox.faults.rate_limit(HISTORY, retry_after=30)
    pass_time(on_sqlite)
    on_sqlite.settle()
    assert (hellos(on_sqlite), row(on_sqlite, "a").state) == (1, SendState.PENDING)
    pass_time(on_sqlite)
    on_sqlite.settle()
    assert (hellos(on_sqlite), row(on_sqlite, "a").state) == (1, SendState.SENT)


def test_somebody_elses_mark_is_not_taken_for_it(on_sqlite: Workspace) -> None:
    write(on_sqlite, "a", "b")
    on_sqlite.settle()
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        gone = row(on_sqlite, "b").sent_id
        assert gone is not None
        db.execute(update(OutboxRow).where(OutboxRow.key == "b").values(sent_id=None))
    on_sqlite.web_api("chat.delete", channel=CAMPAIGN, ts=gone)
    dies_after_sending(on_sqlite, "b")
    on_sqlite.settle()
    assert hellos(on_sqlite) == 2
    assert row(on_sqlite, "b").sent_id not in (gone, row(on_sqlite, "a").sent_id)


def test_a_card_that_is_found_again_is_brought_up_to_date(on_sqlite: Workspace) -> None:
    on_sqlite.set_up(ANA, None)  # nothing else is said that the fault could hit
    monday = to_monday(on_sqlite)
    add_candidate(on_sqlite, JANE)
    log(on_sqlite, "email")
    on_sqlite.settle()
    on_sqlite.sandbox.faults.fail(POST, FaultKind.DROPPED_AFTER)
    go_to(on_sqlite, days_later(monday, 3))
    log_reply(on_sqlite)
    pass_time(on_sqlite)
    on_sqlite.settle()
    told = [m["text"] for m in on_sqlite.direct(ANA) if JANE in m["text"]]
    nudges = [text for text in told if "Follow up with" in text or "answered" in text]
    assert len(nudges) == 1
    assert "answered. There is nothing to follow up." in nudges[0]


def test_the_mark_says_nothing(workspace: Workspace) -> None:
    write(workspace, "a")
    workspace.settle()
    history = workspace.web_api("conversations.history", channel=CAMPAIGN, include_all_metadata="true")
    (metadata,) = (message["metadata"] for message in history["messages"] if "metadata" in message)
    mark = f"{workspace.coalition_id:x}-{row(workspace, 'a').id:x}"
    assert metadata == {"event_type": "coalition_delivery", "event_payload": {"mark": mark}}


def test_cards_are_remembered_once(workspace: Workspace) -> None:
    workspace.set_up()
    workspace.settle()
    view = workspace.type("/claim-district").view
    workspace.sandbox.faults.fail(POST, FaultKind.SERVER_ERROR_AFTER)
    workspace.submit(view, District=workspace.pick("District", "PA-07", view))
    workspace.settle()
    pass_time(workspace)
    workspace.settle()
    cards = posted_cards(workspace)
    assert len(cards) == len({(card.channel, card.message_id) for card in cards})
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ):
        assert sum("PA-07 · " in m["text"] for m in workspace.posted()) == 1


def test_what_could_not_be_recorded_is_found_later(
    on_sqlite: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database goes away just after Slack has taken the message."""
    with monkeypatch.context() as broken:

        def gone(*arguments: object) -> list[bool]:
            raise OperationalError("record", {}, Exception("the disk is full"))

        broken.setattr(deliveries, "record_sent", gone)
        write(on_sqlite, "a")
        on_sqlite.settle()
    assert (hellos(on_sqlite), row(on_sqlite, "a").state) == (1, SendState.SENDING)
    pass_time(on_sqlite)
    on_sqlite.settle()
    assert (hellos(on_sqlite), row(on_sqlite, "a").state) == (1, SendState.SENT)


def test_what_an_operator_retries_is_said_even_where_the_bot_may_not_look(on_sqlite: Workspace) -> None:
    worker = another_worker(on_sqlite, registry=areas_and(rather_never))
    on_sqlite.sandbox.faults.fail(POST, FaultKind.DROPPED)
    on_sqlite.sandbox.faults.refuse(HISTORY, "missing_scope", calls=2)
    write(on_sqlite, "a", kind="rather-never")
    on_sqlite.run(worker.deliver_due())
    pass_time(on_sqlite)
    on_sqlite.run(worker.deliver_due())
    assert (hellos(on_sqlite), row(on_sqlite, "a").state) == (0, SendState.DROPPED)
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        assert queue.retry(db, row(on_sqlite, "a").id, on_sqlite.runtime.clock.now())
    on_sqlite.run(worker.deliver_due())
    assert (hellos(on_sqlite), row(on_sqlite, "a").state) == (1, SendState.SENT)
