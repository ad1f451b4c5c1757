"""Who comes to a visit, as they have said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage import history
from storage.choices import choice
from storage.history import Deed, Subject, Written
from storage.instants import Instant
from storage.prepared import Change, Insertion, Query, QueryOfMany
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class Word(StrEnum):
    """What somebody has said about coming."""

    COMING = "coming"
    NOT_COMING = "not_coming"


class AttendanceRow(Table, Owned):
    """A person's word as the database keeps it: see `Attendance`."""

    __tablename__ = "visit_people"
    __table_args__ = (
        UniqueConstraint("coalition_id", "visit_id", "member_id"),
        owned_reference("visit_id", "visits"),
        owned_reference("member_id", "members"),
        Index("ix_visit_people_of_member", "coalition_id", "member_id"),
    )

    visit_id: Mapped[int]
    member_id: Mapped[int]
    word: Mapped[Word] = mapped_column(choice(Word))
    since: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Attendance:
    """What a person has said about coming to a visit, and since when they say so."""

    visit_id: int
    member_id: int
    word: Word
    since: datetime


_ATTENDANCE = (
    AttendanceRow.visit_id, AttendanceRow.member_id, AttendanceRow.word, AttendanceRow.since,
)  # fmt: skip
_NEW = Insertion(AttendanceRow)
_OF_VISITS = QueryOfMany(
    select(*_ATTENDANCE)
    .where(AttendanceRow.visit_id.in_(bindparam("visit_ids", expanding=True)))
    .order_by(AttendanceRow.since, AttendanceRow.id),
    Attendance,
)
_OF_MEMBER = Query(
    select(*_ATTENDANCE).where(
        AttendanceRow.member_id == bindparam("of_member"), AttendanceRow.word == Word.COMING
    ),
    Attendance,
)
_SAY = Change(
    update(AttendanceRow)
    .where(
        AttendanceRow.visit_id == bindparam("of_visit"),
        AttendanceRow.member_id == bindparam("of_member"),
        AttendanceRow.word != bindparam("new_word"),
    )
    .values(word=bindparam("new_word"), since=bindparam("now"))
)


def say(db: CoalitionSession, visit_id: int, member_id: int, word: Word, by_id: int, now: datetime) -> bool:
    """Note what somebody says about coming; False when they had said so before."""
    new = {"visit_id": visit_id, "member_id": member_id, "word": word, "since": now}
    is_new = _NEW.add_new(db, new) is not None
    changed = is_new or _SAY.run(db, of_visit=visit_id, of_member=member_id, new_word=word, now=now) == 1
    if changed:
        after = {"member": member_id, "word": word}
        history.keep(db, Written(Subject.VISIT, visit_id, Deed.CORRECTED, by_id, now, None, after))
    return changed


def of_visits(db: CoalitionSession, visit_ids: Iterable[int]) -> dict[int, list[Attendance]]:
    """What people have said about each of those visits, who said it first at the front. One query."""
    wanted = sorted(set(visit_ids))
    found: dict[int, list[Attendance]] = {visit_id: [] for visit_id in wanted}
    for one in _OF_VISITS.all(db, visit_ids=wanted) if wanted else ():
        found[one.visit_id].append(one)
    return found


def coming(db: CoalitionSession, visit_id: int) -> list[int]:
    """The members who come to a visit, who said so first at the front."""
    return [one.member_id for one in of_visits(db, [visit_id])[visit_id] if one.word is Word.COMING]


def of_member(db: CoalitionSession, member_id: int) -> list[Attendance]:
    """The visits that a person has said they come to."""
    return _OF_MEMBER.all(db, of_member=member_id)
