"""The local workspace, put together: a small, strict Slack on loopback."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from starlette.routing import BaseRoute, Mount, Route

from bot.sandbox.clock import SandboxClock
from bot.sandbox.events import Answer, Courier, Delivery
from bot.sandbox.faults import Faults
from bot.sandbox.loopback import LoopbackOnly
from bot.sandbox.model import Cast, Channel, ChannelKind, JsonObject, Refusal, User
from bot.sandbox.options import SandboxOptions
from bot.sandbox.page.routes import page_routes
from bot.sandbox.payloads import TOKEN, event_callback
from bot.sandbox.people_api import PeopleApi
from bot.sandbox.people_json import StateJson
from bot.sandbox.responses import ResponseUrlEndpoint
from bot.sandbox.seen import state_seen
from bot.sandbox.web_api.endpoint import WebApi
from bot.sandbox.workspace import Workspace

__all__ = ["Cast", "Sandbox", "SandboxOptions"]

Result = TypeVar("Result")


class Sandbox:
    """A workspace with one bot in it.

    Put `routes()` into the Starlette app that also serves the bot's `events_url`, and call `start` and
    `stop` in its lifespan. `add_*`, `faults`, `refusals` and `state_for` may be used from any thread.
    """

    def __init__(self, options: SandboxOptions) -> None:
        self.options = options
        self._workspace = Workspace(options)
        self._courier = Courier(options)
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def clock(self) -> SandboxClock:
        """The campaign's clock, for the bot to read."""
        return self._workspace.clock

    @property
    def faults(self) -> Faults:
        """How the Web API is to misbehave."""
        return self._workspace.faults

    @property
    def refusals(self) -> list[Refusal]:
        """All that the workspace refused so far, oldest first."""
        return list(self._workspace.refusals)

    def routes(self) -> list[BaseRoute]:
        """The Web API, response_url, the People API and the page, for this machine only."""
        web_api = WebApi(self._workspace)
        responses = ResponseUrlEndpoint(self._workspace)
        routes: list[BaseRoute] = [
            Route("/api/{method}", web_api.answer, methods=["GET", "POST"]),
            Route("/response/{token}", responses.answer, methods=["POST"]),
            *PeopleApi(self._workspace, self._courier).routes(),
            *page_routes(self),
        ]
        for route in routes:
            if isinstance(route, Route | Mount):
                route.app = LoopbackOnly(route.app)
        return routes

    async def start(self) -> None:
        """Open the way to the bot; call it in the server's event loop."""
        self._loop = asyncio.get_running_loop()
        await self._courier.start()

    async def stop(self) -> None:
        """End the event streams and close files and connections."""
        self.end_streams()
        await self._courier.stop()
        self._workspace.store.close()

    def end_streams(self) -> None:
        """End the event streams, which would keep a server from stopping; before it waits for requests."""
        self._workspace.notices.close()

    def state_for(self, user_id: str) -> StateJson:
        """What that person sees now; KeyError when there is no such person."""
        return state_seen(self._workspace, user_id)

    def add_user(self, user: User, *, channels: Sequence[str] | None = None) -> None:
        """Add a user, as a member of these channels (None: of all public ones)."""
        self._workspace.store.keep_user(user)
        public = [one.id for one in self._workspace.store.channels() if one.kind is ChannelKind.PUBLIC]
        for channel_id in public if channels is None else channels:
            self._workspace.store.add_member(channel_id, user.id)
        self._workspace.everybody_sees_a_change()

    def add_channel(self, channel: Channel, *, members: Sequence[str] = ()) -> None:
        """Add a channel with these members, or change one."""
        self._workspace.store.keep_channel(channel)
        for user_id in members:
            self._workspace.store.add_member(channel.id, user_id)
        self._workspace.everybody_sees_a_change()

    def add_member(self, channel_id: str, user_id: str) -> None:
        """Let a user into a channel."""
        self._workspace.store.add_member(channel_id, user_id)
        self._workspace.everybody_sees_a_change()

    async def deliver_event(
        self, event: JsonObject, *, event_id: str | None = None, retry: int = 0, reason: str = "http_timeout"
    ) -> Answer:
        """Send the bot an event; `retry` 1 to 3 marks a redelivery of the `event_id` given. Server's loop."""
        headers: Mapping[str, str] = {}
        if retry:
            headers = {"x-slack-retry-num": str(retry), "x-slack-retry-reason": reason}
        return await self._courier.send_event(event_callback(self._workspace, event, event_id), headers)

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """What was sent to the bot, oldest first, the last thousand."""
        return tuple(self._courier.deliveries)

    async def redeliver(self, delivery: Delivery, *, retry: int = 1, reason: str = "http_timeout") -> Answer:
        """Send the same body again, as the Events API does after a failure. Server's loop."""
        headers = {"x-slack-retry-num": str(retry), "x-slack-retry-reason": reason}
        return await self._courier.send(replace(delivery, headers=headers))

    def from_thread(self, doing: Coroutine[object, object, Result], *, timeout: float = 10.0) -> Result:
        """Run one of the coroutines above in the server's loop and wait for it, from another thread."""
        if self._loop is None:
            raise RuntimeError("Sandbox.start() was not called.")
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(timeout)

    async def verify_url(self, challenge: str) -> Answer:
        """Ask the bot's address to answer Slack's `url_verification`."""
        body: JsonObject = {"token": TOKEN, "challenge": challenge, "type": "url_verification"}
        return await self._courier.send_event(body, {})
