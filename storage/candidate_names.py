"""Finding candidates by what people write of their names, in the races that may still be spoken of."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from storage import candidates
from storage.candidates import RACE_ID, Candidate, ListedCandidate, Running
from storage.races import Race
from storage.tenancy import CoalitionSession

_MOST_RACES = 40


@dataclass(frozen=True, slots=True)
class Named:
    """A candidate, and the race that they are in."""

    running: Running
    race: Race


def matching(db: CoalitionSession, words: str, since: int) -> list[Named]:
    """Candidates whose names contain all these words, whatever their case, in races from a year on.

    Exact names come first, then by name. At most forty races are looked at. Three queries and one.
    """
    wanted = words.casefold().split()
    if not wanted:
        return []
    listed = select(ListedCandidate.race_id).where(
        ListedCandidate.still_listed,
        *(func.lower(ListedCandidate.name).contains(w, autoescape=True) for w in wanted),
    )
    own = (
        select(RACE_ID)
        .outerjoin(ListedCandidate, ListedCandidate.id == Candidate.listed_id)
        .where(*(func.lower(Candidate.name).contains(w, autoescape=True) for w in wanted))
    )
    races = db.scalars(
        select(Race)
        .where(Race.cycle >= since, or_(Race.id.in_(listed), Race.id.in_(own)))
        .order_by(Race.cycle.desc(), Race.id)
        .limit(_MOST_RACES)
    ).all()
    return _named(db, list(races), wanted)


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
        if all(word in running.name.casefold() for word in wanted)
    ]
    whole = " ".join(wanted)
    return sorted(found, key=lambda one: (one.running.name.casefold() != whole, one.running.name.casefold()))
