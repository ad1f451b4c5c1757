"""When a request is followed up, and how far a chain has come. Arithmetic alone; all instants are aware."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
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
    RACE_OVER = "race_over"
    """The election came first."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a chain has come: so many follow-ups are due by now, so many were logged, of so many.

    `next_at` is when the next one is due, None after the last. `race_ends_first`: more would come, but
    the election does before.
    """

    state: State
    due: int
    logged: int
    all: int
    next_at: datetime | None
    race_ends_first: bool = False


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


@dataclass(frozen=True, slots=True)
class Days:
    """By which days a chain is followed up: the cadence in a zone, until the day of the election."""

    cadence: Cadence
    zone: ZoneInfo
    election: date

    def has(self, moment: datetime) -> bool:
        """Whether a moment comes before the day of the election."""
        return moment.astimezone(self.zone).date() < self.election

    def are_over(self, now: datetime) -> bool:
        """Whether the day of the election has passed."""
        return now.astimezone(self.zone).date() > self.election


def progress(chain: Chain, made: Logged, days: Days, now: datetime) -> Progress:
    """How far a chain has come. A reminder after which something was logged is done with.

    Whoever is nudged and logs nothing has not followed up (guide: three follow-ups). What would fall on
    the day of the election or later does not come.
    """
    times = follow_ups_at(chain.began_at, days.cadence, days.zone)
    due = sum(at <= now and days.has(at) for at in times)
    followed = min(max(made.contacts - 1, 0), len(times))
    coming = [at for step, at in enumerate(times, 1) if at > now and step > followed]
    silent_at = over_at(chain.began_at, days.cadence, days.zone)
    is_done = due > 0 and made.contacts > 1 and made.last_at is not None and made.last_at >= times[due - 1]
    if chain.closed_at is not None:
        state = State.CLOSED
    elif now >= silent_at and days.has(silent_at):
        state = State.NO_RESPONSE if followed >= len(times) else State.NOT_FOLLOWED_UP
    elif days.are_over(now):
        state = State.RACE_OVER
    else:
        state = State.DUE if followed < due and not is_done else State.WAITING
    next_at = coming[0] if coming and days.has(coming[0]) else None
    return Progress(state, due, followed, len(times), next_at, bool(coming) and next_at is None)
