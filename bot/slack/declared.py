"""What the bot declares to Slack, from the registry: its slash commands and its shortcuts."""

from dataclasses import dataclass
from enum import StrEnum

from bot.slack.limits import shortened
from bot.translation import Language
from handlers.help import summary, usage_hint
from handlers.registry import Registry

_SHORTCUT_NAME = 24
_SHORTCUTS = ("claim-district",)
"""The commands that are offered in Slack's own menu of shortcuts; each opens its form."""


@dataclass(frozen=True, slots=True)
class DeclaredCommand:
    """A slash command; `name` has no slash."""

    name: str
    description: str
    usage_hint: str


class Where(StrEnum):
    """Where Slack offers a shortcut: everywhere, or in a message's own menu."""

    ANYWHERE = "global"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class DeclaredShortcut:
    """A shortcut; `callback_id` is the command's name."""

    name: str
    callback_id: str
    description: str
    where: Where


def declared_commands(registry: Registry, language: Language) -> tuple[DeclaredCommand, ...]:
    """Every slash command, with a sentence on it and what may follow."""
    return tuple(
        DeclaredCommand(root, language.sentence(summary(registry, root)), usage_hint(registry, root))
        for root in registry.roots()
    )


def declared_shortcuts(registry: Registry, language: Language) -> tuple[DeclaredShortcut, ...]:
    """The commands that can be begun from anywhere, and those that take up somebody's message."""
    anywhere = [
        (registry.commands[name], registry.commands[name].title, Where.ANYWHERE) for name in _SHORTCUTS
    ]
    on_messages = [
        (found, found.from_message.label, Where.MESSAGE)
        for found in registry.commands.values()
        if found.from_message is not None
    ]
    return tuple(
        DeclaredShortcut(
            shortened(language.sentence(label), _SHORTCUT_NAME),
            found.name,
            language.sentence(found.summary),
            where,
        )
        for found, label, where in (*anywhere, *on_messages)
    )
