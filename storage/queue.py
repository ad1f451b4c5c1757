"""The outbox as an operator looks at it and mends it. Inside one coalition."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select, update

from storage.members import MemberRow
from storage.outbox import IS_OPEN, OutboxRow, SendState
from storage.tenancy import CoalitionSession

RETRIED = (SendState.FAILED, SendState.DROPPED)
"""What may be tried again."""
GIVEN_UP = (SendState.PENDING, SendState.FAILED)
"""What may be dropped."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A row: `member` is whom it is said to or for, by name; `channel` where, unless it is said directly."""

    id: int
    kind: str
    member: str | None
    channel: str | None
    due_at: datetime
    state: SendState
    why: str | None


_COLUMNS = (
    OutboxRow.id, OutboxRow.kind, MemberRow.name, OutboxRow.channel, OutboxRow.due_at, OutboxRow.state,
    OutboxRow.why,
)  # fmt: skip


_ROWS = select(*_COLUMNS).outerjoin(MemberRow, MemberRow.id == OutboxRow.member_id)


def ended(db: CoalitionSession, state: SendState, most: int) -> list[Queued]:
    """Rows that ended in this state, the newest first."""
    newest_first = OutboxRow.settled_at.desc(), OutboxRow.id.desc()
    statement = _ROWS.where(OutboxRow.state == state).order_by(*newest_first).limit(most)
    return [Queued(*row) for row in db.execute(statement)]


def to_come(db: CoalitionSession, most: int) -> list[Queued]:
    """Rows that are to be said, the next first."""
    statement = _ROWS.where(IS_OPEN).order_by(OutboxRow.due_at, OutboxRow.id).limit(most)
    return [Queued(*row) for row in db.execute(statement)]


def counts(db: CoalitionSession) -> dict[SendState, int]:
    """How many rows there are by state; a state without any is left out."""
    statement = select(OutboxRow.state, func.count(OutboxRow.id)).group_by(OutboxRow.state)
    return {state: count for state, count in db.execute(statement)}


def with_id(db: CoalitionSession, row_id: int) -> Queued | None:
    """The row of that number, if it is this coalition's."""
    row = db.execute(_ROWS.where(OutboxRow.id == row_id)).one_or_none()
    return Queued(*row) if row else None


def retry(db: CoalitionSession, row_id: int, at: datetime) -> bool:
    """Have a row that failed or was dropped tried again from then on; False when it is in another state.

    What failed is looked for first where it may have been said; what was dropped is said, since somebody
    who knows wants it.
    """
    was_dropped = OutboxRow.state == SendState.DROPPED
    statement = (
        update(OutboxRow)
        .where(OutboxRow.id == row_id, OutboxRow.state.in_(RETRIED))
        .values(
            state=SendState.PENDING, due_at=at, attempt=0, why=None, settled_at=None, not_before=None,
            lease_owner=None, lease_until=None, slot_at=None,
            unclear_since=case((was_dropped, None), else_=OutboxRow.unclear_since),
            unclear_at=case((was_dropped, None), else_=OutboxRow.unclear_at),
        )
        .returning(OutboxRow.id)
    )  # fmt: skip
    return db.scalars(statement).one_or_none() is not None


def give_up(db: CoalitionSession, row_id: int, why: str, at: datetime) -> bool:
    """Drop a row that is pending or failed; False when it is in another state, such as being sent."""
    statement = (
        update(OutboxRow)
        .where(OutboxRow.id == row_id, OutboxRow.state.in_(GIVEN_UP))
        .values(state=SendState.DROPPED, why=why, settled_at=at, not_before=None)
        .returning(OutboxRow.id)
    )
    return db.scalars(statement).one_or_none() is not None
