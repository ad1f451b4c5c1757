"""How a town hall is put into words."""

from urllib.parse import urlsplit

from config import campaign
from handlers.arguments.moments.names import day_in_words
from handlers.cards import Block, Note
from handlers.request import Scene
from handlers.text import N_, Link, Message, Text, Value
from handlers.town_halls.ends import until
from handlers.visits.wording import when as when_it_is
from storage.seats import Office
from storage.town_halls.kinds import EventKind
from storage.town_halls.town_halls import Described

_WITH: dict[EventKind, Message] = {
    EventKind.IN_PERSON: N_("Town hall with {whom}"),
    EventKind.VIRTUAL: N_("Virtual town hall with {whom}"),
    EventKind.PHONE: N_("Town hall by phone with {whom}"),
    EventKind.ONLINE_QA: N_("Online questions and answers with {whom}"),
    EventKind.EMPTY_CHAIR: N_("Empty chair town hall for {whom}"),
    EventKind.CANDIDATE_FORUM: N_("Candidate forum with {whom}"),
    EventKind.OFFICE_HOURS: N_("Office hours of {whom}"),
    EventKind.OTHER: N_("Event with {whom}"),
}
_TITLED: dict[Office, Message] = {
    Office.US_HOUSE: N_("Rep. {name} ({seat})"),
    Office.US_SENATE: N_("Sen. {name} ({seat})"),
}
_UNTITLED = N_("{name} ({seat})")


def whom(scene: Scene, told: Described) -> Text:
    """Who answers: Rep. Dana Whitfield (PA-07); somebody who is not on the lists by name and state."""
    if told.seat_id is None:
        if not told.state:
            return Text(N_("{name}"), name=told.name)
        return Text(N_("{name} ({state})"), name=told.name, state=told.state)
    seat = scene.districts.catalogue[told.seat_id]
    is_official = told.is_placed and told.candidate_id is None
    sentence = _TITLED.get(seat.office, _UNTITLED) if is_official else _UNTITLED
    return Text(sentence, name=told.name, seat=seat)


def what(scene: Scene, told: Described) -> Text:
    """What it is, and who answers: Virtual town hall with Sen. Ana Alva (PA-SEN-1)."""
    return Text(_WITH[told.kind], whom=whom(scene, told))


def when(told: Described) -> Text:
    """When it is, by the clocks of the place, and until when, where that is known."""
    return when_it_is(told.meeting, until(told))


def where(told: Described) -> Value:
    """The place as it was given; a web address can be pressed."""
    return Link(told.place, Text(N_("the link to join"))) if is_link(told.place) else told.place


def heard(told: Described) -> Value:
    """Where somebody heard of it; a web address can be pressed."""
    if not is_link(told.said_by):
        return told.said_by
    return Link(told.said_by, Text(N_("{host}"), host=urlsplit(told.said_by).hostname or told.said_by))


def headline(scene: Scene, told: Described) -> Text:
    """An event in one line: who answers, when, where."""
    line = Text(N_("{what}, {when}"), what=what(scene, told), when=when(told))
    return Text(N_("{line}, {place}"), line=line, place=where(told)) if told.place else line


def short(scene: Scene, told: Described) -> Text:
    """An event in a menu: who answers, and the day."""
    return Text(N_("{whom}, {day}"), whom=whom(scene, told), day=told.meeting.first)


def advice(told: Described) -> tuple[Block, ...]:
    """The guides' advice for those who ask at an event of this kind, as the campaign has it."""
    return tuple(Note(Text(Message(one.words))) for one in campaign.advice() if told.kind.value in one.kinds)


def in_plain_words(scene: Scene, told: Described) -> str:
    """What it was, who answered and when, as words that are kept."""
    seat = scene.districts.catalogue[told.seat_id].code if told.seat_id is not None else told.state
    who = f"{told.name} ({seat})" if seat else told.name
    return f"{_WITH[told.kind].format(whom=who)}, {day_in_words(told.meeting.first)}"


def facts(told: Described) -> tuple[Block, ...]:
    """When and where, and where that was heard."""
    found: list[Block] = [Text(N_("{when}"), when=when(told))]
    if told.place:
        found.append(Text(N_("Where: {place}"), place=where(told)))
    if told.said_by:
        found.append(Note(Text(N_("Source: {source}"), source=heard(told))))
    return tuple(found)


def is_link(words: str) -> bool:
    """Whether words are a web address that may be opened."""
    return words.startswith(("https://", "http://")) and " " not in words
