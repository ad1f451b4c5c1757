"""Keeps the workspace to this machine: no foreign Host (DNS rebinding), no foreign page posting to it."""

from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")
SAFE_METHODS: Final = ("GET", "HEAD")


class LoopbackOnly:
    """Answers 403 to whatever does not come from this machine and, for posts, from its own page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http" and (no := _objection(str(scope["method"]), Headers(scope=scope))):
            await PlainTextResponse(no, status_code=403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _objection(method: str, headers: Headers) -> str | None:
    host = headers.get("host", "")
    if _without_port(host) not in HOSTS:
        return "The local workspace answers on 127.0.0.1 and localhost only."
    if method in SAFE_METHODS:
        return None
    origin = headers.get("origin")
    if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
        return "Only the workspace's own page may do that."
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return "Only the workspace's own page may do that."
    return None


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name.lower() if colon and (port.isdigit() or not port) and not host.endswith("]") else host.lower()
