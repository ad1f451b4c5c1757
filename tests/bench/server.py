"""What is measured, in a process of its own: the bot, or a bare Bolt app whose handler only acknowledges.

    python -m tests.bench.server bot DATABASE_URL SLACK_API_URL
    python -m tests.bench.server speaking DATABASE_URL SLACK_API_URL SECONDS
    python -m tests.bench.server bare

`speaking` says and redraws what is due, too, by a clock that is so many seconds ahead. All are served by
uvicorn in the same way. The first line that is printed is the port.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.runtime import Runtime, SlackAccess
from bot.serving import set_memory_aside, stay_on_one_core
from config.settings import Settings
from storage.database import Database
from storage.migrations import upgrade
from tests.listening import listening_socket
from tests.workspace import SECRET, TOKEN


def bare() -> Starlette:
    """The least that a Bolt app can do."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T0BENCH", bot_token=TOKEN, bot_id="B0", bot_user_id="U0"
        )

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @app.command("/claim-district")  # pyright: ignore[reportUntypedFunctionDecorator, reportUnknownMemberType]  # Bolt's own
    async def claim(ack) -> None:  # pyright: ignore  # Bolt fills it in by its name
        await ack()

    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


class Ahead:
    """A clock that is ahead of the machine's."""

    def __init__(self, seconds: float) -> None:
        self._by = timedelta(seconds=seconds)

    def now(self) -> datetime:
        """The present instant as it will be, in UTC."""
        return datetime.now(UTC) + self._by


async def serve(application: Starlette, runtime: Runtime | None, *, silent: bool = True) -> None:
    """Serve until the process is ended."""
    with listening_socket() as listening:
        server = uvicorn.Server(
            uvicorn.Config(application, log_config=None, access_log=False, lifespan="off")
        )
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        if runtime is not None:
            await runtime.start()
            if silent:
                # What it says by itself is another matter: real Slack takes one message a second a channel.
                await runtime.fall_silent()
            set_memory_aside()
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        await serving


def main(kind: str, *where: str) -> None:
    """Serve the one or the other, on one core as the bot is."""
    stay_on_one_core()
    if kind == "bare":
        asyncio.run(serve(bare(), None))
        return
    url, api, *ahead = where
    settings = Settings(_env_file=None, database_url=url, worker_interval=3600)  # pyright: ignore[reportCallIssue]  # pydantic-settings' own argument
    database = Database(url)
    upgrade(database)
    clock = Ahead(float(ahead[0])) if ahead else None
    runtime = Runtime(settings, database, SlackAccess(TOKEN, SECRET, api), clock)
    asyncio.run(serve(runtime.web(), runtime, silent=kind == "bot"))


if __name__ == "__main__":
    os.environ.pop("SLACK_BOT_TOKEN", None)
    main(*sys.argv[1:])
