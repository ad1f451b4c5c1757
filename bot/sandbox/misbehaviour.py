"""Acts out the faults that tests ask for (see `faults`) on the HTTP level."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.sandbox.faults import Fault, FaultKind


class DroppedConnectionError(Exception):
    """The connection was closed on purpose, because a test asked for it."""


class DroppedConnection(Response):
    """Closes the connection without a byte of an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        # ASGI has no word for hanging up. Servers answer 500 for a failure before the response has begun
        # and hang up after; a header that cannot be written makes it begin without anything being sent.
        del scope, receive
        try:
            await send(
                {"type": "http.response.start", "status": 200, "headers": [(b"x-dropped", b"line\r\nbreak")]}
            )
        except Exception:  # each server has its own error for such a header
            raise DroppedConnectionError from None
        raise DroppedConnectionError


async def with_fault(fault: Fault, accept: Callable[[], Awaitable[Response]]) -> Response:
    """The answer of a call that goes wrong in the fault's way; `accept` lets it take effect."""
    fault.reached.set_result(None)
    match fault.kind:
        case FaultKind.RATE_LIMITED:
            headers = {"Retry-After": str(fault.retry_after)}
            return JSONResponse({"ok": False, "error": "ratelimited"}, status_code=429, headers=headers)
        case FaultKind.REFUSED:
            return JSONResponse({"ok": False, "error": fault.error})
        case FaultKind.SERVER_ERROR:
            return _server_error()
        case FaultKind.SERVER_ERROR_AFTER:
            await accept()
            return _server_error()
        case FaultKind.DROPPED:
            return DroppedConnection()
        case FaultKind.DROPPED_AFTER:
            await accept()
            return DroppedConnection()
        case FaultKind.HELD:
            await asyncio.wrap_future(fault.released)
            return await accept()
        case FaultKind.HELD_AFTER:
            answer = await accept()
            await asyncio.wrap_future(fault.released)
            return answer


def _server_error() -> Response:
    return PlainTextResponse("Internal Server Error", status_code=500)
