"""When a request is followed up, and how far a chain has come. Arithmetic alone; all instants are aware."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from config.campaign import Cadence, cadence
from storage.coalitions import Coalition
from storage.outreach.chains import Chain
from storage.outreach.contacts import Contact

MORNING = time(9)
"""When nudges come, in the recipient's own zone."""

_SATURDAY = 5


def morning(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Nine o'clock so many days after a moment's day in that zone, moved from a weekend to Monday; in UTC."""
    day = moment.astimezone(zone).date() + timedelta(days=days)
    if day.weekday() >= _SATURDAY:
        day += timedelta(days=7 - day.weekday())
    return datetime.combine(day, MORNING, zone).astimezone(UTC)


class State(StrEnum):
    """How a chain stands."""

    WAITING = "waiting"
    """The next follow-up is still to come, or the last one is not a week old."""
    DUE = "due"
    """A follow-up is due that nobody has logged."""
    NO_RESPONSE = "no_response"
    NOT_FOLLOWED_UP = "not_followed_up"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a chain has come: so many follow-ups are due by now, so many were logged, of so many.

    `next_at` is when the next one is due, None after the last.
    """

    state: State
    due: int
    logged: int
    all: int
    next_at: datetime | None


def cadence_of(coalition: Coalition) -> Cadence:
    """The campaign's own cadence: what it chose itself, else what `config.campaign` says."""
    usual = cadence()
    return usual if coalition.follow_ups is None else replace(usual, follow_ups=coalition.follow_ups)


def mornings(moment: datetime, days: Iterable[int], zone: ZoneInfo) -> tuple[datetime, ...]:
    """Nine o'clock after each of these numbers of days; see `morning`."""
    return tuple(morning(moment, one, zone) for one in days)


def follow_ups_at(began_at: datetime, cadence: Cadence, zone: ZoneInfo) -> tuple[datetime, ...]:
    """When each follow-up is due."""
    return mornings(began_at, cadence.follow_ups, zone)


def over_at(began_at: datetime, cadence: Cadence, zone: ZoneInfo) -> datetime:
    """When the silence after the last follow-up counts."""
    return morning(began_at, cadence.follow_ups[-1] + cadence.silence, zone)


@dataclass(frozen=True, slots=True)
class Logged:
    """How many contacts of a chain stand, the first request among them, and when the last of those after it
    was logged."""

    contacts: int
    last_at: datetime | None


def logged(made: Iterable[Contact]) -> Logged:
    """The same, of contacts."""
    known = list(made)
    first = min((one.at for one in known), default=None)
    later = [one.logged_at for one in known if first is not None and one.at > first]
    return Logged(len(known), max(later, default=None))


def progress(chain: Chain, made: Logged, cadence: Cadence, zone: ZoneInfo, now: datetime) -> Progress:
    """How far a chain has come. A reminder after which something was logged is done with.

    Whoever is nudged and logs nothing has not followed up (guide: three follow-ups).
    """
    times = follow_ups_at(chain.began_at, cadence, zone)
    due = sum(at <= now for at in times)
    followed = min(max(made.contacts - 1, 0), len(times))
    coming = [at for step, at in enumerate(times, 1) if at > now and step > followed]
    is_done = due > 0 and made.contacts > 1 and made.last_at is not None and made.last_at >= times[due - 1]
    silent = now >= over_at(chain.began_at, cadence, zone)
    return Progress(
        _state(chain, followed if is_done else due, followed, len(times), silent),
        due,
        followed,
        len(times),
        coming[0] if coming else None,
    )


def _state(chain: Chain, due: int, logged: int, every: int, silent: bool) -> State:  # a fact of the moment
    if chain.closed_at is not None:
        return State.CLOSED
    if silent:
        return State.NO_RESPONSE if logged >= every else State.NOT_FOLLOWED_UP
    return State.DUE if logged < due else State.WAITING
