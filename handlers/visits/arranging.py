"""Arranging a visit: a form, what it was read as, and a yes to that."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated
from zoneinfo import ZoneInfo

from handlers.arguments.coming import Coming, ComingKind, read_coming_at
from handlers.arguments.picked import PickedDay, PickedTime
from handlers.arguments.place_zone import Place
from handlers.arguments.plain import Amount, FormWords, OneOf
from handlers.arguments.when import zone_of_reader
from handlers.arguments.whom import WhomKind
from handlers.cards import Block, Button, Card, FieldKind, Note, Press, Refused, Reply, Style
from handlers.outreach.fairness import warning
from handlers.registry import Label, Reach, command
from handlers.request import Request
from handlers.text import N_, ChannelRef, Message, Text
from handlers.visits.asking import ask, settle
from handlers.visits.meeting import meeting_of, typed_again
from handlers.visits.nearby import tell_of_visit
from handlers.visits.preparing import MOST_ASKS
from handlers.visits.reminding import remind
from handlers.visits.rows import VisitKind
from handlers.visits.standing import may_change
from handlers.visits.subjects import VISIT
from handlers.visits.wording import headline, when_and_how_long, whom
from storage import candidates, outbox
from storage import whom as people_to_meet
from storage.files.seat_facts import read_state_zones
from storage.outbox import Place as Where
from storage.outbox import Saying
from storage.visits import points, visits
from storage.visits.points import PointKind
from storage.visits.requests import Level, NewRequest
from storage.visits.visits import NewVisit, Stage, Visit
from storage.whom import Whom

_FEW = 5
"""Fewer people than this warn (guide: aim at five to ten)."""

_LEVELS: dict[Level, Message] = {
    Level.MEMBER: N_("A visit with them"),
    Level.DROP_BY: N_("A drop-by of theirs"),
    Level.STAFFER: N_("A visit with a staffer"),
}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=://)|^\s*(?:javascript|data)(?=:)", re.IGNORECASE)
_LONGEST_ASK = 300


def _as_drafted(request: Request, kept: Mapping[str, str]) -> Mapping[str, object]:
    """What the form opens with: what was filled in before, where it is opened to change that."""
    if "draft" not in kept:
        return {}
    draft = VisitKind().load(kept["draft"], request)
    at = draft.meeting
    asks = [one.words for one in points.of_visits(request.db, [draft.id])[draft.id]]
    return {
        "whom": people_to_meet.again(request.db, draft), "when": typed_again(at), "zone": at.zone,
        "where": draft.place,
        "minutes": at.minutes, "people": draft.people, "most_people": draft.most_people,
        "contact": draft.contact, "asks": "\n".join(asks),
    }  # fmt: skip


@command(
    "visit new",
    N_("Arrange a visit with an official or a candidate"),
    title=N_("Arrange a visit"),
    submit=N_("Go on"),
    filled=_as_drafted,
)
def new_visit(
    request: Request,
    whom: Annotated[Whom, WhomKind(), Label(N_("With"), N_("A name, or a district like PA-07"))],
    when: Annotated[
        str | None,
        ComingKind(),
        Label(N_("When"), N_("Like “Tue 14 July 10am”, or only the day. Empty while you ask for a date")),
    ] = None,
    day: Annotated[date | None, PickedDay(), Label(N_("Or pick the day"))] = None,
    time_of_day: Annotated[time | None, PickedTime(), Label(N_("And the time"), N_("Of the place"))] = None,
    zone: Annotated[
        ZoneInfo | None, Label(N_("Time zone"), N_("Of the place; leave empty for the one of their state"))
    ] = None,
    where: Annotated[
        str, FormWords(300), Label(N_("Where"), N_("An address, a phone number or a video link"))
    ] = "",
    minutes: Annotated[int, Amount(5, 720), Label(N_("Minutes"))] = 30,
    people: Annotated[int, Amount(1, 200), Label(N_("People"), N_("How many should come"))] = 8,
    most_people: Annotated[
        int | None, Amount(1, 200), Label(N_("The office takes"), N_("How many at most, if they said so"))
    ] = None,
    contact: Annotated[str, FormWords(200), Label(N_("Office contact"), N_("Whom to reach there"))] = "",
    asks: Annotated[
        str, FormWords(1500, FieldKind.PARAGRAPH), Label(N_("Asks"), N_("What we ask for, one on each line"))
    ] = "",
    level: Annotated[
        Level, OneOf(Level, _LEVELS), Label(N_("You ask for"), N_("Where there is no date yet"))
    ] = Level.MEMBER,
    draft: Annotated[Visit | None, VisitKind()] = None,
) -> Reply:
    """Show a visit as it was understood; it counts once somebody says yes. Without a date it is a request."""
    del draft
    wanted = [" ".join(line.split()) for line in asks.splitlines() if line.strip()]
    _check(where, wanted)
    words = _when(when, day, time_of_day)
    candidate_id = None
    if whom.running is not None:
        candidate_id = candidates.own_row(request.db, whom.running, request.member, request.now)
    if words is None:
        return ask(request, NewRequest(whom.seat_id, whom.official_id, candidate_id, whom.name, level))
    coming = _coming(request, words, whom, zone, field="when" if day is None else "day")
    meeting = meeting_of(coming, minutes)
    new = NewVisit(
        whom.seat_id, whom.official_id, candidate_id, whom.name, meeting, where, people, most_people, contact
    )
    made = visits.draft(request.db, new, request.member.id, request.now)
    for words in wanted:
        points.add(request.db, made.id, PointKind.ASK, words, request.member.id, request.now)
    return Reply(_read_as(request, made, wanted))


def _when(typed: str | None, day: date | None, clock: time | None) -> str | None:
    """The words for when it will be, typed or picked."""
    if day is None:
        if clock is not None:
            raise Refused(Text(N_("Pick the day, too, or write both under When.")), field="day")
        return typed
    if typed is not None:
        raise Refused(Text(N_("Write when it will be, or pick it; empty one of the two.")), field="day")
    return f"{day.isoformat()} {clock.isoformat('minutes')}" if clock else day.isoformat()


def _coming(request: Request, words: str, whom: Whom, zone: ZoneInfo | None, field: str) -> Coming:
    """When it will be; what is wrong with it is said at that field."""
    try:
        return read_coming_at(words, request.now, _place_of(request, whom), zone, zone_of_reader(request))
    except Refused as refused:
        refused.field = field if refused.field == "when" else refused.field
        raise


def _check(where: str, asks: list[str]) -> None:
    schemes = {found.casefold() for found in _SCHEME.findall(where)}
    if schemes - {"http", "https"}:
        text = N_("That link can't be opened here. Write one that begins with https://, or an address.")
        raise Refused(Text(text), field="where")
    if len(asks) > MOST_ASKS or any(len(one) > _LONGEST_ASK for one in asks):
        text = N_("Write {most} asks at most, each in one line of up to {letters} characters.")
        raise Refused(Text(text, most=MOST_ASKS, letters=_LONGEST_ASK), field="asks")


def _place_of(request: Request, whom: Whom) -> Place | None:
    """Where clocks are looked at: the state of whoever is visited."""
    state = request.districts.catalogue.states.get(request.districts.catalogue[whom.seat_id].state)
    zones = read_state_zones().get(state.usps, ()) if state else ()
    return Place(state.name, zones) if state and zones else None


def _read_as(request: Request, made: Visit, asks: list[str]) -> Card:
    """What the form was read as, to be said yes to."""
    body: list[Block] = [
        Text(N_("{when}."), when=when_and_how_long(made.meeting)),
    ]
    if made.meeting.clock is not None:
        body.append(Note(Text(N_("For you that is {at}."), at=made.meeting.starts_at)))
    if made.place:
        body.append(Text(N_("Where: {place}"), place=made.place))
    body += [Text(N_("We ask: {words}"), words=one) for one in asks]
    body += _warnings(made, asks)
    return Card(
        Text(N_("A visit with {whom}"), whom=whom(request, made)),
        tuple(body),
        (
            Button(N_("Yes, arrange it"), arrange_visit, style=Style.PRIMARY, visit=made),
            Button(N_("Change it"), new_visit, press=Press.ASKS, draft=made),
        ),
    )


def _warnings(made: Visit, asks: list[str]) -> list[Block]:
    found: list[Block] = []
    if made.most_people is not None and made.people > made.most_people:
        text = N_("The office takes {most}, and you want {people}. Agree on who goes in.")
        found.append(Note(Text(text, most=made.most_people, people=made.people)))
    if made.people < _FEW:
        text = N_("That is a small delegation. Five to ten people are a good number, if the office has room.")
        found.append(Note(Text(text)))
    sides = next(filter(None, map(warning, asks)), None)
    return [*found, sides] if sides is not None else found


@command("arrange-visit", N_("Say yes to a visit as it was understood"), reach=Reach.PRESSED)
def arrange_visit(request: Request, visit: Annotated[Visit, VisitKind()]) -> Reply:
    """Make it a visit: posted where it was arranged, with its roles in the thread."""
    may_change(request, visit)
    if visit.meeting.ends_at <= request.now:
        raise Refused(Text(N_("That time is past by now. /visit new arranges another one.")))
    place = _place(request)
    workspace = request.origin.workspace.id
    channel = place.channel if place else None
    if visit.stage is Stage.DRAFT and visits.arrange(
        request.db, visit, workspace, channel, request.member.id, request.now
    ):
        saying = Saying(
            VISIT, visit.id, f"{VISIT}:{visit.id}", request.now, member_id=request.member.id, place=place
        )
        outbox.write(request.db, saying, request.now)
        remind(request, visit)
        tell_of_visit(request, visit)
        settle(request, visit)
    line = headline(request, visit)
    if channel is None:
        text = Text(N_("Arranged: {visit}. You get its card as a direct message."), visit=line)
    else:
        text = Text(
            N_("Arranged: {visit}. It is posted in {channel}, with the roles in its thread."),
            visit=line,
            channel=ChannelRef(channel),
        )
    return Reply(Card(body=(text,)))


def _place(request: Request) -> Where | None:
    """Where a visit is posted: where it was arranged, else where the coalition announces."""
    origin = request.origin
    if origin.channel is not None and not origin.is_direct:
        return Where(origin.workspace.id, origin.channel)
    here = [one for one in request.announcing if one.workspace_id == origin.workspace.id]
    return Where(here[0].workspace_id, here[0].channel) if here else None
