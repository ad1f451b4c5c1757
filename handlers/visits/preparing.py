"""Preparing a visit: who says what, who brings what, what is known of them, when it is rehearsed."""

from datetime import datetime
from typing import Annotated

from handlers.arguments.by_id import ById
from handlers.arguments.coming import ComingKind, read_coming
from handlers.arguments.plain import FormWords, Words
from handlers.candidates.fields import WhereFrom
from handlers.cards import Block, Button, Card, FieldKind, Press, Refused, Reply, Row, Rows
from handlers.outreach.fairness import warning
from handlers.outreach.rows import MaterialsKind
from handlers.registry import Effect, Label, Reach, command
from handlers.request import Request
from handlers.text import N_, Message, Text
from handlers.visits.delegation import redraw
from handlers.visits.prepared import rehearsal, research, who_has_it
from handlers.visits.reminding import remind_person
from handlers.visits.rows import VisitKind
from handlers.visits.standing import still_on
from handlers.visits.wording import headline
from storage.members import Member
from storage.outreach.materials import Material
from storage.visits import points, visits
from storage.visits.points import Point, PointKind
from storage.visits.visits import Visit

_LONGEST = 300
MOST_ASKS = 5
_MOST = 15
"""How many points and materials a visit has at most."""

_KINDS: dict[PointKind, Message] = {
    PointKind.ASK: N_("Ask: {words}\n{who}"),
    PointKind.POINT: N_("Point: {words}\n{who}"),
    PointKind.MATERIAL: N_("To leave behind: {words}\n{who}"),
}
"""What somebody has, and can give back."""


class PointArgument(ById[Point]):
    """A talking point, an ask or a material of a visit."""

    def __init__(self) -> None:
        super().__init__(points.with_id)


@command("prepare-visit", N_("See who says what at a visit"), effect=Effect.READS, reach=Reach.PRESSED)
def prepare_visit(request: Request, visit: Annotated[Visit, VisitKind()]) -> Reply:
    """Show one person what is to be said, and by whom."""
    still_on(request, visit)
    return Reply(_card(request, visit), beside=True)


def _card(request: Request, visit: Visit) -> Card:
    known = points.of_visits(request.db, [visit.id])[visit.id]
    to_have = [one for one in known if one.kind in _KINDS]
    body: list[Block] = [Rows(tuple(_row(request, one) for one in to_have))] if to_have else []
    if not to_have:
        body.append(
            Text(N_("No talking points yet. Add what everybody should know and somebody should say."))
        )
    body += research(request, known) or [Text(N_("No research on them is noted yet."))]
    body += rehearsal(visit)
    actions = (
        Button(N_("Add a point…"), add_point, visit=visit),
        Button(N_("Add an ask…"), add_ask, visit=visit),
        Button(N_("Materials…"), bring_materials, press=Press.ASKS, visit=visit),
        Button(N_("Research…"), note_research, visit=visit),
        Button(N_("Rehearsal…"), plan_rehearsal, visit=visit),
    )
    return Card(Text(N_("Prepare: {visit}"), visit=headline(request, visit)), tuple(body), actions)


def _row(request: Request, point: Point) -> Row:
    who = who_has_it(request, point)
    if point.member_id is None:
        yes = N_("I'll bring it") if point.kind is PointKind.MATERIAL else N_("I'll say it")
        buttons = (Button(yes, take_point, point=point),)
    elif point.member_id == request.member.id:
        buttons = (Button(N_("Give it back"), give_point_back, point=point),)
    else:
        buttons = ()
    return Row(Text(_KINDS[point.kind], words=point.words, who=who), buttons)


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
    _check_room(request, visit, 1, "words")
    added = points.add(request.db, visit.id, PointKind.POINT, words, request.member.id, request.now)
    if person is not None:
        _give(request, visit, added, person.id)
    redraw(request.db, visit.id)
    return Reply(_with_warning(_card(request, visit), words))


@command(
    "add-visit-ask",
    N_("Add to what a visit asks for"),
    reach=Reach.PRESSED,
    title=N_("Add an ask"),
)
def add_ask(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    words: Annotated[
        str, Words(_LONGEST, FieldKind.PARAGRAPH), Label(N_("Ask"), N_("What we ask for, in a sentence"))
    ],
    person: Annotated[Member | None, Label(N_("Who says it"), N_("Leave empty if that is open"))] = None,
) -> Reply:
    """Add something that is asked for, and is answered in the debrief."""
    still_on(request, visit)
    known = points.of_visits(request.db, [visit.id])[visit.id]
    if sum(one.kind is PointKind.ASK for one in known) >= MOST_ASKS:
        text = N_("A visit has {most} asks at most, so that each gets an answer.")
        raise Refused(Text(text, most=MOST_ASKS), field="words")
    _check_room(request, visit, 1, "words")
    line = " ".join(words.split())
    added = points.add(request.db, visit.id, PointKind.ASK, line, request.member.id, request.now)
    if person is not None:
        _give(request, visit, added, person.id)
    redraw(request.db, visit.id)
    return Reply(_with_warning(_card(request, visit), words))


