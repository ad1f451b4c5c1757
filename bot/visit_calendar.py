"""The visits of a member, or one of them, as what stands in a calendar."""

from collections.abc import Sequence

from bot.translation import Language, Languages
from handlers.text import N_
from storage import coalitions, members
from storage.files.calendars import CalendarEvent
from storage.tenancy import CoalitionSession
from storage.visits import attendance, parts, visits
from storage.visits.visits import Stage, Visit


def visit_calendar(
    db: CoalitionSession, member_id: int, visit_id: int | None
) -> tuple[str, Sequence[CalendarEvent]] | None:
    """The visits that a member comes to, has a role at or arranged; or one of the coalition's.

    Those that were called off stay, marked so: calendars take them out only then.
    """
    coalition = coalitions.current(db)
    member = members.with_id(db, member_id)
    language = Languages().language(member.locale if member else None)
    if visit_id is None:
        found = _of_member(db, member_id)
    else:
        found = [visit for visit in visits.of_ids(db, [visit_id]) if visit.stage is not Stage.DRAFT]
        if not found:
            return None
    return coalition.name, [_event(visit, language, coalition.id) for visit in found]


def _of_member(db: CoalitionSession, member_id: int) -> list[Visit]:
    taking_part = {one.visit_id for one in attendance.of_member(db, member_id)}
    taking_part |= {part.visit_id for part in parts.taken_by(db, member_id)}
    own = visits.made_by(db, member_id)
    known = {visit.id: visit for visit in (*own, *visits.of_ids(db, taking_part))}
    return [visit for visit in known.values() if visit.stage is not Stage.DRAFT]


def _event(visit: Visit, language: Language, coalition_id: int) -> CalendarEvent:
    at = visit.meeting
    link = visit.place if visit.place.startswith(("https://", "http://")) else ""
    contact = language.sentence(N_("The office's contact: {contact}")).format(contact=visit.contact)
    return CalendarEvent(
        uid=f"visit-{coalition_id}-{visit.id}@coalition-bot",
        sequence=visit.sequence,
        stamp=visit.changed_at,
        summary=language.sentence(N_("Visit: {whom}")).format(whom=visit.name),
        description=contact if visit.contact else "",
        place=visit.place,
        link=link,
        first=at.first,
        last=at.last,
        clock=at.clock,
        minutes=at.minutes,
        zone=at.zone,
        is_cancelled=visit.stage is Stage.CANCELLED,
    )
