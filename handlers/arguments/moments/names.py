"""The names of days and months: as patterns to read them, and as words to write them."""

from datetime import date

from handlers.text import N_

WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
"""Patterns for lower-case text. The first three letters tell which it is."""

WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAY_NUMBERS = {name[:3].lower(): number for number, name in enumerate(WEEKDAYS)}
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(_MONTHS, start=1)}


def weekday_number(name: str) -> int:
    """Which day of the week a text is that WEEKDAY matches; Monday is 0."""
    return _WEEKDAY_NUMBERS[name[:3]]


def month_number(name: str) -> int:
    """Which month a text is that MONTH matches; January is 1."""
    return _MONTH_NUMBERS[name[:3]]


def day_in_words(day: date) -> str:
    """A day as it can be typed, in English: Tue 14 Jul 2026."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_in_numbers(day: date) -> str:
    """A day as most people type it: 7/14/2026."""
    return f"{day.month}/{day.day}/{day.year}"
