"""Accounts that turn out to be no person: a bot can hold no role and work no district."""

from datetime import datetime

from sqlalchemy import update

from storage import claims, members, outbox
from storage.claims import Claim
from storage.members import Account, Member, Role
from storage.outbox import Saying
from storage.tenancy import CoalitionSession

NOT_A_PERSON = "not-a-person"
"""The outbox's kind that tells whoever added a bot (row: the ended claim)."""


def turn_away(db: CoalitionSession, account_id: int, at: datetime) -> list[int]:
    """End a bot's claims and roles, and have whoever added it told; answers the seats it had."""
    account = db.one_owned(Account, account_id)
    member = db.one_owned(Member, account.member_id) if account else None
    if account is None or member is None:
        return []
    account.profile_read_at = at
    ended = claims.all_of_member(db, member.id)
    for claim in ended:
        db.execute(
            update(Claim)
            .where(Claim.id == claim.id)
            .values(released_at=at, released_by_id=claim.claimed_by_id)
        )
        key = f"{NOT_A_PERSON}:{claim.id}"
        outbox.write(db, Saying(NOT_A_PERSON, claim.id, key, at, member_id=claim.claimed_by_id), at)
    if member.role is not Role.MEMBER:
        members.give_role(db, member, Role.MEMBER, None, at)
    return [claim.seat_id for claim in ended]
