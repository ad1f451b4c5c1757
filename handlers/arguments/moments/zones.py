"""The zone in a typed moment: found, cut out, and looked up."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from handlers.arguments.districts.notation import fold

_EASTERN, _CENTRAL, _MOUNTAIN, _PACIFIC, _ALASKA, _HAWAII, _ATLANTIC, _GUAM = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam",
)  # fmt: skip
_NAMED = {
    "eastern": _EASTERN, "et": _EASTERN, "est": _EASTERN, "edt": _EASTERN,
    "central": _CENTRAL, "ct": _CENTRAL, "cst": _CENTRAL, "cdt": _CENTRAL,
    "mountain": _MOUNTAIN, "mt": _MOUNTAIN, "mst": _MOUNTAIN, "mdt": _MOUNTAIN,
    "pacific": _PACIFIC, "pt": _PACIFIC, "pst": _PACIFIC, "pdt": _PACIFIC,
    "alaska": _ALASKA, "akt": _ALASKA, "akst": _ALASKA, "akdt": _ALASKA,
    "hawaii": _HAWAII, "ht": _HAWAII, "hst": _HAWAII, "arizona": "America/Phoenix",
    "atlantic": _ATLANTIC, "ast": _ATLANTIC, "chamorro": _GUAM, "chst": _GUAM, "utc": "UTC", "gmt": "UTC",
}  # fmt: skip
"""Most people write EST in July too, and mean the zone: so an abbreviation names a zone, not an offset."""

_WORD = r"(?<![\w/:+-])(?:{words})(?: (?:standard|daylight))?(?: time)?(?![\w/+-])"
_OFFSET = re.compile(
    r"(?<![\w/])(?:utc|gmt)(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?(?![\w:])"
)
_OWN = ("local time", "my time")


@dataclass(frozen=True, slots=True)
class Where:
    """The zone that counts. `zone` has a name; `clock` is what times are read in, be it a bare offset.

    `called` is the abbreviation that was typed, in capitals, or empty.
    """

    zone: ZoneInfo
    clock: tzinfo
    called: str = ""


def cut_zone(text: str, own: ZoneInfo, now: datetime) -> tuple[str, tuple[Where, ...]]:
    """The text without its zones, and the different ones that it had. `own` is the reader's."""
    offsets = tuple(Where(own, clock) for clock in map(_offset, _OFFSET.finditer(text)) if clock is not None)
    text = _OFFSET.sub(lambda found: found.group() if _offset(found) is None else " ", text)
    names = {name.lower(): name for name in _abbreviations(own, now)}
    words = "|".join(map(re.escape, sorted({*names, *_NAMED, *_OWN}, key=len, reverse=True)))
    pattern = re.compile(_WORD.format(words=words))
    named = [_looked_up(found.group(), names, own) for found in pattern.finditer(text)]
    return pattern.sub(" ", text), tuple(dict.fromkeys((*offsets, *named)))


_NOBODYS = ZoneInfo("Etc/GMT+12")
"""A zone without people and without abbreviations, so that no word is its own."""


def named_zone(typed: str, now: datetime) -> ZoneInfo | None:
    """The zone that a typed moment names; None where it names none, a bare offset, or several."""
    named = {where.zone for where in cut_zone(fold(typed), _NOBODYS, now)[1]} - {_NOBODYS}
    return named.pop() if len(named) == 1 else None


def without_zone(typed: str, own: ZoneInfo, now: datetime) -> str:
    """A typed moment without the names of other zones than `own`: folded, where it had one."""
    text, found = cut_zone(fold(typed), own, now)
    named = any(where.clock is where.zone and where.zone != own for where in found)
    return text if named else typed


def _abbreviations(own: ZoneInfo, now: datetime) -> set[str]:
    """What the reader's own zone is called in the years that are read: in Phoenix, MST is not Denver's."""
    around = (now + timedelta(days=days) for days in range(-1100, 1101, 50))
    return {name for at in around if (name := at.astimezone(own).tzname()) and name.isalpha()}


def _looked_up(found: str, names: dict[str, str], own: ZoneInfo) -> Where:
    word = found.removesuffix(" time").removesuffix(" standard").removesuffix(" daylight")
    if word in names:
        return Where(own, own, names[word])
    if word not in _NAMED:
        return Where(own, own)
    zone = ZoneInfo(_NAMED[word])
    return Where(zone, zone, word.upper())


def _offset(found: re.Match[str]) -> tzinfo | None:
    """An offset as written; None where no zone has it."""
    span = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    if span > timedelta(hours=14):
        return None
    return timezone(-span if found["sign"] == "-" else span)
