"""A visit's two cards: what it is, in the channel; who comes and does what, in the thread below it."""

from config.campaign import Importance, Role, visit_roles
from handlers.cards import About, Block, Button, Card, Note
from handlers.registry import reminder, standing_card
from handlers.request import Dropped, DueRequest, Scene
from handlers.text import N_, NP_, Listing, Message, Strong, Text, Value
from handlers.visits import assigning, calendar, changing, coming, prepared, preparing, taking
from handlers.visits.delegation import Delegation, delegation
from handlers.visits.rows import label
from handlers.visits.subjects import ROLES, VISIT
from handlers.visits.wording import headline, over_since, when_and_how_long, where, whom
from storage import members
from storage.visits import points, visits
from storage.visits.parts import State, VisitPart
from storage.visits.points import PointKind
from storage.visits.visits import Stage, Visit


@standing_card(VISIT, thread=ROLES)
def visit_card(scene: Scene, visit_id: int) -> Card | None:
    """A visit as it was agreed."""
    visit = visits.with_id(scene.db, visit_id)
    if visit is None or visit.stage is Stage.DRAFT:
        return None
    about = About(VISIT, visit.id)
    title = Text(N_("Visit: {whom}"), whom=whom(scene, visit))
    if visit.stage is Stage.CANCELLED:
        gone = Text(N_("Cancelled. It was to be {when}."), when=when_and_how_long(visit.meeting))
        return Card(title, (gone,), (), about)
    actions: tuple[Button, ...] = ()
    if not over_since(visit, scene):
        actions = (
            Button(N_("Calendar"), calendar.put_into_calendar, visit=visit),
            Button(N_("Move"), changing.move_visit, visit=visit),
            Button(N_("Cancel it"), changing.cancel_visit, visit=visit),
        )
    return Card(title, (*_facts(scene, visit), *_asks(scene, visit)), actions, about)


def _facts(scene: Scene, visit: Visit) -> list[Block]:
    by = members.people(scene.db, [visit.made_by_id])[visit.made_by_id]
    facts: list[Block] = [Text(N_("{when}."), when=when_and_how_long(visit.meeting))]
    if visit.meeting.clock is not None:
        facts.append(Note(Text(N_("For you that is {at}."), at=visit.meeting.starts_at)))
    if visit.place:
        facts.append(Text(N_("Where: {place}"), place=where(visit)))
    if visit.contact:
        facts.append(Text(N_("The office's contact: {contact}"), contact=visit.contact))
    facts.append(Text(N_("Arranged by {who}. The roles are in the thread."), who=by))
    return facts


def _asks(scene: Scene, visit: Visit) -> list[Block]:
    known = [one for one in points.of_visits(scene.db, [visit.id])[visit.id] if one.kind is PointKind.ASK]
    return [Text(N_("We ask: {words}"), words=one.words) for one in known]


@reminder(VISIT)
def visit_posted(due: DueRequest, visit_id: int) -> Card | Dropped:
    """A new visit, for its channel."""
    visit = visits.with_id(due.db, visit_id)
    if visit is None or not visit.is_on:
        return Dropped("it was cancelled before this was said")
    return visit_card(due, visit_id) or Dropped("the visit is gone")


@reminder(ROLES)
def roles_posted(due: DueRequest, visit_id: int) -> Card | Dropped:
    """The roles of a visit, for its thread."""
    return role_card(due, visit_id) or Dropped("the visit is gone")


@standing_card(ROLES)
def role_card(scene: Scene, visit_id: int) -> Card | None:
    """Who comes and who does what, with a button for every role that is open."""
    visit = visits.with_id(scene.db, visit_id)
    if visit is None or visit.stage is Stage.DRAFT:
        return None
    about = About(ROLES, visit.id)
    if visit.stage is Stage.CANCELLED:
        return Card(
            body=(Text(N_("This visit is cancelled: {visit}."), visit=headline(scene, visit)),), about=about
        )
    people = delegation(scene, visit)
    roles = (_role(people, role) for role in _shown(people))
    known = points.of_visits(scene.db, [visit.id])[visit.id]
    points_said, brought = prepared.to_say(scene, known), prepared.left_behind(scene, known)
    body = (
        _state(scene, people),
        *roles,
        *points_said,
        *_coming(people),
        *brought,
        *prepared.rehearsal(visit),
    )
    if over_since(visit, scene):
        return Card(body=body, about=about)
    return Card(body=body, actions=_actions(people), about=about)


