"""What members suggest to ask at town halls: the coalition's own part of the bank of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.instants import Instant
from storage.prepared import Change, Insertion, Query
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class QuestionRow(Table, Owned):
    """A question as the database keeps it: see `Question`."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("author_id", "members"),
        owned_reference("town_hall_id", "town_halls"),
        Index("ix_questions_same", "coalition_id", "same_as"),
    )

    topic: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    author_id: Mapped[int]
    town_hall_id: Mapped[int | None]
    same_as: Mapped[str | None]
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Worded:
    """A question as its author gives it: the topic's id, the words and their language, and for which event
    (None for any)."""

    topic: str
    words: str
    language: str
    town_hall_id: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """A suggested question. `same_as` is the key of the one that was there before and asks much the same: of
    another of these, or of the campaign's file; None for the first of its kind."""

    id: int
    told: Worded
    author_id: int
    same_as: str | None
    made_at: datetime

    @property
    def key(self) -> str:
        """What it is called where questions of the campaign's file are named, too."""
        return key_of(self.id)

    @property
    def group(self) -> str:
        """The key of the first that asks this."""
        return self.same_as or self.key


def key_of(question_id: int) -> str:
    """The key of a suggested question; no topic of the campaign's file begins with “q.”."""
    return f"q.{question_id}"


_QUESTION = (
    QuestionRow.id, QuestionRow.topic, QuestionRow.words, QuestionRow.language, QuestionRow.town_hall_id,
    QuestionRow.author_id, QuestionRow.same_as, QuestionRow.made_at,
)  # fmt: skip


def _question(
    row_id: int,
    topic: str,
    words: str,
    language: str,
    town_hall_id: int | None,
    author_id: int,
    same_as: str | None,
    made_at: datetime,
) -> Question:
    return Question(row_id, Worded(topic, words, language, town_hall_id), author_id, same_as, made_at)


_STANDS = QuestionRow.withdrawn_at.is_(None)
_NEW = Insertion(QuestionRow)
_WITH_ID = Query(select(*_QUESTION).where(QuestionRow.id == bindparam("question_id"), _STANDS), _question)
_EVERY = Query(select(*_QUESTION).where(_STANDS).order_by(QuestionRow.id), _question)
_CHANGE = Change(
    update(QuestionRow)
    .where(QuestionRow.id == bindparam("question_id"), _STANDS)
    .values(
        topic=bindparam("new_topic"),
        words=bindparam("new_words"),
        language=bindparam("new_language"),
        town_hall_id=bindparam("new_town_hall"),
        same_as=bindparam("new_same_as"),
        changed_at=bindparam("now"),
    )
)
_WITHDRAW = Change(
    update(QuestionRow)
    .where(QuestionRow.id == bindparam("question_id"), _STANDS)
    .values(withdrawn_at=bindparam("now"), changed_at=bindparam("now"))
)
_GROUP = Change(
    update(QuestionRow)
    .where(QuestionRow.id == bindparam("question_id"), _STANDS)
    .values(same_as=bindparam("new_same_as"))
)


def add(db: CoalitionSession, told: Worded, author_id: int, same_as: str | None, now: datetime) -> Question:
    """Keep a question that somebody suggests."""
    row_id = _NEW.add(
        db,
        {
            "topic": told.topic, "words": told.words, "language": told.language, "author_id": author_id,
            "town_hall_id": told.town_hall_id, "same_as": same_as, "made_at": now, "changed_at": now,
        },
    )  # fmt: skip
    return Question(row_id, told, author_id, same_as, now)


def with_id(db: CoalitionSession, question_id: int) -> Question | None:
    """The question with this row id, unless it was taken back."""
    return _WITH_ID.one(db, question_id=question_id)


def every(db: CoalitionSession) -> list[Question]:
    """All that stand, the oldest first."""
    return _EVERY.all(db)


def change(db: CoalitionSession, known: Question, told: Worded, same_as: str | None, now: datetime) -> bool:
    """Word it otherwise; False when it was taken back meanwhile."""
    values = {
        "new_topic": told.topic, "new_words": told.words, "new_language": told.language,
        "new_town_hall": told.town_hall_id, "new_same_as": same_as, "now": now,
    }  # fmt: skip
    return _CHANGE.run(db, question_id=known.id, **values) == 1


def withdraw(db: CoalitionSession, known: Question, now: datetime) -> bool:
    """Take it back; False when it was before."""
    return _WITHDRAW.run(db, question_id=known.id, now=now) == 1


def group(db: CoalitionSession, together: Iterable[tuple[int, str | None]]) -> None:
    """Put questions, by their row ids, with the ones that ask the same, by their keys."""
    each = [{"question_id": row_id, "new_same_as": key} for row_id, key in together]
    if each:
        _GROUP.run_each(db, each)
