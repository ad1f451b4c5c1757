"""A running workspace with the tiny bot, and a Chromium to look at it."""

import socket
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.routing import Route

from bot.sandbox.app import Sandbox, SandboxOptions
from bot.sandbox.model import ShortcutEntry, ShortcutKind, SlashCommand
from tests.bot.sandbox.page.tiny_bot import TinyBot
from tests.browser.chromium import window
from tests.listening import listening_socket

TOKEN = "xoxb-local-tiny"
COMMANDS = (
    SlashCommand("/claim-district", "Take a district, so that others know who works it", "[PA-07] [support]"),
    SlashCommand("/gallery", "Show every kind of block"),
    SlashCommand("/steps", "Open a form that leads to another"),
    SlashCommand("/tell", "Write to one person", "@person what to say"),
)
SHORTCUTS = (ShortcutEntry("Note this", "note_this", ShortcutKind.MESSAGE, "Keep a message for the debrief"),)


@dataclass(frozen=True, slots=True)
class Local:
    """The workspace as it runs. `due` is what the bot will say next; a test may fill it."""

    url: str
    sandbox: Sandbox
    bot: TinyBot
    due: list[datetime]


def serve(port_socket: socket.socket, store: Path) -> tuple[Local, uvicorn.Server]:
    """A server for that socket, not running yet. The workspace's clock starts at 14 July 2026, 14:00 UTC."""
    url = f"http://127.0.0.1:{port_socket.getsockname()[1]}"
    due: list[datetime] = []

    async def next_due() -> datetime | None:
        return due[0] if due else None

    async def settled() -> None:
        due[:] = [moment for moment in due if moment > sandbox.clock.now()]

    sandbox = Sandbox(
        SandboxOptions(
            events_url=f"{url}/slack/events",
            signing_secret="tiny",
            bot_token=TOKEN,
            public_url=url,
            store_path=store,
            commands=COMMANDS,
            shortcuts=SHORTCUTS,
            next_due=next_due,
            settled=settled,
            wall_clock=lambda: datetime(2026, 7, 14, 14, 0, tzinfo=UTC),
        )
    )
    bot = TinyBot(f"{url}/api/", TOKEN)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None]:
        await sandbox.start()
        yield
        await sandbox.stop()

    routes = [Route("/slack/events", bot.answer, methods=["POST"]), *sandbox.routes()]
    app = Starlette(routes=routes, lifespan=lifespan)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
    return Local(url, sandbox, bot, due), server


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Local]:
    """A fresh workspace on a free port of this machine."""
    with listening_socket() as port_socket:
        running, server = serve(port_socket, tmp_path / "sandbox.db")
        thread = threading.Thread(target=server.run, kwargs={"sockets": [port_socket]})
        thread.start()
        yield running
        running.sandbox.end_streams()
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture
def page(browser: Browser, local: Local) -> Iterator[Page]:
    """Ana's window on #campaign; the test fails on any script error or blocked resource."""
    context = browser.new_context(base_url=local.url, viewport={"width": 1280, "height": 800})
    troubles: list[str] = []
    opened = window(context, troubles, patience=5_000)
    opened.goto("/?as=U0ANA&channel=C0CAMPAIGN")
    yield opened
    context.close()
    assert troubles == []
