"""Accounts that turn out to be of nobody who can take part: a bot, a guest, somebody who has left.

Such an account works no district, has no role and nothing to do.
"""

from dataclasses import dataclass
from datetime import datetime

from storage import claims, lead_offers, members, outbox, profiles, roles, tasks
from storage.lead_offers import OfferAnswer
from storage.members import Member, Outsider, Role
from storage.outbox import Saying
from storage.tenancy import CoalitionSession
from storage.visits import attendance, parts, points, visits
from storage.visits.attendance import Word
from storage.visits.parts import State

NOT_A_PERSON = "not-a-person"
"""The outbox's kind that tells whoever added such an account (row: the ended claim)."""

PART_OF_OUTSIDER = "visit-part-of-outsider"
"""Tells whoever asked such an account to take a role, and offers that on (row: the part)."""

TASK_OF_OUTSIDER = "task-of-outsider"
"""Tells whoever gave such an account a task, which is theirs again (row: the task)."""


@dataclass(frozen=True, slots=True)
class Left:
    """Where such an account had something: the seats, and the visits."""

    seat_ids: frozenset[int] = frozenset()
    visit_ids: frozenset[int] = frozenset()


def turn_away(db: CoalitionSession, account_id: int, why: Outsider, at: datetime) -> Left:
    """End what such an account works, has and is to do, and have whoever gave it that told."""
    account = members.account_with_id(db, account_id)
    member = members.with_id(db, account.member_id) if account else None
    if account is None or member is None:
        return Left()
    profiles.note_look_up(db, account, at, why)
    at_visits = end_parts(db, member, at)
    _give_tasks_back(db, member, at)
    ended = claims.all_of_member(db, member.id)
    for claim in ended:
        claims.release(db, claim, claim.claimed_by_id, at)
        waiting = lead_offers.open_for(db, claim.seat_id)
        if waiting is not None and waiting.claim_id == claim.id:
            lead_offers.answer(db, waiting, OfferAnswer.LAPSED, at)
        key = f"{NOT_A_PERSON}:{claim.id}"
        outbox.write(db, Saying(NOT_A_PERSON, claim.id, key, at, member_id=claim.claimed_by_id), at)
    if member.role is not Role.MEMBER:
        roles.give_role(db, member, Role.MEMBER, None, at)
    return Left(frozenset(claim.seat_id for claim in ended), at_visits)


def end_parts(db: CoalitionSession, member: Member, at: datetime) -> frozenset[int]:
    """Open again what somebody has at coming visits who takes no part any more, and have whoever asked them
    to take a role told, or whoever arranged the visit; the visits."""
    given = parts.taken_by(db, member.id)
    spoken = points.visits_of(db, member.id)
    said = [one.visit_id for one in attendance.of_member(db, member.id)]
    known = visits.of_ids(db, (*(part.visit_id for part in given), *spoken, *said))
    coming = {visit.id: visit for visit in known if visit.is_on and visit.meeting.ends_at > at}
    for visit_id in coming:
        points.give_all_back(db, visit_id, member.id)
        attendance.say(db, visit_id, member.id, Word.NOT_COMING, member.id, at)
    for part in given:
        visit = coming.get(part.visit_id)
        if visit is not None and parts.turn(db, part, State.DECLINED, at):
            told = part.assumed_by_id if part.assumed_by_id != member.id else visit.made_by_id
            key = f"{PART_OF_OUTSIDER}:{part.id}"
            outbox.write(db, Saying(PART_OF_OUTSIDER, part.id, key, at, member_id=told), at)
    return frozenset(coming)


def _give_tasks_back(db: CoalitionSession, member: Member, at: datetime) -> None:
    for task in tasks.open_of(db, member.id):
        if task.made_by_id != member.id and tasks.hand_on(db, task, task.made_by_id):
            key = f"{TASK_OF_OUTSIDER}:{task.id}:{member.id}"
            outbox.write(db, Saying(TASK_OF_OUTSIDER, task.id, key, at, member_id=task.made_by_id), at)
