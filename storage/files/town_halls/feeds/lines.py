"""A calendar file taken apart into the lines that are used of its events, each with its parameters."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from icalendar.parser import Contentline

_USED = frozenset({
    "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "CLASS", "CATEGORIES", "SEQUENCE",
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID",
})  # fmt: skip
_OF_CALENDAR = frozenset({"METHOD", "X-WR-TIMEZONE"})
_OF_ZONE = frozenset({"TZID", "X-LIC-LOCATION", "TZNAME"})
_NAME = re.compile(r"[A-Za-z0-9-]+")
_SIMPLE = re.compile(
    r"[A-Za-z0-9-]+(?P<parameters>(?:;[A-Za-z0-9-]+=[^\";:,\\^]*)*):(?P<value>.*)", re.DOTALL
)
"""What most lines are; the library reads the others, more slowly."""
_ESCAPED = re.compile(r"\\([\\;,:Nn])")
_MOST_LINES = 2_000
"""Of one event; a real one has some dozens."""


@dataclass(frozen=True, slots=True)
class Line:
    """One property: its parameters by name in capitals, and its value as written."""

    parameters: Mapping[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as text, without what escapes its signs."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "Nn" else found[1], self.value)


@dataclass(slots=True)
class Block:
    """The used properties of one event, the calendar or a zone, in order. `is_whole` says it has an end."""

    row: int = 0
    properties: dict[str, list[Line]] = field(default_factory=dict[str, list[Line]])
    lines: int = 0
    is_whole: bool = False

    def __getitem__(self, name: str) -> str:
        """The text of the first property of that name; "" for none."""
        found = self.properties.get(name)
        return found[0].text.strip() if found else ""

    def first(self, name: str) -> Line | None:
        """The first property of that name."""
        found = self.properties.get(name)
        return found[0] if found else None

    def add(self, name: str, line: str) -> None:
        """Keep a property, unless nobody can read it or there are too many."""
        self.lines += 1
        if self.lines > _MOST_LINES:
            return
        read = _line(line)
        if read is not None:
            self.properties.setdefault(name, []).append(read)


def _line(line: str) -> Line | None:
    """A property; None for a line that nobody can read as one."""
    simple = _SIMPLE.fullmatch(line)
    if simple is not None:
        pairs = (piece.split("=", 1) for piece in simple["parameters"].split(";") if piece)
        return Line({key.upper(): value for key, value in pairs}, simple["value"])
    try:
        _, parameters, value = Contentline(line).parts()
    except ValueError:
        return None
    given = cast(Mapping[str, str | list[str]], parameters)
    plain = {key.upper(): one if isinstance(one, str) else ",".join(one) for key, one in given.items()}
    return Line(plain, value)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The events of a file, its zones, and what it says of itself. `is_whole` is False for half a file."""

    calendar: Block
    zones: tuple[Block, ...]
    events: tuple[Block, ...]
    left_out: int
    is_whole: bool
    is_calendar: bool


def sort_lines(text: str, most: int) -> Sorted:
    """All of a file but what is not used. Events beyond `most` are only counted."""
    reader = _Sorter(most)
    for line in _unfolded(text):
        name = _NAME.match(line)
        if name is not None:
            reader.read(name.group().upper(), line)
    return reader.sorted()


class _Sorter:
    """Knows in which components it is, by their BEGIN and END."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._within: list[str] = []
        self._calendar = Block()
        self._zones: list[Block] = []
        self._events: list[Block] = []
        self._begun = 0
        self._calendars = 0

    def read(self, name: str, line: str) -> None:
        if name == "BEGIN":
            self._begin(line.partition(":")[2].strip().upper())
        elif name == "END":
            self._end(line.partition(":")[2].strip().upper())
        elif self._within:
            self._property(name, line)

    def sorted(self) -> Sorted:
        """What was found."""
        return Sorted(
            self._calendar,
            tuple(self._zones),
            tuple(self._events),
            self._begun - len(self._events),
            not self._within,
            bool(self._calendars or self._begun),
        )

    def _begin(self, what: str) -> None:
        if what == "VEVENT":
            # An event cannot stand in another: the one before has lost its end.
            self._leave(what)
            self._begun += 1
            if self._begun <= self._most:
                self._events.append(Block(self._begun))
        elif what == "VTIMEZONE":
            self._zones.append(Block())
        elif what == "VCALENDAR":
            self._within.clear()
            self._calendars += 1
        self._within.append(what)

    def _end(self, what: str) -> None:
        if what == "VEVENT" and what in self._within and self._begun <= self._most:
            self._events[-1].is_whole = True
        self._leave(what)

    def _leave(self, what: str) -> None:
        if what in self._within:
            del self._within[self._within.index(what) :]

    def _property(self, name: str, line: str) -> None:
        innermost = self._within[-1]
        if innermost == "VEVENT" and name in _USED and self._begun <= self._most:
            self._events[-1].add(name, line)
        elif innermost == "VCALENDAR" and name in _OF_CALENDAR:
            self._calendar.add(name, line)
        elif name in _OF_ZONE and "VTIMEZONE" in self._within:
            self._zones[-1].add(name, line)


def _unfolded(text: str) -> Iterator[str]:
    """The lines of a file, long ones whole again, whatever ends them."""
    pieces: list[str] = []
    for line in re.split(r"\r\n|\n|\r", text):
        if line[:1] in (" ", "\t") and pieces:
            pieces.append(line[1:])
            continue
        if pieces:
            yield "".join(pieces)
        pieces = [line] if line else []
    if pieces:
        yield "".join(pieces)
