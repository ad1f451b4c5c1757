"""Which news a channel's digest covers: from where the last one that was said ends, to where it ends itself.

A digest ends shortly before it was written into the outbox. That moment never changes, however often it is
tried, however late it comes and whichever process says it: so the next one begins just there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from storage.outbox import OPEN, OutboxRow, SendState
from storage.tenancy import CoalitionSession

_UNDER_WAY = timedelta(minutes=1)
"""What was logged in the last minute may not be committed yet: it belongs to the next digest."""


@dataclass(frozen=True, slots=True)
class ChannelDigest:
    """A digest in the outbox. `until` is where it ends."""

    kind: str
    about_id: int
    workspace_id: int | None
    channel: str | None
    written_at: datetime

    @property
    def until(self) -> datetime:
        """What was logged before this moment is in it, or in one before."""
        return self.written_at - _UNDER_WAY


_DIGEST = (
    OutboxRow.kind, OutboxRow.about_id, OutboxRow.workspace_id, OutboxRow.channel, OutboxRow.written_at,
)  # fmt: skip


def with_key(db: CoalitionSession, key: str) -> ChannelDigest | None:
    """The digest of that key."""
    row = db.execute(select(*_DIGEST).where(OutboxRow.key == key)).one_or_none()
    return ChannelDigest(*row) if row else None


def last_said(db: CoalitionSession, before: ChannelDigest) -> ChannelDigest | None:
    """The last one that was said before this, in its channel; where none was, in its workspace."""
    statement = (
        select(*_DIGEST)
        .where(*_earlier(before), OutboxRow.state == SendState.SENT)
        .order_by(OutboxRow.channel != before.channel, OutboxRow.written_at.desc())
        .limit(1)
    )
    row = db.execute(statement).one_or_none()
    return ChannelDigest(*row) if row else None


def is_one_on_its_way(db: CoalitionSession, before: ChannelDigest) -> bool:
    """Whether nobody knows yet if one before this was said."""
    statement = select(OutboxRow.id).where(*_earlier(before), OutboxRow.state.in_(OPEN)).limit(1)
    return db.scalar(statement) is not None


def _earlier(before: ChannelDigest) -> tuple[ColumnElement[bool], ...]:
    return (
        OutboxRow.about_id == before.about_id,
        OutboxRow.kind == before.kind,
        OutboxRow.workspace_id == before.workspace_id,
        OutboxRow.written_at < before.written_at,
    )
