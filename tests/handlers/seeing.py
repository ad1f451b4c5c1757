"""What a person makes of what they see: the answer to an act, a card as it stands now, what is markup."""

from collections.abc import Iterator
from typing import Any, cast

from tests.workspace import ANA, CAMPAIGN, Acted, Json, Workspace


def answer(acted: Acted, channel: str = CAMPAIGN) -> Json:
    """The one answer to an act in that channel; what the bot posts by itself may arrive beside it."""
    here = [m for m in acted.messages if m["channel"] == channel and m["origin"] == "response"]
    assert len(here) == 1, acted.text
    return here[0]


def now(workspace: Workspace, message: Json, user: str = ANA) -> Json | None:
    """The same message as this person sees it now; None when it is gone."""
    seen = workspace.seen(user, message["channel"])
    return next((one for one in seen if one["ts"] == message["ts"]), None)


def shows(workspace: Workspace, message: Json, words: str, user: str = ANA) -> Json:
    """The same message, once it says so."""

    def look() -> list[Json]:
        seen = workspace.seen(user, message["channel"])
        return [one for one in seen if one["ts"] == message["ts"] and words in one["text"]]

    return workspace.eventually(look)[0]


def newest(workspace: Workspace, words: str, user: str = ANA, channel: str = CAMPAIGN) -> Json:
    """The newest message of a channel with these words, once it is there."""
    return workspace.eventually(
        lambda: [message for message in workspace.seen(user, channel) if words in message["text"]]
    )[-1]


def gone(workspace: Workspace, message: Json, user: str = ANA) -> bool:
    """Waits until the message is no longer there."""
    return workspace.eventually(lambda: now(workspace, message, user) is None)


def with_words(workspace: Workspace, words: str, user: str) -> Json:
    """The one direct message with these words."""
    found = [message for message in workspace.direct(user) if words in message["text"]]
    assert len(found) == 1, f"{len(found)} with {words!r} in: {workspace.told(user)}"
    return found[0]


def markup(holder: Json) -> list[str]:
    """Every text of a message in which Slack would parse markup: its own, and mrkdwn in its blocks."""
    own = [holder["text"]] if isinstance(holder.get("text"), str) else []
    return [*own, *_mrkdwn(holder["blocks"])]


def words_of(holder: Json) -> str:
    """All words of a view or message's blocks, as they are read."""
    return "\n".join(_words(holder["blocks"]))


def _mrkdwn(value: Any) -> Iterator[str]:
    for piece in _objects(value):
        if piece.get("type") == "mrkdwn":
            yield piece["text"]


def _words(value: Any) -> Iterator[str]:
    for piece in _objects(value):
        if isinstance(piece.get("text"), str):
            yield piece["text"]
        if piece.get("type") == "user":
            yield f"<@{piece['user_id']}>"


def _objects(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _objects(item)
    if isinstance(value, dict):
        found = cast("Json", value)
        yield found
        for item in found.values():
            yield from _objects(item)
