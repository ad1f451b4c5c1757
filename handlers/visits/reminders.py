"""What is said before a visit, as things are by then."""

from datetime import timedelta

from config.campaign import Importance, Role
from handlers.cards import Block, Button, Card
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest, Redirected
from handlers.text import N_, NP_, Listing, Message, Strong, Text
from handlers.timing import Late, Quiet
from handlers.visits import coming
from handlers.visits.assigning import assign_in_thread
from handlers.visits.delegation import FACILITATOR, Delegation, delegation
from handlers.visits.prepared import is_researched, rehearsal, research, to_bring
from handlers.visits.preparing import prepare_visit
from handlers.visits.rows import label, with_id
from handlers.visits.subjects import DAY_BEFORE, GAPS, HOUR_BEFORE, PREPARE, REHEARSE
from handlers.visits.wording import headline, when, where, whom
from storage.members import Person
from storage.visits import points, visits
from storage.visits.parts import State
from storage.visits.points import Point, PointKind
from storage.visits.visits import Visit

_A_DAY = timedelta(days=1)
_FEW = 5
"""Fewer people than this are worth a reminder (guide: aim at five to ten)."""


def _to_come(due: DueRequest, visit_id: int) -> Visit | None:
    """The visit, while it is to take place and has not moved since this was written."""
    visit = visits.with_id(due.db, visit_id)
    if visit is None or not visit.is_on or visit.meeting.ends_at <= due.now:
        return None
    _, _, sequence, _ = due.key.split(":")
    return visit if sequence == str(visit.sequence) else None


@reminder(PREPARE, quiet=Quiet.LATER)
def prepare(due: DueRequest, visit_id: int) -> Card | Dropped:
    """Five days before: the roles that are open, too few people, and nothing known of whom they meet."""
    visit = _to_come(due, visit_id)
    if visit is None:
        return Dropped("the visit moved, is off or over")
    people = delegation(due, visit)
    missing: list[Block] = []
    empty = [*people.open_roles(Importance.ESSENTIAL), *people.open_roles(Importance.REQUIRED)]
    if empty:
        missing.append(Text(N_("Still open: {roles}."), roles=Listing(tuple(map(label, empty)))))
    if len(people.coming) < min(_FEW, visit.people):
        text = NP_("{n} person comes so far, of {wanted}.", "{n} people come so far, of {wanted}.")
        missing.append(Text(text, n=len(people.coming), wanted=visit.people))
    if not is_researched(points.of_visits(due.db, [visit.id])[visit.id]):
        text = N_("Nobody has noted any research on {whom}. Note where it can be read with Prepare….")
        missing.append(Text(text, whom=whom(due, visit)))
    if not missing:
        return Dropped("nothing is missing")
    if visit.meeting.starts_at - due.now < _A_DAY:
        return Dropped("it is a day away, and what is missing is said for that")
    title = Text(N_("What is missing: {visit}"), visit=headline(due, visit))
    actions = (
        Button(N_("Assign…"), assign_in_thread, visit=visit),
        Button(N_("Prepare…"), prepare_visit, visit=visit),
    )
    return Card(title, tuple(missing), actions)


@reminder(REHEARSE, quiet=Quiet.LATER)
def rehearse(due: DueRequest, visit_id: int) -> Card | Dropped | Redirected:
    """Two days before: no rehearsal yet, or points that nobody says; for the facilitator."""
    visit = _to_come(due, visit_id)
    if visit is None or visit.meeting.starts_at <= due.now:
        return Dropped("the visit moved, is off or has begun")
    open_points = [one for one in points.of_visits(due.db, [visit.id])[visit.id] if one.member_id is None]
    missing: list[Block] = []
    if visit.rehearsed_at is None:
        missing.append(Text(N_("No rehearsal is planned yet. Half an hour together helps everybody.")))
    missing += [_nobody_has(one) for one in open_points]
    if not missing:
        return Dropped("nothing is missing")
    title = Text(N_("Prepare: {visit}"), visit=headline(due, visit))
    card = Card(title, tuple(missing), (Button(N_("Prepare…"), prepare_visit, visit=visit),))
    leads = [part for part in delegation(due, visit).parts if part.role == FACILITATOR]
    return Redirected(leads[0].member_id if leads else visit.made_by_id, card)


def _nobody_has(point: Point) -> Text:
    brought, said = N_("Nobody brings this yet: {words}"), N_("Nobody says this yet: {words}")
    return Text(brought if point.kind is PointKind.MATERIAL else said, words=point.words)


@reminder(GAPS, quiet=Quiet.LATER)
def gaps(due: DueRequest, visit_id: int) -> Card | Dropped:
    """A day before: roles that a visit should not be without, and that nobody has or has said yes to."""
    visit = _to_come(due, visit_id)
    if visit is None or visit.meeting.starts_at <= due.now:
        return Dropped("the visit moved, is off or has begun")
    people = delegation(due, visit)
    empty = [*people.open_roles(Importance.ESSENTIAL), *people.open_roles(Importance.REQUIRED)]
    asked = [
        *people.unanswered_roles(Importance.ESSENTIAL),
        *people.unanswered_roles(Importance.REQUIRED),
    ]
    if not empty and not asked:
        return Dropped("nothing is missing")
    body: list[Block] = []
    if empty:
        text = N_(
            "Nobody has {roles} yet, and the visit is {when}: {whom}. Ask somebody, or take it yourself."
        )
        named = Listing(tuple(map(label, empty)))
        body.append(Text(text, roles=named, when=when(visit.meeting), whom=whom(due, visit)))
    if asked:
        text = N_(
            "Nobody has said yes to {roles} yet, and the visit is {when}: {whom}. Talk to them, or ask "
            "somebody else."
        )
        named = Listing(tuple(_asked(people, role) for role in asked))
        body.append(Text(text, roles=named, when=when(visit.meeting), whom=whom(due, visit)))
    return Card(body=tuple(body), actions=(Button(N_("Assign…"), assign_in_thread, visit=visit),))


