"""Chains of follow-ups: a request to a candidate that waits for an answer. One open chain a candidate.

What a chain has come to is not stored but follows from its rows and the time: see
`handlers.outreach.cadence`. Only what ends it before its time is: a reply, a withdrawal, nobody left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, bindparam, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from storage import history
from storage.choices import choice
from storage.history import Deed, Subject, Written
from storage.instants import Instant
from storage.prepared import Change, Insertion, Query, QueryOfMany
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference

_OPEN = text("closed_at IS NULL")


class Why(StrEnum):
    """What ended a chain."""

    REPLIED = "replied"
    WITHDRAWN = "withdrawn"
    """The request was taken back."""
    NO_LONGER_RUNS = "no_longer_runs"
    NOBODY_LEFT = "nobody_left"
    BEGUN_ANEW = "begun_anew"


class ChainRow(Table, Owned):
    """A chain as the database keeps it: see `Chain`."""

    __tablename__ = "chains"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("candidate_id", "candidates"),
        owned_reference("member_id", "members"),
        Index(
            "uq_chains_one_open",
            "coalition_id",
            "candidate_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_chains_of_member", "coalition_id", "member_id"),
    )

    candidate_id: Mapped[int]
    member_id: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    why: Mapped[Why | None] = mapped_column(choice(Why))


@dataclass(frozen=True, slots=True)
class Chain:
    """Follow-ups of a request to a candidate (the coalition's own row).

    `member_id` is who is reminded: whoever logged the first request, or who took over. `began_at` is when
    that request was made.
    """

    id: int
    candidate_id: int
    member_id: int
    began_at: datetime
    closed_at: datetime | None = None
    why: Why | None = None


_CHAIN = (
    ChainRow.id, ChainRow.candidate_id, ChainRow.member_id, ChainRow.began_at, ChainRow.closed_at,
    ChainRow.why,
)  # fmt: skip
_IS_OPEN = ChainRow.closed_at.is_(None)

_NEW = Insertion(ChainRow)
_WITH_ID = Query(select(*_CHAIN).where(ChainRow.id == bindparam("chain_id")), Chain)
_OPEN_OF = Query(select(*_CHAIN).where(ChainRow.candidate_id == bindparam("candidate_id"), _IS_OPEN), Chain)
_OF_MEMBER = Query(
    select(*_CHAIN)
    .where(ChainRow.member_id == bindparam("member_id"), _IS_OPEN)
    .order_by(ChainRow.began_at, ChainRow.id),
    Chain,
)
_OF_CANDIDATES = QueryOfMany(
    select(*_CHAIN)
    .where(ChainRow.candidate_id.in_(bindparam("candidate_ids", expanding=True)))
    .order_by(ChainRow.id),
    Chain,
)
_ALL_OPEN = Query(select(*_CHAIN).where(_IS_OPEN).order_by(ChainRow.began_at, ChainRow.id), Chain)
_CLOSE = Change(
    update(ChainRow)
    .where(ChainRow.id == bindparam("chain_id"), _IS_OPEN)
    .values(closed_at=bindparam("now"), why=bindparam("reason"))
)
_REOPEN = Change(
    update(ChainRow).where(ChainRow.id == bindparam("chain_id")).values(closed_at=None, why=None)
)
_HAND_OVER = Change(
    update(ChainRow)
    .where(ChainRow.id == bindparam("chain_id"), _IS_OPEN)
    .values(member_id=bindparam("to_id"))
)
_BEGIN_AT = Change(
    update(ChainRow).where(ChainRow.id == bindparam("chain_id")).values(began_at=bindparam("new_beginning"))
)


def begin(db: CoalitionSession, candidate_id: int, member_id: int, began_at: datetime) -> Chain | None:
    """Begin a chain; None when the candidate has an open one, even since this very moment."""
    values = {"candidate_id": candidate_id, "member_id": member_id, "began_at": began_at}
    chain_id = _NEW.add_new(db, values)
    return None if chain_id is None else Chain(chain_id, candidate_id, member_id, began_at)


def with_id(db: CoalitionSession, chain_id: int) -> Chain | None:
    """The chain with this row id."""
    return _WITH_ID.one(db, chain_id=chain_id)


def open_of(db: CoalitionSession, candidate_id: int) -> Chain | None:
    """A candidate's open chain."""
    return _OPEN_OF.one(db, candidate_id=candidate_id)


def of_member(db: CoalitionSession, member_id: int) -> list[Chain]:
    """The open chains that a member is reminded of, the oldest first."""
    return _OF_MEMBER.all(db, member_id=member_id)


def all_open(db: CoalitionSession) -> list[Chain]:
    """Every open chain, the oldest first."""
    return _ALL_OPEN.all(db)


def latest_of(db: CoalitionSession, candidate_ids: Iterable[int]) -> dict[int, Chain]:
    """The newest chain of each of those candidates that has one."""
    wanted = sorted(set(candidate_ids))
    found = _OF_CANDIDATES.all(db, candidate_ids=wanted) if wanted else []
    return {chain.candidate_id: chain for chain in found}


def close(db: CoalitionSession, chain: Chain, why: Why, by_id: int | None, now: datetime) -> bool:
    """End a chain; False when it had ended already."""
    if _CLOSE.run(db, chain_id=chain.id, now=now, reason=why) == 0:
        return False
    after = {"why": why}
    history.keep(db, Written(Subject.CHAIN, chain.id, Deed.ENDED, by_id, now, None, after))
    return True


def reopen(db: CoalitionSession, chain: Chain) -> None:
    """Go on with a chain whose reply was a mistake. Nothing happens where a newer one is open."""
    if open_of(db, chain.candidate_id) is None:
        _REOPEN.run(db, chain_id=chain.id)


def begin_at(db: CoalitionSession, chain: Chain, began_at: datetime) -> None:
    """Count a chain's days from another request, since the first was withdrawn."""
    _BEGIN_AT.run(db, chain_id=chain.id, new_beginning=began_at)


def hand_over(db: CoalitionSession, chain: Chain, to_id: int, by_id: int | None, now: datetime) -> None:
    """Remind somebody else from now on."""
    _HAND_OVER.run(db, chain_id=chain.id, to_id=to_id)
    before, after = {"member_id": chain.member_id}, {"member_id": to_id}
    history.keep(db, Written(Subject.CHAIN, chain.id, Deed.HANDED_OVER, by_id, now, before, after))
