"""Organisations of a coalition: congregations, agencies, clubs. Many may share one workspace."""

import unicodedata
from datetime import datetime

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.instants import Instant
from storage.tenancy import CoalitionSession, Owned, Table


class Organization(Table, Owned):
    """One organisation; `name_key` is its name as compared, so that one is not entered twice."""

    __tablename__ = "organizations"
    __table_args__ = (UniqueConstraint("coalition_id", "id"), UniqueConstraint("coalition_id", "name_key"))

    name: Mapped[str]
    name_key: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(Instant)


def key_of(name: str) -> str:
    """A name as compared: case, spacing and width of letters do not make another organisation."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def find(db: CoalitionSession, name: str) -> Organization | None:
    """The organisation of that name, if the coalition has it."""
    return db.scalars(select(Organization).where(Organization.name_key == key_of(name))).one_or_none()


def with_id(db: CoalitionSession, organization_id: int) -> Organization:
    """The organisation with that row id; raises NoResultFound."""
    return db.scalars(select(Organization).where(Organization.id == organization_id)).one()


def find_or_add(db: CoalitionSession, name: str, at: datetime) -> Organization:
    """The organisation of that name; a new one is added."""
    known = find(db, name)
    if known is not None:
        return known
    added = Organization(
        coalition_id=db.coalition_id, name=" ".join(name.split()), name_key=key_of(name), added_at=at
    )
    db.add(added)
    db.flush()
    return added


def matching(db: CoalitionSession, typed: str, limit: int) -> list[Organization]:
    """Up to `limit` organisations whose name contains what was typed, in alphabetical order."""
    statement = (
        select(Organization)
        .where(Organization.name_key.contains(key_of(typed), autoescape=True))
        .order_by(Organization.name_key)
        .limit(limit)
    )
    return list(db.scalars(statement))
