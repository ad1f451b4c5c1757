"""Several days in a row: “July 14-16”, “14-16 July”, “Jul 30 - Aug 1”, “7/14-7/16”, “Tue to Thu”."""

import re
from dataclasses import dataclass
from datetime import date

from handlers.arguments.moments import sentences
from handlers.arguments.moments.days import Calendar
from handlers.arguments.moments.names import MONTH, WEEKDAY

_TO = r" ?(?:-+|\bto\b|\buntil\b|\btill?\b|\bthrough\b|\bthru\b) ?"
_BEFORE = r"(?<![\w/.:-])(?:from )?"
_AFTER = r"(?![\w/:]|[.-]\d)"
_NO_TIME = r"(?! ?[ap]\.? ?m\b| ?o'?clock)"
_WEEKDAY = rf"(?:{WEEKDAY}\b\.?,? ?)?"
_DAY, _FIRST, _LAST = (
    rf"(?:the )?{number}(?:st|nd|rd|th)?" for number in (r"\d\d?", r"(?P<first>\d\d?)", r"(?P<last>\d\d?)")
)
_YEAR = r"(?:,? ?(?P<year>\d{4}))?"
_OF_A_MONTH = (
    re.compile(
        rf"{_BEFORE}(?P<start>{_WEEKDAY})(?P<month>{MONTH}\b\.? ?|\d\d?/){_FIRST}{_TO}"
        rf"(?P<end>{_WEEKDAY}){_LAST}{_NO_TIME}{_YEAR}{_AFTER}"
    ),
    re.compile(
        rf"{_BEFORE}(?P<start>{_WEEKDAY}){_FIRST}{_TO}(?P<end>{_WEEKDAY}){_LAST}"
        rf"(?: of)?[ -]?(?P<month>{MONTH})\b\.?(?! ?\d\d?\b){_YEAR}{_AFTER}"
    ),
)
_DATE = (
    rf"{_WEEKDAY}(?:\d{{4}}-\d\d?-\d\d?|\d\d?/\d\d?(?:/(?:\d{{4}}|\d\d))?|today|tomorrow"
    rf"|{_DAY}(?: of)?[ -]?{MONTH}\b\.?(?:,? ?\d{{4}})?|{MONTH}\b\.? ?{_DAY}(?:,? ?\d{{4}})?)"
)
_BETWEEN_DATES = re.compile(rf"{_BEFORE}(?P<first>{_DATE}){_TO}(?P<last>{_DATE}){_NO_TIME}{_AFTER}")
_BETWEEN_WEEKDAYS = re.compile(
    rf"{_BEFORE}(?P<first>today|tomorrow|(?:(?:this|next|coming) )?{WEEKDAY}\b\.?){_TO}"
    rf"(?P<last>{WEEKDAY})\b\.?{_AFTER}"
)
_WEEKDAY_BEFORE = re.compile(rf"^{_WEEKDAY}")
_HAS_YEAR = re.compile(r"\d{4}|/\d\d?/\d\d")


@dataclass(frozen=True, slots=True)
class CutDays:
    """The text without its days, and the first and the last of them."""

    rest: str
    first: date
    last: date


def cut_days(text: str, calendar: Calendar) -> CutDays | None:
    """Cut several days in a row out of a text without a zone; None where it has at most one day.

    Raises:
        Asked: where one of the days is not clear, or the last comes before the first.
    """
    for pattern in (*_OF_A_MONTH, _BETWEEN_DATES):
        found = pattern.search(text)
        if found is not None and _counts_up(found):
            first, last = _dates(found, calendar)
            return _in_order(*_without_weekdays(_rest(text, found), first, last, calendar))
    found = _BETWEEN_WEEKDAYS.search(text)
    if found is None:
        return None
    first = _day(found["first"], calendar)
    last = _day(found["last"], Calendar(calendar.typed, first, calendar.tends))
    return CutDays(_rest(text, found), first, last)


def _rest(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _counts_up(found: re.Match[str]) -> bool:
    """Whether these are days: “7/14 - 4” is rather a time."""
    return found.re is _BETWEEN_DATES or int(found["first"]) < int(found["last"])


def _in_order(rest: str, first: date, last: date) -> CutDays:
    if last < first:
        raise sentences.backwards(first, last)
    return CutDays(rest, first, last)


def _dates(found: re.Match[str], calendar: Calendar) -> tuple[date, date]:
    if found.re is _BETWEEN_DATES:
        return _between(found["first"], found["last"], calendar)
    joint = "" if found["month"].endswith("/") else " "
    year = "" if found["year"] is None else f"{joint or '/'}{found['year']}"
    first, last = (
        f"{found[weekday]} {found['month']}{joint}{found[number]}{year}"
        for weekday, number in (("start", "first"), ("end", "last"))
    )
    return _day(first, calendar), _day(last, calendar)


def _between(first: str, last: str, calendar: Calendar) -> tuple[date, date]:
    """Two dates. The year of one of them counts for the other, or the next one where December is over."""
    if bool(_HAS_YEAR.search(first)) is bool(_HAS_YEAR.search(last)):
        return _day(first, calendar), _day(last, calendar)
    if _HAS_YEAR.search(first):
        begin = _day(first, calendar)
        same = _in_year(last, begin.year, calendar, weekday=False)
        return begin, _in_year(last, begin.year + (same < begin), calendar)
    end = _day(last, calendar)
    same = _in_year(first, end.year, calendar, weekday=False)
    return _in_year(first, end.year - (same > end), calendar), end


def _in_year(written: str, year: int, calendar: Calendar, *, weekday: bool = True) -> date:
    """A date of that year. Its weekday is passed over where it is not to be checked yet."""
    bare = written if weekday else _WEEKDAY_BEFORE.sub("", written)
    return _day(f"{bare}/{year}" if "/" in bare else f"{bare} {year}", calendar)


def _day(written: str, calendar: Calendar) -> date:
    day = calendar.cut_day(written, None).day
    if day is None:
        raise sentences.not_understood(calendar.typed, calendar.tends)
    return day


def _without_weekdays(text: str, first: date, last: date, calendar: Calendar) -> tuple[str, date, date]:
    """The text without a “Tue-Thu” that says once more which days these are."""
    found = _BETWEEN_WEEKDAYS.search(text)
    if found is None:
        return text, first, last
    for weekday, day in ((found["first"], first), (found["last"], last)):
        calendar.cut_day(f"{weekday} {day.isoformat()}", None)
    return _rest(text, found), first, last
