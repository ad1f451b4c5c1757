"""The link to a town hall's index cards: one for each event, for organisers to print from.

Whoever has the link reads the cards, so its token is a secret: it stands in no export and no log. Which event
a token is for is asked across coalitions: see `storage.across`.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.calendar_feeds import TOKEN_BYTES
from storage.instants import Instant
from storage.prepared import Insertion, Query
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class IndexCardsRow(Table, Owned):
    """A link as the database keeps it: see `IndexCards`."""

    __tablename__ = "town_hall_index_cards"
    __table_args__ = (
        UniqueConstraint("coalition_id", "town_hall_id"),
        UniqueConstraint("token"),
        owned_reference("town_hall_id", "town_halls"),
        owned_reference("made_by_id", "members"),
    )

    town_hall_id: Mapped[int]
    token: Mapped[str]
    made_by_id: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class IndexCards:
    """An event's link. Its token is not shown where it is printed."""

    town_hall_id: int
    token: str = field(repr=False)


_NEW = Insertion(IndexCardsRow)
_OF = Query(
    select(IndexCardsRow.town_hall_id, IndexCardsRow.token).where(
        IndexCardsRow.town_hall_id == bindparam("of_event")
    ),
    IndexCards,
)


def open_link(db: CoalitionSession, town_hall_id: int, by_id: int, now: datetime) -> IndexCards:
    """The event's link; a new one where there is none."""
    known = _OF.one(db, of_event=town_hall_id)
    if known is not None:
        return known
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"town_hall_id": town_hall_id, "token": token, "made_by_id": by_id, "made_at": now}
    if _NEW.add_new(db, values) is None:  # another transaction has just made one
        return open_link(db, town_hall_id, by_id, now)
    return IndexCards(town_hall_id, token)
