"""How a visit is put into words."""

from datetime import time

from handlers.arguments.zone import spoken_zone
from handlers.request import Scene
from handlers.text import N_, NP_, Link, Message, Strong, Text, Value, verbatim
from storage.meetings import Meeting
from storage.seats import Office
from storage.visits.requests import Level, VisitRequest
from storage.visits.visits import Visit

_ASKED: dict[Level, Message] = {
    Level.MEMBER: N_("a visit with {name} ({seat})"),
    Level.DROP_BY: N_("a drop-by of {name} ({seat})"),
    Level.STAFFER: N_("a visit with a staffer of {name} ({seat})"),
}


def when(meeting: Meeting, until: time | None = None) -> Text:
    """When it is, by the clocks of the place: Tue 14 July 2026, 10:00 Eastern time; also `until` when."""
    days: Value = meeting.first
    if meeting.last > meeting.first:
        days = Text(N_("{first} to {last}"), first=meeting.first, last=meeting.last)
    if meeting.clock is None:
        return Text(N_("{days}, no time yet"), days=days)
    clock, zone = f"{meeting.clock:%H:%M}", spoken_zone(meeting.zone)
    if until is not None:
        sentence = N_("{days}, {clock} to {end} {zone} time")
        return Text(sentence, days=days, clock=clock, end=f"{until:%H:%M}", zone=zone)
    return Text(N_("{days}, {clock} {zone} time"), days=days, clock=clock, zone=zone)


def when_and_how_long(meeting: Meeting) -> Text:
    """The same with its length, where it has a time."""
    if meeting.clock is None:
        return when(meeting)
    return Text(NP_("{when} ({n} min)", "{when} ({n} min)"), when=when(meeting), n=meeting.minutes)


def whom(scene: Scene, visit: Visit) -> Text:
    """Whom it is with: Rep. Dana Whitfield (PA-07)."""
    seat = scene.districts.catalogue[visit.seat_id]
    if visit.candidate_id is not None:
        return Text(N_("{name} ({seat})"), name=visit.name, seat=seat)
    sentence = {
        Office.US_HOUSE: N_("Rep. {name} ({seat})"),
        Office.US_SENATE: N_("Sen. {name} ({seat})"),
    }.get(seat.office, N_("{name} ({seat})"))
    return Text(sentence, name=visit.name, seat=seat)


def where(visit: Visit) -> Value:
    """The place as it was typed; a web address can be pressed."""
    if visit.place.startswith(("https://", "http://")) and " " not in visit.place:
        return Link(visit.place, Text(N_("the video call")))
    return visit.place


def headline(scene: Scene, visit: Visit) -> Text:
    """A visit in one line: whom, when, how long, where."""
    line = Text(N_("{whom}, {when}"), whom=whom(scene, visit), when=when_and_how_long(visit.meeting))
    return Text(N_("{line}, {place}"), line=line, place=where(visit)) if visit.place else line


def over_since(visit: Visit, scene: Scene) -> bool:
    """Whether a visit is over."""
    return visit.meeting.ends_at <= scene.now


def plain(words: str) -> Text:
    """Somebody's own words."""
    return verbatim(words)


def what_was_asked(scene: Scene, made: VisitRequest) -> Text:
    """What somebody asked for: a visit with Ana Alva (PA-07)."""
    seat = scene.districts.catalogue[made.seat_id]
    return Text(_ASKED[made.level], name=Strong(made.name), seat=seat)
