"""How often each part of the shared reference was replaced, so that a running bot notices an import."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from storage.tenancy import CoalitionSession, Table


class Reference(StrEnum):
    """A part of the shared reference that imports replace."""

    OFFICIALS = "officials"
    CANDIDATES = "candidates"
    STATE_LEGISLATORS = "state-legislators"
    SEATS = "seats"


class ReferenceVersion(Table):
    """How many imports a part of the shared reference has seen."""

    __tablename__ = "reference_versions"

    name: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int]


def bump(db: CoalitionSession, name: Reference) -> int:
    """Count one more import; answers the new version. Call it first in the import's transaction.

    A second import of the same part then waits until this one has committed.
    """
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(ReferenceVersion)
        .values(name=name.value, version=1)
        .on_conflict_do_update(index_elements=["name"], set_={"version": ReferenceVersion.version + 1})
        .returning(ReferenceVersion.version)
    )
    return db.scalars(statement).one()


def versions(db: CoalitionSession) -> dict[str, int]:
    """The version of each part that was ever imported; parts without an import are missing."""
    return dict(db.execute(select(ReferenceVersion.name, ReferenceVersion.version)).all())
