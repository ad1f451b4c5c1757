"""From what a form holds to an event: who answers, when and where it is, and where that was heard."""

from zoneinfo import ZoneInfo

from handlers.arguments.coming import read_coming_at
from handlers.arguments.place_zone import Place
from handlers.arguments.when import zone_of_reader
from handlers.cards import Refused
from handlers.request import Request
from handlers.text import N_, Text
from handlers.town_halls.ends import USUAL_MINUTES
from handlers.town_halls.wording import is_link
from handlers.visits.meeting import meeting_of
from storage import candidates
from storage.files.seat_facts import read_state_zones
from storage.town_halls.kinds import EventKind
from storage.town_halls.town_halls import Described
from storage.whom import Whom

_ELSEWHERE = (EventKind.VIRTUAL, EventKind.PHONE, EventKind.ONLINE_QA)
"""Kinds without a place whose clocks could be looked at."""


def described(
    request: Request,
    whom: Whom,
    kind: EventKind,
    when: str,
    zone: ZoneInfo | None,
    where: str,
    said_by: str,
    before: Described | None = None,
) -> Described:
    """The event that a form describes. It goes on for as long as `before`, unless its end was typed.

    Raises:
        Refused: where the time is not clear or past, the zone is not certain, or a link cannot be opened.
    """
    for field, words in (("where", where), ("said_by", said_by)):
        _check_link(field, words)
    seat = request.districts.catalogue[whom.seat_id]
    coming = read_coming_at(
        when, request.now, _place(request, seat.state, kind), zone, zone_of_reader(request)
    )
    candidate_id = None
    if whom.running is not None:
        candidate_id = candidates.own_row(request.db, whom.running, request.member, request.now)
    minutes = USUAL_MINUTES if before is None else before.meeting.minutes
    return Described(
        kind,
        seat.id,
        whom.official_id,
        candidate_id,
        whom.name,
        seat.state,
        meeting_of(coming, minutes),
        where,
        said_by,
        has_end=coming.minutes is not None or (before is not None and before.has_end),
    )


def _place(request: Request, state: str, kind: EventKind) -> Place | None:
    """Where clocks are looked at. What is said by phone or online is announced in the state's time, too."""
    zones = read_state_zones().get(state, ())
    known = request.districts.catalogue.states.get(state)
    if known is None or not zones or (kind in _ELSEWHERE and len(zones) > 1):
        return None
    return Place(known.name, zones)


def _check_link(field: str, words: str) -> None:
    scheme = words.partition(":")[0].casefold()
    if ("://" in words and not is_link(words)) or scheme in ("javascript", "data", "file"):
        text = N_("That link can't be opened here. Write one that begins with https://, or plain words.")
        raise Refused(Text(text), field=field)
