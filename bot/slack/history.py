"""Finding a message of the bot's own again, by the mark in its metadata."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from bot.platform import Hanging, PlatformError, Trouble
from bot.slack.blocks import JsonObject
from bot.slack.client import SlackClient

_EVENT_TYPE = "coalition_delivery"
_MARK = "mark"
_PAGE = 200
_PAGES = 5
"""How many pages are read at most: a message is looked for minutes after it was sent."""


def marked(mark: str) -> JsonObject:
    """A message's metadata with its mark. Whoever may read the message may read it."""
    return {"event_type": _EVENT_TYPE, "event_payload": {_MARK: mark}}


class HistoryReader:
    """Looks through what was said in a channel or thread. Keeps none of it."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client

    async def find(self, channel: str, thread: str | None, mark: str, since: datetime) -> Hanging | None:
        """The message with that mark, posted since then; None when there is none.

        Raises:
            PlatformError: when it cannot be told; REFUSED where the scope is missing.
        """
        method = "conversations.history" if thread is None else "conversations.replies"
        asked = {
            "channel": channel, "oldest": f"{since.timestamp():.6f}", "inclusive": "true",
            "include_all_metadata": "true", "limit": str(_PAGE),
        }  # fmt: skip
        if thread is not None:
            asked["ts"] = thread
        for _ in range(_PAGES):
            told = await self._client.messages(method, asked)
            for message in _objects(told.get("messages")):
                if _mark_of(message) == mark:
                    return Hanging(channel, str(message.get("ts", "")))
            cursor = str(_object(told.get("response_metadata")).get("next_cursor", ""))
            if not cursor:
                return None
            asked["cursor"] = cursor
        raise PlatformError(Trouble.REFUSED, "too_much_was_said")


def _mark_of(message: Mapping[str, object]) -> str | None:
    metadata = _object(message.get("metadata"))
    if metadata.get("event_type") != _EVENT_TYPE:
        return None
    mark = _object(metadata.get("event_payload")).get(_MARK)
    return mark if isinstance(mark, str) else None


def _object(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def _objects(value: object) -> Sequence[Mapping[str, object]]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [_object(item) for item in items]
