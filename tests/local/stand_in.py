"""A Slack for a bot that runs as a process of its own: the small one, served by the test."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from bot.sandbox.app import Sandbox, SandboxOptions
from bot.sandbox.model import Cast, SlashCommand
from bot.slack.declared import declared_commands
from bot.translation import Languages
from handlers.areas import all_areas
from tests.listening import listening_socket
from tests.own_loop import run_apart

TOKEN, SECRET = "xoxb-1111-2222-secretsecret", "8f742231b10e8888abcd99yyyzzz85a5"


class StandIn:
    """Where it is, and what a bot needs to be let in."""

    def __init__(self, address: str, bot_port: int) -> None:
        self.address = address
        self.settings = {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"{address}/api/",
            "PORT": str(bot_port),
            "WORKER_INTERVAL": "0.2",
        }


@contextmanager
def stand_in(folder: Path, bot_port: int, team: str = "T0REAL") -> Generator[StandIn]:
    """A workspace of that team, whose requests go to a bot on that port."""
    listening = listening_socket()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    english = Languages().language("en")
    sandbox = Sandbox(
        SandboxOptions(
            events_url=f"http://127.0.0.1:{bot_port}/slack/events",
            signing_secret=SECRET,
            bot_token=TOKEN,
            public_url=address,
            store_path=folder / "stand-in.db",
            cast=replace(Cast.default(), team_id=team),
            commands=tuple(
                SlashCommand(f"/{found.name}", found.description, found.usage_hint)
                for found in declared_commands(all_areas(), english)
            ),
        )
    )
    app = Starlette(routes=sandbox.routes())
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    started = threading.Event()

    async def serve() -> None:
        await sandbox.start()
        started.set()
        await server.serve(sockets=[listening])
        await sandbox.stop()

    thread = threading.Thread(target=lambda: run_apart(serve()))
    thread.start()
    assert started.wait(10)
    try:
        yield StandIn(address, bot_port)
    finally:
        sandbox.end_streams()
        server.should_exit = True
        thread.join(10)
