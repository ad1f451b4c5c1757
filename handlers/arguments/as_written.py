"""Words as somebody wrote them, without what the platform made of mentions, addresses and links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage import members

if TYPE_CHECKING:
    from handlers.request import Request

_MARKED_UP = re.compile(
    r"<(?:@!?(?P<user>\w+)|#(?P<channel>\w+)|!(?P<call>[\w-]+(?:\^[^|>]*)?)"
    r"|(?:mailto:|tel:)(?P<reached>[^|>\s]+)|(?P<link>https?://[^|>\s]+))(?:\|(?P<label>[^<>]*))?>"
)
_CUT_OFF = re.compile(r"<(?:[@#!]\w|mailto:|tel:|https?://)[^<>\s]*$")


def as_written(words: str, request: Request) -> str:
    """The same words with @ana, @here, #campaign, me@x.org and https://x.org as people type them."""
    if "<" not in words:
        return words
    return _MARKED_UP.sub(lambda found: _written(found, request), _CUT_OFF.sub("", words))


def _written(found: re.Match[str], request: Request) -> str:
    label = found["label"] or ""
    if found["user"]:
        return f"@{label or _name(found['user'], request)}"
    if found["channel"]:
        return f"#{label or found['channel']}"
    if found["call"]:
        return _called(found["call"], label)
    if found["reached"]:
        return label or found["reached"]
    return _link(found["link"], label)


def _name(user: str, request: Request) -> str:
    known = members.with_account(request.db, request.origin.workspace.id, user)
    return known[0].name if known else user


def _called(call: str, label: str) -> str:
    """@here and its like; of a group or a date, what is read in its place."""
    if "^" in call:
        return label or call.partition("^")[0]
    return f"@{call}"


def _link(link: str, label: str) -> str:
    """The address; where other words stood for it, those and the address."""
    bare = link.split("://", 1)[1].rstrip("/")
    if not label or label == link:
        return link
    return label if label.rstrip("/") == bare else f"{label} ({link})"
