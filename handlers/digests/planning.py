"""When digests are due, and writing them down: once for each person and local day.

A digest recurs, so no fact writes it down. Instead every pass of the worker looks at the time since the
pass before: whose 8:30 lies in it? What was missed for longer than half a day is not made up for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.digests.gathering import gather
from handlers.digests.settings import clock_of
from handlers.digests.subjects import CHANNEL_DIGEST, DIGEST, DIGEST_AT_CHOSEN_TIME
from handlers.outreach.parity.reckoning import Parity
from handlers.request import Scene
from storage import coalitions, digests, outbox
from storage.digests import DigestChoice, DigestDays, Readers
from storage.outbox import Place, Saying

BATCH = 500
"""How many members' digests are gathered at a time."""

_LATEST = timedelta(hours=12)
_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A group of readers whose digest has come due: at which moment, for which day of theirs."""

    group: Readers
    zone: ZoneInfo
    day: date
    at: datetime


def due(scene: Scene) -> list[Due]:
    """The groups whose digest came due since the last pass, the first one first."""
    since = digests.written_until(scene.db, DIGEST)
    if since is None or since >= scene.now:
        return []
    found = [
        one
        for group in digests.readers(scene.db)
        if (one := _latest(group, scene)) is not None and since < one.at
    ]
    return sorted(found, key=lambda one: one.at)


def _latest(group: Readers, scene: Scene) -> Due | None:
    """The group's last digest until now; None where that is long ago."""
    zone = ZoneInfo(group.timezone) if group.timezone else scene.coalition.zone
    for day, at in _moments(scene.now, zone, group.choice):
        if at <= scene.now:
            return Due(group, zone, day, at) if scene.now - at <= _LATEST else None
    return None


def _moments(now: datetime, zone: ZoneInfo, choice: DigestChoice) -> Iterator[tuple[date, datetime]]:
    """The days with a digest around now, the latest first, with their moments."""
    today = now.astimezone(zone).date()
    for day in (today + _DAY * away for away in (1, 0, -1)):
        if choice.days is DigestDays.EVERY_DAY or day.weekday() < _SATURDAY:
            yield day, _moment(day, clock_of(choice), zone)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Batch:
    """Digests of some members of a group. `last_id` is after whom to go on; None at the end."""

    sayings: Sequence[Saying]
    last_id: int | None


def batch(scene: Scene, one: Due, after_id: int, races: Sequence[Parity]) -> Batch:
    """The digests of the next members of a group; what is empty is left out. Only reads, six times.

    `races` are the `unequal_races`.
    """
    member_ids = digests.members_of(scene.db, one.group, after_id, BATCH)
    waiting = gather(scene, dict.fromkeys(member_ids, one.zone), races) if member_ids else {}
    kind = DIGEST if one.group.choice.minute is None else DIGEST_AT_CHOSEN_TIME
    sayings = [
        Saying(kind, member_id, f"{DIGEST}:{member_id}:{one.day}", one.at, member_id=member_id)
        for member_id, found in waiting.items()
        if not found.is_empty
    ]
    return Batch(sayings, member_ids[-1] if len(member_ids) == BATCH else None)


def write(scene: Scene, sayings: Sequence[Saying]) -> None:
    """Put digests in the outbox; what was written before stays as it is."""
    for saying in sayings:
        outbox.write(scene.db, saying, scene.now)


def finish(scene: Scene) -> None:
    """Note that every digest until now is written down, and write the channels' own."""
    since = digests.written_until(scene.db, DIGEST)
    zone = scene.coalition.zone
    everybody = Readers(None, DigestChoice())
    latest = _latest(everybody, scene)
    if since is not None and latest is not None and since < latest.at:
        day = scene.now.astimezone(zone).date()
        for one in coalitions.announcing(scene.db):
            place = Place(one.workspace_id, one.channel)
            key = f"{CHANNEL_DIGEST}:{one.workspace_id}:{day}"
            saying = Saying(CHANNEL_DIGEST, scene.coalition.id, key, latest.at, place=place)
            outbox.write(scene.db, saying, scene.now)
    digests.note_written(scene.db, DIGEST, scene.now)


def next_at(scene: Scene) -> datetime | None:
    """When the next digest will come that has something to say; None where nobody can tell yet."""
    moments: list[datetime] = []
    if coalitions.announcing(scene.db):
        moments.append(_next(scene.now, scene.coalition.zone, DigestChoice()))
    for group in digests.readers(scene.db):
        zone = ZoneInfo(group.timezone) if group.timezone else scene.coalition.zone
        member_ids = digests.members_of(scene.db, group, 0, BATCH)
        found = gather(scene, dict.fromkeys(member_ids, zone))
        if any(not one.is_empty for one in found.values()):
            moments.append(_next(scene.now, zone, group.choice))
    return min(moments, default=None)


def _next(now: datetime, zone: ZoneInfo, choice: DigestChoice) -> datetime:
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=away) for away in range(8))
    moments = (
        _moment(day, clock_of(choice), zone)
        for day in days
        if choice.days is DigestDays.EVERY_DAY or day.weekday() < _SATURDAY
    )
    return next(at for at in moments if at > now)
