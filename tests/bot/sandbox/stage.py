"""A workspace over real HTTP together with a tiny bot of the tests' own."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.app import Sandbox, SandboxOptions
from bot.sandbox.model import ShortcutEntry, ShortcutKind, SlashCommand
from tests.listening import listening_socket

SECRET = "the-signing-secret"
BOT_TOKEN = "xoxb-local-0001-abcdef"
Json = dict[str, Any]
Reaction = Callable[[Json], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass
class Ticking:
    """A monotonic clock that moves when a test says so."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class StageBot:
    """Checks every signature by itself, remembers what came, and answers as it is told."""

    received: list[Json] = field(default_factory=list[Json])
    headers: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    reactions: dict[str, Reaction] = field(default_factory=dict[str, Reaction])

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        stamp = request.headers["x-slack-request-timestamp"]
        mac = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        if request.headers["x-slack-signature"] != f"v0={mac}" or abs(time.time() - int(stamp)) > 300:
            return Response("bad signature", status_code=401)
        payload = parsed(body, request.headers["content-type"])
        self.received.append(payload)
        self.headers.append(dict(request.headers))
        reaction = self.reactions.get(kind_of(payload))
        return await reaction(payload) if reaction else Response(status_code=200)

    def says(self, kind: str, body: Any = None, *, status: int = 200) -> None:
        """From now on, answer that kind of request with this JSON, or with nothing."""

        async def reaction(payload: Json) -> Response:
            del payload
            return Response(status_code=status) if body is None else JSONResponse(body, status_code=status)

        self.reactions[kind] = reaction

    def answers(self, kind: str, response: Callable[[], Response]) -> None:
        """From now on, answer that kind of request with this response."""

        async def reaction(payload: Json) -> Response:
            del payload
            return response()

        self.reactions[kind] = reaction

    @property
    def last(self) -> Json:
        return self.received[-1]


def parsed(body: bytes, content_type: str) -> Json:
    if content_type == "application/json":
        return json.loads(body)
    assert content_type == "application/x-www-form-urlencoded"
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
    return json.loads(fields["payload"]) if "payload" in fields else fields


def kind_of(payload: Json) -> str:
    if "command" in payload:
        return "command"
    return payload["event"]["type"] if payload["type"] == "event_callback" else payload["type"]


@dataclass
class Stage:
    """The workspace, its bot, and both sides' ways to act."""

    sandbox: Sandbox
    bot: StageBot
    client: httpx.Client
    url: str
    ticking: Ticking

    def act(self, name: str, **body: Any) -> Json:
        """A person does something."""
        return self.client.post(f"/local/{name}", json=body).json()

    def api(self, method: str, **arguments: Any) -> Json:
        """The bot calls the Web API with JSON."""
        headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
        response = self.client.post(f"/api/{method}", json=arguments, headers=headers)
        assert response.status_code == 200
        return response.json()

    def form(self, method: str, **arguments: str) -> Json:
        """The bot calls the Web API with a form."""
        return self.client.post(f"/api/{method}", data={"token": BOT_TOKEN, **arguments}).json()

    def state(self, user: str = "U0ANA") -> Json:
        return self.client.get("/local/state", params={"user": user}).json()

    def channel(self, channel: str, user: str = "U0ANA") -> Json:
        return next(one for one in self.state(user)["channels"] if one["id"] == channel)

    def texts(self, channel: str = "C0CAMPAIGN", user: str = "U0ANA") -> list[str]:
        return [message["text"] for message in self.channel(channel, user)["messages"]]

    def command(
        self, text: str = "/claim-district", user: str = "U0ANA", channel: str = "C0CAMPAIGN"
    ) -> Json:
        """Type a slash command and give what the bot received."""
        self.act("type", user=user, channel=channel, text=text)
        return self.bot.last

    def post(self, channel: str = "C0CAMPAIGN", **more: Any) -> str:
        """The bot posts a card with a button and a menu; its ts."""
        answer = self.api(
            "chat.postMessage", **{"channel": channel, "text": "A card", "blocks": CARD, **more}
        )
        assert answer["ok"], answer
        return answer["ts"]

    def open_form(self, view: Json | None = None, user: str = "U0ANA") -> Json:
        """A person's command makes the bot open a form; the view as the Web API gave it."""
        trigger_id = self.command(user=user)["trigger_id"]
        answer = self.api("views.open", trigger_id=trigger_id, view=view or FORM)
        assert answer["ok"], answer
        return answer["view"]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> Json:
    return {"text": plain(text), "value": value}


def button(action_id: str, text: str = "Press", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


CARD: list[Json] = [
    {"type": "header", "text": plain("PA-07")},
    {"type": "section", "block_id": "who", "text": {"type": "mrkdwn", "text": "*Ana* leads"}},
    {
        "type": "actions",
        "block_id": "buttons",
        "elements": [
            button("support", "I'll support", value="v1:support:7"),
            {
                "type": "static_select",
                "action_id": "part",
                "placeholder": plain("Part"),
                "options": [option("Lead", "lead"), option("Support", "support")],
            },
        ],
    },
]


def input_block(block_id: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id.title()),
        "element": element,
        **more,
    }


FORM: Json = {
    "type": "modal",
    "callback_id": "claim",
    "private_metadata": "v1:7",
    "title": plain("Claim a district"),
    "submit": plain("Claim"),
    "close": plain("Cancel"),
    "blocks": [
        input_block("district", {"type": "external_select", "action_id": "district", "min_query_length": 2}),
        input_block(
            "part",
            {
                "type": "static_select",
                "action_id": "part",
                "options": [option("Lead", "lead"), option("Support", "support")],
                "initial_option": option("Lead", "lead"),
            },
        ),
        input_block("note", {"type": "plain_text_input", "action_id": "note"}, optional=True),
    ],
}
SUGGESTED: Json = {"options": [option("PA-07 · Pennsylvania 7th", "PA-07"), option("PA-08", "PA-08")]}


@contextmanager
def staged(
    folder: Path, *, endpoint: Callable[[str], Endpoint] | None = None, **changes: Any
) -> Generator[Stage]:
    """A running workspace that keeps its file in `folder`; `changes` are SandboxOptions.

    `endpoint` makes another bot than the tests' own, given the workspace's address.
    """
    listener = listening_socket()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    ticking = Ticking()
    options = SandboxOptions(
        events_url=f"{url}/slack/events",
        signing_secret=SECRET,
        bot_token=BOT_TOKEN,
        public_url=url,
        store_path=folder / "sandbox.db",
        commands=[SlashCommand("/claim-district", "Take a district", "[district]")],
        shortcuts=[
            ShortcutEntry("Claim a district", "claim_shortcut"),
            ShortcutEntry("Log this", "log_this", ShortcutKind.MESSAGE),
        ],
        monotonic=ticking,
    )
    sandbox = Sandbox(replace(options, **changes))
    bot = StageBot()
    ready = threading.Event()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        del app
        await sandbox.start()
        ready.set()
        yield
        await sandbox.stop()

    answer = bot.answer if endpoint is None else endpoint(url)
    events = Route("/slack/events", answer, methods=["POST"])
    app = Starlette(routes=[events, *sandbox.routes()], lifespan=lifespan)
    config = uvicorn.Config(app, log_level="critical", lifespan="on", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        with httpx.Client(base_url=url, timeout=10, trust_env=False, verify=False) as client:
            yield Stage(sandbox, bot, client, url, ticking)
    finally:
        sandbox.faults.clear()
        sandbox.end_streams()
        server.should_exit = True
        thread.join(10)
        listener.close()
