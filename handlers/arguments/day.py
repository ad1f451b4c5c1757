"""Arguments that are days to come, such as a deadline."""

from datetime import date

from handlers.arguments.kind import ArgumentKind
from handlers.arguments.moments import LONGEST, Tends, Unclear, read
from handlers.arguments.when import zone_of_reader
from handlers.cards import FieldKind, Refused
from handlers.request import Origin, Request
from handlers.text import N_, Text


class DayKind(ArgumentKind[date]):
    """A day, today or later, typed as people type it."""

    field = FieldKind.LINE
    most = LONGEST
    usage = "2026-11-03"

    def parse(self, typed: str, request: Request) -> date:
        """The day; refused where it is not clear, past, or comes with a time."""
        found = read(typed, request.now, zone_of_reader(request), Tends.FUTURE)
        if isinstance(found, Unclear):
            raise Refused(found.text)
        if found.has_time:
            raise Refused(Text(N_("Only a day belongs here, like 2026-11-03 or Nov 3.")))
        if found.day < request.now.astimezone(zone_of_reader(request)).date():
            raise Refused(Text(N_("That day is past: {day}. Write a later one."), day=found.day))
        return found.day

    def dump(self, value: date, origin: Origin) -> str:
        """The day in the order that cannot be misread."""
        return value.isoformat()

    def load(self, kept: str, request: Request) -> date:
        """The day again, or what was typed into the form."""
        return self.parse(kept, request)
