"""What happens around the bot in a workspace: its home page is opened, it is removed."""

from zoneinfo import ZoneInfo

import structlog

from bot.clock import Clock
from bot.platform import PlatformError
from bot.reference import Reference
from bot.slack.blocks import JsonObject
from bot.slack.client import SlackClient
from bot.slack.limits import BLOCKS_IN_VIEW
from bot.slack.payloads import Json, child, word
from bot.slack.render import Renderer
from bot.slack.wording import Reader
from bot.threads import DatabaseThreads
from bot.translation import Languages
from handlers.home import home_card
from handlers.request import Origin, Request
from storage import coalitions, inbox, members, posted_cards
from storage.coalitions import WorkspaceKey
from storage.database import Database, Purpose

log = structlog.get_logger(__name__)


class Lifecycle:
    """Answers events that nobody sees an answer to."""

    def __init__(
        self,
        client: SlackClient,
        threads: DatabaseThreads,
        database: Database,
        reference: Reference,
        clock: Clock,
        languages: Languages,
    ) -> None:
        self._client = client
        self._threads = threads
        self._database = database
        self._reference = reference
        self._clock = clock
        self._languages = languages

    async def show_home(self, origin: Origin) -> None:
        """Draw the home page of whoever opened it."""
        try:
            view = await self._threads.run(self._home, origin)
            await self._client.publish_view(origin.user, view)
        except PlatformError as error:
            log.warning("a home page could not be shown", code=error.code)
        except Exception:
            log.exception("a home page could not be drawn")

    def _home(self, origin: Origin) -> JsonObject:
        workspace = origin.workspace
        with self._database.transaction(workspace.coalition_id, Purpose.READ) as db:
            now = self._clock.now()
            known = members.with_account(db, workspace.id, origin.user)
            member, account = known or members.unmet(workspace.id, origin.user, origin.user_name, now)
            coalition = coalitions.current(db)
            request = Request(db, coalition, self._reference.districts(db), now, origin, member, account)
            card = home_card(request)
            zone = ZoneInfo(member.timezone or coalition.timezone)
            reader = Reader(workspace.id, self._languages.language(member.locale), zone)
        return {"type": "home", "blocks": [*Renderer(reader, origin).blocks(card, BLOCKS_IN_VIEW)]}

    async def removed(self, body: Json, workspace: WorkspaceKey) -> None:
        """The bot was uninstalled, or its tokens were withdrawn: say nothing there any more."""
        if word(child(body, "event"), "type") == "tokens_revoked" and not _is_ours(body):
            return
        await self._threads.run(self._note_removal, f"event:{word(body, 'event_id')}", workspace)

    def _note_removal(self, key: str, workspace: WorkspaceKey) -> None:
        with self._database.transaction(workspace.coalition_id) as db:
            if inbox.record(db, workspace.id, key, "", self._clock.now()):
                coalitions.revoke(db, workspace.id)
                posted_cards.forget_workspace(db, workspace.id)
                log.warning("the bot was removed from its workspace", workspace=workspace.external_id)


def _is_ours(body: Json) -> bool:
    """Whether the bot's own token was withdrawn, and not only one that a person had given it."""
    return bool(child(body, "event", "tokens").get("bot"))
