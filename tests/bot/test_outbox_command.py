"""`coalition-bot outbox`: what waits and what failed, retried or dropped by an operator."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.outbox import Asked, OutboxError, answer, instant
from storage.across import Bot, NewCoalition, connect_workspace
from storage.coalitions import Platform
from storage.members import MemberRow
from storage.outbox import OutboxRow, SendState
from tests.bot.timed import met, tell
from tests.bot.workers import HELLO, hellos, row, write
from tests.processes import COALITION_BOT, PRELOADED, Ended, ended
from tests.workspace import ANA, ELSEWHERE, TOKEN, Workspace


def outbox(workspace: Workspace, folder: Path, *arguments: str, program: Sequence[str] = PRELOADED) -> Ended:
    settings = {"DATABASE_URL": workspace.runtime.settings.database_url}
    return ended(["outbox", *arguments], folder, settings, program)


def lines(done: Ended) -> list[list[str]]:
    """The table below its titles, as words."""
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0].split() == ["id", "kind", "to", "due", "state", "why"]
    return [line.split() for line in done.out.splitlines()[1:-1]]


def number(workspace: Workspace, key: str) -> str:
    return str(row(workspace, key).id)


def failed(workspace: Workspace, *keys: str) -> None:
    """They could not be said, since the bot is not let into #elsewhere; one after the other."""
    for key in keys:
        write(workspace, key, channel=ELSEWHERE)
        workspace.settle()
        assert row(workspace, key).state is SendState.FAILED


def test_an_empty_one(on_sqlite: Workspace, tmp_path: Path) -> None:
    done = outbox(on_sqlite, tmp_path)
    assert (done.code, done.out, done.err) == (0, "0 failed, 0 to be said, 0 dropped.\n", "")


def test_the_newest_failures_first_then_what_is_next(workspace: Workspace, tmp_path: Path) -> None:
    met(workspace, ANA)
    failed(workspace, "first", "second")
    write(workspace, "old", kind="of-an-older-version")
    workspace.settle()
    tell(workspace, ANA, "later", kind=HELLO, ago=timedelta(days=-2))
    tell(workspace, ANA, "soon", kind=HELLO, ago=timedelta(days=-1))
    done = outbox(workspace, tmp_path)
    table = lines(done)
    assert [words[0] for words in table] == [
        number(workspace, key) for key in ("second", "first", "soon", "later", "old")
    ]
    due = instant(row(workspace, "first").due_at)
    assert table[1][1:] == [HELLO, ELSEWHERE, due, "failed", "not_in_channel"]
    assert table[2][1:] == [HELLO, "ana", instant(row(workspace, "soon").due_at), "pending"]
    assert table[4][4:] == ["dropped", "this", "kind", "is", "no", "longer", "said"]
    assert done.out.splitlines()[-1] == "2 failed, 2 to be said, 1 dropped."


def test_only_what_failed(on_sqlite: Workspace, tmp_path: Path) -> None:
    failed(on_sqlite, "a")
    write(on_sqlite, "b")
    done = outbox(on_sqlite, tmp_path, "--failed", program=COALITION_BOT)
    assert [words[0] for words in lines(done)] == [number(on_sqlite, "a")]
    assert done.out.splitlines()[-1] == "1 failed."


def test_a_long_queue_is_not_listed_to_its_end(on_sqlite: Workspace, tmp_path: Path) -> None:
    write(on_sqlite, *(f"row {place}" for place in range(60)))
    done = outbox(on_sqlite, tmp_path)
    assert len(lines(done)) == 50
    assert done.out.splitlines()[-1] == (
        "0 failed, 60 to be said, 0 dropped; of each, the first 50 are listed."
    )


def test_a_name_does_nothing_to_the_terminal(on_sqlite: Workspace, tmp_path: Path) -> None:
    met(on_sqlite, ANA)
    tell(on_sqlite, ANA, "a", kind=HELLO)
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        db.scalars(select(MemberRow)).one().name = "Ana\x1b[2J\nB"
    done = outbox(on_sqlite, tmp_path)
    assert "\x1b" not in done.out
    assert len(lines(done)) == 1


