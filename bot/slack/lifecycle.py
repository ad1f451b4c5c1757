"""What happens around the bot in a workspace: its home page is opened, it is removed."""

import structlog

from bot.clock import Clock
from bot.platform import Platform, PlatformError, ReaderTraits
from bot.reference import Reference
from bot.slack.payloads import Json, child, word
from bot.threads import DatabaseThreads
from handlers.cards import Card
from handlers.districts.subjects import HOME
from handlers.home import home_page
from handlers.request import Origin, Scene, welcome
from storage import coalitions, inbox, members, posted_cards
from storage.coalitions import WorkspaceKey
from storage.database import Database
from storage.posted_cards import Page

log = structlog.get_logger(__name__)


class Lifecycle:
    """Answers events that nobody sees an answer to."""

    def __init__(
        self,
        platform: Platform,
        threads: DatabaseThreads,
        database: Database,
        reference: Reference,
        clock: Clock,
    ) -> None:
        self._platform = platform
        self._threads = threads
        self._database = database
        self._reference = reference
        self._clock = clock

    async def show_home(self, origin: Origin) -> None:
        """Draw the home page of whoever opened it, and keep it current from now on."""
        try:
            page, card, reader = await self._threads.run(self._home, origin)
            await self._platform.show_home(origin.workspace, origin.user, card, reader)
            await self._threads.run(self._shown, origin.workspace, page)
        except PlatformError as error:
            log.warning("a home page could not be shown", code=error.code)
        except Exception:
            log.exception("a home page could not be drawn")

    def _home(self, origin: Origin) -> tuple[Page, Card, ReaderTraits]:
        workspace, now = origin.workspace, self._clock.now()
        with self._database.transaction(workspace.coalition_id) as db:
            known = members.with_account(db, workspace.id, origin.user)
            member, _ = known or welcome(db, workspace.id, origin.user, origin.user_name, now)
            coalition = coalitions.current(db)
            page = posted_cards.keep_page(db, HOME, member.id, workspace.id, origin.user)
            card = home_page(Scene(db, coalition, self._reference.districts(db), now), member.id)
            reader = ReaderTraits(member.locale, member.timezone or coalition.timezone)
        return page, card or Card(), reader

    def _shown(self, workspace: WorkspaceKey, page: Page) -> None:
        with self._database.transaction(workspace.coalition_id) as db:
            posted_cards.redrawn(db, page.id, page.version)

    async def removed(self, body: Json, workspace: WorkspaceKey) -> None:
        """The bot was uninstalled, or its tokens were withdrawn: say nothing there any more."""
        if word(child(body, "event"), "type") == "tokens_revoked" and not _is_ours(body):
            return
        await self._threads.run(self._note_removal, f"event:{word(body, 'event_id')}", workspace)

    def _note_removal(self, key: str, workspace: WorkspaceKey) -> None:
        with self._database.transaction(workspace.coalition_id) as db:
            if inbox.record(db, workspace.id, key, self._clock.now()):
                coalitions.revoke(db, workspace.id)
                posted_cards.forget_workspace(db, workspace.id)
                log.warning("the bot was removed from its workspace", workspace=workspace.external_id)


def _is_ours(body: Json) -> bool:
    """Whether the bot's own token was withdrawn, and not only one that a person had given it."""
    return bool(child(body, "event", "tokens").get("bot"))
