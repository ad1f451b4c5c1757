"""Reading a list of town halls, whatever it is: never an error, always rows or why there are none."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from storage.files.opening import read_bytes, too_large
from storage.files.outcomes import Fault, Unreadable, UnreadableError
from storage.files.town_halls.feeds import read_feed
from storage.files.town_halls.listed import Doubt, Listed, Reading, Trouble
from storage.files.town_halls.objects import read_objects
from storage.files.town_halls.sheets import read_sheet

LARGEST_LIST = 8 * 1024 * 1024
"""Bytes. Five thousand events of a calendar have three million."""

_LOOKED_AT = 4_096


def read_town_halls(source: Path | bytes, now: datetime, name: str = "") -> Reading:
    """What a file, or its content, says: JSON, a table, or a calendar, by what it looks like.

    `now` is aware: of repeated events the dates near to it are read. `name` is what content is called.
    """
    called = source.name if isinstance(source, Path) else name
    try:
        content = _content(source, called)
        return _read(content, called, now)
    except UnreadableError as error:
        trouble = Trouble(0, Doubt.FILE, error.why.fault)
        return Reading((), (trouble,), error.why, is_whole=False)


def _content(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, Path):
        return read_bytes(source, LARGEST_LIST)
    if len(source) > LARGEST_LIST:
        raise UnreadableError(too_large(name, LARGEST_LIST))
    return source


def _read(content: bytes, name: str, now: datetime) -> Reading:
    start = content[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise UnreadableError(Unreadable(name, Fault.EMPTY))
    if name.lower().endswith((".ics", ".ical", ".ifb")) or b"BEGIN:V" in start.upper():
        feed = read_feed(content, name, now.date())
        return _sorted(feed.rows, is_whole=feed.is_whole)
    if start[:1] in (b"{", b"["):
        return _sorted(read_objects(content, name), is_whole=True)
    try:
        return _sorted(read_sheet(content, name), is_whole=True)
    except csv.Error as error:
        raise UnreadableError(Unreadable(name, Fault.NOT_A_TABLE)) from error


def _sorted(rows: Iterable[Listed | Trouble], *, is_whole: bool) -> Reading:
    events: list[Listed] = []
    troubles: list[Trouble] = []
    for row in rows:
        if isinstance(row, Trouble):
            troubles.append(row)
        else:
            events.append(row)
    return Reading(tuple(events), tuple(troubles), is_whole=is_whole)
