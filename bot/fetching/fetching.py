"""Fetching a calendar by its link, within rules that neither its owner nor whoever gave it can bend."""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import urljoin

import aiohttp
from multidict import CIMultiDictProxy
from yarl import URL

from bot.fetching.addresses import (
    Address,
    CheckedResolver,
    Lookup,
    NotPublicError,
    is_public,
    look_up,
    written_address,
)
from bot.fetching.bodies import BadBodyError, TooLargeError, read_body


class Refusal(StrEnum):
    """Why a link was not fetched, or what it answered with is not taken."""

    NO_LINK = "no-link"
    NOT_HTTPS = "not-https"
    HAS_PASSWORD = "has-password"  # noqa: S105  # a reason, no password
    OTHER_PORT = "other-port"
    NO_SUCH_HOST = "no-such-host"
    NOT_PUBLIC = "not-public"
    BAD_CERTIFICATE = "bad-certificate"
    NO_CONNECTION = "no-connection"
    TOO_SLOW = "too-slow"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    NOT_FOUND = "not-found"
    NOT_ALLOWED = "not-allowed"
    BAD_STATUS = "bad-status"
    NOT_A_CALENDAR = "not-a-calendar"
    TOO_LARGE = "too-large"
    BAD_ANSWER = "bad-answer"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a link leads to. `etag` and `last_modified` ask the next time whether it is still the same."""

    content: bytes
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True)
class NotModified:
    """It is as it was when its `etag` or `last_modified` was told."""


@dataclass(frozen=True, slots=True)
class NotFetched:
    """There is nothing to read, and why. `status` is that of an answer which was an error."""

    why: Refusal
    status: int | None = None


Outcome: TypeAlias = Fetched | NotModified | NotFetched


@lru_cache(maxsize=1)
def _usual_trust() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Rules:
    """What is allowed. The defaults are for links of strangers; tests allow their own server."""

    is_allowed: Callable[[Address], bool] = is_public
    port: int = 443
    seconds: float = 5.0
    most_bytes: int = 2 * 1024 * 1024
    most_redirects: int = 3
    lookup: Lookup = look_up
    trust: ssl.SSLContext = field(default_factory=_usual_trust)


_LONGEST_LINK = 2_000
_LONGEST_MARK = 500
_TYPES = frozenset(
    {
        "text/calendar",
        "application/ics",
        "text/plain",
        "application/octet-stream",
        "text/csv",
        "application/json",
    }
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_STATUSES = {
    404: Refusal.NOT_FOUND,
    410: Refusal.NOT_FOUND,
    401: Refusal.NOT_ALLOWED,
    403: Refusal.NOT_ALLOWED,
}


class _RefusedError(Exception):
    def __init__(self, why: Refusal, status: int | None = None) -> None:
        super().__init__(why)
        self.outcome = NotFetched(why, status)


async def fetch_calendar(
    link: str, rules: Rules | None = None, etag: str = "", last_modified: str = ""
) -> Outcome:
    """What a link leads to, `webcal:` or `https:`; or why it is not fetched. Never raises for what it meets.

    Every address is checked before it is connected to, again at each redirect; all of it together takes
    no longer than the rules say. Nothing of an error's body is kept.
    """
    allowed = rules or Rules()
    asked = _conditions(etag, last_modified)
    try:
        async with asyncio.timeout(allowed.seconds):
            return await _follow(link, allowed, asked)
    except _RefusedError as refused:
        return refused.outcome
    except (TooLargeError, BadBodyError) as error:
        return NotFetched(Refusal.TOO_LARGE if isinstance(error, TooLargeError) else Refusal.BAD_ANSWER)
    except TimeoutError:
        return NotFetched(Refusal.TOO_SLOW)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return NotFetched(_meaning(error))


async def _follow(link: str, rules: Rules, asked: dict[str, str]) -> Outcome:
    at = link
    for _ in range(rules.most_redirects + 1):
        url = _checked(at, rules)
        found = await _visit(url, rules, asked)
        if not isinstance(found, str):
            return found
        at = urljoin(str(url), found)
    raise _RefusedError(Refusal.TOO_MANY_REDIRECTS)


async def _visit(url: URL, rules: Rules, asked: dict[str, str]) -> Outcome | str:
    """What a link answers with, or where it says that it is now."""
    connector = aiohttp.TCPConnector(
        resolver=CheckedResolver(rules.lookup, rules.is_allowed),
        use_dns_cache=False,
        force_close=True,
        ssl=rules.trust,
    )
    async with (
        aiohttp.ClientSession(
            connector=connector,
            trust_env=False,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=rules.seconds),
        ) as session,
        session.get(url, allow_redirects=False, headers=asked) as answer,
    ):
        if answer.status in _REDIRECTS:
            return answer.headers.get("Location") or _refuse(Refusal.BAD_STATUS, answer.status)
        if answer.status == 304 and len(asked) > len(_ALWAYS):
            return NotModified()
        if answer.status != 200:
            raise _RefusedError(_STATUSES.get(answer.status, Refusal.BAD_STATUS), answer.status)
        _check_head(answer.headers, rules)
        encoding = answer.headers.get("Content-Encoding", "")
        content = await read_body(answer.content.iter_any(), encoding, rules.most_bytes)
        return Fetched(content, _mark(answer.headers, "ETag"), _mark(answer.headers, "Last-Modified"))


def _checked(link: str, rules: Rules) -> URL:
    """The address that a link stands for, if it is one that may be asked for at all."""
    words = link.strip()
    if not words or len(words) > _LONGEST_LINK or not words.isprintable():
        raise _RefusedError(Refusal.NO_LINK)
    try:
        url = URL(words).with_fragment(None)
        if url.scheme in ("webcal", "webcals"):
            url = URL(f"https{words[words.index(':') :]}").with_fragment(None)
    except ValueError:
        raise _RefusedError(Refusal.NO_LINK) from None
    if url.scheme != "https":
        raise _RefusedError(Refusal.NOT_HTTPS if url.scheme else Refusal.NO_LINK)
    if not url.host:
        raise _RefusedError(Refusal.NO_LINK)
    if url.user is not None or url.password is not None:
        raise _RefusedError(Refusal.HAS_PASSWORD)
    if url.port != rules.port:
        raise _RefusedError(Refusal.OTHER_PORT)
    written = written_address(url.host)
    if written is not None and not rules.is_allowed(written):
        raise _RefusedError(Refusal.NOT_PUBLIC)
    return url


_ALWAYS = {
    "Accept": "text/calendar, text/plain;q=0.5",
    "Accept-Encoding": "gzip",
    "User-Agent": "Coalition-Bot",
}


def _conditions(etag: str, last_modified: str) -> dict[str, str]:
    asked = dict(_ALWAYS)
    if etag and etag.isprintable():
        asked["If-None-Match"] = etag
    elif last_modified and last_modified.isprintable():
        asked["If-Modified-Since"] = last_modified
    return asked


def _check_head(headers: CIMultiDictProxy[str], rules: Rules) -> None:
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        raise _RefusedError(Refusal.NOT_A_CALENDAR)
    length = headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length[:15]) > rules.most_bytes:
        raise _RefusedError(Refusal.TOO_LARGE)


def _mark(headers: CIMultiDictProxy[str], name: str) -> str:
    mark = headers.get(name, "")
    return mark if len(mark) <= _LONGEST_MARK and mark.isprintable() else ""


def _refuse(why: Refusal, status: int | None) -> str:
    raise _RefusedError(why, status)


def _meaning(error: Exception) -> Refusal:
    """What a library's error comes to."""
    causes = [error, error.__cause__, error.__context__, getattr(error, "os_error", None)]
    if any(isinstance(cause, NotPublicError) for cause in causes):
        return Refusal.NOT_PUBLIC
    if isinstance(error, aiohttp.ClientSSLError):
        return Refusal.BAD_CERTIFICATE
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Refusal.NO_SUCH_HOST
    if isinstance(error, aiohttp.InvalidURL | ValueError):
        return Refusal.NO_LINK
    if isinstance(error, aiohttp.ClientConnectionError):
        return Refusal.NO_CONNECTION
    return Refusal.BAD_ANSWER
