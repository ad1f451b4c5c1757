"""Watches: whoever wants to hear of events in a district without working it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.claims import ClaimRow
from storage.instants import Instant
from storage.prepared import Change, Insertion, Query, only
from storage.seats import SeatRow
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class WatchRow(Table, Owned):
    """A member watches a seat."""

    __tablename__ = "watches"
    __table_args__ = (
        UniqueConstraint("coalition_id", "seat_id", "member_id"),
        owned_reference("member_id", "members"),
        Index("ix_watches_of_member", "coalition_id", "member_id"),
    )

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    member_id: Mapped[int]
    since: Mapped[datetime] = mapped_column(Instant)


_NEW = Insertion(WatchRow)
_END = Change(
    delete(WatchRow).where(
        WatchRow.seat_id == bindparam("of_seat"), WatchRow.member_id == bindparam("of_member")
    )
)
_OF_MEMBER = Query(
    select(WatchRow.seat_id).where(WatchRow.member_id == bindparam("of_member")).order_by(WatchRow.id), only
)
_CLAIMS_SEAT = Query(
    select(ClaimRow.member_id).where(
        ClaimRow.seat_id == bindparam("of_seat"), ClaimRow.released_at.is_(None)
    ),
    only,
)
_WATCHES_SEAT = Query(select(WatchRow.member_id).where(WatchRow.seat_id == bindparam("of_seat")), only)
_CLAIMS_STATE = Query(
    select(ClaimRow.member_id)
    .join(SeatRow, SeatRow.id == ClaimRow.seat_id)
    .where(SeatRow.state == bindparam("of_state"), ClaimRow.released_at.is_(None))
    .distinct(),
    only,
)
_WATCHES_STATE = Query(
    select(WatchRow.member_id)
    .join(SeatRow, SeatRow.id == WatchRow.seat_id)
    .where(SeatRow.state == bindparam("of_state"))
    .distinct(),
    only,
)


def watch(db: CoalitionSession, seat_id: int, member_id: int, now: datetime) -> bool:
    """Watch a seat, beside all that one watches already; False when one did."""
    return _NEW.add_new(db, {"seat_id": seat_id, "member_id": member_id, "since": now}) is not None


def unwatch(db: CoalitionSession, seat_id: int, member_id: int) -> bool:
    """Watch a seat no longer; False when one did not."""
    return _END.run(db, of_seat=seat_id, of_member=member_id) == 1


def of_member(db: CoalitionSession, member_id: int) -> list[int]:
    """The seats that somebody watches, the longest first."""
    return _OF_MEMBER.all(db, of_member=member_id)


def interested_in_seat(db: CoalitionSession, seat_id: int) -> list[int]:
    """The members who work or watch a seat, in order."""
    found = {*_CLAIMS_SEAT.all(db, of_seat=seat_id), *_WATCHES_SEAT.all(db, of_seat=seat_id)}
    return sorted(found)


def interested_in_state(db: CoalitionSession, state: str) -> list[int]:
    """The members who work or watch any seat of a state (postal abbreviation), in order."""
    found = {*_CLAIMS_STATE.all(db, of_state=state), *_WATCHES_STATE.all(db, of_state=state)}
    return sorted(found)
