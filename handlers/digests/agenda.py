"""What stands in each member's diary: where they go, and the debriefs, tasks and thank-yous that wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.digests.by_itself import TELLING, ByItself, is_told_today, was_today
from handlers.request import Scene
from handlers.visits.debrief.card import WRITERS
from storage import agenda
from storage.agenda import Entry, Item, Kinds, Span

AHEAD = timedelta(days=7)
"""How far ahead something is coming up."""

_ASKED_FOR = timedelta(days=14)
"""So long after a visit its debrief is still asked for."""

_THANKED_FOR = timedelta(days=60)
"""So long after a visit a thank-you that nobody has said is still owed."""

_AFTERWARDS = timedelta(hours=2)
"""So long after its end a visit is asked about."""

_KINDS = Kinds(
    *(
        tuple(one.kind for one in TELLING[item])
        for item in (Item.VISIT, Item.TOWN_HALL, Item.DEBRIEF, Item.TASK, Item.THANKS)
    )
)


@dataclass(frozen=True, slots=True)
class Agenda:
    """A member's visits with the roles that they have there, and the rows of all else, first due first."""

    visits: Mapping[int, list[str]] = field(default_factory=dict[int, list[str]])
    town_halls: tuple[int, ...] = ()
    debriefs: tuple[int, ...] = ()
    tasks: tuple[int, ...] = ()
    thanks: tuple[int, ...] = ()
    """Visits."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.visits or self.town_halls or self.debriefs or self.tasks or self.thanks)


EMPTY = Agenda()


def of_members(scene: Scene, zones: Mapping[int, ZoneInfo], by_itself: ByItself) -> dict[int, Agenda]:
    """What a digest tells each of these members, who are given with their zones. One query."""
    entries = [
        one
        for one in _entries(scene, zones, AHEAD)
        if not was_today(scene, one.told_at, zones[one.member_id])
        and not is_told_today(scene, by_itself, one.item, one.row_id, one.member_id, zones[one.member_id])
    ]
    return _by_member(entries)


def whole(scene: Scene, member_id: int, zone: ZoneInfo, ahead: timedelta) -> Agenda:
    """What stands in a member's diary, whether or not it is told by itself. One query."""
    return _by_member(_entries(scene, {member_id: zone}, ahead)).get(member_id, EMPTY)


def _entries(scene: Scene, zones: Mapping[int, ZoneInfo], ahead: timedelta) -> list[Entry]:
    today = {zone.key: scene.now.astimezone(zone).date() for zone in zones.values()}
    if not today:
        return []
    now = scene.now
    span = Span(
        now,
        now + ahead,
        max(today.values()),
        now - _ASKED_FOR,
        now - _THANKED_FOR,
        now - _AFTERWARDS,
        WRITERS,
    )
    return [
        one
        for one in agenda.of_members(scene.db, zones, _KINDS, span)
        if one.item is not Item.TASK or one.day <= today[zones[one.member_id].key]
    ]


def _by_member(entries: list[Entry]) -> dict[int, Agenda]:
    found: dict[int, dict[Item, dict[int, list[str]]]] = {}
    for one in entries:
        of_item = found.setdefault(one.member_id, {item: {} for item in Item})[one.item]
        roles = of_item.setdefault(one.row_id, [])
        if one.role:
            roles.append(one.role)
    return {
        member_id: Agenda(
            items[Item.VISIT],
            tuple(items[Item.TOWN_HALL]),
            tuple(items[Item.DEBRIEF]),
            tuple(items[Item.TASK]),
            tuple(items[Item.THANKS]),
        )
        for member_id, items in found.items()
    }
