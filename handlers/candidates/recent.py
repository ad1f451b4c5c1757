"""Which races of a seat are shown: recent ones and those to come, or where there are none the last one."""

from datetime import date

from handlers.arguments.race import local_day
from handlers.request import Scene
from storage import candidates, races
from storage.candidates import Running
from storage.races import Race
from storage.seats import Seat

_RECENT_YEARS = 2


def recent_races(scene: Scene, seat: Seat) -> list[tuple[Race, list[Running]]]:
    """The races with their candidates, the newest first; none without candidates."""
    known = races.of_seats(scene.db, [seat.id])
    running = candidates.of_races(scene.db, (race.id for race in known))
    contested = [race for race in known if running[race.id]]
    recent = [race for race in contested if race.over_by >= _horizon(local_day(scene))]
    return [(race, running[race.id]) for race in recent or contested[:1]]


def _horizon(today: date) -> date:
    """Two years ago; 29 February counts as the 28th."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year - _RECENT_YEARS, today.month, day)
