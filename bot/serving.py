"""Serving until somebody stops it: the socket, the server, and the line with the address."""

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable
from types import FrameType

import structlog
import uvicorn
from starlette.applications import Starlette

from bot.local import LocalWorkspace
from bot.runtime import Runtime, SlackAccess
from config.settings import Settings, SettingsError
from storage.database import Database
from storage.migrations import upgrade

log = structlog.get_logger(__name__)

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_GOODBYE_SECONDS = 5


async def serve(settings: Settings) -> None:
    """Run the bot until it is interrupted.

    Raises:
        SettingsError: when it cannot start; the message is one sentence that names why.
    """
    database = Database(settings.database_url)
    with _listening(settings) as listening:
        address = _address(settings, listening)
        upgrade(database)
        if settings.slack_bot_token and settings.slack_signing_secret:
            access = SlackAccess(
                settings.slack_bot_token.get_secret_value(),
                settings.slack_signing_secret.get_secret_value(),
                settings.slack_api_url,
            )
            runtime = Runtime(settings, database, access)
            await _until_stopped(
                runtime.web(),
                listening,
                runtime.start,
                runtime.stop,
                f"Listening for Slack at {address}/slack/events",
            )
        else:
            local = LocalWorkspace(settings, database, address)
            await _until_stopped(
                local.web(), listening, local.start, local.stop, f"The local workspace is open: {address}"
            )


async def _until_stopped(
    app: Starlette,
    listening: socket.socket,
    start: Callable[[], Awaitable[object]],
    stop: Callable[[], Awaitable[None]],
    last_line: str,
) -> None:
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=_GOODBYE_SECONDS
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await server.is_open.wait()
        await start()
        sys.stdout.write(f"{last_line}\n")
        sys.stdout.flush()
        await server.asked_to_stop.wait()
    finally:
        await stop()
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """Leaves stopping to us, so that answers under way are finished first."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.asked_to_stop = asyncio.Event()

        self.is_open = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_open.set()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._loop.call_soon_threadsafe(self.asked_to_stop.set)


def _listening(settings: Settings) -> socket.socket:
    host = settings.host
    if not settings.has_slack and host not in _LOOPBACK:
        raise SettingsError(
            f"HOST is {host}, but the local workspace opens on this machine only: "
            "leave HOST out, or set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, settings.port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"PORT {settings.port} on {host} is taken or closed to us ({error.strerror}): "
            "stop what runs there, or choose another, such as PORT=8081."
        ) from None
    return listening


def _address(settings: Settings, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}"
