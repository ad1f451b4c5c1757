"""What is new in a coalition in some time, and what is still silent: for the channel's digest."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, or_, select

from storage.candidates import NAME, RACE_ID, Candidate, ListedCandidate
from storage.claims import ClaimRow
from storage.outreach.contacts import ContactRow
from storage.outreach.replies import Answer, ReplyRow
from storage.prepared import Query
from storage.races import Race
from storage.tenancy import CoalitionSession
from storage.town_halls.outcomes import ASKED, OutcomeRow
from storage.town_halls.town_halls import TownHallRow


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim that still stands."""

    seat_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer that was logged, with the name and seat of the candidate or official."""

    at: datetime
    name: str
    seat_id: int
    answer: Answer
    words: str


_OF_OFFICIALS = Query(
    select(
        OutcomeRow.noted_at,
        TownHallRow.name,
        TownHallRow.seat_id,
        OutcomeRow.answer,
        func.coalesce(OutcomeRow.their_words, ""),
    )
    .join(TownHallRow, TownHallRow.id == OutcomeRow.town_hall_id)
    .where(
        OutcomeRow.reply_id.is_(None),
        TownHallRow.seat_id.is_not(None),
        or_(*(OutcomeRow.result == one for one in ASKED)),
        OutcomeRow.answer.is_not(None),
        OutcomeRow.noted_at >= bindparam("since"),
        OutcomeRow.noted_at < bindparam("until"),
    )
    .order_by(OutcomeRow.noted_at, OutcomeRow.id),
    NewAnswer,
)


def claims_between(db: CoalitionSession, since: datetime, until: datetime) -> list[NewClaim]:
    """The standing claims that were made in that time (not at its end), the oldest first."""
    statement = (
        select(ClaimRow.seat_id, ClaimRow.member_id)
        .where(ClaimRow.claimed_at >= since, ClaimRow.claimed_at < until, ClaimRow.released_at.is_(None))
        .order_by(ClaimRow.claimed_at, ClaimRow.id)
    )
    return [NewClaim(*row) for row in db.execute(statement)]


def answers_between(db: CoalitionSession, since: datetime, until: datetime) -> list[NewAnswer]:
    """The answers that were logged in that time (not at its end) and stand, the oldest first; what officials
    answered at town halls too."""
    statement = (
        select(ReplyRow.logged_at, NAME, Race.seat_id, ReplyRow.answer, ReplyRow.words)
        .select_from(ReplyRow)
        .join(Candidate, Candidate.id == ReplyRow.candidate_id)
        .outerjoin(ListedCandidate, ListedCandidate.id == Candidate.listed_id)
        .join(Race, Race.id == RACE_ID)
        .where(ReplyRow.logged_at >= since, ReplyRow.logged_at < until, ReplyRow.withdrawn_at.is_(None))
        .order_by(ReplyRow.logged_at, ReplyRow.id)
    )
    of_candidates = [NewAnswer(*row) for row in db.execute(statement)]
    of_officials = _OF_OFFICIALS.all(db, since=since, until=until)
    return sorted((*of_candidates, *of_officials), key=lambda one: one.at)


def silent_seats(db: CoalitionSession, today: date) -> list[int]:
    """The seats that somebody works and whose race to come has candidates, of whom none was contacted."""
    to_come = or_(Race.election_day >= today, (Race.election_day.is_(None)) & (Race.cycle >= today.year))
    own = (
        select(RACE_ID)
        .select_from(Candidate)
        .outerjoin(ListedCandidate, ListedCandidate.id == Candidate.listed_id)
        .where(Candidate.withdrawn_at.is_(None))
    )
    no_longer = select(Candidate.listed_id).where(
        Candidate.withdrawn_at.is_not(None), Candidate.listed_id.is_not(None)
    )
    listed = select(ListedCandidate.race_id).where(
        ListedCandidate.still_listed, ListedCandidate.id.not_in(no_longer)
    )
    contacted = (
        select(RACE_ID)
        .select_from(ContactRow)
        .join(Candidate, Candidate.id == ContactRow.candidate_id)
        .outerjoin(ListedCandidate, ListedCandidate.id == Candidate.listed_id)
        .where(ContactRow.withdrawn_at.is_(None))
    )
    worked = select(ClaimRow.seat_id).where(ClaimRow.released_at.is_(None))
    statement = (
        select(Race.seat_id)
        .where(
            to_come,
            Race.seat_id.in_(worked),
            or_(Race.id.in_(own), Race.id.in_(listed)),
            Race.id.not_in(contacted),
        )
        .distinct()
        .order_by(Race.seat_id)
    )
    return list(db.scalars(statement))
