"""Candidates: those of a list, shared by all, and what a coalition adds and corrects for itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage import history
from storage.choices import choice
from storage.history import Deed, Subject, Written
from storage.instants import Instant
from storage.members import Member
from storage.officials import Tenure
from storage.person_names import name_key, without_nickname
from storage.prepared import Change, Insertion
from storage.races import Race
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class CandidateSource(StrEnum):
    """Which list a candidate is on; its import alone changes and ends the entry."""

    FEC = "fec"


class ListedCandidate(Table):
    """A candidate as an official list has them. Kept when no longer listed; then `still_listed` is false.

    `official_id` is set when the candidate is an official whom we know. `party` is how it is shown,
    `party_code` as the list has it; `source_id` is the list's own id of the person.
    """

    __tablename__ = "listed_candidates"
    __table_args__ = (UniqueConstraint("race_id", "source", "source_id"),)

    race_id: Mapped[int] = mapped_column(ForeignKey("races.id"))
    official_id: Mapped[int | None] = mapped_column(ForeignKey("officials.id"), index=True)
    name: Mapped[str]
    party: Mapped[str]
    party_code: Mapped[str]
    source: Mapped[CandidateSource] = mapped_column(choice(CandidateSource))
    source_id: Mapped[str]
    still_listed: Mapped[bool] = mapped_column(default=True)


class Candidate(Table, Owned):
    """A candidate whom a coalition added, or its own row about a listed one.

    Where it points to a listed one, None for race, name or party means: as listed, so that the list's
    later changes show; `name_key` is None with the name. Read it through `Running`.
    """

    __tablename__ = "candidates"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("coalition_id", "listed_id"),
        UniqueConstraint("coalition_id", "race_id", "name_key"),
        owned_reference("added_by_id", "members"),
        CheckConstraint(
            "listed_id IS NOT NULL OR (race_id IS NOT NULL AND name IS NOT NULL AND party IS NOT NULL)",
            name="whole",
        ),
        Index("ix_candidates_race", "race_id"),
        Index("ix_candidates_listed", "listed_id"),
    )

    race_id: Mapped[int | None] = mapped_column(ForeignKey("races.id"))
    listed_id: Mapped[int | None] = mapped_column(ForeignKey("listed_candidates.id"))
    name: Mapped[str | None]
    name_key: Mapped[str | None]
    party: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    source: Mapped[str | None]
    added_by_id: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    """Since when the coalition holds that they no longer run."""


NAME = func.coalesce(Candidate.name, ListedCandidate.name)
RACE_ID = func.coalesce(Candidate.race_id, ListedCandidate.race_id)
"""What a coalition calls a candidate, and the race they are in, where the list's row is outer-joined."""


