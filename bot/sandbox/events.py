"""The requests that the workspace sends to the bot, signed as Slack signs them."""

import hashlib
import hmac
import json
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.model import JsonObject, JsonValue
from bot.sandbox.options import SandboxOptions
from bot.sandbox.reading import parsed_json

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
DELIVERIES_KEPT: Final = 1000
USER_AGENT: Final = "Slackbot 1.0 (+https://api.slack.com/robots)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from the bot. `status` is None when nothing came in time; `failure` says why."""

    status: int | None
    elapsed_ms: float
    content_type: str = ""
    text: str = ""
    failure: str | None = None

    @property
    def is_ok(self) -> bool:
        """Whether the bot said 200."""
        return self.status == 200

    @property
    def body(self) -> JsonValue:
        """The parsed JSON, or the text when it is no JSON, or None when there is nothing."""
        if not self.text.strip():
            return None
        if self.content_type == JSON:
            try:
                return parsed_json(self.text)
            except ValueError:
                return self.text
        return self.text


@dataclass(frozen=True, slots=True)
class Delivery:
    """A request that went to the bot: its raw body, content type and the headers beside the signature."""

    body: bytes
    content_type: str
    headers: Mapping[str, str]


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature over the timestamp and the raw body."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


class Courier:
    """Carries requests to the bot and brings its answers."""

    def __init__(self, options: SandboxOptions) -> None:
        self._options = options
        self._session: aiohttp.ClientSession | None = None
        self.deliveries: deque[Delivery] = deque(maxlen=DELIVERIES_KEPT)

    async def start(self) -> None:
        """Open connections; call it in the server's event loop."""
        if self._session is None:
            limit = aiohttp.ClientTimeout(total=self._options.answer_limit.total_seconds())
            # A connection each: one that is kept may be closed by the bot just as the next request leaves.
            each_anew = aiohttp.TCPConnector(limit=0, force_close=True)
            self._session = aiohttp.ClientSession(connector=each_anew, timeout=limit, auto_decompress=True)

    async def stop(self) -> None:
        """Close them."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send_form(self, fields: Mapping[str, str]) -> Answer:
        """A slash command."""
        return await self.send(Delivery(urlencode(fields).encode(), FORM, {}))

    async def send_payload(self, payload: JsonObject) -> Answer:
        """An interaction: JSON in the form field `payload`."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self.send(Delivery(body, FORM, {}))

    async def send_event(self, body: JsonObject, headers: Mapping[str, str]) -> Answer:
        """A delivery of the Events API, with the retry headers given."""
        return await self.send(Delivery(json.dumps(body).encode(), JSON, headers))

    async def send(self, delivery: Delivery) -> Answer:
        """Any of these, signed with the real time of this moment."""
        if self._session is None:
            raise RuntimeError("Sandbox.start() was not called.")
        self.deliveries.append(delivery)
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": delivery.content_type,
            "Accept": "application/json,*/*",
            "User-Agent": USER_AGENT,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._options.signing_secret, timestamp, delivery.body),
            **delivery.headers,
        }
        began = time.perf_counter()
        try:
            async with self._session.post(
                self._options.events_url, data=delivery.body, headers=headers, allow_redirects=False
            ) as response:
                text = (await response.read()).decode("utf-8", "replace")
                return Answer(response.status, _since(began), response.content_type, text)
        except TimeoutError:
            return Answer(None, _since(began), failure="operation_timeout")
        except aiohttp.ClientError:
            return Answer(None, _since(began), failure="dispatch_failed")


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)
