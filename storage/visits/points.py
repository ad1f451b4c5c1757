"""What is prepared for a visit: its asks and talking points, each with somebody who says it, what is left
behind there, with somebody who brings it, and what is known of whom one meets.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage import history
from storage.choices import choice
from storage.history import Deed, Subject, Values, Written
from storage.instants import Instant
from storage.prepared import Change, Insertion, Query, QueryOfMany, only
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference
from storage.visits.visits import VisitRow


class PointKind(StrEnum):
    """What it is."""

    POINT = "point"
    ASK = "ask"
    """It is put to them as a question, and their answer is noted."""
    MATERIAL = "material"
    """It is left behind with them."""
    RESEARCH = "research"
    """Where it can be read what is known of whom one meets, and who found it out."""


class Stance(StrEnum):
    """What they answered to an ask."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"
    NOT_ASKED = "not_asked"


class PointRow(Table, Owned):
    """A point as the database keeps it: see `Point`."""

    __tablename__ = "visit_points"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("visit_id", "visits"),
        owned_reference("member_id", "members"),
        owned_reference("added_by_id", "members"),
        owned_reference("material_id", "materials"),
        owned_reference("reply_id", "replies"),
        Index("ix_visit_points_of_visit", "coalition_id", "visit_id"),
    )

    visit_id: Mapped[int]
    kind: Mapped[PointKind] = mapped_column(choice(PointKind))
    words: Mapped[str]
    member_id: Mapped[int | None]
    added_by_id: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(Instant)
    stance: Mapped[Stance | None] = mapped_column(choice(Stance))
    their_words: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    material_id: Mapped[int | None]
    reply_id: Mapped[int | None]


