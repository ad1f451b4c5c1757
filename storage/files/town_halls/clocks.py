"""The time of day that a list names, as people and spreadsheets write it."""

import re
from dataclasses import dataclass
from datetime import time

from storage.files.town_halls.days import is_nothing
from storage.files.town_halls.listed import Doubt, Doubted
from storage.files.town_halls.zones import cut_zones

EARLIEST = time(5)
"""Nobody holds a town hall before: `12:45 AM` is nearly always 12:45 PM."""

_MOST_PAST_MIDNIGHT = 6 * 60
_DAY = 24 * 60
_LONGEST = 120
_FRACTION = re.compile(r"(?<![\w.:/])(?P<fraction>0?\.\d{1,16}|0|1)(?![\w.:/])")
_APPOINTMENT = re.compile(
    r"\b(?:by |call for )?(?:an )?app(?:oin)?t(?:ment)?s?\b(?: only)?\.?", re.IGNORECASE
)
_TWICE = re.compile(r"\b([ap])\.? ?m\b\.?(?:\s*\1\.? ?m\b\.?)+", re.IGNORECASE)
_HALF = re.compile(r"(?<![a-z])([ap])\. ?m\b\.?", re.IGNORECASE)


def _clock(name: str) -> str:
    return (
        rf"(?:(?P<{name}_word>noon|midnight)|(?P<{name}_hour>\d{{1,2}})(?::(?P<{name}_minute>\d\d)"
        rf"(?P<{name}_second>:\d\d)?)?(?:\s?(?P<{name}_half>[ap])m?(?![a-z]))?)"
    )


_TIMES = re.compile(
    rf"(?<![\w/.:]){_clock('start')}(?:\s*(?:-+|–|—|\bto\b|\buntil\b|\btill?\b)\s*{_clock('end')})?(?![\w/:]|\.\d)",
    re.IGNORECASE,
)
_ALL_DAY = re.compile(r"\ball[ -]day\b", re.IGNORECASE)
_FILLING = re.compile(
    r"\b(?:at|from|starting|starts|begins|around|local|time|approx(?:imately)?)\b|[\W_]+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Clocked:
    """A time of day. `minutes` is how long it lasts where an end was named, `zones` are those it is given in.

    `clock` is None where the words say that there is none; `instead` is then what they are.
    """

    clock: time | None
    minutes: int | None = None
    zones: tuple[str, ...] = ()
    instead: str = ""


def read_clock(words: str) -> Clocked | Doubted:
    """The time that these words name; or what to ask. Of a range it is the start."""
    text = " ".join(words.split())[:_LONGEST]
    plain, zones = cut_zones(text)
    plain = _TWICE.sub(r"\1m", _HALF.sub(r"\1m", plain))
    if _APPOINTMENT.search(plain) or _ALL_DAY.search(plain):
        rest = _ALL_DAY.sub(" ", _APPOINTMENT.sub(" ", plain))
        if not _FILLING.sub("", rest):
            return Clocked(None, None, zones, text)
    if is_nothing(plain.strip()):
        return Clocked(None, None, zones, text)
    fraction = _FRACTION.fullmatch(plain.strip())
    if fraction is not None:
        return _of_a_day(float(fraction["fraction"]), zones, text)
    found = _TIMES.search(plain)
    if found is None:
        return Doubted(Doubt.UNCLEAR_TIME, text)
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    if _TIMES.search(rest):
        return Doubted(Doubt.SEVERAL_TIMES, text)
    if _FILLING.sub("", rest):
        return Doubted(Doubt.UNCLEAR_TIME, text)
    return _read(found, zones, text)


def minutes_until(start: time, end: time) -> int | None:
    """How long it lasts; None where it seems to end before it begins. Some end after midnight."""
    length = (end.hour - start.hour) * 60 + end.minute - start.minute
    if length > 0:
        return length
    return length + _DAY if 0 < length + _DAY <= _MOST_PAST_MIDNIGHT else None


def _of_a_day(fraction: float, zones: tuple[str, ...], text: str) -> Clocked | Doubted:
    """A spreadsheet's own way to keep a time: 0.4166666667 is ten in the morning."""
    minutes = round(fraction * _DAY)
    if not 0 < minutes < _DAY:
        return Doubted(Doubt.UNCLEAR_TIME, text)
    return _checked(time(minutes // 60, minutes % 60), None, zones, text)


def _read(found: re.Match[str], zones: tuple[str, ...], text: str) -> Clocked | Doubted:
    starts, ends = _possible(found, "start"), _possible(found, "end")
    if not starts or (_is_there(found, "end") and not ends):
        return Doubted(Doubt.UNCLEAR_TIME, text)
    if len(starts) > 1 and len(ends) == 1:
        starts = [min(starts, key=lambda minute: (ends[0] - minute - 1) % _DAY)]
    if len(starts) > 1:
        return Doubted(Doubt.WHICH_HALF, text)
    clock = time(starts[0] // 60, starts[0] % 60)
    length = min(((end - starts[0] - 1) % _DAY + 1 for end in ends), default=None)
    return _checked(clock, length, zones, text)


def _checked(clock: time, minutes: int | None, zones: tuple[str, ...], text: str) -> Clocked | Doubted:
    if clock < EARLIEST:
        return Doubted(Doubt.SMALL_HOURS, text)
    return Clocked(clock, minutes, zones)


def _is_there(found: re.Match[str], name: str) -> bool:
    return bool(found[f"{name}_word"] or found[f"{name}_hour"])


def _possible(found: re.Match[str], name: str) -> list[int]:
    """The minutes of the day that a time can be: none, one, or two without AM and PM."""
    if found[f"{name}_word"]:
        return [12 * 60 if found[f"{name}_word"].lower() == "noon" else 0]
    digits = found[f"{name}_hour"]
    if digits is None:
        return []
    hour, minute = int(digits), int(found[f"{name}_minute"] or 0)
    half = (found[f"{name}_half"] or "").lower()
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12 and not (half == "p" and hour > 12)):
        return []
    if half and hour <= 12:
        return [hour % 12 * 60 + minute + (12 * 60 if half == "p" else 0)]
    if (
        hour > 12
        or hour == 0
        or found[f"{name}_second"]
        or (digits.startswith("0") and found[f"{name}_minute"])
    ):
        return [hour * 60 + minute]
    return [hour % 12 * 60 + minute, hour % 12 * 60 + minute + 12 * 60]
