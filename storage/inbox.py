"""What came in and was done: each once. A redelivery gets the first answer and does nothing."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.instants import Instant
from storage.prepared import Insertion, Query, only
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class InboxRow(Table, Owned):
    """One request that changed something, under the platform's own id for it, with its answer."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), owned_reference("workspace_id", "workspaces"))

    workspace_id: Mapped[int]
    key: Mapped[str]
    answer: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


_NEW = Insertion(InboxRow)
_ANSWER = Query(
    select(InboxRow.answer).where(
        InboxRow.workspace_id == bindparam("workspace_id"), InboxRow.key == bindparam("key")
    ),
    only,
)


def record(db: CoalitionSession, workspace_id: int, key: str, at: datetime) -> bool:
    """Note that this event came, which has no answer; False when it had come before."""
    return _NEW.add_new(db, {"workspace_id": workspace_id, "key": key, "answer": "", "at": at}) is not None


def record_answer(db: CoalitionSession, workspace_id: int, key: str, answer: str, at: datetime) -> None:
    """Note that this request was answered. If it had been before, the commit raises IntegrityError."""
    _NEW.add_later(db, {"workspace_id": workspace_id, "key": key, "answer": answer, "at": at})


def first_answer(db: CoalitionSession, workspace_id: int, key: str) -> str | None:
    """The answer that was given the first time."""
    return _ANSWER.one(db, workspace_id=workspace_id, key=key)
