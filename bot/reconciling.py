"""Whether an earlier try has arrived after all: the bot looks for its own message before it sends again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.messages import Message
from bot.platform import Hanging, Platform, PlatformError, Spot, Trouble
from storage.across import Taken

GRACE = timedelta(seconds=40)
"""How long a call may be under way: the client's own limit of ten seconds, and thirty for the platform."""

_SKEW = timedelta(seconds=60)
"""How far the platform's clock and the database's may be apart."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """It hangs there."""

    hanging: Hanging


@dataclass(frozen=True, slots=True)
class Absent:
    """It has not arrived."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """It may still be on its way: look again after a while."""

    pause: timedelta


@dataclass(frozen=True, slots=True)
class Untold:
    """The bot may not look. `why` is the platform's own word for that."""

    why: str


Earlier = Arrived | Absent | UnderWay | Untold


def mark_of(taken: Taken) -> str:
    """What a row's message is marked with, or was when it was sent with others."""
    return taken.joined or f"{taken.coalition_id:x}-{taken.id:x}"


def spot_of(taken: Taken, message: Message) -> Spot:
    """Where a row's message goes, with its mark."""
    return Spot(message.channel, message.thread, mark_of(taken))


async def earlier_try(platform: Platform, taken: Taken, message: Message) -> Earlier:
    """What became of the tries of a row that may have arrived.

    Raises:
        PlatformError: when the platform cannot answer that now.
    """
    if taken.unclear_since is None or taken.unclear_at is None:
        return Absent()
    refused: str | None = None
    for one in _versions(message):
        try:
            found = await _find(platform, one, spot_of(taken, one), taken.unclear_since - _SKEW)
        except PlatformError as error:
            if error.trouble in (Trouble.NOT_IN_CHANNEL, Trouble.NO_CHANNEL):
                continue  # nor could it have posted there
            if error.trouble is not Trouble.REFUSED:
                raise
            refused = error.code
            continue
        if found is not None:
            return Arrived(found)
    if refused is not None:
        return Untold(refused)
    left = GRACE - (taken.taken_at - taken.unclear_at)
    return UnderWay(left) if left > timedelta(0) else Absent()


async def _find(platform: Platform, message: Message, spot: Spot, since: datetime) -> Hanging | None:
    """Where a message hangs: in its thread, or in the channel where the thread is gone."""
    try:
        return await platform.find(message.workspace, spot, since)
    except PlatformError as error:
        if error.trouble is not Trouble.NO_THREAD:
            raise
    return await platform.find(message.workspace, replace(spot, thread=None), since)


def _versions(message: Message) -> Iterator[Message]:
    """A message, and what is said instead where it cannot be."""
    yield message
    if message.instead is not None:
        yield message.instead
