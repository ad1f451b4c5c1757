"""Cutting a list into pages with Slack's cursors."""

import base64
from collections.abc import Sequence
from typing import TypeVar

from bot.sandbox.refused import RefusalError
from bot.sandbox.web_api.arguments import Arguments

Item = TypeVar("Item")


def page_of(
    everything: Sequence[Item], arguments: Arguments, *, default: int, at_most: int
) -> tuple[Sequence[Item], str]:
    """The items that `limit` and `cursor` ask for, and the next cursor (empty on the last page)."""
    start = _start(arguments.text("cursor"))
    end = start + arguments.number("limit", default=default, at_most=at_most)
    return everything[start:end], _cursor(end) if end < len(everything) else ""


def _cursor(start: int) -> str:
    return base64.b64encode(f"from:{start}".encode()).decode()


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        name, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if name == "from":
            return max(0, int(number))
    except ValueError:
        pass
    raise RefusalError("invalid_cursor")
