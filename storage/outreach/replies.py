"""Replies: what a candidate answered, in their own words. A wrong one is withdrawn, never deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Text, UniqueConstraint, and_, bindparam, exists, select, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage import history
from storage.choices import choice
from storage.history import Deed, Subject, Written
from storage.instants import Instant
from storage.prepared import Change, Insertion, Query, QueryOfMany, only
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class Answer(StrEnum):
    """What the answer comes to."""

    SUPPORT = "support"
    UNDECIDED = "undecided"
    NO_ANSWER = "declined_to_say"
    OPPOSED = "opposed"
    MEETING = "wants_a_meeting"
    OTHER = "other"


class ReplyRow(Table, Owned):
    """A reply as the database keeps it: see `Answered`."""

    __tablename__ = "replies"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("candidate_id", "candidates"),
        owned_reference("by_member_id", "members"),
        owned_reference("withdrawn_by_id", "members"),
        Index("ix_replies_candidate", "coalition_id", "candidate_id"),
    )

    candidate_id: Mapped[int]
    answer: Mapped[Answer] = mapped_column(choice(Answer))
    words: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    by_member_id: Mapped[int]
    logged_at: Mapped[datetime] = mapped_column(Instant)
    thanked_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by_id: Mapped[int | None]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a candidate answered. `words` are theirs, kept as they were written down."""

    id: int
    candidate_id: int
    answer: Answer
    words: str
    source: str
    at: datetime
    by_member_id: int
    logged_at: datetime
    thanked_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewReply:
    """What somebody logs. `source` is a link or words, or empty."""

    candidate_id: int
    answer: Answer
    words: str
    source: str
    at: datetime


_REPLY = (
    ReplyRow.id, ReplyRow.candidate_id, ReplyRow.answer, ReplyRow.words, ReplyRow.source, ReplyRow.at,
    ReplyRow.by_member_id, ReplyRow.logged_at, ReplyRow.thanked_at, ReplyRow.withdrawn_at,
)  # fmt: skip
_STANDS = ReplyRow.withdrawn_at.is_(None)

_NEW = Insertion(ReplyRow)
_WITH_ID = Query(select(*_REPLY).where(ReplyRow.id == bindparam("reply_id")), Answered)
_OF_CANDIDATES = QueryOfMany(
    select(*_REPLY)
    .where(ReplyRow.candidate_id.in_(bindparam("candidate_ids", expanding=True)), _STANDS)
    .order_by(ReplyRow.at, ReplyRow.id),
    Answered,
)
_Newer = aliased(ReplyRow)
IS_TO_BE_THANKED = and_(
    ReplyRow.answer == Answer.SUPPORT,
    ReplyRow.thanked_at.is_(None),
    _STANDS,
    ~exists(
        select(_Newer.id).where(
            _Newer.coalition_id == ReplyRow.coalition_id,
            _Newer.candidate_id == ReplyRow.candidate_id,
            _Newer.answer == Answer.SUPPORT,
            _Newer.thanked_at.is_(None),
            _Newer.withdrawn_at.is_(None),
            _Newer.id > ReplyRow.id,
        )
    ),
)
"""Whether a thank-you is owed for a reply: of several that a candidate gave, for the one logged last."""

_UNTHANKED = Query(
    select(*_REPLY)
    .where(ReplyRow.by_member_id == bindparam("member_id"), IS_TO_BE_THANKED)
    .order_by(ReplyRow.at, ReplyRow.id),
    Answered,
)
_IS_OWED = Query(select(ReplyRow.id).where(ReplyRow.id == bindparam("reply_id"), IS_TO_BE_THANKED), only)
_THANKED = Change(
    update(ReplyRow)
    .where(
        ReplyRow.candidate_id == bindparam("of_candidate"),
        ReplyRow.answer == Answer.SUPPORT,
        ReplyRow.thanked_at.is_(None),
        _STANDS,
    )
    .values(thanked_at=bindparam("now"))
)
_CORRECT = Change(
    update(ReplyRow)
    .where(ReplyRow.id == bindparam("reply_id"), _STANDS)
    .values(
        answer=bindparam("new_answer"),
        words=bindparam("new_words"),
        source=bindparam("new_source"),
        at=bindparam("new_at"),
    )
)
_WITHDRAW = Change(
    update(ReplyRow)
    .where(ReplyRow.id == bindparam("reply_id"), _STANDS)
    .values(withdrawn_at=bindparam("now"), withdrawn_by_id=bindparam("by_id"))
)


