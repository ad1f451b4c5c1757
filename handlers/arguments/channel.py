"""Arguments that are channels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.arguments.kind import ArgumentKind
from handlers.cards import FieldKind, Refused
from handlers.text import N_, ChannelRef, Text

if TYPE_CHECKING:
    from handlers.request import Origin, Request

_MENTION = re.compile(r"<#(\w+)(?:\|[^>]*)?>")


class ChannelKind(ArgumentKind[ChannelRef]):
    """A channel of this workspace."""

    field = FieldKind.CHANNEL

    def evident(self, words: str) -> bool:
        """Whether this is a channel's mention."""
        return _MENTION.fullmatch(words) is not None

    def parse(self, typed: str, request: Request) -> ChannelRef:
        """The channel behind a mention."""
        mention = _MENTION.fullmatch(typed.strip())
        if mention is None:
            raise Refused(Text(N_("Type # and pick the channel from the list.")))
        return ChannelRef(mention.group(1))

    def dump(self, value: ChannelRef, origin: Origin) -> str:
        """The platform's id of the channel."""
        return value.external_id

    def load(self, kept: str, request: Request) -> ChannelRef:
        """The channel again."""
        if not kept.isalnum() or len(kept) > 30:
            raise Refused(Text(N_("Pick a channel from the list.")))
        return ChannelRef(kept)
