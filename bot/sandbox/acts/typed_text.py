"""What the message field makes of typed text: mentions, channels and links become Slack's markup."""

import re
from collections.abc import Iterable
from typing import Final

from bot.sandbox.model import Channel, ChannelKind, User

SPECIAL: Final = ("here", "channel", "everyone")
LINK: Final = r"(?P<link>https?://[^\s<>]+[^\s<>.,;:!?)\]'\"])"
MAIL: Final = r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"


def escaped(text: str) -> str:
    """The three characters that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def marked_up(text: str, users: Iterable[User], channels: Iterable[Channel], *, with_names: bool) -> str:
    """Typed text as Slack sends it.

    `with_names` gives `<@U0BEN|ben>` as in slash commands with should_escape, else `<@U0BEN>` as in messages.
    """
    people = {name.lower(): user for user in users for name in (user.real_name, user.name)}
    places = {channel.name: channel for channel in channels if channel.kind is not ChannelKind.DIRECT}
    pattern = re.compile(
        rf"{LINK}|{MAIL}|(?<![\w@])@(?P<who>{_one_of([*people, *SPECIAL])})(?!\w)"
        rf"|(?<![\w#])#(?P<place>{_one_of(places)})(?![\w-])",
        re.IGNORECASE,
    )

    def replaced(found: re.Match[str]) -> str:
        who, place = found["who"], found["place"]
        if who and who.lower() in people:
            user = people[who.lower()]
            return f"<@{user.id}|{user.name}>" if with_names else f"<@{user.id}>"
        if who:
            return f"<!{who.lower()}>"
        if place:
            channel = places[place.lower()]
            return f"<#{channel.id}|{channel.name}>"
        if found["mail"]:
            return f"<mailto:{found['mail']}|{found['mail']}>"
        return f"<{escaped(found['link'])}>"

    parts: list[str] = []
    end = 0
    for found in pattern.finditer(text):
        parts += [escaped(text[end : found.start()]), replaced(found)]
        end = found.end()
    return "".join([*parts, escaped(text[end:])])


def _one_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)"
