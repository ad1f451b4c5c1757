"""What the templates ask of a Block Kit object: its text, its ids on the page, what is chosen in it now."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2s
from itertools import groupby
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup

from bot.sandbox.model import JsonObject, JsonValue, object_of, objects_of, text_of
from bot.sandbox.page import markup
from bot.sandbox.page.emoji import with_emoji
from bot.sandbox.page.reader import Reader
from bot.sandbox.page.rich_text import rich_text
from bot.sandbox.people_json import ViewJson

_TEXT_KEYS: Final = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
}
_FIELD_TYPES: Final = {
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "number",
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "datetime-local",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu: what is shown and what is sent."""

    text: str
    value: str
    description: str = ""
    group: str = ""


def piece_filters(public_url: str) -> dict[str, Callable[..., object]]:
    """The templates' filters; pictures are shown from `public_url` only, as the page loads nothing else."""
    own = urlsplit(public_url)

    def own_picture(url: str) -> str:
        address = urlsplit(url)
        return address._replace(scheme="", netloc="").geturl() if address[:2] == own[:2] else ""

    return {
        "chosen": chosen,
        "dom_id": dom_id,
        "field_type": field_type,
        "field_value": field_value,
        "in_groups": in_groups,
        "as_json": as_json,
        "menu": menu,
        "mrkdwn": markup.mrkdwn,
        "own_picture": own_picture,
        "rich_text": rich_text,
        "safe_link": safe_link,
        "shown": shown,
        "words": words,
    }


def field_type(kind: str) -> str:
    """The `type` of the HTML field that stands for such an element."""
    return _FIELD_TYPES.get(kind, "text")


def safe_link(url: JsonValue) -> str:
    """The address, or nothing where a link may not lead there."""
    return url if isinstance(url, str) and markup.is_safe(url) else ""


def shown(text: JsonValue, reader: Reader) -> Markup:
    """A text object (or a plain string) as HTML."""
    if not isinstance(text, dict):
        return markup.plain(text if isinstance(text, str) else "")
    written = text_of(text, "text")
    return markup.mrkdwn(written, reader) if text.get("type") == "mrkdwn" else markup.plain(written)


def words(text: JsonValue) -> str:
    """A text object (or a plain string) as text alone, for a label or a menu line."""
    return with_emoji(
        text_of(text, "text") if isinstance(text, dict) else text if isinstance(text, str) else ""
    )


def dom_id(*parts: object) -> str:
    """A page id that stays the same for the same view or message, block and action."""
    return f"p{blake2s(repr(parts).encode(), digest_size=8).hexdigest()}"


def chosen(element: JsonObject, view: ViewJson | None, block_id: str) -> list[Choice]:
    """What is filled in or chosen now: a view's own state, else the element's initial values."""
    block = object_of(view["state"], block_id) if view else {}
    state = block.get(text_of(element, "action_id"))
    holder = state if isinstance(state, dict) else element
    prefix = "selected" if holder is state else "initial"
    kind = text_of(element, "type")
    if kind in _TEXT_KEYS:
        value = holder.get(_TEXT_KEYS[kind][0 if holder is state else 1])
        values = value if isinstance(value, list) else [value]
        return [Choice(str(each), str(each)) for each in values if each is not None and each != ""]
    single = object_of(holder, f"{prefix}_option")
    return [_choice(option) for option in ([single] if single else objects_of(holder, f"{prefix}_options"))]


def menu(element: JsonObject, reader: Reader) -> list[Choice]:
    """The lines a menu offers; none for an external one, which asks while somebody types."""
    kind = text_of(element, "type").removeprefix("multi_")
    if kind == "users_select":
        return [Choice(name, user_id) for user_id, name in reader.people.items()]
    if kind in {"channels_select", "conversations_select"}:
        return [Choice(f"#{name}", channel_id) for channel_id, name in reader.channels.items()]
    grouped = [
        _choice(option, words(group.get("label")))
        for group in objects_of(element, "option_groups")
        for option in objects_of(group, "options")
    ]
    return grouped or [_choice(option) for option in objects_of(element, "options")]


def field_value(value: str, kind: str, reader: Reader) -> str:
    """The value as an HTML field wants it: a datetimepicker's seconds become the reader's wall clock."""
    if kind != "datetimepicker" or not value.isdecimal():
        return value
    return f"{reader.local(datetime.fromtimestamp(int(value), UTC)):%Y-%m-%dT%H:%M}"


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring lines of a menu under one heading, which may be empty."""

    heading: str
    choices: tuple[Choice, ...]


def in_groups(choices: list[Choice]) -> list[Group]:
    """The lines under their headings, in their order."""
    return [Group(heading, tuple(lines)) for heading, lines in groupby(choices, key=lambda line: line.group)]


def as_json(choices: list[Choice]) -> str:
    """Choices for the type-ahead script."""
    return json.dumps([_as_object(choice) for choice in choices], ensure_ascii=False)


def _as_object(choice: Choice) -> Mapping[str, str]:
    return {
        "text": choice.text,
        "value": choice.value,
        "description": choice.description,
        "group": choice.group,
    }


def _choice(option: JsonObject, group: str = "") -> Choice:
    return Choice(
        words(option.get("text")), text_of(option, "value"), words(option.get("description")), group
    )
