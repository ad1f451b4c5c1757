"""What came in and was done: each once. A redelivery gets the first answer and does nothing."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.instants import Instant
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference
from storage.upserts import insert_new


class InboxRow(Table, Owned):
    """One request that changed something, under the platform's own id for it, with its answer."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), owned_reference("workspace_id", "workspaces"))

    workspace_id: Mapped[int]
    key: Mapped[str]
    answer: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


def record(db: CoalitionSession, workspace_id: int, key: str, answer: str, at: datetime) -> bool:
    """Note that this request was answered; False when it had been: then undo everything."""
    values = {
        "coalition_id": db.coalition_id,
        "workspace_id": workspace_id,
        "key": key,
        "answer": answer,
        "at": at,
    }
    return insert_new(db, InboxRow, values) is not None


def first_answer(db: CoalitionSession, workspace_id: int, key: str) -> str | None:
    """The answer that was given the first time."""
    statement = select(InboxRow.answer).where(InboxRow.workspace_id == workspace_id, InboxRow.key == key)
    return db.scalars(statement).one_or_none()
