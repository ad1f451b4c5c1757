"""Why a row of a list is a question, and why a calendar could not be fetched, in words."""

from handlers.text import N_, Message, Text
from storage.files.town_halls import Doubt

_REASONS: dict[str, Message] = {
    Doubt.FILE: N_("The whole list could not be read."),
    Doubt.NOT_A_RECORD: N_("This is no event."),
    Doubt.NO_DAY: N_("It names no day: “{detail}”."),
    Doubt.REPEATS: N_("It repeats, and names no single day: “{detail}”."),
    Doubt.UNCLEAR_DAY: N_("The day is not clear: “{detail}”."),
    Doubt.NO_YEAR: N_("It names no year: “{detail}”."),
    Doubt.FAR_YEAR: N_("The year cannot be right: “{detail}”."),
    Doubt.WRONG_WEEKDAY: N_("The weekday is not that of the date: “{detail}”."),
    Doubt.SEVERAL_DAYS: N_("It names several days: “{detail}”."),
    Doubt.UNCLEAR_TIME: N_("The time is not clear: “{detail}”."),
    Doubt.SEVERAL_TIMES: N_("It names several times: “{detail}”."),
    Doubt.WHICH_HALF: N_("Is “{detail}” in the morning or in the afternoon?"),
    Doubt.SMALL_HOURS: N_("“{detail}” would be at night. Is the afternoon meant?"),
    Doubt.BAD_RULE: N_("I don't understand how it repeats: “{detail}”."),
    Doubt.TOO_OFTEN: N_("It repeats more than once a day: “{detail}”."),
    Doubt.TOO_MANY: N_("The list has more than {detail} rows; this one was not read."),
    Doubt.CUT_OFF: N_("The list ends in the middle of it."),
}
_REFUSALS: dict[str, Message] = {
    "no-link": N_("that is not a link"),
    "not-https": N_("its link must begin with https://"),
    "has-password": N_("its link has a password in it"),
    "other-port": N_("its link names another port"),
    "no-such-host": N_("there is no such address"),
    "not-public": N_("its address is not on the public internet"),
    "bad-certificate": N_("its certificate is not in order"),
    "no-connection": N_("it does not answer"),
    "too-slow": N_("it answers too slowly"),
    "too-many-redirects": N_("it leads from one address to the next"),
    "not-found": N_("there is nothing at that link"),
    "not-allowed": N_("it is not open to everybody; use its public or secret link"),
    "bad-status": N_("it answers with an error"),
    "not-a-calendar": N_("that is a page, not a calendar; look for its link that ends in .ics"),
    "too-large": N_("it is larger than two megabytes"),
    "bad-answer": N_("its answer cannot be read"),
}


def put(reason: str, detail: str) -> Text:
    """Why no event could be made of a row."""
    return Text(_REASONS.get(reason, N_("It could not be read.")), detail=detail[:120])


def refused(why: str) -> Text:
    """Why a calendar could not be fetched, as the end of a sentence."""
    return Text(_REFUSALS.get(why, N_("it could not be fetched")))
