"""Time zones as lists and calendars name them; all year long, EST is the clocks of New York."""

import re
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_SPOKEN = {
    "America/New_York": "ET EST EDT Eastern EST5EDT US/Eastern",
    "America/Chicago": "CT CST CDT Central CST6CDT US/Central",
    "America/Denver": "MT MST MDT Mountain MST7MDT US/Mountain",
    "America/Phoenix": "Arizona US/Arizona",
    "America/Los_Angeles": "PT PST PDT Pacific PST8PDT US/Pacific",
    "America/Anchorage": "AKT AKST AKDT Alaska US/Alaska",
    "Pacific/Honolulu": "HT HST HDT Hawaii US/Hawaii",
    "America/Puerto_Rico": "AST Atlantic",
    "Pacific/Guam": "CHST Chamorro",
    "UTC": "UTC GMT Z Etc/UTC Etc/GMT Zulu",
}
_BY_NAME = {name.casefold(): zone for zone, names in _SPOKEN.items() for name in names.split()}
_ABBREVIATIONS = "|".join(
    sorted((name for name in _BY_NAME if name.isalpha() and name not in ("z", "zulu")), key=len, reverse=True)
)
_WORD = re.compile(
    rf"(?<![\w/])[(]?(?P<name>{_ABBREVIATIONS})(?: (?:standard|daylight))?(?: time)?[)]?(?![\w/])",
    re.IGNORECASE,
)
_WITH_OFFSET = re.compile(r"^\s*\((?:UTC|GMT)[^)]*\)\s*", re.IGNORECASE)
_IANA_WITHIN = re.compile(r"[A-Z][A-Za-z]+(?:/[A-Za-z_ +-]+\d*)+$")
_ENDING = re.compile(r"\s*(?:\((?P<where>[^)]*)\)|(?:standard|daylight)?\s*time)\s*$", re.IGNORECASE)
_MOST = 120


@lru_cache(maxsize=512)
def zone_of(name: str) -> str | None:
    """The key of the zone that is called so, whoever wrote it; None where that is nobody's name for one.

    IANA's own names, also at the end of longer ones (`/mozilla.org/20070129_1/America/New_York`) and with
    blanks in them; Windows's (`Eastern Standard Time`), Outlook's (`Eastern Time (US & Canada)`), and the
    abbreviations that people write.
    """
    words = " ".join(_WITH_OFFSET.sub("", name[:_MOST].strip().strip("\"'")).split())
    if not words:
        return None
    return _known(words) or WINDOWS_TO_OLSON.get(words) or _within(words) or _spoken(words)


def cut_zones(words: str) -> tuple[str, tuple[str, ...]]:
    """The words without the zones in them, and those zones' keys, each once."""
    zones = tuple(dict.fromkeys(_BY_NAME[found["name"].casefold()] for found in _WORD.finditer(words)))
    return _WORD.sub(" ", words), zones


def _known(words: str) -> str | None:
    if words.casefold() in _BY_NAME:
        return _BY_NAME[words.casefold()]
    plain = words.replace(" ", "_")
    key = _keys().get(plain.casefold())
    return key if key is None or ZoneInfo(key) else None


def _within(words: str) -> str | None:
    found = _IANA_WITHIN.search(words.rsplit(":", 1)[-1])
    parts = found.group().split("/") if found else []
    for start in range(len(parts) - 1):
        key = _known("/".join(parts[start:]).removeprefix("custom_"))
        if key is not None:
            return key
    return None


def _spoken(words: str) -> str | None:
    """`Eastern Time (US & Canada)` and `Arizona Time` by their first word."""
    plain = words
    while (found := _ENDING.search(plain)) is not None and found.start():
        plain = plain[: found.start()]
    return None if plain == words else _BY_NAME.get(plain.casefold())


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    return {key.casefold(): key for key in available_timezones() if "/" in key or key == "UTC"}
