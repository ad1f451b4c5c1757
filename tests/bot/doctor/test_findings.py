"""What the doctor finds, and how it says to mend it."""

import json
import sqlite3
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import make_url, select

from bot.doctor.reach import visit
from bot.doctor.report import as_lines, examine, exit_code
from bot.slack.wording import Reader, to_plain
from bot.translation import Languages
from config.settings import Settings
from handlers.text import Text
from storage import across, coalitions, outbox
from storage.across import Bot, NewCoalition
from storage.coalitions import Platform, SetUp
from storage.database import Database
from storage.outbox import OutboxRow, Place, Saying, SendState
from tests.bot.doctor.answering import APP_TOKEN, BOT_TOKEN, CHANNEL, TEAM, WELL, Answer, answering, error
from tests.bot.doctor.certificates import certificate
from tests.databases import SqliteFactory
from tests.own_loop import run_apart

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


@pytest.fixture
def url(sqlite_factory: SqliteFactory, tmp_path: Path) -> Iterator[str]:
    """A database in which the bot has been connected and announces in #campaign."""
    with sqlite_factory.fresh(tmp_path) as made:
        database = Database(made)
        set_up(database)
        database.close()
        yield made


def set_up(database: Database) -> None:
    with database.across_coalitions() as db:
        key = across.connect_workspace(
            db,
            Bot(Platform.SLACK, TEAM, "Temple", "U0BOT", "B0BOT"),
            NewCoalition("Ours", "America/New_York"),
        )
    with database.transaction(key.coalition_id) as db:
        coalitions.set_up(db, SetUp("Ours", "America/New_York", key.id, CHANNEL))


def posted(url: str, state: SendState, *, arrived: bool, why: str | None = None) -> None:
    """The last message for the channel, and how it fared."""
    database = Database(url)
    with database.across_coalitions() as db:
        key = across.find_workspace(db, Platform.SLACK, TEAM)
    assert key is not None
    with database.transaction(key.coalition_id) as db:
        saying = Saying("announcement-test", key.coalition_id, "k", NOW, place=Place(key.id, CHANNEL))
        outbox.write(db, saying, NOW)
    with database.transaction(key.coalition_id) as db:
        row = db.scalars(select(OutboxRow)).one()
        row.state, row.why, row.settled_at = state, why, NOW
        row.sent_channel = CHANNEL if arrived else "D0ANA"
    database.close()


