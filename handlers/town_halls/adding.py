"""Bringing a town hall: a form, shown as it was read, before an organiser lets it through."""

from typing import Annotated
from zoneinfo import ZoneInfo

from handlers.arguments.coming import ComingKind
from handlers.arguments.plain import FormWords, OneOf
from handlers.arguments.whom import WhomKind
from handlers.cards import About, Button, Card, Press, Refused, Reply
from handlers.registry import Label, Reach, command
from handlers.request import Request
from handlers.text import N_, Text
from handlers.town_halls.correcting import correct_town_hall
from handlers.town_halls.describing import described
from handlers.town_halls.publishing import announce, announced, ask_organisers, may_pass, touch
from handlers.town_halls.rows import KINDS, TownHallKind
from handlers.town_halls.subjects import REVIEW
from handlers.town_halls.wording import facts, headline, what
from storage.files.town_halls.comparing import place_key
from storage.town_halls import deciding, sources, town_halls
from storage.town_halls.deciding import Brought
from storage.town_halls.kinds import EventKind
from storage.town_halls.town_halls import Described, Stage, TownHall
from storage.whom import Whom


@command(
    "town-hall add",
    N_("Tell the coalition of a town hall or another event where one can ask"),
    title=N_("Add a town hall"),
    submit=N_("Add it"),
)
def add_town_hall(
    request: Request,
    whom: Annotated[Whom, WhomKind(), Label(N_("Who"), N_("A name, or a district like PA-07"))],
    when: Annotated[str, ComingKind(), Label(N_("When"), N_("Like “Tue 14 July 6:30-8pm”"))],
    zone: Annotated[
        ZoneInfo | None, Label(N_("Time zone"), N_("Of the place; leave empty for the one of their state"))
    ] = None,
    where: Annotated[str, FormWords(300), Label(N_("Where"), N_("An address or a link"))] = "",
    kind: Annotated[EventKind, OneOf(EventKind, KINDS), Label(N_("Kind"))] = EventKind.IN_PERSON,
    said_by: Annotated[str, FormWords(300), Label(N_("Source"), N_("A link, or where you heard it"))] = "",
) -> Reply:
    """Keep an event that somebody has heard of; organisers look at it before it is announced."""
    told = described(request, whom, kind, when, zone, where, said_by)
    known = _known(request, told)
    if known is not None:
        raise Refused(_is_known(request, known))
    source = sources.of_member(request.db, request.member.id, request.member.name, request.now)
    event = deciding.add(request.db, told, Brought(source.id, by_id=request.member.id), request.now)
    if request.may_organise:
        return Reply(About(REVIEW, event.id))
    if may_pass(event, source):
        deciding.publish(request.db, event, None, request.now)
        return Reply(
            Card(what(request, told), (*facts(told), announced(announce(request, event, request.member.id))))
        )
    ask_organisers(request, event)
    text = Text(N_("Thank you. An organiser looks at it, then everybody whom it concerns is told."))
    change = Button(N_("Change it"), correct_town_hall, press=Press.ASKS, event=event)
    take_back = Button(N_("Take it back"), take_back_town_hall, event=event)
    return Reply(Card(what(request, told), (*facts(told), text), (change, take_back)))


@command("take-back-town-hall", N_("Take back a town hall that you have added"), reach=Reach.PRESSED)
def take_back_town_hall(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Undo one's own addition while nobody has decided on it."""
    if event.brought_by_id != request.member.id:
        raise Refused(Text(N_("Somebody else has added that. Ask them, or an organiser.")))
    if event.stage is not Stage.PROPOSED:
        raise Refused(Text(N_("An organiser has decided on it already. Ask them to change that.")))
    if deciding.dismiss(request.db, event, request.member.id, request.now):
        touch(request, event)
    return Reply(Card(body=(Text(N_("Taken back. Nobody is told of it.")),)))


def _known(request: Request, told: Described) -> TownHall | None:
    """The same event, if somebody has brought it: the same person answers on the same day and time."""
    for one in town_halls.on_days(request.db, [told.meeting.first]):
        is_same_person = (one.told.seat_id, one.told.name) == (told.seat_id, told.name)
        is_same_time = one.told.meeting.clock in (None, told.meeting.clock) or told.meeting.clock is None
        is_open = one.stage in (Stage.PROPOSED, Stage.PUBLISHED)
        if is_same_person and is_same_time and is_open and _may_be_one(one.told, told):
            return one
    return None


def _may_be_one(known: Described, told: Described) -> bool:
    """Nobody is in two places at once; but their staff may hold office hours in several."""
    both = (known.kind, told.kind)
    return EventKind.OFFICE_HOURS not in both or place_key(known.place) == place_key(told.place)


def _is_known(request: Request, known: TownHall) -> Text:
    line = headline(request, known.told)
    if known.is_on:
        return Text(N_("That event is announced already: {event}. See /town-halls."), event=line)
    return Text(N_("Somebody has added that already: {event}. An organiser looks at it."), event=line)