@dataclass(frozen=True, slots=True)
class Running:
    """A candidate as one coalition sees them.

    `candidate_id` is the coalition's own row, `listed_id` the list's; at least one is set. `source` is
    where the coalition knows it from. `holds_seat`: the same person sits in the race's seat today.
    `still_listed` is false for whom the list had and has no more. `added_by_id` is who added a candidate
    whom the list does not have; `withdrawn_at` since when the coalition holds that they no longer run.
    """

    candidate_id: int | None
    listed_id: int | None
    race_id: int
    name: str
    party: str
    email: str | None = None
    phone: str | None = None
    source: str | None = None
    holds_seat: bool = False
    still_listed: bool = True
    added_by_id: int | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What a coalition says of a candidate. None leaves a listed one as listed, or says nothing."""

    name: str | None
    race_id: int | None
    party: str | None
    email: str | None = None
    phone: str | None = None
    source: str | None = None


def of_races(db: CoalitionSession, race_ids: Iterable[int]) -> dict[int, list[Running]]:
    """The candidates of those races as this coalition sees them, by name. Three queries.

    Whoever no longer runs, as the coalition noted, is not among them.
    """
    wanted = tuple(set(race_ids))
    found: dict[int, list[Running]] = {race_id: [] for race_id in wanted}
    own = _own(db, or_(Candidate.race_id.in_(wanted), ListedCandidate.race_id.in_(wanted)))
    corrected = {entry.id for _, entry in own if entry is not None}
    entries = db.scalars(
        select(ListedCandidate).where(ListedCandidate.race_id.in_(wanted), ListedCandidate.still_listed)
    )
    pairs = [*own, *((None, entry) for entry in entries if entry.id not in corrected)]
    sitting = _sitting(db, wanted)
    for row, entry in pairs:
        running = _running(row, entry, sitting)
        if running.race_id in found and running.withdrawn_at is None:
            found[running.race_id].append(running)
    for candidates in found.values():
        candidates.sort(key=lambda one: (name_key(one.name), one.candidate_id or 0, one.listed_id or 0))
    return found


def added(db: CoalitionSession, candidate_id: int) -> Running | None:
    """The candidate with this row of the coalition."""
    rows = _own(db, Candidate.id == candidate_id)
    return _alone(db, *rows[0]) if rows else None


def listed(db: CoalitionSession, listed_id: int) -> Running | None:
    """The candidate with this row of the list, with what the coalition says of them."""
    rows = _own(db, Candidate.listed_id == listed_id)
    if rows:
        return _alone(db, *rows[0])
    entry = db.scalars(select(ListedCandidate).where(ListedCandidate.id == listed_id)).one_or_none()
    return None if entry is None else _alone(db, None, entry)


def same_name(db: CoalitionSession, race_id: int, name: str, but: Running | None = None) -> Running | None:
    """Who of that name is in the race already, `but` for one."""
    wanted = comparable(name)
    for running in of_races(db, [race_id])[race_id]:
        is_itself = but is not None and (running.candidate_id, running.listed_id) == (
            but.candidate_id,
            but.listed_id,
        )
        if comparable(running.name) == wanted and not is_itself:
            return running
    return None


def withdrawn_of(db: CoalitionSession, race_id: int, name: str) -> Running | None:
    """Who of that name was in the race and no longer runs, as the coalition noted."""
    in_race = or_(Candidate.race_id == race_id, ListedCandidate.race_id == race_id)
    wanted = comparable(name)
    for row, entry in _own(db, in_race & Candidate.withdrawn_at.is_not(None)):
        running = _running(row, entry, frozenset())
        if running.race_id == race_id and comparable(running.name) == wanted:
            return running
    return None


def comparable(name: str) -> str:
    """A candidate's name as compared within a race."""
    return name_key(without_nickname(name)) or name


def add(db: CoalitionSession, details: Details, by: Member, at: datetime) -> int | None:
    """Add a candidate of the coalition's own; answers the row's id.

    None when somebody of that name was added to the race at this moment.
    """
    added_id = _insert(db, None, details, by, at)
    if added_id is not None:
        history.keep(db, Written(Subject.CANDIDATE, added_id, Deed.ADDED, by.id, at, None, _columns(details)))
    return added_id


def correct(db: CoalitionSession, running: Running, details: Details, by: Member, at: datetime) -> int | None:
    """Make `details` all that the coalition says of a candidate; answers the id of its row.

    A listed candidate gets a row of the coalition's. None when somebody else was quicker.
    """
    if running.candidate_id is None:
        made = _insert(db, running.listed_id, details, by, at)
        if made is not None:
            _keep_correction(db, made, None, details, by, at)
        return made
    row = db.one_owned(Candidate, running.candidate_id)
    if row is None:
        return None
    before = own_details(db, running)
    for column, value in _columns(details).items():
        setattr(row, column, value)
    db.flush()
    _keep_correction(db, row.id, before, details, by, at)
    return row.id


def withdraw(db: CoalitionSession, running: Running, by: Member, at: datetime) -> int | None:
    """Note that a candidate no longer runs; the id of the coalition's row, None if it was noted already."""
    row_id = own_row(db, running, by, at)
    if _WITHDRAW.run(db, row_id=row_id, at=at) == 0:
        return None
    history.keep(db, Written(Subject.CANDIDATE, row_id, Deed.WITHDRAWN, by.id, at))
    return row_id


def bring_back(db: CoalitionSession, running: Running, by: Member, at: datetime) -> bool:
    """Note that a candidate runs after all; False where nothing else was noted."""
    if running.candidate_id is None or _BRING_BACK.run(db, row_id=running.candidate_id) == 0:
        return False
    was, after = {"withdrawn_at": running.withdrawn_at}, {"withdrawn_at": None}
    history.keep(db, Written(Subject.CANDIDATE, running.candidate_id, Deed.CORRECTED, by.id, at, was, after))
    return True


