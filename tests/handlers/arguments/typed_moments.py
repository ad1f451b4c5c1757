"""Typed moments, as tests read them and tell what came of it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from handlers.arguments.moments import Moment, Tends, Unclear, read, written
from handlers.text import Text

CHICAGO, NEW_YORK, PHOENIX = map(ZoneInfo, ("America/Chicago", "America/New_York", "America/Phoenix"))
NOW = datetime(2026, 7, 15, 19, 5, tzinfo=UTC)
"""A Wednesday; 14:05 in Chicago."""


def said(unclear: Unclear) -> str:
    """The sentence as a person reads it."""

    def worded(value: object) -> str:
        return sentence(value) if isinstance(value, Text) else str(value)

    def sentence(text: Text) -> str:
        values = {name: worded(value) for name, value in text.values.items()}
        return str(text.message).format(**values)

    return sentence(unclear.text)


def told(typed: str, tends: Tends = Tends.PAST, now: datetime = NOW, zone: ZoneInfo = CHICAGO) -> str:
    """A moment in words of its zone, without the time where none is known; or why a person is asked."""
    found = read(typed, now, zone, tends)
    if isinstance(found, Unclear):
        return found.reason.value
    words = written(found.at, found.zone) if found.has_time else written(found.at, found.zone).split(",")[0]
    return words if found.zone == zone else f"{words} {found.zone.key}"


def moment(typed: str, now: datetime = NOW, zone: ZoneInfo = CHICAGO) -> Moment:
    found = read(typed, now, zone)
    assert isinstance(found, Moment), said(found)
    return found
