"""Who may do what, and the history of it: roles are given and taken, never silently."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.instants import Instant
from storage.members import Member, MemberRow, Role
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class RoleChange(Table, Owned):
    """Who gave or took which role, and when: history, never changed."""

    __tablename__ = "role_changes"
    __table_args__ = (owned_reference("member_id", "members"), owned_reference("by_member_id", "members"))

    member_id: Mapped[int] = mapped_column(index=True)
    by_member_id: Mapped[int | None]
    role: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


def admins(db: CoalitionSession) -> int:
    """How many admins the coalition has."""
    return db.scalar(select(func.count(MemberRow.id)).where(MemberRow.role == Role.ADMIN)) or 0


def organisers(db: CoalitionSession) -> list[int]:
    """The row ids of all who may act for others, the longest-standing first."""
    wanted = MemberRow.role.in_((Role.ORGANISER, Role.ADMIN))
    return list(db.scalars(select(MemberRow.id).where(wanted).order_by(MemberRow.id)))


def give_role(db: CoalitionSession, member: Member, role: Role, by: Member | None, at: datetime) -> None:
    """Change a person's role and keep who did it."""
    db.execute(update(MemberRow).where(MemberRow.id == member.id).values(role=role))
    _keep(db, member, role.value, by, at)


def name_compliance_lead(db: CoalitionSession, member: Member, by: Member, at: datetime) -> None:
    """Make somebody a compliance lead, beside whatever else they may do."""
    db.execute(update(MemberRow).where(MemberRow.id == member.id).values(is_compliance_lead=True))
    _keep(db, member, "compliance_lead", by, at)


def end_compliance_lead(db: CoalitionSession, member: Member, by: Member, at: datetime) -> None:
    """Take the part of compliance lead back from somebody; what else they may do stays."""
    db.execute(update(MemberRow).where(MemberRow.id == member.id).values(is_compliance_lead=False))
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
