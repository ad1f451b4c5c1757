"""The app manifest that creates the bot's app in Slack's dialog "From a manifest", from the registry.

Keys and limits are those of Slack's app manifest reference and its published schema, version 1.
"""

import re
from typing import NotRequired, TypedDict
from urllib.parse import SplitResult, urlsplit

from bot.slack.declared import DeclaredCommand, DeclaredShortcut, declared_commands, declared_shortcuts
from bot.slack.limits import shortened
from bot.slack.scopes import REQUIRED
from bot.translation import Language
from config.settings import SettingsError
from handlers.registry import Registry

EVENTS_PATH = "/slack/events"
"""Where Slack's requests are answered, below PUBLIC_URL."""

EVENTS = ("app_home_opened", "app_uninstalled", "tokens_revoked")
"""What Slack tells the bot by itself. None of the three needs a scope."""

_NAME = "Coalition Bot"
_BOT_NAME = "coalition"
_DESCRIPTION = "Keeps a coalition's campaign together: who works which district, and what is theirs to do."
_LONG_DESCRIPTION = (
    "Volunteers claim districts where they talk anyway, see who else works them, and are told what is "
    "theirs. Organisers see what is covered and what is open. It reads no messages: it knows what people "
    "type after its commands, what they press and what they write into its forms."
)

_MOST_COMMANDS = 50
_MOST_SHORTCUTS = 10
_COMMAND_NAME = 32
_COMMAND_DESCRIPTION = 2000
_COMMAND_HINT = 1000
_SHORTCUT_NAME = 24
_SHORTCUT_ID = 255
_SHORTCUT_DESCRIPTION = 150
_ADDRESS = 3000
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.?|[0-9a-f:]+:[0-9a-f:.]*")
"""A name, or an address of IPv6 as `SplitResult.hostname` has it."""


class _DisplayInformation(TypedDict):
    name: str
    description: str
    long_description: str


class _AppHome(TypedDict):
    home_tab_enabled: bool
    messages_tab_enabled: bool
    messages_tab_read_only_enabled: bool


class _BotUser(TypedDict):
    display_name: str
    always_online: bool


class _Shortcut(TypedDict):
    name: str
    type: str
    callback_id: str
    description: str


class _SlashCommand(TypedDict):
    command: str
    description: str
    should_escape: bool
    usage_hint: NotRequired[str]
    url: NotRequired[str]


class _Features(TypedDict):
    app_home: _AppHome
    bot_user: _BotUser
    shortcuts: NotRequired[list[_Shortcut]]
    slash_commands: list[_SlashCommand]


class _Scopes(TypedDict):
    bot: list[str]


class _OAuth(TypedDict):
    scopes: _Scopes


class _EventSubscriptions(TypedDict):
    bot_events: list[str]
    request_url: NotRequired[str]


class _Interactivity(TypedDict):
    is_enabled: bool
    request_url: NotRequired[str]
    message_menu_options_url: NotRequired[str]


class _Settings(TypedDict):
    event_subscriptions: _EventSubscriptions
    interactivity: _Interactivity
    org_deploy_enabled: bool
    socket_mode_enabled: bool
    token_rotation_enabled: bool


class Manifest(TypedDict):
    """An app manifest; as JSON, what Slack's dialog takes."""

    display_information: _DisplayInformation
    features: _Features
    oauth_config: _OAuth
    settings: _Settings


