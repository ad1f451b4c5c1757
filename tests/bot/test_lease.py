"""For how long a worker has a row to itself: OUTBOX_LEASE_SECONDS."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.delivery import Delivery
from bot.messages import Writer
from bot.slack.client import SlackClient
from bot.slack.speaking import SlackPlatform
from bot.threads import DatabaseThreads
from bot.translation import Languages
from config.settings import SettingsError, load_settings
from storage.coalitions import Platform
from storage.outbox import SendState
from tests.bot.workers import row, write
from tests.workspace import TOKEN, Workspace


@pytest.mark.parametrize(("given", "lease"), [(None, 60), ("20", 20), ("3600", 3600)])
def test_the_setting(given: str | None, lease: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OUTBOX_LEASE_SECONDS", raising=False)
    if given is not None:
        monkeypatch.setenv("OUTBOX_LEASE_SECONDS", given)
    assert load_settings().outbox_lease_seconds == lease


@pytest.mark.parametrize("given", ["19", "0", "-60", "60.5", "a minute", "3601"])
def test_one_that_is_malformed(given: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OUTBOX_LEASE_SECONDS", given)
    with pytest.raises(SettingsError, match=r"^OUTBOX_LEASE_SECONDS is malformed: it must be a whole number"):
        load_settings()


@pytest.mark.parametrize("lease", [20, 600])
def test_a_row_is_taken_for_so_long(workspace: Workspace, lease: int) -> None:
    runtime = workspace.runtime
    client = SlackClient(TOKEN, f"{workspace.client.base_url}/api/")
    worker = Delivery(
        runtime.database,
        DatabaseThreads(runtime.database, 2),
        runtime.clock,
        Writer(runtime.registry, runtime.reference, runtime.clock),
        {Platform.SLACK: SlackPlatform(client, Languages())},
        runtime.doctor.card,
        lease,
    )
    worker.serve(workspace.coalition_id)
    write(workspace, "a")
    held = workspace.sandbox.faults.hold("chat.postMessage")

    async def in_between() -> tuple[SendState, float]:
        sending = asyncio.create_task(worker.deliver_due())
        await asyncio.wrap_future(held.reached)
        taken = await asyncio.to_thread(row, workspace, "a")
        held.release()
        await sending
        assert taken.lease_until is not None
        return taken.state, (taken.lease_until - datetime.now(UTC)).total_seconds()

    state, left = workspace.run(in_between())
    assert state is SendState.SENDING
    assert lease - 5 < left <= lease + 1
    assert row(workspace, "a").state is SendState.SENT
