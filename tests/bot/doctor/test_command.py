"""`coalition-bot doctor` as an operator and a script run it."""

import asyncio
import os
import ssl
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from tests.bot.doctor.answering import APP_TOKEN, BOT_TOKEN, answering, error
from tests.bot.doctor.certificates import certificate
from tests.databases import SqliteFactory
from tests.own_loop import run_apart

SECRET = "0123456789abcdef0123456789abcdef"
NOTHING = {
    name: ""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "PUBLIC_URL", "SLACK_API_URL")
}


async def doctor(folder: Path, **settings: str) -> tuple[int, str, str]:
    """Its exit code, and what it prints to stdout and stderr."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "doctor",
        cwd=folder, env={**os.environ, **NOTHING, "PYTHONPATH": os.pathsep.join(sys.path), **settings},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await running.communicate()
    return running.returncode or 0, out.decode(), err.decode()


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
    async def look() -> tuple[tuple[int, str, str], str]:
        with sqlite_factory.fresh(tmp_path) as url:
            async with answering() as slack, health_over_https(tmp_path) as (address, trusted):
                found = await doctor(
                    tmp_path,
                    DATABASE_URL=url,
                    SLACK_API_URL=slack.api_url,
                    SLACK_BOT_TOKEN=BOT_TOKEN,
                    SLACK_SIGNING_SECRET=SECRET,
                    PUBLIC_URL=address,
                    SSL_CERT_FILE=str(trusted),
                )
                return found, address

    (code, out, err), address = run_apart(look())
    assert code == 0, out + err
    assert out.splitlines()[-1] == f"✓ The bot answers at {address}."
    assert "✗" not in out


def test_a_fault_is_exit_code_1_and_no_secret_is_printed(
    sqlite_factory: SqliteFactory, tmp_path: Path
) -> None:
    async def look() -> tuple[int, str, str]:
        with sqlite_factory.fresh(tmp_path) as url:
            async with answering(apps_connections_open=error("invalid_auth")) as slack:
                return await doctor(
                    tmp_path,
                    DATABASE_URL=url,
                    SLACK_API_URL=slack.api_url,
                    SLACK_BOT_TOKEN=BOT_TOKEN,
                    SLACK_APP_TOKEN=APP_TOKEN,
                    LOG_LEVEL="DEBUG",
                )

    code, out, err = run_apart(look())
    assert code == 1
    assert "✗ Slack refuses SLACK_APP_TOKEN (invalid_auth)." in out
    assert BOT_TOKEN not in out + err
    assert APP_TOKEN not in out + err


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
    code, out, err = run_apart(doctor(tmp_path, **settings))
    assert (code, out, err) == (2, "", f"{sentence}\n")
    assert list(tmp_path.iterdir()) == []
