"""What everybody who asks at a town hall was given to ask: one question each, and each another one.

That no two have the same is for the database to say: an event's `variant` is unique.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Index, Text, UniqueConstraint, and_, bindparam, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.instants import Instant
from storage.prepared import Change, Insertion, Query, QueryOfMany
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference
from storage.town_halls.goers import GoerRow
from storage.town_halls.kinds import EventKind
from storage.town_halls.outcomes import ASKED, OutcomeRow, Result
from storage.town_halls.town_halls import Stage, TownHall, TownHallRow


class AskerRow(Table, Owned):
    """An asker's question as the database keeps it: see `Asker`."""

    __tablename__ = "town_hall_askers"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("coalition_id", "town_hall_id", "member_id"),
        UniqueConstraint("coalition_id", "town_hall_id", "variant"),
        owned_reference("town_hall_id", "town_halls"),
        owned_reference("member_id", "members"),
        owned_reference("question_id", "questions"),
        Index("ix_town_hall_askers_of_member", "coalition_id", "member_id"),
    )

    town_hall_id: Mapped[int]
    member_id: Mapped[int]
    topic: Mapped[str]
    variant: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    question_id: Mapped[int | None]
    passed: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Given:
    """A question that somebody is given: its topic's id, the key of its group, the words as
    they are said, and its row where a member suggested it (None for one of the campaign's file)."""

    topic: str
    variant: str
    words: str
    question_id: int | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """A member with the question that they were given for an event. `passed` are the keys of those that they
    have exchanged for another one."""

    id: int
    town_hall_id: int
    member_id: int
    given: Given
    passed: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What somebody was asked at another event, or is to be asked there; how it went, once that is known."""

    topic: str
    variant: str
    result: Result | None


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A topic of which somebody was given a question for an announced event, by whom, and how that went.

    Who answers there is named by the official's row, by the coalition's own row of a candidate, and by name.
    """

    seat_id: int
    official_id: int | None
    candidate_id: int | None
    name: str
    kind: EventKind
    day: date
    starts_at: datetime
    ends_at: datetime
    topic: str
    member_id: int
    result: Result | None


def _asker(
    row_id: int,
    town_hall_id: int,
    member_id: int,
    topic: str,
    variant: str,
    words: str,
    question_id: int | None,
    passed: str,
    at: datetime,
) -> Asker:
    given = Given(topic, variant, words, question_id)
    return Asker(row_id, town_hall_id, member_id, given, tuple(passed.split()), at)


_ASKER = (
    AskerRow.id, AskerRow.town_hall_id, AskerRow.member_id, AskerRow.topic, AskerRow.variant, AskerRow.words,
    AskerRow.question_id, AskerRow.passed, AskerRow.at,
)  # fmt: skip
_OWN = (AskerRow.town_hall_id == bindparam("of_event"), AskerRow.member_id == bindparam("of_member"))


def _of_the_same(row: type[GoerRow | OutcomeRow]) -> tuple[ColumnElement[bool], ...]:
    """What is kept of the same member and event."""
    return row.town_hall_id == AskerRow.town_hall_id, row.member_id == AskerRow.member_id


