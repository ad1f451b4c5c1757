"""`coalition-bot tick`: one pass over what is due, for installations that cron runs."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.clock import Clock, SystemClock
from bot.connecting import refusal
from bot.delivery import Delivery
from bot.digesting import Digesting
from bot.doctor.examining import Doctor
from bot.doctor.report import installation_of
from bot.ledger import Worked
from bot.messages import Writer
from bot.outbox import instant
from bot.platform import PlatformError
from bot.redrawing import Redrawing
from bot.reference import Reference
from bot.slack.client import SlackClient
from bot.slack.speaking import SlackPlatform
from bot.threads import DatabaseThreads
from bot.town_hall_calendars import TownHallCalendars
from bot.translation import Languages
from config.logging import redacted
from config.settings import Settings, SettingsError
from handlers.areas import all_areas
from storage import across
from storage.coalitions import Platform as PlatformName
from storage.coalitions import WorkspaceKey
from storage.database import Database, Purpose
from storage.migrations import upgrade
from storage.outbox import SendState

_WORDS: dict[SendState, str] = {
    SendState.SENT: "sent",
    SendState.DROPPED: "dropped",
    SendState.PENDING: "put off",
    SendState.FAILED: "failed",
}
_YEARS = range(2000, 2200)
_IN_LINE = 1.5
"""For how many seconds a row is waited for: those of one channel go one a second."""


@dataclass(frozen=True, slots=True)
class StoppedClock:
    """The campaign's time as the operator gives it."""

    moment: datetime

    def now(self) -> datetime:
        """That moment."""
        return self.moment


def clock_at(typed: str | None) -> Clock:
    """The clock for a pass: the machine's own, or one that stands at the moment that was typed.

    Raises:
        SettingsError: with a sentence, when it is no moment or names no zone.
    """
    if typed is None:
        return SystemClock()
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise SettingsError("The time of --at cannot be read: write it like 2026-11-25T15:00:00Z.") from None
    if moment.tzinfo is None:
        raise SettingsError(
            "The time of --at names no zone: put Z behind it for UTC, like 2026-11-25T15:00:00Z."
        )
    if moment.year not in _YEARS:
        raise SettingsError(f"The time of --at must be in the years {_YEARS[0]} to {_YEARS[-1]}.")
    return StoppedClock(moment.astimezone(UTC))


async def tick(settings: Settings, database: Database, clock: Clock) -> list[Worked]:
    """Read the calendars and say what is due by that clock, and redraw what has changed; what became of each
    row, in their order.

    Brings the tables up to date first.

    Raises:
        SettingsError: with a sentence, when no Slack is set, or it does not let the bot in.
    """
    if settings.slack_bot_token is None:
        raise SettingsError(
            "SLACK_BOT_TOKEN is missing: `coalition-bot tick` speaks with a real Slack, not with the local "
            "workspace."
        )
    client = SlackClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    upgrade(database)
    threads = DatabaseThreads(database)
    try:
        workspace = await _workspace(settings, database, threads, client)
        worked: dict[int, Worked] = {}
        registry, reference = all_areas(), Reference(database)
        platforms = {PlatformName.SLACK: SlackPlatform(client, Languages())}
        delivery = Delivery(
            database,
            threads,
            clock,
            Writer(registry, reference, clock),
            platforms,
            Doctor(installation_of(settings), database, threads).card,
            settings.outbox_lease_seconds,
            report=lambda row: worked.update({row.id: row}),
        )
        redrawing = Redrawing(database, threads, clock, registry, reference, platforms)
        digesting = Digesting(database, threads, clock, reference)
        calendars = TownHallCalendars(database, threads, clock, reference)
        calendars.serve(workspace.coalition_id)
        digesting.serve(workspace.coalition_id)
        delivery.serve(workspace.coalition_id)
        redrawing.serve(workspace.coalition_id)
        await calendars.read_due()
        await digesting.write_due()
        await delivery.deliver_due()
        while (wait := await delivery.wait()) is not None and wait <= _IN_LINE:
            await asyncio.sleep(wait)
            await delivery.deliver_due()
        await redrawing.redraw_stale()
    finally:
        threads.close()
    return [worked[number] for number in sorted(worked)]


async def _workspace(
    settings: Settings, database: Database, threads: DatabaseThreads, client: SlackClient
) -> WorkspaceKey:
    try:
        identity = await client.identity()
    except PlatformError as error:
        raise SettingsError(refusal(error, settings.slack_api_url)) from None
    workspace = await threads.run(_known, database, identity.team_id)
    if workspace is None:
        raise SettingsError(
            f"The bot has not been in the workspace “{identity.team}” yet: start it once with "
            "`coalition-bot run`."
        )
    return workspace


def _known(database: Database, team_id: str) -> WorkspaceKey | None:
    with database.across_coalitions(Purpose.READ) as db:
        return across.find_workspace(db, PlatformName.SLACK, team_id)


def as_lines(worked: Sequence[Worked]) -> Iterator[str]:
    """One line a row, and a last one with how many ended how. No message and no secret is in them."""
    for row in worked:
        until = f"until {instant(row.until)}" if row.until else ""
        reasons = ", ".join(words for words in (until, redacted(row.why or "")) if words)
        yield f"{_WORDS[row.state]} {row.id} {row.kind}" + (f": {reasons}" if reasons else "")
    counts = Counter(row.state for row in worked)
    yield ", ".join(f"{counts[state]} {word}" for state, word in _WORDS.items()) + "."


def exit_code(worked: Sequence[Worked]) -> int:
    """0, or 1 when something failed for good."""
    return 1 if any(row.state is SendState.FAILED for row in worked) else 0
