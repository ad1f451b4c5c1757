"""What came of a visit: whom one met, when to be in touch next, whether they were thanked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, Index, UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.instants import Instant
from storage.prepared import Change, Insertion, QueryOfMany
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class Met(StrEnum):
    """Whom a delegation met."""

    MEMBER = "member"
    SENIOR_STAFF = "senior_staff"
    STAFF = "staff"
    DROP_BY = "drop_by"
    """The Member came in for a moment."""


class NoteKind(StrEnum):
    """What somebody notes after a visit, beside the answers."""

    THEIRS = "theirs"
    """Something that they promised."""
    QUESTION = "question"
    """A question of theirs that is to be answered."""
    LEFT = "left"
    """Something that was left with them."""


class DebriefRow(Table, Owned):
    """A debrief as the database keeps it: see `Debrief`."""

    __tablename__ = "visit_debriefs"
    __table_args__ = (
        UniqueConstraint("coalition_id", "visit_id"),
        owned_reference("visit_id", "visits"),
        owned_reference("done_by_id", "members"),
        owned_reference("thanked_by_id", "members"),
    )

    visit_id: Mapped[int]
    met: Mapped[Met | None] = mapped_column(choice(Met))
    next_contact: Mapped[date | None] = mapped_column(Date)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by_id: Mapped[int | None]
    thanked_at: Mapped[datetime | None] = mapped_column(Instant)
    thanked_by_id: Mapped[int | None]


class NoteRow(Table, Owned):
    """A note as the database keeps it: see `Note`."""

    __tablename__ = "visit_notes"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("visit_id", "visits"),
        owned_reference("by_member_id", "members"),
        Index("ix_visit_notes_of_visit", "coalition_id", "visit_id"),
    )

    visit_id: Mapped[int]
    kind: Mapped[NoteKind] = mapped_column(choice(NoteKind))
    words: Mapped[str]
    by_member_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Debrief:
    """What is known of a visit afterwards; `done_at` is when the last thing that is needed was noted."""

    visit_id: int
    met: Met | None = None
    next_contact: date | None = None
    done_at: datetime | None = None
    thanked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was noted after a visit, in somebody's own words."""

    visit_id: int
    kind: NoteKind
    words: str


_DEBRIEF = (
    DebriefRow.visit_id, DebriefRow.met, DebriefRow.next_contact, DebriefRow.done_at, DebriefRow.thanked_at,
)  # fmt: skip
_NEW = Insertion(DebriefRow)
_NEW_NOTE = Insertion(NoteRow)
_OF_VISITS = QueryOfMany(
    select(*_DEBRIEF).where(DebriefRow.visit_id.in_(bindparam("visit_ids", expanding=True))), Debrief
)
_NOTES = QueryOfMany(
    select(NoteRow.visit_id, NoteRow.kind, NoteRow.words)
    .where(NoteRow.visit_id.in_(bindparam("visit_ids", expanding=True)))
    .order_by(NoteRow.id),
    Note,
)
_THIS = DebriefRow.visit_id == bindparam("of_visit")
_MET = Change(update(DebriefRow).where(_THIS).values(met=bindparam("whom")))
_NEXT = Change(update(DebriefRow).where(_THIS).values(next_contact=bindparam("day")))
_DONE = Change(
    update(DebriefRow)
    .where(_THIS, DebriefRow.done_at.is_(None))
    .values(done_at=bindparam("now"), done_by_id=bindparam("by_id"))
)
_THANKED = Change(
    update(DebriefRow)
    .where(_THIS, DebriefRow.thanked_at.is_(None))
    .values(thanked_at=bindparam("now"), thanked_by_id=bindparam("by_id"))
)


def of_visits(db: CoalitionSession, visit_ids: Iterable[int]) -> dict[int, Debrief]:
    """What is known of each of those visits; an empty debrief where nothing is. One query."""
    wanted = sorted(set(visit_ids))
    found = {visit_id: Debrief(visit_id) for visit_id in wanted}
    found.update({one.visit_id: one for one in _OF_VISITS.all(db, visit_ids=wanted)} if wanted else {})
    return found


def of_visit(db: CoalitionSession, visit_id: int) -> Debrief:
    """What is known of one visit."""
    return of_visits(db, [visit_id])[visit_id]


def note_met(db: CoalitionSession, visit_id: int, met: Met | None) -> None:
    """Note whom they met; the last word counts. None: that is to be asked anew."""
    _begin(db, visit_id)
    _MET.run(db, of_visit=visit_id, whom=met)


def note_next(db: CoalitionSession, visit_id: int, day: date) -> None:
    """Note when to be in touch next."""
    _begin(db, visit_id)
    _NEXT.run(db, of_visit=visit_id, day=day)


def finish(db: CoalitionSession, visit_id: int, by_id: int, now: datetime) -> bool:
    """Note that all that is needed is there; False when that was so before."""
    _begin(db, visit_id)
    return _DONE.run(db, of_visit=visit_id, by_id=by_id, now=now) == 1


def thank(db: CoalitionSession, visit_id: int, by_id: int, now: datetime) -> bool:
    """Note that they were thanked; False when they had been."""
    _begin(db, visit_id)
    return _THANKED.run(db, of_visit=visit_id, by_id=by_id, now=now) == 1


def note(db: CoalitionSession, visit_id: int, kind: NoteKind, words: str, by_id: int, now: datetime) -> None:
    """Keep what somebody noted."""
    _NEW_NOTE.add(db, {"visit_id": visit_id, "kind": kind, "words": words, "by_member_id": by_id, "at": now})


def notes(db: CoalitionSession, visit_id: int) -> list[Note]:
    """What was noted about a visit, the oldest first."""
    return _NOTES.all(db, visit_ids=[visit_id])


def _begin(db: CoalitionSession, visit_id: int) -> None:
    _NEW.add_new(db, {"visit_id": visit_id})
