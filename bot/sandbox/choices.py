"""Turns what a person picks or types into Slack's `state.values`, and back."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.sandbox import elements
from bot.sandbox.blocks import Placed, placed_elements
from bot.sandbox.model import JsonObject, JsonValue, object_of, objects_of, text_of


class Source(Enum):
    """Where an element's value comes from."""

    TYPED = "typed"
    OPTIONS = "options"
    USERS = "users"
    CHANNELS = "channels"
    CONVERSATIONS = "conversations"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Kind:
    """How an element's value is written in `state.values` and where its initial value stands."""

    source: Source
    state_key: str
    initial_key: str
    takes_many: bool = False


def _kinds() -> dict[str, Kind]:
    kinds = {
        name: Kind(Source.TYPED, "value", "initial_value")
        for name in ("plain_text_input", "email_text_input", "url_text_input", "number_input")
    }
    for name, source, thing in (
        ("static", Source.OPTIONS, "option"),
        ("external", Source.OPTIONS, "option"),
        ("users", Source.USERS, "user"),
        ("channels", Source.CHANNELS, "channel"),
        ("conversations", Source.CONVERSATIONS, "conversation"),
    ):
        kinds[f"{name}_select"] = Kind(source, f"selected_{thing}", f"initial_{thing}")
        kinds[f"multi_{name}_select"] = Kind(
            source, f"selected_{thing}s", f"initial_{thing}s", takes_many=True
        )
    kinds["radio_buttons"] = Kind(Source.OPTIONS, "selected_option", "initial_option")
    kinds["checkboxes"] = Kind(Source.OPTIONS, "selected_options", "initial_options", takes_many=True)
    kinds["overflow"] = Kind(Source.OPTIONS, "selected_option", "initial_option")
    kinds["datepicker"] = Kind(Source.DATE, "selected_date", "initial_date")
    kinds["timepicker"] = Kind(Source.TIME, "selected_time", "initial_time")
    kinds["datetimepicker"] = Kind(Source.MOMENT, "selected_date_time", "initial_date_time")
    return kinds


KINDS: Final[Mapping[str, Kind]] = _kinds()
WITHOUT_STATE: Final = ("button", "overflow")
EMPTY: Final = "Please complete this required field."


class ChoiceError(ValueError):
    """A person could not pick or type that here; the message is a sentence for them."""


@dataclass(frozen=True, slots=True)
class Available:
    """What can be picked at this moment. `suggested` gives the options an external menu has offered."""

    users: frozenset[str]
    channels: frozenset[str]
    conversations: frozenset[str]
    suggested: Callable[[Placed], Sequence[JsonObject]]


def initial_values(blocks: Sequence[JsonObject], *, here: str | None = None) -> JsonObject:
    """`state.values` of blocks that nobody has touched. `here` is the conversation they were opened in."""
    values: JsonObject = {}
    for placed in placed_elements(blocks):
        if placed.kind in WITHOUT_STATE:
            continue
        values.setdefault(placed.block_id, {})
        object_of(values, placed.block_id)[placed.action_id] = _initial(placed, here)
    return values


def _initial(placed: Placed, here: str | None) -> JsonObject:
    kind = KINDS[placed.kind]
    first = placed.element.get(kind.initial_key)
    if first is None and here is not None and placed.element.get("default_to_current_conversation") is True:
        first = here
    if kind.takes_many and not isinstance(first, list):
        several: list[JsonValue] = [] if first is None else [first]
        return {"type": placed.kind, kind.state_key: several}
    return {"type": placed.kind, kind.state_key: first}


def carried_over(
    blocks: Sequence[JsonObject], former_blocks: Sequence[JsonObject], former_values: JsonObject
) -> JsonObject:
    """`state.values` after an update: an entry stays where block_id, action_id and type are the same."""
    values = initial_values(blocks)
    known = {(one.block_id, one.action_id, one.kind) for one in placed_elements(former_blocks)}
    for placed in placed_elements(blocks):
        entered = object_of(former_values, placed.block_id).get(placed.action_id)
        if entered is not None and (placed.block_id, placed.action_id, placed.kind) in known:
            object_of(values, placed.block_id)[placed.action_id] = entered
    return values


def choose(placed: Placed, value: JsonValue, available: Available) -> JsonObject:
    """The element's state once `value` (see `people_json`) was entered; ChoiceError when that cannot be."""
    kind = KINDS[placed.kind]
    if kind.takes_many:
        several = value if isinstance(value, list) else [] if value in (None, "") else [value]
        most = placed.element.get("max_selected_items")
        if isinstance(most, int) and len(several) > most:
            raise ChoiceError(f"At most {most} can be chosen here.")
        return {"type": placed.kind, kind.state_key: [_one(placed, kind, one, available) for one in several]}
    if value is None or value == "":
        return {"type": placed.kind, kind.state_key: None}
    return {"type": placed.kind, kind.state_key: _one(placed, kind, value, available)}


