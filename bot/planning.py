"""Which command a request means, and what it gives; decided before the database is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.identifiers import read_id
from bot.incoming import Completing, Incoming, Pressed, Submitted, Taken, Typed
from handlers.arguments.typed import needs_names, understood
from handlers.cards import Card, FieldKind, Press
from handlers.forms import missing
from handlers.help import asks_for_help, help_card
from handlers.registry import Command, Effect, Registry
from handlers.request import Request
from handlers.text import N_, Text
from storage.database import Purpose


@dataclass(frozen=True, slots=True)
class Plan:
    """A command, with its arguments as typed or as kept by a button or a form."""

    command: Command
    typed: Mapping[str, str]
    kept: Mapping[str, str]
    press: Press = Press.RUNS
    line: str = ""
    """What was typed after the command, where names in it are still to be looked up."""

    @property
    def asks(self) -> bool:
        """Whether its form is to be filled in first: an argument is missing, or the button wants it so."""
        return self.press is Press.ASKS or bool(missing(self.command, {**self.kept, **self.typed}))


def plan(registry: Registry, incoming: Incoming) -> Plan | Card:
    """What is to be run; a card where nothing is (help, or a button that nobody knows any more)."""
    match incoming:
        case Typed():
            return _typed(registry, incoming)
        case Pressed():
            return _pressed(registry, incoming)
        case Submitted():
            command = registry.with_id(incoming.command_id)
            return _usable(command, {**incoming.kept, **incoming.values})
        case Taken():
            return _taken(registry, incoming)
        case Completing():
            command = registry.with_id(incoming.command_id)
            return _outdated() if command is None else Plan(command, {}, {})


def with_names(planned: Plan, request: Request) -> Plan:
    """The plan with the names that somebody has; where words are left over, its form is to be looked at."""
    shared = understood(
        planned.command, planned.line, lambda parameter, words: parameter.kind.reach(words, request)
    )
    press = Press.ASKS if shared.unsure else Press.RUNS
    return replace(planned, typed=shared.words, press=press, line="")


def purpose_of(planned: Plan, incoming: Incoming) -> Purpose:
    """Whether it will write. Opening a form, completing words and mere reading do not."""
    reads = isinstance(incoming, Completing) or planned.command.effect is Effect.READS
    return Purpose.READ if reads or planned.asks else Purpose.WRITE


def _typed(registry: Registry, incoming: Typed) -> Plan | Card:
    text = incoming.text.strip()
    found = registry.typed(incoming.root, text)
    if found is None or asks_for_help(text):
        return help_card(registry, incoming.root, text)
    command, rest = found
    if asks_for_help(rest) and len(rest.split()) == 1:
        return help_card(registry, incoming.root)
    shared = understood(command, rest)
    press = Press.ASKS if shared.unsure else Press.RUNS
    return Plan(command, shared.words, {}, press, rest if needs_names(command, rest) else "")


def _taken(registry: Registry, incoming: Taken) -> Plan | Card:
    command = registry.with_id(incoming.command_id)
    if command is None or command.from_message is None:
        return _outdated()
    words = incoming.words[: command.parameter(command.from_message.words).kind.most]
    given = {
        command.from_message.words: words,
        command.from_message.at: incoming.at.isoformat(),
        command.from_message.link: incoming.link,
    }
    return Plan(command, {name: value for name, value in given.items() if value}, {})


def _pressed(registry: Registry, incoming: Pressed) -> Plan | Card:
    action = read_id(incoming.action)
    if action is None:
        return _outdated()
    kept = dict(action.arguments)
    if action.chooses is not None and incoming.value:
        kept[action.chooses] = incoming.value
    return _usable(registry.with_id(action.command_id), kept, action.press)


def _usable(command: Command | None, kept: Mapping[str, str], press: Press = Press.RUNS) -> Plan | Card:
    """The plan of a button or a form; outdated where it lacks what no form could ask for."""
    if command is None:
        return _outdated()
    names = {parameter.name for parameter in command.parameters}
    known = {name: value for name, value in kept.items() if name in names}
    if any(parameter.kind.field is FieldKind.HIDDEN for parameter in missing(command, known)):
        return _outdated()
    return Plan(command, {}, known, press)


def _outdated() -> Card:
    return Card(
        body=(
            Text(N_("This button is from an older version. Ask for the current card and use its buttons.")),
        )
    )
