"""All checks in their order. What one needs of another decides whether it is made."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from bot.doctor.asking import Told, ask
from bot.doctor.channels import Announcing, announcing_in, check_channel, check_no_channel
from bot.doctor.clock import check_clock
from bot.doctor.database import check_database, is_well
from bot.doctor.reach import check_public_url, check_socket_mode, visit_public_url
from bot.doctor.tokens import check_scopes, check_token
from bot.threads import DatabaseThreads
from handlers.cards import Card
from handlers.coalition.check import Finding, Verdict, findings_card
from handlers.text import N_, Text
from storage.database import Database


class Way(StrEnum):
    """How requests come to the bot."""

    PUBLIC_URL = "public_url"
    SOCKET_MODE = "socket_mode"
    LOCAL = "local"
    """From the local workspace, in the same process."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What is looked at. `bot_token` is None where no Slack is connected; `listens_at` is host and port."""

    way: Way
    api_url: str
    bot_token: str | None
    app_token: str | None
    public_url: str | None
    listens_at: str


class Doctor:
    """Looks at an installation. It changes nothing, and never raises for what it finds."""

    def __init__(self, installation: Installation, database: Database, threads: DatabaseThreads) -> None:
        self._installation = installation
        self._database = database
        self._threads = threads

    async def card(self) -> Card:
        """All findings, for a person in chat."""
        return findings_card(await self.findings())

    async def findings(self) -> list[Finding]:
        """Everything that was found, in the order in which it should be mended."""
        about_database = await self._threads.run(check_database, self._database)
        token = self._installation.bot_token
        if token is None:
            nothing = Text(N_("No Slack tokens are set, so the bot opens the local workspace."))
            return [*about_database, Finding(Verdict.GOOD, nothing)]
        api_url = self._installation.api_url
        told = await ask(api_url, "auth.test", token)
        found = [*about_database, *check_token(told, api_url), *check_clock(told), *check_scopes(told)]
        channels = is_well(about_database) and not told.error
        more = await asyncio.gather(self._channels(token, told) if channels else _nothing(), self._reach())
        return [*found, *more[0], *more[1]]

    async def _channels(self, token: str, told: Told) -> list[Finding]:
        announcing = await self._threads.run(announcing_in, self._database, told.words("team_id"))
        if not announcing:
            return [check_no_channel()]
        bot = f"@{told.words('user')}"
        return list(await asyncio.gather(*(self._channel(token, one, bot) for one in announcing)))

    async def _channel(self, token: str, one: Announcing, bot: str) -> Finding:
        told = await ask(self._installation.api_url, "conversations.info", token, channel=one.channel)
        return check_channel(one, told, bot)

    async def _reach(self) -> list[Finding]:
        installation = self._installation
        match installation.way:
            case Way.LOCAL:
                return []
            case Way.SOCKET_MODE:
                token = installation.app_token or ""
                return [check_socket_mode(await ask(installation.api_url, "apps.connections.open", token))]
            case Way.PUBLIC_URL:
                visit = await visit_public_url(installation.public_url)
                return [
                    visit if isinstance(visit, Finding) else check_public_url(visit, installation.listens_at)
                ]


async def _nothing() -> list[Finding]:
    return []
