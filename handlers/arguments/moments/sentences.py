"""What people are told when a moment that they typed is not clear."""

from datetime import date

from handlers.arguments.moments.answers import Asked, Reason, Tends
from handlers.arguments.moments.names import WEEKDAYS, day_in_numbers
from handlers.text import N_, Text

_QUOTED = 60
"""How much of what was typed is said back."""


def nothing(tends: Tends) -> Asked:
    """Nothing was typed."""
    sentence = {
        Tends.PAST: N_("When was it? You can write “now”, “yesterday 3pm” or “7/14 2:30pm”."),
        Tends.FUTURE: N_("When is it? You can write “tomorrow 3pm”, “Tuesday 10am” or “7/14 2:30pm”."),
    }
    return Asked(Reason.EMPTY, Text(sentence[tends]))


def not_understood(typed: str, tends: Tends) -> Asked:
    """A word of it means nothing here."""
    sentence = {
        Tends.PAST: N_(
            "I can't tell when “{typed}” is. "
            "You can write “now”, “yesterday 3pm”, “Tuesday” or “7/14 2:30pm”."
        ),
        Tends.FUTURE: N_(
            "I can't tell when “{typed}” is. You can write “tomorrow 3pm”, “Tuesday 10am” or “7/14 2:30pm”."
        ),
    }
    return Asked(Reason.NOT_UNDERSTOOD, Text(sentence[tends], typed=_quoted(typed)))


def several(typed: str) -> Asked:
    """Two days, times or zones."""
    text = N_("There is more than one day or time in “{typed}”. Write the one that counts.")
    return Asked(Reason.SEVERAL, Text(text, typed=_quoted(typed)))


def repeats(typed: str) -> Asked:
    """Every Tuesday."""
    text = N_("“{typed}” sounds like more than one day. Write one of them, like “7/14 2:30pm”.")
    return Asked(Reason.REPEATS, Text(text, typed=_quoted(typed)))


def contradicts(day: date, weekday: int) -> Asked:
    """The date has another weekday."""
    text = N_("{date} is a {right}, not a {other}. Write the day that you mean, like “{date}”.")
    right, other = Text(WEEKDAYS[day.weekday()]), Text(WEEKDAYS[weekday])
    return Asked(Reason.CONTRADICTS, Text(text, date=day_in_numbers(day), right=right, other=other))


def no_such_day(written: str) -> Asked:
    """2/30, or the day before the month."""
    text = N_("There is no day “{typed}”. Write the month first, like “7/14”.")
    return Asked(Reason.NO_SUCH_DAY, Text(text, typed=_quoted(written)))


def no_such_time(written: str) -> Asked:
    """25:00."""
    text = N_("There is no time “{typed}”. Write it like “2:30pm” or “14:30”.")
    return Asked(Reason.NO_SUCH_TIME, Text(text, typed=_quoted(written)))


def far_year(year: int, this_year: int) -> Asked:
    """2117, where 2017 was meant, or really so far away."""
    text = N_(
        "The year {year} is too far from today. If that was a slip, write it again, like “7/14/{this}”."
    )
    return Asked(Reason.FAR_YEAR, Text(text, year=str(year), this=str(this_year)))


def which_half(clock: str) -> Asked:
    """Seven and eight are as often in the morning as in the evening."""
    text = N_("Is {clock} in the morning or in the evening? Write “{clock}am” or “{clock}pm”.")
    return Asked(Reason.WHICH_HALF, Text(text, clock=clock))


def which_year(near: date, meant: date, tends: Tends) -> Asked:
    """A date without a year that lies just on the other side of today."""
    sentence = {
        Tends.PAST: N_("{near} is still to come. If you mean an earlier year, write it too: “{meant}”."),
        Tends.FUTURE: N_("{near} is over. If you mean a later year, write it too: “{meant}”."),
    }
    values = {"near": day_in_numbers(near), "meant": day_in_numbers(meant)}
    return Asked(Reason.WHICH_YEAR, Text(sentence[tends], **values))


def which_day(typed: str) -> Asked:
    """A week or a month, where a day is needed."""
    text = N_("Which day was meant by “{typed}”? Write it like “7/14” or “Tuesday”.")
    return Asked(Reason.WHICH_DAY, Text(text, typed=_quoted(typed)))


def which_weekday(weekday: int, first: date, second: date) -> Asked:
    """The next Tuesday, where that may be this week's or next week's."""
    text = N_("Which {weekday} do you mean? Write its date: “{first}” or “{second}”.")
    values = {"first": day_in_numbers(first), "second": day_in_numbers(second)}
    return Asked(Reason.WHICH_DAY, Text(text, weekday=Text(WEEKDAYS[weekday]), **values))


def backwards(first: date, last: date) -> Asked:
    """July 16-14."""
    text = N_("{last} comes before {first}. Write the first day first, like “July 14-16”.")
    values = {"first": day_in_numbers(first), "last": day_in_numbers(last)}
    return Asked(Reason.BACKWARDS, Text(text, **values))


def _quoted(typed: str) -> str:
    return " ".join(typed.split())[:_QUOTED]
