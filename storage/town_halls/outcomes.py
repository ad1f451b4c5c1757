"""What came of a town hall for each person who went: how it went, what they asked and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, Text, UniqueConstraint, and_, bindparam, case, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage import history
from storage.choices import choice
from storage.history import Deed, Subject, Written
from storage.instants import Instant
from storage.outreach.replies import Answer
from storage.prepared import Change, Insertion, Query, QueryOfMany, only
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference
from storage.town_halls.town_halls import Described, TownHall, TownHallRow


class Result(StrEnum):
    """How it went for somebody who wanted to ask."""

    ANSWERED = "answered"
    IN_PART = "in_part"
    DODGED = "dodged"
    NOT_ASKED = "not_asked"
    NOT_THERE = "not_there"


ASKED = (Result.ANSWERED, Result.IN_PART, Result.DODGED)
"""Those of them who put their question."""


class OutcomeRow(Table, Owned):
    """What came of an event for one person, as the database keeps it: see `Outcome`."""

    __tablename__ = "town_hall_outcomes"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("coalition_id", "town_hall_id", "member_id"),
        owned_reference("town_hall_id", "town_halls"),
        owned_reference("member_id", "members"),
        owned_reference("reply_id", "replies"),
        Index("ix_town_hall_outcomes_again", "coalition_id", "again_at"),
    )

    town_hall_id: Mapped[int]
    member_id: Mapped[int]
    result: Mapped[Result | None] = mapped_column(choice(Result))
    noted_at: Mapped[datetime | None] = mapped_column(Instant)
    question: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[Answer | None] = mapped_column(choice(Answer))
    their_words: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None]
    reply_id: Mapped[int | None]
    again_at: Mapped[datetime | None] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an event for a member; `result` is None until they have said how it went.

    `reply_id` is the reply as which a candidate's answer was logged, `again_at` since when the question is
    kept to be asked again at the next event of the same person.
    """

    id: int
    town_hall_id: int
    member_id: int
    result: Result | None = None
    question: str | None = None
    answer: Answer | None = None
    their_words: str | None = None
    link: str | None = None
    reply_id: int | None = None
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What an official answered at an event: who, when, to what, in short and in their own words."""

    name: str
    day: date
    question: str | None
    result: Result
    answer: Answer
    their_words: str | None
    link: str | None


@dataclass(frozen=True, slots=True)
class AskAgain:
    """A question that somebody did not answer at an event, kept for their next one."""

    outcome_id: int
    town_hall_id: int
    member_id: int
    day: date
    question: str


_OUTCOME = (
    OutcomeRow.id, OutcomeRow.town_hall_id, OutcomeRow.member_id, OutcomeRow.result, OutcomeRow.question,
    OutcomeRow.answer, OutcomeRow.their_words, OutcomeRow.link, OutcomeRow.reply_id, OutcomeRow.again_at,
)  # fmt: skip
_NEW = Insertion(OutcomeRow)
_WITH_ID = Query(select(*_OUTCOME).where(OutcomeRow.id == bindparam("outcome_id")), Outcome)
_HELD = Query(select(*_OUTCOME).where(OutcomeRow.id == bindparam("outcome_id")).with_for_update(), Outcome)
_ID_OF: Query[int] = Query(
    select(OutcomeRow.id).where(
        OutcomeRow.town_hall_id == bindparam("of_event"), OutcomeRow.member_id == bindparam("of_member")
    ),
    only,
)
_OF_REPLY: Query[int] = Query(
    select(OutcomeRow.id).where(OutcomeRow.reply_id == bindparam("logged_as")), only
)
_OF_EVENTS = QueryOfMany(
    select(*_OUTCOME)
    .where(OutcomeRow.town_hall_id.in_(bindparam("events", expanding=True)))
    .order_by(OutcomeRow.id),
    Outcome,
)
_WAS_ASKED = or_(*(OutcomeRow.result == one for one in ASKED))
_ASKED_SINCE: Query[int] = Query(
    select(OutcomeRow.id).where(_WAS_ASKED, OutcomeRow.noted_at >= bindparam("since")), only
)
_HEARD_IN_SEAT = Query(
    select(
        TownHallRow.name, TownHallRow.first_day, OutcomeRow.question, OutcomeRow.result, OutcomeRow.answer,
        OutcomeRow.their_words, OutcomeRow.link,
    )
    .join(TownHallRow, TownHallRow.id == OutcomeRow.town_hall_id)
    .where(
        TownHallRow.seat_id == bindparam("in_seat"),
        TownHallRow.candidate_id.is_(None),
        OutcomeRow.reply_id.is_(None),
        _WAS_ASKED,
        OutcomeRow.answer.is_not(None),
    )
    .order_by(TownHallRow.starts_at.desc(), OutcomeRow.id)
    .limit(bindparam("most")),
    Heard,
)  # fmt: skip
_SAME_PERSON = or_(
    TownHallRow.official_id == bindparam("official"),
    TownHallRow.candidate_id == bindparam("candidate"),
    and_(
        TownHallRow.name == bindparam("called"),
        TownHallRow.state == bindparam("in_state"),
        TownHallRow.seat_id.is_not_distinct_from(bindparam("in_seat")),
    ),
)
_AGAIN = Query(
    select(
        OutcomeRow.id,
        OutcomeRow.town_hall_id,
        OutcomeRow.member_id,
        TownHallRow.first_day,
        OutcomeRow.question,
    )
    .join(TownHallRow, TownHallRow.id == OutcomeRow.town_hall_id)
    .where(
        OutcomeRow.again_at.is_not(None),
        OutcomeRow.question.is_not(None),
        TownHallRow.starts_at < bindparam("before"),
        _SAME_PERSON,
    )
    .order_by(TownHallRow.starts_at.desc(), OutcomeRow.id),
    AskAgain,
)
_CHANGE = Change(
    update(OutcomeRow)
    .where(OutcomeRow.id == bindparam("outcome_id"))
    .values(
        result=bindparam("new_result"),
        noted_at=case(
            (OutcomeRow.answer.is_not(None), OutcomeRow.noted_at), else_=bindparam("now", type_=Instant())
        ),
        question=bindparam("new_question"),
        answer=bindparam("new_answer"),
        their_words=bindparam("new_words"),
        link=bindparam("new_link"),
        again_at=bindparam("new_again"),
    )
)
_LOGGED_AS = Change(
    update(OutcomeRow).where(OutcomeRow.id == bindparam("outcome_id")).values(reply_id=bindparam("logged_as"))
)


def expect(db: CoalitionSession, town_hall_id: int, member_id: int) -> int:
    """Have a member's account of an event ready to be filled; its row id, the same however often."""
    made = _NEW.add_new(db, {"town_hall_id": town_hall_id, "member_id": member_id})
    if made is not None:
        return made
    return _ID_OF.all(db, of_event=town_hall_id, of_member=member_id)[0]


