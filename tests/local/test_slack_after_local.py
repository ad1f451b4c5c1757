"""With Slack's tokens there is no local workspace, and nothing of its example is ever shown."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from handlers.coalition.setup import ANNOUNCEMENT_TEST
from storage import outbox
from storage.coalitions import CoalitionRow, Workspace
from storage.database import Database, Purpose
from storage.outbox import OutboxRow, Place, Saying, SendState
from storage.posted_cards import PostedCard
from tests.local.stand_in import StandIn, stand_in
from tests.local.window import ANA, BEN, CAMPAIGN, EIGHT_CLAIMS, claims, coalitions, window
from tests.processes import COALITION_BOT, eventually, free_port, running

NOON = datetime(2026, 7, 14, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path}/coalition.db")


def use_locally(folder: Path) -> None:
    with running(folder) as bot, window(bot.address) as browser:
        browser.type("/claim-district PA-07", ANA)
        bot.stop()


def leave_something_to_say(database: Database) -> None:
    """As if the local workspace had been stopped in the middle."""
    with database.across_coalitions() as db:
        example = db.scalars(select(CoalitionRow.id).where(CoalitionRow.is_example)).one()
        workspace = db.scalars(select(Workspace.id).where(Workspace.coalition_id == example)).one()
        db.execute(update(PostedCard).values(wanted_version=PostedCard.wanted_version + 1))
    with database.transaction(example) as db:
        place = Place(workspace, CAMPAIGN)
        outbox.write(db, Saying(ANNOUNCEMENT_TEST, example, "left", NOON, place=place), NOON)


def left_over(database: Database) -> OutboxRow:
    with database.across_coalitions(Purpose.READ) as db:
        return db.scalars(select(OutboxRow).where(OutboxRow.key == "left")).one()


def everything_seen(slack: StandIn) -> str:
    with window(slack.address) as browser:
        return "\n".join(text for user in (ANA, BEN) for text in browser.texts(user))


def claim_and_wait(slack: StandIn, district: str) -> str:
    """Claim it as Ana; what is said, once the bot has been told who she is."""
    with window(slack.address) as browser:
        return browser.type(f"/claim-district {district}", ANA)


@pytest.mark.parametrize("team", ["T0REAL", "T0LOCAL001"])
def test_the_example_stays_where_it_is(team: str, tmp_path: Path, database: Database) -> None:
    use_locally(tmp_path)
    leave_something_to_say(database)
    folder = tmp_path / "slack"
    folder.mkdir()
    with (
        stand_in(folder, free_port(), team) as slack,
        running(tmp_path, {**slack.settings, "COALITION_NAME": "The real one"}) as bot,
    ):
        assert bot.out == [f"Listening for Slack at http://127.0.0.1:{slack.settings['PORT']}/slack/events"]
        with window(bot.address.removesuffix("/slack/events")) as browser:
            for path in ("/", "/local/state?user=U0ANA", "/api/auth.test", "/page/workspace"):
                assert browser.client.get(path).status_code == 404
            assert browser.client.get("/readyz").status_code == 200
        said = claim_and_wait(slack, "PA-08")
        assert "PA-08" in said
        assert "example" not in said
        assert "Ben" not in said
        eventually(lambda: profile_is_known(database))
        assert "The real one" not in [name for name, is_example in coalitions(database) if is_example]
        assert ("The real one", False) in coalitions(database)
        assert "Neighbors for Refugees" not in everything_seen(slack)
        row = left_over(database)
        assert (row.state, row.attempt) == (SendState.PENDING, 0)
        bot.stop()
    assert bot.err == []

    with running(tmp_path) as bot, window(bot.address) as browser:
        eventually(lambda: left_over(database).state is SendState.SENT)
        assert (ANA, "PA-07", "lead") in claims(database)
        browser.start_over()
        bot.stop()
    assert claims(database) == sorted([*EIGHT_CLAIMS, (ANA, "PA-08", "lead")])


def profile_is_known(database: Database) -> bool:
    """Whether the worker has done what the claim left it to do."""
    with database.across_coalitions(Purpose.READ) as db:
        waiting = (
            select(OutboxRow.key)
            .join(CoalitionRow, CoalitionRow.id == OutboxRow.coalition_id)
            .where(
                OutboxRow.state.in_((SendState.PENDING, SendState.SENDING)),
                OutboxRow.due_at <= datetime.now(UTC),
                CoalitionRow.is_example.is_(False),
            )
        )
        return db.scalars(waiting).all() == []


def test_two_processes_serve_one_slack_and_say_everything_once(tmp_path: Path, database: Database) -> None:
    port = free_port()
    with stand_in(tmp_path, port) as slack, running(tmp_path, slack.settings) as one:
        with (
            running(tmp_path, {**slack.settings, "PORT": str(free_port())}) as two,
            window(slack.address) as browser,
        ):
            codes = [f"PA-{number:02d}" for number in range(1, 13)]
            for code in codes:
                browser.type(f"/claim-district {code}", ANA)
                browser.type(f"/claim-district {code} support", BEN)
            eventually(lambda: profile_is_known(database))
            told = "\n".join(browser.texts(ANA))
            for code in codes:
                assert told.count(f"joined you on {code}") == 1, code
            assert two.stop() < 5
        assert one.stop() < 5
    assert one.err == two.err == []


def test_no_token_is_kept_in_the_database(tmp_path: Path) -> None:
    with stand_in(tmp_path, free_port()) as slack, running(tmp_path, slack.settings, COALITION_BOT) as bot:
        claim_and_wait(slack, "PA-08")
        bot.stop()
    with sqlite3.connect(tmp_path / "coalition.db") as connection:
        dump = "\n".join(connection.iterdump())
    assert "claims" in dump
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        assert slack.settings[name] not in dump
