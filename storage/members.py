"""Members: one person of one organisation, with an account in one or more workspaces."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint, case, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.instants import Instant
from storage.organizations import Organization
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class Role(StrEnum):
    """What a person may do. An admin may do what an organiser may, who may do what a member may."""

    MEMBER = "member"
    ORGANISER = "organiser"
    ADMIN = "admin"


_PersonRow = tuple[int, str, str | None, int | None, str | None]
_RANK = {Role.MEMBER: 0, Role.ORGANISER: 1, Role.ADMIN: 2}


class Member(Table, Owned):
    """A person of the coalition. `timezone` is None until it is known; `name` may be a handle.

    `is_independent`: they have said that they are of no organisation.
    """

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("organization_id", "organizations"),
    )

    name: Mapped[str]
    timezone: Mapped[str | None]
    locale: Mapped[str | None]
    organization_id: Mapped[int | None] = mapped_column(index=True)
    is_independent: Mapped[bool] = mapped_column(default=False)
    role: Mapped[Role] = mapped_column(choice(Role), default=Role.MEMBER)
    is_compliance_lead: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def has_said_organization(self) -> bool:
        """Whether it is known which organisation they are of, be it none."""
        return self.organization_id is not None or self.is_independent

    def may_act_as(self, role: Role) -> bool:
        """Whether this person's role covers the given one."""
        return _RANK[self.role] >= _RANK[role]


class Account(Table, Owned):
    """A person's user id in one workspace. `direct_channel` is their conversation with the bot."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("workspace_id", "external_id"),
        owned_reference("member_id", "members"),
        owned_reference("workspace_id", "workspaces"),
    )

    member_id: Mapped[int] = mapped_column(index=True)
    workspace_id: Mapped[int]
    external_id: Mapped[str]
    direct_channel: Mapped[str | None]
    profile_read_at: Mapped[datetime | None] = mapped_column(Instant)


class RoleChange(Table, Owned):
    """Who gave or took which role, and when: history, never changed."""

    __tablename__ = "role_changes"
    __table_args__ = (owned_reference("member_id", "members"), owned_reference("by_member_id", "members"))

    member_id: Mapped[int] = mapped_column(index=True)
    by_member_id: Mapped[int | None]
    role: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class AccountRef:
    """Where a person can be addressed: which workspace, under which user id."""

    workspace_id: int
    external_id: str


@dataclass(frozen=True, slots=True)
class Person:
    """A member as others see them in a sentence."""

    member_id: int
    name: str
    organization: str | None = None
    accounts: tuple[AccountRef, ...] = ()

    def account_in(self, workspace_id: int) -> str | None:
        """The person's user id in that workspace."""
        for account in self.accounts:
            if account.workspace_id == workspace_id:
                return account.external_id
        return None


def with_account(db: CoalitionSession, workspace_id: int, external_id: str) -> tuple[Member, Account] | None:
    """The member behind a user id of a workspace."""
    statement = (
        select(Member, Account)
        .join(Account, Account.member_id == Member.id)
        .where(Account.workspace_id == workspace_id, Account.external_id == external_id)
    )
    found = db.execute(statement).one_or_none()
    return None if found is None else (found[0], found[1])


def join(
    db: CoalitionSession, workspace_id: int, external_id: str, name: str, at: datetime
) -> tuple[Member, Account]:
    """Add a person at their first contact; their real name and zone follow by a look-up."""
    member = Member(coalition_id=db.coalition_id, name=name, joined_at=at, role=Role.MEMBER)
    db.add(member)
    db.flush()
    account = Account(
        coalition_id=db.coalition_id, member_id=member.id, workspace_id=workspace_id, external_id=external_id
    )
    db.add(account)
    db.flush()
    return member, account


def unmet(workspace_id: int, external_id: str, name: str, at: datetime) -> tuple[Member, Account]:
    """Somebody who only looks, as a member without a row: nothing is written for them."""
    member = Member(
        id=0, name=name, joined_at=at, role=Role.MEMBER, is_independent=False, is_compliance_lead=False
    )
    return member, Account(id=0, member_id=0, workspace_id=workspace_id, external_id=external_id)