def _state(scene: Scene, people: Delegation) -> Text:
    """The first line: ready, or what is missing."""
    visit = headline(scene, people.visit)
    missing = people.open_roles(Importance.ESSENTIAL)
    if missing:
        named = Listing(tuple(Text(N_("{role} is open"), role=label(role)) for role in missing))
        text = N_("{not_ready}: {roles} · {visit}")
        return Text(text, not_ready=Strong(Text(N_("Not ready"))), roles=named, visit=visit)
    asked = people.unanswered_roles(Importance.ESSENTIAL)
    if asked:
        text = N_("{not_ready}: nobody has said yes yet to {roles} · {visit}")
        named = Listing(tuple(map(label, asked)))
        return Text(text, not_ready=Strong(Text(N_("Not ready"))), roles=named, visit=visit)
    empty = people.open_roles(Importance.REQUIRED)
    if empty:
        named = Listing(tuple(map(label, empty)))
        text = N_("{ready}, but still open: {roles} · {visit}")
        return Text(text, ready=Strong(Text(N_("Ready"))), roles=named, visit=visit)
    return Text(N_("{ready} · {visit}"), ready=Strong(Text(N_("Ready"))), visit=visit)


def _shown(people: Delegation) -> list[Role]:
    """Every role that somebody has or that the visit should not be without."""
    return [
        role for role in visit_roles() if role.importance is not Importance.OPTIONAL or people.holders(role)
    ]


def _role(people: Delegation, role: Role) -> Text:
    holders = people.holders(role)
    if not holders:
        needed = N_("{role}: open · needed before we go")
        sentence = needed if role.importance is Importance.ESSENTIAL else N_("{role}: open")
        return Text(sentence, role=label(role))
    if taking.is_secret(holders, role):
        return Text(N_("{role}: somebody is being asked"), role=label(role))
    named = Listing(tuple(_holder(people, part) for part in holders))
    if not role.duty:
        return Text(N_("{role}: {people}"), role=label(role), people=named)
    return Text(
        N_("{role}: {people} · {duty}"), role=label(role), people=named, duty=Text(Message(role.duty))
    )


def _holder(people: Delegation, part: VisitPart) -> Value:
    person = people.persons[part.member_id]
    return person if part.state is State.HELD else Text(N_("{who} (asked)"), who=person)


def _coming(people: Delegation) -> tuple[Block, ...]:
    count = Text(
        NP_("{n} of {wanted} is coming.", "{n} of {wanted} are coming."),
        n=len(people.coming),
        wanted=people.visit.people,
    )
    if not people.coming:
        return (Text(N_("Nobody has said yet that they come.")),)
    return (Text(N_("{count} {people}"), count=count, people=Listing(tuple(people.coming))),)


def _actions(people: Delegation) -> tuple[Button, ...]:
    visit = people.visit
    free = [role for role in visit_roles() if role.shared or not people.holders(role)]
    return (
        *(
            Button(Text(N_("{role}"), role=label(role)), taking.take_role, visit=visit, role=role)
            for role in free
        ),
        Button(N_("I'm coming"), coming.i_am_coming, visit=visit),
        Button(N_("Can't come"), coming.cannot_come, visit=visit),
        Button(N_("Give up my role"), taking.give_up_role, visit=visit),
        Button(N_("Assign…"), assigning.assign_in_thread, visit=visit),
        Button(N_("Prepare…"), preparing.prepare_visit, visit=visit),
    )
