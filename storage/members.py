"""Members: one person of one organisation, with an account in one or more workspaces."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import UniqueConstraint, bindparam, case, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.instants import Instant
from storage.organizations import Organization
from storage.prepared import Insertion, Query, QueryOfMany, only
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class Role(StrEnum):
    """What a person may do. An admin may do what an organiser may, who may do what a member may."""

    MEMBER = "member"
    ORGANISER = "organiser"
    ADMIN = "admin"


class Outsider(StrEnum):
    """Why an account can take no part, as the platform tells once it is looked up."""

    BOT = "bot"
    GUEST = "guest"
    """A person of another workspace, in a channel that is shared with it."""
    GONE = "gone"
    """It was deactivated, or nobody has it."""


_RANK = {Role.MEMBER: 0, Role.ORGANISER: 1, Role.ADMIN: 2}


class MemberRow(Table, Owned):
    """A person of the coalition as the database keeps them: see `Member` for the meaning of each."""

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


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the coalition. `timezone` is None until it is known; `name` may be a handle.

    `is_independent`: they have said that they are of no organisation. Somebody unmet has the id 0.
    """

    id: int
    name: str
    timezone: str | None
    locale: str | None
    organization_id: int | None
    is_independent: bool
    role: Role
    is_compliance_lead: bool
    joined_at: datetime

    @property
    def has_said_organization(self) -> bool:
        """Whether it is known which organisation they are of, be it none."""
        return self.organization_id is not None or self.is_independent

    def may_act_as(self, role: Role) -> bool:
        """Whether this person's role covers the given one."""
        return _RANK[self.role] >= _RANK[role]


class AccountRow(Table, Owned):
    """An account as the database keeps it: see `Account`."""

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
    outsider: Mapped[Outsider | None] = mapped_column(choice(Outsider))


@dataclass(frozen=True, slots=True)
class Account:
    """A person's user id in one workspace; `outsider` is why it can take no part, if it can't."""

    id: int
    member_id: int
    workspace_id: int
    external_id: str
    outsider: Outsider | None = None


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


class PersonRow(NamedTuple):
    """A member, their organisation and one of their accounts."""

    member_id: int
    name: str
    organization: str | None
    workspace_id: int | None
    external_id: str | None


MEMBER = (
    MemberRow.id, MemberRow.name, MemberRow.timezone, MemberRow.locale, MemberRow.organization_id,
    MemberRow.is_independent, MemberRow.role, MemberRow.is_compliance_lead, MemberRow.joined_at,
)  # fmt: skip
"""The columns of a `Member`, in its order."""

ACCOUNT = (
    AccountRow.id, AccountRow.member_id, AccountRow.workspace_id, AccountRow.external_id, AccountRow.outsider,
)  # fmt: skip
"""The columns of an `Account`, in its order."""

_WITH_ID = Query(select(*MEMBER).where(MemberRow.id == bindparam("member_id")), Member)
_ACCOUNT_WITH_ID = Query(select(*ACCOUNT).where(AccountRow.id == bindparam("account_id")), Account)
_ACCOUNT_OF_USER = (
    AccountRow.workspace_id == bindparam("workspace_id"),
    AccountRow.external_id == bindparam("external_id"),
)
_WITH_ACCOUNT = Query(
    select(*MEMBER, *ACCOUNT).join(AccountRow, AccountRow.member_id == MemberRow.id).where(*_ACCOUNT_OF_USER),
    lambda *columns: (Member(*columns[: len(MEMBER)]), Account(*columns[len(MEMBER) :])),
)
_OUTSIDER = Query(
    select(AccountRow.outsider).where(
        AccountRow.member_id == bindparam("member_id"), AccountRow.outsider.is_not(None)
    ),
    only,
)
_NEW_MEMBER = Insertion(MemberRow)
_NEW_ACCOUNT = Insertion(AccountRow)
_PEOPLE = QueryOfMany(
    select(MemberRow.id, MemberRow.name, Organization.name, AccountRow.workspace_id, AccountRow.external_id)
    .outerjoin(Organization, Organization.id == MemberRow.organization_id)
    .outerjoin(AccountRow, AccountRow.member_id == MemberRow.id)
    .where(MemberRow.id.in_(bindparam("member_ids", expanding=True)))
    .order_by(MemberRow.id, AccountRow.id),
    PersonRow,
)


