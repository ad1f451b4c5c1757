"""Slack's mrkdwn and plain text as HTML that holds only the tags in `TAGS`, whatever the text says.

Every character that was written passes through `_literal`; tags come from this module alone.
Grammar: Slack's "Formatting text for app surfaces" (https://docs.slack.dev/messaging/formatting-message-text).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup

from bot.sandbox.page.emoji import with_emoji
from bot.sandbox.page.reader import Reader

TAGS: Final = frozenset({"a", "blockquote", "br", "code", "em", "pre", "s", "span", "strong", "time"})
SCHEMES: Final = frozenset({"http", "https", "mailto"})

_STYLES: Final = {"*": "strong", "_": "em", "~": "s"}
_BROADCASTS: Final = frozenset({"here", "channel", "everyone"})
_PIECE: Final = re.compile(
    r"`(?P<code>[^`]+)`|<(?P<angle>[^<>]+)>|(?P<url>https?://[^\s<>|`\"]+)|(?P<mark>[*_~])"
)
_QUOTE: Final = re.compile(r"(?:&gt;|>) ?")
_LONG_QUOTE: Final = re.compile(r"(?:&gt;|>){3} ?")


def mrkdwn(text: str, reader: Reader) -> Markup:
    """Text of a `mrkdwn` object or a message, as `reader` sees it."""
    parts = text.split("```")
    if len(parts) % 2 == 0:
        parts[-2:] = ["```".join(parts[-2:])]
    out: list[str] = []
    for index, part in enumerate(parts):
        if index % 2 == 0:
            beside_code = part.removeprefix("\n") if index else part
            if index < len(parts) - 1:
                beside_code = beside_code.removesuffix("\n")
            out.append(_lines(beside_code, reader))
        elif part.strip():
            out.append(f"<pre>{_code(part.strip(chr(10)))}</pre>")
        else:
            out.append(_literal(f"```{part}```"))
    return Markup("".join(out))  # noqa: S704  each part above is escaped or made here


def plain(text: str) -> Markup:
    """Text of a `plain_text` object: no markup, but emoji and line breaks."""
    return Markup(_breaks(escape(with_emoji(text))))  # noqa: S704  escaped in the same expression


def link(url: str, label: str) -> str:
    """A link that opens beside the page, or the text alone where the scheme is not one of `SCHEMES`."""
    if not is_safe(url):
        return escape(label)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer nofollow">{escape(label)}</a>'


def is_safe(url: str) -> bool:
    """Whether a link may lead there."""
    try:
        address = urlsplit(url)
    except ValueError:
        return False
    return address.scheme in SCHEMES and bool(address.netloc or address.scheme == "mailto")


def person(user_id: str, reader: Reader, fallback: str = "") -> str:
    """A mention of a person; the reader's own stands out."""
    kind = "mention mention-me" if user_id == reader.user_id else "mention"
    return f'<span class="{kind}">@{escape(reader.person(user_id, fallback))}</span>'


def channel(channel_id: str, reader: Reader, fallback: str = "") -> str:
    """A mention of a channel."""
    return f'<span class="mention">#{escape(reader.channel(channel_id, fallback))}</span>'


def instant(timestamp: str, form: str, fallback: str, reader: Reader, url: str = "") -> str:
    """An instant in the reader's zone, or the fallback where the timestamp is none."""
    try:
        moment = datetime.fromtimestamp(int(timestamp), UTC)
        written = reader.date(moment, form)
        title = f"{reader.date(moment, '{date_long}, {time}')} ({reader.zone.key})"
    except (ValueError, OverflowError, OSError):
        return escape(fallback)
    shown = link(url, written) if url else escape(written)
    return f'<time datetime="{moment.isoformat()}" title="{escape(title)}">{shown}</time>'


def _lines(text: str, reader: Reader) -> str:
    out: list[str] = []
    quoted: list[str] = []
    lines = text.split("\n") if text else []
    for number, line in enumerate(lines):
        if mark := _LONG_QUOTE.match(line):
            quoted += [line[mark.end() :], *lines[number + 1 :]]
            break
        if mark := _QUOTE.match(line):
            quoted.append(line[mark.end() :])
            continue
        if quoted:
            out.append(_quote(quoted, reader))
            quoted = []
        elif number:
            out.append("<br>")
        out.append(_inline(line, reader, frozenset()))
    if quoted:
        out.append(_quote(quoted, reader))
    return "".join(out)


