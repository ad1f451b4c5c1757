"""Two who are in touch with the same person in the same week learn of each other, once."""

from datetime import timedelta

from handlers.cards import Card
from handlers.outreach.tactics import label, with_id
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest, Request
from handlers.text import N_, Message, Text
from handlers.timing import Quiet
from handlers.visits.subjects import CONTACT_NEARBY, NEARBY, REQUEST_NEARBY
from handlers.visits.wording import headline, what_was_asked
from storage import candidate_names, candidates, members, whom
from storage.members import Person
from storage.outreach import contacts
from storage.outreach.contacts import Contact
from storage.visits import requests, visits
from storage.visits.requests import VisitRequest
from storage.visits.visits import Visit
from storage.whom import Counterpart

_NEAR = timedelta(days=7)
"""The same hour a week before or after still counts."""


def tell_of_visit(request: Request, visit: Visit) -> None:
    """Have whoever arranged another visit with the same person in that week, contacted them or asked them
    for a visit, know of this one, and the other way round. An official who runs is the same person."""
    me, at = visit.made_by_id, visit.meeting.starts_at
    persons = whom.everywhere(request.db, visit)
    for person in persons:
        for other in visits.with_person(request.db, person, at - _NEAR, at + _NEAR):
            if other.made_by_id == me or other.id == visit.id:
                continue
            key = f"{NEARBY}:{min(visit.id, other.id)}:{max(visit.id, other.id)}"
            request.tell(other.made_by_id, NEARBY, visit.id, f"{key}:{other.made_by_id}")
            request.tell(me, NEARBY, other.id, f"{key}:{me}")
        for asked in requests.lately_with(request.db, person, at - _NEAR):
            if asked.made_by_id != me:
                _tell_of_request(request, asked, visit)
    running = [person.candidate_id for person in persons if person.candidate_id is not None]
    for found in contacts.of_candidates(request.db, running).values():
        for contact in found:
            if contact.by_member_id != me and _is_near(contact, visit):
                _tell_each(request, contact, visit)


def tell_of_contact(request: Request, contact: Contact) -> None:
    """Have whoever visits a candidate within a week of somebody else's contact know of it, and that one of
    the visit."""
    running = candidates.added(request.db, contact.candidate_id)
    if running is None:
        return
    seat_id = candidate_names.race_of(request.db, running).seat_id
    meant = Counterpart(seat_id, running.name, candidate_id=contact.candidate_id)
    for person in whom.everywhere(request.db, meant):
        for visit in visits.with_person(request.db, person, contact.at - _NEAR, contact.at + _NEAR):
            if visit.made_by_id != contact.by_member_id:
                _tell_each(request, contact, visit)


def tell_of_request(request: Request, asked: VisitRequest) -> None:
    """Have whoever visits that person in the week before or after somebody else asks for a visit know of it,
    and that one of the visit."""
    for person in whom.everywhere(request.db, asked):
        for visit in visits.with_person(request.db, person, request.now - _NEAR, request.now + _NEAR):
            if visit.made_by_id != asked.made_by_id:
                _tell_of_request(request, asked, visit)


def _tell_of_request(request: Request, asked: VisitRequest, visit: Visit) -> None:
    pair = f"{visit.id}:{asked.made_by_id}"
    request.tell(visit.made_by_id, REQUEST_NEARBY, asked.id, f"{REQUEST_NEARBY}:{pair}")
    request.tell(asked.made_by_id, NEARBY, visit.id, f"{NEARBY}:contact:{pair}")


def _is_near(contact: Contact, visit: Visit) -> bool:
    return abs(contact.at - visit.meeting.starts_at) <= _NEAR


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


@reminder(REQUEST_NEARBY, quiet=Quiet.LATER)
def request_nearby(due: DueRequest, request_id: int) -> Card | Dropped:
    """Tell somebody who arranged a visit that somebody else asked the same person for one."""
    asked = requests.with_id(due.db, request_id)
    if asked is None:
        return Dropped("it is gone")
    by = members.people(due.db, [asked.made_by_id])[asked.made_by_id]
    sentence = _named(
        by,
        N_("{who} asked for {what}, too, {at}. Agree on who goes."),
        N_("{who} ({organization}) asked for {what}, too, {at}. Agree on who goes."),
    )
    what, organization = what_was_asked(due, asked), by.organization or ""
    text = Text(sentence, who=by, organization=organization, what=what, at=asked.made_at)
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
