"""What must look across coalitions: whose workspace this is, and what is due anywhere.

The one module that may use statements without a coalition. Each function takes a session that was
opened with `Database.across_coalitions()`.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, delete, func, or_, select, update

from storage.calendar_feeds import CalendarFeedRow
from storage.coalitions import CoalitionRow, Platform, Standing, Workspace, WorkspaceKey
from storage.inbox import InboxRow
from storage.instants import DatabaseNow, DatabaseNowPlus
from storage.outbox import IS_OPEN, WRITTEN_OUT_OPEN, OutboxRow, SendState
from storage.posted_cards import PostedCard
from storage.prepared import QueryAcross, only
from storage.tenancy import CoalitionSession, Table
from storage.town_halls.index_cards import IndexCardsRow

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot as a platform knows it in one workspace (from Slack's auth.test)."""

    platform: Platform
    workspace: str
    workspace_name: str
    user_id: str
    bot_id: str


@dataclass(frozen=True, slots=True)
class NewCoalition:
    """How a coalition begins, before anybody ran its set-up."""

    name: str
    timezone: str
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class CoalitionName:
    """A coalition, as an operator tells it from others."""

    id: int
    name: str
    is_example: bool


def coalition_names(db: CoalitionSession) -> list[CoalitionName]:
    """All coalitions, the oldest first."""
    rows = db.execute(
        select(CoalitionRow.id, CoalitionRow.name, CoalitionRow.is_example).order_by(CoalitionRow.id)
    )
    return [CoalitionName(*row) for row in rows]


def find_workspace(db: CoalitionSession, platform: Platform, external_id: str) -> WorkspaceKey | None:
    """The workspace that a request names, if the bot knows it."""
    row = db.scalars(
        select(Workspace).where(Workspace.platform == platform, Workspace.external_id == external_id)
    ).one_or_none()
    return _key(row) if row else None


def connect_workspace(db: CoalitionSession, bot: Bot, beginning: NewCoalition) -> WorkspaceKey:
    """Register the workspace that the bot was started in, with a coalition of its own if it is new."""
    row = db.scalars(
        select(Workspace).where(Workspace.platform == bot.platform, Workspace.external_id == bot.workspace)
    ).one_or_none()
    if row is None:
        coalition = CoalitionRow(
            name=beginning.name, timezone=beginning.timezone, is_example=beginning.is_example
        )
        db.add(coalition)
        db.flush()
        row = Workspace(
            coalition_id=coalition.id,
            platform=bot.platform,
            external_id=bot.workspace,
            name=bot.workspace_name,
            bot_user_id=bot.user_id,
            bot_id=bot.bot_id,
        )
        db.add(row)
    row.name, row.bot_user_id, row.bot_id = bot.workspace_name, bot.user_id, bot.bot_id
    row.standing = Standing.ACTIVE
    coalition = db.scalars(select(CoalitionRow).where(CoalitionRow.id == row.coalition_id)).one()
    if coalition.set_up_at is None:
        coalition.name, coalition.timezone = beginning.name, beginning.timezone
    db.flush()
    return _key(row)


@dataclass(frozen=True, slots=True)
class FeedOwner:
    """Whose calendar a feed is."""

    coalition_id: int
    member_id: int


def find_feed(db: CoalitionSession, token: str) -> FeedOwner | None:
    """Whose feed has this token; None alike for one that is unknown, revoked, or no token at all."""
    if not _TOKEN.fullmatch(token):
        return None
    row = db.execute(
        select(CalendarFeedRow.coalition_id, CalendarFeedRow.member_id).where(
            CalendarFeedRow.token == token, CalendarFeedRow.revoked_at.is_(None)
        )
    ).one_or_none()
    return FeedOwner(*row) if row else None


@dataclass(frozen=True, slots=True)
class CardsOwner:
    """Whose index cards a link is for, of which event, and who asked for it."""

    coalition_id: int
    town_hall_id: int
    made_by_id: int


def find_index_cards(db: CoalitionSession, token: str) -> CardsOwner | None:
    """Which event's index cards have this token; None for one that is unknown, or no token at all."""
    if not _TOKEN.fullmatch(token):
        return None
    row = db.execute(
        select(IndexCardsRow.coalition_id, IndexCardsRow.town_hall_id, IndexCardsRow.made_by_id).where(
            IndexCardsRow.token == token
        )
    ).one_or_none()
    return CardsOwner(*row) if row else None


