"""What a platform tells of a person, once they were looked up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from storage.members import Account, AccountRow, MemberRow, Outsider, Role, account_with_id, with_id
from storage.roles import give_role
from storage.tenancy import CoalitionSession


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform tells of a person. `rules` is whether they own or administer the workspace."""

    name: str
    timezone: str | None
    locale: str | None
    rules: bool


def record_profile(db: CoalitionSession, account_id: int, profile: Profile, at: datetime) -> None:
    """Store a person's looked-up name and zone; who rules the workspace is admin here, too."""
    account = account_with_id(db, account_id)
    member = with_id(db, account.member_id) if account else None
    if account is None or member is None:
        return
    note_look_up(db, account, at)
    db.execute(
        update(MemberRow)
        .where(MemberRow.id == member.id)
        .values(
            name=profile.name or member.name,
            timezone=profile.timezone or member.timezone,
            locale=profile.locale or member.locale,
        )
    )
    if profile.rules and not member.may_act_as(Role.ADMIN):
        give_role(db, member, Role.ADMIN, None, at)


def note_look_up(
    db: CoalitionSession, account: Account, at: datetime, outsider: Outsider | None = None
) -> None:
    """Note that an account was looked up, and why it can take no part, if it can't."""
    values = {"profile_read_at": at, "outsider": outsider}
    db.execute(update(AccountRow).where(AccountRow.id == account.id).values(values))
