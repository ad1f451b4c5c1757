"""The events of a calendar file, and the occurrences of those that are repeated."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from storage.files.outcomes import Fault, Unreadable, UnreadableError
from storage.files.town_halls.feeds.lines import Block, sort_lines
from storage.files.town_halls.feeds.series import (
    Occurrence,
    Version,
    is_repeated,
    occurrences,
    planned_of,
    steps_for,
)
from storage.files.town_halls.feeds.times import Zones, ending_of, start_of, zones_of
from storage.files.town_halls.kinds import kind_of
from storage.files.town_halls.listed import MOST_ROWS, Doubt, Doubted, Listed, Trouble
from storage.files.town_halls.plain_text import plain_line, plain_notes, web_link
from storage.files.town_halls.rows import about, joined_place
from storage.files.town_halls.seats import name_in, state_named
from storage.town_halls.kinds import EventKind

MOST_EVENTS = 5_000
MOST_OCCURRENCES = 5_000
"""Of all repeated events of a file; those that come later in it are asked about."""
MOST_SERIES = 1_000
MOST_STEPS = 300_000
"""Dates that are counted to find the occurrences near to now."""
MOST_VERSIONS = 500
"""Dates of one series that are told of by events of their own."""

_WITHOUT_PLACE = (EventKind.VIRTUAL, EventKind.ONLINE_QA, EventKind.PHONE)
_NO_KIND = ("other", "event", "meeting")
_KIND_SEPARATORS = (":", " - ", " – ", " — ")


@dataclass(frozen=True, slots=True)
class FeedRead:
    """What a calendar file says, and whether that is all of it."""

    rows: tuple[Listed | Trouble, ...]
    is_whole: bool


def read_feed(content: bytes, name: str, today: date) -> FeedRead:
    """Every event of a file once, and of repeated ones each date near to `today`.

    A repeated event without such a date is there once, with its first.

    Raises:
        UnreadableError: when it is no calendar.
    """
    file = sort_lines(_text(content), MOST_EVENTS)
    if not file.is_calendar:
        raise UnreadableError(Unreadable(name, Fault.NOT_A_CALENDAR))
    if len(file.events) + file.left_out > MOST_ROWS:
        raise UnreadableError(Unreadable(name, Fault.TOO_MANY_ROWS, expected=str(MOST_ROWS)))
    method = file.calendar["METHOD"].upper()
    reader = _Reader(zones_of(file.calendar, file.zones), today, is_called_off=method == "CANCEL")
    rows = reader.read(file.events)
    rows += [
        Trouble(MOST_EVENTS + number, Doubt.TOO_MANY, str(MOST_EVENTS))
        for number in range(1, file.left_out + 1)
    ]
    is_whole = file.is_whole and not file.left_out and method in ("", "PUBLISH")
    return FeedRead(tuple(rows), is_whole and not any(one.reason is Doubt.CUT_OFF for one in _troubles(rows)))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _troubles(rows: Iterable[Listed | Trouble]) -> Iterable[Trouble]:
    return (row for row in rows if isinstance(row, Trouble))


class _Reader:
    """Reads the events of one file, and counts what that costs."""

    def __init__(self, zones: Zones, today: date, *, is_called_off: bool) -> None:
        self._zones = zones
        self._today = today
        self._is_called_off = is_called_off
        self._told = self._steps = self._series = 0
        self._said: dict[int, Listed] = {}

    def read(self, events: Sequence[Block]) -> list[Listed | Trouble]:
        by_uid: defaultdict[str, list[Block]] = defaultdict(list)
        for event in events:
            by_uid[event["UID"] or f"\0{event.row}"].append(event)
        return [row for alike in by_uid.values() for row in self._alike(alike)]

    def _alike(self, events: list[Block]) -> list[Listed | Trouble]:
        """What events of one UID say: one event, its versions (the newest first), or a series."""
        rows: list[Listed | Trouble] = []
        versions: list[Version] = []
        for event in sorted(events, key=_newest_first):
            start = start_of(event, self._zones)
            if not event.is_whole:
                rows.append(self._trouble(event, Doubted(Doubt.CUT_OFF)))
            elif isinstance(start, Doubted):
                rows.append(self._trouble(event, start))
            else:
                versions.append(Version(event, start))
        others = [one for one in versions if "RECURRENCE-ID" in one.event.properties]
        cores = [one for one in versions if one not in others]
        for core in cores:
            if not is_repeated(core.event):
                rows.append(self._listed(core))
                continue
            told = self._occurring(core, others)
            rows += told
            kept = {row.row for row in told if isinstance(row, Listed)}
            others = [other for other in others if other.event.row not in kept]
        return [*rows, *(self._listed(other, _at(other, cores, self._zones)) for other in others)]

    def _occurring(self, core: Version, others: Sequence[Version]) -> list[Listed | Trouble]:
        found = self._occurrences(core, others)
        if isinstance(found, Doubted):
            return [self._trouble(core.event, found)]
        if not found:
            return [self._listed(core)]
        versions = {other.event.row: other for other in others}
        days = Counter(one.planned.day for one in found)
        return [
            self._listed(versions.get(one.row, core), one, is_alone=days[one.planned.day] == 1)
            for one in found
        ]

    def _occurrences(self, core: Version, others: Sequence[Version]) -> list[Occurrence] | Doubted:
        steps = steps_for(core, self._today)
        if isinstance(steps, Doubted):
            return steps
        if len(others) > MOST_VERSIONS:
            return Doubted(Doubt.TOO_MANY, str(MOST_VERSIONS))
        self._steps += steps
        self._series += 1
        if self._steps > MOST_STEPS or self._series > MOST_SERIES:
            return Doubted(Doubt.TOO_MANY, str(MOST_SERIES))
        found = occurrences(core, others, self._zones, self._today)
        if isinstance(found, Doubted):
            return found
        self._told += len(found)
        return found if self._told <= MOST_OCCURRENCES else Doubted(Doubt.TOO_MANY, str(MOST_OCCURRENCES))

    def _listed(self, version: Version, at: Occurrence | None = None, *, is_alone: bool = True) -> Listed:
        event = version.event
        said = self._said.get(event.row) or self._said.setdefault(event.row, _said(event))
        start = version.start if at is None else at.start
        ending = ending_of(event, version.start, self._zones)
        doubts = (*said.doubts, *ending.doubts)
        if start.clock is None:
            doubts = (*doubts, Doubted(Doubt.NO_TIME))
        elif start.zone is None:
            doubts = (*doubts, Doubted(Doubt.NO_ZONE, plain_line(start.unknown)))
        return replace(
            said,
            source_id=_source_id(said.source_id, at, is_alone=is_alone),
            first=start.day,
            last=_last(start.day, ending.last - version.start.day),
            clock=start.clock,
            zone=start.zone if start.clock is not None else None,
            minutes=ending.minutes,
            is_cancelled=said.is_cancelled or self._is_called_off,
            doubts=doubts,
        )

    def _trouble(self, event: Block, why: Doubted) -> Trouble:
        said = _said(event)
        return Trouble(
            row=event.row,
            reason=why.doubt,
            detail=plain_line(why.detail),
            source_id=said.source_id,
            who=said.who,
            seat=said.seat.written,
            kind=said.kind,
            title=said.title,
            when=plain_line(event["DTSTART"]),
            place=said.place,
            link=said.link,
            notes=said.notes,
        )


def _newest_first(event: Block) -> int:
    number = event["SEQUENCE"]
    return -int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _last(first: date, length: timedelta) -> date:
    try:
        return first + length
    except OverflowError:
        return first


def _at(other: Version, cores: Sequence[Version], zones: Zones) -> Occurrence | None:
    planned = planned_of(other.event, cores[0].start if cores else None, zones)
    return None if planned is None else Occurrence(planned, other.start, other.event.row)


def _source_id(uid: str, at: Occurrence | None, *, is_alone: bool) -> str:
    if not uid or at is None:
        return uid
    clock = "" if is_alone or at.planned.clock is None else f"T{at.planned.clock:%H%M}"
    return f"{uid}#{at.planned.day:%Y%m%d}{clock}"


def _said(event: Block) -> Listed:
    """Everything but the time; the day is a stand-in."""
    title = plain_line(event["SUMMARY"])
    categories = [plain_line(word) for word in event["CATEGORIES"].split(",")]
    state = next((word for word in categories if len(word) > 2 and state_named(word)), "")
    kind, name = _kind_and_name(title)
    who, seat, doubts = about(title, name, "", state)
    kind = kind or kind_of(title, *categories) or EventKind.OTHER
    place = joined_place((event["LOCATION"],))
    link = web_link(event["URL"]) or web_link(place)
    if not place and kind not in _WITHOUT_PLACE:
        doubts = (*doubts, Doubted(Doubt.NO_PLACE))
    is_cancelled = event["STATUS"].upper() == "CANCELLED" or title.casefold().startswith("cancel")
    return Listed(
        row=event.row,
        source_id=plain_line(event["UID"]),
        who=who,
        seat=seat,
        kind=kind,
        title=title,
        first=date.min,
        last=date.min,
        clock=None,
        zone=None,
        minutes=None,
        place=place,
        link=link,
        notes=plain_notes(event["DESCRIPTION"]),
        is_cancelled=is_cancelled,
        is_private=event["CLASS"].upper() in ("PRIVATE", "CONFIDENTIAL"),
        doubts=doubts,
    )


def _kind_and_name(title: str) -> tuple[EventKind | None, str]:
    """A title of a kind and a name, such as “Office Hours: Ana Alva (PA-07)”; "" for one of another form."""
    for separator in _KIND_SEPARATORS:
        before, found, after = title.partition(separator)
        if found:
            kind = kind_of(before)
            is_a_kind = kind is not None or before.casefold() in _NO_KIND
            is_a_name = not name_in(title) and kind_of(after) is None
            return kind, after.partition("(")[0].strip() if is_a_kind and is_a_name else ""
    return None, ""
