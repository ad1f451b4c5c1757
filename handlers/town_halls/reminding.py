"""What those who go to a town hall will be told before, and asked afterwards: written when they say that they
go, and anew when it moves."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from handlers.request import Scene
from handlers.text import N_, Listing, Text
from handlers.town_halls.subjects import BEFORE, HOW_IT_WENT, IN_DAYS, IN_HOURS, OVER, TOMORROW
from storage import coalitions, outbox
from storage.outbox import Place, Saying
from storage.town_halls import outcomes
from storage.town_halls.town_halls import TownHall

_WHY = "the event moved or is off"
_MORNING, _EVENING = time(9), time(18)
_BEFORE = {IN_DAYS: N_("three days"), TOMORROW: N_("a day"), IN_HOURS: N_("two hours")}
_DAYS = ((IN_DAYS, 3), (TOMORROW, 1))
_SHORTLY = _AFTERWARDS = timedelta(hours=2)
_ASKED = 2
"""How often somebody is asked how it went: the same day, and the next."""


def remind(scene: Scene, event: TownHall, member_id: int) -> None:
    """Write down what somebody who goes is told three days, a day and two hours before, and asked two hours
    after its end (guide)."""
    for kind, due in _to_come(scene, event):
        _write(scene, member_id, kind, event, due)
    _ask_afterwards(scene, event, member_id)


def reminded(scene: Scene, event: TownHall) -> Text:
    """What somebody who goes is told of that, by what is still ahead."""
    times = tuple(Text(_BEFORE[kind]) for kind, _ in _to_come(scene, event))
    if not times:
        return Text(N_("It is so soon that I won't remind you."))
    return Text(N_("I'll remind you {times} before."), times=Listing(times))


def _to_come(scene: Scene, event: TownHall) -> Iterator[tuple[str, datetime]]:
    at = event.told.meeting
    for kind, days in _DAYS:
        day = at.first - timedelta(days=days)
        due = datetime.combine(day, at.clock or _MORNING, at.zone).astimezone(UTC)
        if due > scene.now:
            yield kind, due
    if at.clock is not None and at.starts_at - _SHORTLY > scene.now:
        yield IN_HOURS, at.starts_at - _SHORTLY


def _ask_afterwards(scene: Scene, event: TownHall, member_id: int) -> None:
    """Write down that they are asked how it went, and once more a day later."""
    outcome_id = outcomes.expect(scene.db, event.id, member_id)
    zone = event.told.meeting.zone
    first = _asked_at(event).astimezone(zone)
    for number in range(_ASKED):
        due = (first + timedelta(days=number)).astimezone(UTC)
        key = f"{HOW_IT_WENT}:{outcome_id}:{event.sequence}:{number}"
        if due > scene.now:
            saying = Saying(HOW_IT_WENT, outcome_id, key, due, member_id=member_id)
            outbox.write(scene.db, saying, scene.now)


def _asked_at(event: TownHall) -> datetime:
    """Two hours after the end; without a time, at six in the evening of the last day."""
    at = event.told.meeting
    if at.clock is not None:
        return at.ends_at + _AFTERWARDS
    return datetime.combine(at.last, _EVENING, at.zone)


def redraw_when_over(scene: Scene, event: TownHall) -> None:
    """Write down that its cards are drawn anew at its end, from when nobody can go any more."""
    for one in coalitions.announcing(scene.db):
        place = Place(one.workspace_id, one.channel)
        key = f"{OVER}:{event.id}:{event.sequence}:{one.workspace_id}"
        saying = Saying(OVER, event.id, key, event.told.meeting.ends_at, place=place)
        outbox.write(scene.db, saying, scene.now)


def call_off(scene: Scene, event: TownHall) -> None:
    """Drop what waits to be said about an event that moved, or is off."""
    for kind in (*BEFORE, OVER):
        outbox.call_off(scene.db, kind, event.id, _WHY, scene.now)
    for outcome in outcomes.of_events(scene.db, [event.id])[event.id]:
        outbox.call_off(scene.db, HOW_IT_WENT, outcome.id, _WHY, scene.now)


def _write(scene: Scene, member_id: int, kind: str, event: TownHall, due: datetime) -> None:
    key = f"{kind}:{event.id}:{event.sequence}:{member_id}"
    outbox.write(scene.db, Saying(kind, event.id, key, due, member_id=member_id), scene.now)
