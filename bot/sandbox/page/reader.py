"""Who reads a page, and what the reader's eyes turn ids and instants into."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

_TOKEN: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Reader:
    """The acting member.

    `now` is the workspace's clock and knows its zone; `people` and `channels` map ids to the names shown.
    """

    user_id: str
    zone: ZoneInfo
    now: datetime
    people: Mapping[str, str]
    channels: Mapping[str, str]

    def person(self, user_id: str, fallback: str = "") -> str:
        """The name behind a user id, without the @ sign."""
        return self.people.get(user_id) or fallback or user_id

    def channel(self, channel_id: str, fallback: str = "") -> str:
        """The name behind a channel id, without the # sign."""
        return self.channels.get(channel_id) or fallback or channel_id

    def local(self, instant: datetime) -> datetime:
        """The same instant on the reader's wall clock."""
        return instant.astimezone(self.zone)

    def date(self, instant: datetime, form: str) -> str:
        """Fill the `{date_short} {time}` words of a `<!date^…>` in the reader's zone.

        The words are those of Slack's "Formatting text for app surfaces"; an unknown one stays as it is.
        """
        moment = self.local(instant)
        here = self.local(self.now)

        def fill(match: re.Match[str]) -> str:
            word = _WORDS.get(match[1])
            return word(moment, here) if word else match[0]

        return _TOKEN.sub(fill, form)


def clock_time(moment: datetime) -> str:
    """`9:05 AM`."""
    return f"{moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"


def _ordinal(day: int) -> str:
    if 11 <= day <= 13:
        return f"{day}th"
    return f"{day}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th') }"


def _long(moment: datetime) -> str:
    return f"{moment:%A}, {_plain(moment)}"


def _plain(moment: datetime) -> str:
    return f"{moment:%B} {_ordinal(moment.day)}, {moment.year}"


def _short(moment: datetime) -> str:
    return f"{moment:%b} {moment.day}, {moment.year}"


def _pretty(form: Callable[[datetime], str]) -> Callable[[datetime, datetime], str]:
    def written(moment: datetime, here: datetime) -> str:
        days = (moment.date() - here.date()).days
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days) or form(moment)

    return written


def _ago(moment: datetime, here: datetime) -> str:
    minutes = round((moment - here).total_seconds() / 60)
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        count = abs(minutes) // size
        if count:
            counted = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"in {counted}" if minutes > 0 else f"{counted} ago"
    return "just now"


_WORDS: Final[Mapping[str, Callable[[datetime, datetime], str]]] = MappingProxyType(
    {
        "date_num": lambda moment, _here: f"{moment:%Y-%m-%d}",
        "date_slash": lambda moment, _here: f"{moment:%m/%d/%Y}",
        "date": lambda moment, _here: _plain(moment),
        "date_short": lambda moment, _here: _short(moment),
        "date_long": lambda moment, _here: _long(moment),
        "date_pretty": _pretty(_plain),
        "date_short_pretty": _pretty(_short),
        "date_long_pretty": _pretty(_long),
        "time": lambda moment, _here: clock_time(moment),
        "time_secs": lambda moment, _here: clock_time(moment).replace(" ", f":{moment:%S} "),
        "ago": _ago,
    }
)
