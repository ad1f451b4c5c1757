"""`coalition-bot tick`: a process of its own, against the local Slack and a real database."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.outbox import instant
from bot.tick import clock_at
from config.settings import SettingsError
from storage.coalitions import Standing, revoke
from storage.outbox import OutboxRow, SendState
from storage.posted_cards import PostedCard
from tests.bot.timed import NEW_YORK, WEDNESDAY, heard, met, move_to, silence
from tests.bot.workers import hellos, posted_cards, row, workspace_row, write
from tests.databases import SqliteFactory
from tests.processes import COALITION_BOT, PRELOADED, Ended, ended
from tests.workspace import ANA, SECRET, TOKEN, Workspace


def settings_of(workspace: Workspace, **others: str) -> Mapping[str, str]:
    """What an operator would have set for this workspace."""
    return {
        "DATABASE_URL": workspace.runtime.settings.database_url,
        "SLACK_API_URL": f"{workspace.client.base_url}/api/",
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        **others,
    }


def tick(
    workspace: Workspace, folder: Path, moment: datetime | None = None, program: Sequence[str] = PRELOADED
) -> Ended:
    """A pass by the workspace's clock, or at another moment."""
    a_second_on = workspace.runtime.clock.now() + timedelta(seconds=1)
    return ticked(workspace, folder, f"--at={instant(moment or a_second_on)}", program=program)


def ticked(workspace: Workspace, folder: Path, *arguments: str, program: Sequence[str] = PRELOADED) -> Ended:
    silence(workspace)
    done = ended(["tick", *arguments], folder, settings_of(workspace), program)
    assert TOKEN not in done.out + done.err
    assert SECRET not in done.out + done.err
    return done


def number(workspace: Workspace, key: str) -> int:
    """The id of a row."""
    return row(workspace, key).id


def test_it_sends_what_is_due_and_ends(workspace: Workspace, tmp_path: Path) -> None:
    write(workspace, "a", "b")
    done = tick(workspace, tmp_path)
    assert (done.code, done.out.splitlines()) == (
        0,
        [
            f"sent {number(workspace, 'a')} announcement-test",
            f"sent {number(workspace, 'b')} announcement-test",
            "2 sent, 0 dropped, 0 put off, 0 failed.",
        ],
    )
    assert hellos(workspace) == 2
    assert row(workspace, "a").state is SendState.SENT
    again = tick(workspace, tmp_path)
    assert (again.code, again.out) == (0, "0 sent, 0 dropped, 0 put off, 0 failed.\n")
    assert hellos(workspace) == 2


def test_what_is_not_due_yet_is_left_until_the_clock_says_so(on_sqlite: Workspace, tmp_path: Path) -> None:
    write(on_sqlite, "now", "later")
    today = datetime.now(UTC).replace(microsecond=0)
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        for key, due in (("now", today), ("later", today + timedelta(days=3))):
            db.scalars(select(OutboxRow).where(OutboxRow.key == key)).one().due_at = due
    by_the_machines_clock = ticked(on_sqlite, tmp_path)
    assert by_the_machines_clock.out.splitlines() == [
        f"sent {number(on_sqlite, 'now')} announcement-test",
        "1 sent, 0 dropped, 0 put off, 0 failed.",
    ]
    then = today + timedelta(days=3)
    assert tick(on_sqlite, tmp_path, then - timedelta(seconds=1)).out.startswith("0 sent")
    assert f"sent {number(on_sqlite, 'later')} " in tick(on_sqlite, tmp_path, then).out
    assert row(on_sqlite, "later").settled_at == then


def test_at_night_it_puts_off_what_can_wait_and_says_until_when(on_sqlite: Workspace, tmp_path: Path) -> None:
    met(on_sqlite, ANA)
    on_sqlite.type("/claim-district PA-01", ANA)
    evening = move_to(on_sqlite, NEW_YORK, WEDNESDAY, 23)
    on_sqlite.settle()
    asked = row_of_kind(on_sqlite, "still-on-it").key
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        others = OutboxRow.key != asked, OutboxRow.state == SendState.PENDING
        db.execute(delete(OutboxRow).where(*others))
        waiting = db.scalars(select(OutboxRow).where(OutboxRow.key == asked)).one()
        waiting.state, waiting.due_at, waiting.settled_at = SendState.PENDING, evening, None
    said = heard(on_sqlite, ANA)

    done = tick(on_sqlite, tmp_path, evening)
    morning = datetime.combine(evening.date() + timedelta(days=1), time(8), NEW_YORK)
    line = f"put off {number(on_sqlite, asked)} still-on-it: until {instant(morning)}, quiet hours in "
    assert line + "America/New_York" in done.out.splitlines()
    assert "0 sent, 0 dropped, 1 put off, 0 failed." in done.out
    assert done.code == 0
    assert heard(on_sqlite, ANA) == said

    done = tick(on_sqlite, tmp_path, morning)
    assert f"sent {number(on_sqlite, asked)} still-on-it" in done.out.splitlines()
    assert "Are you still on it?" in heard(on_sqlite, ANA)[-1]
    assert "PA-01" not in done.out + done.err  # what was said is nobody else's business


def row_of_kind(workspace: Workspace, kind: str) -> OutboxRow:
    with workspace.database.transaction(workspace.coalition_id) as db:
        return db.scalars(select(OutboxRow).where(OutboxRow.kind == kind)).one()