def only_real_workspace(db: CoalitionSession, platform: Platform) -> WorkspaceKey | None:
    """The workspace of that platform, if the bot knows exactly one besides examples."""
    statement = (
        select(Workspace)
        .join(CoalitionRow, CoalitionRow.id == Workspace.coalition_id)
        .where(Workspace.platform == platform, CoalitionRow.is_example.is_(False))
    )
    rows = list(db.scalars(statement))
    return _key(rows[0]) if len(rows) == 1 else None


def empty_coalition(db: CoalitionSession, coalition_id: int) -> None:
    """Delete everything that belongs to a coalition but itself and its workspaces: to start over."""
    for table in reversed(Table.metadata.sorted_tables):
        if "coalition_id" in table.c and table.name != Workspace.__tablename__:
            db.connection().execute(delete(table).where(table.c.coalition_id == coalition_id))
    anew = {"deadline": None, "follow_ups": None}
    db.execute(update(CoalitionRow).where(CoalitionRow.id == coalition_id).values(**anew))


def _key(row: Workspace) -> WorkspaceKey:
    return WorkspaceKey(row.id, row.coalition_id, row.platform, row.external_id, row.bot_user_id, row.bot_id)


@dataclass(frozen=True, slots=True)
class Taken:
    """An outbox row that this worker may send, until its lease runs out.

    `unclear_since` and `unclear_at`: when the first and the last earlier try began that may have arrived;
    None where none may. `taken_at` is now, all by the database's clock. Rows of one `line` go to the same
    channel or person.
    """

    id: int
    coalition_id: int
    attempt: int
    kind: str
    due_at: datetime
    taken_at: datetime
    unclear_since: datetime | None
    unclear_at: datetime | None
    channel: str | None
    member_id: int | None
    joined: str | None

    @property
    def line(self) -> tuple[str | None, int | None]:
        """What all rows to the same channel or person have in common."""
        return (self.channel, None if self.channel else self.member_id)


def _moment(at: datetime | None) -> datetime | None:
    return at


_ANYTHING_DUE = QueryAcross(
    select(OutboxRow.id)
    .where(
        OutboxRow.coalition_id == bindparam("coalition"),
        OutboxRow.due_at <= bindparam("now"),
        WRITTEN_OUT_OPEN,
    )
    .limit(1),
    only,
)


def anything_due(db: CoalitionSession, coalition_id: int, now: datetime) -> bool:
    """Whether a look is worth the writer's while. `now` is the campaign's."""
    return _ANYTHING_DUE.first(db, coalition=coalition_id, now=now) is not None


