"""Block Kit as typed data: only the blocks and elements that the bot uses."""

from bot.slack.blocks import rich_text
from bot.slack.blocks.elements import Block, Element, JsonObject, JsonValue, mrkdwn, plain_text

__all__ = ["Block", "Element", "JsonObject", "JsonValue", "mrkdwn", "plain_text", "rich_text"]
