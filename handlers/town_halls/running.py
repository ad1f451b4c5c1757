"""Whether whoever answers at a town hall stands for election, and against whom."""

from handlers.arguments.race import local_day
from handlers.request import Scene
from storage import candidates, races
from storage.candidates import Running
from storage.town_halls.town_halls import Described


def race_of(scene: Scene, told: Described) -> list[Running]:
    """Everybody in the race of whoever answers, themselves too: an official's is the one in which they run
    again. Empty where they do not run."""
    running = candidates.added(scene.db, told.candidate_id) if told.candidate_id is not None else None
    if running is not None:
        return candidates.of_races(scene.db, [running.race_id])[running.race_id]
    if told.seat_id is None:
        return []
    today = local_day(scene)
    coming = [race.id for race in races.of_seats(scene.db, [told.seat_id]) if race.over_by >= today]
    return [
        one
        for in_race in candidates.of_races(scene.db, coming).values()
        if any(is_same(one, told) for one in in_race)
        for one in in_race
    ]


def is_same(running: Running, told: Described) -> bool:
    """Whether a candidate is who answers; an official is known again, or by their name."""
    if told.candidate_id is not None:
        return running.candidate_id == told.candidate_id
    return is_official(running, told.official_id, told.name)


def is_official(running: Running, official_id: int | None, name: str) -> bool:
    """Whether a candidate is that official, who may have left the seat since, or at least of that name."""
    if official_id is not None and official_id == running.official_id:
        return True
    return candidates.comparable(running.name) == candidates.comparable(name)
