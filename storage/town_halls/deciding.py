"""Adding town halls, deciding on them, and describing them otherwise: each with its history."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from storage import history, meetings
from storage.history import Deed, Subject, Written
from storage.prepared import Change, Insertion
from storage.tenancy import CoalitionSession
from storage.town_halls.town_halls import Described, Stage, TownHall, TownHallRow, with_id


@dataclass(frozen=True, slots=True)
class Brought:
    """Where an event came from: a source, its own id there, and the member who typed it."""

    source_id: int
    external_id: str | None = None
    by_id: int | None = None
    listed: str | None = None


_NEW = Insertion(TownHallRow)
_DECIDE = Change(
    update(TownHallRow)
    .where(TownHallRow.id == bindparam("town_hall_id"), TownHallRow.stage == bindparam("known_stage"))
    .values(
        stage=bindparam("new_stage"),
        sequence=TownHallRow.sequence + 1,
        changed_at=bindparam("now"),
        decided_at=bindparam("now"),
        decided_by_id=bindparam("by_id"),
        missed_at=bindparam("still_missed"),
    )
)
_CORRECT = Change(
    update(TownHallRow)
    .where(TownHallRow.id == bindparam("town_hall_id"), TownHallRow.sequence == bindparam("known_sequence"))
    .values(
        kind=bindparam("new_kind"),
        seat_id=bindparam("new_seat"),
        official_id=bindparam("new_official"),
        candidate_id=bindparam("new_candidate"),
        name=bindparam("new_name"),
        state=bindparam("new_state"),
        **meetings.anew(),
        place=bindparam("new_place"),
        said_by=bindparam("new_said_by"),
        is_placed=bindparam("now_placed"),
        has_end=bindparam("now_has_end"),
        sequence=TownHallRow.sequence + 1,
        changed_at=bindparam("now"),
    )
)
_LIST = Change(
    update(TownHallRow)
    .where(TownHallRow.id == bindparam("town_hall_id"))
    .values(listed=bindparam("now_listed"), external_id=bindparam("now_external"))
)
_MISS = Change(
    update(TownHallRow)
    .where(TownHallRow.id == bindparam("town_hall_id"))
    .values(missed_at=bindparam("since"), changed_at=bindparam("now"))
)


def add(db: CoalitionSession, told: Described, brought: Brought, now: datetime) -> TownHall:
    """Keep an event that somebody has heard of; it waits for an organiser."""
    row_id = _NEW.add(
        db,
        {
            "stage": Stage.PROPOSED, "kind": told.kind, "seat_id": told.seat_id,
            "official_id": told.official_id, "candidate_id": told.candidate_id, "name": told.name,
            "state": told.state, **meetings.values(told.meeting),
            "place": told.place, "said_by": told.said_by, "source_id": brought.source_id,
            "external_id": brought.external_id, "brought_by_id": brought.by_id, "made_at": now,
            "changed_at": now, "is_placed": told.is_placed, "has_end": told.has_end, "listed": brought.listed,
        },
    )  # fmt: skip
    _keep(db, row_id, Deed.ADDED, brought.by_id, now, None, _facts(told))
    return TownHall(
        row_id, Stage.PROPOSED, told, brought.source_id, brought.external_id, brought.by_id, 0, now, now,
        None, None, brought.listed,
    )  # fmt: skip


def publish(db: CoalitionSession, known: TownHall, by_id: int | None, now: datetime) -> bool:
    """Announce it, by a member or by the trust in its source; False when somebody decided before."""
    return _decide(db, known, Stage.PUBLISHED, Deed.PUBLISHED, by_id, now)


def dismiss(db: CoalitionSession, known: TownHall, by_id: int, now: datetime) -> bool:
    """It is none of ours; False when somebody decided before."""
    return _decide(db, known, Stage.DISMISSED, Deed.ENDED, by_id, now)


def cancel(db: CoalitionSession, known: TownHall, by_id: int | None, now: datetime) -> bool:
    """It does not take place; False when somebody decided before."""
    return _decide(db, known, Stage.CANCELLED, Deed.CANCELLED, by_id, now)


def reopen(db: CoalitionSession, known: TownHall, now: datetime) -> TownHall | None:
    """What was cancelled is to take place after all: it waits again. None when somebody decided before."""
    if not _decide(db, known, Stage.PROPOSED, Deed.CORRECTED, None, now):
        return None
    return with_id(db, known.id)


def correct(
    db: CoalitionSession, known: TownHall, told: Described, by_id: int | None, now: datetime
) -> TownHall | None:
    """Describe it otherwise; None when somebody else changed it meanwhile."""
    changed = _CORRECT.run(
        db,
        town_hall_id=known.id,
        known_sequence=known.sequence,
        new_kind=told.kind,
        new_seat=told.seat_id,
        new_official=told.official_id,
        new_candidate=told.candidate_id,
        new_name=told.name,
        new_state=told.state,
        **meetings.parameters(told.meeting),
        new_place=told.place,
        new_said_by=told.said_by,
        now_placed=told.is_placed,
        now_has_end=told.has_end,
        now=now,
    )
    if changed != 1:
        return None
    before, after = _facts(known.told), _facts(told)
    different = [name for name in after if before[name] != after[name]]
    _keep(
        db,
        known.id,
        Deed.CORRECTED,
        by_id,
        now,
        {name: before[name] for name in different},
        {name: after[name] for name in different},
    )
    return replace(known, told=told, sequence=known.sequence + 1, changed_at=now)


def note_listed(db: CoalitionSession, known: TownHall, listed: str, external_id: str | None) -> None:
    """How its list has it now."""
    _LIST.run(db, town_hall_id=known.id, now_listed=listed, now_external=external_id)


def miss(db: CoalitionSession, known: TownHall, since: datetime | None, now: datetime) -> None:
    """Note since when its list does not have it any more; None once it does."""
    _MISS.run(db, town_hall_id=known.id, since=since, now=now)


def _decide(
    db: CoalitionSession, known: TownHall, stage: Stage, deed: Deed, by_id: int | None, now: datetime
) -> bool:
    changed = _DECIDE.run(
        db,
        town_hall_id=known.id,
        known_stage=known.stage,
        new_stage=stage,
        by_id=by_id,
        now=now,
        still_missed=known.missed_at if stage is Stage.CANCELLED else None,
    )
    if changed:
        _keep(db, known.id, deed, by_id, now, {"stage": known.stage}, {"stage": stage})
    return changed == 1


def _facts(told: Described) -> dict[str, Any]:
    at = told.meeting
    return {
        "kind": told.kind, "name": told.name, "seat": told.seat_id, "starts_at": at.starts_at,
        "last_day": at.last, "clock": None if at.clock is None else at.clock.isoformat("minutes"),
        "timezone": at.zone.key, "minutes": at.minutes, "place": told.place, "source": told.said_by,
    }  # fmt: skip


def _keep(
    db: CoalitionSession,
    row_id: int,
    deed: Deed,
    by_id: int | None,
    now: datetime,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    history.keep(db, Written(Subject.TOWN_HALL, row_id, deed, by_id, now, before, after))