def _check_room(request: Request, visit: Visit, more: int, field: str) -> None:
    if len(points.of_visits(request.db, [visit.id])[visit.id]) + more > _MOST:
        text = N_("That is more than a visit has room for: {most} points and materials at most.")
        raise Refused(Text(text, most=_MOST), field=field)


def _give(request: Request, visit: Visit, point: Point, member_id: int) -> None:
    """Have a person say or bring it; they are reminded of it with their own card."""
    points.give(request.db, point, member_id)
    remind_person(request, visit, member_id)


def _with_warning(card: Card, words: str) -> Card:
    sides = warning(words)
    return Card(card.title, (*card.body, sides), card.actions) if sides else card


@command(
    "bring-visit-materials",
    N_("Say what is left behind at a visit"),
    reach=Reach.PRESSED,
    title=N_("Materials"),
    submit=N_("Save"),
)
def bring_materials(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    listed: Annotated[
        tuple[Material, ...], MaterialsKind(), Label(N_("Materials"), N_("Of your coalition's list"))
    ] = (),
    named: Annotated[
        str, FormWords(_LONGEST), Label(N_("Something else"), N_("What else you leave with them"))
    ] = "",
    person: Annotated[Member | None, Label(N_("Who brings it"), N_("Leave empty if that is open"))] = None,
) -> Reply:
    """Add what is left behind with them; what is there already stays as it is."""
    still_on(request, visit)
    known = points.of_visits(request.db, [visit.id])[visit.id]
    there = {one.words for one in known if one.kind is PointKind.MATERIAL}
    wanted: dict[str, int | None] = {f"{one.title} v{one.version}": one.id for one in listed}
    if named:
        wanted.setdefault(named, None)
    if not wanted:
        raise Refused(Text(N_("Pick a material, or write what you leave with them.")), field="named")
    new = {words: material_id for words, material_id in wanted.items() if words not in there}
    _check_room(request, visit, len(new), "named")
    for words, material_id in new.items():
        added = points.add(
            request.db, visit.id, PointKind.MATERIAL, words, request.member.id, request.now,
            material_id=material_id,
        )  # fmt: skip
        if person is not None:
            _give(request, visit, added, person.id)
    redraw(request.db, visit.id)
    return Reply(_with_warning(_card(request, visit), named))


@command(
    "note-visit-research",
    N_("Note what is known of those whom you visit"),
    reach=Reach.PRESSED,
    title=N_("Research"),
    submit=N_("Save"),
)
def note_research(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    where: Annotated[
        str, WhereFrom(), Label(N_("Where it is"), N_("A link, or a note of where it can be read"))
    ],
    person: Annotated[Member | None, Label(N_("Who did it"), N_("Leave empty for yourself"))] = None,
) -> Reply:
    """Keep where the research on them can be read; nobody is told any more that there is none."""
    still_on(request, visit)
    if not where:
        raise Refused(Text(N_("Please fill this in.")), field="where")
    _check_room(request, visit, 1, "where")
    by_id = request.member.id
    added = points.add(request.db, visit.id, PointKind.RESEARCH, where, by_id, request.now)
    points.give(request.db, added, (person or request.member).id)
    redraw(request.db, visit.id)
    return Reply(_card(request, visit))


@command("take-visit-point", N_("Say that you will say a point, or bring a material"), reach=Reach.PRESSED)
def take_point(request: Request, point: Annotated[Point, PointArgument()]) -> Reply:
    """Make a point one's own; whoever has it keeps it."""
    visit = _visit_of(request, point)
    if point.member_id not in (None, request.member.id):
        brought = N_("Somebody else brings that by now: {who}")
        text = brought if point.kind is PointKind.MATERIAL else N_("Somebody else says that by now: {who}")
        raise Refused(Text(text, who=who_has_it(request, point)))
    _give(request, visit, point, request.member.id)
    redraw(request.db, visit.id)
    return Reply(_card(request, visit))


@command("give-visit-point-back", N_("Give a point back"), reach=Reach.PRESSED)
def give_point_back(request: Request, point: Annotated[Point, PointArgument()]) -> Reply:
    """Let somebody else say a point, or bring a material."""
    visit = _visit_of(request, point)
    if point.member_id == request.member.id:
        points.give(request.db, point, None)
        redraw(request.db, visit.id)
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
    redraw(request.db, visit.id)
    return Reply(_card(request, visits.with_id(request.db, visit.id) or visit))
