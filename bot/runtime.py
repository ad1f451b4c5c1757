"""The composition root: settings → database → platform → worker → HTTP. No globals."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.calendars import CalendarFeeds, CalendarSource
from bot.clock import Clock, SystemClock
from bot.connecting import refusal
from bot.delivery import ONE_A_SECOND, Delivery
from bot.digesting import Digesting
from bot.dispatch import Dispatcher
from bot.doctor.examining import Doctor, Installation, Way
from bot.grouping import Grouping
from bot.index_cards import IndexCardPages
from bot.messages import Writer
from bot.platform import NO_ANSWER, PlatformError
from bot.redrawing import Redrawing
from bot.reference import Reference
from bot.scheduler import Ticker
from bot.slack.answering import Answering
from bot.slack.answers import Answers
from bot.slack.app import SlackApp
from bot.slack.client import SlackClient
from bot.slack.door import Door
from bot.slack.lifecycle import Lifecycle
from bot.slack.socket_mode import SocketMode, closed_door
from bot.slack.speaking import SlackPlatform
from bot.threads import DatabaseThreads
from bot.town_hall_calendars import Fetch, TownHallCalendars
from bot.translation import Languages
from bot.visit_calendar import visit_calendar
from bot.web import web_app
from bot.worker import Worker
from config.settings import Settings, SettingsError
from handlers.areas import all_areas
from storage import across
from storage.across import Bot, NewCoalition
from storage.coalitions import Platform as PlatformName
from storage.coalitions import WorkspaceKey
from storage.database import Database, Purpose
from storage.migrations import is_current

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SlackAccess:
    """How to speak with Slack, and how to know its requests."""

    token: str
    signing_secret: str | None
    """None where no requests come by HTTP."""
    api_url: str
    app_token: str | None = None
    """Set for Socket Mode."""


class Runtime:
    """The bot in one workspace. `start` it in the event loop that serves `web`."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        access: SlackAccess,
        clock: Clock | None = None,
        beginning: NewCoalition | None = None,
        reference: Reference | None = None,
        between: timedelta = ONE_A_SECOND,
        calendar: CalendarSource = visit_calendar,
        address: str | None = None,
        fetching: Fetch | None = None,
    ) -> None:
        """`clock` and `beginning` are the local workspace's; `reference` may be shared by several.

        `between` is how far apart messages in one channel are. `calendar` is what stands in members' own
        calendars. `address` is where the bot is served, where that is not the PUBLIC_URL. `fetching` is how
        calendars of town halls are fetched, where that is not from the internet.
        """
        self.settings = settings
        self.database = database
        self.clock = clock or SystemClock()
        self.registry = all_areas()
        self.reference = reference or Reference(database)
        self._beginning = beginning or NewCoalition(settings.coalition_name, settings.coalition_timezone)
        self.threads = DatabaseThreads(database)
        self._feeds = CalendarFeeds(database, self.threads, calendar)
        self._grouping = Grouping(database, self.threads)
        languages = Languages()
        self._index_cards = IndexCardPages(database, self.threads, self.clock, self.reference, languages)
        self._client = SlackClient(access.token, access.api_url)
        slack = SlackPlatform(self._client, languages)
        platforms = {PlatformName.SLACK: slack}
        writer = Writer(self.registry, self.reference, self.clock)
        self.doctor = Doctor(self._installation(access), database, self.threads)
        self._digesting = Digesting(database, self.threads, self.clock, self.reference)
        self.worker = Worker(
            self._digesting,
            Delivery(
                database,
                self.threads,
                self.clock,
                writer,
                platforms,
                self.doctor.card,
                settings.outbox_lease_seconds,
                between,
            ),
            Redrawing(database, self.threads, self.clock, self.registry, self.reference, platforms),
        )
        public = address or settings.public_url
        dispatcher = Dispatcher(database, self.registry, self.clock, self.reference, public)
        answers = Answers(languages, ZoneInfo(self._beginning.timezone))
        answering = Answering(self._client, self.threads, dispatcher, answers, self.worker.wake)
        lifecycle = Lifecycle(slack, self.threads, database, self.reference, self.clock)
        self.slack = SlackApp(self._client, answering, lifecycle)
        secret = access.signing_secret
        self._door = Door(secret, time.time, self.slack.handle) if secret else closed_door
        self._socket_mode: SocketMode | None = None
        if access.app_token is not None:
            opening = SlackClient(access.app_token, access.api_url).socket_address
            self._socket_mode = SocketMode(opening, self.slack.handle)
        self.town_hall_calendars = TownHallCalendars(
            database, self.threads, self.clock, self.reference, fetching
        )
        self._ticker = Ticker(self.worker.wake, self._tidy, self._read_calendars, settings.worker_interval)

    def web(self, extra: Sequence[BaseRoute] = ()) -> Starlette:
        """The application to serve, with the local workspace's routes where there are any."""
        return web_app(self._door, self.readiness, (self._feeds.route, self._index_cards.route, *extra))

    async def readiness(self) -> str | None:
        """What is missing before the bot can work, or None."""
        if not self.slack.is_connected:
            return "Slack is not connected yet"
        if self._socket_mode is not None and not self._socket_mode.is_connected:
            return "Socket Mode has no connection"
        try:
            current = await self.threads.run(is_current, self.database)
        except Exception:
            log.exception("the database does not answer")
            return "the database does not answer"
        return None if current else "the database needs `coalition-bot migrate`"

    async def start(self) -> WorkspaceKey:
        """Connect to Slack and begin to work.

        Raises:
            SettingsError: when Slack refuses the token, or cannot be reached the first time.
        """
        workspace = await self._connect()
        await self.read_districts(workspace)
        self.slack.connect(workspace)
        if self._socket_mode is not None:
            await self._open_socket(self._socket_mode)
        self.town_hall_calendars.serve(workspace.coalition_id)
        self.worker.start(workspace.coalition_id)
        self._grouping.start(workspace.coalition_id)
        self._ticker.start()
        self.worker.wake()
        return workspace

    async def _open_socket(self, socket_mode: SocketMode) -> None:
        try:
            await socket_mode.start()
        except PlatformError as error:
            raise SettingsError(
                f"Slack refuses SLACK_APP_TOKEN ({error.code}): switch Socket Mode on in your Slack app, and "
                "copy an app-level token with the scope connections:write from its page “Basic Information”."
            ) from None

    def _installation(self, access: SlackAccess) -> Installation:
        slack = Way.PUBLIC_URL if access.app_token is None else Way.SOCKET_MODE
        return Installation(
            slack if self.settings.has_slack else Way.LOCAL,
            access.api_url,
            access.token,
            access.app_token,
            self.settings.public_url,
            f"{self.settings.host}:{self.settings.port}",
        )

    async def _connect(self) -> WorkspaceKey:
        try:
            identity = await self._client.identity()
        except PlatformError as error:
            known = await self.threads.run(self._known_workspace)
            if error.trouble in NO_ANSWER and known is not None:
                log.warning("Slack does not answer; going on with the workspace known from before")
                return known
            raise SettingsError(refusal(error, self.settings.slack_api_url)) from None
        bot = Bot(PlatformName.SLACK, identity.team_id, identity.team, identity.user_id, identity.bot_id)
        return await self.threads.run(self._register, bot)

    def _register(self, bot: Bot) -> WorkspaceKey:
        with self.database.across_coalitions() as db:
            return across.connect_workspace(db, bot, self._beginning)

    async def read_districts(self, workspace: WorkspaceKey) -> None:
        """Read the districts anew now, so that the next person need not wait for them."""
        await self.threads.run(self._read_districts, workspace)

    def _read_districts(self, workspace: WorkspaceKey) -> None:
        self.reference.forget(workspace.coalition_id)
        with self.database.transaction(workspace.coalition_id, Purpose.READ) as db:
            self.reference.districts(db)

    def _known_workspace(self) -> WorkspaceKey | None:
        with self.database.across_coalitions(Purpose.READ) as db:
            return across.only_real_workspace(db, PlatformName.SLACK)

    async def next_due(self, workspace: WorkspaceKey) -> datetime | None:
        """When the next thing will be said, on the campaign's clock."""
        row = await self.threads.run(self._next_due, workspace.coalition_id)
        moments = [moment for moment in (row, await self._digesting.next_at()) if moment is not None]
        return min(moments, default=None)

    def _next_due(self, coalition_id: int) -> datetime | None:
        with self.database.across_coalitions(Purpose.READ) as db:
            return across.next_due(db, coalition_id)

    async def _read_calendars(self) -> None:
        if await self.town_hall_calendars.read_due():
            self.worker.wake()

    async def _tidy(self) -> None:
        await self.threads.run(self._forget_old_requests)
        await self.threads.run(self.database.take_stock)
        await self._grouping.look()

    def _forget_old_requests(self) -> None:
        with self.database.across_coalitions() as db:
            across.forget_old_requests(db, self.clock.now())

    async def fall_silent(self) -> None:
        """Say nothing more by itself; what is being sent is finished. Requests are still answered."""
        await self._ticker.stop()
        await self._grouping.stop()
        await self.worker.stop()

    async def stop(self) -> None:
        """End, once no requests come in: what is under way is finished, the rest is in the database."""
        await self.fall_silent()
        if self._socket_mode is not None:
            await self._socket_mode.close()
        await self.slack.close()
        self.threads.close()
        self.database.close()