def settings_for(url: str, api_url: str, **more: Any) -> Settings:
    given = {"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN, **more}
    return Settings(_env_file=None, database_url=url, slack_api_url=api_url, **given)  # pyright: ignore[reportCallIssue]  # pydantic-settings' own argument


def examined(url: str, more: dict[str, Any] | None = None, /, **changed: Answer) -> tuple[list[str], int]:
    """What the doctor prints, and its exit code, at a Slack that answers thus."""

    async def look() -> tuple[list[str], int]:
        async with answering(**changed) as slack:
            settings = settings_for(url, slack.api_url, **(more or {}))
            findings = await examine(settings)
            return list(as_lines(findings, settings)), exit_code(findings)

    return run_apart(look())


def lines_with(mark: str, lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith(mark)]


class TestAllIsWell:
    def test_every_check_says_so(self, url: str) -> None:
        assert examined(url) == (
            [
                "✓ The database answers.",
                "✓ The database has the newest tables.",
                "✓ The bot's token works: it is @coalition in Temple Beth Am.",
                "✓ The clock is right.",
                "✓ All scopes that the bot needs are granted.",
                "✓ The bot is in #C0CAMPAIGN.",
                "✓ Socket Mode can be reached.",
            ],
            0,
        )

    def test_it_changes_nothing(self, url: str) -> None:
        file = Path(make_url(url).database or "")
        before = sqlite3.connect(file).execute("PRAGMA data_version").fetchone(), _rows(file)
        examined(url)
        assert (sqlite3.connect(file).execute("PRAGMA data_version").fetchone(), _rows(file)) == before

    def test_each_call_has_its_own_token(self, url: str) -> None:
        async def look() -> list[tuple[str, str]]:
            async with answering() as slack:
                await examine(settings_for(url, slack.api_url))
                return sorted(slack.tokens)

        assert run_apart(look()) == [
            ("apps.connections.open", APP_TOKEN),
            ("auth.test", BOT_TOKEN),
            ("conversations.info", BOT_TOKEN),
        ]

    def test_without_tokens_it_is_the_local_workspace(self, url: str) -> None:
        lines, code = examined(url, {"slack_bot_token": None, "slack_app_token": None})
        assert lines[-1] == "✓ No Slack tokens are set, so the bot opens the local workspace."
        assert code == 0


def _rows(file: Path) -> list[Any]:
    connection = sqlite3.connect(file)
    return [
        connection.execute(f"SELECT * FROM {table}").fetchall()
        for table in ("coalitions", "workspaces", "outbox", "inbox")
    ]


class TestDatabase:
    def test_a_file_that_is_not_there_is_not_made(self, tmp_path: Path) -> None:
        lines, code = examined(f"sqlite:///{tmp_path / 'none.db'}")
        assert lines[0] == f"✗ There is no database at {tmp_path / 'none.db'} yet."
        assert lines[1].startswith("  Run `coalition-bot migrate`")
        assert code == 1
        assert not (tmp_path / "none.db").exists()

    def test_old_tables(self, url: str) -> None:
        file = Path(make_url(url).database or "")
        connection = sqlite3.connect(file)
        connection.execute("DELETE FROM alembic_version")
        connection.commit()
        lines, code = examined(url)
        assert lines[:2] == [
            "✓ The database answers.",
            "✗ The database does not have the tables of this version.",
        ]
        assert code == 1
        assert not any(CHANNEL in line for line in lines)

    def test_tables_of_a_newer_version(self, url: str) -> None:
        connection = sqlite3.connect(make_url(url).database or "")
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
        lines, code = examined(url)
        assert lines[1:3] == [
            "✗ A newer version of the bot has changed the database.",
            "  Update the bot to that version: this one leaves such a database alone.",
        ]
        assert code == 1

    def test_a_file_that_is_something_else(self, tmp_path: Path) -> None:
        (tmp_path / "notes.db").write_text("These are notes, and no database at all. " * 50)
        lines, code = examined(f"sqlite:///{tmp_path / 'notes.db'}")
        assert lines[0] == "✗ The database does not answer as it should: file is not a database."
        assert code == 1

    def test_a_server_that_is_not_there_and_its_password_is_not_shown(self) -> None:
        lines, code = examined("postgresql://bot:hunter2secret@127.0.0.1:1/coalition")
        assert lines[0].startswith("✗ The database does not answer as it should: ")
        assert lines[1] == "  Start it, or correct DATABASE_URL."
        assert "hunter2secret" not in "\n".join(lines)
        assert code == 1


class TestTokens:
    @pytest.mark.parametrize(
        ("answer", "fault", "mend"),
        [
            (
                error("invalid_auth"),
                "✗ Slack refuses SLACK_BOT_TOKEN (invalid_auth).",
                "“OAuth & Permissions”",
            ),
            (
                error("account_inactive"),
                "✗ The bot was removed from its workspace (account_inactive).",
                "“Install App”",
            ),
            (Answer("<html>sign in</html>"), "✗ Slack does not answer at http://127.0.0.1", "SLACK_API_URL"),
            (Answer("[]"), "✗ Slack does not answer at http://127.0.0.1", "SLACK_API_URL"),
        ],
    )
    def test_a_token_that_does_not_work(self, answer: Answer, fault: str, mend: str, url: str) -> None:
        lines, code = examined(url, auth_test=answer)
        found = lines_with("✗", lines)
        assert found[0].startswith(fault)
        assert mend in lines[lines.index(found[0]) + 1]
        assert code == 1
        assert not any("scope" in line or CHANNEL in line for line in found)

    def test_nobody_answers(self, url: str) -> None:
        settings = settings_for(url, "http://127.0.0.1:1/api/")
        lines = list(as_lines(run_apart(examine(settings)), settings))
        assert "✗ Slack does not answer at http://127.0.0.1:1/api/." in lines
        assert "✗ Socket Mode cannot be reached: Slack does not answer." in lines

    def test_being_asked_to_wait_is_no_fault(self, url: str) -> None:
        lines, code = examined(
            url,
            auth_test=Answer("slow down", status=429),
            apps_connections_open=Answer({"ok": False, "error": "ratelimited"}),
        )
        assert lines.count("– Slack asks to be left alone for a minute.") == 2
        assert code == 0

    def test_each_missing_scope_is_named_with_why_it_is_needed(self, url: str) -> None:
        answer = Answer(WELL["auth.test"].body, {"x-oauth-scopes": "commands"})
        lines, code = examined(url, auth_test=answer)
        assert lines_with("✗", lines) == [
            "✗ The scope chat:write is missing.",
            "✗ The scope users:read is missing.",
            "✗ The scope im:write is missing.",
            "✗ The scope im:history is missing.",
        ]
        assert lines[lines.index("✗ The scope users:read is missing.") + 1] == (
            "  The bot needs users:read so that it knows people's names and time zones: add it on your Slack "
            "app's page “OAuth & Permissions”, then install the app again."
        )
        assert code == 1


class TestClock:
    @pytest.mark.parametrize(
        ("seconds", "is_right"), [(0, True), (58, True), (-58, True), (90, False), (-7200, False)]
    )
    def test_it_is_compared_with_slacks(self, seconds: int, is_right: bool, url: str) -> None:
        theirs = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
        well = WELL["auth.test"]
        lines, code = examined(url, auth_test=Answer(well.body, {**well.headers, "Date": theirs}))
        if is_right:
            assert "✓ The clock is right." in lines
            assert code == 0
        else:
            (fault,) = lines_with("✗", lines)
            assert fault.startswith("✗ This machine's clock is off by ")
            off = int(fault.rpartition(" by ")[2].split()[0])
            assert abs(off - abs(seconds)) <= 2
            assert "NTP" in lines[lines.index(fault) + 1]
            assert code == 1


class TestChannels:
    @pytest.mark.parametrize(
        ("answer", "fault", "mend"),
        [
            (
                Answer({"ok": True, "channel": {"is_member": False, "is_archived": False}}),
                "✗ The bot is not in #C0CAMPAIGN, where announcements come.",
                "  Type /invite @coalition there.",
            ),
            (
                Answer({"ok": True, "channel": {"is_member": True, "is_archived": True}}),
                "✗ The channel #C0CAMPAIGN is archived.",
                "  Choose another with /coalition setup.",
            ),
            (
                error("channel_not_found"),
                "✗ The channel #C0CAMPAIGN is gone, or private and without the bot.",
                "  Type /invite @coalition there, or choose another with /coalition setup.",
            ),
        ],
    )
    def test_what_slack_says_of_it(self, answer: Answer, fault: str, mend: str, url: str) -> None:
        lines, code = examined(url, conversations_info=answer)
        assert lines_with("✗", lines) == [fault]
        assert lines[lines.index(fault) + 1] == mend
        assert code == 1

    def test_without_the_scope_the_last_message_tells(self, url: str) -> None:
        posted(url, SendState.SENT, arrived=True)
        lines, code = examined(url, conversations_info=error("missing_scope"))
        assert (
            "✓ The channel #C0CAMPAIGN cannot be looked at without the scope channels:read, "
            "but the last message arrived there: Mon 2 Mar, 09:00."
        ) in lines
        assert code == 0

    @pytest.mark.parametrize(
        ("state", "why"),
        [(SendState.SENT, "the bot is not in the channel"), (SendState.FAILED, "not_in_channel")],
    )
    def test_without_the_scope_a_message_that_did_not_arrive_is_a_fault(
        self, state: SendState, why: str, url: str
    ) -> None:
        posted(url, state, arrived=False, why=why)
        lines, code = examined(url, conversations_info=error("missing_scope"))
        assert lines_with("✗", lines) == [f"✗ The last message for #C0CAMPAIGN did not arrive: {why}."]
        assert code == 1

    def test_without_the_scope_and_without_a_message_nothing_is_known(self, url: str) -> None:
        lines, code = examined(url, conversations_info=error("missing_scope"))
        (unknown,) = lines_with("–", lines)
        assert "nothing was posted there yet" in unknown
        assert lines[lines.index(unknown) + 1] == "  /coalition setup says hello there."
        assert code == 0

    def test_no_channel_is_no_fault(self, sqlite_factory: SqliteFactory, tmp_path: Path) -> None:
        with sqlite_factory.fresh(tmp_path) as fresh:
            lines, code = examined(fresh)
        assert "– No channel for announcements is chosen." in lines
        assert code == 0


class TestReach:
    @pytest.mark.parametrize("code", ["invalid_auth", "not_allowed_token_type", "missing_scope"])
    def test_an_app_token_that_slack_refuses(self, code: str, url: str) -> None:
        lines, exits = examined(url, apps_connections_open=error(code))
        assert lines_with("✗", lines) == [f"✗ Slack refuses SLACK_APP_TOKEN ({code})."]
        assert "connections:write" in lines[-1]
        assert exits == 1

    @pytest.mark.parametrize(
        ("public_url", "fault"),
        [
            (None, "✗ PUBLIC_URL is missing: "),
            ("http://bot.example.org", "✗ PUBLIC_URL begins with http://"),
            ("https://bot.example.org/bot", "✗ PUBLIC_URL has more than a host"),
            (
                "https://127.0.0.1:1",
                "✗ The bot does not answer at https://127.0.0.1:1: nothing can be connected",
            ),
        ],
    )
    def test_a_public_address_that_slack_cannot_use(
        self, public_url: str | None, fault: str, url: str
    ) -> None:
        http = {"slack_app_token": None, "slack_signing_secret": "0123456789abcdef", "public_url": public_url}
        lines, code = examined(url, http)
        (found,) = lines_with("✗", lines)
        assert found.startswith(fault)
        assert code == 1

    @pytest.mark.parametrize(
        ("body", "status", "trouble"),
        [
            ('{"status":"ok"}', 200, None),
            ('{"status": "ok"}', 200, None),
            ("<html>It works</html>", 200, "something else answers there"),
            ("[]", 200, "something else answers there"),
            ("gone", 502, "it answers with status 502"),
            ("", 301, "it answers with status 301"),
        ],
    )
    def test_the_health_page(self, body: str, status: int, trouble: str | None) -> None:
        assert run_apart(_visited(web.Response(text=body, status=status))) == trouble

    def test_a_certificate_that_nobody_vouches_for(self, tmp_path: Path) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate(tmp_path))
        found = run_apart(_visited(web.Response(text='{"status":"ok"}'), context))
        assert found == "its certificate is not valid"


async def _visited(answer: web.Response, context: ssl.SSLContext | None = None) -> str | None:
    async def health(request: web.Request) -> web.Response:
        return answer

    app = web.Application()
    app.add_routes([web.get("/healthz", health)])
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    try:
        scheme = "http" if context is None else "https"
        return _plain(await visit(f"{scheme}://127.0.0.1:{runner.addresses[0][1]}/healthz"))
    finally:
        await runner.cleanup()


def _plain(text: Text | None) -> str | None:
    reader = Reader(0, Languages().language("en"), NOW.tzinfo)  # pyright: ignore[reportArgumentType]  # no time is shown
    return None if text is None else to_plain(text, reader)


def test_no_secret_is_ever_printed(url: str) -> None:
    """Whatever Slack answers is repeated only without what must not be seen."""
    answer = error(f"bad {BOT_TOKEN} {APP_TOKEN} 0123456789abcdef")
    lines, _ = examined(
        url,
        {"slack_signing_secret": "0123456789abcdef"},
        auth_test=answer,
        apps_connections_open=answer,
    )
    text = json.dumps(lines)
    assert "[secret]" in text
    for secret in (BOT_TOKEN, APP_TOKEN, "0123456789abcdef"):
        assert secret not in text
