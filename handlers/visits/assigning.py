"""Choosing who takes a role at a visit: they are asked, and a no is offered on to the next."""

from datetime import timedelta
from typing import Annotated

from config.campaign import Role
from handlers.cards import About, Button, Card, Refused, Reply, Style
from handlers.registry import Label, Permission, Reach, command, reminder, standing_card
from handlers.request import Dropped, DueRequest, Request, Scene
from handlers.text import N_, Message, Strong, Text
from handlers.timing import Quiet
from handlers.visits.delegation import delegation, redraw
from handlers.visits.reminding import is_the_last_day, remind_person
from handlers.visits.rows import ComingVisitKind, PartKind, RoleKind, VisitKind, label, with_id
from handlers.visits.standing import still_on
from handlers.visits.stories import note_willing, story_card
from handlers.visits.subjects import PART, PART_ANSWERED, PART_UNANSWERED
from handlers.visits.taking import (
    end_offers,
    fits,
    is_secret,
    redraw_part,
    take,
    taken_by_another,
    tell_of_opening,
)
from handlers.visits.wording import headline
from storage import members
from storage.members import Member
from storage.visits import attendance, parts, visits
from storage.visits.attendance import Word
from storage.visits.parts import State, VisitPart
from storage.visits.visits import Visit

_WAIT, _WAIT_ON_LAST_DAY = timedelta(days=1), timedelta(hours=3)
"""So long an offer waits for an answer before the next is offered the same."""

_ASKED_ABOUT = 10
"""So many visits are offered where it is not clear which one is meant, the soonest first."""


@command(
    "assign-role",
    N_("Ask somebody to take a role at a visit"),
    permission=Permission.ORGANISER,
    title=N_("Assign a role"),
    submit=N_("Ask them"),
)
def assign_role(
    request: Request,
    person: Annotated[Member, Label(N_("Who"))],
    role: Annotated[Role, RoleKind(), Label(N_("Role"))],
    visit: Annotated[Visit | None, ComingVisitKind(), Label(N_("Visit"))] = None,
) -> Reply:
    """Ask a person to take a role; with several coming visits, which one is asked first."""
    if visit is None:
        coming = visits.coming(request.db, request.now)
        if not coming:
            raise Refused(Text(N_("No visit is coming up. /visit new arranges one.")))
        if len(coming) > 1:
            return _for_which(request, coming, person, role)
        visit = coming[0]
    still_on(request, visit)
    return _assigned(request, visit, person, role)


def _for_which(request: Request, coming: list[Visit], person: Member, role: Role) -> Reply:
    which = tuple(
        Button(
            Text(N_("{visit}"), visit=headline(request, visit)),
            assign_role,
            person=person,
            role=role,
            visit=visit,
        )
        for visit in coming[:_ASKED_ABOUT]
    )
    return Reply(Card(body=(Text(N_("For which visit?")),), actions=which))


@command(
    "assign-visit-role",
    N_("Ask somebody to take a role at this visit"),
    permission=Permission.ORGANISER,
    reach=Reach.PRESSED,
    title=N_("Assign a role"),
    submit=N_("Ask them"),
)
def assign_in_thread(
    request: Request,
    visit: Annotated[Visit, VisitKind()],
    person: Annotated[Member, Label(N_("Who"))],
    role: Annotated[Role, RoleKind(), Label(N_("Role"))],
) -> Reply:
    """The same from a visit's own card."""
    still_on(request, visit)
    return _assigned(request, visit, person, role)


def _assigned(request: Request, visit: Visit, person: Member, role: Role) -> Reply:
    who = members.people(request.db, [person.id])[person.id]
    if person.id == request.member.id:
        take(request, visit, role)
        text = N_("You take {role}: {visit}.")
        return Reply(Card(body=(Text(text, role=label(role), visit=headline(request, visit)),)), beside=True)
    people = delegation(request, visit)
    if is_secret(people.holders(role), role):
        raise Refused(taken_by_another(request, people.holders(role), role))
    if any(part.role == role.id for part in people.roles_of(person.id)):
        text = N_("{who} has that role, or was asked already. Nothing has changed.")
        raise Refused(Text(text, who=who))
    fits(people.roles_of(person.id), role)
    part = parts.take(
        request.db, visit.id, person.id, role.id, State.ASKED, request.member.id, request.now,
        shared=role.shared,
    )  # fmt: skip
    if part is None:
        holder = delegation(request, visit).holders(role)[0]
        named = members.people(request.db, [holder.member_id])[holder.member_id]
        text = N_("{who} has that role, or is being asked: {role}. They can give it up on the visit's card.")
        raise Refused(Text(text, who=named, role=label(role)))
    end_offers(request, visit, role)
    _ask(request, part)
    redraw(request.db, visit.id, person.id)
    text = N_("I've asked {who} to take {role}. They answer in a direct message.")
    return Reply(Card(body=(Text(text, who=who, role=label(role)),)), beside=True)


