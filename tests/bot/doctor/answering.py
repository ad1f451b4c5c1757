"""A Slack that answers as it is told, for looking at what the doctor makes of it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]

BOT_TOKEN = "xoxb-1111-2222-secretsecret"
APP_TOKEN = "xapp-1-A111-222-secretsecret"
TEAM, CHANNEL = "T0TEAM", "C0CAMPAIGN"
SCOPES = "chat:write,commands,users:read,im:write,im:history,channels:read"


@dataclass(frozen=True)
class Answer:
    """What a method answers."""

    body: Json | str
    headers: dict[str, str] = field(default_factory=dict[str, str])
    status: int = 200


WELL: dict[str, Answer] = {
    "auth.test": Answer(
        {"ok": True, "team_id": TEAM, "team": "Temple Beth Am", "user": "coalition", "user_id": "U0BOT"},
        {"x-oauth-scopes": SCOPES},
    ),
    "conversations.info": Answer(
        {"ok": True, "channel": {"id": CHANNEL, "name": "campaign", "is_member": True, "is_archived": False}}
    ),
    "apps.connections.open": Answer({"ok": True, "url": "wss://wss.slack.com/link/?ticket=1"}),
}


def error(code: str, **headers: str) -> Answer:
    """The answer that something is wrong."""
    return Answer({"ok": False, "error": code}, headers)


@dataclass
class Answering:
    """Where it is, and the token of each call."""

    api_url: str
    tokens: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


@asynccontextmanager
async def answering(**changed: Answer) -> AsyncGenerator[Answering]:
    """A Slack where all is well, but for what is changed (`auth_test=…` for auth.test)."""
    answers = {**WELL, **{name.replace("_", ".", 2): answer for name, answer in changed.items()}}
    running = Answering("")

    async def answer(request: web.Request) -> web.Response:
        method = request.match_info["method"]
        running.tokens.append((method, request.headers["authorization"].removeprefix("Bearer ")))
        found = answers[method]
        if isinstance(found.body, str):
            return web.Response(text=found.body, status=found.status, headers=found.headers)
        return web.json_response(found.body, status=found.status, headers=found.headers)

    app = web.Application()
    app.add_routes([web.post("/api/{method}", answer)])
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    running.api_url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    try:
        yield running
    finally:
        await runner.cleanup()