class TestRetry:
    def test_what_failed_is_said_after_all(self, workspace: Workspace, tmp_path: Path) -> None:
        failed(workspace, "a")
        workspace.type("/invite @coalition", ANA, ELSEWHERE)
        done = outbox(workspace, tmp_path, "--retry", number(workspace, "a"))
        assert (done.code, done.out) == (0, f"Row {number(workspace, 'a')} is pending again and due now.\n")
        again = row(workspace, "a")
        assert (again.state, again.attempt, again.why, again.settled_at) == (
            SendState.PENDING, 0, None, None,
        )  # fmt: skip
        assert abs(again.due_at - datetime.now(UTC)) < timedelta(minutes=1)
        workspace.settle()
        assert (row(workspace, "a").state, row(workspace, "a").attempt) == (SendState.SENT, 1)
        assert sum(one["origin"] == "web_api" for one in workspace.seen(ANA, ELSEWHERE)) == 1

    def test_what_was_dropped_too(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        write(on_sqlite, "a")
        outbox(on_sqlite, tmp_path, "--drop", number(on_sqlite, "a"))
        assert outbox(on_sqlite, tmp_path, "--retry", number(on_sqlite, "a")).code == 0
        on_sqlite.settle()
        assert hellos(on_sqlite) == 1

    @pytest.mark.parametrize("state", [SendState.PENDING, SendState.SENDING, SendState.SENT])
    def test_nothing_else_is(self, on_sqlite: Workspace, state: SendState) -> None:
        in_state(on_sqlite, state)
        with pytest.raises(OutboxError, match=r": only what failed or was dropped can be retried.$"):
            answer(on_sqlite.database, None, Asked(retry=row(on_sqlite, "a").id), datetime.now(UTC))
        assert row(on_sqlite, "a").state is state


class TestDrop:
    def test_it_is_not_said(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        write(on_sqlite, "a", "b")
        done = outbox(on_sqlite, tmp_path, "--drop", number(on_sqlite, "a"))
        sentence = f"Row {number(on_sqlite, 'a')} is dropped and will not be said.\n"
        assert (done.code, done.out, done.err) == (0, sentence, "")
        on_sqlite.settle()
        assert hellos(on_sqlite) == 1
        dropped = row(on_sqlite, "a")
        assert (dropped.state, dropped.why) == (SendState.DROPPED, "dropped by an operator")
        assert dropped.settled_at is not None
        assert row(on_sqlite, "b").state is SendState.SENT

    def test_what_failed_is_no_longer_listed_as_such(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        failed(on_sqlite, "a")
        assert outbox(on_sqlite, tmp_path, "--drop", number(on_sqlite, "a")).code == 0
        assert outbox(on_sqlite, tmp_path, "--failed").out == "0 failed.\n"

    @pytest.mark.parametrize("state", [SendState.SENDING, SendState.SENT, SendState.DROPPED])
    def test_nothing_else_is(self, on_sqlite: Workspace, state: SendState) -> None:
        in_state(on_sqlite, state)
        with pytest.raises(OutboxError, match=r": only what is pending or failed can be dropped.$"):
            answer(on_sqlite.database, None, Asked(drop=row(on_sqlite, "a").id), datetime.now(UTC))
        assert row(on_sqlite, "a").state is state


def in_state(workspace: Workspace, state: SendState) -> None:
    """A row that stands so."""
    write(workspace, "a")
    with workspace.database.transaction(workspace.coalition_id) as db:
        db.scalars(select(OutboxRow).where(OutboxRow.key == "a")).one().state = state


@pytest.mark.parametrize("what", ["--retry", "--drop"])
def test_a_row_that_is_not_there(what: str, standing: Workspace, tmp_path: Path) -> None:
    done = outbox(standing, tmp_path, what, "4711")
    assert (done.code, done.out) == (1, "")
    assert done.sentence == "There is no row 4711 in this coalition's outbox."


def test_another_coalitions_row_is_not_there(on_sqlite: Workspace, tmp_path: Path) -> None:
    failed(on_sqlite, "a")
    bot = Bot(Platform.SLACK, "T0OTHERS", "Others", "U0B", "B0B")
    with on_sqlite.database.across_coalitions() as db:
        connect_workspace(db, bot, NewCoalition("Others", "America/Denver"))
    done = outbox(on_sqlite, tmp_path, "--coalition", "others", "--retry", number(on_sqlite, "a"))
    assert done.code == 1
    assert done.sentence.startswith("There is no row ")
    assert row(on_sqlite, "a").state is SendState.FAILED
    assert outbox(on_sqlite, tmp_path, "--coalition", "others").out.startswith("0 failed, 0 to be said")
    whose = outbox(on_sqlite, tmp_path)
    assert (whose.code, whose.out) == (2, "")
    assert whose.sentence.startswith("Say which coalition with --coalition.")


def test_retry_and_drop_at_once(standing: Workspace, tmp_path: Path) -> None:
    done = outbox(standing, tmp_path, "--retry", "1", "--drop", "1")
    assert (done.code, done.out) == (2, "")
    assert done.sentence == "Give --retry or --drop, not both."


def test_no_secret_is_printed(on_sqlite: Workspace, tmp_path: Path) -> None:
    """Not even one that found its way into a reason."""
    failed(on_sqlite, "a")
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        db.scalars(select(OutboxRow).where(OutboxRow.key == "a")).one().why = f"refused {TOKEN}"
    assert TOKEN not in outbox(on_sqlite, tmp_path).out
