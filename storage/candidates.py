"""Candidates: those of a list, shared by all, and what a coalition adds and corrects for itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BindParameter,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    true,
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
from storage.prepared import Change, Insertion, Query, QueryOfMany
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
    `official_id` is who they are among officials, where the list's row says so.
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
    official_id: int | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What a coalition says of a candidate. None leaves a listed one as listed, or says nothing."""

    name: str | None
    race_id: int | None
    party: str | None
    email: str | None = None
    phone: str | None = None
    source: str | None = None


_HOLDS_SEAT = exists().where(
    Race.id == RACE_ID,
    Tenure.seat_id == Race.seat_id,
    Tenure.official_id == ListedCandidate.official_id,
    Tenure.is_current,
)
_OWN = select(
    Candidate.id,
    ListedCandidate.id,
    RACE_ID,
    NAME,
    func.coalesce(Candidate.party, ListedCandidate.party, ""),
    Candidate.email,
    Candidate.phone,
    Candidate.source,
    _HOLDS_SEAT,
    func.coalesce(ListedCandidate.still_listed, true()),
    case((Candidate.listed_id.is_(None), Candidate.added_by_id)),
    Candidate.withdrawn_at,
    ListedCandidate.official_id,
).outerjoin(ListedCandidate, ListedCandidate.id == Candidate.listed_id)
_LISTED = select(
    null().cast(Integer),
    ListedCandidate.id,
    ListedCandidate.race_id,
    ListedCandidate.name,
    ListedCandidate.party,
    null().cast(String),
    null().cast(String),
    null().cast(String),
    exists().where(
        Race.id == ListedCandidate.race_id,
        Tenure.seat_id == Race.seat_id,
        Tenure.official_id == ListedCandidate.official_id,
        Tenure.is_current,
    ),
    ListedCandidate.still_listed,
    null().cast(Integer),
    null().cast(Instant),
    ListedCandidate.official_id,
)
_RACE_IDS: BindParameter[list[int]] = bindparam("race_ids", expanding=True)
_OWN_WITH_ID = Query(_OWN.where(Candidate.id == bindparam("candidate_id")), Running)
_OWN_OF_LISTED = Query(_OWN.where(Candidate.listed_id == bindparam("entry_id")), Running)
_OWN_OF_RACES = QueryOfMany(
    _OWN.where(or_(Candidate.race_id.in_(_RACE_IDS), ListedCandidate.race_id.in_(_RACE_IDS))), Running
)
_LISTED_WITH_ID = Query(_LISTED.where(ListedCandidate.id == bindparam("entry_id")), Running)
_LISTED_OF_RACES = QueryOfMany(
    _LISTED.where(ListedCandidate.race_id.in_(_RACE_IDS), ListedCandidate.still_listed), Running
)


def of_races(db: CoalitionSession, race_ids: Iterable[int]) -> dict[int, list[Running]]:
    """The candidates of those races as this coalition sees them, by name. Two queries.

    Whoever no longer runs, as the coalition noted, is not among them.
    """
    wanted = sorted(set(race_ids))
    found: dict[int, list[Running]] = {race_id: [] for race_id in wanted}
    if not wanted:
        return found
    own = _OWN_OF_RACES.all(db, race_ids=wanted)
    corrected = {running.listed_id for running in own}
    listed = [one for one in _LISTED_OF_RACES.all(db, race_ids=wanted) if one.listed_id not in corrected]
    for running in (*own, *listed):
        if running.race_id in found and running.withdrawn_at is None:
            found[running.race_id].append(running)
    for candidates in found.values():
        candidates.sort(key=lambda one: (name_key(one.name), one.candidate_id or 0, one.listed_id or 0))
    return found


def added(db: CoalitionSession, candidate_id: int) -> Running | None:
    """The candidate with this row of the coalition."""
    return _OWN_WITH_ID.one(db, candidate_id=candidate_id)


def listed(db: CoalitionSession, listed_id: int) -> Running | None:
    """The candidate with this row of the list, with what the coalition says of them."""
    return _OWN_OF_LISTED.one(db, entry_id=listed_id) or _LISTED_WITH_ID.one(db, entry_id=listed_id)


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
    wanted = comparable(name)
    for running in _OWN_OF_RACES.all(db, race_ids=[race_id]):
        is_there = running.withdrawn_at is not None and running.race_id == race_id
        if is_there and comparable(running.name) == wanted:
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