def with_id(db: CoalitionSession, outcome_id: int) -> Outcome | None:
    """What came of an event for one person."""
    return _WITH_ID.one(db, outcome_id=outcome_id)


def of_reply(db: CoalitionSession, reply_id: int) -> list[int]:
    """The row id of what was logged as that reply, where it came of an event."""
    return _OF_REPLY.all(db, logged_as=reply_id)


def asked_since(db: CoalitionSession, since: datetime) -> list[int]:
    """The row ids of what came of questions that were asked, noted from then on."""
    return _ASKED_SINCE.all(db, since=since)


def hold(db: CoalitionSession, outcome: Outcome) -> Outcome:
    """The same as it is now; others who change it wait until this transaction ends."""
    return _HELD.one(db, outcome_id=outcome.id) or outcome


def of_events(db: CoalitionSession, town_hall_ids: Iterable[int]) -> dict[int, list[Outcome]]:
    """What came of each of those events, whoever was expected first at the front. One query."""
    wanted = sorted(set(town_hall_ids))
    found: dict[int, list[Outcome]] = {one: [] for one in wanted}
    for outcome in _OF_EVENTS.all(db, events=wanted) if wanted else ():
        found[outcome.town_hall_id].append(outcome)
    return found


def heard_in_seat(db: CoalitionSession, seat_id: int, most: int) -> list[Heard]:
    """What officials of a seat answered at events and no candidate's reply tells, the last event first."""
    return _HEARD_IN_SEAT.all(db, in_seat=seat_id, most=most)


def to_ask_again(db: CoalitionSession, event: TownHall) -> list[AskAgain]:
    """What whoever answers at this event did not answer before, where that was kept; the last first."""
    return _AGAIN.all(db, before=event.told.meeting.starts_at, **_person(event.told))


def change(db: CoalitionSession, was: Outcome, right: Outcome, by_id: int, now: datetime) -> None:
    """Note how it went, or otherwise than before; what it was stays in the history."""
    before, after = _told(was), _told(right)
    if before == after:
        return
    _CHANGE.run(
        db, outcome_id=was.id, new_result=right.result, now=now, new_question=right.question,
        new_answer=right.answer, new_words=right.their_words, new_link=right.link, new_again=right.again_at,
    )  # fmt: skip
    different = [name for name in after if before[name] != after[name]]
    is_first = not any(before.values())
    was_then = None if is_first else {name: before[name] for name in different}
    deed = Deed.ADDED if is_first else Deed.CORRECTED
    is_now = {name: after[name] for name in different}
    history.keep(db, Written(Subject.TOWN_HALL_OUTCOME, was.id, deed, by_id, now, was_then, is_now))


def logged_as(db: CoalitionSession, outcome: Outcome, reply_id: int) -> None:
    """Note as which reply a candidate's answer was logged."""
    _LOGGED_AS.run(db, outcome_id=outcome.id, logged_as=reply_id)


def _person(told: Described) -> dict[str, object]:
    return {
        "official": told.official_id, "candidate": told.candidate_id, "called": told.name,
        "in_state": told.state, "in_seat": told.seat_id,
    }  # fmt: skip


def _told(one: Outcome) -> dict[str, object]:
    return {
        "result": one.result, "question": one.question, "answer": one.answer, "words": one.their_words,
        "link": one.link, "again_at": None if one.again_at is None else one.again_at.isoformat(),
    }  # fmt: skip
