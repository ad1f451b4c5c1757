"""Visits with officials and candidates, from the first request to the day itself.

A visit promises a local time: it keeps the day, the clock and the zone as they were agreed, and the
instants that follow from them, by which visits are found and put in order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, and_, bindparam, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage import history, meetings
from storage.choices import choice
from storage.history import Deed, Subject, Written
from storage.instants import Instant
from storage.meetings import Meeting, MeetingColumns
from storage.prepared import Change, Insertion, Query, QueryOfMany
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference
from storage.whom import Counterpart


class Stage(StrEnum):
    """How far a visit is."""

    DRAFT = "draft"
    """Somebody has filled in the form and has not said yes to what it was read as."""
    ARRANGED = "arranged"
    CANCELLED = "cancelled"


class VisitRow(Table, Owned, MeetingColumns):
    """A visit as the database keeps it: see `Visit`."""

    __tablename__ = "visits"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("candidate_id", "candidates"),
        owned_reference("made_by_id", "members"),
        owned_reference("cancelled_by_id", "members"),
        owned_reference("workspace_id", "workspaces"),
        Index("ix_visits_when", "coalition_id", "starts_at"),
        Index("ix_visits_seat", "coalition_id", "seat_id"),
    )

    stage: Mapped[Stage] = mapped_column(choice(Stage))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    official_id: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    candidate_id: Mapped[int | None]
    name: Mapped[str]
    place: Mapped[str]
    people: Mapped[int]
    most_people: Mapped[int | None]
    contact: Mapped[str]
    sequence: Mapped[int] = mapped_column(default=0)
    workspace_id: Mapped[int | None]
    channel: Mapped[str | None]
    made_by_id: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    rehearsed_at: Mapped[datetime | None] = mapped_column(Instant)
    rehearsed_where: Mapped[str | None]
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    cancelled_by_id: Mapped[int | None]


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit with an official or a candidate.

    `official_id` or `candidate_id` (the coalition's own row) says whom exactly; neither does for an
    example, which is known by its seat. `people` is how many are wanted, `most_people` how many the
    office takes, `contact` whom to reach there. `sequence` rises with every change that calendars must
    learn of.
    """

    id: int
    stage: Stage
    seat_id: int
    official_id: int | None
    candidate_id: int | None
    name: str
    meeting: Meeting
    place: str
    people: int
    most_people: int | None
    contact: str
    sequence: int
    workspace_id: int | None
    channel: str | None
    made_by_id: int
    made_at: datetime
    changed_at: datetime
    rehearsed_at: datetime | None = None
    rehearsed_where: str | None = None

    @property
    def is_on(self) -> bool:
        """Whether it is to take place, or has."""
        return self.stage is Stage.ARRANGED


@dataclass(frozen=True, slots=True)
class NewVisit:
    """What somebody arranges: see `Visit`."""

    seat_id: int
    official_id: int | None
    candidate_id: int | None
    name: str
    meeting: Meeting
    place: str = ""
    people: int = 8
    most_people: int | None = None
    contact: str = ""


_VISIT = (
    VisitRow.id, VisitRow.stage, VisitRow.seat_id, VisitRow.official_id, VisitRow.candidate_id, VisitRow.name,
    *meetings.columns(VisitRow),
    VisitRow.place, VisitRow.people, VisitRow.most_people, VisitRow.contact, VisitRow.sequence,
    VisitRow.workspace_id, VisitRow.channel, VisitRow.made_by_id, VisitRow.made_at, VisitRow.changed_at,
    VisitRow.rehearsed_at, VisitRow.rehearsed_where,
)  # fmt: skip
_MEETING = 6


def _visit(*columns: Any) -> Visit:
    before, after = columns[:_MEETING], columns[_MEETING + meetings.WIDTH :]
    meeting = meetings.read(columns[_MEETING : _MEETING + meetings.WIDTH])
    return Visit(*before, meeting, *after)  # pyright: ignore[reportCallIssue]  # two rows of columns


