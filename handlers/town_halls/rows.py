"""Arguments that are town halls or where they come from."""

from handlers.arguments.by_id import ById
from handlers.cards import Refused
from handlers.request import Request
from handlers.text import N_, Message, Text
from handlers.town_halls.wording import headline
from storage.town_halls import sources, town_halls
from storage.town_halls.kinds import EventKind
from storage.town_halls.sources import Source
from storage.town_halls.town_halls import Stage, TownHall

KINDS: dict[EventKind, Message] = {
    EventKind.IN_PERSON: N_("Town hall in person"),
    EventKind.VIRTUAL: N_("Virtual town hall"),
    EventKind.PHONE: N_("Town hall by phone"),
    EventKind.ONLINE_QA: N_("Online questions and answers"),
    EventKind.EMPTY_CHAIR: N_("Empty chair town hall"),
    EventKind.CANDIDATE_FORUM: N_("Candidate forum"),
    EventKind.OFFICE_HOURS: N_("Office hours"),
    EventKind.OTHER: N_("Another event"),
}
"""What people call each kind."""


class TownHallKind(ById[TownHall]):
    """A town hall, at whatever stage."""

    def __init__(self) -> None:
        super().__init__(town_halls.with_id)


class SourceKind(ById[Source]):
    """Where town halls come from."""

    def __init__(self) -> None:
        super().__init__(sources.with_id)


def to_come(request: Request, event: TownHall, field: str | None = None) -> None:
    """Go on with an event that is to take place; `field` is where a form says that it does not.

    Raises:
        Refused: when it was called off, or is over.
    """
    if event.stage is Stage.CANCELLED:
        text = N_("That event was called off: {event}. Nothing has changed.")
        raise Refused(Text(text, event=headline(request, event.told)), field=field)
    if event.told.meeting.ends_at <= request.now:
        text = N_("That event is over: {event}. Nothing has changed.")
        raise Refused(Text(text, event=headline(request, event.told)), field=field)
