"""Accounts that turn out to be no person: a bot can hold no role and work no district."""

from datetime import datetime

from storage import claims, lead_offers, members, outbox, profiles, roles
from storage.lead_offers import OfferAnswer
from storage.members import Role
from storage.outbox import Saying
from storage.tenancy import CoalitionSession

NOT_A_PERSON = "not-a-person"
"""The outbox's kind that tells whoever added a bot (row: the ended claim)."""


def turn_away(db: CoalitionSession, account_id: int, at: datetime) -> list[int]:
    """End a bot's claims and roles, and have whoever added it told; answers the seats it had."""
    account = members.account_with_id(db, account_id)
    member = members.with_id(db, account.member_id) if account else None
    if account is None or member is None:
        return []
    profiles.note_look_up(db, account, at)
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
    return [claim.seat_id for claim in ended]
