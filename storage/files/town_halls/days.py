"""The day that a list names. What can be meant in two ways is asked about, never guessed."""

import re
from dataclasses import dataclass
from datetime import date

from storage.files.town_halls.listed import Doubt, Doubted

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years that lists of town halls are about; 0217 and 20017 are slips."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|nes|ur)?(?:day)?\.?(?![a-z])[,\s]*(?:the\s+)?)?"
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_FORMS = (
    re.compile(rf"(?<!\w){_WEEKDAY}(?P<year>\d{{4}})-(?P<number>\d\d?)-(?P<day>\d\d?)(?!\d)", re.IGNORECASE),
    re.compile(
        rf"(?<![\w/]){_WEEKDAY}(?P<number>\d\d?)(?P<joint>[/-])(?P<day>\d\d?)(?:(?P=joint)(?P<year>\d+))?(?![\w/])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w){_WEEKDAY}{_MONTH}\s*(?P<day>\d\d?)(?:st|nd|rd|th)?(?![\w:])(?:[,\s]+(?P<year>\d{{4,}})(?!\d))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w){_WEEKDAY}(?P<day>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:[,\s]+(?P<year>\d{{4,}})(?!\d))?",
        re.IGNORECASE,
    ),
)
_REPEATS = re.compile(
    r"\b(?:every|each|daily|weekly|bi-?weekly|monthly|quarterly|alternate|recurring|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days|weekdays|"
    r"(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)(?:\s*(?:and|&|,)\s*\w+)*\s+"
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\b"
    r"|\b(?:mon|tue|wed|thu|fri)[a-z]*\s*(?:-|–|to|through)\s*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\W*(?:t\.?\s?b\.?\s?[adc]\.?|to be (?:announced|determined|confirmed)|n/?a|none|unknown|\?+|pending|"
    r"date|soon|coming soon)?\W*",
    re.IGNORECASE,
)
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class CutDay:
    """A day, and the words around it."""

    day: date
    rest: str


def cut_day(words: str) -> CutDay | Doubted:
    """The one day that these words name in full, in American order, and the rest of them; or what to ask."""
    text = " ".join(words.split())[:_LONGEST]
    if _NOTHING.fullmatch(text):
        return Doubted(Doubt.NO_DAY, text)
    found, rest = _found(text)
    if not found:
        return Doubted(Doubt.REPEATS if _REPEATS.search(text) else Doubt.UNCLEAR_DAY, text)
    if len(found) > 1:
        return Doubted(Doubt.SEVERAL_DAYS, text)
    if _REPEATS.search(rest):
        return Doubted(Doubt.REPEATS, text)
    day = _day(found[0], text)
    return day if isinstance(day, Doubted) else CutDay(day, " ".join(rest.split()).strip(" ,;-–|@"))


def is_nothing(words: str) -> bool:
    """Whether these words only say that nothing is known yet: TBD, n/a."""
    return _NOTHING.fullmatch(words) is not None


def is_usual_year(year: int) -> bool:
    """Whether a list of town halls can be about this year."""
    return FIRST_YEAR <= year <= LAST_YEAR


def _found(text: str) -> tuple[list[re.Match[str]], str]:
    found: list[re.Match[str]] = []
    for form in _FORMS:
        found += form.finditer(text)
        text = form.sub(" ", text)
    return found, text


def _day(found: re.Match[str], text: str) -> date | Doubted:
    parts = found.groupdict()
    written = parts.get("year")
    if not written:
        return Doubted(Doubt.NO_YEAR, text)
    year = int(written) + (2000 if len(written) == 2 else 0)
    if len(written) not in (2, 4) or not is_usual_year(year):
        return Doubted(Doubt.FAR_YEAR, text)
    named = parts.get("month")
    month = _MONTHS.index(named[:3].lower()) + 1 if named else int(parts["number"] or 0)
    try:
        day = date(year, month, int(found["day"]))
    except ValueError:
        return Doubted(Doubt.UNCLEAR_DAY, text)
    weekday = found["weekday"]
    if weekday and _WEEKDAYS[day.weekday()] != weekday.lower():
        return Doubted(Doubt.WRONG_WEEKDAY, text)
    return day
