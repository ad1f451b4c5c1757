"""What came of an event for one person, as an argument, and as it stands now."""

from dataclasses import replace

from handlers.arguments.by_id import ById
from handlers.cards import Refused
from handlers.request import Request
from handlers.text import N_, Text
from storage.outreach import replies
from storage.tenancy import CoalitionSession
from storage.town_halls import outcomes, town_halls
from storage.town_halls.outcomes import Outcome
from storage.town_halls.town_halls import TownHall


class OutcomeKind(ById[Outcome]):
    """What came of an event for one person."""

    def __init__(self) -> None:
        super().__init__(outcomes.with_id)


def event_of(db: CoalitionSession, outcome: Outcome) -> TownHall:
    """The event that it came of."""
    event = town_halls.with_id(db, outcome.town_hall_id)
    if event is None:
        raise LookupError("the event of an outcome is gone")
    return event


def refuse_others(request: Request, outcome: Outcome) -> None:
    """Let only the person whose account it is go on.

    Raises:
        Refused: for everybody else.
    """
    if outcome.member_id != request.member.id:
        raise Refused(Text(N_("Only whoever was there can say how it went.")))


def refuse_early(request: Request, event: TownHall, field: str | None = None) -> None:
    """Go on once an event that was announced has begun; `field` is where a form says that it has not.

    Raises:
        Refused: when it was called off, or is still to come.
    """
    if not event.is_on or event.told.meeting.starts_at > request.now:
        text = N_("That event was called off, or is still to come. Nothing has changed.")
        raise Refused(Text(text), field=field)


def as_it_stands(db: CoalitionSession, outcome: Outcome) -> Outcome:
    """The answer as its reply has it, which somebody may have corrected."""
    reply = replies.with_id(db, outcome.reply_id) if outcome.reply_id is not None else None
    if reply is None or reply.withdrawn_at is not None:
        return outcome
    return replace(outcome, answer=reply.answer, their_words=reply.words or None)
