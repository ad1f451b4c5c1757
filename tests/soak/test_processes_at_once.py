"""Two and three processes on one outbox, with a Slack that fails: each row is said by one of them."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot.outbox import instant
from storage.outbox import SendState
from tests.bot.test_tick import settings_of
from tests.bot.timed import silence
from tests.bot.workers import pass_time, rows, write
from tests.processes import all_ended
from tests.soak.months import CHANNELS, be_moody, check_all_was_said_once
from tests.workspace import Workspace

_MOST_ROUNDS = 30


def everybody_says_it(workspace: Workspace, folder: Path, processes: int, rows_each: int, seed: int) -> None:
    silence(workspace)
    for channel in CHANNELS:
        write(workspace, *(f"{channel} {number}" for number in range(rows_each)), channel=channel)
    be_moody(workspace, 0.1, Random(seed))
    at = f"--at={instant(workspace.runtime.clock.now() + timedelta(seconds=1))}"
    for _ in range(_MOST_ROUNDS):
        for done in all_ended([["tick", at]] * processes, folder, settings_of(workspace)):
            assert done.code == 0, done
        if {row.state for row in rows(workspace)} == {SendState.SENT}:
            break
        pass_time(workspace)
    workspace.sandbox.faults.clear()
    assert {row.state for row in rows(workspace)} == {SendState.SENT}
    check_all_was_said_once(workspace)


@pytest.mark.parametrize("processes", [2, 3])
def test_a_few_rows(workspace: Workspace, tmp_path: Path, processes: int) -> None:
    everybody_says_it(workspace, tmp_path, processes, rows_each=2, seed=processes)


@pytest.mark.soak
@pytest.mark.parametrize("processes", [2, 3])
@pytest.mark.parametrize("seed", range(3))
def test_many_rows(workspace: Workspace, tmp_path: Path, processes: int, seed: int) -> None:
    everybody_says_it(workspace, tmp_path, processes, rows_each=20, seed=seed)
