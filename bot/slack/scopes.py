"""What the bot may do in a Slack workspace, and why. The manifest, the doctor and the manual say the same."""

from dataclasses import dataclass

from handlers.text import N_, Message


@dataclass(frozen=True, slots=True)
class Scope:
    """A permission by Slack's name for it; `why` says what the bot needs it for."""

    name: str
    why: Message


REQUIRED: tuple[Scope, ...] = (
    Scope("commands", N_("so that people can type its commands and use its shortcuts")),
    Scope("chat:write", N_("so that it can post in channels it was invited to, and write to people")),
    Scope("users:read", N_("so that it knows people's names and time zones")),
    Scope("im:write", N_("so that it can look whether a direct message of its own has arrived")),
    Scope("im:history", N_("so that it can look whether a direct message of its own has arrived")),
)
"""What the manifest asks for. Nothing works without the first two."""

LOOKING_AT_CHANNELS: tuple[Scope, ...] = (
    Scope("channels:read", N_("so that the check can look at a public channel for announcements")),
    Scope("groups:read", N_("so that the check can look at a private channel for announcements")),
)
"""What an operator may add by hand; without it the check goes by what was posted last."""

LOOKING_BACK: tuple[Scope, ...] = (
    Scope("channels:history", N_("so that it can look whether a message of its own is in a channel")),
    Scope("groups:history", N_("so that it can look the same way in a private channel")),
)
"""What an operator may add by hand; without it a message may come twice in a channel, if the bot dies in the
very moment of sending it."""
