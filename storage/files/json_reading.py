"""Reading a JSON file of records, strictly: each field is what its format says, or the file is refused."""

import json
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NoReturn, cast

from storage.files.opening import read_bytes
from storage.files.outcomes import Fault, Unreadable, UnreadableError

_EXCERPT = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One JSON object of a file, with typed access to its fields.

    Every method raises `UnreadableError` where the field is not what was asked for; `optional_…`
    answers None where it is missing, null or blank.
    """

    values: dict[str, object]
    at: Unreadable

    def named(self, who: str) -> "Entry":
        """The same, under a name that complaints will carry."""
        return Entry(self.values, replace(self.at, who=who))

    def has(self, key: str) -> bool:
        """Whether the field is there at all."""
        return key in self.values

    def text(self, key: str) -> str:
        """A field of text that is not blank; white space is tidied."""
        return self.optional_text(key) or self._fail(Fault.MISSING_FIELD, key)

    def optional_text(self, key: str) -> str | None:
        """A field of text, or None."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            return self._fail(Fault.WRONG_TYPE, key, "text")
        return self._tidy(value, key) or None

    def optional_label(self, key: str) -> str | None:
        """A field of text that some write as a whole number (a suite, a ZIP code), or None."""
        value = self.values.get(key)
        return str(value) if _is_whole(value) else self.optional_text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that are not blank; none where it is missing."""
        texts: list[str] = []
        for number, value in enumerate(self._list(key)):
            field = f"{key}[{number}]"
            if not isinstance(value, str):
                self._fail(Fault.WRONG_TYPE, field, "text")
            texts.append(self._tidy(value, field) or self._fail(Fault.MISSING_FIELD, field))
        return tuple(texts)

    def optional_whole_number(self, key: str) -> int | None:
        """A whole number, or None. `"7"` and `7.0` are not whole numbers."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            return self._fail(Fault.WRONG_TYPE, key, "a whole number")
        return value

    def whole_number(self, key: str) -> int:
        """A whole number."""
        number = self.optional_whole_number(key)
        return self._fail(Fault.MISSING_FIELD, key) if number is None else number

    def optional_number(self, key: str) -> float | None:
        """A finite number, or None."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            return self._fail(Fault.WRONG_TYPE, key, "a number")
        try:
            number = float(value)
        except OverflowError:
            return self._fail(Fault.WRONG_TYPE, key, "a number")
        return number if math.isfinite(number) else self._fail(Fault.WRONG_TYPE, key, "a number")

    def day(self, key: str) -> date:
        """A date as YYYY-MM-DD."""
        return self.optional_day(key) or self._fail(Fault.MISSING_FIELD, key)

    def optional_day(self, key: str) -> date | None:
        """A date as YYYY-MM-DD, or None."""
        text = self.optional_text(key)
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            return self._fail(Fault.NO_DATE, key, text[:_EXCERPT])

    def section(self, key: str) -> "Entry":
        """A field that is an object of its own."""
        if self.values.get(key) is None:
            self._fail(Fault.MISSING_FIELD, key)
        return self._inner(self.values[key], key)

    def objects(self, key: str) -> tuple["Entry", ...]:
        """A list of objects; none where it is missing."""
        return tuple(self._inner(value, f"{key}[{number}]") for number, value in enumerate(self._list(key)))

    def _list(self, key: str) -> Sequence[object]:
        value = self.values.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            return self._fail(Fault.WRONG_TYPE, key, "a list")
        return cast(list[object], value)

    def _inner(self, value: object, key: str) -> "Entry":
        if not isinstance(value, dict):
            self._fail(Fault.WRONG_TYPE, key, "an object")
        return Entry(cast(dict[str, object], value), replace(self.at, field=self._path(key)))

    def _tidy(self, value: str, key: str) -> str:
        tidy = " ".join(value.split())
        # Cc would reach a terminal as a command, and PostgreSQL keeps no NUL; Cs is no text at all.
        if not tidy.isprintable() and any(unicodedata.category(sign) in ("Cc", "Cs") for sign in tidy):
            self._fail(Fault.BAD_CHARACTER, key)
        return tidy

    def _path(self, key: str) -> str:
        return f"{self.at.field}.{key}" if self.at.field else key

    def _fail(self, fault: Fault, key: str, expected: str = "") -> NoReturn:
        raise UnreadableError(replace(self.at, fault=fault, field=self._path(key), expected=expected))


def read_objects(path: Path) -> tuple[Entry, ...]:
    """The objects of a file that is a JSON list of at least one, in UTF-8 with or without a BOM.

    Raises:
        UnreadableError: for anything else.
    """
    values = _parse(path)
    if not isinstance(values, list):
        raise UnreadableError(Unreadable(path.name, Fault.NOT_A_LIST))
    if not values:
        raise UnreadableError(Unreadable(path.name, Fault.EMPTY_LIST))
    entries: list[Entry] = []
    for number, value in enumerate(cast(list[object], values), start=1):
        at = Unreadable(path.name, Fault.WRONG_TYPE, entry=number, expected="an object")
        if not isinstance(value, dict):
            raise UnreadableError(at)
        entries.append(Entry(cast(dict[str, object], value), at))
    return tuple(entries)


def _parse(path: Path) -> object:
    text = _text(path)
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        fault = Fault.CUT_OFF if _is_cut_off(text.strip(), error) else Fault.NOT_JSON
        raise UnreadableError(Unreadable(path.name, fault, line=error.lineno, column=error.colno)) from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, NaN, or thousands of lists in lists.
        raise UnreadableError(Unreadable(path.name, Fault.NOT_JSON)) from error


def _is_cut_off(text: str, error: json.JSONDecodeError) -> bool:
    if text[0] not in "[{" or error.msg.startswith(("Extra data", "Invalid control character")):
        return False
    # What is missing at the end is reported there, except for half a string or half a word.
    return error.pos >= len(text) or error.msg.startswith("Unterminated string") or text[-1] not in "]}"


def _text(path: Path) -> str:
    content = read_bytes(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableError(Unreadable(path.name, Fault.NOT_UTF8, line=line)) from error
    if not text.strip():
        raise UnreadableError(Unreadable(path.name, Fault.EMPTY))
    return text


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