def _ask(scene: Scene, part: VisitPart) -> None:
    scene.tell(part.member_id, PART, part.id, f"{PART}:{part.id}")


@reminder(PART, quiet=Quiet.LATER)
def asked(due: DueRequest, part_id: int) -> Card | Dropped:
    """Ask somebody to take a role, or offer it to them."""
    part = parts.with_id(due.db, part_id)
    visit = visits.with_id(due.db, part.visit_id) if part else None
    if part is None or visit is None or not visit.is_on or visit.meeting.ends_at <= due.now:
        return Dropped("the visit is off or over")
    if part.state not in (State.ASKED, State.OFFERED):
        return Dropped("it is settled")
    return _card(due, part, visit)


@standing_card(PART)
def part_card(scene: Scene, part_id: int) -> Card | None:
    """How it stands between a person and a role."""
    part = parts.with_id(scene.db, part_id)
    visit = visits.with_id(scene.db, part.visit_id) if part else None
    return _card(scene, part, visit) if part and visit else None


_STANDS: dict[State, Message] = {
    State.HELD: N_("You have {role}: {visit}."),
    State.DECLINED: N_("You said no to {role}: {visit}. Thank you for answering."),
    State.GIVEN_UP: N_("You gave up {role}: {visit}."),
    State.LAPSED: N_("Nobody is needed for {role} any more: {visit}."),
}


def _card(scene: Scene, part: VisitPart, visit: Visit) -> Card:
    role, about = with_id(part.role), About(PART, part.id)
    line = headline(scene, visit)
    if role.story and visit.is_on:
        willing = Button(N_("Willing"), accept_role, style=Style.PRIMARY, part=part)
        card = story_card(scene, part, visit, willing, Button(N_("Not this time"), decline_role, part=part))
        if card is not None:
            return card
    if part.state in _STANDS or not visit.is_on or visit.meeting.ends_at <= scene.now:
        sentence = _STANDS.get(part.state, _STANDS[State.LAPSED])
        if not visit.is_on:
            sentence = N_("That visit was cancelled: {visit}.")
        return Card(body=(Text(sentence, role=Strong(label(role)), visit=line),), about=about)
    by = members.people(scene.db, [part.assumed_by_id])[part.assumed_by_id]
    ask = (
        Text(N_("{who} asks you to take {role}: {visit}."), who=by, role=Strong(label(role)), visit=line)
        if part.state is State.ASKED
        else Text(
            N_("{role} is open again: {visit}. Will you take it?"), role=Strong(label(role)), visit=line
        )
    )
    duty = Text(N_("What you would do: {duty}."), duty=Text(Message(role.duty)))
    actions = (
        Button(N_("Accept"), accept_role, style=Style.PRIMARY, part=part),
        Button(N_("Decline"), decline_role, part=part),
    )
    return Card(body=(ask, duty) if role.duty else (ask,), actions=actions, about=about)


@command("accept-visit-role", N_("Take the role that you were asked to take"), reach=Reach.PRESSED)
def accept_role(request: Request, part: Annotated[VisitPart, PartKind()]) -> Reply:
    """Say yes; an offer may have been taken by somebody else meanwhile."""
    visit = _own_visit(request, part)
    if part.state is State.ASKED:
        parts.turn(request.db, part, State.HELD, request.now)
    elif part.state is State.OFFERED:
        role, people = with_id(part.role), delegation(request, visit)
        if people.holders(role) and not role.shared:
            parts.turn(request.db, part, State.LAPSED, request.now)
            redraw_part(request, part)
            return Reply(About(PART, part.id))
        fits(people.roles_of(part.member_id), role)
        parts.turn(request.db, part, State.HELD, request.now)
        end_offers(request, visit, role)
    else:
        return Reply(About(PART, part.id))
    if with_id(part.role).story:
        note_willing(request, part, visit)
    attendance.say(request.db, visit.id, part.member_id, Word.COMING, request.member.id, request.now)
    remind_person(request, visit, part.member_id)
    redraw_part(request, part)
    redraw(request.db, visit.id, part.member_id)
    return Reply(About(PART, part.id))


