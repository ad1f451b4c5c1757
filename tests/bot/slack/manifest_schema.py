"""What Slack takes as an app manifest, as a strict check: unknown keys and other types are refused.

Taken by hand from the two that Slack publishes: the types of npm's @slack/web-api 8.2.0
(`types/request/manifest.d.ts`: keys, which are required, names of scopes and events) and
slackapi/manifest-schema (`schemas/manifest.schema.1.0.0.json`: lengths, counts, patterns). Where the two
differ, the stricter one counts. What this bot never declares (functions, agents, unfurling) is left out.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

Check = Callable[[object, str], None]

BOT_SCOPES = frozenset({
    "app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write",
    "chat:write.customize", "chat:write.public", "commands", "files:read", "files:write", "groups:history",
    "groups:read", "im:history", "im:read", "im:write", "metadata.message:read", "mpim:history", "mpim:read",
    "mpim:write", "pins:read", "pins:write", "reactions:read", "reactions:write", "team:read",
    "usergroups:read", "users.profile:read", "users:read", "users:read.email",
})  # fmt: skip
EVENTS = frozenset({
    "app_home_opened", "app_mention", "app_rate_limited", "app_uninstalled", "channel_archive",
    "channel_deleted", "channel_rename", "member_joined_channel", "member_left_channel", "message.channels",
    "message.groups", "message.im", "team_join", "tokens_revoked", "user_change",
})  # fmt: skip


class WrongError(AssertionError):
    """A manifest that Slack would not take."""


@dataclass(frozen=True)
class Words:
    """A string."""

    most: int
    least: int = 1
    pattern: str = ""
    among: frozenset[str] = field(default_factory=frozenset[str])

    def __call__(self, value: object, at: str) -> None:
        if not isinstance(value, str) or not self.least <= len(value) <= self.most:
            raise WrongError(f"{at}: {value!r} must be a string of {self.least} to {self.most} characters")
        if not re.search(self.pattern, value) or (self.among and value not in self.among):
            raise WrongError(f"{at}: {value!r} is not allowed")


@dataclass(frozen=True)
class Several:
    """A list without repetitions."""

    each: Check
    most: int
    least: int = 0

    def __call__(self, value: object, at: str) -> None:
        if not isinstance(value, list):
            raise WrongError(f"{at}: must be a list")
        items = cast("list[object]", value)
        if not self.least <= len(items) <= self.most:
            raise WrongError(f"{at}: {len(items)} items, not {self.least} to {self.most}")
        if any(item in items[:number] for number, item in enumerate(items)):
            raise WrongError(f"{at}: the same twice")
        for number, item in enumerate(items):
            self.each(item, f"{at}[{number}]")


@dataclass(frozen=True)
class Keys:
    """An object with these keys and no others."""

    required: Mapping[str, Check] = field(default_factory=dict[str, Check])
    optional: Mapping[str, Check] = field(default_factory=dict[str, Check])

    def __call__(self, value: object, at: str) -> None:
        if not isinstance(value, dict):
            raise WrongError(f"{at}: must be an object")
        given = cast("dict[str, object]", value)
        known = {**self.required, **self.optional}
        for key in self.required:
            if key not in given:
                raise WrongError(f"{at}.{key}: is missing")
        for key, item in given.items():
            if key not in known:
                raise WrongError(f"{at}.{key}: is unknown")
            known[key](item, f"{at}.{key}")


def switch(value: object, at: str) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise WrongError(f"{at}: must be true or false")


_ADDRESS = Words(3000, pattern=r"^https://")

_SLASH_COMMAND = Keys(
    {"command": Words(32, 2, pattern=r"^/[^\s/]+$"), "description": Words(2000)},
    {"url": _ADDRESS, "usage_hint": Words(1000), "should_escape": switch},
)
_SHORTCUT = Keys(
    {
        "name": Words(24),
        "type": Words(7, among=frozenset({"global", "message"})),
        "callback_id": Words(255),
        "description": Words(150),
    }
)
_FEATURES = Keys(
    optional={
        "app_home": Keys(
            optional={
                "home_tab_enabled": switch,
                "messages_tab_enabled": switch,
                "messages_tab_read_only_enabled": switch,
            }
        ),
        "bot_user": Keys({"display_name": Words(80, pattern=r"^[a-z0-9\-_.]+$")}, {"always_online": switch}),
        "shortcuts": Several(_SHORTCUT, 10, 1),
        "slash_commands": Several(_SLASH_COMMAND, 50, 1),
    }
)
_SCOPES = Several(Words(50, among=BOT_SCOPES), 255)
_OAUTH = Keys(
    optional={
        "scopes": Keys(optional={"bot": _SCOPES, "bot_optional": _SCOPES}),
        "redirect_urls": Several(Words(2500), 1000),
        "token_management_enabled": switch,
    }
)
_SETTINGS = Keys(
    optional={
        "event_subscriptions": Keys(
            optional={"request_url": _ADDRESS, "bot_events": Several(Words(50, among=EVENTS), 100)}
        ),
        "interactivity": Keys(
            {"is_enabled": switch}, {"request_url": _ADDRESS, "message_menu_options_url": _ADDRESS}
        ),
        "org_deploy_enabled": switch,
        "socket_mode_enabled": switch,
        "token_rotation_enabled": switch,
    }
)
_MANIFEST = Keys(
    {
        "display_information": Keys(
            {"name": Words(35)},
            {
                "description": Words(140),
                "long_description": Words(4000, 175),
                "background_color": Words(7, 4, pattern=r"^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$"),
            },
        )
    },
    {"features": _FEATURES, "oauth_config": _OAUTH, "settings": _SETTINGS},
)


def check_manifest(manifest: Any) -> None:
    """Raise WrongError where Slack would refuse it."""
    _MANIFEST(manifest, "manifest")
