"""Every area of the bot: adding one here is all that it takes to have its commands everywhere."""

from types import ModuleType

from handlers import organizations
from handlers.coalition import people, setup
from handlers.districts import card, claiming, coverage, introductions, leaving
from handlers.registry import Registry

AREAS: tuple[ModuleType, ...] = (
    claiming, leaving, coverage, card, introductions, setup, people, organizations,
)  # fmt: skip


def all_areas() -> Registry:
    """The registry of all commands, reminders and standing cards."""
    return Registry(AREAS)
