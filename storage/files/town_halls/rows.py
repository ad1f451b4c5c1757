"""From what the fields of a row say to an event, or to the trouble with it. The same for JSON and tables."""

from dataclasses import dataclass, replace
from datetime import date, time

from storage.files.town_halls.clocks import Clocked, minutes_until, read_clock
from storage.files.town_halls.days import CutDay, cut_day, is_nothing
from storage.files.town_halls.kinds import kind_of
from storage.files.town_halls.listed import Doubt, Doubted, Listed, ListedSeat, Trouble
from storage.files.town_halls.plain_text import plain_line, plain_notes, web_link
from storage.files.town_halls.seats import name_in, seat_in, seat_of, state_named
from storage.files.town_halls.zones import zone_of
from storage.town_halls.kinds import EventKind


@dataclass(frozen=True, slots=True)
class Fields:
    """A row as its file has it, each field as text. `exact_day` is what a program wrote beside `day`."""

    row: int
    source_id: str = ""
    who: str = ""
    seat: str = ""
    state: str = ""
    kind: str = ""
    title: str = ""
    day: str = ""
    exact_day: str = ""
    last_day: str = ""
    clock: str = ""
    exact_clock: str = ""
    end: str = ""
    zone: str = ""
    places: tuple[str, ...] = ()
    phone: str = ""
    link: str = ""
    notes: tuple[str, ...] = ()
    status: str = ""
    private: str = ""


@dataclass(frozen=True, slots=True)
class _Time:
    first: date
    last: date
    clock: time | None
    minutes: int | None
    zone: str | None
    doubts: tuple[Doubted, ...]


_YES = frozenset({"yes", "y", "true", "1", "x", "private", "confidential", "closed", "invitation only"})
_CALLED_OFF = ("cancel", "called off")


def read_row(fields: Fields) -> Listed | Trouble:
    """The event of a row, or what is in the way of one."""
    said = _said(fields)
    at = _time(fields)
    if isinstance(at, Doubted):
        return Trouble(
            row=fields.row,
            reason=at.doubt,
            detail=at.detail,
            source_id=said.source_id,
            who=said.who,
            seat=said.seat.written,
            kind=said.kind,
            title=said.title,
            when=plain_line(", ".join(filter(None, (fields.day, fields.clock)))),
            place=said.place,
            link=said.link,
            notes=said.notes,
        )
    return replace(
        said,
        first=at.first,
        last=at.last,
        clock=at.clock,
        minutes=at.minutes,
        zone=at.zone,
        doubts=(*said.doubts, *at.doubts),
    )


def about(title: str, who: str, written_seat: str, state: str) -> tuple[str, ListedSeat, tuple[Doubted, ...]]:
    """Who answers and for which seat, by their own fields, else by the title, with what is unclear of it."""
    name = plain_line(who) or plain_line(name_in(title))
    seat, doubts = seat_of(plain_line(written_seat) or seat_in(title), plain_line(state))
    return name, seat, doubts if name else (Doubted(Doubt.NO_OFFICIAL), *doubts)


def joined_place(parts: tuple[str, ...]) -> str:
    """The parts of a place in one line; none that says nothing, and none that another has already."""
    kept: list[str] = []
    for part in map(plain_line, parts):
        is_new = not any(part.casefold() in other.casefold() for other in kept)
        if part and is_new and not is_nothing(part) and not state_named(part):
            kept = [other for other in kept if other.casefold() not in part.casefold()]
            kept.append(part)
    return plain_line(", ".join(kept))


def _said(fields: Fields) -> Listed:
    """Everything but the time; the day is a stand-in."""
    title = plain_line(fields.title)
    who, seat, doubts = about(title, fields.who, fields.seat, fields.state)
    kind = kind_of(fields.kind, title) or EventKind.OTHER
    phone = plain_line(fields.phone)
    place = joined_place(fields.places) or phone
    link = web_link(fields.link) or web_link(place)
    if not place and kind not in (EventKind.VIRTUAL, EventKind.ONLINE_QA, EventKind.PHONE):
        doubts = (*doubts, Doubted(Doubt.NO_PLACE))
    notes = [plain_notes(note) for note in (*fields.notes, phone if phone != place else "")]
    status = f"{fields.status} {title[:40]}".casefold()
    return Listed(
        row=fields.row,
        source_id=plain_line(fields.source_id),
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
        notes=plain_notes("\n".join(filter(None, notes))),
        is_cancelled=any(word in status for word in _CALLED_OFF),
        is_private=fields.private.strip().casefold() in _YES,
        doubts=doubts,
    )


