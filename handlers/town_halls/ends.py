"""Until when an event goes, where somebody has said so."""

from datetime import time

from storage.town_halls.town_halls import Described

USUAL_MINUTES = 90
"""How long an event is taken to be where nobody has said."""

_MINUTES_OF_A_DAY = 24 * 60
_MOST_MINUTES_TYPED = 12 * 60
"""A longer range of times may read back otherwise: “00:00-12:15” is a quarter of an hour."""


def until(told: Described) -> time | None:
    """What the clocks of the place show at its end; None where nobody has said, or it is days away."""
    at = told.meeting
    if at.clock is None or not told.has_end or at.minutes >= _MINUTES_OF_A_DAY:
        return None
    return at.ends_at.astimezone(at.zone).time()


def until_as_typed(told: Described) -> time | None:
    """The same for a form, where a range of times can say it."""
    return until(told) if told.meeting.minutes <= _MOST_MINUTES_TYPED else None
