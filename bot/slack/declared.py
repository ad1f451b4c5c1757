"""What the bot declares to Slack, from the registry: its slash commands and its shortcuts."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class DeclaredShortcut:
    """A global shortcut; `callback_id` is the command's name."""

    name: str
    callback_id: str
    description: str


def declared_commands(registry: Registry, language: Language) -> tuple[DeclaredCommand, ...]:
    """Every slash command, with a sentence on it and what may follow."""
    return tuple(
        DeclaredCommand(root, language.sentence(summary(registry, root)), usage_hint(registry, root))
        for root in registry.roots()
    )


def declared_shortcuts(registry: Registry, language: Language) -> tuple[DeclaredShortcut, ...]:
    """The commands that can be begun from anywhere."""
    commands = [registry.commands[name] for name in _SHORTCUTS]
    return tuple(
        DeclaredShortcut(
            shortened(language.sentence(found.title), _SHORTCUT_NAME),
            found.name,
            language.sentence(found.summary),
        )
        for found in commands
    )