def with_id(db: CoalitionSession, member_id: int) -> Member | None:
    """The member with this row id."""
    return _WITH_ID.one(db, member_id=member_id)


def account_with_id(db: CoalitionSession, account_id: int) -> Account | None:
    """The account with this row id."""
    return _ACCOUNT_WITH_ID.one(db, account_id=account_id)


def with_account(db: CoalitionSession, workspace_id: int, external_id: str) -> tuple[Member, Account] | None:
    """The member behind a user id of a workspace."""
    return _WITH_ACCOUNT.one(db, workspace_id=workspace_id, external_id=external_id)


def outsider(db: CoalitionSession, member_id: int) -> Outsider | None:
    """Why a member can take no part, as far as the platform has told."""
    found: list[Outsider] = _OUTSIDER.all(db, member_id=member_id)
    return found[0] if found else None


def join(
    db: CoalitionSession, workspace_id: int, external_id: str, name: str, at: datetime
) -> tuple[Member, Account]:
    """Add a person at their first contact; their real name and zone follow by a look-up.

    Raises:
        IntegrityError: when the account was added by another transaction at this very moment.
    """
    member = {"name": name, "role": Role.MEMBER, "joined_at": at}
    member_id = _NEW_MEMBER.add(db, member)
    account = {"member_id": member_id, "workspace_id": workspace_id, "external_id": external_id}
    account_id = _NEW_ACCOUNT.add(db, account)
    return _new(member_id, name, at), Account(account_id, member_id, workspace_id, external_id)


def unmet(workspace_id: int, external_id: str, name: str, at: datetime) -> tuple[Member, Account]:
    """Somebody who only looks, as a member without a row: nothing is written for them."""
    return _new(0, name, at), Account(0, 0, workspace_id, external_id)


def _new(member_id: int, name: str, at: datetime) -> Member:
    return Member(
        id=member_id,
        name=name,
        timezone=None,
        locale=None,
        organization_id=None,
        is_independent=False,
        role=Role.MEMBER,
        is_compliance_lead=False,
        joined_at=at,
    )


def people(db: CoalitionSession, member_ids: Iterable[int]) -> dict[int, Person]:
    """Those members as persons, by id, in one query."""
    wanted = sorted(set(member_ids))
    return persons(_PEOPLE.all(db, member_ids=wanted)) if wanted else {}


def everyone(db: CoalitionSession, offset: int, limit: int) -> list[tuple[Member, str | None]]:
    """Members with their organisation's name, admins first, in pages."""
    rank = case({Role.ADMIN: 0, Role.ORGANISER: 1}, value=MemberRow.role, else_=2)
    statement = (
        select(*MEMBER, Organization.name)
        .outerjoin(Organization, Organization.id == MemberRow.organization_id)
        .order_by(rank, func.lower(MemberRow.name), MemberRow.id)
        .offset(offset)
        .limit(limit)
    )
    rows: list[tuple[Any, ...]] = [tuple(row) for row in db.execute(statement)]
    return [(Member(*columns), organization) for *columns, organization in rows]


def count(db: CoalitionSession) -> int:
    """How many members the coalition has."""
    return db.scalar(select(func.count(MemberRow.id))) or 0


def is_called(db: CoalitionSession, name: str) -> bool:
    """Whether somebody of the coalition has this name, whatever its case."""
    statement = select(MemberRow.id).where(func.lower(MemberRow.name) == name.lower())
    return db.scalar(statement.limit(1)) is not None


def note_organization(db: CoalitionSession, member: Member, organization: Organization | None) -> None:
    """Note which organisation a person is of; None: they have said that they are of none."""
    db.execute(
        update(MemberRow)
        .where(MemberRow.id == member.id)
        .values(
            organization_id=None if organization is None else organization.id,
            is_independent=organization is None,
        )
    )


def persons(rows: Iterable[PersonRow]) -> dict[int, Person]:
    """Persons by id, each from one row an account."""
    found: dict[int, Person] = {}
    for row in rows:
        known = found.get(row.member_id)
        accounts = known.accounts if known else ()
        if row.workspace_id is not None and row.external_id is not None:
            accounts = (*accounts, AccountRef(row.workspace_id, row.external_id))
        found[row.member_id] = Person(row.member_id, row.name, row.organization, accounts)
    return found
