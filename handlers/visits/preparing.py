"""Preparing a visit: who says what, when it is rehearsed, who brings what."""

from datetime import datetime
from typing import Annotated

from handlers.arguments.by_id import ById
from handlers.arguments.coming import ComingKind, read_coming
from handlers.arguments.plain import FormWords, Words
from handlers.cards import Block, Button, Card, FieldKind, Refused, Reply, Row, Rows
from handlers.outreach.fairness import warning
from handlers.registry import Effect, Label, Reach, command
from handlers.request import Request, Scene
from handlers.text import N_, Text
from handlers.visits.delegation import redraw
from handlers.visits.rows import VisitKind
from handlers.visits.standing import still_on
from handlers.visits.wording import headline
from storage import members
from storage.members import Member
from storage.visits import points, visits
from storage.visits.points import Point, PointKind
from storage.visits.visits import Visit

_LONGEST = 300
_MOST = 15
"""How many points a visit has at most."""


class PointArgument(ById[Point]):
    """A talking point or an ask of a visit."""

    def __init__(self) -> None:
        super().__init__(points.with_id)


@command("prepare-visit", N_("See who says what at a visit"), effect=Effect.READS, reach=Reach.PRESSED)
def prepare_visit(request: Request, visit: Annotated[Visit, VisitKind()]) -> Reply:
    """Show one person what is to be said, and by whom."""
    return Reply(_card(request, visit), beside=True)


def _card(request: Request, visit: Visit) -> Card:
    known = points.of_visits(request.db, [visit.id])[visit.id]
    body: list[Block] = [Rows(tuple(_row(request, one) for one in known))] if known else []
    if not known:
        body.append(
            Text(N_("No talking points yet. Add what everybody should know and somebody should say."))
        )
    body += rehearsal(visit)
    actions = (
        Button(N_("Add a point…"), add_point, visit=visit),
        Button(N_("Rehearsal…"), plan_rehearsal, visit=visit),
    )
    return Card(Text(N_("Prepare: {visit}"), visit=headline(request, visit)), tuple(body), actions)


def _row(request: Request, point: Point) -> Row:
    kind = N_("Ask: {words}\n{who}") if point.kind is PointKind.ASK else N_("Point: {words}\n{who}")
    who = spoken_by(request, point)
    if point.member_id is None:
        buttons = (Button(N_("I'll say it"), take_point, point=point),)
    elif point.member_id == request.member.id:
        buttons = (Button(N_("Give it back"), give_point_back, point=point),)
    else:
        buttons = ()
    return Row(Text(kind, words=point.words, who=who), buttons)


def spoken_by(scene: Scene, point: Point) -> Text:
    """Who says a point."""
    if point.member_id is None:
        return Text(N_("Nobody has it yet."))
    return Text(N_("{who} says it."), who=members.people(scene.db, [point.member_id])[point.member_id])


def rehearsal(visit: Visit) -> list[Block]:
    """When a visit is rehearsed, where that is known."""
    if visit.rehearsed_at is None:
        return []
    if visit.rehearsed_where:
        text = N_("Rehearsal: {at}, {place}.")
        return [Text(text, at=visit.rehearsed_at, place=visit.rehearsed_where)]
    return [Text(N_("Rehearsal: {at}."), at=visit.rehearsed_at)]


@command(
    "add-visit-point",
    N_("Add a talking point to a visit"),
    reach=Reach.PRESSED,
    title=N_("Add a point"),
)
def add_point(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    words: Annotated[
        str, Words(_LONGEST, FieldKind.PARAGRAPH), Label(N_("Point"), N_("What is to be said, in a sentence"))
    ],
    person: Annotated[Member | None, Label(N_("Who says it"), N_("Leave empty if that is open"))] = None,
) -> Reply:
    """Add something that is to be said."""
    still_on(request, visit)
    if len(points.of_visits(request.db, [visit.id])[visit.id]) >= _MOST:
        text = N_("That is more than a visit has room for: {most} points at most.")
        raise Refused(Text(text, most=_MOST), field="words")
    added = points.add(request.db, visit.id, PointKind.POINT, words, request.member.id, request.now)
    if person is not None:
        points.give(request.db, added, person.id)
    redraw(request.db, visit)
    card = _card(request, visit)
    sides = warning(words)
    return Reply(Card(card.title, (*card.body, sides), card.actions) if sides else card)


@command("take-visit-point", N_("Say that you will say a point"), reach=Reach.PRESSED)
def take_point(request: Request, point: Annotated[Point, PointArgument()]) -> Reply:
    """Make a point one's own; whoever has it keeps it."""
    visit = _visit_of(request, point)
    if point.member_id not in (None, request.member.id):
        text = N_("Somebody else says that by now: {who}")
        raise Refused(Text(text, who=spoken_by(request, point)))
    points.give(request.db, point, request.member.id)
    redraw(request.db, visit)
    return Reply(_card(request, visit))


@command("give-visit-point-back", N_("Give a point back"), reach=Reach.PRESSED)
def give_point_back(request: Request, point: Annotated[Point, PointArgument()]) -> Reply:
    """Let somebody else say a point."""
    visit = _visit_of(request, point)
    if point.member_id == request.member.id:
        points.give(request.db, point, None)
        redraw(request.db, visit)
    return Reply(_card(request, visit))


def _visit_of(request: Request, point: Point) -> Visit:
    visit = visits.with_id(request.db, point.visit_id)
    if visit is None:
        raise LookupError("a point's visit is gone")
    still_on(request, visit)
    return visit


@command(
    "plan-rehearsal",
    N_("Plan the rehearsal of a visit"),
    reach=Reach.PRESSED,
    title=N_("Rehearsal"),
)
def plan_rehearsal(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    when: Annotated[str, ComingKind(), Label(N_("When"), N_("Like “Mon 13 July 6pm”"))],
    where: Annotated[str, FormWords(200), Label(N_("Where"), N_("A place, a phone number or a link"))] = "",
) -> Reply:
    """Keep when those who come rehearse."""
    still_on(request, visit)
    coming = read_coming(when, request.now, visit.meeting.zone)
    if coming.clock is None:
        raise Refused(Text(N_("Write the time, too, like “Mon 13 July 6pm”.")), field="when")
    at: datetime = coming.starts_at
    if at >= visit.meeting.starts_at:
        raise Refused(Text(N_("A rehearsal comes before the visit. Write an earlier time.")), field="when")
    visits.rehearse(request.db, visit, at, where, request.now)
    redraw(request.db, visit)
    return Reply(_card(request, visits.with_id(request.db, visit.id) or visit))