def people(db: CoalitionSession, member_ids: Iterable[int]) -> dict[int, Person]:
    """Those members as persons, by id, in one query."""
    wanted = set(member_ids)
    if not wanted:
        return {}
    statement = (
        select(Member.id, Member.name, Organization.name, Account.workspace_id, Account.external_id)
        .outerjoin(Organization, Organization.id == Member.organization_id)
        .outerjoin(Account, Account.member_id == Member.id)
        .where(Member.id.in_(wanted))
        .order_by(Member.id, Account.id)
    )
    return _persons((a, b, c, d, e) for a, b, c, d, e in db.execute(statement))


def everyone(db: CoalitionSession, offset: int, limit: int) -> list[tuple[Member, str | None]]:
    """Members with their organisation's name, admins first, in pages."""
    rank = case({Role.ADMIN: 0, Role.ORGANISER: 1}, value=Member.role, else_=2)
    statement = (
        select(Member, Organization.name)
        .outerjoin(Organization, Organization.id == Member.organization_id)
        .order_by(rank, func.lower(Member.name), Member.id)
        .offset(offset)
        .limit(limit)
    )
    return [(member, organization) for member, organization in db.execute(statement)]


def count(db: CoalitionSession) -> int:
    """How many members the coalition has."""
    return db.scalar(select(func.count(Member.id))) or 0


def is_called(db: CoalitionSession, name: str) -> bool:
    """Whether somebody of the coalition has this name, whatever its case."""
    statement = select(Member.id).where(func.lower(Member.name) == name.lower())
    return db.scalar(statement.limit(1)) is not None


def admins(db: CoalitionSession) -> int:
    """How many admins the coalition has."""
    return db.scalar(select(func.count(Member.id)).where(Member.role == Role.ADMIN)) or 0


def give_role(db: CoalitionSession, member: Member, role: Role, by: Member | None, at: datetime) -> None:
    """Change a person's role and keep who did it."""
    db.execute(update(Member).where(Member.id == member.id).values(role=role))
    _keep(db, member, role.value, by, at)


def name_compliance_lead(db: CoalitionSession, member: Member, by: Member, at: datetime) -> None:
    """Make somebody a compliance lead, beside whatever else they may do."""
    db.execute(update(Member).where(Member.id == member.id).values(is_compliance_lead=True))
    _keep(db, member, "compliance_lead", by, at)


def end_compliance_lead(db: CoalitionSession, member: Member, by: Member, at: datetime) -> None:
    """Take the part of compliance lead back from somebody; what else they may do stays."""
    db.execute(update(Member).where(Member.id == member.id).values(is_compliance_lead=False))
    _keep(db, member, "no_compliance_lead", by, at)


def _keep(db: CoalitionSession, member: Member, role: str, by: Member | None, at: datetime) -> None:
    db.add(
        RoleChange(
            coalition_id=db.coalition_id,
            member_id=member.id,
            by_member_id=by.id if by else None,
            role=role,
            at=at,
        )
    )


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform tells of a person. `rules` is whether they own or administer the workspace."""

    name: str
    timezone: str | None
    locale: str | None
    rules: bool


def record_profile(db: CoalitionSession, account_id: int, profile: Profile, at: datetime) -> None:
    """Store a person's looked-up name and zone; who rules the workspace is admin here, too."""
    account = db.one_owned(Account, account_id)
    member = db.one_owned(Member, account.member_id) if account else None
    if account is None or member is None:
        return
    account.profile_read_at = at
    member.name = profile.name or member.name
    member.timezone = profile.timezone or member.timezone
    member.locale = profile.locale or member.locale
    if profile.rules and not member.may_act_as(Role.ADMIN):
        give_role(db, member, Role.ADMIN, None, at)


def _persons(rows: Iterable[_PersonRow]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    for member_id, name, organization, workspace_id, external_id in rows:
        known = found.get(member_id)
        accounts = known.accounts if known else ()
        if workspace_id is not None and external_id is not None:
            accounts = (*accounts, AccountRef(workspace_id, external_id))
        found[member_id] = Person(member_id, name, organization, accounts)
    return found
