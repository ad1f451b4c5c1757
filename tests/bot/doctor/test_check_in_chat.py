"""/coalition check: an admin asks in chat, and is told directly."""

from sqlalchemy import select

from handlers.coalition.check import CHECK
from storage.outbox import OutboxRow, SendState
from tests.workspace import ANA, BEN, CAMPAIGN, Workspace


def outbox_of(workspace: Workspace) -> list[OutboxRow]:
    with workspace.database.transaction(workspace.coalition_id) as db:
        return list(db.scalars(select(OutboxRow).where(OutboxRow.kind == CHECK)))


def test_an_admin_is_told_directly_what_was_found(workspace: Workspace) -> None:
    workspace.set_up(ANA)
    answer = workspace.type("/coalition check", ANA)
    assert answer.message["ephemeral"]
    assert answer.text.startswith("I look at the database, the connection and the channels now.")
    told = workspace.told(ANA)
    assert "Nothing needs mending" in told
    assert "✓ The database answers." in told
    assert "✓ The clock is right." in told
    assert f"✓ The bot is in <#{CAMPAIGN}>." in told
    assert [row.state for row in outbox_of(workspace)] == [SendState.SENT]
    assert "✓" not in workspace.told(BEN)


def test_a_fault_comes_with_how_to_mend_it(on_sqlite: Workspace) -> None:
    on_sqlite.set_up(ANA, channel="C0ELSEWHERE")
    on_sqlite.type("/coalition check", ANA)
    told = on_sqlite.told(ANA)
    assert "1 thing to mend" in told
    assert (
        "✗ The bot is not in <#C0ELSEWHERE>, where announcements come.\nType /invite @coalition there."
        in told
    )


def test_it_is_for_admins(on_sqlite: Workspace) -> None:
    on_sqlite.set_up(ANA)
    on_sqlite.type("/claim-district PA-07", BEN)
    on_sqlite.settle()
    assert "Only admins can do this." in on_sqlite.type("/coalition check", BEN).text
    assert outbox_of(on_sqlite) == []


def test_who_is_no_admin_any_more_is_not_told(on_sqlite: Workspace) -> None:
    on_sqlite.set_up(ANA)
    on_sqlite.type("/claim-district PA-07", BEN)
    on_sqlite.type(f"/coalition role <@{BEN}|ben> admin", ANA)
    on_sqlite.settle()
    on_sqlite.run(on_sqlite.runtime.worker.stop())
    on_sqlite.type("/coalition check", BEN)
    on_sqlite.type(f"/coalition role <@{BEN}|ben> member", ANA)
    on_sqlite.settle()
    assert [(row.state, row.why) for row in outbox_of(on_sqlite)] == [
        (SendState.DROPPED, "they are no admin any more")
    ]
