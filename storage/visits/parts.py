"""Who does what at a visit: every role that somebody was asked to take, took, gave up or was offered.

Rows are never changed into others: a role that is given up stays as history, and the next one is new.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, bindparam, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.instants import Instant
from storage.prepared import Change, Insertion, Query, QueryOfMany
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference

_TAKEN = text("state IN ('asked', 'held')")


class State(StrEnum):
    """How it stands between a person and a role."""

    ASKED = "asked"
    """An organiser has chosen them; they have not answered. The role is theirs until they decline."""
    HELD = "held"
    """They took it, or said yes."""
    OFFERED = "offered"
    """They were offered what somebody else declined. It is still open to all."""
    DECLINED = "declined"
    GIVEN_UP = "given_up"
    LAPSED = "lapsed"
    """Somebody else has it, or the visit is off."""


class PartRow(Table, Owned):
    """A person's part in a visit as the database keeps it: see `VisitPart`.

    `shared_by` is 0 where a role belongs to one person, and the member where several may have it: with
    the role it is what cannot be taken twice.
    """

    __tablename__ = "visit_parts"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("visit_id", "visits"),
        owned_reference("member_id", "members"),
        owned_reference("assumed_by_id", "members"),
        Index(
            "uq_visit_parts_one_holder",
            "coalition_id",
            "visit_id",
            "role",
            "shared_by",
            unique=True,
            sqlite_where=_TAKEN,
            postgresql_where=_TAKEN,
        ),
        Index("ix_visit_parts_of_visit", "coalition_id", "visit_id"),
        Index("ix_visit_parts_of_member", "coalition_id", "member_id"),
    )

    visit_id: Mapped[int]
    member_id: Mapped[int]
    role: Mapped[str]
    shared_by: Mapped[int] = mapped_column(default=0)
    state: Mapped[State] = mapped_column(choice(State))
    assumed_at: Mapped[datetime] = mapped_column(Instant)
    assumed_by_id: Mapped[int]
    renounced_at: Mapped[datetime | None] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class VisitPart:
    """A person and a role of a visit (an id of roles.toml), and how it stands between them."""

    id: int
    visit_id: int
    member_id: int
    role: str
    state: State
    assumed_at: datetime
    assumed_by_id: int
    renounced_at: datetime | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the role is theirs."""
        return self.state in (State.ASKED, State.HELD)


_PART = (
    PartRow.id, PartRow.visit_id, PartRow.member_id, PartRow.role, PartRow.state, PartRow.assumed_at,
    PartRow.assumed_by_id, PartRow.renounced_at,
)  # fmt: skip
_IS_TAKEN = PartRow.state.in_((State.ASKED, State.HELD))
_NEW = Insertion(PartRow)
_WITH_ID = Query(select(*_PART).where(PartRow.id == bindparam("part_id")), VisitPart)
_OF_VISIT = Query(
    select(*_PART).where(PartRow.visit_id == bindparam("of_visit")).order_by(PartRow.id), VisitPart
)
_TAKEN_OF_VISITS = QueryOfMany(
    select(*_PART)
    .where(PartRow.visit_id.in_(bindparam("visit_ids", expanding=True)), _IS_TAKEN)
    .order_by(PartRow.id),
    VisitPart,
)
_TAKEN_OF_MEMBER = QueryOfMany(
    select(*_PART).where(PartRow.member_id.in_(bindparam("member_ids", expanding=True)), _IS_TAKEN),
    VisitPart,
)
_TURN = Change(
    update(PartRow)
    .where(PartRow.id == bindparam("part_id"), PartRow.state == bindparam("known_state"))
    .values(state=bindparam("new_state"), renounced_at=bindparam("ended_at"))
)


def take(
    db: CoalitionSession,
    visit_id: int,
    member_id: int,
    role: str,
    state: State,
    by_id: int,
    now: datetime,
    *,
    shared: bool,
) -> VisitPart | None:
    """Give somebody a role; None when somebody has it, or, where several may have it, they have it already.

    Two who take it at the same moment cannot both have it: the database's own key decides.
    """
    values = {
        "visit_id": visit_id, "member_id": member_id, "role": role, "shared_by": member_id if shared else 0,
        "state": state, "assumed_at": now, "assumed_by_id": by_id,
    }  # fmt: skip
    part_id = _NEW.add_new(db, values)
    return None if part_id is None else VisitPart(part_id, visit_id, member_id, role, state, now, by_id)


def offer(
    db: CoalitionSession, visit_id: int, member_id: int, role: str, by_id: int, now: datetime, *, shared: bool
) -> VisitPart:
    """Offer somebody a role that stays open to all until somebody takes it."""
    values = {
        "visit_id": visit_id, "member_id": member_id, "role": role, "shared_by": member_id if shared else 0,
        "state": State.OFFERED, "assumed_at": now, "assumed_by_id": by_id,
    }  # fmt: skip
    return VisitPart(_NEW.add(db, values), visit_id, member_id, role, State.OFFERED, now, by_id)


def with_id(db: CoalitionSession, part_id: int) -> VisitPart | None:
    """The part with this row id."""
    return _WITH_ID.one(db, part_id=part_id)


def turn(db: CoalitionSession, part: VisitPart, to: State, now: datetime) -> bool:
    """Change how it stands between a person and a role; False when that has changed meanwhile.

    Raises:
        IntegrityError: when the role is to be theirs and somebody else has taken it at this very moment.
    """
    ended_at = None if to in (State.ASKED, State.HELD, State.OFFERED) else now
    changed = _TURN.run(db, part_id=part.id, known_state=part.state, new_state=to, ended_at=ended_at)
    return changed == 1


def of_visit(db: CoalitionSession, visit_id: int) -> list[VisitPart]:
    """Everything that was ever between people and the roles of a visit, the oldest first."""
    return _OF_VISIT.all(db, of_visit=visit_id)


def taken(db: CoalitionSession, visit_ids: Iterable[int]) -> dict[int, list[VisitPart]]:
    """Who has which role at each of those visits, in the order in which they took them. One query."""
    wanted = sorted(set(visit_ids))
    found: dict[int, list[VisitPart]] = {visit_id: [] for visit_id in wanted}
    for one in _TAKEN_OF_VISITS.all(db, visit_ids=wanted) if wanted else ():
        found[one.visit_id].append(one)
    return found


def taken_by(db: CoalitionSession, member_id: int) -> list[VisitPart]:
    """The roles that a person has at any visit."""
    return _TAKEN_OF_MEMBER.all(db, member_ids=[member_id])
