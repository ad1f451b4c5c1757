"""Taking a role at a visit, and giving it up."""

from collections.abc import Sequence
from typing import Annotated

from config.campaign import Role
from handlers.cards import About, Button, Card, Refused, Reply
from handlers.registry import Reach, command
from handlers.request import Request, Scene
from handlers.text import N_, Listing, Text
from handlers.visits.delegation import FACILITATOR, delegation, redraw
from handlers.visits.reminding import is_the_last_day, remind_person, responsible
from handlers.visits.rows import RoleKind, VisitKind, label, with_id
from handlers.visits.standing import still_on
from handlers.visits.subjects import NO_FACILITATOR, PART, PART_ANSWERED, ROLES
from storage import members, posted_cards
from storage.posted_cards import Shown
from storage.visits import attendance, parts, stories
from storage.visits.attendance import Word
from storage.visits.parts import State, VisitPart
from storage.visits.visits import Visit


@command("take-visit-role", N_("Take a role at a visit"), reach=Reach.PRESSED)
def take_role(
    request: Request, visit: Annotated[Visit, VisitKind()], role: Annotated[Role, RoleKind()]
) -> Reply:
    """Give somebody the role whose button they pressed; who does something there comes, too."""
    still_on(request, visit)
    take(request, visit, role)
    return Reply(About(ROLES, visit.id))


def take(request: Request, visit: Visit, role: Role) -> None:
    """Make a role one's own.

    Raises:
        Refused: when somebody else has it by now, or when it cannot go with another role.
    """
    known = parts.of_visit(request.db, visit.id)
    taken_parts = [part for part in known if part.is_taken]
    own = [part for part in taken_parts if part.member_id == request.member.id]
    same = [part for part in own if part.role == role.id]
    if same and not role.story:
        _say_yes(request, same[0])
    elif same:
        return
    else:
        holders = [part for part in taken_parts if part.role == role.id]
        if holders and not role.shared:
            raise Refused(taken_by_another(request, holders, role))
        fits(own, role)
        state = State.ASKED if role.story else State.HELD
        taken = parts.take(
            request.db, visit.id, request.member.id, role.id, state, request.member.id, request.now,
            shared=role.shared,
        )  # fmt: skip
        if taken is None:
            raise Refused(taken_by_another(request, delegation(request, visit).holders(role), role))
        if role.story:
            # Their own story: they are asked once more, where nobody else looks.
            request.tell(taken.member_id, PART, taken.id, f"{PART}:{taken.id}")
        _lapse(request, known, role)
    attendance.say(request.db, visit.id, request.member.id, Word.COMING, request.member.id, request.now)
    remind_person(request, visit, request.member.id)
    redraw(request.db, visit.id, request.member.id)


def _say_yes(request: Request, part: VisitPart) -> None:
    if part.state is State.ASKED:
        parts.turn(request.db, part, State.HELD, request.now)
        redraw_part(request, part)


def taken_by_another(request: Request, holders: Sequence[VisitPart], role: Role) -> Text:
    """Who has a role that two wanted; not whom one asks for their story, which is nobody's business."""
    if not holders:
        return Text(N_("Somebody was quicker. Look at the card again."))
    if is_secret(holders, role):
        return Text(N_("Somebody is being asked already: {role}. Nothing has changed."), role=label(role))
    who = members.people(request.db, [holders[0].member_id])[holders[0].member_id]
    return Text(
        N_("{who} has that role: {role}. Take another one, or come along."), who=who, role=label(role)
    )


def is_secret(holders: Sequence[VisitPart], role: Role) -> bool:
    """Whether a role is only being asked for: a story, and nobody has said yet that they are willing."""
    return role.story and bool(holders) and all(part.state is State.ASKED for part in holders)


def fits(own: Sequence[VisitPart], role: Role) -> None:
    """Let a person take a role beside their `own`.

    Raises:
        Refused: when one of them leaves no room for another.
    """
    others = [with_id(part.role) for part in own if part.role != role.id]
    alone = next((one for one in (role, *others) if one.exclusive), None)
    if alone is not None and others:
        text = N_("{role} goes with no other role. Give up {others} first.")
        raise Refused(Text(text, role=label(alone), others=Listing(tuple(map(label, others)))))


@command("give-up-visit-role", N_("Give up a role at a visit"), reach=Reach.PRESSED)
def give_up_role(
    request: Request, visit: Annotated[Visit, VisitKind()], role: Annotated[Role | None, RoleKind()] = None
) -> Reply:
    """Open a role again; with several, which one is asked."""
    still_on(request, visit)
    own = [part for part in delegation(request, visit).roles_of(request.member.id)]
    meant = [part for part in own if role is None or part.role == role.id]
    if not meant:
        raise Refused(Text(N_("You have no role at this visit. Nothing has changed.")))
    if len(meant) > 1:
        which = tuple(
            Button(
                Text(N_("{role}"), role=label(with_id(part.role))),
                give_up_role,
                visit=visit,
                role=with_id(part.role),
            )
            for part in meant
        )
        return Reply(Card(body=(Text(N_("Which role do you give up?")),), actions=which), beside=True)
    give_up(request, visit, meant[0])
    redraw(request.db, visit.id, request.member.id)
    return Reply(About(ROLES, visit.id))


def give_up_all(request: Request, visit: Visit, member_id: int) -> bool:
    """Open every role of a person again; whether there was any."""
    own = delegation(request, visit).roles_of(member_id)
    for part in own:
        give_up(request, visit, part)
    return bool(own)


def give_up(request: Request, visit: Visit, part: VisitPart) -> None:
    """Open a role again; whoever arranged the visit learns of it."""
    if not parts.turn(request.db, part, State.GIVEN_UP, request.now):
        return
    stories.take_back(request.db, visit.id, part.member_id, request.now)
    redraw_part(request, part)
    tell_of_opening(request, visit, part)


def tell_of_opening(request: Request, visit: Visit, part: VisitPart) -> None:
    """Somebody does not do it after all: whoever arranged the visit and whoever asked them learn of it.

    Of a facilitator who is lost on the last day the organisers do, too.
    """
    told = {visit.made_by_id, part.assumed_by_id}
    if part.role == FACILITATOR and is_the_last_day(visit, request.now):
        urgent = {*responsible(request, visit)} - {part.member_id}
        for member_id in sorted(urgent):
            request.tell(member_id, NO_FACILITATOR, part.id, f"{NO_FACILITATOR}:{part.id}:{member_id}")
        told -= urgent
    for member_id in told - {part.member_id}:
        request.tell(member_id, PART_ANSWERED, part.id, f"{PART_ANSWERED}:{part.id}:{member_id}")


def end_offers(request: Request, visit: Visit, role: Role) -> None:
    """Nobody need be offered a role that somebody has."""
    _lapse(request, parts.of_visit(request.db, visit.id), role)


def _lapse(request: Request, known: Sequence[VisitPart], role: Role) -> None:
    for part in known:
        if part.role == role.id and part.state is State.OFFERED:
            parts.turn(request.db, part, State.LAPSED, request.now)
            redraw_part(request, part)


def redraw_part(scene: Scene, part: VisitPart) -> None:
    """How it stands with a role has changed: the message that asked about it is drawn anew."""
    posted_cards.touch(scene.db, Shown(PART, part.id))