def _keep_correction(
    db: CoalitionSession, row_id: int, before: Details | None, after: Details, by: Member, at: datetime
) -> None:
    was = None if before is None else _columns(before)
    history.keep(db, Written(Subject.CANDIDATE, row_id, Deed.CORRECTED, by.id, at, was, _columns(after)))


def own_row(db: CoalitionSession, running: Running, by: Member, at: datetime) -> int:
    """The id of the coalition's own row about a candidate, which is made at its first use."""
    if running.candidate_id is not None:
        return running.candidate_id
    made = _insert(db, running.listed_id, Details(None, None, None), by, at)
    if made is not None:
        return made
    return db.scalars(select(Candidate.id).where(Candidate.listed_id == running.listed_id)).one()


def own_details(db: CoalitionSession, running: Running) -> Details:
    """What the coalition says of a candidate now."""
    row = None if running.candidate_id is None else db.one_owned(Candidate, running.candidate_id)
    if row is None:
        return Details(None, None, None)
    return Details(row.name, row.race_id, row.party, row.email, row.phone, row.source)


_NEW = Insertion(Candidate)
_WITHDRAW = Change(
    update(Candidate)
    .where(Candidate.id == bindparam("row_id"), Candidate.withdrawn_at.is_(None))
    .values(withdrawn_at=bindparam("at"))
)
_BRING_BACK = Change(
    update(Candidate)
    .where(Candidate.id == bindparam("row_id"), Candidate.withdrawn_at.is_not(None))
    .values(withdrawn_at=None)
)


def _insert(
    db: CoalitionSession, listed_id: int | None, details: Details, by: Member, at: datetime
) -> int | None:
    values = {
        "listed_id": listed_id,
        "added_by_id": by.id,
        "added_at": at,
        **_columns(details),
    }
    return _NEW.add_new(db, values)


def _columns(details: Details) -> dict[str, object]:
    return {
        "race_id": details.race_id,
        "name": details.name,
        "name_key": None if details.name is None else comparable(details.name),
        "party": details.party,
        "email": details.email,
        "phone": details.phone,
        "source": details.source,
    }


def _own(
    db: CoalitionSession, which: ColumnElement[bool]
) -> list[tuple[Candidate | None, ListedCandidate | None]]:
    statement = (
        select(Candidate, ListedCandidate)
        .outerjoin(ListedCandidate, ListedCandidate.id == Candidate.listed_id)
        .where(which)
    )
    return [(row, entry) for row, entry in db.execute(statement)]


def _alone(db: CoalitionSession, row: Candidate | None, entry: ListedCandidate | None) -> Running:
    running = _running(row, entry, frozenset())
    return _running(row, entry, _sitting(db, [running.race_id]))


def _sitting(db: CoalitionSession, race_ids: Iterable[int]) -> frozenset[tuple[int, int]]:
    """The races with the officials who hold their seats today."""
    statement = (
        select(Race.id, Tenure.official_id)
        .join(Tenure, Tenure.seat_id == Race.seat_id)
        .where(Race.id.in_(race_ids), Tenure.is_current)
    )
    return frozenset((race_id, official_id) for race_id, official_id in db.execute(statement))


def _running(
    row: Candidate | None, entry: ListedCandidate | None, sitting: frozenset[tuple[int, int]]
) -> Running:
    race_id = (row and row.race_id) or (entry and entry.race_id)
    name = (row and row.name) or (entry and entry.name)
    if race_id is None or name is None:
        raise LookupError("a candidate without a race or a name")  # the table's check does not let it be
    party = row.party if row is not None and row.party is not None else entry.party if entry else ""
    official_id = entry.official_id if entry else None
    return Running(
        candidate_id=row.id if row else None,
        listed_id=entry.id if entry else None,
        race_id=race_id,
        name=name,
        party=party,
        email=row.email if row else None,
        phone=row.phone if row else None,
        source=row.source if row else None,
        holds_seat=official_id is not None and (race_id, official_id) in sitting,
        still_listed=entry is None or entry.still_listed,
        added_by_id=row.added_by_id if row and entry is None else None,
        withdrawn_at=row.withdrawn_at if row else None,
    )
