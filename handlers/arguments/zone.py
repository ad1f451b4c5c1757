"""Arguments that are time zones."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import process

from handlers.arguments.kind import ArgumentKind
from handlers.cards import Choice, FieldKind, Offer, Refused
from handlers.text import N_, Text, verbatim

if TYPE_CHECKING:
    from handlers.request import Origin, Request, Scene

_FIRST = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam", "Pacific/Pago_Pago",
)  # fmt: skip
_SPOKEN = {
    "eastern": "America/New_York", "et": "America/New_York", "est": "America/New_York",
    "edt": "America/New_York", "central": "America/Chicago", "ct": "America/Chicago",
    "cst": "America/Chicago", "cdt": "America/Chicago", "mountain": "America/Denver", "mt": "America/Denver",
    "mst": "America/Denver", "mdt": "America/Denver", "arizona": "America/Phoenix",
    "pacific": "America/Los_Angeles", "pt": "America/Los_Angeles", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "alaska": "America/Anchorage", "hawaii": "Pacific/Honolulu",
}  # fmt: skip


_NAMES = {
    "America/New_York": "Eastern", "America/Chicago": "Central", "America/Denver": "Mountain",
    "America/Phoenix": "Arizona", "America/Los_Angeles": "Pacific", "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
}  # fmt: skip
"""What people call the zones that the United States share."""


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    """Every zone by region and place, the usual ones first."""
    rest = sorted(
        zone
        for zone in available_timezones()
        if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
    )
    return (*_FIRST, *(zone for zone in rest if zone not in _FIRST), "UTC")


class ZoneKind(ArgumentKind[ZoneInfo]):
    """A time zone: picked by city, or said as people say it (Eastern, PT)."""

    field = FieldKind.TYPE_AHEAD

    def parse(self, typed: str, request: Request) -> ZoneInfo:
        """The zone of that name; anything else is refused with the nearest ones."""
        name = self._named(typed)
        if name is None:
            near = process.extract(typed[:60], _zones(), limit=3)
            raise Refused(
                Text(N_("I don't know the time zone “{typed}”. Name a large city in it."), typed=typed[:60]),
                offers=tuple(Offer(_shown(zone), ZoneInfo(zone)) for zone, _, _ in near),
            )
        return ZoneInfo(name)

    @staticmethod
    def _named(typed: str) -> str | None:
        wanted = typed.strip().casefold().removesuffix(" time")
        if wanted in _SPOKEN:
            return _SPOKEN[wanted]
        wanted = wanted.replace(" ", "_")
        return next((z for z in _zones() if wanted in (z.casefold(), z.casefold().rpartition("/")[2])), None)

    def dump(self, value: ZoneInfo, origin: Origin) -> str:
        """The zone's IANA name."""
        return value.key

    def load(self, kept: str, request: Request) -> ZoneInfo:
        """The zone again."""
        return self.parse(kept, request)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The zone as a form shows it."""
        return Choice(_shown(kept), kept)

    def suggest(self, typed: str, scene: Scene) -> tuple[Choice, ...]:
        """Zones whose city or region contains what was typed."""
        wanted = typed.strip().casefold().removesuffix(" time").replace(" ", "_")
        spoken = [zone for word, zone in _SPOKEN.items() if wanted and word.startswith(wanted)]
        found = [zone for zone in _zones() if wanted in zone.casefold()]
        return tuple(Choice(_shown(zone), zone) for zone in dict.fromkeys((*spoken, *found)))[:25]


def spoken_zone(zone: ZoneInfo) -> str:
    """What people call a zone's time: Mountain; its city where they have no word for it."""
    return _NAMES.get(zone.key) or city_of(zone.key)


def zone_label(zone: ZoneInfo) -> Text:
    """A zone as fields and buttons show it: Denver (Mountain)."""
    return _shown(zone.key)


def city_of(zone: str) -> str:
    """The city that an IANA zone is named after: New York."""
    return zone.rpartition("/")[2].replace("_", " ")


def _shown(zone: str) -> Text:
    region = _NAMES.get(zone) or zone.rpartition("/")[0].replace("_", " ").replace("/", ", ")
    return verbatim(f"{city_of(zone)} ({region})" if region else zone)
