"""Load: signed slash commands over so many connections at once, each answer waited for."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.bot.signed import signature

CONCURRENT = 64
TEAM = "T0BENCH"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a load came to: answers a second, and how long they took in milliseconds."""

    per_second: float
    median: float
    p99: float


@dataclass(frozen=True, slots=True)
class Wrong(Exception):  # noqa: N818  # a report, not an error class of a library
    """An answer that was not what it should be; a figure of it would mean nothing."""

    answer: bytes


def claims(seats: Sequence[str], first: int, count: int) -> Iterator[bytes]:
    """Requests by a new person each, for a new seat each."""
    for number in range(first, first + count):
        yield _request(number, seats[number % len(seats)], number)


def more_claims(people: int, seats: Sequence[str], first: int, count: int) -> Iterator[bytes]:
    """Requests by the first so many people in turn, for a new seat each."""
    for number in range(first, first + count):
        yield _request(number % people, seats[number % len(seats)], number)


def _request(person: int, text: str, number: int) -> bytes:
    fields = {
        "command": "/claim-district", "text": text,
        "user_id": f"U{person:08}", "user_name": f"person{person}",
        "team_id": TEAM, "channel_id": "C0BENCH", "channel_name": "bench", "api_app_id": "A0BENCH",
        "trigger_id": f"{number}.1.bench", "response_url": "https://hooks.slack.com/commands/T/1/x",
    }  # fmt: skip
    return signed(urlencode(fields).encode())


def signed(body: bytes) -> bytes:
    """A whole request with that body, signed now."""
    at = str(int(time.time()))
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {at}\r\n"
        f"X-Slack-Signature: {signature(body, at)}\r\n\r\n"
    )
    return head.encode() + body


async def send(port: int, requests: Sequence[bytes], expected: bytes) -> Measured:
    """Send them all, `CONCURRENT` at a time.

    Raises:
        Wrong: at the first answer that is not 200 or lacks the expected words.
    """
    waiting = iter(requests)
    took: list[float] = []

    async def one_after_the_other() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in waiting:
            began = time.perf_counter()
            writer.write(request)
            answer = await _answer(reader)
            took.append(time.perf_counter() - began)
            if not answer.startswith(b"HTTP/1.1 200") or expected not in answer:
                raise Wrong(answer)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(CONCURRENT)))
    seconds = time.perf_counter() - began
    took.sort()
    return Measured(len(took) / seconds, took[len(took) // 2] * 1000, took[len(took) * 99 // 100] * 1000)


async def answers_to(port: int, requests: Sequence[bytes]) -> list[float]:
    """Send them all at once, each over a connection of its own; milliseconds until each was answered.

    Raises:
        Wrong: at an answer that is not 200.
    """
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in requests]

    async def one(number: int) -> float:
        reader, writer = connections[number]
        began = time.perf_counter()
        writer.write(requests[number])
        answer = await _answer(reader)
        took = time.perf_counter() - began
        writer.close()
        if not answer.startswith(b"HTTP/1.1 200"):
            raise Wrong(answer)
        return took * 1000

    return await asyncio.gather(*map(one, range(len(requests))))


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    length = int(lower.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
    return head + await reader.readexactly(length)
