"""The ids of buttons: which command, with which rows. At most 100 characters, never text."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.cards import Button, Kept, Menu, Press
from handlers.registry import Command
from handlers.request import Origin

LONGEST = 100
"""Discord's limit on a component's custom_id; Slack allows 255."""

_VERSION = "v1"
_ORDINAL = "_"
"""What tells equal buttons of one card apart; no argument may have this name."""
_PRESS = "_p"
"""What a press does where it does not run the command; no argument may have this name either."""
_ROOM = len(":_=9999")


@dataclass(frozen=True, slots=True)
class Action:
    """A button's id, read: the command's id, its arguments as kept, a menu's parameter, what a press does."""

    command_id: str
    arguments: Mapping[str, str]
    chooses: str | None = None
    press: Press = Press.RUNS


def button_id(button: Button, origin: Origin) -> str:
    """The stable id of a button."""
    arguments = _dumped(button.command, button.arguments, origin)
    asks = {_PRESS: button.press.value} if button.press is not Press.RUNS else {}
    return _joined(button.command, {**arguments, **asks})


def menu_id(menu: Menu, origin: Origin) -> str:
    """The stable id of a menu; the chosen value is not part of it."""
    arguments = _dumped(menu.command, menu.arguments, origin)
    return _joined(menu.command, {**arguments, menu.parameter: "?"})


def fits(command: Command, arguments: Mapping[str, str]) -> bool:
    """Whether a button's id can hold these arguments, as kept."""
    return _is_sound(_text(command, arguments), arguments)


def told_apart(action_id: str, ordinal: int) -> str:
    """The id of another button that does the same on the same card."""
    return f"{action_id}:{_ORDINAL}={ordinal}"


def read_id(text: str) -> Action | None:
    """An id as it comes back; None when it is none of ours."""
    version, _, rest = text.partition(":")
    if version != _VERSION or not rest:
        return None
    command_id, *pairs = rest.split(":")
    arguments: dict[str, str] = {}
    chooses: str | None = None
    press = Press.RUNS
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            return None
        if value == "?":
            chooses = name
        elif name == _PRESS:
            press = Press.ASKS
        elif name != _ORDINAL:
            arguments[name] = value
    return Action(command_id, arguments, chooses, press)


def _dumped(command: Command, arguments: Mapping[str, object], origin: Origin) -> dict[str, str]:
    return {
        name: value.value if isinstance(value, Kept) else command.parameter(name).kind.dump(value, origin)
        for name, value in arguments.items()
        if value is not None
    }


def _joined(command: Command, arguments: Mapping[str, str]) -> str:
    text = _text(command, arguments)
    if not _is_sound(text, arguments):
        raise ValueError(f"a button's id must be short and hold row ids only: {text[:150]}")
    return text


def _text(command: Command, arguments: Mapping[str, str]) -> str:
    return ":".join((_VERSION, command.id, *(f"{name}={value}" for name, value in arguments.items())))


def _is_sound(text: str, arguments: Mapping[str, str]) -> bool:
    return len(text) <= LONGEST - _ROOM and not any(
        ":" in value or "=" in value for value in arguments.values()
    )
