"""Finding candidates by what people write of their names, in the races that may still be spoken of."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Function, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from storage import candidates
from storage.candidates import RACE_ID, Candidate, ListedCandidate, Running
from storage.person_names import name_key
from storage.races import Race
from storage.tenancy import CoalitionSession

_MOST_RACES = 40


@dataclass(frozen=True, slots=True)
class Named:
    """A candidate, and the race that they are in."""

    running: Running
    race: Race


def matching(db: CoalitionSession, words: str, since: int) -> list[Named]:
    """Candidates whose names contain all these words, in races from a year on.

    Case, accents, points and apostrophes do not count. Exact names come first, then by name. At most
    forty races are looked at. Three queries and one.
    """
    wanted = name_key(words).split()
    if not wanted:
        return []
    listed = select(ListedCandidate.race_id).where(
        ListedCandidate.still_listed, *(_bare(ListedCandidate.name).contains(word) for word in wanted)
    )
    own = (
        select(RACE_ID)
        .outerjoin(ListedCandidate, ListedCandidate.id == Candidate.listed_id)
        .where(
            *(or_(_bare(Candidate.name).contains(w), Candidate.name_key.contains(w)) for w in wanted),
        )
    )
    races = db.scalars(
        select(Race)
        .where(Race.cycle >= since, or_(Race.id.in_(listed), Race.id.in_(own)))
        .order_by(Race.cycle.desc(), Race.id)
        .limit(_MOST_RACES)
    ).all()
    return _named(db, list(races), wanted)


def _bare(name: InstrumentedAttribute[Any]) -> Function[str]:
    """A name without capitals, points and apostrophes, as far as both databases can say it."""
    bare: Function[str] = func.lower(name)
    for sign in "'’.":
        bare = func.replace(bare, sign, "")
    return bare


def in_seats(db: CoalitionSession, seat_ids: list[int], since: int) -> list[Named]:
    """All candidates of those seats' races from a year on, by name."""
    races = db.scalars(select(Race).where(Race.seat_id.in_(seat_ids), Race.cycle >= since)).all()
    return _named(db, list(races), [])


def race_of(db: CoalitionSession, running: Running) -> Race:
    """The race that a candidate is in."""
    return db.scalars(select(Race).where(Race.id == running.race_id)).one()


def _named(db: CoalitionSession, races: list[Race], wanted: list[str]) -> list[Named]:
    by_id = {race.id: race for race in races}
    found = [
        Named(running, by_id[race_id])
        for race_id, all_of_race in candidates.of_races(db, by_id).items()
        for running in all_of_race
        if all(word in name_key(running.name) for word in wanted)
    ]
    whole = " ".join(wanted)
    keys = {id(one): name_key(one.running.name) for one in found}
    return sorted(found, key=lambda one: (keys[id(one)] != whole, keys[id(one)]))
