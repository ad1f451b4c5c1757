"""Socket Mode: Slack's requests by a websocket that the bot opens, for bots that nobody reaches from outside.

Every envelope goes the way of an HTTP request, and is acknowledged on the connection that brought it,
after the commit. When Slack asks to change connections, the new one is open before the old one is left.
slack_sdk's own client closes the old one first, goes on trying a spent address when it cannot connect,
and notices a dropped connection only at its next ping; hence this one, on the same aiohttp.
"""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from enum import StrEnum
from typing import cast

import aiohttp
import structlog
from aiohttp import ClientWebSocketResponse, WSMsgType
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.platform import NO_ANSWER, PlatformError, Trouble
from bot.slack.door import storable

log = structlog.get_logger(__name__)

Json = Mapping[str, object]
Handle = Callable[[Json, Mapping[str, str]], Awaitable[Response]]

_HEARTBEAT = 10.0
"""Seconds between pings; a connection whose pong takes half of that is given up."""

_CONNECT = 10.0
"""Seconds that Slack has to open a connection and greet on it."""

_LINGER = 15.0
"""Seconds that an old connection is listened to beside the new one; Slack closes it after about ten."""

_GOODBYE = 3.0
"""Seconds that requests under way get when the bot stops."""

_FAREWELL = 1.0
"""Seconds that Slack gets to answer that a connection is closed."""

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 60.0
_STEADY = 10.0
"""Seconds after which a connection counts as having worked, so that the next is opened without a pause."""

_MAYBE_LATER = NO_ANSWER | {Trouble.RATE_LIMITED}


class _Frame(StrEnum):
    """What Slack sends beside envelopes."""

    HELLO = "hello"
    DISCONNECT = "disconnect"