def _quote(lines: list[str], reader: Reader) -> str:
    return f"<blockquote>{'<br>'.join(_inline(line, reader, frozenset()) for line in lines)}</blockquote>"


def _inline(text: str, reader: Reader, inside: frozenset[str]) -> str:
    """One line; `inside` holds the style marks that are open around it."""
    out: list[str] = []
    at = written = 0
    hopeless = set(inside)
    while piece := _PIECE.search(text, at):
        at = piece.end()
        made: str | None
        if mark := piece["mark"]:
            end = -1 if mark in hopeless else _closing(text, piece.start())
            if end < 0:
                if mark not in hopeless and _opens(text, piece.start()):
                    hopeless.add(mark)
                continue
            tag = _STYLES[mark]
            made = f"<{tag}>{_inline(text[at:end], reader, inside | {mark})}</{tag}>"
            at = end + 1
        elif address := piece["url"]:
            address = address.rstrip(".,;:!?)*_~'")
            at = piece.start() + len(address)
            shown = _unescaped(address)
            made = link(shown, shown)
        elif code := piece["code"]:
            made = f"<code>{_code(code)}</code>"
        else:
            made = _angle(piece["angle"], reader)
        out += [_literal(text[written : piece.start()]), made]
        written = at
    out.append(_literal(text[written:]))
    return "".join(out)


def _opens(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    after = text[at + 1 : at + 2]
    return not before.isalnum() and bool(after) and not after.isspace() and after != text[at]


def _closing(text: str, at: int) -> int:
    """Where the style opened at `at` ends: a mark after a visible character and before no letter; or -1."""
    if not _opens(text, at):
        return -1
    end = text.find(text[at], at + 2)
    while end >= 0:
        if (
            not text[end - 1].isspace()
            and not text[end + 1 : end + 2].isalnum()
            and not _within(text, at, end)
        ):
            return end
        end = text.find(text[at], end + 1)
    return -1


def _within(text: str, start: int, at: int) -> bool:
    """Whether `at` lies inside `<…>` or code that begins after `start`: an address may hold an underscore."""
    angle = text.rfind("<", start, at)
    return (angle >= 0 and text.find(">", angle, at) < 0) or text.count("`", start, at) % 2 == 1


def _angle(inner: str, reader: Reader) -> str:
    target, _, label = inner.partition("|")
    label = _unescaped(label)
    if target.startswith("@") and target[1:].isalnum():
        return person(target[1:], reader, label)
    if target.startswith("#") and target[1:].isalnum():
        return channel(target[1:], reader, label)
    if target.startswith("!"):
        return _special(target[1:], label, reader) or _literal(f"<{inner}>")
    address = _unescaped(target)
    if is_safe(address):
        return link(address, label or address.removeprefix("mailto:"))
    return _literal(f"<{inner}>")


def _special(command: str, label: str, reader: Reader) -> str | None:
    word, *rest = command.split("^")
    if word == "date" and len(rest) >= 2:
        url = _unescaped(rest[2]) if len(rest) > 2 else ""
        return instant(rest[0], _unescaped(rest[1]), label, reader, url)
    if word == "subteam" and rest:
        return f'<span class="mention">{escape(label or "@group")}</span>'
    if word in _BROADCASTS:
        return f'<span class="mention mention-me">@{word}</span>'
    return escape(label) if label else None


def _code(text: str) -> str:
    def shown(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        return label or target

    return _breaks(escape(_unescaped(re.sub(r"<((?:https?|mailto):[^<>\n]+)>", shown, text))))


def _literal(text: str) -> str:
    return _breaks(escape(with_emoji(_unescaped(text))))


def _breaks(escaped: str) -> str:
    return escaped.replace("\n", "<br>")


def _unescaped(text: str) -> str:
    """Slack escapes these three and nothing else."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
