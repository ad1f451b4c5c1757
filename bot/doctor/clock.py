"""Whether this machine's clock is right, by the time that Slack puts on its answers."""

from email.utils import parsedate_to_datetime

from bot.doctor.asking import Told
from handlers.coalition.check import Finding, Verdict
from handlers.text import N_, Text

MOST_SECONDS = 60
"""How far off it may be. Slack's requests count as forged when they look five minutes old."""


def check_clock(told: Told) -> list[Finding]:
    """Compare the answer's date with this machine's time; nothing to say where Slack was not reached."""
    if not told.was_reached:
        return []
    try:
        theirs = parsedate_to_datetime(told.headers.get("date", ""))
        off = round(abs((told.at - theirs).total_seconds()))
    except (TypeError, ValueError):
        return [Finding(Verdict.UNKNOWN, Text(N_("The clock cannot be compared: the answer has no date.")))]
    if off <= MOST_SECONDS:
        return [Finding(Verdict.GOOD, Text(N_("The clock is right.")))]
    return [
        Finding(
            Verdict.FAULT,
            Text(N_("This machine's clock is off by {seconds} seconds."), seconds=off),
            Text(N_("Switch on its time synchronisation (NTP): with a wrong clock, requests are refused.")),
        )
    ]
