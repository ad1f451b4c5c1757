"""Whether a visit can still be changed."""

from handlers.cards import Refused
from handlers.request import Request
from handlers.text import N_, Text
from handlers.visits.wording import headline
from storage.visits.visits import Stage, Visit


def still_on(request: Request, visit: Visit) -> None:
    """Go on with a visit that is to take place.

    Raises:
        Refused: when it was cancelled or is over.
    """
    if visit.stage is Stage.CANCELLED:
        text = N_("That visit was cancelled: {visit}. Nothing has changed.")
        raise Refused(Text(text, visit=headline(request, visit)))
    if visit.meeting.ends_at <= request.now:
        text = N_("That visit is over: {visit}. Nothing has changed.")
        raise Refused(Text(text, visit=headline(request, visit)))


def may_change(request: Request, visit: Visit) -> None:
    """Let whoever arranged it, and organisers, change it; raises Refused for all others."""
    if visit.made_by_id != request.member.id and not request.may_organise:
        raise Refused(Text(N_("Only whoever arranged it, or an organiser, can do that. Ask one of them.")))
