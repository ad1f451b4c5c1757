"""`coalition-bot doctor` as an operator and a script run it."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from tests.bot.doctor.answering import APP_TOKEN, BOT_TOKEN, answering, error
from tests.bot.doctor.certificates import certificate
from tests.databases import SqliteFactory
from tests.own_loop import run_apart
from tests.processes import PRELOADED, PYTHON_M_BOT, Ended, ended

SECRET = "0123456789abcdef0123456789abcdef"


async def doctor(folder: Path, program: Sequence[str], **settings: str) -> Ended:
    """Run it beside the servers of this loop that it looks at."""
    return await asyncio.to_thread(ended, ["doctor"], folder, settings, program)


@asynccontextmanager
async def health_over_https(folder: Path) -> AsyncGenerator[tuple[str, Path]]:
    """The bot's health page behind a certificate: its address, and the certificate to trust."""

    async def health(request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    files = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    app = web.Application()
    app.add_routes([web.get("/healthz", health)])
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    try:
        yield f"https://127.0.0.1:{runner.addresses[0][1]}", files[0]
    finally:
        await runner.cleanup()


def test_all_is_well_over_https(sqlite_factory: SqliteFactory, tmp_path: Path) -> None:
    async def look() -> tuple[Ended, str]:
        with sqlite_factory.fresh(tmp_path) as url:
            async with answering() as slack, health_over_https(tmp_path) as (address, trusted):
                found = await doctor(
                    tmp_path,
                    PYTHON_M_BOT,  # libraries read SSL_CERT_FILE while they are loaded
                    DATABASE_URL=url,
                    SLACK_API_URL=slack.api_url,
                    SLACK_BOT_TOKEN=BOT_TOKEN,
                    SLACK_SIGNING_SECRET=SECRET,
                    PUBLIC_URL=address,
                    SSL_CERT_FILE=str(trusted),
                )
                return found, address

    done, address = run_apart(look())
    assert done.code == 0, done.out + done.err
    assert done.out.splitlines()[-1] == f"✓ The bot answers at {address}."
    assert "✗" not in done.out


def test_a_fault_is_exit_code_1_and_no_secret_is_printed(
    sqlite_factory: SqliteFactory, tmp_path: Path
) -> None:
    async def look() -> Ended:
        with sqlite_factory.fresh(tmp_path) as url:
            async with answering(apps_connections_open=error("invalid_auth")) as slack:
                return await doctor(
                    tmp_path,
                    PRELOADED,
                    DATABASE_URL=url,
                    SLACK_API_URL=slack.api_url,
                    SLACK_BOT_TOKEN=BOT_TOKEN,
                    SLACK_APP_TOKEN=APP_TOKEN,
                    LOG_LEVEL="DEBUG",
                )

    done = run_apart(look())
    assert done.code == 1
    assert "✗ Slack refuses SLACK_APP_TOKEN (invalid_auth)." in done.out
    assert BOT_TOKEN not in done.out + done.err
    assert APP_TOKEN not in done.out + done.err


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"SLACK_BOT_TOKEN": APP_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN},
            "SLACK_BOT_TOKEN is malformed: it must be the bot token (xoxb-…), not the app token (xapp-…).",
        ),
        (
            {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": BOT_TOKEN},
            "SLACK_APP_TOKEN is malformed: it must be the app token (xapp-…), not the bot token (xoxb-…).",
        ),
        (
            {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": f'"{APP_TOKEN}"'},
            "SLACK_APP_TOKEN is malformed: it must be written without quotes or spaces.",
        ),
        (
            {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": f"{APP_TOKEN} "},
            "SLACK_APP_TOKEN is malformed: it must be written without quotes or spaces.",
        ),
        (
            {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": "hello"},
            "SLACK_APP_TOKEN is malformed: it must be an app-level token (xapp-…).",
        ),
        (
            {"SLACK_APP_TOKEN": APP_TOKEN},
            "SLACK_BOT_TOKEN is missing: copy it from your Slack app's page “OAuth & Permissions”.",
        ),
    ],
)
def test_settings_that_cannot_be_used_are_exit_code_2_and_one_sentence(
    settings: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    done = ended(["doctor"], tmp_path, settings)
    assert done == Ended(2, "", f"{sentence}\n")
    assert list(tmp_path.iterdir()) == []
