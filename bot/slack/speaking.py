"""Slack as a platform: what the bot says by itself."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.platform import Hanging, PersonTold, ReaderTraits, Spot
from bot.slack.blocks import JsonObject
from bot.slack.client import SlackClient
from bot.slack.history import HistoryReader, marked
from bot.slack.limits import BLOCKS_IN_VIEW
from bot.slack.render import Renderer
from bot.slack.wording import Reader
from bot.translation import Languages
from handlers.cards import Card
from handlers.request import Origin
from storage.coalitions import WorkspaceKey

_PEOPLE = ("U", "W")
"""How a person's id begins, and no channel's."""


class SlackPlatform:
    """Posts, redraws and looks up, one call each."""

    def __init__(self, client: SlackClient, languages: Languages) -> None:
        self._client = client
        self._reader = HistoryReader(client)
        self._languages = languages

    async def post(self, workspace: WorkspaceKey, place: Spot, card: Card, reader: ReaderTraits) -> Hanging:
        """Post a card, with its mark in the message's metadata."""
        drawn = self._renderer(workspace, reader).message(card)
        payload: JsonObject = {**drawn.as_payload(), "metadata": marked(place.mark)}
        return await self._client.post(place.channel, payload, place.thread)

    async def find(self, workspace: WorkspaceKey, place: Spot, since: datetime) -> Hanging | None:
        """Look for a message by its mark, in the history of its channel or thread."""
        del workspace
        channel = place.channel
        if channel.startswith(_PEOPLE):
            channel = await self._client.direct_channel(channel)
        return await self._reader.find(channel, place.thread, place.mark, since)

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
        return await self._client.user(user, workspace.external_id)

    def _renderer(self, workspace: WorkspaceKey, reader: ReaderTraits) -> Renderer:
        language = self._languages.language(reader.locale)
        return Renderer(Reader(workspace.id, language, ZoneInfo(reader.timezone)), Origin(workspace, "", ""))
