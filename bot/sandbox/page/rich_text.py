"""A `rich_text` block as HTML with the tags of `markup.TAGS` and lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final, cast

from markupsafe import Markup

from bot.sandbox.page import markup
from bot.sandbox.page.emoji import EMOJI
from bot.sandbox.page.reader import Reader

TAGS: Final = markup.TAGS | {"ol", "ul", "li"}
_STYLES: Final = {"code": "code", "bold": "strong", "italic": "em", "strike": "s"}


def rich_text(block: Mapping[str, object], reader: Reader) -> Markup:
    """The block as `reader` sees it; parts of an unknown kind are left out."""
    return Markup("".join(_part(part, reader) for part in _elements(block)))  # noqa: S704  escaped in markup


def _part(part: Mapping[str, object], reader: Reader) -> str:
    kind = part.get("type")
    if kind == "rich_text_list":
        tag = "ol" if part.get("style") == "ordered" else "ul"
        items = "".join(f"<li>{_run(item, reader)}</li>" for item in _elements(part))
        indent = min(_number(part.get("indent")), 8)
        start = f' start="{_number(part.get("offset")) + 1}"' if tag == "ol" and part.get("offset") else ""
        return f"<{tag}{start}>" * (indent + 1) + items + f"</{tag}>" * (indent + 1)
    inner = _run(part, reader)
    if kind == "rich_text_preformatted":
        return f"<pre>{inner}</pre>"
    if kind == "rich_text_quote":
        return f"<blockquote>{inner}</blockquote>"
    return f'<span class="rich-section">{inner}</span>' if kind == "rich_text_section" else ""


def _run(part: Mapping[str, object], reader: Reader) -> str:
    return "".join(_styled(element, _element(element, reader)) for element in _elements(part))


def _element(element: Mapping[str, object], reader: Reader) -> str:
    def value(key: str) -> str:
        found = element.get(key)
        return found if isinstance(found, str) else ""

    match element.get("type"):
        case "text":
            return escape(value("text")).replace("\n", "<br>")
        case "link":
            return markup.link(value("url"), value("text") or value("url"))
        case "user":
            return markup.person(value("user_id"), reader)
        case "channel":
            return markup.channel(value("channel_id"), reader)
        case "broadcast":
            return f'<span class="mention mention-me">@{escape(value("range"))}</span>'
        case "emoji":
            return escape(EMOJI.get(value("name"), f":{value('name')}:"))
        case "date":
            timestamp = str(element.get("timestamp", ""))
            return markup.instant(timestamp, value("format"), value("fallback"), reader, value("url"))
        case _:
            return ""


def _styled(element: Mapping[str, object], inner: str) -> str:
    style = element.get("style")
    if isinstance(style, Mapping):
        for name, tag in _STYLES.items():
            if cast("Mapping[str, object]", style).get(name):
                inner = f"<{tag}>{inner}</{tag}>"
    return inner


def _elements(part: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    elements = part.get("elements")
    if isinstance(elements, Sequence) and not isinstance(elements, str):
        for element in cast("Sequence[object]", elements):
            if isinstance(element, Mapping):
                yield cast("Mapping[str, object]", element)


def _number(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0
