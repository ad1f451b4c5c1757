"""Who answers at an event of a list, and when it is: as far as that is certain."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.request import Scene
from handlers.town_halls.ends import USUAL_MINUTES
from storage import candidates
from storage import whom as people_to_meet
from storage.files.seat_facts import read_state_zones
from storage.files.town_halls import Doubt, Listed, ListedSeat
from storage.meetings import Meeting
from storage.members import Member
from storage.person_names import without_title
from storage.seats import Office, Seat
from storage.town_halls.town_halls import Described
from storage.whom import Known, Whom

_DAY = timedelta(days=1)
_UNCERTAIN = frozenset({Doubt.SEVERAL_ZONES, Doubt.NO_ZONE, Doubt.END_BEFORE_START, Doubt.UNCLEAR_END})
"""Doubts about the time with which an organiser must look at an event before it is announced."""


@dataclass(frozen=True, slots=True)
class People:
    """Who can be meant by a list: everybody known in its seats, looked up at once.

    `on_behalf_of` is the member in whose name a candidate comes onto the coalition's own list, if need be.
    """

    by_seat: dict[int, list[Known]]
    seats_by_name: dict[str, list[int]]
    on_behalf_of: Member | None


def people_of(scene: Scene, events: Sequence[Listed], on_behalf_of: Member | None) -> People:
    """Those who sit in the seats of these events or run for them, and who sits anywhere by that name."""
    names = {without_title(one.who).casefold() for one in events}
    by_name: dict[str, list[int]] = {}
    for seat_id, holders in scene.districts.holders.items():
        for holder in holders:
            if holder.casefold() in names:
                by_name.setdefault(holder.casefold(), []).append(seat_id)
    wanted = {seat.id for one in events for seat in seats_of(scene, one.seat)}
    wanted |= {seat_id for found in by_name.values() for seat_id in found}
    by_seat: dict[int, list[Known]] = {seat_id: [] for seat_id in wanted}
    year = scene.now.year
    for known in (
        *people_to_meet.sitting_in(scene.db, wanted),
        *people_to_meet.running_in(scene.db, wanted, year),
    ):
        by_seat[known.whom.seat_id].append(known)
    return People(by_seat, by_name, on_behalf_of)


def by_the_clocks_of_their_place(events: Sequence[Listed]) -> tuple[Listed, ...]:
    """The same events; what a program gave in UTC as the clocks of its state show it, where that is known."""
    return tuple(_by_local_clocks(one) if one.zone == "UTC" and one.clock else one for one in events)


def _by_local_clocks(event: Listed) -> Listed:
    zones = read_state_zones().get(event.seat.state, ())
    if not zones or event.clock is None:
        return event
    local = datetime.combine(event.first, event.clock, UTC).astimezone(zones[0])
    last = local.date() + (event.last - event.first)
    return replace(event, first=local.date(), last=last, clock=local.time(), zone=zones[0].key)


def seats_of(scene: Scene, written: ListedSeat) -> tuple[Seat, ...]:
    """The seats that a list may mean: one for a district, both for a state's Senators."""
    if not written.state or written.office is None:
        return ()
    of_state = scene.districts.catalogue.of_state(written.state, written.office)
    if written.office is Office.US_SENATE:
        return of_state
    return tuple(seat for seat in of_state if seat.district == written.district)


def described(scene: Scene, event: Listed, people: People, source: str) -> Described:
    """The event as far as that is certain; `source` is what its list is called."""
    seats = seats_of(scene, event.seat)
    whom = _whom(event, seats, people)
    seat_id = whom.seat_id if whom else seats[0].id if len(seats) == 1 else None
    state = scene.districts.catalogue[seat_id].state if seat_id is not None else event.seat.state
    zone, is_certain = _zone(scene, event, state)
    unclear = any(one.doubt in _UNCERTAIN for one in event.doubts)
    return Described(
        event.kind,
        seat_id,
        whom.official_id if whom else None,
        _candidate(scene, whom, people) if whom else None,
        whom.name if whom else event.who or event.title,
        state,
        _meeting(event, zone),
        event.place or event.link,
        event.link or source,
        whom is not None and is_certain and not unclear and not event.is_private,
        event.minutes is not None,
    )


def _whom(event: Listed, seats: Sequence[Seat], people: People) -> Whom | None:
    """The one person who is meant, if exactly one fits."""
    name = without_title(event.who)
    if not name:
        return None
    seat_ids = [seat.id for seat in seats] or people.seats_by_name.get(name.casefold(), [])
    fitting = [one for seat_id in seat_ids for one in people.by_seat.get(seat_id, ()) if one.is_called(name)]
    sitting = [one for one in fitting if one.cycle is None]
    found = sitting or fitting
    if len(found) != 1 or (found[0].whom.running is not None and people.on_behalf_of is None):
        return None
    return found[0].whom


def _candidate(scene: Scene, whom: Whom, people: People) -> int | None:
    if whom.running is None or people.on_behalf_of is None:
        return None
    return candidates.own_row(scene.db, whom.running, people.on_behalf_of, scene.now)


def _zone(scene: Scene, event: Listed, state: str) -> tuple[ZoneInfo, bool]:
    """The zone of an event, and whether that is certain."""
    if event.zone is not None:
        return ZoneInfo(event.zone), True
    zones = read_state_zones().get(state, ())
    if not zones:
        return scene.coalition.zone, event.clock is None
    return zones[0], event.clock is None or len(zones) == 1


def _meeting(event: Listed, zone: ZoneInfo) -> Meeting:
    minutes = USUAL_MINUTES if event.minutes is None else event.minutes
    if event.clock is None:
        return Meeting(
            event.first,
            event.last,
            None,
            zone,
            _instant(event.first, time(), zone),
            _instant(event.last + _DAY, time(), zone),
            minutes,
        )
    begins = _instant(event.first, event.clock, zone)
    lasts = event.last - event.first
    return Meeting(
        event.first,
        event.last,
        event.clock,
        zone,
        begins,
        begins + lasts + timedelta(minutes=minutes),
        minutes,
    )


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
