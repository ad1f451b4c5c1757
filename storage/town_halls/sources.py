"""Where town halls come from: people who type them, calendars that are fetched, files that are imported."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint, bindparam, or_, select, update
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
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    fetched_at: Mapped[datetime | None] = mapped_column(Instant)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    trouble: Mapped[str | None]
    last_counts: Mapped[str | None]
    has_office_hours: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of reading a list: every row is one of these."""

    new: int = 0
    changed: int = 0
    same: int = 0
    cancelled: int = 0
    questions: int = 0

    @property
    def read(self) -> int:
        """How many rows there were."""
        return self.new + self.changed + self.same + self.cancelled + self.questions


@dataclass(frozen=True, slots=True)
class Source:
    """A source. `member_id` is who types the events, or who brought the calendar or the file.

    While it is trusted, what it brings is announced without an organiser's look, and its office hours only
    where it `has_office_hours`, since somebody asked for them. Of a calendar, `etag` and `last_modified` are
    what it was last told to be, and `trouble` why it could not be fetched, if so.
    """

    id: int
    kind: SourceKind
    key: str
    name: str
    member_id: int | None
    trusted_at: datetime | None
    etag: str | None = None
    last_modified: str | None = None
    trouble: str | None = None
    has_office_hours: bool = False
    ended_at: datetime | None = None
    fetched_at: datetime | None = None
    last_counts: Counts | None = None

    @property
    def is_trusted(self) -> bool:
        """Whether what it brings is let through."""
        return self.trusted_at is not None

    @property
    def is_ended(self) -> bool:
        """Whether it is a calendar that is fetched no more."""
        return self.ended_at is not None


_SOURCE = (
    SourceRow.id, SourceRow.kind, SourceRow.key, SourceRow.name, SourceRow.member_id, SourceRow.trusted_at,
    SourceRow.etag, SourceRow.last_modified, SourceRow.trouble, SourceRow.has_office_hours,
    SourceRow.ended_at, SourceRow.fetched_at, SourceRow.last_counts,
)  # fmt: skip


def _source(*columns: Any) -> Source:
    *known, counts = columns
    source = Source(*known)
    return source if counts is None else replace(source, last_counts=Counts(*map(int, counts.split())))


_NEW = Insertion(SourceRow)
_WITH_ID = Query(select(*_SOURCE).where(SourceRow.id == bindparam("source_id")), _source)
_WITH_KEY = Query(
    select(*_SOURCE).where(SourceRow.kind == bindparam("of_kind"), SourceRow.key == bindparam("of_key")),
    _source,
)
_CALENDARS = Query(
    select(*_SOURCE)
    .where(SourceRow.kind == SourceKind.CALENDAR, SourceRow.ended_at.is_(None))
    .order_by(SourceRow.id),
    _source,
)
_TO_FETCH = Query(
    select(*_SOURCE)
    .where(
        SourceRow.kind == SourceKind.CALENDAR,
        SourceRow.ended_at.is_(None),
        or_(SourceRow.fetched_at.is_(None), SourceRow.fetched_at <= bindparam("before")),
    )
    .order_by(SourceRow.fetched_at, SourceRow.id),
    _source,
)
_FETCHED = Change(
    update(SourceRow)
    .where(
        SourceRow.id == bindparam("source_id"),
        SourceRow.fetched_at.is_not_distinct_from(bindparam("known_fetched")),
    )
    .values(
        fetched_at=bindparam("now"),
        etag=bindparam("new_etag"),
        last_modified=bindparam("new_modified"),
        trouble=bindparam("new_trouble"),
    )
)
_COUNTED = Change(
    update(SourceRow)
    .where(SourceRow.id == bindparam("source_id"))
    .values(last_counts=bindparam("new_counts"))
)
_END = Change(
    update(SourceRow).where(SourceRow.id == bindparam("source_id")).values(ended_at=bindparam("ended"))
)
_ANEW = Change(
    update(SourceRow)
    .where(SourceRow.id == bindparam("source_id"))
    .values(
        ended_at=None,
        fetched_at=None,
        etag=None,
        last_modified=None,
        trouble=None,
        member_id=bindparam("by_id"),
    )
)
_OFFICE_HOURS = Change(
    update(SourceRow)
    .where(SourceRow.id == bindparam("source_id"))
    .values(has_office_hours=bindparam("now_asked"))
)
_TRUSTED = Query(
    select(*_SOURCE)
    .where(SourceRow.kind != SourceKind.CALENDAR, SourceRow.trusted_at.is_not(None))
    .order_by(SourceRow.id),
    _source,
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


def of_file(db: CoalitionSession, name: str, now: datetime) -> Source:
    """The source that a file of this name is, whatever its folder."""
    return find_or_add(db, SourceKind.FILE, name, name, None, now)


def calendars(db: CoalitionSession) -> list[Source]:
    """The calendars that are fetched, the oldest first."""
    return _CALENDARS.all(db)


def trusted(db: CoalitionSession) -> list[Source]:
    """The people and files that are trusted, the oldest first."""
    return _TRUSTED.all(db)


def to_fetch(db: CoalitionSession, before: datetime) -> list[Source]:
    """The calendars that were not fetched since that moment, the longest ago first."""
    return _TO_FETCH.all(db, before=before)


def note_fetched(
    db: CoalitionSession, source: Source, now: datetime, etag: str, last_modified: str, trouble: str | None
) -> bool:
    """A calendar was fetched, or could not be; then `trouble` says why. False when another process did it."""
    changed = _FETCHED.run(
        db,
        source_id=source.id,
        known_fetched=source.fetched_at,
        now=now,
        new_etag=etag,
        new_modified=last_modified,
        new_trouble=trouble,
    )
    return changed == 1


def note_counts(db: CoalitionSession, source: Source, counts: Counts) -> None:
    """What came of reading it."""
    each = (counts.new, counts.changed, counts.same, counts.cancelled, counts.questions)
    _COUNTED.run(db, source_id=source.id, new_counts=" ".join(map(str, each)))


def end(db: CoalitionSession, source: Source, now: datetime) -> None:
    """Fetch a calendar no more."""
    _END.run(db, source_id=source.id, ended=now)


def begin_anew(db: CoalitionSession, source: Source, by_id: int) -> None:
    """Fetch a calendar for whoever has just subscribed to it, now and all of it."""
    _ANEW.run(db, source_id=source.id, by_id=by_id)


def ask_for_office_hours(db: CoalitionSession, source: Source, *, is_asked: bool) -> None:
    """Treat its office hours like town halls, or not."""
    _OFFICE_HOURS.run(db, source_id=source.id, now_asked=is_asked)


def trust(db: CoalitionSession, source: Source, by_id: int, now: datetime) -> None:
    """Let through what it brings from now on."""
    _TRUST.run(db, source_id=source.id, since=now, by_id=by_id)


def distrust(db: CoalitionSession, source: Source, by_id: int) -> None:
    """Have an organiser look at what it brings again."""
    _TRUST.run(db, source_id=source.id, since=None, by_id=by_id)