_NEW = Insertion(AskerRow)
_OF = Query(select(*_ASKER).where(*_OWN), _asker)
_OF_EVENTS = QueryOfMany(
    select(*_ASKER)
    .where(AskerRow.town_hall_id.in_(bindparam("events", expanding=True)))
    .order_by(AskerRow.at, AskerRow.id),
    _asker,
)
_RELEASE = Change(delete(AskerRow).where(*_OWN))
_NOT_TAKEN_BACK = or_(
    *(OutcomeRow.result == one for one in ASKED),
    and_(OutcomeRow.result.is_(None), GoerRow.id.is_not(None)),
)
"""Whoever goes asks what they were given, unless they say that they did not."""
_ELSEWHERE = Query(
    select(AskerRow.topic, AskerRow.variant, OutcomeRow.result)
    .join(TownHallRow, TownHallRow.id == AskerRow.town_hall_id)
    .outerjoin(OutcomeRow, and_(*_of_the_same(OutcomeRow)))
    .outerjoin(GoerRow, and_(*_of_the_same(GoerRow)))
    .where(
        TownHallRow.id != bindparam("but_event"),
        TownHallRow.stage == Stage.PUBLISHED,
        _NOT_TAKEN_BACK,
        or_(
            TownHallRow.official_id == bindparam("of_official"),
            TownHallRow.candidate_id == bindparam("of_candidate"),
            and_(TownHallRow.name == bindparam("of_name"), TownHallRow.state == bindparam("of_state")),
        ),
    )
    .order_by(AskerRow.id),
    Elsewhere,
)
_IN_SEATS = QueryOfMany(
    select(
        TownHallRow.seat_id, TownHallRow.official_id, TownHallRow.candidate_id, TownHallRow.name,
        TownHallRow.kind, TownHallRow.first_day, TownHallRow.starts_at, TownHallRow.ends_at, AskerRow.topic,
        AskerRow.member_id, OutcomeRow.result,
    )
    .join(TownHallRow, TownHallRow.id == AskerRow.town_hall_id)
    .outerjoin(OutcomeRow, and_(*_of_the_same(OutcomeRow)))
    .outerjoin(GoerRow, and_(*_of_the_same(GoerRow)))
    .where(
        TownHallRow.stage == Stage.PUBLISHED,
        _NOT_TAKEN_BACK,
        TownHallRow.seat_id.in_(bindparam("seats", expanding=True)),
    )
    .order_by(TownHallRow.starts_at, AskerRow.id),
    AskedOf,
)  # fmt: skip


def give(
    db: CoalitionSession,
    town_hall_id: int,
    member_id: int,
    given: Given,
    now: datetime,
    passed: Iterable[str] = (),
) -> bool:
    """Give somebody a question; False when somebody else of this event has it, or they have one already."""
    values = {
        "town_hall_id": town_hall_id, "member_id": member_id, "topic": given.topic, "variant": given.variant,
        "words": given.words, "question_id": given.question_id, "passed": " ".join(passed), "at": now,
    }  # fmt: skip
    return _NEW.add_new(db, values) is not None


def release(db: CoalitionSession, town_hall_id: int, member_id: int) -> bool:
    """Somebody gives their question back, so that others may have it; False when they had none."""
    return _RELEASE.run(db, of_event=town_hall_id, of_member=member_id) == 1


def of(db: CoalitionSession, town_hall_id: int, member_id: int) -> Asker | None:
    """What somebody was given for an event."""
    return _OF.one(db, of_event=town_hall_id, of_member=member_id)


def of_events(db: CoalitionSession, town_hall_ids: Iterable[int]) -> dict[int, list[Asker]]:
    """Who asks what at each of those events, who was given one first at the front. One query."""
    wanted = sorted(set(town_hall_ids))
    found: dict[int, list[Asker]] = {one: [] for one in wanted}
    for asker in _OF_EVENTS.all(db, events=wanted) if wanted else ():
        found[asker.town_hall_id].append(asker)
    return found


def elsewhere(db: CoalitionSession, event: TownHall) -> list[Elsewhere]:
    """What whoever answers at this event was asked at other announced ones, or is to be asked at such as are
    still to come. An official or a candidate is known again by their row, and by their name in the same
    state.
    """
    told = event.told
    return _ELSEWHERE.all(
        db,
        but_event=event.id,
        of_official=told.official_id,
        of_candidate=told.candidate_id,
        of_name=told.name,
        of_state=told.state,
    )


def asked_in_seats(db: CoalitionSession, seat_ids: Iterable[int]) -> list[AskedOf]:
    """What whoever stands for those seats was asked at announced events, or is to be asked, the earliest
    event first."""
    wanted = sorted(set(seat_ids))
    return _IN_SEATS.all(db, seats=wanted) if wanted else []
