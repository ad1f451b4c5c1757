"""Serving until somebody stops it: the socket, the server, and the line with the address."""

import asyncio
import contextlib
import errno
import gc
import os
import socket
import sys
from types import FrameType
from typing import Protocol

import uvicorn
from starlette.applications import Starlette

from bot.local import LocalWorkspace
from bot.runtime import Runtime, SlackAccess
from config.settings import Settings, SettingsError
from storage.database import Database
from storage.migrations import upgrade

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_GOODBYE_SECONDS = 3
_IDLE_SECONDS = 75
"""Longer than the minute that reverse proxies keep a connection, so that they end it and not we: a request
that meets a closing connection fails for the person who pressed."""


class Served(Protocol):
    """What is served: the bot in Slack, or the local workspace."""

    def web(self) -> Starlette:
        """The application."""
        ...

    async def start(self) -> object:
        """Begin to work, once its address is being served."""
        ...

    async def fall_silent(self) -> None:
        """Start nothing new, while the last requests are being answered. Also before `start` has ended."""
        ...

    async def stop(self) -> None:
        """End, once no requests come in any more. Also before `start` has ended."""
        ...


async def serve(settings: Settings, database: Database) -> None:
    """Run the bot until it is interrupted.

    Raises:
        SettingsError: when it cannot start; the message is one sentence that names why.
    """
    stay_on_one_core()
    with _listening(settings) as listening:
        address = _address(settings, listening)
        upgrade(database)
        access = _access(settings)
        if access is not None:
            runtime = Runtime(settings, database, access)
            await _until_stopped(runtime, listening, _last_line(access, address))
        else:
            local = LocalWorkspace(settings, database, address)
            await _until_stopped(local, listening, f"The local workspace is open: {address}")


def _access(settings: Settings) -> SlackAccess | None:
    """The way to Slack that the settings name, if they name one."""
    token, secret, app = settings.slack_bot_token, settings.slack_signing_secret, settings.slack_app_token
    if token is None or (secret is None and app is None):
        return None
    return SlackAccess(
        token.get_secret_value(),
        None if secret is None else secret.get_secret_value(),
        settings.slack_api_url,
        None if app is None else app.get_secret_value(),
    )


def _last_line(access: SlackAccess, address: str) -> str:
    if access.app_token is not None:
        return f"Connected to Slack by Socket Mode; health at {address}/healthz"
    return f"Listening for Slack at {address}/slack/events"


async def _until_stopped(served: Served, listening: socket.socket, last_line: str) -> None:
    config = uvicorn.Config(
        served.web(),
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=_GOODBYE_SECONDS,
        timeout_keep_alive=_IDLE_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await server.is_open.wait()
        if await _started(served, server.asked_to_stop):
            set_memory_aside()
            sys.stdout.write(f"{last_line}\n")
            sys.stdout.flush()
            await server.asked_to_stop.wait()
    finally:
        await served.fall_silent()
        server.should_exit = True
        await serving
        await served.stop()


def stay_on_one_core() -> None:
    """Run this thread, and those that it starts, on one core; which, differs from process to process.

    Python's threads take turns anyway, and a turn that passes to another core costs more than it brings
    (decision 0014). Where the system cannot do this, nothing happens.
    """
    if sys.platform == "linux":
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[os.getpid() % len(cores)]})


def set_memory_aside() -> None:
    """Spare the collector what is loaded by now and stays: looking through it stops everything.

    From here on it collects, also where it was turned off while everything was loaded.
    """
    gc.collect()
    gc.freeze()
    gc.enable()


async def _started(served: Served, asked_to_stop: asyncio.Event) -> bool:
    """Whether it started before somebody stopped it."""
    starting = asyncio.ensure_future(served.start())
    stopping = asyncio.create_task(asked_to_stop.wait())
    await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if starting.done():
        starting.result()
        return True
    starting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await starting
    return False


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
    # Named TCP outright: asyncio sends at once (TCP_NODELAY) only then, else every answer waits 40 ms.
    listening = socket.socket(_family(host), socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, settings.port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise SettingsError(
                f"HOST is {host}, which is not an address of this machine: leave it out, or set 127.0.0.1."
            ) from None
        raise SettingsError(
            f"PORT {settings.port} on {host} is taken or closed to us ({error.strerror}): "
            "stop what runs there, or choose another, such as PORT=8081."
        ) from None
    return listening


def _family(host: str) -> socket.AddressFamily:
    try:
        return socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][0]
    except (OSError, UnicodeError):
        raise SettingsError(
            f"HOST is {host}, which is not an address of this machine: leave it out, or set 127.0.0.1."
        ) from None


def _address(settings: Settings, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}"