class SocketMode:
    """Keeps a connection to Slack open. One task a request; what goes wrong with one stays with it."""

    def __init__(self, open_address: Callable[[], Awaitable[str]], handle: Handle) -> None:
        """`open_address` calls `apps.connections.open` and raises PlatformError; `handle` is SlackApp's."""
        self._open_address = open_address
        self._handle = handle
        self._session: aiohttp.ClientSession | None = None
        self._current: _Connection | None = None
        self._open: set[_Connection] = set()
        self._wanted = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._short_lived = 0

    @property
    def is_connected(self) -> bool:
        """Whether Slack has a connection to send requests by."""
        return self._current is not None and self._current.is_open

    async def start(self) -> None:
        """Open the first connection. Where Slack only does not answer, the trying goes on beside.

        Raises:
            PlatformError: when Slack refuses the app token, or Socket Mode is not switched on.
        """
        # Behind a firewall, the way out is often a proxy named in the environment.
        self._session = aiohttp.ClientSession(trust_env=True)
        try:
            await self._connect(self._session)
        except PlatformError as error:
            if error.trouble not in _MAYBE_LATER:
                raise
            log.warning("no Socket Mode connection yet", code=error.code)
            self._wanted.set()
        self._keeper = asyncio.create_task(self._keep_connected(self._session))

    async def close(self) -> None:
        """Take nothing more; requests under way are finished and acknowledged first. Also before `start`."""
        if self._keeper is not None:
            await _ended(self._keeper)
        await asyncio.gather(*(connection.finish() for connection in tuple(self._open)))
        for task in tuple(self._tasks):
            await _ended(task)
        if self._session is not None:
            await self._session.close()

    async def _keep_connected(self, session: aiohttp.ClientSession) -> None:
        failures = 0
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await asyncio.sleep(_pause(failures + self._short_lived))
            try:
                await self._connect(session)
                failures = 0
            except PlatformError as error:
                log.warning("no Socket Mode connection", code=error.code)
                failures += 1
                self._wanted.set()
                await asyncio.sleep(error.retry_after)
            except Exception:
                log.exception("a Socket Mode connection could not be opened")
                failures += 1
                self._wanted.set()

    async def _connect(self, session: aiohttp.ClientSession) -> None:
        """Open a connection; once Slack has greeted on it, the one before is left."""
        socket = await _websocket(session, await self._open_address())
        connection = _Connection(socket, self._handle, self._another)
        self._open.add(connection)
        self._beside(self._listen(connection))
        if not await connection.greeted(_CONNECT):
            await connection.shut()
            raise PlatformError(Trouble.UNCERTAIN, "no greeting")
        before, self._current = self._current, connection
        self._wanted.clear()
        log.info("connected by Socket Mode")
        if before is not None:
            self._beside(before.outlast())
        if not connection.is_open or connection.is_ending:
            self._another(connection)

    async def _listen(self, connection: "_Connection") -> None:
        try:
            await connection.listen()
        except Exception:
            log.exception("a Socket Mode connection broke")
        finally:
            await connection.shut()
            self._open.discard(connection)
        self._another(connection)

    def _another(self, connection: "_Connection") -> None:
        """Have the connection replaced, unless it has been already."""
        if connection is not self._current:
            return
        if not self._wanted.is_set():
            self._short_lived = 0 if connection.age() >= _STEADY else self._short_lived + 1
        self._wanted.set()

    def _beside(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Connection:
    """One websocket, and the requests that it brought."""

    def __init__(
        self, socket: "ClientWebSocketResponse[bool]", handle: Handle, ending: "Callable[[_Connection], None]"
    ) -> None:
        """`ending` is called when Slack announces that it will close this connection."""
        self._socket = socket
        self._handle = handle
        self._ending = ending
        self._began = asyncio.get_running_loop().time()
        self._greeting = asyncio.Event()
        self._over = asyncio.Event()
        self._takes_more = True
        self._under_way: set[asyncio.Task[None]] = set()
        self.is_ending = False

    @property
    def is_open(self) -> bool:
        """Whether requests can come by it."""
        return self._greeting.is_set() and not self._over.is_set()

    def age(self) -> float:
        """Seconds since it was opened."""
        return asyncio.get_running_loop().time() - self._began

    async def greeted(self, seconds: float) -> bool:
        """Wait for Slack's greeting; False when none comes in time, or the connection ends before."""
        await _first_of(seconds, self._greeting, self._over)
        return self._greeting.is_set()

    async def listen(self) -> None:
        """Take what comes until the connection is closed, by whomever, or breaks."""
        while True:
            message = await self._socket.receive()
            if message.type is WSMsgType.TEXT:
                self._take(cast("str", message.data))
            elif message.type is not WSMsgType.BINARY:
                return

    async def outlast(self) -> None:
        """Go on until Slack closes it, since requests may still come by it; then, or after a while, leave."""
        await _first_of(_LINGER, self._over)
        await self.finish()

    async def finish(self) -> None:
        """Take nothing more, acknowledge what is under way, and close."""
        self._takes_more = False
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_GOODBYE)
        await self.shut()

    async def shut(self) -> None:
        """Close it now. Requests under way go on; Slack brings again what was not acknowledged."""
        self._over.set()
        with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
            async with asyncio.timeout(_FAREWELL):
                await self._socket.close()

    def _take(self, text: str) -> None:
        frame = _parsed(text)
        kind = None if frame is None else frame.get("type")
        if frame is None:
            log.warning("Slack sent something unreadable by Socket Mode")
        elif kind == _Frame.HELLO:
            self._greeting.set()
        elif kind == _Frame.DISCONNECT:
            log.info("Slack asks for another connection", reason=str(frame.get("reason")))
            self.is_ending = True
            self._ending(self)
        elif self._takes_more:
            task = asyncio.create_task(self._answer(frame))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _answer(self, envelope: Json) -> None:
        try:
            answer = await self._acknowledgement(envelope)
            if answer is not None:
                await self._socket.send_str(json.dumps(answer, ensure_ascii=False))
        except (aiohttp.ClientError, OSError):
            log.info("a connection ended before an answer; Slack asks again by another")
        except Exception:
            log.exception("a request by Socket Mode could not be answered")

    async def _acknowledgement(self, envelope: Json) -> dict[str, object] | None:
        """What is sent back once all is committed; None leaves it to Slack to bring the request again."""
        id_, payload = envelope.get("envelope_id"), envelope.get("payload")
        if not isinstance(id_, str) or not isinstance(payload, dict):
            log.warning("an envelope of an unexpected shape", type=str(envelope.get("type"))[:40])
            return None
        response = await self._handle(cast("Json", payload), _headers(envelope))
        if response.status_code != 200:
            log.warning("a request by Socket Mode was not answered", status=response.status_code)
            return None
        body = bytes(response.body).decode()
        if not body:
            return {"envelope_id": id_}
        if envelope.get("accepts_response_payload") is not True:
            log.warning("Slack takes no answer here", type=str(envelope.get("type"))[:40])
            return {"envelope_id": id_}
        return {"envelope_id": id_, "payload": json.loads(body) if body.startswith("{") else {"text": body}}


async def _websocket(session: aiohttp.ClientSession, address: str) -> "ClientWebSocketResponse[bool]":
    try:
        async with asyncio.timeout(_CONNECT):
            return await session.ws_connect(address, heartbeat=_HEARTBEAT)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        # The error names the address, whose ticket does not belong into a log.
        raise PlatformError(Trouble.UNCERTAIN, type(error).__name__) from None


async def closed_door(request: Request) -> Response:
    """Answers what comes by HTTP where only Socket Mode is set up: no signature could be checked."""
    return PlainTextResponse("requests come by Socket Mode here", 404)


def _parsed(text: str) -> Json | None:
    try:
        read = storable(json.loads(text))
    except (ValueError, RecursionError):
        return None
    return cast("Json", read) if isinstance(read, dict) else None


def _headers(envelope: Json) -> dict[str, str]:
    """The headers that the same request would have had over HTTP."""
    names = {"retry_attempt": "x-slack-retry-num", "retry_reason": "x-slack-retry-reason"}
    return {name: str(envelope[key]) for key, name in names.items() if envelope.get(key) is not None}


def _pause(failures: int) -> float:
    """Seconds before the next try: none at first, then twice as long each time."""
    return 0.0 if failures == 0 else min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(failures - 1, 10))


async def _first_of(seconds: float, *events: asyncio.Event) -> None:
    """Wait until one of them has happened, but not for longer."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
