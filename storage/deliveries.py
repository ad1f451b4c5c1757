"""An outbox row on its way: whom it goes to, and how it ended. Inside its own coalition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, update

from storage.coalitions import WORKSPACE_KEY, Standing, Workspace, WorkspaceKey
from storage.instants import DatabaseNow, DatabaseNowPlus
from storage.members import MEMBER, AccountRow, Member, MemberRow
from storage.outbox import OutboxRow, SendState
from storage.prepared import Change, Query
from storage.tenancy import CoalitionSession


@dataclass(frozen=True, slots=True)
class Route:
    """A person's account in a workspace that the bot can speak in."""

    workspace: WorkspaceKey
    user: str
    member: Member


_ROUTE = Query(
    select(
        *WORKSPACE_KEY,
        AccountRow.external_id,
        *MEMBER,
    )
    .join(AccountRow, AccountRow.workspace_id == Workspace.id)
    .join(MemberRow, MemberRow.id == AccountRow.member_id)
    .where(AccountRow.member_id == bindparam("member_id"))
    .order_by(Workspace.standing != Standing.ACTIVE, AccountRow.id)
    .limit(1),
    lambda *columns: Route(WorkspaceKey(*columns[:6]), columns[6], Member(*columns[7:])),
)


def route_to(db: CoalitionSession, member_id: int) -> Route | None:
    """How to reach a person directly: in the workspace where they were seen first."""
    return _ROUTE.one(db, member_id=member_id)


def held(db: CoalitionSession, row_id: int, owner: str, attempt: int) -> OutboxRow | None:
    """The row, if this worker's lease on it still stands."""
    statement = select(OutboxRow).where(
        OutboxRow.id == row_id,
        OutboxRow.lease_owner == owner,
        OutboxRow.attempt == attempt,
        OutboxRow.state == SendState.SENDING,
    )
    return db.scalars(statement).one_or_none()


@dataclass(frozen=True, slots=True)
class Settled:
    """How a row ended: `why` for whoever looks at the outbox; where it hangs if it was sent."""

    state: SendState
    why: str | None = None
    channel: str | None = None
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A row that was posted: which try of it, and where it hangs."""

    row_id: int
    attempt: int
    why: str | None
    channel: str
    message_id: str


_SENT = Change(
    update(OutboxRow)
    .where(
        OutboxRow.id == bindparam("row_id"),
        OutboxRow.lease_owner == bindparam("owner"),
        OutboxRow.attempt == bindparam("of_attempt"),
        OutboxRow.state == SendState.SENDING,
    )
    .values(
        state=SendState.SENT,
        why=bindparam("reason"),
        sent_channel=bindparam("in_channel"),
        sent_id=bindparam("as_message"),
        settled_at=bindparam("now"),
        lease_owner=None,
        lease_until=None,
    )
)


def record_sent(db: CoalitionSession, owner: str, sent: Sequence[Sent], at: datetime) -> list[bool]:
    """Record that these were posted; whether each still was this worker's to record."""
    changed = _SENT.run_each(
        db,
        (
            {
                "row_id": one.row_id, "owner": owner, "of_attempt": one.attempt, "reason": one.why,
                "in_channel": one.channel, "as_message": one.message_id, "now": at,
            }
            for one in sent
        ),
    )  # fmt: skip
    return [count == 1 for count in changed]


def renewal(lease_seconds: int) -> Change:
    """The statement with which a worker keeps a row for so long from now on: see `renew`."""
    return Change(
        update(OutboxRow)
        .where(OutboxRow.id == bindparam("row_id"), OutboxRow.lease_owner == bindparam("owner"))
        .values(lease_until=DatabaseNowPlus(lease_seconds), tried_at=DatabaseNow())
    )


def renew(db: CoalitionSession, keep: Change, row: OutboxRow) -> None:
    """Keep a row that is held; its try begins now."""
    keep.run(db, row_id=row.id, owner=row.lease_owner)


def settle(db: CoalitionSession, row: OutboxRow, end: Settled, at: datetime) -> bool:
    """Record the end of a row, unless another worker took it over meanwhile."""
    values = {
        "state": end.state, "why": end.why, "sent_channel": end.channel, "sent_id": end.message_id,
        "settled_at": at,
    }  # fmt: skip
    return _give_back(db, row, values)


