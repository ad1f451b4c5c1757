"""Cards that were posted and must stay current: where they hang, and how current they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Index, UniqueConstraint, bindparam, delete, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.coalitions import CoalitionRow
from storage.instants import Instant
from storage.prepared import Change, Insertion, Query, only
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference

_STALE = text("wanted_version > shown_version")


class PostedCard(Table, Owned):
    """A card of a row (`kind`, `about_id`), posted by an outbox row. Stale while wanted > shown.

    It is written before the message is sent, so that a change in between is not missed; `message_id` is
    None until then. Cards that were posted together share a message. A person's home page has no outbox
    row: its `channel` is the person's account, its `message_id` the kind.
    """

    __tablename__ = "posted_cards"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel", "message_id", "kind", "about_id"),
        owned_reference("workspace_id", "workspaces"),
        owned_reference("outbox_id", "outbox"),
        Index("ix_posted_cards_about", "coalition_id", "kind", "about_id"),
        Index(
            "ix_posted_cards_stale",
            "coalition_id",
            "not_before",
            sqlite_where=_STALE,
            postgresql_where=_STALE,
        ),
    )

    kind: Mapped[str]
    about_id: Mapped[int]
    outbox_id: Mapped[int | None] = mapped_column(unique=True)
    workspace_id: Mapped[int]
    channel: Mapped[str]
    message_id: Mapped[str | None]
    wanted_version: Mapped[int] = mapped_column(default=1)
    shown_version: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None] = mapped_column(Instant)
    lease_until: Mapped[datetime | None] = mapped_column(Instant)


_NEW = Insertion(PostedCard)
_HOLD_AGAINST_CHANGES = Query(select(CoalitionRow.id).with_for_update(key_share=True), only)
_HOLD_AGAINST_DRAWING = Query(select(CoalitionRow.id).with_for_update(read=True), only)
_TOUCH = Change(
    update(PostedCard)
    .where(PostedCard.kind == bindparam("card_kind"), PostedCard.about_id == bindparam("card_about"))
    .values(wanted_version=PostedCard.wanted_version + 1)
)


def prepare(
    db: CoalitionSession, outbox_id: int, kind: str, about_id: int, workspace_id: int, channel: str
) -> int:
    """Announce that this card is about to be posted; answers the version that it is drawn from.

    Draw it after this, in the same transaction: changes under way (`touch`) have ended by then, and
    later ones find the card.
    """
    _HOLD_AGAINST_CHANGES.one(db)
    _NEW.add_new(
        db,
        {
            "outbox_id": outbox_id,
            "kind": kind,
            "about_id": about_id,
            "workspace_id": workspace_id,
            "channel": channel,
            "wanted_version": 1,
            "shown_version": 0,
        },
    )
    statement = select(PostedCard.wanted_version).where(PostedCard.outbox_id == outbox_id)
    return db.scalars(statement).one()


@dataclass(frozen=True, slots=True)
class Page:
    """A person's page, and the version that it is drawn from."""

    id: int
    version: int


def keep_page(db: CoalitionSession, kind: str, about_id: int, workspace_id: int, user: str) -> Page:
    """Remember that a person looks at a page of theirs, so that it stays current. Draw it after this."""
    values = {"kind": kind, "about_id": about_id, "workspace_id": workspace_id, "channel": user}
    shown = {"message_id": kind, "wanted_version": 1, "shown_version": 1}
    _NEW.add_new(db, {**values, **shown})
    rows = at_message(db, workspace_id, user, kind)
    if not rows:
        raise LookupError("the page that stands in the way is not there")
    return Page(rows[0].id, rows[0].wanted_version)


def posted(db: CoalitionSession, outbox_id: int, channel: str, message_id: str, version: int) -> None:
    """The card hangs there now, as drawn from that version."""
    db.execute(
        update(PostedCard)
        .where(PostedCard.outbox_id == outbox_id)
        .values(channel=channel, message_id=message_id, shown_version=version)
    )


class Shown(NamedTuple):
    """What a card shows: which kind of card, about which row."""

    kind: str
    about_id: int


def touch(db: CoalitionSession, *changed: Shown) -> None:
    """The rows have changed: every card that shows one of them is to be redrawn."""
    if not db.is_alone:
        _HOLD_AGAINST_DRAWING.hold_later(db)
    # In one order, so that two who change the same cards do not wait for each other.
    _TOUCH.run_later(db, ({"card_kind": one.kind, "card_about": one.about_id} for one in sorted(changed)))


@dataclass(frozen=True, slots=True)
class Remembered:
    """A card in a message, and the version that it should show."""

    id: int
    kind: str
    about_id: int
    wanted_version: int


_AT_MESSAGE = Query(
    select(PostedCard.id, PostedCard.kind, PostedCard.about_id, PostedCard.wanted_version)
    .where(
        PostedCard.workspace_id == bindparam("in_workspace"),
        PostedCard.channel == bindparam("in_channel"),
        PostedCard.message_id == bindparam("in_message"),
    )
    .order_by(PostedCard.outbox_id, PostedCard.id),
    Remembered,
)


def at_message(db: CoalitionSession, workspace_id: int, channel: str, message_id: str) -> list[Remembered]:
    """The remembered cards that are in this message, in their order."""
    return _AT_MESSAGE.all(db, in_workspace=workspace_id, in_channel=channel, in_message=message_id)


def redrawn(db: CoalitionSession, card_id: int, version: int, not_before: datetime | None = None) -> None:
    """The card shows that version now; the next redraw waits until `not_before`, in real time."""
    db.execute(
        update(PostedCard)
        .where(PostedCard.id == card_id)
        .values(shown_version=version, lease_until=None, not_before=not_before)
    )


def put_off(db: CoalitionSession, card_id: int, not_before: datetime) -> None:
    """The redraw did not go through; try again from `not_before`."""
    db.execute(
        update(PostedCard).where(PostedCard.id == card_id).values(lease_until=None, not_before=not_before)
    )


def abandon(db: CoalitionSession, outbox_id: int) -> None:
    """The card was announced and will not be posted after all."""
    db.execute(
        delete(PostedCard).where(PostedCard.outbox_id == outbox_id, PostedCard.message_id.is_(None)),
        execution_options={"synchronize_session": False},
    )


def forget(db: CoalitionSession, card_id: int) -> None:
    """The message is gone: nothing to keep current."""
    db.execute(delete(PostedCard).where(PostedCard.id == card_id))


def forget_workspace(db: CoalitionSession, workspace_id: int) -> None:
    """The bot is gone from a workspace: its cards there can no longer be redrawn."""
    db.execute(delete(PostedCard).where(PostedCard.workspace_id == workspace_id))