@command("decline-visit-role", N_("Say no to a role that you were asked to take"), reach=Reach.PRESSED)
def decline_role(request: Request, part: Annotated[VisitPart, PartKind()]) -> Reply:
    """Open the role again, and offer it to the next of those who come without one."""
    visit = _own_visit(request, part)
    if part.state in (State.ASKED, State.OFFERED) and parts.turn(
        request.db, part, State.DECLINED, request.now
    ):
        redraw_part(request, part)
        redraw(request.db, visit.id, part.member_id)
        tell_of_opening(request, visit, part)
        offer_on(request, visit, with_id(part.role), part.assumed_by_id)
    return Reply(About(PART, part.id))


def _own_visit(request: Request, part: VisitPart) -> Visit:
    if part.member_id != request.member.id:
        raise Refused(Text(N_("That was asked of somebody else. Nothing has changed.")))
    visit = visits.with_id(request.db, part.visit_id)
    if visit is None:
        raise Refused(Text(N_("That visit is no longer there.")))
    still_on(request, visit)
    return visit


def offer_on(scene: Scene, visit: Visit, role: Role, by_id: int) -> None:
    """Offer an open role to the first of those coming who have none and were not asked before."""
    people = delegation(scene, visit)
    if people.holders(role):
        return
    asked_before = {part.member_id for part in parts.of_visit(scene.db, visit.id) if part.role == role.id}
    busy = {part.member_id for part in people.parts}
    for person in people.coming:
        if person.member_id in asked_before | busy:
            continue
        part = parts.offer(
            scene.db, visit.id, person.member_id, role.id, by_id, scene.now, shared=role.shared
        )
        _ask(scene, part)
        is_soon = is_the_last_day(visit, scene.now)
        key = f"{PART_UNANSWERED}:{part.id}"
        scene.tell(part.member_id, PART_UNANSWERED, part.id, key, _WAIT_ON_LAST_DAY if is_soon else _WAIT)
        return


@reminder(PART_UNANSWERED)
def part_unanswered(due: DueRequest, part_id: int) -> Dropped:
    """Somebody has not answered an offer for a day: the next is offered the role, and both may take it.

    Says nothing itself.
    """
    part = parts.with_id(due.db, part_id)
    visit = visits.with_id(due.db, part.visit_id) if part else None
    if part is None or visit is None or not visit.is_on or visit.meeting.starts_at <= due.now:
        return Dropped("the visit is off, or has begun")
    if part.state is not State.OFFERED:
        return Dropped("it was answered, or somebody has taken it")
    offer_on(due, visit, with_id(part.role), part.assumed_by_id)
    return Dropped("nobody answered, so the next is offered it, too")


@reminder(PART_ANSWERED, quiet=Quiet.LATER)
def part_answered(due: DueRequest, part_id: int) -> Card | Dropped:
    """Tell whoever arranged a visit, or assigned a role, that it is open again."""
    part = parts.with_id(due.db, part_id)
    visit = visits.with_id(due.db, part.visit_id) if part else None
    if part is None or visit is None or not visit.is_on or visit.meeting.ends_at <= due.now:
        return Dropped("the visit is off or over")
    if delegation(due, visit).holders(with_id(part.role)):
        return Dropped("somebody has taken it since")
    who = members.people(due.db, [part.member_id])[part.member_id]
    is_open = N_("{role} is open again: {visit}.")
    declined = N_("{who} can't take {role}, so it is open again: {visit}.")
    # Whose story it was, and why it is not told, is nobody's business.
    sentence = {
        State.DECLINED: is_open if with_id(part.role).story else declined,
        State.GIVEN_UP: is_open,
    }.get(part.state)
    if sentence is None:
        return Dropped("it is settled")
    text = Text(sentence, who=who, role=Strong(label(with_id(part.role))), visit=headline(due, visit))
    return Card(body=(text,), actions=(Button(N_("Assign…"), assign_in_thread, visit=visit),))
