"""The time in a typed moment: found, cut out, and read. Of a range of times, the start counts first."""

import re
from dataclasses import dataclass
from datetime import time

from handlers.arguments.moments import sentences
from handlers.arguments.moments.answers import Tends
from handlers.arguments.moments.names import MONTH

_DAY_OF_MONTH = re.compile(
    rf"(?P<has_day>(?<!\w)\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]?)?(?<![a-z]){MONTH}\.? *$"
)
_AM_PM = re.compile(r"(?<![a-z])([ap])\. ?m\b\.?")
_TWELVE = re.compile(r"(?<![\w/.:-])12(?::00)? ?(?=(?:noon|midday|midnight)\b)")
_PART_OF_DAY = re.compile(
    r"(?<![\w-])(?:(?P<night>tonight)|(?:(?P<of>this|last|in the|at|early|late) )*"
    r"(?P<part>morning|afternoon|evening|night))(?![\w-])"
)
_HOUR_OF_PART = re.compile(r"(?<![\w/.:+@-])(?=\d\d? (?:tonight|this (?:morning|afternoon|evening))\b)")


def _clock(name: str) -> str:
    return (
        rf"(?:(?P<{name}_word>noon|midday|midnight)|(?P<{name}_hour>\d{{1,2}})"
        rf"(?:(?P<{name}_joint>[:.])(?P<{name}_minute>\d\d)(?::\d\d)?)?"
        rf"(?: ?(?P<{name}_half>[ap])m|(?P<{name}_letter>[ap]))?(?: ?(?P<{name}_oclock>o'?clock))?)"
    )


_TIME = re.compile(
    r"(?:(?<!\w)(?P<mark>@|at|from|between|around|about|approx|approximately|~) ?)?"
    rf"(?<![\w/.:+-]){_clock('start')}"
    rf"(?: ?(?P<to>-|\bto\b|\buntil\b|\btill?\b|\bthrough\b|\bthru\b|\band\b) ?{_clock('end')})?"
    r"(?![\w:/]|[.-]\d)"
)

