"""The properties of what stands in a calendar file. Anybody's words go in, and only as the value they are."""

import re
import unicodedata

from icalendar import Component, vText

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_KEPT = "\n\t"
_NOT_TEXT = ("Cc", "Cs")


class _Text(vText):
    """Text that reads back as it was: the library's own makes a line end of a backslash before an N."""

    def to_ical(self) -> bytes:
        """The text with all that means something in a calendar file escaped."""
        return re.sub(r"([\\;,])", r"\\\1", self).replace("\n", r"\n").encode()


def put(component: Component, name: str, value: object, zone: str | None = None) -> None:
    """Give it a property, of the type that the value's own says; `zone` is that of a local time."""
    parameters = {} if zone is None else {"TZID": zone}
    component.add(name, value, parameters=parameters)  # pyright: ignore[reportUnknownMemberType]  # untyped there


def put_text(component: Component, name: str, words: str) -> None:
    """Give it a property of these words, without control characters; nothing where no words are left."""
    if text := cleaned(words):
        component[name] = _Text(text)


def cleaned(words: str) -> str:
    """Words without control characters; every kind of line end is a line feed."""
    if words.isprintable():
        return words
    one_kind = _LINE_ENDS.sub("\n", words)
    return "".join(one for one in one_kind if one in _KEPT or unicodedata.category(one) not in _NOT_TEXT)
