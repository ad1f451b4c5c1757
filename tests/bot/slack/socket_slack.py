"""A small Slack for Socket Mode: apps.connections.open, real websockets, and the Web API around them."""

import asyncio
import itertools
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import WSMsgType, web

from bot.reference import Reference
from bot.runtime import Runtime, SlackAccess
from config.settings import Settings
from handlers.arguments.districts import DistrictIndex
from storage.coalitions import WorkspaceKey
from storage.database import Database

BOT_TOKEN = "xoxb-1111-2222-secretsecret"
APP_TOKEN = "xapp-1-A111-222-secretsecret"
TEAM, CHANNEL, ANA, BEN = "T0TEAM", "C0CAMPAIGN", "U0ANA", "U0BEN"

Json = dict[str, Any]
Result = TypeVar("Result")
_PATIENCE = 60.0


class Link:
    """One websocket of the bot, seen from Slack's end."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._socket = socket
        self._request = request
        self.acks: asyncio.Queue[Json] = asyncio.Queue()
        self.closed = asyncio.Event()

    async def send(self, frame: Json | str) -> None:
        await self._socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))

    async def ack(self) -> Json:
        """The next thing that the bot sends."""
        return await soon(self.acks.get())

    async def ask(self, envelope: Json) -> Json:
        """Send an envelope; the bot's answer to it."""
        await self.send(envelope)
        answer = await self.ack()
        assert answer["envelope_id"] == envelope["envelope_id"]
        return answer

    async def announce_end(self, reason: str) -> None:
        await self.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})

    async def close(self) -> None:
        """Close as Slack does."""
        await self._socket.close()

    def drop(self) -> None:
        """Vanish without a word."""
        transport = self._request.transport
        assert transport is not None
        transport.abort()

    async def until_closed(self) -> None:
        """Wait until the bot has closed it."""
        await soon(self.closed.wait())

    async def listen(self) -> None:
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                self.acks.put_nowait(json.loads(message.data))
        self.closed.set()


@dataclass
class SocketSlack:
    """What it was asked, and how it answers `apps.connections.open` next (default: with an address)."""

    address: str = ""
    links: asyncio.Queue[Link] = field(default_factory=asyncio.Queue[Link])
    calls: "asyncio.Queue[tuple[str, Json]]" = field(default_factory=lambda: asyncio.Queue())
    openings: list[web.Response] = field(default_factory=list[web.Response])
    opened: int = 0
    greets: list[bool] = field(default_factory=list[bool])
    unused: set[str] = field(default_factory=set[str])
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)

    async def link(self) -> Link:
        """The bot's next connection."""
        return await soon(self.links.get())

    async def call(self, method: str) -> Json:
        """The arguments of the bot's next call of that method; others are passed over."""
        while True:
            name, arguments = await soon(self.calls.get())
            if name == method:
                return arguments

    def envelope(self, kind: str, payload: Json, *, accepts: bool = True, **more: Any) -> Json:
        """A request as Slack wraps it."""
        id_ = f"envelope-{next(self._ids)}"
        wrapped = {"envelope_id": id_, "type": kind, "accepts_response_payload": accepts, "payload": payload}
        return wrapped | more

    def command(self, typed: str, user: str = ANA, **more: Any) -> Json:
        """Somebody types a command in the campaign's channel."""
        command, _, text = typed.partition(" ")
        number = next(self._ids)
        payload = {
            "token": "gone", "team_id": TEAM, "team_domain": "t", "channel_id": CHANNEL,
            "channel_name": "campaign", "user_id": user, "user_name": user[2:].lower(), "command": command,
            "text": text, "api_app_id": "A1", "is_enterprise_install": "false",
            "response_url": f"{self.address}/respond/{number}", "trigger_id": f"{number}.trigger",
        }  # fmt: skip
        return self.envelope("slash_commands", payload, **more)

    def interaction(self, kind: str, user: str = ANA, **more: Any) -> Json:
        """Somebody presses, submits or types into a field."""
        number = next(self._ids)
        payload = {
            "type": kind, "team": {"id": TEAM, "domain": "t"}, "api_app_id": "A1",
            "user": {"id": user, "username": user[2:].lower(), "name": user[2:].lower(), "team_id": TEAM},
            "trigger_id": f"{number}.trigger", "enterprise": None, "is_enterprise_install": False, **more,
        }  # fmt: skip
        return self.envelope("interactive", payload)

    def event(self, event: Json, **more: Any) -> Json:
        """Something happened in the workspace."""
        payload = {
            "type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event": event,
            "event_id": f"Ev{next(self._ids)}", "event_time": 1, "authorizations": [{"team_id": TEAM}],
        }  # fmt: skip
        return self.envelope("events_api", payload, accepts=False, **more)

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        token = request.headers.get("authorization", "")
        if method == "apps.connections.open":
            return self._connections_open(token)
        arguments: Json = await request.json() if request.content_type == "application/json" else {}
        self.calls.put_nowait((method, arguments))
        if token != f"Bearer {BOT_TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return web.json_response({"ok": True, **_ANSWERS.get(method, {})})

    def _connections_open(self, token: str) -> web.Response:
        self.opened += 1
        if self.openings:
            return self.openings.pop(0)
        if token != f"Bearer {APP_TOKEN}":
            return web.json_response({"ok": False, "error": "not_allowed_token_type"})
        ticket = f"ticket-{self.opened}"
        self.unused.add(ticket)
        url = f"{self.address.replace('http', 'ws')}/link/?ticket={ticket}&app_id=A1"
        return web.json_response({"ok": True, "url": url})

    async def _link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query["ticket"]
        if ticket not in self.unused:
            return web.Response(status=408, text="spent")
        self.unused.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        link = Link(socket, request)
        if not self.greets or self.greets.pop(0):
            info = {"host": "applink-1", "approximate_connection_time": 3600}
            await link.send({"type": "hello", "num_connections": 1, "debug_info": info})
        self.links.put_nowait(link)
        await link.listen()
        return socket

    async def _respond(self, request: web.Request) -> web.Response:
        self.calls.put_nowait(("response_url", await request.json()))
        return web.Response(text="ok")

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/{method}", self._api),
            web.get("/link/", self._link),
            web.post("/respond/{number}", self._respond),
        ]


