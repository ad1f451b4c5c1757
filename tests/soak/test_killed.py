"""`kill -9` at every change of state: afterwards each message is there, once."""

import signal
from datetime import timedelta
from pathlib import Path

import pytest

from bot.outbox import instant
from storage.outbox import SendState
from tests.bot.test_tick import settings_of, tick, ticked
from tests.bot.timed import silence
from tests.bot.workers import hellos, pass_time, posted_cards, row, rows, write
from tests.handlers.digests.test_personal import digests
from tests.handlers.outreach.asking import JANE, SAM, add_candidate, days_later, log, to_monday
from tests.processes import ended
from tests.soak.dying import DIE_AT, Point
from tests.soak.months import CHANNELS
from tests.workspace import ANA, BEN, ELSEWHERE, Workspace

SENDING = [
    Point.TAKEN, Point.DRAWN, Point.ABOUT_TO_POST, Point.POSTED, Point.RECORDING, Point.RECORDED
]  # fmt: skip
REDRAWING = [
    Point.CARDS_TAKEN, Point.CARD_DRAWN, Point.ABOUT_TO_REDRAW, Point.REDRAWN, Point.CARD_RECORDED
]  # fmt: skip


def killed(workspace: Workspace, folder: Path, point: Point, *more: str) -> None:
    """A pass that ends there."""
    silence(workspace)
    at = more or (f"--at={instant(workspace.runtime.clock.now() + timedelta(seconds=1))}",)
    done = ended(["tick", *at], folder, settings_of(workspace, **{DIE_AT: point.value}))
    assert done.code == -signal.SIGKILL, done


def states(workspace: Workspace, *keys: str) -> set[SendState]:
    return {row(workspace, key).state for key in keys}


@pytest.mark.parametrize("point", SENDING, ids=lambda point: point.value)
def test_whatever_is_said_in_a_channel_is_said_once(
    workspace: Workspace, tmp_path: Path, point: Point
) -> None:
    write(workspace, "a")
    write(workspace, "b", channel="C0GENERAL")
    killed(workspace, tmp_path, point)
    pass_time(workspace)
    again = tick(workspace, tmp_path)
    assert again.code == 0, again
    assert hellos(workspace) == 1
    assert states(workspace, "a", "b") == {SendState.SENT}
    said = [m["ts"] for channel in CHANNELS for m in workspace.seen(ANA, channel) if m["origin"] == "web_api"]
    assert sorted(said) == sorted(found.sent_id or "" for found in rows(workspace))


@pytest.mark.parametrize("point", [Point.TAKEN, Point.POSTED, Point.RECORDING], ids=lambda point: point.value)
def test_whatever_is_said_to_people_is_said_once(on_sqlite: Workspace, tmp_path: Path, point: Point) -> None:
    """A nudge of each: Ana's is a card that stays current."""
    on_sqlite.set_up()
    monday = to_monday(on_sqlite)
    on_sqlite.type("/claim-district PA-07")
    add_candidate(on_sqlite, JANE)
    add_candidate(on_sqlite, SAM)
    log(on_sqlite, "email", JANE)
    log(on_sqlite, "email", SAM)
    on_sqlite.settle()
    thursday = f"--at={instant(days_later(monday, 3, hour=9) + timedelta(minutes=1))}"
    killed(on_sqlite, tmp_path, point, thursday)
    pass_time(on_sqlite)
    assert ticked(on_sqlite, tmp_path, thursday).code == 0
    told = on_sqlite.told(ANA)
    for name in (JANE, SAM):
        assert told.count(f"Follow up with {name} (PA-07), follow-up 1 of 3") == 1


def test_digests_are_written_once(on_sqlite: Workspace, tmp_path: Path) -> None:
    on_sqlite.set_up()
    monday = to_monday(on_sqlite)
    on_sqlite.type("/claim-district PA-07")
    add_candidate(on_sqlite, JANE)
    add_candidate(on_sqlite, SAM)
    log(on_sqlite, "email", JANE)
    on_sqlite.settle()
    before = len(digests(on_sqlite))
    tuesday = f"--at={instant(days_later(monday, 1, hour=8) + timedelta(minutes=31))}"
    killed(on_sqlite, tmp_path, Point.DIGESTS_WRITTEN, tuesday)
    pass_time(on_sqlite)
    for _ in range(2):
        assert ticked(on_sqlite, tmp_path, tuesday).code == 0
    assert len(digests(on_sqlite)) == before + 1


def redrawn_once(workspace: Workspace, folder: Path, point: Point) -> None:
    """Two cards of a district hang there; whoever redraws them dies, and the next one ends it."""
    workspace.set_up()
    workspace.type("/claim-district PA-07", ANA, "C0GENERAL")
    workspace.settle()
    silence(workspace)
    cards = [one for channel in CHANNELS for one in workspace.seen(ANA, channel) if "PA-07" in one["text"]]
    workspace.type("/claim-district PA-07", BEN, ELSEWHERE)
    killed(workspace, folder, point)
    pass_time(workspace)
    assert tick(workspace, folder).code == 0
    now = [one for channel in CHANNELS for one in workspace.seen(ANA, channel) if "PA-07" in one["text"]]
    assert [one["ts"] for one in now] == [one["ts"] for one in cards]
    assert "Supporting: <@U0BEN>." in next(one for one in now if one["origin"] == "web_api")["text"]
    assert {card.wanted_version - card.shown_version for card in posted_cards(workspace)} == {0}
    assert "joined you on PA-07" in workspace.told(ANA)


def test_a_card_is_current_after_whoever_redrew_it_died(on_sqlite: Workspace, tmp_path: Path) -> None:
    redrawn_once(on_sqlite, tmp_path, Point.REDRAWN)


@pytest.mark.soak
@pytest.mark.parametrize("point", REDRAWING, ids=lambda point: point.value)
def test_a_card_is_current_wherever_whoever_redrew_it_died(
    workspace: Workspace, tmp_path: Path, point: Point
) -> None:
    redrawn_once(workspace, tmp_path, point)
