"""The door of `POST /slack/events`: nothing passes that Slack did not sign.

Bodies are parsed here and not by Bolt, whose parser takes any form body that contains the letters
"payload" for an interaction (slack_bolt 1.30, `parse_body`).
"""

import hmac
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import cast
from urllib.parse import parse_qsl

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

log = structlog.get_logger(__name__)

LARGEST_BODY = 1024 * 1024
"""Bytes; Slack's own requests are far smaller."""

_OLDEST = 300
"""Seconds that a timestamp may be off (Slack: five minutes)."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Body = Mapping[str, object]


class Door:
    """Checks size, timestamp and signature, then hands the parsed body on."""

    def __init__(
        self,
        signing_secret: str,
        seconds_now: Callable[[], float],
        handle: Callable[[Body, Mapping[str, str]], Awaitable[Response]],
    ) -> None:
        """`seconds_now` is real time in seconds since 1970, whatever the campaign's clock says."""
        self._secret = signing_secret.encode()
        self._seconds_now = seconds_now
        self._handle = handle

    async def __call__(self, request: Request) -> Response:
        """Answer one request: 413 too large, 401 not signed, 400 not readable, else Bolt's answer."""
        raw = await _read(request)
        if raw is None:
            return PlainTextResponse("too large", 413)
        if not self._signed(raw, request.headers):
            log.warning("request without a valid Slack signature refused", path=request.url.path)
            return PlainTextResponse("invalid signature", 401)
        body = _parsed(raw, request.headers.get("content-type", ""))
        if body is None:
            return PlainTextResponse("unreadable", 400)
        if "ssl_check" in body and "command" not in body:
            return PlainTextResponse("")
        return await self._handle(body, request.headers)

    def _signed(self, raw: bytes, headers: Mapping[str, str]) -> bool:
        timestamp = headers.get("x-slack-request-timestamp", "")
        given = headers.get("x-slack-signature", "")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16):
            return False
        if abs(self._seconds_now() - int(timestamp)) > _OLDEST:
            return False
        expected = hmac.digest(self._secret, b"v0:" + timestamp.encode() + b":" + raw, "sha256").hex()
        return hmac.compare_digest(f"v0={expected}".encode(), given.encode("utf-8", "replace"))


async def _read(request: Request) -> bytes | None:
    """The body, or None when it is too large; nobody is made to buffer more than that."""
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or int(length) > LARGEST_BODY:
        return None
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            return None
        parts.append(part)
    return b"".join(parts)


def _parsed(raw: bytes, content_type: str) -> Body | None:
    try:
        text = raw.decode("utf-8")
        if content_type.partition(";")[0].strip().lower() == "application/json":
            read = json.loads(text)
        else:
            form = dict(parse_qsl(text, keep_blank_values=True))
            read = json.loads(form["payload"]) if "payload" in form and "command" not in form else form
        whole = storable(read)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None
    return cast("Body", whole) if isinstance(whole, dict) else None


def storable(value: object) -> object:
    """The same with U+FFFD for what no database holds: NUL, and half a surrogate pair."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [storable(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in cast("dict[str, object]", value).items()}
    return value
