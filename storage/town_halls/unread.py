"""Rows of lists of which no event could be made: kept with their reason, for an organiser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.instants import Instant
from storage.prepared import Change, Insertion, Query
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class UnreadRow(Table, Owned):
    """A row as the database keeps it: see `Unread`."""

    __tablename__ = "town_hall_unread"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("source_id", "town_hall_sources"),
        Index("ix_town_hall_unread_source", "coalition_id", "source_id"),
    )

    source_id: Mapped[int]
    line: Mapped[int]
    reason: Mapped[str]
    detail: Mapped[str]
    who: Mapped[str]
    title: Mapped[str]
    words: Mapped[str]
    place: Mapped[str]
    link: Mapped[str]
    read_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that somebody must look at. `reason` is a `storage.files.town_halls.Doubt`, `words` its time."""

    line: int
    reason: str
    detail: str
    who: str
    title: str
    words: str
    place: str
    link: str


_UNREAD = (
    UnreadRow.line, UnreadRow.reason, UnreadRow.detail, UnreadRow.who, UnreadRow.title, UnreadRow.words,
    UnreadRow.place, UnreadRow.link,
)  # fmt: skip
_NEW = Insertion(UnreadRow)
_OF_SOURCE = Query(
    select(*_UNREAD)
    .where(UnreadRow.source_id == bindparam("of_source"))
    .order_by(UnreadRow.line, UnreadRow.id),
    Unread,
)
_FORGET = Change(delete(UnreadRow).where(UnreadRow.source_id == bindparam("of_source")))


def keep(db: CoalitionSession, source_id: int, rows: Sequence[Unread], now: datetime) -> None:
    """The rows of a source's list that could not be read, in place of those of the time before."""
    _FORGET.run(db, of_source=source_id)
    for one in rows:
        _NEW.add_later(
            db,
            {
                "source_id": source_id, "line": one.line, "reason": one.reason, "detail": one.detail,
                "who": one.who, "title": one.title, "words": one.words, "place": one.place,
                "link": one.link, "read_at": now,
            },
        )  # fmt: skip


def of_source(db: CoalitionSession, source_id: int) -> list[Unread]:
    """What could not be read the last time, in the list's order."""
    return _OF_SOURCE.all(db, of_source=source_id)
