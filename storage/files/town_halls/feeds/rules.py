"""Which rules of repetition are worth following: those that town halls have, and that end soon.

The library tries dates until it finds one, up to the year 9999: for the thirtieth of February, or a rule
with a place in a set that is smaller, that takes seconds. So only shapes are let through that come about.
"""

import re
from datetime import date

from storage.files.town_halls.listed import Doubt, Doubted

_PART = re.compile(r"[A-Z-]+=[A-Z0-9,+-]+")
_HARMLESS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYHOUR", "BYMINUTE", "BYSECOND"})
_WITHIN_A_DAY = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
_WEEKDAYS = r"(?:MO|TU|WE|TH|FR|SA|SU)"
_PLAIN_DAYS = re.compile(rf"{_WEEKDAYS}(?:,{_WEEKDAYS}){{0,6}}")
_NUMBERED_DAYS = re.compile(rf"[+-]?[1-5]{_WEEKDAYS}(?:,[+-]?[1-5]{_WEEKDAYS}){{0,9}}")
_MONTHS = re.compile(r"(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2])){0,11}")
_MONTH_DAYS = re.compile(r"(?:-?(?:[1-9]|1\d|2[0-8]))(?:,-?(?:[1-9]|1\d|2[0-8])){0,30}")
"""The 29th to the 31st are let through only where every other month has them."""
_LATE_DAYS = re.compile(r"-?(?:29|30|31)(?:,-?(?:29|30|31)){0,2}")
_PLACES = re.compile(r"[+-]?[1-4]")
_LONGEST = 300
_MOST_INTERVAL = 520


def steps_of(rule: str, first: date, horizon: date) -> int | Doubted:
    """How many dates must be counted to follow a rule up to the horizon; or why it is not followed."""
    words = "".join(rule.upper().split())
    if len(words) > _LONGEST:
        return Doubted(Doubt.BAD_RULE, words[:80])
    pieces = [piece for piece in words.split(";") if piece]
    parts = dict(piece.split("=", 1) for piece in pieces if _PART.fullmatch(piece))
    frequency = parts.get("FREQ", "")
    if frequency in _WITHIN_A_DAY or any(
        "," in parts.get(f"BY{unit}", "") for unit in ("HOUR", "MINUTE", "SECOND")
    ):
        return Doubted(Doubt.TOO_OFTEN, words[:80])
    interval = parts.get("INTERVAL", "1")
    is_counted = interval.isascii() and interval.isdigit() and 1 <= int(interval) <= _MOST_INTERVAL
    if len(parts) < len(pieces) or frequency not in _DAYS or not is_counted:
        return Doubted(Doubt.BAD_RULE, words[:80])
    by = {name: value for name, value in parts.items() if name not in _HARMLESS}
    if not _comes_about(frequency, int(interval), by):
        return Doubted(Doubt.BAD_RULE, words[:80])
    days = max((horizon - first).days, 0)
    return days * max(1, by.get("BYDAY", "").count(",") + 1) // (_DAYS[frequency] * int(interval)) + 1


def _comes_about(frequency: str, interval: int, by: dict[str, str]) -> bool:
    names = set(by)
    if not names:
        return True
    is_of_every = interval == 1
    match frequency:
        case "DAILY" | "WEEKLY":
            is_plain = names <= {"BYDAY", "BYMONTH"} and _is_of(by, "BYDAY", _PLAIN_DAYS)
            is_simple = is_of_every or (frequency == "WEEKLY" and names == {"BYDAY"})
            return is_plain and is_simple and _is_of(by, "BYMONTH", _MONTHS)
        case "MONTHLY":
            return _in_a_month(interval, by) if "BYMONTH" not in names else _in_months(is_of_every, by)
        case _:
            return "BYMONTH" in names and _in_months(is_of_every, by)


def _in_a_month(interval: int, by: dict[str, str]) -> bool:
    if set(by) == {"BYMONTHDAY"}:
        late = bool(_LATE_DAYS.fullmatch(by["BYMONTHDAY"])) and interval % 12 != 0
        return late or _is_of(by, "BYMONTHDAY", _MONTH_DAYS)
    return _on_weekdays(by)


def _in_months(is_of_every: bool, by: dict[str, str]) -> bool:
    rest = {name: value for name, value in by.items() if name != "BYMONTH"}
    if not is_of_every or not _is_of(by, "BYMONTH", _MONTHS):
        return False
    if set(rest) <= {"BYMONTHDAY"}:
        return _is_of(rest, "BYMONTHDAY", _MONTH_DAYS) or _is_of_long_months(by)
    return _on_weekdays(rest)


def _is_of_long_months(by: dict[str, str]) -> bool:
    """The 29th to the 31st, of months that all have 31 days."""
    long = {"1", "3", "5", "7", "8", "10", "12"}
    return bool(_LATE_DAYS.fullmatch(by["BYMONTHDAY"])) and long.issuperset(by["BYMONTH"].split(","))


def _on_weekdays(by: dict[str, str]) -> bool:
    if set(by) == {"BYDAY"}:
        return _is_of(by, "BYDAY", _NUMBERED_DAYS) or _is_of(by, "BYDAY", _PLAIN_DAYS)
    is_placed = set(by) == {"BYDAY", "BYSETPOS"}
    return is_placed and _is_of(by, "BYDAY", _PLAIN_DAYS) and _is_of(by, "BYSETPOS", _PLACES)


def _is_of(by: dict[str, str], name: str, pattern: re.Pattern[str]) -> bool:
    return name not in by or pattern.fullmatch(by[name]) is not None
