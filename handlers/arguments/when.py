"""Arguments that are moments which have been: when somebody wrote, called or was answered."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.arguments.kind import ArgumentKind
from handlers.arguments.moments import LONGEST, Moment, Reason, Tends, Unclear, read, written
from handlers.cards import Choice, FieldKind, Refused
from handlers.request import Origin, Request, Scene
from handlers.text import N_, Text, verbatim

_AHEAD = timedelta(minutes=5)
"""How far a clock may be ahead of ours."""

_YEARS_BACK = 3
_UTC = ZoneInfo("UTC")
_SOME_TIME = datetime(2026, 7, 14, 12, tzinfo=UTC)
"""A moment by which it can be told whether words name one at all."""


class WhenKind(ArgumentKind[datetime]):
    """A moment that has been, typed as people type it; an aware datetime in UTC.

    A day without a time stands for its noon, or for now if it is today. The zone is the person's, or
    the coalition's while theirs is not known, unless another one is typed.
    """

    field = FieldKind.LINE
    most = LONGEST
    usage = "yesterday 3pm"
    together = 8

    def evident(self, words: str) -> bool:
        """Whether these words name a moment, whenever that is."""
        return isinstance(read(words, _SOME_TIME, _UTC, Tends.PAST), Moment)

    def doubtful(self, words: str) -> bool:
        """Whether these words name a moment that has to be asked about: every Tuesday, 14/7, 2117."""
        found = read(words, _SOME_TIME, _UTC, Tends.PAST)
        return isinstance(found, Unclear) and found.reason not in (Reason.EMPTY, Reason.NOT_UNDERSTOOD)

    def parse(self, typed: str, request: Request) -> datetime:
        """The moment; refused where it is not clear, still to come or more than three years ago."""
        zone = zone_of_reader(request)
        found = read(typed, request.now, zone, Tends.PAST)
        if isinstance(found, Unclear):
            raise Refused(found.text)
        if found.at > request.now + _AHEAD:
            raise Refused(_still_to_come(found))
        if found.at.astimezone(zone).date() < _earliest(request.now.astimezone(zone).date()):
            text = N_("That is more than three years ago. Check the year, and write a later day.")
            raise Refused(Text(text))
        return found.at

    def dump(self, value: datetime, origin: Origin) -> str:
        """The moment as `load` reads it back. It has colons, so no button can carry it."""
        return value.astimezone(UTC).isoformat()

    def load(self, kept: str, request: Request) -> datetime:
        """What `dump` wrote, or what was typed into the form."""
        return self.parse(kept, request)

    def prefill(self, typed: str, request: Request) -> str | None:
        """The words as they are, if they can be read."""
        self.parse(typed, request)
        return typed.strip()

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The words that stand in the form: what was typed, or a kept moment in the reader's zone."""
        moment = _dumped(kept)
        words = kept if moment is None else written(moment, zone_of_reader(scene))
        return Choice(verbatim(words), words)


def as_it_was(read_back: datetime, before: datetime) -> datetime:
    """The moment that a form gives back: the one that it was filled with, if only its seconds were lost."""
    return before if before.replace(second=0, microsecond=0) == read_back else read_back


def zone_of_reader(scene: Scene) -> ZoneInfo:
    """The zone of the person who asks, where there is one and it is known; else the coalition's."""
    name = scene.member.timezone if isinstance(scene, Request) else None
    return ZoneInfo(name) if name else scene.coalition.zone


def _still_to_come(found: Moment) -> Text:
    if found.has_time:
        text = N_(
            "That is still to come: {moment}. Write when it was, like “yesterday 3pm” or “7/14 2:30pm”."
        )
        return Text(text, moment=found.at)
    text = N_("That is still to come: {day}. Write when it was, like “yesterday 3pm” or “7/14 2:30pm”.")
    return Text(text, day=found.day)


def _earliest(today: date) -> date:
    year = today.year - _YEARS_BACK
    is_leap_day = (today.month, today.day) == (2, 29)
    return date(year, 2, 28) if is_leap_day else today.replace(year=year)


def _dumped(kept: str) -> datetime | None:
    """A moment that `dump` wrote; None for what people type."""
    try:
        moment = datetime.fromisoformat(kept)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
