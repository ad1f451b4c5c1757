"""The line at the top of the page: what to try first, and what to try next."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.sandbox.people_json import ChannelJson, StateJson

FIRST_COMMAND: Final = "/claim-district PA-07"
FIRST_CHANNEL: Final = "campaign"
_FIRST_ANSWER: Final = "PA-07"


class Hint(StrEnum):
    """What the line says."""

    COMMAND = "command"
    """Type the first command."""

    SOMEBODY_ELSE = "somebody_else"
    """The bot has answered it: look at the answer as somebody else."""

    PRESS = "press"
    """Being somebody else: press a button of the answer, and read what comes of it."""

    LOOK = "look"
    """A bot without that command: see what it can do."""


def hint_of(state: StateJson, states: Mapping[str, StateJson]) -> Hint:
    """What to try next, for the person who sees `state`; `states` holds everybody's, in their order."""
    if all(command["name"] != FIRST_COMMAND.split()[0] for command in state["commands"]):
        return Hint.LOOK
    channel = first_channel(state)
    if channel is None or not any(_answers(message["text"]) for message in channel["messages"]):
        return Hint.COMMAND
    return Hint.SOMEBODY_ELSE if state["me"]["id"] == next(iter(states)) else Hint.PRESS


def first_channel(state: StateJson) -> ChannelJson | None:
    """Where the first command is tried."""
    return next((each for each in state["channels"] if each["name"] == FIRST_CHANNEL), None)


def _answers(text: str) -> bool:
    return text.startswith(_FIRST_ANSWER)