_ANSWERS: dict[str, Json] = {
    "auth.test": {
        "team_id": TEAM,
        "team": "Team",
        "user_id": "U0BOT",
        "user": "coalition",
        "bot_id": "B0BOT",
    },
    "users.info": {"user": {"id": ANA, "name": "ana", "tz": "America/New_York", "profile": {}}},
    "chat.postMessage": {"channel": "D0ANA", "ts": "1.000100"},
    "views.open": {"view": {"id": "V1"}},
    "views.publish": {"view": {"id": "V2"}},
}


@dataclass(frozen=True)
class Stage:
    """The bot, connected to this Slack by Socket Mode."""

    slack: SocketSlack
    runtime: Runtime
    key: WorkspaceKey


@asynccontextmanager
async def slack_opened() -> AsyncGenerator[SocketSlack]:
    """This Slack, on loopback."""
    slack = SocketSlack()
    app = web.Application()
    app.add_routes(slack.routes())
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield slack
    finally:
        await runner.cleanup()


def bot_for(
    slack: SocketSlack, database_url: str, districts: DistrictIndex, app_token: str = APP_TOKEN
) -> Runtime:
    """A bot for this Slack that has not been started."""
    api_url = f"{slack.address}/api/"
    settings = Settings(
        _env_file=None,  # pyright: ignore[reportCallIssue]  # pydantic-settings' own argument
        database_url=database_url,
        slack_bot_token=BOT_TOKEN,
        slack_app_token=app_token,
        slack_api_url=api_url,
        worker_interval=3600,
    )
    database = Database(database_url)
    access = SlackAccess(BOT_TOKEN, None, api_url, app_token)
    return Runtime(settings, database, access, reference=Reference(database, bare=districts))


@asynccontextmanager
async def bot_connected(database_url: str, districts: DistrictIndex) -> AsyncGenerator[Stage]:
    """A started bot, before its first connection was asked for."""
    async with slack_opened() as slack:
        runtime = bot_for(slack, database_url, districts)
        try:
            yield Stage(slack, runtime, await runtime.start())
        finally:
            await runtime.stop()


async def soon(waited: "asyncio.Future[Result] | Any") -> Any:
    """What is waited for; after a minute it counts as hung, as in processes of their own."""
    return await asyncio.wait_for(waited, _PATIENCE)


async def eventually(look: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(_PATIENCE):
        while not look():  # noqa: ASYNC110  # a row or a list tells nobody when it changes
            await asyncio.sleep(0.01)