def log(db: CoalitionSession, new: NewReply, by_id: int, now: datetime) -> Answered:
    """Write a reply down, by a member."""
    values = {
        "candidate_id": new.candidate_id, "answer": new.answer, "words": new.words, "source": new.source,
        "at": new.at, "by_member_id": by_id, "logged_at": now,
    }  # fmt: skip
    reply_id = _NEW.add(db, values)
    after = _told(new.answer, new.words, new.source, new.at)
    history.keep(db, Written(Subject.REPLY, reply_id, Deed.ADDED, by_id, now, None, after))
    return Answered(reply_id, new.candidate_id, new.answer, new.words, new.source, new.at, by_id, now)


def with_id(db: CoalitionSession, reply_id: int) -> Answered | None:
    """The reply with this row id, withdrawn or not."""
    return _WITH_ID.one(db, reply_id=reply_id)


def of_candidates(db: CoalitionSession, candidate_ids: Iterable[int]) -> dict[int, list[Answered]]:
    """The replies that stand of those candidates (the coalition's own rows), the oldest first."""
    wanted = sorted(set(candidate_ids))
    found: dict[int, list[Answered]] = {candidate_id: [] for candidate_id in wanted}
    for reply in _OF_CANDIDATES.all(db, candidate_ids=wanted) if wanted else ():
        found[reply.candidate_id].append(reply)
    return found


def unthanked_of(db: CoalitionSession, member_id: int) -> list[Answered]:
    """The supportive answers that a member logged and nobody has said thank you for, the oldest first.

    Of several that a candidate gave, the one that was logged last.
    """
    return _UNTHANKED.all(db, member_id=member_id)


def is_to_be_thanked(db: CoalitionSession, reply: Answered) -> bool:
    """Whether a thank-you is owed for this reply, and not for a newer one of the same candidate."""
    return _IS_OWED.one(db, reply_id=reply.id) is not None


def thank(db: CoalitionSession, reply: Answered, now: datetime) -> bool:
    """Note that somebody said thank you to whoever gave a reply, for all of theirs; False when somebody
    had already."""
    return _THANKED.run(db, of_candidate=reply.candidate_id, now=now) > 0


def correct(db: CoalitionSession, reply: Answered, right: NewReply, by_id: int, now: datetime) -> bool:
    """Write a reply down as it was; False when it was taken back meanwhile. Its candidate stays."""
    changed = _CORRECT.run(
        db, reply_id=reply.id, new_answer=right.answer, new_words=right.words, new_source=right.source,
        new_at=right.at,
    )  # fmt: skip
    if changed == 0:
        return False
    before = _told(reply.answer, reply.words, reply.source, reply.at)
    after = _told(right.answer, right.words, right.source, right.at)
    history.keep(db, Written(Subject.REPLY, reply.id, Deed.CORRECTED, by_id, now, before, after))
    return True


def _told(answer: Answer, words: str, source: str, at: datetime) -> dict[str, object]:
    return {"answer": answer, "words": words, "source": source, "at": at.isoformat()}


def withdraw(db: CoalitionSession, reply: Answered, by_id: int, now: datetime) -> bool:
    """Take a reply back; False when it had been already."""
    if _WITHDRAW.run(db, reply_id=reply.id, now=now, by_id=by_id) == 0:
        return False
    history.keep(db, Written(Subject.REPLY, reply.id, Deed.WITHDRAWN, by_id, now))
    return True
