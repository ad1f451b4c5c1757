"""What became of a row: every write, by whom, when, and what it was before and after. Only ever added to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, Text, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.instants import Instant
from storage.prepared import Insertion, Query
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference

Values = Mapping[str, object]


class Subject(StrEnum):
    """Which kind of row it is about."""

    CONTACT = "contact"
    REPLY = "reply"
    CANDIDATE = "candidate"
    CHAIN = "chain"
    MATERIAL = "material"
    VISIT = "visit"
    VISIT_REQUEST = "visit_request"
    TOWN_HALL = "town_hall"
    TOWN_HALL_OUTCOME = "town_hall_outcome"
    COALITION = "coalition"


class Deed(StrEnum):
    """What was done to it."""

    ADDED = "added"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"
    ENDED = "ended"
    MOVED = "moved"
    CANCELLED = "cancelled"
    PUBLISHED = "published"


class HistoryRow(Table, Owned):
    """One write; `before` and `after` are the changed columns as JSON, None where there is nothing."""

    __tablename__ = "history"
    __table_args__ = (
        owned_reference("by_member_id", "members"),
        Index("ix_history_of", "coalition_id", "subject", "row_id"),
    )

    subject: Mapped[Subject] = mapped_column(choice(Subject))
    row_id: Mapped[int]
    deed: Mapped[Deed] = mapped_column(choice(Deed))
    by_member_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Instant)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Written:
    """One write. `by_member_id` is None where no person did it."""

    subject: Subject
    row_id: int
    deed: Deed
    by_member_id: int | None
    at: datetime
    before: Values | None = None
    after: Values | None = None


def _written(*columns: Any) -> Written:
    *known, before, after = columns
    return Written(*known, before=_read(before), after=_read(after))


_NEW = Insertion(HistoryRow)
_OF = Query(
    select(
        HistoryRow.subject, HistoryRow.row_id, HistoryRow.deed, HistoryRow.by_member_id, HistoryRow.at,
        HistoryRow.before, HistoryRow.after,
    )
    .where(HistoryRow.subject == bindparam("of_kind"), HistoryRow.row_id == bindparam("of_row"))
    .order_by(HistoryRow.id),
    _written,
)  # fmt: skip


def keep(db: CoalitionSession, written: Written) -> None:
    """Remember a write, with the transaction that does it."""
    _NEW.add_later(
        db,
        {
            "subject": written.subject,
            "row_id": written.row_id,
            "deed": written.deed,
            "by_member_id": written.by_member_id,
            "at": written.at,
            "before": _text(written.before),
            "after": _text(written.after),
        },
    )


def of(db: CoalitionSession, subject: Subject, row_id: int) -> list[Written]:
    """Everything that was done to a row, the oldest first."""
    return _OF.all(db, of_kind=subject, of_row=row_id)


def _text(values: Values | None) -> str | None:
    return None if values is None else json.dumps(values, default=str, ensure_ascii=False, sort_keys=True)


def _read(words: str | None) -> Values | None:
    return None if words is None else json.loads(words)
