"""The local workspace: the bot, a small Slack on loopback, and its page, in one process."""

import secrets
import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url
from starlette.applications import Starlette

from bot.example import calendar, campaign
from bot.example.campaign import Player
from bot.runtime import Runtime, SlackAccess
from bot.sandbox.app import Sandbox
from bot.sandbox.model import SLACKBOT_ID, Cast, ShortcutEntry, ShortcutKind, SlashCommand
from bot.sandbox.options import SandboxOptions
from bot.slack.declared import declared_commands, declared_shortcuts
from bot.translation import Languages
from config.settings import Settings, SettingsError
from handlers.areas import all_areas
from storage.across import NewCoalition
from storage.coalitions import WorkspaceKey
from storage.database import Database

_CHANNEL = "C0CAMPAIGN"
_TEAM = "T0THE0EXAMPLE0CAMPAIGN"
"""Longer than Slack's own ids, so that no real workspace is ever taken for this one."""


class LocalWorkspace:
    """Wires the bot to a workspace of its own. Secrets are drawn anew at each start."""

    def __init__(self, settings: Settings, database: Database, address: str) -> None:
        """`address` is where both are served, without a trailing slash.

        Raises:
            SettingsError: when the file of the workspace's messages cannot be used.
        """
        self._cast = replace(Cast.default(), team_id=_TEAM)
        token, secret = f"xoxb-local-{secrets.token_hex(12)}", secrets.token_hex(16)
        registry = all_areas()
        english = Languages().language("en")
        self.sandbox = _opened(
            SandboxOptions(
                events_url=f"{address}/slack/events",
                signing_secret=secret,
                bot_token=token,
                public_url=address,
                store_path=store_path(settings.database_url),
                commands=tuple(
                    SlashCommand(f"/{found.name}", found.description, found.usage_hint)
                    for found in declared_commands(registry, english)
                ),
                shortcuts=tuple(
                    ShortcutEntry(
                        found.name, found.callback_id, ShortcutKind(found.where.value), found.description
                    )
                    for found in declared_shortcuts(registry, english)
                ),
                next_due=self._next_due,
                start_over=self._start_over,
                settled=self._settled,
                cast=self._cast,
            )
        )
        access = SlackAccess(token, secret, f"{address}/api/")
        beginning = NewCoalition(campaign.NAME, campaign.ZONE, is_example=True)
        self.runtime = Runtime(
            settings,
            database,
            access,
            self.sandbox.clock,
            beginning,
            between=timedelta(0),
            address=address,
            fetching=calendar.fetching(database, lambda: self._workspace, self.sandbox.clock),
        )
        self._workspace: WorkspaceKey | None = None

    def web(self) -> Starlette:
        """The application: the bot's own routes, and the workspace's."""
        return self.runtime.web(self.sandbox.routes())

    async def start(self) -> None:
        """Open the workspace, once its address is being served."""
        await self.sandbox.start()
        self._workspace = await self.runtime.start()
        if not await self.runtime.threads.run(campaign.is_seeded, self.runtime.database, self._workspace):
            await self._seed()

    async def fall_silent(self) -> None:
        """Say nothing more, and end the streams that would keep the server from stopping."""
        self.sandbox.end_streams()
        await self.runtime.fall_silent()

    async def stop(self) -> None:
        """Close it; messages and clock stay for the next time."""
        await self.runtime.stop()
        await self.sandbox.stop()

    async def _seed(self) -> None:
        if self._workspace is None:
            raise RuntimeError("the workspace is not open")
        await self.runtime.threads.run(
            campaign.seed,
            self.runtime.database,
            self._workspace,
            players(self._cast),
            _CHANNEL,
            self.runtime.clock.now(),
        )
        await self.runtime.read_districts(self._workspace)
        self.runtime.worker.wake()

    async def _start_over(self) -> None:
        await self._seed()

    async def _settled(self) -> None:
        await self.runtime.worker.one_pass()

    async def _next_due(self) -> datetime | None:
        return None if self._workspace is None else await self.runtime.next_due(self._workspace)


def _opened(options: SandboxOptions) -> Sandbox:
    try:
        return Sandbox(options)
    except (sqlite3.Error, OSError, ValueError) as error:
        raise SettingsError(
            f"The local workspace keeps its messages beside DATABASE_URL in {options.store_path}, and cannot "
            f"use that file ({error}): move it away and start again."
        ) from None


def players(cast: Cast) -> list[Player]:
    """The people one can act as."""
    return [
        Player(user.id, user.real_name, user.tz)
        for user in cast.users
        if not user.is_bot and user.id != SLACKBOT_ID
    ]


def store_path(database_url: str) -> Path:
    """Where the workspace keeps its messages: beside an SQLite database, else here."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).with_suffix(".workspace.db")
    return Path("coalition.workspace.db")
