"""Questions to Slack whose answers are looked at as a whole: what it says, its headers, and when."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

import aiohttp

Json = Mapping[str, object]

SECONDS = 5.0
"""How long a check waits for an answer."""

NO_ANSWER = "no answer"
"""The error of an address that cannot be reached or answers with something else than Slack would."""


@dataclass(frozen=True, slots=True)
class Told:
    """Slack's answer. `error` is its word for what is wrong, or empty; `at` this machine's time of it."""

    error: str
    at: datetime
    data: Json = field(default_factory=dict[str, object])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """By their names in lower case."""

    @property
    def was_reached(self) -> bool:
        """Whether it was Slack that answered."""
        return self.error != NO_ANSWER

    def words(self, key: str) -> str:
        """The string under a key; an empty one where it is missing."""
        value = self.data.get(key)
        return value if isinstance(value, str) else ""

    def part(self, key: str) -> Json:
        """The object under a key; an empty one where it is missing."""
        value = self.data.get(key)
        return cast("Json", value) if isinstance(value, dict) else {}


async def ask(api_url: str, method: str, token: str, **arguments: str) -> Told:
    """Call a method of Slack's Web API once; never raises for what the network does."""
    address = f"{api_url.rstrip('/')}/{method}"
    headers = {"authorization": f"Bearer {token}"}
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.post(address, headers=headers, data=arguments) as response,
        ):
            raw = await response.read()
            at = datetime.now(UTC)
            told = {name.lower(): value for name, value in response.headers.items()}
            limited = response.status == 429
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return Told(NO_ANSWER, datetime.now(UTC))
    if limited:
        return Told("ratelimited", at, headers=told)
    data = _object(raw)
    if data is None or "ok" not in data:
        return Told(NO_ANSWER, at)
    error = data.get("error")
    return Told("" if data["ok"] is True else str(error or "unknown_error"), at, data, told)


def _object(raw: bytes) -> Json | None:
    try:
        read = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return cast("Json", read) if isinstance(read, dict) else None
