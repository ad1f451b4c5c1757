"""Help: what a command does and how it is typed, from its declaration."""

from handlers.arguments.plain import OneOf
from handlers.cards import Card, FieldKind, Note, Row, Rows
from handlers.registry import Command, Parameter, Registry
from handlers.text import N_, Message, Strong, Text


def help_card(registry: Registry, root: str, asked: str = "") -> Card:
    """What `/root` can do; says so first when `asked` was not understood."""
    commands = registry.under(root) or tuple(
        found for name in registry.roots() for found in registry.under(name)
    )
    rows = tuple(Row(Text(N_("{usage}\n{summary}"), usage=Strong(usage(found)), summary=Text(found.summary)))
                 for found in commands)  # fmt: skip
    title = Text(N_("How to use {command}"), command=f"/{root}")
    unknown = bool(asked.strip()) and not asks_for_help(asked)
    note = Note(Text(N_("A command alone opens a form for what it needs to know.")))
    if not unknown:
        return Card(title, (Rows(rows), note))
    words = Text(N_("I don't know “{typed}”. This is what I can do:"), typed=asked.strip()[:60])
    return Card(title, (words, Rows(rows), note))


def asks_for_help(typed: str) -> bool:
    """Whether somebody asks for help: `help`, `?`, or `help` with a word after it."""
    return typed.casefold().split(maxsplit=1)[:1] in (["help"], ["?"])


def usage(command: Command) -> str:
    """How a command is typed: /claim-district [district] [lead | support] [@person]."""
    return " ".join((f"/{command.name}", *filter(None, map(_hint, command.parameters))))


def usage_hint(registry: Registry, root: str) -> str:
    """What may follow a slash command, in one short line."""
    commands = registry.under(root)
    if len(commands) == 1 and commands[0].name == root:
        return " ".join(filter(None, map(_hint, commands[0].parameters)))
    return "[" + " | ".join(found.name.partition(" ")[2] or "…" for found in commands) + "]"


def summary(registry: Registry, root: str) -> Message:
    """One sentence on a slash command: that of its first form."""
    return registry.under(root)[0].summary


def _hint(parameter: Parameter) -> str:
    if parameter.kind.only_in_form:
        return ""
    match parameter.kind.field:
        case FieldKind.HIDDEN | FieldKind.SEVERAL:
            return ""
        case FieldKind.PERSON:
            return "[@person]"
        case FieldKind.CHANNEL:
            return "[#channel]"
        case FieldKind.MENU if isinstance(parameter.kind, OneOf):
            return "[" + " | ".join(value.replace("_", " ") for value in parameter.kind.words) + "]"
        case _:
            return f"[{parameter.kind.usage or parameter.label.text.lower()}]"
