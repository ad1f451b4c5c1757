"""The day in a typed moment: dates in numbers and with month names, weekdays, and spoken days."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.arguments.moments import sentences
from handlers.arguments.moments.answers import Tends
from handlers.arguments.moments.names import MONTH, WEEKDAY, month_number, weekday_number

_AFTER = r"(?![\w/]|[.-]\d)"
_ISO = re.compile(rf"(?<![\w/.-])(?P<year>\d{{4}})([-/])(?P<month>\d\d?)\2(?P<day>\d\d?){_AFTER}")
_NUMERIC = re.compile(
    rf"(?<![\w/.-])(?:(?P<month>\d\d?)/(?P<day>\d\d?)(?:/(?P<year>\d{{4}}|\d\d))?"
    rf"|(?P<m>\d\d?)-(?P<d>\d\d?)-(?P<y>\d{{4}}|\d\d)){_AFTER}"
)
_NAMED = re.compile(
    r"(?<![\w/.-])(?:(?P<before>\d\d?)(?:st|nd|rd|th)?(?: of)?[ -]*)?"
    rf"(?<![a-z])(?P<month>{MONTH})(?![a-z])\.?"
    r"(?:[ -]*(?:the )?(?P<after>\d\d?)(?:st|nd|rd|th)?(?![\w:/]))?"
    rf"(?:[ ,-]*(?:(?P<year>\d{{4}})|'(?P<short>\d\d)))?{_AFTER}"
)
_SPOKEN = re.compile(
    r"(?<![\w-])(?:the )?"
    r"(?P<spoken>day before yesterday|day after tomorrow|today|yesterday|tomorrow)(?![\w-])"
)
_OFFSETS = {
    "day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "day after tomorrow": 2,
}  # fmt: skip
_WEEKDAY = re.compile(
    rf"(?<![\w-])(?P<which>(?:(?:last|past|previous|this|next|coming) )*)(?P<name>{WEEKDAY})(?![\w-])\.?"
)

_JUST_MISSED = timedelta(days=60)
"""A date without a year that lies so near on the other side of today is asked about, not moved by a year."""


@dataclass(frozen=True, slots=True)
class CutDay:
    """The text without its day, and the day if it had one."""

    rest: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Reads days as they are meant on one day. `typed` is what is said back where they are not clear."""

    typed: str
    today: date
    tends: Tends

    def cut_day(self, text: str, counted: date | None) -> CutDay:
        """Cut the day out. `counted` is one that a span of time has led to.

        Raises:
            Asked: for two days, for a date with a wrong weekday, and for a day that there is not.
        """
        found = [counted] if counted is not None else []
        readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | None]], ...] = (
            (_ISO, self._in_numbers),
            (_NUMERIC, self._in_numbers),
            (_NAMED, self._with_name),
            (_SPOKEN, self._spoken),
        )
        for pattern, reader in readers:
            text, days = _cut(text, pattern, reader)
            found += days
        if len(set(found)) > 1:
            raise sentences.several(self.typed)
        return self._with_weekday(text, found[0] if found else None)

    def _in_numbers(self, found: re.Match[str]) -> date:
        parts = found.groupdict()
        month, day = parts["month"] or parts["m"], parts["day"] or parts["d"]
        return self._dated(int(month), int(day), parts["year"] or parts.get("y"), found.group())

    def _with_name(self, found: re.Match[str]) -> date | None:
        """A day of a month; None where it has two days or none, which nobody can read."""
        month, day = month_number(found["month"]), found["before"] or found["after"]
        if found["before"] and found["after"]:
            return None
        if day is None:
            raise sentences.which_day(self.typed)
        return self._dated(month, int(day), found["year"] or found["short"], found.group())

    def _spoken(self, found: re.Match[str]) -> date:
        return self.today + timedelta(days=_OFFSETS[found["spoken"]])

    def _dated(self, month: int, day: int, year: str | None, written: str) -> date:
        if year is not None:
            full = int(year) if len(year) == 4 else 2000 + int(year)
            exact = _date(full, month, day)
            if exact is None:
                raise sentences.no_such_day(written)
            return exact
        years = range(self.today.year - 1, self.today.year + 2)
        days = [made for year in years if (made := _date(year, month, day)) is not None]
        if not days:
            raise sentences.no_such_day(written)
        return self._nearest(days, written)

    def _nearest(self, days: list[date], written: str) -> date:
        """The one of these days, in order, that the tendency leads to."""
        past, future = [day for day in days if day <= self.today], [day for day in days if day >= self.today]
        if self.tends is Tends.PAST:
            meant, other = past[-1:], future[:1]
        else:
            meant, other = future[:1], past[-1:]
        if meant == [self.today]:
            return self.today
        if other and abs(other[0] - self.today) <= _JUST_MISSED:
            raise sentences.which_year(other[0], (meant or other)[0], self.tends)
        if not meant:
            raise sentences.no_such_day(written)
        return meant[0]

    def _with_weekday(self, text: str, day: date | None) -> CutDay:
        found = list(_WEEKDAY.finditer(text))
        if not found:
            return CutDay(text, day)
        numbers = {weekday_number(one["name"]) for one in found}
        if len(numbers) > 1:
            raise sentences.several(self.typed)
        rest, number = _WEEKDAY.sub(" ", text), numbers.pop()
        if day is None:
            return CutDay(rest, self._weekday(number, found[0]["which"].split()))
        if day.weekday() != number:
            raise sentences.contradicts(day, number)
        return CutDay(rest, day)

    def _weekday(self, number: int, which: list[str]) -> date:
        """The day of that name: the nearest in the direction of its words, or else of the tendency."""
        back = timedelta(days=(self.today.weekday() - number) % 7)
        ahead = timedelta(days=(number - self.today.weekday()) % 7)
        week = timedelta(weeks=1)
        if which[-1:] in (["last"], ["past"], ["previous"]):
            return self.today - (back or week)
        if which[-1:] == ["coming"]:
            return self.today + (ahead or week)
        if which[-1:] == ["next"]:
            coming = self.today + (ahead or week)
            if coming.isocalendar().week == self.today.isocalendar().week:
                raise sentences.which_weekday(number, coming, coming + week)
            return coming
        if which[-1:] == ["this"] and self.tends is Tends.PAST:
            return self.today + timedelta(days=number - self.today.weekday())
        return self.today - back if self.tends is Tends.PAST else self.today + ahead


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _cut(
    text: str, pattern: re.Pattern[str], reader: Callable[[re.Match[str]], date | None]
) -> tuple[str, list[date]]:
    """The text without what the pattern matches and the reader can read."""
    days: list[date] = []

    def taken(found: re.Match[str]) -> str:
        day = reader(found)
        if day is None:
            return found.group()
        days.append(day)
        return " "

    return pattern.sub(taken, text), days