_DAY = 24 * 60
_HOURS_OF_HALF_A_DAY = 12
_AFTERNOON = _HOURS_OF_HALF_A_DAY * 60
_MORNING_HOURS, _UNSURE_HOURS = range(9, 12), range(7, 9)
_PARTS = {
    "morning": range(_AFTERNOON),
    "afternoon": range(_AFTERNOON, 20 * 60),
    "evening": range(16 * 60, _DAY),
    "night": range(17 * 60, _DAY),
}
"""The minutes of the day that a part of it has. A night's small hours belong to two days: they are asked."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """An hour as written, and the minutes of the day that its time can be: two without am or pm."""

    hour: int
    minutes: tuple[int, ...]

    @property
    def on_24_hours(self) -> int:
        """The minute of the day, if that is the hour of a clock of 24."""
        return self.hour * 60 + self.minutes[0] % 60


@dataclass(frozen=True, slots=True)
class CutTime:
    """The text without its time, and the time if it had one; of a range its start, and how long it is.

    `minutes` are counted on the clock, past midnight where the end comes before the start.
    """

    rest: str
    clock: time | None = None
    minutes: int | None = None


def cut_time(text: str, typed: str, tends: Tends) -> CutTime:
    """Cut the time out; “tonight” and “last night” leave their day in the text.

    A bare hour is one only after “@”, “at” or “from”, or in a range with a full time. Without am and pm,
    9 to 11 are in the morning, 12 is noon, and 1 to 6 are in the afternoon; 7 and 8 are asked about.
    A leading zero or an hour from 13 on is a clock of 24 hours, for a whole range if it ends so.
    Midnight begins the day that is named.

    Raises:
        Asked: for two times, for one that no clock shows, and for 7 and 8.
    """
    text = _HOUR_OF_PART.sub("@", _TWELVE.sub("", _AM_PM.sub(r"\1m", text)))
    text, part = _cut_part_of_day(text)
    found = _first_time(text)
    if found is None:
        return CutTime(text)
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    if (found["to"] == "and" and found["mark"] != "between") or _first_time(rest) is not None:
        raise sentences.several(typed)
    minutes = _start(found, part)
    if minutes is None:
        raise sentences.not_understood(typed, tends)
    return CutTime(rest, time(minutes // 60, minutes % 60), _length(found, minutes))


def _cut_part_of_day(text: str) -> tuple[str, str]:
    found = _PART_OF_DAY.search(text)
    if found is None:
        return text, ""
    part = found["part"] or "night"
    day = "today" if found["night"] else {"this": "today", "last": "yesterday"}.get(found["of"] or "", "")
    if found["of"] == "last" and part not in ("evening", "night"):
        return text, ""
    return f"{text[: found.start()]} {day} {text[found.end() :]}", part


def _first_time(text: str) -> re.Match[str] | None:
    at = 0
    while (found := _TIME.search(text, at)) is not None:
        if _is_time(found, text):
            return found
        at = found.end("start_hour")
    return None


def _is_time(found: re.Match[str], text: str) -> bool:
    """Whether these digits are a time, and no day of a month or number of days."""
    if _is_clear(found, "start"):
        return True
    if found["start_joint"]:
        return False
    if found["to"] is not None and _is_clear(found, "end"):
        before = _DAY_OF_MONTH.search(text[: found.start("start_hour")])
        is_day = before is not None and not before["has_day"]
        return not is_day and int(found["start_hour"]) <= 12
    return found["mark"] in ("@", "at", "from", "between")


def _is_clear(found: re.Match[str], which: str) -> bool:
    marked = any(found[f"{which}_{piece}"] for piece in ("word", "half", "letter", "oclock"))
    return marked or found[f"{which}_joint"] == ":"


def _start(found: re.Match[str], part: str) -> int | None:
    """The minute of the day that a time or a range starts at; None where that is in no such part of it."""
    start, end = _read(found, "start"), _read(found, "end") if found["to"] else None
    if part:
        possible = [minutes for minutes in start.minutes if minutes in _PARTS[part]]
        return possible[0] if len(possible) == 1 else None
    if len(start.minutes) == 1:
        return start.minutes[0]
    if end is None or len(end.minutes) > 1:
        return _habitual(start)
    if end.hour > _HOURS_OF_HALF_A_DAY:
        return start.on_24_hours
    return min(start.minutes, key=lambda minutes: (end.minutes[0] - minutes - 1) % _DAY)


def _length(found: re.Match[str], start: int) -> int | None:
    """How many minutes a range has that starts at this minute of the day; None for a single time."""
    if found["to"] is None:
        return None
    return min((end - start - 1) % _DAY + 1 for end in _read(found, "end").minutes)


def _read(found: re.Match[str], which: str) -> _Clock:
    word = found[f"{which}_word"]
    if word:
        return _Clock(12, (0 if word == "midnight" else _AFTERNOON,))
    digits, half = found[f"{which}_hour"], found[f"{which}_half"] or found[f"{which}_letter"]
    hour, minute = int(digits), int(found[f"{which}_minute"] or 0)
    wrong_half = {None: (), "a": range(13, 24), "p": (0,)}[half]
    if hour > 23 or minute > 59 or hour in wrong_half:
        raise sentences.no_such_time(found.group())
    if hour > 12 or hour == 0 or (half is None and digits.startswith("0")):
        return _Clock(hour, (hour * 60 + minute,))
    morning = hour % 12 * 60 + minute
    both = (morning, morning + _AFTERNOON)
    return _Clock(hour, {None: both, "a": both[:1], "p": both[1:]}[half])


def _habitual(clock: _Clock) -> int:
    """The half of the day that is meant where nobody says it."""
    morning, afternoon = clock.minutes
    if clock.hour in _UNSURE_HOURS:
        raise sentences.which_half(f"{clock.hour}:{morning % 60:02}" if morning % 60 else f"{clock.hour}")
    return morning if clock.hour in _MORNING_HOURS else afternoon
