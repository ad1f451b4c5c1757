"""Slack as a platform: what the bot says by itself."""

from zoneinfo import ZoneInfo

from bot.platform import Hanging, PersonTold, ReaderTraits
from bot.slack.client import SlackClient
from bot.slack.limits import BLOCKS_IN_VIEW
from bot.slack.render import Renderer
from bot.slack.wording import Reader
from bot.translation import Languages
from handlers.cards import Card
from handlers.request import Origin
from storage.coalitions import WorkspaceKey


class SlackPlatform:
    """Posts, redraws and looks up, one call each."""

    def __init__(self, client: SlackClient, languages: Languages) -> None:
        self._client = client
        self._languages = languages

    async def post(
        self, workspace: WorkspaceKey, channel: str, card: Card, reader: ReaderTraits, thread: str | None
    ) -> Hanging:
        """Post a card; a person's user id as `channel` means a direct message."""
        drawn = self._renderer(workspace, reader).message(card)
        return await self._client.post(channel, drawn.as_payload(), thread)

    async def redraw(
        self, workspace: WorkspaceKey, hanging: Hanging, card: Card, reader: ReaderTraits
    ) -> None:
        """Replace a posted card."""
        drawn = self._renderer(workspace, reader).message(card)
        await self._client.update(hanging.channel, hanging.message_id, drawn.as_payload())

    async def show_home(self, workspace: WorkspaceKey, user: str, card: Card, reader: ReaderTraits) -> None:
        """Show a person the bot's home tab."""
        blocks = self._renderer(workspace, reader).blocks(card, BLOCKS_IN_VIEW)
        await self._client.publish_view(user, {"type": "home", "blocks": [*blocks]})

    async def person(self, workspace: WorkspaceKey, user: str) -> PersonTold:
        """Look a person up."""
        return await self._client.user(user)

    def _renderer(self, workspace: WorkspaceKey, reader: ReaderTraits) -> Renderer:
        language = self._languages.language(reader.locale)
        return Renderer(Reader(workspace.id, language, ZoneInfo(reader.timezone)), Origin(workspace, "", ""))
