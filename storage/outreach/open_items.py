"""What waits for many members at once, in one query each: for digests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ScalarSelect, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from storage.candidates import NAME, RACE_ID, Candidate, ListedCandidate
from storage.claims import ClaimRow
from storage.outbox import IS_OPEN, OutboxRow, SendState
from storage.outreach.chains import Chain, ChainRow
from storage.outreach.contacts import ContactRow
from storage.outreach.replies import IS_TO_BE_THANKED, ReplyRow
from storage.prepared import QueryOfMany
from storage.races import Race
from storage.tenancy import CoalitionSession


@dataclass(frozen=True, slots=True)
class OpenChain:
    """An open chain: whom it asks, for which seat, until when the race runs, by how many contacts, when the
    last of those after the first request was logged, and when somebody was last reminded of it."""

    chain: Chain
    candidate: str
    seat_id: int
    over_by: date
    contacts: int
    last_logged_at: datetime | None
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unthanked:
    """A supportive answer that nobody has said thank you for, and when somebody was last reminded of that."""

    reply_id: int
    member_id: int
    candidate: str
    logged_at: datetime
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """That a member works a seat."""

    member_id: int
    seat_id: int


@dataclass(frozen=True, slots=True)
class Announced:
    """Something about a row that a member is told of by itself."""

    member_id: int | None
    kind: str
    about_id: int
    key: str
    due_at: datetime


_OF_CHAIN = (ContactRow.chain_id == ChainRow.id, ContactRow.withdrawn_at.is_(None))
_CONTACTS = select(func.count(ContactRow.id)).where(*_OF_CHAIN).scalar_subquery()
_LAST = (
    select(func.max(ContactRow.logged_at))
    .where(*_OF_CHAIN, ContactRow.at > ChainRow.began_at)
    .scalar_subquery()
)


def _last_said(kind: BindParameter[str], about_id: InstrumentedAttribute[int]) -> ScalarSelect[datetime]:
    """When a row was last told of, by the index of what outbox rows are about."""
    statement = select(func.max(OutboxRow.settled_at)).where(
        OutboxRow.about_id == about_id, OutboxRow.kind == kind, OutboxRow.state == SendState.SENT
    )
    return statement.scalar_subquery()


def _open_chain(*columns: Any) -> OpenChain:
    *chain, name, seat_id, cycle, day, contacts, last, reminded_at = columns
    return OpenChain(Chain(*chain), name, seat_id, day or date(cycle, 12, 31), contacts, last, reminded_at)


_CHAINS = QueryOfMany(
    select(
        ChainRow.id, ChainRow.candidate_id, ChainRow.member_id, ChainRow.began_at,
        NAME, Race.seat_id, Race.cycle, Race.election_day, _CONTACTS, _LAST,
        _last_said(bindparam("of_kind"), ChainRow.id),
    )
    .join(Candidate, Candidate.id == ChainRow.candidate_id)
    .outerjoin(ListedCandidate, ListedCandidate.id == Candidate.listed_id)
    .join(Race, Race.id == RACE_ID)
    .where(ChainRow.member_id.in_(bindparam("member_ids", expanding=True)), ChainRow.closed_at.is_(None))
    .order_by(ChainRow.began_at, ChainRow.id),
    _open_chain,
)  # fmt: skip
_UNTHANKED = QueryOfMany(
    select(
        ReplyRow.id,
        ReplyRow.by_member_id,
        NAME,
        ReplyRow.logged_at,
        _last_said(bindparam("of_kind"), ReplyRow.id),
    )
    .join(Candidate, Candidate.id == ReplyRow.candidate_id)
    .outerjoin(ListedCandidate, ListedCandidate.id == Candidate.listed_id)
    .where(
        ReplyRow.by_member_id.in_(bindparam("member_ids", expanding=True)),
        IS_TO_BE_THANKED,
    )
    .order_by(ReplyRow.at, ReplyRow.id),
    Unthanked,
)
_SEATS = QueryOfMany(
    select(ClaimRow.member_id, ClaimRow.seat_id)
    .where(ClaimRow.member_id.in_(bindparam("member_ids", expanding=True)), ClaimRow.released_at.is_(None))
    .order_by(ClaimRow.claimed_at, ClaimRow.id),
    Worked,
)
_ANNOUNCED = QueryOfMany(
    select(OutboxRow.member_id, OutboxRow.kind, OutboxRow.about_id, OutboxRow.key, OutboxRow.due_at).where(
        IS_OPEN, OutboxRow.due_at < bindparam("until")
    ),
    Announced,
)


def chains(db: CoalitionSession, member_ids: Iterable[int], reminder: str) -> list[OpenChain]:
    """The open chains that these members are reminded of, in that kind, the oldest first."""
    return _CHAINS.all(db, member_ids=list(member_ids), of_kind=reminder)


def unthanked(db: CoalitionSession, member_ids: Iterable[int], reminder: str) -> list[Unthanked]:
    """Supportive answers that these members logged and nobody thanked for, the oldest first; they are
    reminded in that kind."""
    return _UNTHANKED.all(db, member_ids=list(member_ids), of_kind=reminder)


def worked(db: CoalitionSession, member_ids: Iterable[int]) -> list[Worked]:
    """The seats that these members work, the longest first."""
    return _SEATS.all(db, member_ids=list(member_ids))


def announced(db: CoalitionSession, until: datetime) -> list[Announced]:
    """What is still to be said by itself and due before then, to whomever."""
    return _ANNOUNCED.all(db, until=until)