def manifest(registry: Registry, language: Language, address: str | None) -> Manifest:
    """The manifest; `address` is where Slack reaches the bot (`public_address`), or None for Socket Mode.

    Raises:
        ValueError: when the registry has more, or longer names, than Slack takes.
    """
    events_url = None if address is None else f"{address}{EVENTS_PATH}"
    commands = declared_commands(registry, language)
    shortcuts = declared_shortcuts(registry, language)
    if len(commands) > _MOST_COMMANDS or len(shortcuts) > _MOST_SHORTCUTS:
        raise ValueError(f"Slack takes {_MOST_COMMANDS} commands and {_MOST_SHORTCUTS} shortcuts at most")
    features: _Features = {
        # Commands can be typed in the conversation with the bot only where it is not read-only.
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": _BOT_NAME, "always_online": True},
        "slash_commands": [_slash_command(found, events_url) for found in commands],
    }
    if shortcuts:
        features["shortcuts"] = [_shortcut(found) for found in shortcuts]
    return {
        "display_information": {
            "name": _NAME,
            "description": _DESCRIPTION,
            "long_description": _LONG_DESCRIPTION,
        },
        "features": features,
        "oauth_config": {"scopes": {"bot": [scope.name for scope in REQUIRED]}},
        "settings": {
            "event_subscriptions": _subscriptions(events_url),
            "interactivity": _interactivity(events_url),
            "org_deploy_enabled": False,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": False,
        },
    }


def public_address(public_url: str | None) -> str:
    """PUBLIC_URL as Slack needs it: https, a host, at most a port; without a slash at the end.

    Raises:
        SettingsError: in one sentence, when it is missing or has more or less than that.
    """
    if public_url is None:
        raise SettingsError(
            "PUBLIC_URL is missing: set it to the https address under which Slack reaches the bot, "
            "or use Socket Mode, which needs none."
        )
    parts = _split(public_url)
    if parts is None or not _HOST.fullmatch(parts.hostname or "") or parts.netloc.endswith(":"):
        raise SettingsError("PUBLIC_URL is malformed: it must be an address such as https://bot.example.org.")
    if parts.scheme != "https":
        raise SettingsError(
            f"PUBLIC_URL begins with {parts.scheme}://, but Slack only takes https:// addresses: "
            "put a proxy with a certificate before the bot, or use Socket Mode."
        )
    if parts.username is not None or parts.password is not None:
        raise SettingsError("PUBLIC_URL has a user or password in it: leave out everything before the “@”.")
    if parts.path not in ("", "/") or re.search(r"[?#]", public_url):
        raise SettingsError(
            f"PUBLIC_URL has more than a host after https://: leave out what follows {parts.netloc}, "
            f"the bot adds {EVENTS_PATH} itself."
        )
    address = f"https://{parts.netloc}"
    if len(address) + len(EVENTS_PATH) > _ADDRESS:
        raise SettingsError(f"PUBLIC_URL is too long: Slack takes {_ADDRESS} characters at most.")
    return address


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        return parts if parts.port != 0 else None
    except ValueError:
        return None


def _slash_command(found: DeclaredCommand, events_url: str | None) -> _SlashCommand:
    name = f"/{found.name}"
    if len(name) > _COMMAND_NAME:
        raise ValueError(f"{name} is longer than Slack takes ({_COMMAND_NAME} characters)")
    command: _SlashCommand = {
        "command": name,
        "description": shortened(found.description, _COMMAND_DESCRIPTION),
        # Mentions arrive with their ids, <@U123|ana>, and not as names that could be anybody's.
        "should_escape": True,
    }
    if found.usage_hint:
        command["usage_hint"] = shortened(found.usage_hint, _COMMAND_HINT)
    if events_url is not None:
        command["url"] = events_url
    return command


def _shortcut(found: DeclaredShortcut) -> _Shortcut:
    if len(found.callback_id) > _SHORTCUT_ID:
        raise ValueError(f"{found.callback_id} is longer than Slack takes ({_SHORTCUT_ID} characters)")
    return {
        "name": shortened(found.name, _SHORTCUT_NAME),
        "type": found.where.value,
        "callback_id": found.callback_id,
        "description": shortened(found.description, _SHORTCUT_DESCRIPTION),
    }


def _subscriptions(events_url: str | None) -> _EventSubscriptions:
    if events_url is None:
        return {"bot_events": [*EVENTS]}
    return {"request_url": events_url, "bot_events": [*EVENTS]}


def _interactivity(events_url: str | None) -> _Interactivity:
    if events_url is None:
        return {"is_enabled": True}
    return {"is_enabled": True, "request_url": events_url, "message_menu_options_url": events_url}