def _time(fields: Fields) -> _Time | Doubted:
    day = _day(fields)
    if isinstance(day, Doubted):
        return day
    clocked = _clock(fields, day.rest)
    if isinstance(clocked, Doubted):
        return clocked
    last = cut_day(fields.last_day) if fields.last_day.strip() else day
    if isinstance(last, Doubted):
        return last
    minutes, doubts = _length(fields.end, clocked)
    zone, unclear = _zone(fields.zone, clocked)
    instead = (Doubted(Doubt.NO_TIME, clocked.instead),) if clocked.clock is None else ()
    backwards = (Doubted(Doubt.END_BEFORE_START, plain_line(fields.last_day)),) if last.day < day.day else ()
    return _Time(
        day.day,
        max(day.day, last.day),
        clocked.clock,
        minutes,
        zone,
        (*instead, *doubts, *backwards, *unclear),
    )


def _day(fields: Fields) -> CutDay | Doubted:
    """The day as people have it; beside a program's own, it must be the same, or unreadable by a slip."""
    written = cut_day(fields.day)
    if not fields.exact_day.strip():
        return written
    exact = cut_day(fields.exact_day)
    if isinstance(exact, Doubted):
        return written
    if isinstance(written, Doubted):
        is_slip = written.doubt in (Doubt.FAR_YEAR, Doubt.NO_YEAR, Doubt.UNCLEAR_DAY, Doubt.NO_DAY)
        return exact if is_slip else written
    if written.day != exact.day:
        return Doubted(Doubt.SEVERAL_DAYS, plain_line(f"{fields.day}, {fields.exact_day}"))
    return written


def _clock(fields: Fields, beside_the_day: str) -> Clocked | Doubted:
    """The time of its own field, else of the day's; a program's own only where people's is unreadable."""
    words = fields.clock if not is_nothing(fields.clock.strip()) else beside_the_day or fields.clock
    clocked = read_clock(words)
    if isinstance(clocked, Doubted) and clocked.doubt is not Doubt.SMALL_HOURS and fields.exact_clock.strip():
        exact = read_clock(fields.exact_clock)
        return exact if isinstance(exact, Clocked) and exact.clock else clocked
    return clocked


def _length(end: str, clocked: Clocked) -> tuple[int | None, tuple[Doubted, ...]]:
    if clocked.clock is None or is_nothing(end.strip()):
        return clocked.minutes, ()
    words = plain_line(end)
    until = read_clock(end)
    if isinstance(until, Doubted):
        is_late = until.doubt is Doubt.SMALL_HOURS
        found = _past_midnight(end, clocked.clock) if is_late else None
        return (found, ()) if found else (clocked.minutes, (Doubted(Doubt.UNCLEAR_END, words),))
    if until.clock is None:
        return clocked.minutes, (Doubted(Doubt.UNCLEAR_END, words),)
    minutes = minutes_until(clocked.clock, until.clock)
    return minutes, () if minutes else (Doubted(Doubt.END_BEFORE_START, words),)


def _past_midnight(end: str, start: time) -> int | None:
    """The length of what ends in the small hours, which are asked about only as a start."""
    ranged = read_clock(f"{start:%H:%M}-{end}")
    return None if isinstance(ranged, Doubted) or (ranged.minutes or 0) > 6 * 60 else ranged.minutes


def _zone(written: str, clocked: Clocked) -> tuple[str | None, tuple[Doubted, ...]]:
    named = zone_of(written)
    zones = dict.fromkeys((*clocked.zones, *((named,) if named else ())))
    if len(zones) == 1:
        return next(iter(zones)), ()
    if zones:
        return None, (Doubted(Doubt.SEVERAL_ZONES, ", ".join(zones)),)
    return None, (Doubted(Doubt.NO_ZONE, plain_line(written)),)
