"""The bot as its people meet it: the local Slack, signed requests over real HTTP, a real database."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import httpx
import uvicorn

from bot.calendars import CalendarSource
from bot.reference import Reference
from bot.runtime import Runtime, SlackAccess
from bot.sandbox.app import Sandbox, SandboxOptions
from bot.sandbox.model import Cast, ShortcutEntry, ShortcutKind, SlashCommand
from bot.slack.declared import declared_commands, declared_shortcuts
from bot.translation import Languages
from bot.visit_calendar import visit_calendar
from config.settings import Settings
from handlers.areas import all_areas
from handlers.arguments.districts import DistrictIndex
from storage.coalitions import WorkspaceKey
from storage.database import Database
from tests.databases import database_at
from tests.listening import listening_socket

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-1111-2222-secretsecret"
CAMPAIGN, GENERAL, ELSEWHERE = "C0CAMPAIGN", "C0GENERAL", "C0ELSEWHERE"
ANA, BEN, CORA, DEE = "U0ANA", "U0BEN", "U0CORA", "U0DEE"

Json = dict[str, Any]
Result = TypeVar("Result")
_PATIENCE = 60.0
"""How long something may take before it counts as hung: many processes share a machine that soaks."""


@dataclass(frozen=True)
class Acted:
    """What an act came to, as the workspace shows it to the person."""

    raw: Json

    @property
    def messages(self) -> list[Json]:
        return self.raw["messages"]

    @property
    def text(self) -> str:
        """Everything that was said because of it, in plain text."""
        return "\n".join(message["text"] for message in self.messages)

    @property
    def view(self) -> Json:
        assert self.raw["view"], f"no form is open: {self.raw}"
        return self.raw["view"]

    @property
    def message(self) -> Json:
        """The one message that came of it."""
        assert len(self.messages) == 1, self.text
        return self.messages[0]


class Workspace:
    """A workspace with the bot in it. People act by name of their user id; what they see is asserted."""

    def __init__(
        self,
        client: httpx.Client,
        sandbox: Sandbox,
        runtime: Runtime,
        key: WorkspaceKey,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.client = client
        self.sandbox = sandbox
        self.runtime = runtime
        self.key = key
        self._loop = loop

    @property
    def database(self) -> Database:
        return self.runtime.database

    @property
    def coalition_id(self) -> int:
        return self.key.coalition_id

    # What people do

    def type(self, text: str, user: str = ANA, channel: str = CAMPAIGN) -> Acted:
        """Type a command, or say something."""
        return self._act("type", user=user, channel=channel, text=text)

    def press(self, label: str, message: Json, user: str = ANA, value: str | None = None) -> Acted:
        """Press the button of that label on a message; or choose `value` from the menu of that name."""
        action = element(message, label)
        where = {"channel": message["channel"], "ts": message["ts"]}
        chosen = {} if value is None else {"value": value}
        return self._act("press", user=user, action_id=action["action_id"], **where, **chosen)

    def press_in_view(self, label: str, view: Json, user: str = ANA) -> Acted:
        """Press the button of that label in a modal or the home page."""
        return self._act("press", user=user, view_id=view["id"], action_id=element(view, label)["action_id"])

    def suggest(self, field: str, typed: str, view: Json, user: str = ANA) -> list[tuple[str, str]]:
        """Type into a field that completes; labels and values."""
        block = field_of(view, field)
        answer = self._post(
            "suggest",
            user=user,
            view_id=view["id"],
            block_id=block["block_id"],
            action_id=block["element"]["action_id"],
            value=typed,
        )
        return [(option["text"], option["value"]) for option in answer["options"]]

    def pick(self, field: str, typed: str, view: Json, user: str = ANA) -> str:
        """Type into a field that completes and take the first suggestion; its value."""
        options = self.suggest(field, typed, view, user)
        assert options, f"nothing is suggested for {typed!r}"
        return options[0][1]

    def submit(self, view: Json, user: str = ANA, **values: Any) -> Acted:
        """Fill in a form's fields (by label, with _ for spaces) and send it."""
        filled = {field_of(view, name.replace("_", " "))["block_id"]: value for name, value in values.items()}
        return self._act("submit", user=user, view_id=view["id"], values=filled)

    def open_home(self, user: str = ANA) -> Json:
        self._act("home", user=user)
        return self.eventually(lambda: self.state(user)["home"])

    def shortcut(self, name: str, user: str = ANA, message: Json | None = None) -> Acted:
        """Use a shortcut; one of a message's own menu where a message is given."""
        on = {"channel": message["channel"], "ts": message["ts"]} if message else {}
        return self._act("shortcut", user=user, callback_id=name, **on)

    def web_api(self, method: str, **arguments: str) -> Json:
        """Call Slack as the bot does; its answer, which must be ok."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        told = self.client.post(f"/api/{method}", headers=headers, data=arguments).json()
        assert told["ok"], told
        return told

    # What people see

    def state(self, user: str = ANA) -> Json:
        return self.client.get("/local/state", params={"user": user}).json()

    def seen(self, user: str = ANA, channel: str = CAMPAIGN) -> list[Json]:
        """The messages of a channel as this person sees them, oldest first."""
        return next(one["messages"] for one in self.state(user)["channels"] if one["id"] == channel)

    def direct(self, user: str) -> list[Json]:
        """What the bot has told a person directly, once it has said all that is due."""
        self.settle()
        return [
            message
            for channel in self.state(user)["channels"] if channel["kind"] == "im"
            for message in channel["messages"]
        ]  # fmt: skip

    def told(self, user: str) -> str:
        """The same as one text."""
        return "\n".join(message["text"] for message in self.direct(user))

    def posted(self, channel: str = CAMPAIGN, user: str = ANA) -> list[Json]:
        """What the bot has posted by itself in a channel, once it has said all that is due."""
        self.settle()
        return [message for message in self.seen(user, channel) if message["origin"] == "web_api"]

    # Time, and the bot's own affairs

    def settle(self) -> None:
        """Have the bot say all that is due now."""
        self.run(self.runtime.worker.one_pass())

    def advance(self, **by: float) -> None:
        """Move the campaign's clock, as timedelta(**by)."""
        self._post("clock", advance_seconds=int(timedelta(**by).total_seconds()))

    def eventually(self, look: Callable[[], Result]) -> Result:
        """Wait until something is there to see, and answer it."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            found = look()
            if found:
                return found
            time.sleep(0.02)
        raise AssertionError("it never came")

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run something in the bot's own event loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE)

    def set_up(self, user: str = ANA, channel: str | None = CAMPAIGN) -> None:
        """Ana sets the coalition up: she is admin, and announcements come to #campaign."""
        view = self.type("/coalition setup", user).view
        zone = self.pick("Time zone", "New York", view, user)
        self.submit(view, user, Name="Test coalition", Time_zone=zone, Announcement_channel=channel)
        self.settle()

    def _act(self, name: str, **body: Any) -> Acted:
        return Acted(self._post(name, **body))

    def _post(self, name: str, **body: Any) -> Json:
        response = self.client.post(f"/local/{name}", json=body)
        assert response.status_code == 200, response.text
        return response.json()


