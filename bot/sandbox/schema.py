"""Small checks that compose into the shape of a JSON document, and say where it departs from that shape."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.sandbox.model import JsonObject, JsonValue


@dataclass(frozen=True, slots=True)
class Problem:
    """One departure: a JSON pointer and what is wrong there, in Slack's words."""

    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


Problems: TypeAlias = list[Problem]
Check: TypeAlias = Callable[[JsonValue, str], Problems]


def string(*, at_least: int = 0, at_most: int | None = None, pattern: str | None = None) -> Check:
    """A string of that many characters, matching the whole of `pattern`."""
    shape = re.compile(pattern) if pattern is not None else None

    def check(value: JsonValue, at: str) -> Problems:
        if not isinstance(value, str):
            return [Problem(at, "must be a string")]
        if len(value) < at_least:
            return [Problem(at, f"must be more than {at_least - 1} characters")]
        if at_most is not None and len(value) > at_most:
            return [Problem(at, f"must be less than {at_most + 1} characters")]
        if shape is not None and shape.fullmatch(value) is None:
            return [Problem(at, "must be a valid value")]
        return []

    return check


def integer(*, at_least: int, at_most: int) -> Check:
    """A whole number between the two, both included."""

    def check(value: JsonValue, at: str) -> Problems:
        if isinstance(value, bool) or not isinstance(value, int):
            return [Problem(at, "must be an integer")]
        if not at_least <= value <= at_most:
            return [Problem(at, f"must be between {at_least} and {at_most}")]
        return []

    return check


def boolean(value: JsonValue, at: str) -> Problems:
    """True or false."""
    return [] if isinstance(value, bool) else [Problem(at, "must be a boolean")]


def anything(value: JsonValue, at: str) -> Problems:
    """Whatever it is."""
    del value, at
    return []


def choice(*allowed: str) -> Check:
    """One of these strings."""

    def check(value: JsonValue, at: str) -> Problems:
        if isinstance(value, str) and value in allowed:
            return []
        return [Problem(at, f"must be one of: {', '.join(allowed)}")]

    return check


def items(of: Check, *, at_least: int = 1, at_most: int) -> Check:
    """A list of that many items, each passing `of`."""

    def check(value: JsonValue, at: str) -> Problems:
        if not isinstance(value, list):
            return [Problem(at, "must be an array")]
        if len(value) < at_least:
            return [Problem(at, f"no less than {at_least} items required")]
        if len(value) > at_most:
            return [Problem(at, f"no more than {at_most} items allowed")]
        return [problem for index, item in enumerate(value) for problem in of(item, f"{at}/{index}")]

    return check


def record(
    *,
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    also: Sequence[Callable[[JsonObject, str], Problems]] = (),
) -> Check:
    """An object with these fields and no others. `also` looks at the object as a whole.

    A field that is null counts as missing, as in Slack.
    """
    must = required or {}
    fields = {**must, **(optional or {})}

    def check(value: JsonValue, at: str) -> Problems:
        if not isinstance(value, dict):
            return [Problem(at, "must be an object")]
        present: JsonObject = {key: item for key, item in value.items() if item is not None}
        found = [Problem(at, f"missing required field: {key}") for key in must if key not in present]
        for key, item in present.items():
            one = fields.get(key)
            if one is None:
                found.append(Problem(at, f"invalid additional property: {key}"))
            else:
                found.extend(one(item, f"{at}/{key}"))
        for whole in also:
            found.extend(whole(present, at))
        return found

    return check


def typed(kinds: Mapping[str, Check], *, what: str) -> Check:
    """An object whose `type` names the check that it must pass."""

    def check(value: JsonValue, at: str) -> Problems:
        if not isinstance(value, dict):
            return [Problem(at, "must be an object")]
        kind = value.get("type")
        if kind is None:
            return [Problem(at, "missing required field: type")]
        one = kinds.get(kind) if isinstance(kind, str) else None
        if one is None:
            return [Problem(f"{at}/type", f"unsupported type of {what}: {str(kind)[:80]}")]
        return one(value, at)

    return check


def exactly(value: str) -> Check:
    """This one string."""
    return choice(value)
