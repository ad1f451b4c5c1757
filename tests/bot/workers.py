"""More workers on one database, and what they left in the outbox."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from bot.delivery import Delivery
from bot.messages import Writer
from bot.slack.client import SlackClient
from bot.slack.speaking import SlackPlatform
from bot.threads import DatabaseThreads
from bot.translation import Languages
from handlers.registry import Registry
from storage import outbox
from storage.coalitions import Platform
from storage.coalitions import Workspace as WorkspaceRow
from storage.database import Database
from storage.outbox import OutboxRow, Place, Saying
from storage.pacing import PaceRow
from storage.posted_cards import PostedCard
from tests.workspace import CAMPAIGN, TOKEN, Workspace

HELLO = "announcement-test"
"""A kind that can be said of every coalition, without a card that stays current."""


def another_worker(
    workspace: Workspace,
    *,
    token: str = TOKEN,
    registry: Registry | None = None,
    database: Database | None = None,
    between: timedelta = timedelta(0),
) -> Delivery:
    """A worker as another process would run it, with threads of its own."""
    runtime = workspace.runtime
    client = SlackClient(token, f"{workspace.client.base_url}/api/")
    writer = Writer(registry or runtime.registry, runtime.reference, runtime.clock)
    platforms = {Platform.SLACK: SlackPlatform(client, Languages())}
    examine = runtime.doctor.card
    delivery = Delivery(
        database or runtime.database,
        DatabaseThreads(database or runtime.database, 2),
        runtime.clock,
        writer,
        platforms,
        examine,
        between=between,
    )
    delivery.serve(workspace.coalition_id)
    return delivery


def write(
    workspace: Workspace, *keys: str, kind: str = HELLO, channel: str = CAMPAIGN, about: int | None = None
) -> None:
    """Put rows in the outbox without waking anybody."""
    about_id = workspace.coalition_id if about is None else about
    with workspace.database.transaction(workspace.coalition_id) as db:
        now = workspace.runtime.clock.now()
        for key in keys:
            place = Place(workspace.key.id, channel)
            outbox.write(db, Saying(kind, about_id, key, now, place=place), now)


def row(workspace: Workspace, key: str) -> OutboxRow:
    """The row of that key, as it is now."""
    with workspace.database.transaction(workspace.coalition_id) as db:
        return db.scalars(select(OutboxRow).where(OutboxRow.key == key)).one()


def rows(workspace: Workspace, kind: str = HELLO) -> list[OutboxRow]:
    """All rows of a kind, oldest first."""
    with workspace.database.transaction(workspace.coalition_id) as db:
        return list(db.scalars(select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id)))


def waits(workspace: Workspace, key: str) -> float:
    """Seconds until a row may be tried again."""
    again = row(workspace, key).not_before
    assert again is not None
    return (again - datetime.now(UTC)).total_seconds()


def pass_time(workspace: Workspace) -> None:
    """As if all leases had run out and all pauses were over."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    with workspace.database.transaction(workspace.coalition_id) as db:
        for entity in (OutboxRow, PostedCard):
            leased, paused = entity.lease_until.is_not(None), entity.not_before.is_not(None)
            db.execute(update(entity).where(leased).values(lease_until=past))
            db.execute(update(entity).where(paused).values(not_before=past))
        long_ago = past - timedelta(minutes=2)
        db.execute(update(OutboxRow).where(OutboxRow.tried_at.is_not(None)).values(tried_at=long_ago))
        unclear = OutboxRow.unclear_at.is_not(None)
        db.execute(update(OutboxRow).where(unclear).values(unclear_at=long_ago, unclear_since=long_ago))
        db.execute(update(PaceRow).values(next_at=past))


def workspace_row(workspace: Workspace) -> WorkspaceRow:
    """The workspace as the database knows it."""
    with workspace.database.transaction(workspace.coalition_id) as db:
        return db.scalars(select(WorkspaceRow)).one()


def posted_cards(workspace: Workspace) -> list[PostedCard]:
    """The districts' cards that are remembered."""
    statement = select(PostedCard).where(PostedCard.kind == "district").order_by(PostedCard.id)
    with workspace.database.transaction(workspace.coalition_id) as db:
        return list(db.scalars(statement))


def hellos(workspace: Workspace) -> int:
    """How many messages the bot has posted in #campaign by itself."""
    return sum(message["origin"] == "web_api" for message in workspace.seen())
