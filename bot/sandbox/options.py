"""How a local workspace is set up."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.sandbox.model import Cast, ShortcutEntry, SlashCommand


def real_now() -> datetime:
    """The machine's time, in UTC."""
    return datetime.now(UTC)


async def nothing_due() -> datetime | None:
    """The default for `next_due`: the bot never says anything by itself."""
    return None


async def nothing_to_do() -> None:
    """The default for `start_over` and `settled`."""


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """What the workspace needs to know of the bot and of where both are served.

    `events_url` is the bot's address for commands, interactions and events; `public_url` is the
    workspace's own, without a trailing slash. `next_due` gives the instant of the next thing the bot will
    say; `settled` returns when the bot has done all that is due; `start_over` resets the bot's campaign.
    `bot_events` are the Events API subscriptions. `answer_limit` is how long the bot may take to answer.
    `monotonic` (seconds) measures what keeps real time (trigger_id, response_url) and `wall_clock` is what
    the workspace's movable clock starts from; tests may replace both.
    """

    events_url: str
    signing_secret: str
    bot_token: str
    public_url: str
    store_path: Path
    commands: Sequence[SlashCommand] = ()
    shortcuts: Sequence[ShortcutEntry] = ()
    next_due: Callable[[], Awaitable[datetime | None]] = nothing_due
    start_over: Callable[[], Awaitable[None]] = nothing_to_do
    settled: Callable[[], Awaitable[None]] = nothing_to_do
    cast: Cast = field(default_factory=Cast.default)
    bot_events: frozenset[str] = frozenset({"app_home_opened"})
    answer_limit: timedelta = timedelta(seconds=3)
    monotonic: Callable[[], float] = time.monotonic
    wall_clock: Callable[[], datetime] = real_now