def _one(placed: Placed, kind: Kind, value: JsonValue, available: Available) -> JsonValue:
    match kind.source:
        case Source.OPTIONS:
            return _offered(placed, kind, value, available)
        case Source.USERS:
            return _known(value, available.users, "a user of this workspace")
        case Source.CHANNELS:
            return _known(value, available.channels, "a channel of this workspace")
        case Source.CONVERSATIONS:
            return _known(value, available.conversations, "a conversation of this workspace")
        case Source.DATE:
            return _shaped(value, elements.DATE, "a date such as 2026-07-14")
        case Source.TIME:
            return _shaped(value, elements.TIME, "a time such as 09:00")
        case Source.MOMENT:
            if isinstance(value, int) and not isinstance(value, bool):
                return value
            raise ChoiceError("This needs a whole number of Unix seconds.")
        case Source.TYPED:
            return _typed(placed, value)


def _offered(placed: Placed, kind: Kind, value: JsonValue, available: Available) -> JsonObject:
    options = [*elements.offered_options(placed.element), *available.suggested(placed)]
    first = placed.element.get(kind.initial_key)
    options += [first] if isinstance(first, dict) else objects_of(placed.element, kind.initial_key)
    for option in options:
        if option.get("value") == value:
            return option
    raise ChoiceError(f"{value!s:.80} is not one of the options offered here.")


def _known(value: JsonValue, known: frozenset[str], what: str) -> str:
    if isinstance(value, str) and value in known:
        return value
    raise ChoiceError(f"{value!s:.80} is not {what}.")


def _shaped(value: JsonValue, pattern: str, what: str) -> str:
    if isinstance(value, str) and re.fullmatch(pattern, value):
        return value
    raise ChoiceError(f"This needs {what}.")


def _typed(placed: Placed, value: JsonValue) -> str:
    if not isinstance(value, str):
        raise ChoiceError("This needs a text.")
    shortest, longest = placed.element.get("min_length"), placed.element.get("max_length", 3000)
    if isinstance(shortest, int) and len(value) < shortest:
        raise ChoiceError(f"Please type at least {shortest} characters.")
    if isinstance(longest, int) and len(value) > longest:
        raise ChoiceError(f"Please type at most {longest} characters.")
    if placed.kind == "number_input" and not re.fullmatch(r"-?\d+(\.\d+)?", value):
        raise ChoiceError("Please type a number.")
    if placed.kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise ChoiceError("Please type an email address.")
    if placed.kind == "url_text_input" and not re.fullmatch(elements.WEB_ADDRESS, value):
        raise ChoiceError("Please type a web address that starts with https://.")
    return value


def entered(
    blocks: Sequence[JsonObject], values: JsonObject, given: Mapping[str, JsonValue], available: Available
) -> tuple[JsonObject, dict[str, str]]:
    """`state.values` with what was given on top, and a sentence by block_id for what cannot be."""
    changed: JsonObject = {key: dict(object_of(values, key)) for key in values}
    errors: dict[str, str] = {}
    for block_id, placed, value in _given_by_element(list(placed_elements(blocks)), given, errors):
        if placed.kind in WITHOUT_STATE:
            errors[block_id] = "A button takes no value."
            continue
        try:
            object_of(changed, block_id)[placed.action_id] = choose(placed, value, available)
        except ChoiceError as no:
            errors[block_id] = str(no)
    return changed, errors


def _given_by_element(
    everywhere: list[Placed], given: Mapping[str, JsonValue], errors: dict[str, str]
) -> Iterable[tuple[str, Placed, JsonValue]]:
    for block_id, value in given.items():
        here = [one for one in everywhere if one.block_id == block_id]
        wanted: Mapping[str, JsonValue] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict) and len(here) == 1:
            wanted = {here[0].action_id: value}
        if not here or (not isinstance(value, dict) and len(here) > 1):
            errors[block_id] = "There is no such field." if not here else "Say which of its fields."
        for action_id, one_value in wanted.items():
            matching = [one for one in here if one.action_id == action_id]
            if not matching:
                errors[block_id] = "There is no such field."
            yield from ((block_id, one, one_value) for one in matching)


def missing(blocks: Sequence[JsonObject], values: JsonObject) -> dict[str, str]:
    """A sentence by block_id for every required input that is still empty."""
    return {
        placed.block_id: EMPTY
        for placed in placed_elements(blocks)
        if placed.is_input and placed.block.get("optional") is not True and _is_empty(placed, values)
    }


def _is_empty(placed: Placed, values: JsonObject) -> bool:
    state = object_of(object_of(values, placed.block_id), placed.action_id)
    value = state.get(KINDS[placed.kind].state_key)
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def plain_values(values: JsonObject) -> JsonObject:
    """`state.values` in the People API's notation: {block_id: {action_id: value}}."""
    return {
        block_id: {
            action_id: _plain(object_of(object_of(values, block_id), action_id)) for action_id in states
        }
        for block_id, states in values.items()
        if isinstance(states, dict)
    }


def _plain(state: JsonObject) -> JsonValue:
    value = state.get(KINDS[text_of(state, "type")].state_key)
    if isinstance(value, dict):
        return value.get("value")
    if isinstance(value, list):
        return [one.get("value") if isinstance(one, dict) else one for one in value]
    return value