def _asked(people: Delegation, role: Role) -> Text:
    """A role with whom it was asked of; whom one asks for their story is nobody's business."""
    if role.story:
        return label(role)
    asked = Listing(tuple(people.persons[part.member_id] for part in people.holders(role)))
    return Text(N_("{role} ({who})"), role=label(role), who=asked)


@reminder(DAY_BEFORE, quiet=Quiet.LATER)
def day_before(due: DueRequest, visit_id: int) -> Card | Dropped:
    """Everybody's own card, a day before."""
    visit = _to_come(due, visit_id)
    if visit is None or (visit.meeting.clock is not None and visit.meeting.starts_at <= due.now):
        return Dropped("the visit moved, is off or has begun")
    people = delegation(due, visit)
    if due.recipient is None or not _takes_part(due, people, due.recipient):
        return Dropped("they don't come")
    title = Text(N_("Your visit: {whom}"), whom=whom(due, visit))
    body = (
        *_when_and_where(visit),
        *_your_part(people, due.recipient),
        *_your_words(due, visit, due.recipient),
        *research(due, points.of_visits(due.db, [visit.id])[visit.id]),
        *_rehearsal_to_come(due, visit),
        *_others(people, due.recipient),
    )
    return Card(title, body, (Button(N_("Can't come"), coming.cannot_come, visit=visit),))


@reminder(HOUR_BEFORE, quiet=Quiet.THROUGH, late=Late.DROP)
def hour_before(due: DueRequest, visit_id: int) -> Card | Dropped:
    """The short card, an hour before, whatever the hour."""
    visit = _to_come(due, visit_id)
    if visit is None or visit.meeting.starts_at <= due.now:
        return Dropped("the visit moved, is off or has begun")
    people = delegation(due, visit)
    if due.recipient is None or not _takes_part(due, people, due.recipient):
        return Dropped("they don't come")
    title = Text(N_("Soon: {whom}"), whom=whom(due, visit))
    return Card(title, (*_when_and_where(visit), *_your_part(people, due.recipient)))


def _takes_part(due: DueRequest, people: Delegation, person: Person) -> bool:
    if person in people.coming or people.roles_of(person.member_id):
        return True
    prepared = points.of_visits(due.db, [people.visit.id])[people.visit.id]
    return any(one.member_id == person.member_id for one in prepared if one.kind is not PointKind.RESEARCH)


def _when_and_where(visit: Visit) -> list[Block]:
    at = visit.meeting
    lines: list[Block] = [Text(N_("{when}."), when=Strong(when(at)))]
    if at.clock is not None:
        lines[0] = Text(N_("{when}, for you {at}."), when=Strong(when(at)), at=at.starts_at)
    if visit.place:
        lines.append(Text(N_("Where: {place}"), place=where(visit)))
    return lines


def _your_part(people: Delegation, person: Person) -> list[Block]:
    lines: list[Block] = []
    for part in people.roles_of(person.member_id):
        role = with_id(part.role)
        sentence = N_("You have {role}: {duty}.") if role.duty else N_("You have {role}.")
        if part.state is State.ASKED:
            sentence = N_("{role}: you have not said yet whether you take it.")
        lines.append(Text(sentence, role=Strong(label(role)), duty=Text(Message(role.duty))))
    return lines


def _your_words(due: DueRequest, visit: Visit, person: Person) -> list[Block]:
    """What we ask, which everybody should know, and what is theirs to say or to bring."""
    lines: list[Block] = []
    for one in points.of_visits(due.db, [visit.id])[visit.id]:
        if one.kind is PointKind.RESEARCH:
            continue
        is_own = one.member_id == person.member_id
        if one.kind is PointKind.ASK:
            sentence = N_("We ask, and you say it: {words}") if is_own else N_("We ask: {words}")
            lines.append(Text(sentence, words=one.words))
        elif is_own and one.kind is PointKind.MATERIAL:
            lines.append(to_bring(due, one))
        elif is_own:
            lines.append(Text(N_("Your point: {words}"), words=one.words))
    return lines


def _rehearsal_to_come(due: DueRequest, visit: Visit) -> list[Block]:
    return rehearsal(visit) if visit.rehearsed_at is not None and visit.rehearsed_at > due.now else []


def _others(people: Delegation, person: Person) -> list[Block]:
    """Who else comes, each with what they do."""
    others = [other for other in people.coming if other.member_id != person.member_id]
    if not others:
        return []
    named = Listing(tuple(_with_roles(people, other) for other in others))
    return [Text(N_("With you: {people}."), people=named)]


def _with_roles(people: Delegation, person: Person) -> Text:
    """Somebody and what they do; not that they tell their story, which they can take back at any time."""
    own = [part for part in people.roles_of(person.member_id) if part.state is State.HELD]
    held = tuple(label(role) for part in own if not (role := with_id(part.role)).story)
    if not held:
        return Text(N_("{who}"), who=person)
    return Text(N_("{who} ({roles})"), who=person, roles=Listing(held))
