"""What waits for each of many members: a constant number of queries, however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.digests import agenda
from handlers.digests.agenda import AHEAD, EMPTY, Agenda
from handlers.digests.by_itself import said_at, said_today, was_today
from handlers.outreach.cadence import Days, Logged, Progress, State, cadence_of, progress
from handlers.outreach.chains import step_of
from handlers.outreach.parity.reckoning import Parity, reckon
from handlers.outreach.subjects import FOLLOW_UP, THANKS
from handlers.request import Scene
from storage.outreach import asked_races, open_items
from storage.outreach.open_items import Announced, OpenChain, Unthanked


@dataclass(frozen=True, slots=True)
class Waiting:
    """A chain, how far it is, and its reader's own day on which the next follow-up comes, if one does."""

    item: OpenChain
    progress: Progress
    next_day: date | None


@dataclass(frozen=True, slots=True)
class Digest:
    """What waits for one member. Left out is what is said by itself on the same day."""

    thanks: Sequence[Unthanked] = ()
    unequal: Sequence[Parity] = ()
    overdue: Sequence[Waiting] = ()
    coming: Sequence[Waiting] = ()
    agenda: Agenda = EMPTY

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        nothing = not (self.thanks or self.unequal or self.overdue or self.coming)
        return nothing and self.agenda.is_empty


def gather(
    scene: Scene, zones: Mapping[int, ZoneInfo], races: Sequence[Parity] | None = None
) -> dict[int, Digest]:
    """What waits for each of these members, who are given with their zones. Five queries.

    `races` are the `unequal_races`, which are the same for everybody; without them eight queries more.
    """
    by_itself = said_today(scene, zones)
    thanks: defaultdict[int, list[Unthanked]] = defaultdict(list)
    for one in open_items.unthanked(scene.db, zones, THANKS):
        to_come = by_itself.to(one.member_id, THANKS, one.reply_id)
        if not to_come and not was_today(scene, one.reminded_at, zones[one.member_id]):
            thanks[one.member_id].append(one)
    overdue: defaultdict[int, list[Waiting]] = defaultdict(list)
    coming: defaultdict[int, list[Waiting]] = defaultdict(list)
    for item in open_items.chains(scene.db, zones, FOLLOW_UP):
        member_id = item.chain.member_id
        to_come = by_itself.to(member_id, FOLLOW_UP, item.chain.id)
        if was_today(scene, item.reminded_at, zones[member_id]) or any(
            _is_said(scene, item, row, zones[member_id]) for row in to_come
        ):
            continue
        waiting = _waiting(scene, item, zones[member_id])
        if waiting is None:
            continue
        (overdue if waiting.progress.state is State.DUE else coming)[member_id].append(waiting)
    unequal = _unequal(scene, zones, unequal_races(scene) if races is None else races)
    agendas = agenda.of_members(scene, zones, by_itself)
    return {
        member_id: Digest(
            thanks[member_id],
            unequal.get(member_id, ()),
            overdue[member_id],
            coming[member_id],
            agendas.get(member_id, EMPTY),
        )
        for member_id in zones
    }


def _is_said(scene: Scene, item: OpenChain, row: Announced, zone: ZoneInfo) -> bool:
    """Whether there is something to follow up when that reminder of a chain comes."""
    far = _progress(scene, item, zone, said_at(scene, row, zone))
    return far.state is State.DUE and step_of(row.key) >= far.due


def _waiting(scene: Scene, item: OpenChain, zone: ZoneInfo) -> Waiting | None:
    """A chain that is overdue or comes up soon; None for any other, and when its race is over."""
    if item.over_by < scene.now.astimezone(scene.coalition.zone).date():
        return None
    far = _progress(scene, item, zone, scene.now)
    next_day = None if far.next_at is None else far.next_at.astimezone(zone).date()
    if far.state is State.DUE:
        return Waiting(item, far, next_day)
    is_soon = far.next_at is not None and far.next_at <= scene.now + AHEAD
    return Waiting(item, far, next_day) if far.state is State.WAITING and is_soon else None


def _progress(scene: Scene, item: OpenChain, zone: ZoneInfo, at: datetime) -> Progress:
    """How far a chain will have come by then, if nothing else is logged."""
    made = Logged(item.contacts, item.last_logged_at)
    return progress(item.chain, made, Days(cadence_of(scene.coalition), zone, item.over_by), at)


def _unequal(scene: Scene, member_ids: Iterable[int], races: Iterable[Parity]) -> dict[int, list[Parity]]:
    """The unequal races in each member's seats."""
    by_seat: defaultdict[int, list[Parity]] = defaultdict(list)
    for parity in races:
        by_seat[parity.race.seat_id].append(parity)
    found: dict[int, list[Parity]] = {}
    for one in open_items.worked(scene.db, member_ids) if by_seat else ():
        if one.seat_id in by_seat:
            found.setdefault(one.member_id, []).extend(by_seat[one.seat_id])
    return found


def unequal_races(scene: Scene) -> list[Parity]:
    """Every race still to come in which somebody is owed something. Eight queries."""
    today = scene.now.astimezone(scene.coalition.zone).date()
    races = [race for race in asked_races.all_of(scene.db) if race.over_by >= today]
    return [parity for parity in reckon(scene, races).values() if parity.debts]