def put_off(db: CoalitionSession, row: OutboxRow, pause: timedelta, why: str) -> bool:
    """Leave a row for a later try, measured by the database's clock, unless another worker took it over."""
    again = DatabaseNowPlus(max(1, round(pause.total_seconds())))
    values = {"state": SendState.PENDING, "why": why, "not_before": again, "slot_at": None}
    return _give_back(db, row, values)


def put_off_unclear(db: CoalitionSession, row: OutboxRow, pause: timedelta, why: str) -> bool:
    """The same, for a row that may have arrived by this try."""
    again = DatabaseNowPlus(max(1, round(pause.total_seconds())))
    values = {
        "state": SendState.PENDING, "why": why, "not_before": again, "slot_at": None,
        "unclear_at": row.tried_at,
        "unclear_since": row.unclear_since or row.tried_at,
    }  # fmt: skip
    return _give_back(db, row, values)


def line_up(db: CoalitionSession, row: OutboxRow, until: datetime, slot: datetime | None, why: str) -> bool:
    """Leave a row until then, by the database's clock. This try of it does not count.

    `slot` is its turn in its channel, where it has taken one.
    """
    values = {
        "state": SendState.PENDING, "why": why, "not_before": until, "slot_at": slot,
        "attempt": row.attempt - 1,
    }  # fmt: skip
    return _give_back(db, row, values)


def postpone(db: CoalitionSession, row: OutboxRow, until: datetime, why: str) -> bool:
    """Have a row come due at another moment of the campaign's clock, unless another worker took it over.

    This try of it does not count.
    """
    values = {"state": SendState.PENDING, "why": why, "due_at": until, "attempt": row.attempt - 1}
    return _give_back(db, row, {**values, "not_before": None})


_JOIN = Change(
    update(OutboxRow)
    .where(
        OutboxRow.id == bindparam("row_id"),
        OutboxRow.lease_owner == bindparam("owner"),
        OutboxRow.attempt == bindparam("of_attempt"),
        OutboxRow.state == SendState.SENDING,
    )
    .values(joined=bindparam("by_mark"))
)


def join(db: CoalitionSession, owner: str, tries: Mapping[int, int], mark: str | None) -> list[bool]:
    """Say rows, given with their tries, together under one mark, or each for itself from now on.

    Whether each still was this worker's.
    """
    changed = _JOIN.run_each(
        db,
        (
            {"row_id": row_id, "owner": owner, "of_attempt": attempt, "by_mark": mark}
            for row_id, attempt in tries.items()
        ),
    )
    return [count == 1 for count in changed]


def last_said_in(db: CoalitionSession, workspace_id: int, channel: str) -> int:
    """The id of the last row that was said in a channel; 0 for none."""
    statement = select(func.max(OutboxRow.id)).where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.channel == channel,
        OutboxRow.sent_channel == channel,
    )
    return db.scalar(statement) or 0


def last_said_to(db: CoalitionSession, member_id: int) -> int:
    """The id of the last row that was said to a member directly; 0 for none."""
    statement = select(func.max(OutboxRow.id)).where(
        OutboxRow.member_id == member_id, OutboxRow.channel.is_(None), OutboxRow.state == SendState.SENT
    )
    return db.scalar(statement) or 0


def was_told_instead(
    db: CoalitionSession, workspace_id: int, channel: str, member_id: int, after: int
) -> bool:
    """Whether a member was told directly what could not be said in a channel, by a row after that one."""
    statement = select(OutboxRow.id).where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.channel == channel,
        OutboxRow.member_id == member_id,
        OutboxRow.state == SendState.SENT,
        OutboxRow.sent_channel != channel,
        OutboxRow.id > after,
    )
    return db.scalar(statement.limit(1)) is not None


def _give_back(db: CoalitionSession, row: OutboxRow, values: Mapping[str, object]) -> bool:
    statement = (
        update(OutboxRow)
        .where(
            OutboxRow.id == row.id,
            OutboxRow.lease_owner == row.lease_owner,
            OutboxRow.attempt == row.attempt,
        )
        .values(lease_owner=None, lease_until=None, **values)
        .returning(OutboxRow.id)
    )
    given = db.scalars(statement, execution_options={"synchronize_session": False})
    return given.one_or_none() is not None
