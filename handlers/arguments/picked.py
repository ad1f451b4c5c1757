"""Arguments that are picked from a calendar or a clock in a form, where others may be typed instead."""

from datetime import date, time

from handlers.arguments.kind import ArgumentKind
from handlers.cards import FieldKind, Refused
from handlers.request import Origin, Request
from handlers.text import N_, Text


class PickedDay(ArgumentKind[date]):
    """A day, as a form's calendar gives it; whether it fits is for the command to say."""

    field = FieldKind.DAY
    only_in_form = True

    def parse(self, typed: str, request: Request) -> date:
        """The day; on a platform without a calendar people write it in this order."""
        try:
            return date.fromisoformat(typed.strip())
        except ValueError:
            raise Refused(Text(N_("Write the day like 2026-11-03: year, month, day."))) from None

    def dump(self, value: date, origin: Origin) -> str:
        """The day as a calendar takes it."""
        return value.isoformat()

    def load(self, kept: str, request: Request) -> date:
        """The day that was picked."""
        return self.parse(kept, request)


class PickedTime(ArgumentKind[time]):
    """A time of day to the minute, without a zone, as a form's clock gives it."""

    field = FieldKind.TIME
    only_in_form = True

    def parse(self, typed: str, request: Request) -> time:
        """The time; on a platform without a clock people write it with 24 hours."""
        try:
            return time.fromisoformat(typed.strip()).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise Refused(Text(N_("Write the time like 14:30."))) from None

    def dump(self, value: time, origin: Origin) -> str:
        """The time as a clock takes it. It has a colon, so no button can carry it."""
        return value.isoformat("minutes")

    def load(self, kept: str, request: Request) -> time:
        """The time that was picked."""
        return self.parse(kept, request)
