"""Reading JSON that somebody else wrote."""

import json
from typing import Final

from bot.sandbox.model import JsonValue

DEEPEST: Final = 60


def parsed_json(raw: bytes | str) -> JsonValue:
    """The value; ValueError for what is no JSON, cannot be written as UTF-8, or is nested absurdly deep."""
    try:
        value: JsonValue = json.loads(raw, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deep") from None
    level: list[JsonValue] = [value]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            # Lone surrogates pass the parser but can be neither stored nor sent.
            json.dumps(value, ensure_ascii=False).encode()
            return value
    raise ValueError("nested too deep")


def _inside(value: JsonValue) -> list[JsonValue]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
