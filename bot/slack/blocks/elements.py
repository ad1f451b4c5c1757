"""Text objects and the types of what is sent."""

from typing import TypeAlias

JsonValue: TypeAlias = "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = "dict[str, JsonValue]"
Block: TypeAlias = "dict[str, JsonValue]"
Element: TypeAlias = "dict[str, JsonValue]"


def plain_text(words: str) -> JsonObject:
    """A text in which Slack parses nothing."""
    return {"type": "plain_text", "text": words or " ", "emoji": False}


def mrkdwn(marked: str) -> JsonObject:
    """A text with Slack's own markup, already escaped; links and names in it are not looked for."""
    return {"type": "mrkdwn", "text": marked, "verbatim": True}