def take_due(
    db: CoalitionSession, coalition_id: int, now: datetime, owner: str, lease_seconds: int, limit: int
) -> list[Taken]:
    """Take a coalition's due rows, oldest first, that nobody else has. `now` is the campaign's; leases the
    database's.

    Commit before sending: the lease is what keeps a second worker away.
    """
    lease_ran_out = (OutboxRow.state == SendState.SENDING) & (OutboxRow.lease_until < DatabaseNow())
    due = (
        select(OutboxRow.id)
        .where(
            OutboxRow.coalition_id == coalition_id,
            OutboxRow.due_at <= now,
            or_(OutboxRow.not_before.is_(None), OutboxRow.not_before <= DatabaseNow()),
            or_(OutboxRow.state == SendState.PENDING, lease_ran_out),
            IS_OPEN,
        )
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    was_being_sent = OutboxRow.state == SendState.SENDING
    statement = (
        update(OutboxRow)
        .where(OutboxRow.id.in_(due))
        .values(
            state=SendState.SENDING,
            lease_owner=owner,
            lease_until=DatabaseNowPlus(lease_seconds),
            attempt=OutboxRow.attempt + 1,
            tried_at=DatabaseNow(),
            unclear_since=case(
                (was_being_sent, func.coalesce(OutboxRow.unclear_since, OutboxRow.tried_at)),
                else_=OutboxRow.unclear_since,
            ),
            unclear_at=case((was_being_sent, OutboxRow.tried_at), else_=OutboxRow.unclear_at),
        )
        .returning(
            OutboxRow.id, OutboxRow.coalition_id, OutboxRow.attempt, OutboxRow.kind, OutboxRow.due_at,
            OutboxRow.tried_at, OutboxRow.unclear_since, OutboxRow.unclear_at, OutboxRow.channel,
            OutboxRow.member_id, OutboxRow.joined,
        )
    )  # fmt: skip
    rows = db.execute(statement, execution_options={"synchronize_session": False})
    return sorted((Taken(*row) for row in rows), key=lambda taken: (taken.due_at, taken.id))


_NEXT_DUE = QueryAcross(
    select(func.min(OutboxRow.due_at)).where(
        OutboxRow.coalition_id == bindparam("coalition"),
        OutboxRow.state == SendState.PENDING,
        WRITTEN_OUT_OPEN,
    ),
    _moment,
)


def next_due(db: CoalitionSession, coalition_id: int) -> datetime | None:
    """When the next thing will be said, on the campaign's clock; None when nothing waits."""
    return _NEXT_DUE.first(db, coalition=coalition_id)


_NEXT_TRY = QueryAcross(
    select(func.min(OutboxRow.not_before)).where(
        OutboxRow.coalition_id == bindparam("coalition"),
        OutboxRow.state == SendState.PENDING,
        OutboxRow.due_at <= bindparam("now"),
        WRITTEN_OUT_OPEN,
    ),
    _moment,
)


def next_try(db: CoalitionSession, coalition_id: int, now: datetime) -> datetime | None:
    """When a row that is due but put off may be tried again, on the database's clock."""
    return _NEXT_TRY.first(db, coalition=coalition_id, now=now)


@dataclass(frozen=True, slots=True)
class Stale:
    """A posted card that no longer shows its row as it is."""

    id: int
    coalition_id: int
    kind: str
    about_id: int
    workspace_id: int
    channel: str
    message_id: str
    version: int


def take_stale_cards(db: CoalitionSession, coalition_id: int, lease_seconds: int, limit: int) -> list[Stale]:
    """Take a coalition's cards to redraw that nobody else is redrawing."""
    stale = (
        select(PostedCard.id)
        .where(
            PostedCard.coalition_id == coalition_id,
            PostedCard.wanted_version > PostedCard.shown_version,
            PostedCard.message_id.is_not(None),
            or_(PostedCard.lease_until.is_(None), PostedCard.lease_until < DatabaseNow()),
            or_(PostedCard.not_before.is_(None), PostedCard.not_before <= DatabaseNow()),
        )
        .order_by(PostedCard.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = (
        update(PostedCard)
        .where(PostedCard.id.in_(stale))
        .values(lease_until=DatabaseNowPlus(lease_seconds))
        .returning(PostedCard)
    )
    rows = db.scalars(statement, execution_options={"synchronize_session": False})
    return [
        Stale(
            row.id,
            row.coalition_id,
            row.kind,
            row.about_id,
            row.workspace_id,
            row.channel,
            row.message_id or "",
            row.wanted_version,
        )
        for row in rows
    ]


_IS_STALE = (
    PostedCard.coalition_id == bindparam("coalition"),
    PostedCard.wanted_version > PostedCard.shown_version,
    PostedCard.message_id.is_not(None),
)
_ANYTHING_STALE = QueryAcross(select(PostedCard.id).where(*_IS_STALE).limit(1), only)


def anything_stale(db: CoalitionSession, coalition_id: int) -> bool:
    """Whether a posted card no longer shows its row as it is."""
    return _ANYTHING_STALE.first(db, coalition=coalition_id) is not None


def workspace_with_id(db: CoalitionSession, workspace_id: int) -> WorkspaceKey:
    """A workspace by its row's id."""
    return _key(db.scalars(select(Workspace).where(Workspace.id == workspace_id)).one())


_LEASED = PostedCard.lease_until > func.coalesce(PostedCard.not_before, DatabaseNow())
_FREE_AT = case((_LEASED, PostedCard.lease_until), else_=func.coalesce(PostedCard.not_before, DatabaseNow()))
_SOONEST_REDRAW = QueryAcross(select(func.min(_FREE_AT)).where(*_IS_STALE), _moment)


def soonest_redraw(db: CoalitionSession, coalition_id: int) -> datetime | None:
    """When the next stale card may be redrawn, on the database's clock; None when all are current."""
    return _SOONEST_REDRAW.first(db, coalition=coalition_id)


def forget_old_requests(db: CoalitionSession, now: datetime) -> None:
    """Drop inbox rows that no platform redelivers any more (Slack: within 24 hours)."""
    db.execute(delete(InboxRow).where(InboxRow.at < now - timedelta(days=3)))
