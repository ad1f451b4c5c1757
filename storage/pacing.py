"""Turns in a channel, one a second, and pauses that a platform asks for: for all processes together.

All moments are the database's own: hosts may disagree, it does not.
"""

from datetime import datetime, timedelta

from sqlalchemy import UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.coalitions import Workspace
from storage.instants import DatabaseNow, DatabaseNowPlus, Instant
from storage.prepared import Insertion, Query, only
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference

_EVERYWHERE = ""


class PaceRow(Table, Owned):
    """When the next message may go to a channel of a workspace; to any of them, where `channel` is empty."""

    __tablename__ = "paces"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("workspace_id", "channel"),
        owned_reference("workspace_id", "workspaces"),
    )

    workspace_id: Mapped[int]
    channel: Mapped[str]
    next_at: Mapped[datetime] = mapped_column(Instant)


_NEW = Insertion(PaceRow)


def turn(
    db: CoalitionSession, workspace_id: int, channel: str, now: datetime, between: timedelta
) -> datetime:
    """Take the next turn in a channel: now, or the moment at which it comes. `now` is the database's."""
    row = _row(db, workspace_id, channel)
    if row is None:
        values = {"workspace_id": workspace_id, "channel": channel, "next_at": now + between}
        if _NEW.add_new(db, values) is not None:
            return now
        row = _row(db, workspace_id, channel)
    if row is None:
        raise LookupError("the pace that stands in the way is not there")
    mine = max(now, row.next_at)
    _set(db, row.id, mine + between)
    return mine


def pause(db: CoalitionSession, workspace_id: int, seconds: float) -> None:
    """Say nothing in a workspace for so long: it has asked for that. A longer pause stays."""
    end = DatabaseNowPlus(max(1, round(seconds)))
    until = db.scalars(select(end).select_from(Workspace).where(Workspace.id == workspace_id)).one()
    values = {"workspace_id": workspace_id, "channel": _EVERYWHERE, "next_at": until}
    if _NEW.add_new(db, values) is None:
        row = _row(db, workspace_id, _EVERYWHERE)
        if row is not None and row.next_at < until:
            _set(db, row.id, until)


_PAUSED_UNTIL = Query(
    select(PaceRow.next_at).where(
        PaceRow.workspace_id == bindparam("workspace"),
        PaceRow.channel == _EVERYWHERE,
        PaceRow.next_at > DatabaseNow(),
    ),
    only,
)


def paused_until(db: CoalitionSession, workspace_id: int) -> datetime | None:
    """Until when nothing may be said in a workspace; None when all may be said."""
    return _PAUSED_UNTIL.one(db, workspace=workspace_id)


def _row(db: CoalitionSession, workspace_id: int, channel: str) -> PaceRow | None:
    statement = select(PaceRow).where(PaceRow.workspace_id == workspace_id, PaceRow.channel == channel)
    return db.scalars(statement.with_for_update()).one_or_none()


def _set(db: CoalitionSession, row_id: int, next_at: datetime) -> None:
    db.execute(update(PaceRow).where(PaceRow.id == row_id).values(next_at=next_at))
