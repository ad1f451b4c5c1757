"""What the workspace hands out for a short while: trigger_ids and response_urls. Both keep real time."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.sandbox import limits
from bot.sandbox.refused import RefusalError

FORGET_AFTER: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a trigger_id stands for: who acted, where, and in which modal (None: outside any)."""

    user: str
    channel: str | None
    view_id: str | None
    issued_at: float


class Triggers:
    """Gives out trigger_ids and takes each back once, within three seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._open: dict[str, Trigger] = {}
        self._used: dict[str, float] = {}

    def issue(self, user: str, *, channel: str | None = None, view_id: str | None = None) -> str:
        """A new trigger_id."""
        now = self._monotonic()
        self._forget_old(now)
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._open[trigger_id] = Trigger(user, channel, view_id, now)
        return trigger_id

    def check(self, trigger_id: str) -> Trigger:
        """What it stands for, without using it up; RefusalError when it is unknown, used or too old."""
        if trigger_id in self._used:
            raise RefusalError("exchanged_trigger_id")
        trigger = self._open.get(trigger_id)
        if trigger is None:
            raise RefusalError("invalid_trigger_id")
        if self._monotonic() - trigger.issued_at >= limits.TRIGGER_SECONDS:
            raise RefusalError("expired_trigger_id")
        return trigger

    def use_up(self, trigger_id: str) -> None:
        """Make it unusable from now on."""
        del self._open[trigger_id]
        self._used[trigger_id] = self._monotonic()

    def _forget_old(self, now: float) -> None:
        self._open = {key: one for key, one in self._open.items() if now - one.issued_at < FORGET_AFTER}
        self._used = {key: at for key, at in self._used.items() if now - at < FORGET_AFTER}


@dataclass(slots=True)
class ResponseGrant:
    """What a response_url may do: answer this person here. `original` is the ts of the message acted on."""

    channel: str
    user: str
    original: str | None
    original_is_ephemeral: bool
    issued_at: float
    uses: int = 0


class ResponseUrls:
    """Gives out response_url tokens: five uses within thirty minutes each."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._grants: dict[str, ResponseGrant] = {}

    def issue(self, channel: str, user: str, *, original: str | None, original_is_ephemeral: bool) -> str:
        """A new token."""
        token = f"{secrets.randbelow(10**13)}-{secrets.token_urlsafe(18)}"
        now = self._monotonic()
        self._grants[token] = ResponseGrant(channel, user, original, original_is_ephemeral, now)
        return token

    def use(self, token: str) -> ResponseGrant:
        """Count one use; RefusalError when there is no such token, it is spent, or too old."""
        grant = self._grants.get(token)
        if grant is None:
            raise RefusalError("no_such_url")
        if self._monotonic() - grant.issued_at >= limits.RESPONSE_URL_SECONDS:
            raise RefusalError("expired_url")
        if grant.uses >= limits.RESPONSE_URL_USES:
            raise RefusalError("used_url")
        grant.uses += 1
        return grant
