"""Calendar feeds: each member's own link to a calendar of what they take part in.

Whoever has the link may read the calendar, so its token is a secret: it stands in no export and no log. One
feed of a member stands at a time. Which feed a token is for is asked across coalitions: see `storage.across`.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, bindparam, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.instants import Instant
from storage.prepared import Change, Insertion, Query
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference

TOKEN_BYTES = 32
"""How many random bytes a token has, before they are written as text."""

_STANDING = text("revoked_at IS NULL")


class CalendarFeedRow(Table, Owned):
    """A feed as the database keeps it: see `Feed`. `revoked_at` is empty while it stands."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("token"),
        owned_reference("member_id", "members"),
        Index(
            "uq_calendar_feeds_standing",
            "coalition_id",
            "member_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    member_id: Mapped[int]
    token: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Feed:
    """A member's feed. Its token is not shown where the feed is printed."""

    id: int
    member_id: int
    token: str = field(repr=False)
    made_at: datetime


_NEW = Insertion(CalendarFeedRow)
_OF_MEMBER = (CalendarFeedRow.member_id == bindparam("of_member"), CalendarFeedRow.revoked_at.is_(None))
_STANDING_OF = Query(
    select(
        CalendarFeedRow.id, CalendarFeedRow.member_id, CalendarFeedRow.token, CalendarFeedRow.made_at
    ).where(*_OF_MEMBER),
    Feed,
)
_REVOKE = Change(update(CalendarFeedRow).where(*_OF_MEMBER).values(revoked_at=bindparam("now")))


def open_feed(db: CoalitionSession, member_id: int, now: datetime) -> Feed:
    """The member's standing feed; a new one where none stands."""
    return _STANDING_OF.one(db, of_member=member_id) or _new(db, member_id, now)


def renew(db: CoalitionSession, member_id: int, now: datetime) -> Feed:
    """A feed with another token; the one that stood leads nowhere any more."""
    revoke(db, member_id, now)
    return _new(db, member_id, now)


def revoke(db: CoalitionSession, member_id: int, now: datetime) -> bool:
    """Have the member's feed lead nowhere any more; False when none stood."""
    return _REVOKE.run(db, of_member=member_id, now=now) > 0


def _new(db: CoalitionSession, member_id: int, now: datetime) -> Feed:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed_id = _NEW.add_new(db, {"member_id": member_id, "token": token, "made_at": now})
    if feed_id is None:  # another transaction has just opened one
        return open_feed(db, member_id, now)
    return Feed(feed_id, member_id, token, now)