_SOONEST_FIRST = (VisitRow.starts_at, VisitRow.id)
_IS_ON = VisitRow.stage == Stage.ARRANGED
_NEW = Insertion(VisitRow)
_WITH_ID = Query(select(*_VISIT).where(VisitRow.id == bindparam("visit_id")), _visit)
_BETWEEN = Query(
    select(*_VISIT)
    .where(_IS_ON, VisitRow.ends_at > bindparam("since"), VisitRow.starts_at < bindparam("until"))
    .order_by(*_SOONEST_FIRST),
    _visit,
)
_COMING = Query(
    select(*_VISIT).where(_IS_ON, VisitRow.ends_at > bindparam("now")).order_by(*_SOONEST_FIRST), _visit
)
_MADE_BY = Query(
    select(*_VISIT).where(VisitRow.made_by_id == bindparam("maker")).order_by(*_SOONEST_FIRST), _visit
)
_PAST = Query(
    select(*_VISIT)
    .where(_IS_ON, VisitRow.ends_at <= bindparam("now"))
    .order_by(VisitRow.starts_at.desc(), VisitRow.id.desc())
    .limit(bindparam("most")),
    _visit,
)
_IN_SEAT = Query(
    select(*_VISIT)
    .where(_IS_ON, VisitRow.seat_id == bindparam("in_seat"), VisitRow.ends_at > bindparam("since"))
    .order_by(*_SOONEST_FIRST),
    _visit,
)
_OF_IDS = QueryOfMany(
    select(*_VISIT).where(VisitRow.id.in_(bindparam("ids", expanding=True))).order_by(*_SOONEST_FIRST), _visit
)
_WITH_PERSON = Query(
    select(*_VISIT)
    .where(
        _IS_ON,
        VisitRow.starts_at >= bindparam("since"),
        VisitRow.starts_at <= bindparam("until"),
        or_(
            VisitRow.official_id == bindparam("official"),
            VisitRow.candidate_id == bindparam("candidate"),
            and_(
                VisitRow.seat_id == bindparam("in_seat"),
                VisitRow.official_id.is_(None),
                VisitRow.candidate_id.is_(None),
                VisitRow.name == bindparam("called"),
            ),
        ),
    )
    .order_by(*_SOONEST_FIRST),
    _visit,
)
_ARRANGE = Change(
    update(VisitRow)
    .where(VisitRow.id == bindparam("visit_id"), VisitRow.stage == Stage.DRAFT)
    .values(
        stage=Stage.ARRANGED,
        workspace_id=bindparam("in_workspace"),
        channel=bindparam("in_channel"),
        changed_at=bindparam("now"),
    )
)
_MOVE = Change(
    update(VisitRow)
    .where(VisitRow.id == bindparam("visit_id"), _IS_ON, VisitRow.sequence == bindparam("known_sequence"))
    .values(
        **meetings.anew(),
        rehearsed_at=bindparam("rehearsal"),
        sequence=VisitRow.sequence + 1,
        changed_at=bindparam("now"),
    )
)
_REHEARSE = Change(
    update(VisitRow)
    .where(VisitRow.id == bindparam("visit_id"))
    .values(
        rehearsed_at=bindparam("at"), rehearsed_where=bindparam("place_of_it"), changed_at=bindparam("now")
    )
)
_CANCEL = Change(
    update(VisitRow)
    .where(VisitRow.id == bindparam("visit_id"), _IS_ON)
    .values(
        stage=Stage.CANCELLED,
        sequence=VisitRow.sequence + 1,
        changed_at=bindparam("now"),
        cancelled_at=bindparam("now"),
        cancelled_by_id=bindparam("by_id"),
    )
)


def draft(db: CoalitionSession, new: NewVisit, by_id: int, now: datetime) -> Visit:
    """Keep what somebody has filled in, until they say yes to it."""
    at = new.meeting
    values = {
        "stage": Stage.DRAFT, "seat_id": new.seat_id, "official_id": new.official_id,
        "candidate_id": new.candidate_id, "name": new.name, **meetings.values(at),
        "place": new.place, "people": new.people, "most_people": new.most_people,
        "contact": new.contact, "made_by_id": by_id, "made_at": now, "changed_at": now,
    }  # fmt: skip
    visit_id = _NEW.add(db, values)
    return Visit(
        visit_id, Stage.DRAFT, new.seat_id, new.official_id, new.candidate_id, new.name, at, new.place,
        new.people, new.most_people, new.contact, 0, None, None, by_id, now, now,
    )  # fmt: skip


