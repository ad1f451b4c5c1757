"""The time zone of a visit: its place, what was typed and what was picked may each say one."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.arguments.zone import spoken_zone, zone_label
from handlers.cards import Offer, Refused
from handlers.text import N_, Listing, Text

_ZONE = "zone"
"""The parameter that refusals are about, as commands call it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit is, as far as clocks are concerned: a state's name, and its zones.

    There is at least one zone, that of most people first: `storage.files.seat_facts.read_state_zones`.
    """

    state: str
    zones: tuple[ZoneInfo, ...]


def settled_zone(place: Place, typed: ZoneInfo | None, given: ZoneInfo | None, day: date) -> ZoneInfo:
    """The zone of a visit at a place on a day: what was picked, else what place and words agree on.

    Zones agree where their clocks do on that day: “ET” in Michigan, and “MT” in Arizona in winter. In
    summer the latter is asked, since most of Arizona sets no clocks forward and people write it all the same.

    Raises:
        Refused: about `zone`, where they do not agree or the place has several; with the zones as offers.
    """
    if given is not None:
        return given
    if typed is None:
        return _only_zone(place, day)
    akin = [zone for zone in place.zones if _winter(zone, day) == _winter(typed, day)]
    if akin and all(_agree(zone, typed, day) for zone in akin):
        return akin[0]
    raise _which_zone(_contradiction(place, akin, typed, day), (*(akin or place.zones), typed), day)


def _only_zone(place: Place, day: date) -> ZoneInfo:
    if all(_agree(zone, place.zones[0], day) for zone in place.zones):
        return place.zones[0]
    text = N_("{state} has more than one time zone. Which one is it in?")
    raise _which_zone(Text(text, state=place.state), place.zones, day)


def _contradiction(place: Place, akin: list[ZoneInfo], typed: ZoneInfo, day: date) -> Text:
    noon = datetime.combine(day, time(12))
    if akin and not akin[0].dst(noon) and typed.dst(noon):
        text = N_(
            "Most clocks in {state} are not set forward in spring, so on {day} {typed} time is another. "
            "Which one is meant?"
        )
        return Text(text, state=place.state, day=day, typed=spoken_zone(typed))
    text = N_("You wrote {typed} time, and {state} is on {own} time. Which one is meant?")
    own = Listing(tuple(dict.fromkeys(map(spoken_zone, place.zones))))
    return Text(text, state=place.state, typed=spoken_zone(typed), own=own)


def _which_zone(text: Text, zones: tuple[ZoneInfo, ...], day: date) -> Refused:
    different: list[ZoneInfo] = []
    for zone in zones:
        if not any(_agree(zone, known, day) for known in different):
            different.append(zone)
    return Refused(text, field=_ZONE, offers=tuple(Offer(zone_label(zone), zone) for zone in different))


def _agree(one: ZoneInfo, other: ZoneInfo, day: date) -> bool:
    """Whether two zones' clocks show the same all through a day."""
    hours = (datetime.combine(day, time(hour)) for hour in (0, 12, 23))
    return all(one.utcoffset(hour) == other.utcoffset(hour) for hour in hours)


def _winter(zone: ZoneInfo, day: date) -> timedelta:
    """A zone's offset from UTC without daylight saving."""
    noon = datetime.combine(day, time(12))
    return (zone.utcoffset(noon) or timedelta()) - (zone.dst(noon) or timedelta())
