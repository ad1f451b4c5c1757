"""Months of a campaign with a Slack that fails: each thing is said once, at an hour that is right."""

from datetime import timedelta
from random import Random

import pytest

from tests.soak.months import (
    Months,
    check_all_was_said_once,
    check_manners,
    check_no_nudge_after_the_end,
    kinds_said,
    next_clock_change,
)
from tests.workspace import Workspace


def live(workspace: Workspace, seed: int, changes: int, days: int) -> Months:
    """So many days round the clock change after next, or that after it."""
    change = workspace.runtime.clock.now()
    for _ in range(changes):
        change = next_clock_change(change + timedelta(days=2))
    months = Months(workspace, Random(seed))
    months.begin(change - timedelta(days=days // 2))
    months.run(days)
    workspace.sandbox.faults.clear()
    check_all_was_said_once(workspace)
    check_manners(workspace)
    check_no_nudge_after_the_end(months)
    assert months.held["quiet hours"] > 0
    return months


def test_two_weeks_round_a_clock_change(on_sqlite: Workspace) -> None:
    live(on_sqlite, seed=7, changes=1, days=14)
    assert {"follow-up", "digest", "channel-digest"} <= set(kinds_said(on_sqlite))


@pytest.mark.soak
@pytest.mark.parametrize("changes", [1, 2])
@pytest.mark.parametrize("seed", range(3))
def test_ninety_days_round_each_clock_change(workspace: Workspace, seed: int, changes: int) -> None:
    months = live(workspace, seed, changes, days=90)
    wanted = {"follow-up", "digest", "digest-at-chosen-time", "channel-digest", "chain-over"}
    assert wanted <= set(kinds_said(workspace))
    assert months.passes > 200