@dataclass(frozen=True, slots=True)
class Point:
    """A talking point, an ask, a material or the research of a visit; `member_id` is who says it, brings it
    or did it, once that is clear.

    An ask has what they answered, in short and in their own words, once that was noted, and the reply that a
    candidate's answer was logged as. A material of the coalition's list has its row there.
    """

    id: int
    visit_id: int
    kind: PointKind
    words: str
    member_id: int | None
    stance: Stance | None = None
    their_words: str | None = None
    answered_at: datetime | None = None
    material_id: int | None = None
    reply_id: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered to an ask at a visit: who, when, to what, in short and in their own words."""

    name: str
    day: date
    ask: str
    stance: Stance
    their_words: str | None


_POINT = (
    PointRow.id, PointRow.visit_id, PointRow.kind, PointRow.words, PointRow.member_id, PointRow.stance,
    PointRow.their_words, PointRow.answered_at, PointRow.material_id,
    PointRow.reply_id,
)  # fmt: skip
_NEW = Insertion(PointRow)
_OF_VISITS = QueryOfMany(
    select(*_POINT)
    .where(PointRow.visit_id.in_(bindparam("visit_ids", expanding=True)))
    .order_by(PointRow.kind, PointRow.id),
    Point,
)
_WITH_ID = Query(select(*_POINT).where(PointRow.id == bindparam("point_id")), Point)
_SAID_IN_SEAT = Query(
    select(VisitRow.name, VisitRow.first_day, PointRow.words, PointRow.stance, PointRow.their_words)
    .join(VisitRow, VisitRow.id == PointRow.visit_id)
    .where(
        VisitRow.seat_id == bindparam("in_seat"),
        PointRow.stance.is_not(None),
        PointRow.stance != Stance.NOT_ASKED,
    )
    .order_by(VisitRow.starts_at.desc(), PointRow.id)
    .limit(bindparam("most")),
    Said,
)
_ANSWER = Change(
    update(PointRow)
    .where(PointRow.id == bindparam("point_id"))
    .values(stance=bindparam("answer"), answered_at=bindparam("now"))
)
_QUOTE = Change(
    update(PointRow).where(PointRow.id == bindparam("point_id")).values(their_words=bindparam("quoted"))
)
_LOGGED_AS = Change(
    update(PointRow).where(PointRow.id == bindparam("point_id")).values(reply_id=bindparam("logged_as"))
)
_GIVE = Change(
    update(PointRow).where(PointRow.id == bindparam("point_id")).values(member_id=bindparam("to_member"))
)
_VISITS_OF = Query(
    select(PointRow.visit_id)
    .where(PointRow.member_id == bindparam("of_member"), PointRow.kind != PointKind.RESEARCH)
    .group_by(PointRow.visit_id),
    only,
)
_GIVE_BACK = Change(
    update(PointRow)
    .where(
        PointRow.visit_id == bindparam("of_visit"),
        PointRow.member_id == bindparam("of_member"),
        PointRow.kind != PointKind.RESEARCH,
    )
    .values(member_id=None)
)


def add(
    db: CoalitionSession,
    visit_id: int,
    kind: PointKind,
    words: str,
    by_id: int,
    now: datetime,
    *,
    material_id: int | None = None,
) -> Point:
    """Add a point, which nobody has yet."""
    values = {
        "visit_id": visit_id, "kind": kind, "words": words, "added_by_id": by_id, "added_at": now,
        "material_id": material_id,
    }  # fmt: skip
    return Point(_NEW.add(db, values), visit_id, kind, words, None, material_id=material_id)


def give(db: CoalitionSession, point: Point, member_id: int | None) -> None:
    """Have a person say or bring it, or nobody."""
    _GIVE.run(db, point_id=point.id, to_member=member_id)


def visits_of(db: CoalitionSession, member_id: int) -> list[int]:
    """The visits at which a person is to say or bring something."""
    return _VISITS_OF.all(db, of_member=member_id)


def give_all_back(db: CoalitionSession, visit_id: int, member_id: int) -> bool:
    """Open again all that a person was to say or bring at a visit; whether there was any."""
    return _GIVE_BACK.run(db, of_visit=visit_id, of_member=member_id) > 0


def with_id(db: CoalitionSession, point_id: int) -> Point | None:
    """The point with this row id."""
    return _WITH_ID.one(db, point_id=point_id)


def answer(db: CoalitionSession, point: Point, stance: Stance | None, by_id: int, now: datetime) -> None:
    """Note what they answered to an ask; the last word counts. None: that is to be asked anew."""
    _ANSWER.run(db, point_id=point.id, answer=stance, now=now)
    _remember(db, point, {"stance": point.stance}, {"stance": stance}, by_id, now)


def quote(db: CoalitionSession, point: Point, their_words: str, by_id: int, now: datetime) -> None:
    """Note their own words."""
    _QUOTE.run(db, point_id=point.id, quoted=their_words)
    _remember(db, point, {"their_words": point.their_words}, {"their_words": their_words}, by_id, now)


def _remember(
    db: CoalitionSession, point: Point, before: Values, after: Values, by_id: int, now: datetime
) -> None:
    was, now_is = ({"ask": point.id, **one} for one in (before, after))
    history.keep(db, Written(Subject.VISIT, point.visit_id, Deed.CORRECTED, by_id, now, was, now_is))


def logged_as(db: CoalitionSession, point: Point, reply_id: int) -> None:
    """Note as which reply a candidate's answer to an ask was logged."""
    _LOGGED_AS.run(db, point_id=point.id, logged_as=reply_id)


def said_in_seat(db: CoalitionSession, seat_id: int, most: int) -> list[Said]:
    """What people of a seat answered at visits, the last visit first."""
    return _SAID_IN_SEAT.all(db, in_seat=seat_id, most=most)


def of_visits(db: CoalitionSession, visit_ids: Iterable[int]) -> dict[int, list[Point]]:
    """The asks, materials and points of each of those visits, asks first. One query."""
    wanted = sorted(set(visit_ids))
    found: dict[int, list[Point]] = {visit_id: [] for visit_id in wanted}
    for one in _OF_VISITS.all(db, visit_ids=wanted) if wanted else ():
        found[one.visit_id].append(one)
    return found
