"""What will be said: one row a message or look-up, written in the transaction of the fact it tells.

Rows hold no rendered text. Who may take a row, and how it is recorded, is in `storage.across`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, UniqueConstraint, bindparam, cast, or_, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.instants import Instant
from storage.prepared import Change, Insertion, Query, only
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference

WRITTEN_OUT_OPEN = text("state IN ('pending', 'sending')")
"""Which rows still wait: the condition of the index, for statements across coalitions, too."""


class SendState(StrEnum):
    """Where a row stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class OutboxRow(Table, Owned):
    """One thing to say: which kind, about which row, to whom, when due, under which unique key.

    `channel` is where it goes; without one it goes to `member_id` directly. With both, the member is
    the person on whose behalf it is posted, and who is told when it cannot be. `due_at` follows the
    campaign's clock; all others the database's: `not_before` (a platform's Retry-After), `lease_until`,
    `slot_at` (its turn in its channel), `tried_at` (when the present or last try began), and
    `unclear_since` and `unclear_at`: when the first and the last try began that may have arrived.
    `joined` is the mark of the message that it last was a part of, with others.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("coalition_id", "key"),
        owned_reference("member_id", "members"),
        owned_reference("workspace_id", "workspaces"),
        Index(
            "ix_outbox_due",
            "coalition_id",
            "due_at",
            sqlite_where=WRITTEN_OUT_OPEN,
            postgresql_where=WRITTEN_OUT_OPEN,
        ),
        Index("ix_outbox_about", "about_id", "kind"),
    )

    kind: Mapped[str]
    about_id: Mapped[int]
    key: Mapped[str]
    member_id: Mapped[int | None]
    workspace_id: Mapped[int | None]
    channel: Mapped[str | None]
    thread: Mapped[str | None]
    due_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[SendState] = mapped_column(choice(SendState), default=SendState.PENDING)
    why: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None] = mapped_column(Instant)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    slot_at: Mapped[datetime | None] = mapped_column(Instant)
    tried_at: Mapped[datetime | None] = mapped_column(Instant)
    unclear_since: Mapped[datetime | None] = mapped_column(Instant)
    unclear_at: Mapped[datetime | None] = mapped_column(Instant)
    joined: Mapped[str | None]
    sent_channel: Mapped[str | None]
    sent_id: Mapped[str | None]
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    written_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of a workspace, and a thread in it where there is one."""

    workspace_id: int
    channel: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """What is to be said: see `OutboxRow` for the meaning of each."""

    kind: str
    about_id: int
    key: str
    due_at: datetime
    member_id: int | None = None
    place: Place | None = None


OPEN = (SendState.PENDING, SendState.SENDING)
"""What is still to be said."""

IS_OPEN = OutboxRow.state.in_(bindparam("open_states", OPEN, expanding=True, literal_execute=True))
"""The same as a condition, written out in the statement: SQLite uses the index of open rows only then."""

_NEW = Insertion(OutboxRow)
_SAID_TO = Query(
    select(OutboxRow.member_id)
    .where(
        OutboxRow.kind == bindparam("of_kind"),
        OutboxRow.about_id == bindparam("of_row"),
        or_(OutboxRow.state == SendState.SENDING, OutboxRow.state == SendState.SENT),
        OutboxRow.member_id.is_not(None),
    )
    .order_by(OutboxRow.id),
    only,
)
_WAS_SAID = Query(
    select(OutboxRow.id)
    .where(
        OutboxRow.kind == bindparam("of_kind"),
        OutboxRow.about_id == bindparam("of_row"),
        or_(OutboxRow.state == SendState.SENDING, OutboxRow.state == SendState.SENT),
    )
    .limit(1),
    only,
)
_CALL_OFF = Change(
    update(OutboxRow)
    .where(
        OutboxRow.kind == bindparam("of_kind"),
        OutboxRow.about_id == bindparam("of_row"),
        OutboxRow.state == SendState.PENDING,
    )
    .values(
        state=SendState.DROPPED,
        why=bindparam("reason"),
        settled_at=bindparam("now"),
        key=OutboxRow.key + ":off:" + cast(OutboxRow.id, String),
    )
)


def write(db: CoalitionSession, saying: Saying, at: datetime) -> None:
    """Put it in the outbox, at the end of the transaction; not again what has its key, so it is said once."""
    _NEW.add_new_later(db, _columns(saying, at))


def call_off(db: CoalitionSession, kind: str, about_id: int, why: str, at: datetime) -> None:
    """Drop what waits to be said of a kind about a row, since it will be said otherwise.

    Its keys are free again: what is written anew under one of them is said.
    """
    _CALL_OFF.run(db, of_kind=kind, of_row=about_id, reason=why, now=at)


def said_to(db: CoalitionSession, kind: str, about_id: int) -> list[int]:
    """The members to whom something of a kind about a row was said, or is being said at this moment."""
    return _SAID_TO.all(db, of_kind=kind, of_row=about_id)


def was_said(db: CoalitionSession, kind: str, about_id: int) -> bool:
    """Whether anything of a kind about a row was said to anybody, or is being said at this moment."""
    return bool(_WAS_SAID.all(db, of_kind=kind, of_row=about_id))


def _columns(saying: Saying, at: datetime) -> dict[str, object]:
    return {
        "kind": saying.kind,
        "about_id": saying.about_id,
        "key": saying.key,
        "member_id": saying.member_id,
        "workspace_id": saying.place.workspace_id if saying.place else None,
        "channel": saying.place.channel if saying.place else None,
        "thread": saying.place.thread if saying.place else None,
        "due_at": saying.due_at,
        "state": SendState.PENDING,
        "attempt": 0,
        "written_at": at,
    }