def test_what_failed_is_named_and_the_exit_code_tells(on_sqlite: Workspace, tmp_path: Path) -> None:
    write(on_sqlite, "lost", channel="C0NOWHERE")
    write(on_sqlite, "old", kind="of-an-older-version")
    write(on_sqlite, "well")
    done = tick(on_sqlite, tmp_path, program=COALITION_BOT)
    assert done.code == 1
    assert done.out.splitlines() == [
        f"failed {number(on_sqlite, 'lost')} announcement-test: channel_not_found",
        f"dropped {number(on_sqlite, 'old')} of-an-older-version: this kind is no longer said",
        f"sent {number(on_sqlite, 'well')} announcement-test",
        "1 sent, 1 dropped, 0 put off, 1 failed.",
    ]
    assert tick(on_sqlite, tmp_path).code == 0


def test_what_slack_does_not_take_now_is_put_off(on_sqlite: Workspace, tmp_path: Path) -> None:
    on_sqlite.sandbox.faults.rate_limit("chat.postMessage", retry_after=120)
    write(on_sqlite, "a")
    before = datetime.now(UTC)
    done = tick(on_sqlite, tmp_path)
    assert done.code == 0
    line = done.out.splitlines()[0]
    assert line.startswith(f"put off {number(on_sqlite, 'a')} announcement-test: until ")
    assert line.endswith(", ratelimited")
    until = datetime.fromisoformat(line.split("until ")[1].split(",")[0])
    assert timedelta(seconds=118) < until - before < timedelta(seconds=180)


def test_it_redraws_what_has_changed(workspace: Workspace, tmp_path: Path) -> None:
    view = workspace.type("/claim-district").view
    workspace.submit(view, District=workspace.pick("District", "PA-07", view))
    workspace.settle()
    silence(workspace)
    with workspace.database.transaction(workspace.coalition_id) as db:
        for card in db.scalars(select(PostedCard)):
            card.wanted_version, card.not_before = card.wanted_version + 1, None
    assert tick(workspace, tmp_path).code == 0
    (card,) = posted_cards(workspace)
    assert card.shown_version == card.wanted_version


class TestItCannot:
    """One sentence, exit code 2, and nothing is said."""

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("2026-11-25T15:00:00", "names no zone: put Z behind it for UTC"),
            ("2026-11-25", "names no zone"),
            ("tomorrow", "cannot be read"),
            ("2026-13-25T15:00:00Z", "cannot be read"),
            ("", "cannot be read"),
            ("0001-01-01T00:00:00+14:00", "must be in the years 2000 to 2199"),
            ("9999-12-31T23:00:00Z", "must be in the years 2000 to 2199"),
        ],
    )
    def test_a_time_that_is_none(self, typed: str, sentence: str) -> None:
        with pytest.raises(SettingsError, match=f"^The time of --at {sentence}"):
            clock_at(typed)

    def test_a_time_without_a_zone(self, standing: Workspace, tmp_path: Path) -> None:
        done = ticked(standing, tmp_path, "--at=2026-11-25T15:00:00")
        assert (done.code, done.out) == (2, "")
        assert done.sentence.startswith("The time of --at names no zone")

    def test_without_slack(self, tmp_path: Path) -> None:
        done = ended(["tick"], tmp_path)
        assert (done.code, done.out) == (2, "")
        assert done.sentence.startswith("SLACK_BOT_TOKEN is missing")
        assert list(tmp_path.iterdir()) == []

    def test_a_token_that_slack_refuses(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        write(on_sqlite, "a")
        done = ended(["tick"], tmp_path, settings_of(on_sqlite, SLACK_BOT_TOKEN="xoxb-withdrawn"))
        assert (done.code, done.out) == (2, "")
        assert done.sentence.startswith("Slack refuses SLACK_BOT_TOKEN (invalid_auth)")
        assert row(on_sqlite, "a").state is SendState.PENDING

    def test_slack_that_does_not_answer(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        write(on_sqlite, "a")
        done = ended(["tick"], tmp_path, settings_of(on_sqlite, SLACK_API_URL="http://127.0.0.1:1/api/"))
        assert (done.code, done.out) == (2, "")
        assert done.sentence.startswith("Slack does not answer at SLACK_API_URL")
        assert (row(on_sqlite, "a").state, row(on_sqlite, "a").attempt) == (SendState.PENDING, 0)

    def test_a_workspace_that_the_bot_has_not_been_in(
        self, standing: Workspace, sqlite_factory: SqliteFactory, tmp_path: Path
    ) -> None:
        with sqlite_factory.fresh(tmp_path) as url:
            done = ended(["tick"], tmp_path, settings_of(standing, DATABASE_URL=url))
        assert (done.code, done.out) == (2, "")
        assert done.sentence == (
            "The bot has not been in the workspace “Local workspace” yet: start it once with "
            "`coalition-bot run`."
        )


def test_a_workspace_that_had_turned_the_bot_out_heals(on_sqlite: Workspace, tmp_path: Path) -> None:
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        revoke(db, on_sqlite.key.id)
    write(on_sqlite, "a")
    assert tick(on_sqlite, tmp_path).code == 0
    assert workspace_row(on_sqlite).standing is Standing.ACTIVE
