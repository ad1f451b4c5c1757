"""Finding candidates by what people write of their names, in the races that may still be spoken of."""

from collections.abc import Sequence
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
    """Candidates in whose names words begin with all of these, in races from a year on.

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
    return _named(db, list(races), wanted) if races else []


def called(db: CoalitionSession, words: Sequence[str], since: int) -> list[Named]:
    """Candidates who are called by these words: the first may begin a word of the name, the others are whole.

    Points and commas at a word's end do not count.
    """
    written = [word.strip(".,;:") for word in words]
    if not all(map(name_key, written)):
        return []
    whole = [f" {name_key(word)} " for word in written[1:]]
    found = matching(db, " ".join(written), since)
    return [one for one in found if all(word in f" {name_key(one.running.name)} " for word in whole)]


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
        if all(f" {word}" in f" {name_key(running.name)}" for word in wanted)
    ]
    whole = " ".join(wanted)
    keys = {id(one): name_key(one.running.name) for one in found}
    return sorted(found, key=lambda one: (keys[id(one)] != whole, keys[id(one)]))
