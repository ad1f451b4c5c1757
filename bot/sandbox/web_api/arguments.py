"""The arguments of a Web API call, whether they came as JSON, as a form or in the address."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.model import JsonValue
from bot.sandbox.reading import parsed_json
from bot.sandbox.refused import RefusalError

TRUE: Final = ("true", "1")


class Arguments:
    """What was given. Unknown arguments are ignored, as in Slack."""

    def __init__(self, given: Mapping[str, JsonValue]) -> None:
        self._given = {key: value for key, value in given.items() if value is not None}

    def text(self, name: str) -> str:
        """A text; an empty string when it is missing. Numbers count as their digits, as in Slack."""
        value = self._given.get(name, "")
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        raise RefusalError("invalid_arguments", detail=f"must be a string [json-pointer:/{name}]")

    def required(self, name: str) -> str:
        """A text that must be there."""
        value = self.text(name)
        if not value:
            raise RefusalError("invalid_arguments", detail=f"missing required field: {name}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """True or false; "true", "1" and their like in forms."""
        value = self._given.get(name)
        if value is None:
            return default
        return value.lower() in TRUE if isinstance(value, str) else bool(value)

    def number(self, name: str, *, default: int, at_most: int) -> int:
        """A whole number from 1 to `at_most`; more counts as `at_most`."""
        value = self._given.get(name, default)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise RefusalError("invalid_limit")
        return min(value, at_most)

    def value(self, name: str) -> JsonValue:
        """JSON: as it is, or parsed when it came as a string in a form; None when it is missing.

        RefusalError `invalid_arguments` for a string that is no JSON.
        """
        value = self._given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return parsed_json(value)
        except ValueError:
            raise RefusalError(
                "invalid_arguments", detail=f"must be valid JSON [json-pointer:/{name}]"
            ) from None
