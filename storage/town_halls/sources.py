"""Where town halls come from: people who type them, calendars that are fetched, files that are imported."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.instants import Instant
from storage.prepared import Change, Insertion, Query
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class SourceKind(StrEnum):
    """What a source is."""

    MEMBER = "member"
    CALENDAR = "calendar"
    FILE = "file"


class SourceRow(Table, Owned):
    """A source as the database keeps it: see `Source`. `key` is what it is known again by in its kind."""

    __tablename__ = "town_hall_sources"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("coalition_id", "kind", "key"),
        owned_reference("member_id", "members"),
        owned_reference("trusted_by_id", "members"),
    )

    kind: Mapped[SourceKind] = mapped_column(choice(SourceKind))
    key: Mapped[str]
    name: Mapped[str]
    member_id: Mapped[int | None]
    trusted_at: Mapped[datetime | None] = mapped_column(Instant)
    trusted_by_id: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Source:
    """A source. `member_id` is who types the events, or who brought the calendar or the file.

    While it is trusted, what it brings is announced without an organiser's look.
    """

    id: int
    kind: SourceKind
    key: str
    name: str
    member_id: int | None
    trusted_at: datetime | None

    @property
    def is_trusted(self) -> bool:
        """Whether what it brings is let through."""
        return self.trusted_at is not None


_SOURCE = (
    SourceRow.id, SourceRow.kind, SourceRow.key, SourceRow.name, SourceRow.member_id, SourceRow.trusted_at,
)  # fmt: skip
_NEW = Insertion(SourceRow)
_WITH_ID = Query(select(*_SOURCE).where(SourceRow.id == bindparam("source_id")), Source)
_WITH_KEY = Query(
    select(*_SOURCE).where(SourceRow.kind == bindparam("of_kind"), SourceRow.key == bindparam("of_key")),
    Source,
)
_OF_KIND = Query(
    select(*_SOURCE).where(SourceRow.kind == bindparam("of_kind")).order_by(SourceRow.id), Source
)
_TRUST = Change(
    update(SourceRow)
    .where(SourceRow.id == bindparam("source_id"))
    .values(trusted_at=bindparam("since"), trusted_by_id=bindparam("by_id"))
)


def of_member(db: CoalitionSession, member_id: int, name: str, now: datetime) -> Source:
    """The source that a person is."""
    return find_or_add(db, SourceKind.MEMBER, str(member_id), name, member_id, now)


def find_or_add(
    db: CoalitionSession, kind: SourceKind, key: str, name: str, member_id: int | None, now: datetime
) -> Source:
    """The source of that kind and key; one that is met for the first time is not trusted."""
    values = {"kind": kind, "key": key, "name": name, "member_id": member_id, "made_at": now}
    source_id = _NEW.add_new(db, values)
    if source_id is not None:
        return Source(source_id, kind, key, name, member_id, None)
    known = _WITH_KEY.one(db, of_kind=kind, of_key=key)
    if known is None:
        raise LookupError("the source that stands in the way is not there")
    return known


def with_id(db: CoalitionSession, source_id: int) -> Source | None:
    """The source with this row id."""
    return _WITH_ID.one(db, source_id=source_id)


def of_kind(db: CoalitionSession, kind: SourceKind) -> list[Source]:
    """The sources of a kind, the oldest first."""
    return _OF_KIND.all(db, of_kind=kind)


def trust(db: CoalitionSession, source: Source, by_id: int, now: datetime) -> None:
    """Let through what it brings from now on."""
    _TRUST.run(db, source_id=source.id, since=now, by_id=by_id)


def distrust(db: CoalitionSession, source: Source, by_id: int) -> None:
    """Have an organiser look at what it brings again."""
    _TRUST.run(db, source_id=source.id, since=None, by_id=by_id)
