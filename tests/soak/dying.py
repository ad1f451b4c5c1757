"""`coalition-bot` that is killed at a point of its own work: see `tests.preloaded`, which arms it.

Nothing of the bot knows of it. The points are between its own functions, so each is a state that a real
machine could leave behind when its power goes.
"""

import os
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

from bot import town_hall_calendars
from bot.fetching import Fetched
from bot.slack.answering import Answering
from bot.slack.client import SlackClient
from bot.threads import DatabaseThreads
from storage import deliveries, inbox
from storage.town_halls import deciding
from storage.town_halls.town_halls import TownHall

DIE_AT = "DIE_AT"
"""The variable of the environment that names the point, in tests."""
CALENDAR = "CALENDAR"
"""That which names a file, to which every calendar's link leads."""


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
    CARDS_TAKEN = "cards-taken"
    """Cards are marked as being redrawn, and that is committed."""
    CARD_DRAWN = "card-drawn"
    """A card is drawn anew."""
    ABOUT_TO_REDRAW = "about-to-redraw"
    """In front of the network."""
    REDRAWN = "redrawn"
    """Slack shows it, and only Slack knows."""
    CARD_RECORDED = "card-recorded"
    """That is committed; other cards are not redrawn yet."""
    ANSWERING = "answering"
    """A request has done its work, and that is not committed."""
    ANSWERED = "answered"
    """That is committed; whoever asked has no answer."""
    TAKING_IN = "taking-in"
    """Of a calendar's events the second is kept, and that is not committed."""
    TAKEN_IN = "taken-in"
    """All of them are, and that is committed; nobody is told yet."""


_AFTER_CALLS = {
    Point.TAKEN: "take",
    Point.DRAWN: "draw",
    Point.RECORDED: "sent",
    Point.DIGESTS_WRITTEN: "_write",
    Point.CARDS_TAKEN: "_take",
    Point.CARD_DRAWN: "_draw",
    Point.CARD_RECORDED: "_shown",
    Point.TAKEN_IN: "_note",
}
_OF_NO_RESULT = ("_write", "_shown", "_note")


def die() -> NoReturn:
    """As when the power goes."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives that")


def arm(point: Point) -> None:
    """Have this process die at that point."""
    match point:
        case Point.ABOUT_TO_POST:
            _replace_call("post", before=True)
        case Point.POSTED:
            _replace_call("post", before=False)
        case Point.ABOUT_TO_REDRAW:
            _replace_call("update", before=True)
        case Point.REDRAWN:
            _replace_call("update", before=False)
        case Point.RECORDING:
            _die_after_settling()
        case Point.ANSWERING:
            _die_before_the_commit()
        case Point.ANSWERED:
            _die_unheard()
        case Point.TAKING_IN:
            _die_at_the_second_event()
        case _:
            _die_after_call(_AFTER_CALLS[point])


def _replace_call(name: str, *, before: bool) -> None:
    call: Callable[..., Awaitable[Any]] = getattr(SlackClient, name)

    async def dying(self: SlackClient, *arguments: Any) -> Any:
        if before:
            die()
        await call(self, *arguments)
        die()

    setattr(SlackClient, name, dying)


def _die_after_settling() -> None:
    record: Callable[..., list[bool]] = deliveries.record_sent

    def dying(*arguments: Any) -> list[bool]:
        record(*arguments)
        die()

    deliveries.record_sent = dying


def _die_before_the_commit() -> None:
    record: Callable[..., None] = inbox.record_answer

    def dying(*arguments: Any) -> None:
        record(*arguments)
        die()

    inbox.record_answer = dying


def _die_at_the_second_event() -> None:
    add: Callable[..., TownHall] = deciding.add
    kept: list[TownHall] = []

    def dying(*arguments: Any) -> TownHall:
        kept.append(add(*arguments))
        if len(kept) > 1:
            die()
        return kept[-1]

    deciding.add = dying


def serve(calendar: Path) -> None:
    """Have every link lead to this file, without a network."""

    fetched = Fetched(calendar.read_bytes(), "", "")

    async def fetch(link: str, etag: str, last_modified: str) -> Fetched:
        del link, etag, last_modified
        return fetched

    town_hall_calendars._fetch = fetch  # pyright: ignore[reportPrivateUsage]


def _die_unheard() -> None:
    answer: Callable[..., Awaitable[str]] = Answering.answer

    async def dying(self: Answering, *arguments: Any) -> str:
        await answer(self, *arguments)
        die()

    Answering.answer = dying  # type: ignore[method-assign]


def _die_after_call(name: str) -> None:
    run: Callable[..., Awaitable[Any]] = DatabaseThreads.run

    async def dying(self: DatabaseThreads, function: Callable[..., Any], *arguments: Any) -> Any:
        result = await run(self, function, *arguments)
        if getattr(function, "__name__", "") == name and result not in (None, [], ()):
            die()
        if name in _OF_NO_RESULT and getattr(function, "__name__", "") == name:
            die()
        return result

    DatabaseThreads.run = dying  # type: ignore[method-assign]