def with_id(db: CoalitionSession, visit_id: int) -> Visit | None:
    """The visit with this row id, whatever its stage."""
    return _WITH_ID.one(db, visit_id=visit_id)


def arrange(
    db: CoalitionSession, visit: Visit, workspace_id: int, channel: str | None, by_id: int, now: datetime
) -> bool:
    """Make a draft a visit, posted in that channel; False when it was made one before."""
    changed = _ARRANGE.run(db, visit_id=visit.id, in_workspace=workspace_id, in_channel=channel, now=now)
    if changed:
        after = {"name": visit.name, "starts_at": visit.meeting.starts_at, "place": visit.place}
        history.keep(db, Written(Subject.VISIT, visit.id, Deed.ADDED, by_id, now, None, after))
    return changed == 1


def move(
    db: CoalitionSession, visit: Visit, to: Meeting, rehearsed_at: datetime | None, by_id: int, now: datetime
) -> bool:
    """Move a visit, with its rehearsal or without one; False when it is off, or was moved by somebody else
    meanwhile."""
    changed = _MOVE.run(
        db,
        visit_id=visit.id,
        known_sequence=visit.sequence,
        **meetings.parameters(to),
        rehearsal=rehearsed_at,
        now=now,
    )
    if changed:
        before, after = (
            {"starts_at": at.starts_at, "minutes": at.minutes, "rehearsed_at": rehearsal}
            for at, rehearsal in ((visit.meeting, visit.rehearsed_at), (to, rehearsed_at))
        )
        history.keep(db, Written(Subject.VISIT, visit.id, Deed.MOVED, by_id, now, before, after))
    return changed == 1


def cancel(db: CoalitionSession, visit: Visit, by_id: int, now: datetime) -> bool:
    """Call a visit off; False when it was off already."""
    changed = _CANCEL.run(db, visit_id=visit.id, by_id=by_id, now=now)
    if changed:
        history.keep(db, Written(Subject.VISIT, visit.id, Deed.CANCELLED, by_id, now))
    return changed == 1


def lost_its_rehearsal(db: CoalitionSession, visit: Visit) -> bool:
    """Whether a visit had a rehearsal that did not fit any more when it moved, and has no other yet."""
    if visit.rehearsed_at is not None:
        return False
    written = history.of(db, Subject.VISIT, visit.id)
    return any(one.deed is Deed.MOVED and (one.before or {}).get("rehearsed_at") for one in written)


def rehearse(db: CoalitionSession, visit: Visit, at: datetime, where: str, now: datetime) -> None:
    """Note when and where a visit is rehearsed; the last word counts."""
    _REHEARSE.run(db, visit_id=visit.id, at=at, place_of_it=where, now=now)


def between(db: CoalitionSession, since: datetime, until: datetime) -> list[Visit]:
    """The visits that have any part in that time, soonest first."""
    return _BETWEEN.all(db, since=since, until=until)


def made_by(db: CoalitionSession, member_id: int) -> list[Visit]:
    """The visits that a member arranged, whatever their stage, soonest first."""
    return _MADE_BY.all(db, maker=member_id)


def coming(db: CoalitionSession, now: datetime) -> list[Visit]:
    """The visits that are not over, soonest first."""
    return _COMING.all(db, now=now)


def past(db: CoalitionSession, now: datetime, most: int) -> list[Visit]:
    """The visits that are over, the last one first."""
    return _PAST.all(db, now=now, most=most)


def in_seat(db: CoalitionSession, seat_id: int, since: datetime) -> list[Visit]:
    """The visits with people of a seat that end after that moment, soonest first."""
    return _IN_SEAT.all(db, in_seat=seat_id, since=since)


def with_person(db: CoalitionSession, person: Counterpart, since: datetime, until: datetime) -> list[Visit]:
    """The visits with that person that begin in that time, soonest first."""
    return _WITH_PERSON.all(
        db,
        in_seat=person.seat_id,
        since=since,
        until=until,
        official=person.official_id,
        candidate=person.candidate_id,
        called=person.name,
    )


def of_ids(db: CoalitionSession, visit_ids: Iterable[int]) -> list[Visit]:
    """Those visits, whatever their stage, soonest first."""
    wanted = sorted(set(visit_ids))
    return _OF_IDS.all(db, ids=wanted) if wanted else []