def controls(holder: Json) -> list[Json]:
    """Every button and menu of a message or view."""
    found: list[Json] = []
    for block in holder["blocks"]:
        found += [block["accessory"]] if "accessory" in block else []
        found += block["elements"] if block["type"] == "actions" else []
    return found


def label(control: Json) -> str:
    """What stands on a button, or in an untouched menu."""
    text: Json = control["text"] if "text" in control else control["placeholder"]
    return text["text"]


def element(holder: Json, wanted: str) -> Json:
    """The button or menu of that label in a message or view."""
    for control in controls(holder):
        if label(control) == wanted:
            return control
    raise AssertionError(f"no {wanted!r} among {[label(control) for control in controls(holder)]}")


def labels(holder: Json) -> list[str]:
    """The labels of all buttons of a message or view."""
    return [label(control) for control in controls(holder) if control["type"] == "button"]


def field_of(view: Json, label: str) -> Json:
    """The input block of that label."""
    for block in view["blocks"]:
        if block["type"] == "input" and block["label"]["text"] == label:
            return block
    raise AssertionError(f"no field {label!r}")


class _Server(uvicorn.Server):
    """Says when it is open, and closes at once: uvicorn itself looks ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_open = asyncio.Event()
        self.is_over = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_open.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)  # the date that every answer bears
        await self.is_over.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks)


@lru_cache(maxsize=1)
def _usual_settings() -> Settings:
    """Reading settings takes as long as many a test."""
    return Settings(_env_file=None, worker_interval=3600)  # pyright: ignore[reportCallIssue]  # pydantic-settings' own argument


@contextmanager
def opened(
    database_url: str,
    districts: DistrictIndex,
    folder: Path,
    calendar: CalendarSource = visit_calendar,
    **options: Any,
) -> Generator[Workspace]:
    """A running bot in a new workspace; at the end the workspace must not have refused anything."""
    listening = listening_socket()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    database = database_at(database_url)
    registry, english = all_areas(), Languages().language("en")
    sandbox = Sandbox(
        replace(
            SandboxOptions(
                events_url=f"{url}/slack/events",
                signing_secret=SECRET,
                bot_token=TOKEN,
                public_url=url,
                store_path=folder / "workspace.db",
                cast=Cast.default(),
                commands=tuple(
                    SlashCommand(f"/{found.name}", found.description, found.usage_hint)
                    for found in declared_commands(registry, english)
                ),
                shortcuts=tuple(
                    ShortcutEntry(found.name, found.callback_id, ShortcutKind(found.where.value))
                    for found in declared_shortcuts(registry, english)
                ),
            ),
            **options,
        )
    )
    settings = _usual_settings().model_copy(update={"database_url": database_url})
    access = SlackAccess(TOKEN, SECRET, f"{url}/api/")
    runtime = Runtime(
        settings,
        database,
        access,
        sandbox.clock,
        reference=Reference(database, bare=districts),
        between=timedelta(0),
        calendar=calendar,
        address=url,
    )
    config = uvicorn.Config(runtime.web(sandbox.routes()), log_config=None, access_log=False, lifespan="off")
    server = _Server(config)
    ready: list[WorkspaceKey] = []
    loops: list[asyncio.AbstractEventLoop] = []
    started = threading.Event()
    trouble: list[BaseException] = []

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        await server.is_open.wait()
        await sandbox.start()
        ready.append(await runtime.start())
        await asyncio.sleep(0)  # the worker begins its first look, and ends it before a test goes on
        await runtime.worker.one_pass()
        started.set()
        await serving
        await runtime.stop()
        await sandbox.stop()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            trouble.append(error)
        finally:
            started.set()

    thread = threading.Thread(target=run, name="bot")
    thread.start()
    assert started.wait(_PATIENCE)
    if trouble:
        raise trouble[0]
    try:
        with httpx.Client(base_url=url, timeout=_PATIENCE, verify=False) as client:
            yield Workspace(client, sandbox, runtime, ready[0], loops[0])
    finally:
        sandbox.end_streams()
        loops[0].call_soon_threadsafe(server.is_over.set)
        thread.join(_PATIENCE)
    assert not trouble, trouble
