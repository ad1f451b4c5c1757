"""`coalition-bot` that is killed at a point of its own work: see `tests.preloaded`, which arms it.

Nothing of the bot knows of it. The points are between its own functions, so each is a state that a real
machine could leave behind when its power goes.
"""

import os
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, NoReturn

from bot.slack.client import SlackClient
from bot.threads import DatabaseThreads
from storage import deliveries

DIE_AT = "DIE_AT"
"""The variable of the environment that names the point, in tests."""


class Point(StrEnum):
    """Where it dies."""

    TAKEN = "taken"
    """Rows are marked as being sent, and that is committed."""
    DRAWN = "drawn"
    """The card is drawn; a card that stays current is prepared."""
    ABOUT_TO_POST = "about-to-post"
    """In front of the network."""
    POSTED = "posted"
    """Slack has the message, and only Slack."""
    RECORDING = "recording"
    """It is written down, and that is not committed."""
    RECORDED = "recorded"
    """That is committed; other rows are not sent yet."""
    DIGESTS_WRITTEN = "digests-written"
    """Digests are in the outbox; that all were written is not noted."""


_AFTER_CALLS = {
    Point.TAKEN: "take",
    Point.DRAWN: "draw",
    Point.RECORDED: "sent",
    Point.DIGESTS_WRITTEN: "_write",
}


def die() -> NoReturn:
    """As when the power goes."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives that")


def arm(point: Point) -> None:
    """Have this process die at that point."""
    match point:
        case Point.ABOUT_TO_POST:
            _replace_post(before=True)
        case Point.POSTED:
            _replace_post(before=False)
        case Point.RECORDING:
            _die_after_settling()
        case _:
            _die_after_call(_AFTER_CALLS[point])


def _replace_post(*, before: bool) -> None:
    post: Callable[..., Awaitable[Any]] = SlackClient.post

    async def dying(self: SlackClient, *arguments: Any) -> Any:
        if before:
            die()
        await post(self, *arguments)
        die()

    SlackClient.post = dying  # type: ignore[method-assign]


def _die_after_settling() -> None:
    record: Callable[..., list[bool]] = deliveries.record_sent

    def dying(*arguments: Any) -> list[bool]:
        record(*arguments)
        die()

    deliveries.record_sent = dying


def _die_after_call(name: str) -> None:
    run: Callable[..., Awaitable[Any]] = DatabaseThreads.run

    async def dying(self: DatabaseThreads, function: Callable[..., Any], *arguments: Any) -> Any:
        result = await run(self, function, *arguments)
        if getattr(function, "__name__", "") == name and result not in (None, [], ()):
            die()
        if name == "_write" and getattr(function, "__name__", "") == name:
            die()
        return result

    DatabaseThreads.run = dying  # type: ignore[method-assign]
