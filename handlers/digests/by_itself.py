"""What is said by itself on the reader's own day: a digest does not say it again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.request import Scene
from handlers.timing import Late, Manners, Quiet, Timed, Weekends, is_late, sayable_at
from handlers.town_halls import telling
from handlers.visits import reminders, tasks, thanks
from handlers.visits.debrief.card import debrief
from storage.agenda import Item
from storage.outreach import open_items
from storage.outreach.open_items import Announced

_DAY = timedelta(days=1)

TELLING: dict[Item, tuple[Timed, ...]] = {
    Item.VISIT: (reminders.day_before, reminders.hour_before),
    Item.TOWN_HALL: (telling.in_days, telling.tomorrow, telling.in_hours),
    Item.DEBRIEF: (debrief,),
    Item.TASK: (tasks.task_due,),
    Item.THANKS: (thanks.visit_thanks,),
}
"""What tells somebody of each by itself."""

_USUAL = Manners(Quiet.LATER, Weekends.LATER)
"""How all others behave that a digest does not say again."""

_MANNERS = {one.kind: one.manners for kinds in TELLING.values() for one in kinds}


@dataclass(frozen=True, slots=True)
class ByItself:
    """What may still be said today, late or not: to whom, which kind, about which row. A debrief goes to
    whoever has to write it by then, so `debriefs` are by the visit alone."""

    rows: Mapping[tuple[int, str, int], Sequence[Announced]]
    debriefs: Mapping[int, Sequence[Announced]]

    def to(self, member_id: int, kind: str, about_id: int) -> Sequence[Announced]:
        """What that member may be told of a row."""
        return self.rows.get((member_id, kind, about_id), ())


def said_today(scene: Scene, zones: Mapping[int, ZoneInfo]) -> ByItself:
    """What these members, who are given with their zones, may be told by itself today. One query."""
    ends = {zone.key: end_of_day(scene, zone) for zone in zones.values()}
    found: defaultdict[tuple[int, str, int], list[Announced]] = defaultdict(list)
    debriefs: defaultdict[int, list[Announced]] = defaultdict(list)
    for row in open_items.announced(scene.db, max(ends.values())) if ends else ():
        if row.kind == debrief.kind:
            debriefs[row.about_id].append(row)
        zone = None if row.member_id is None else zones.get(row.member_id)
        if row.member_id is None or zone is None:
            continue
        if _is_said(scene, row, zone, ends[zone.key]):
            found[(row.member_id, row.kind, row.about_id)].append(row)
    return ByItself(found, debriefs)


def is_told_today(
    scene: Scene, by_itself: ByItself, item: Item, row_id: int, member_id: int, zone: ZoneInfo
) -> bool:
    """Whether something of a diary is still told by itself today."""
    if item is Item.DEBRIEF:
        end = end_of_day(scene, zone)
        return any(_is_said(scene, row, zone, end) for row in by_itself.debriefs.get(row_id, ()))
    return any(by_itself.to(member_id, one.kind, row_id) for one in TELLING[item])


def said_at(scene: Scene, row: Announced, zone: ZoneInfo) -> datetime:
    """When a reminder reaches its reader: quiet hours and weekends hold it."""
    return sayable_at(max(row.due_at, scene.now), zone, _MANNERS.get(row.kind, _USUAL))


def was_today(scene: Scene, moment: datetime | None, zone: ZoneInfo) -> bool:
    """Whether that was on the reader's own day."""
    if moment is None:
        return False
    return moment.astimezone(zone).date() == scene.now.astimezone(zone).date()


def end_of_day(scene: Scene, zone: ZoneInfo) -> datetime:
    """The midnight that ends the reader's own day."""
    return datetime.combine(scene.now.astimezone(zone).date() + _DAY, time(0), zone)


def _is_said(scene: Scene, row: Announced, zone: ZoneInfo, before: datetime) -> bool:
    manners = _MANNERS.get(row.kind, _USUAL)
    if manners.late is Late.DROP and is_late(row.due_at, scene.now):
        return False
    return said_at(scene, row, zone) < before
