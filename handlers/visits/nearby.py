"""Two who are in touch with the same person in the same week learn of each other, once."""

from datetime import timedelta

from handlers.cards import Card
from handlers.outreach.tactics import label, with_id
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest, Request
from handlers.text import N_, Message, Text
from handlers.timing import Quiet
from handlers.visits.subjects import CONTACT_NEARBY, NEARBY
from handlers.visits.wording import headline
from storage import candidates, members
from storage.members import Person
from storage.outreach import contacts
from storage.outreach.contacts import Contact
from storage.visits import visits
from storage.visits.visits import Visit

_NEAR = timedelta(days=7)


def tell_of_visit(request: Request, visit: Visit) -> None:
    """Have whoever arranged another visit with the same person in that week, or contacted them in the last,
    know of this one, and the other way round."""
    at = visit.meeting.starts_at
    for other in visits.with_the_same(request.db, visit, at - _NEAR, at + _NEAR):
        if other.made_by_id == request.member.id:
            continue
        key = f"{NEARBY}:{min(visit.id, other.id)}:{max(visit.id, other.id)}"
        request.tell(other.made_by_id, NEARBY, visit.id, f"{key}:{other.made_by_id}")
        request.tell(request.member.id, NEARBY, other.id, f"{key}:{request.member.id}")
    if visit.candidate_id is None:
        return
    for contact in contacts.of_candidates(request.db, [visit.candidate_id])[visit.candidate_id]:
        if contact.by_member_id != request.member.id and _is_near(contact, visit):
            _tell_each(request, contact, visit)


def tell_of_contact(request: Request, contact: Contact) -> None:
    """Have whoever visits a candidate within a week of somebody else's contact know of it, and that one of
    the visit."""
    for visit in visits.with_candidate(request.db, contact.candidate_id):
        if visit.made_by_id != contact.by_member_id and _is_near(contact, visit):
            _tell_each(request, contact, visit)


def _is_near(contact: Contact, visit: Visit) -> bool:
    return abs(contact.at - visit.meeting.starts_at) < _NEAR


def _tell_each(request: Request, contact: Contact, visit: Visit) -> None:
    """Once for these two people and this visit, however many contacts there are."""
    pair = f"{visit.id}:{contact.by_member_id}"
    request.tell(visit.made_by_id, CONTACT_NEARBY, contact.id, f"{CONTACT_NEARBY}:{pair}")
    request.tell(contact.by_member_id, NEARBY, visit.id, f"{NEARBY}:contact:{pair}")


@reminder(CONTACT_NEARBY, quiet=Quiet.LATER)
def contact_nearby(due: DueRequest, contact_id: int) -> Card | Dropped:
    """Tell somebody who arranged a visit that somebody else is in touch with the same person."""
    contact = contacts.with_id(due.db, contact_id)
    running = candidates.added(due.db, contact.candidate_id) if contact else None
    if contact is None or contact.withdrawn_at is not None or running is None:
        return Dropped("it was taken back")
    by = members.people(due.db, [contact.by_member_id])[contact.by_member_id]
    sentence = _named(
        by,
        N_("{who} is in touch with {name}, too: {how}, {at}. Agree on what each of you says."),
        N_(
            "{who} ({organization}) is in touch with {name}, too: {how}, {at}. "
            "Agree on what each of you says."
        ),
    )
    how = label(with_id(contact.tactic))
    organization = by.organization or ""
    text = Text(sentence, who=by, organization=organization, name=running.name, how=how, at=contact.at)
    return Card(body=(text,))


@reminder(NEARBY, quiet=Quiet.LATER)
def nearby(due: DueRequest, visit_id: int) -> Card | Dropped:
    """Tell somebody of a visit with a person whom they visit, or are in touch with, too."""
    visit = visits.with_id(due.db, visit_id)
    if visit is None or not visit.is_on or visit.meeting.ends_at <= due.now:
        return Dropped("the visit is off or over")
    by = members.people(due.db, [visit.made_by_id])[visit.made_by_id]
    sentence = _named(
        by,
        N_("{who} has a visit with the same person in the same week: {visit}. Agree on who goes."),
        N_(
            "{who} ({organization}) has a visit with the same person in the same week: {visit}. "
            "Agree on who goes."
        ),
    )
    text = Text(sentence, who=by, organization=by.organization or "", visit=headline(due, visit))
    return Card(body=(text,))


def _named(by: Person, alone: Message, with_organization: Message) -> Message:
    return with_organization if by.organization else alone
