"""Everything about one candidate: what was done, what they answered, and how to take an entry back."""

from collections.abc import Sequence
from typing import Annotated

from handlers.candidates.adding import correct_candidate
from handlers.candidates.fields import RunningKind, shown_source
from handlers.candidates.showing import candidate_line
from handlers.candidates.withdrawing import back_button, may_change, withdraw_button
from handlers.cards import Block, Button, Card, Note, Reply, Row, Rows
from handlers.outreach.contacting import log_contact, withdraw_contact
from handlers.outreach.correcting import correct_contact, correct_reply
from handlers.outreach.replying import log_reply, withdraw_reply
from handlers.outreach.standing import Standing, lines, standings
from handlers.outreach.wording import ANSWERS, OUTCOMES, material_name, person, tactic
from handlers.registry import Effect, Reach, command
from handlers.request import Request
from handlers.text import N_, Listing, Text, verbatim
from handlers.town_halls.topics import reads_spanish, topic_name
from storage import candidate_names
from storage.candidates import Running
from storage.outreach import materials
from storage.outreach.contacts import Contact
from storage.outreach.replies import Answered

_PAGE = 10
"""How many entries stand on a page."""


@command("see-candidate", N_("Everything about a candidate"), effect=Effect.READS, reach=Reach.PRESSED)
def see_candidate(request: Request, candidate: Annotated[Running, RunningKind()], page: int = 0) -> Reply:
    """Show one person everything that was logged about a candidate, the newest first, in pages.

    Page 0 is the first, beside the card that it was asked on; a page that is turned to replaces the last.
    """
    standing = standings(request, [candidate]).get(candidate.candidate_id or 0)
    seat = request.districts.catalogue[candidate_names.race_of(request.db, candidate).seat_id]
    body: list[Block] = [candidate_line(candidate), *lines(request, standing)]
    entries = [] if standing is None else _newest_first(standing)
    pages = max(1, -(-len(entries) // _PAGE))
    shown = min(max(page, 1), pages)
    body += _rows(request, entries[(shown - 1) * _PAGE : shown * _PAGE])
    if pages > 1:
        body.append(Note(Text(N_("Page {page} of {pages}"), page=shown, pages=pages)))
    turns = [(N_("Previous page"), shown - 1)] if shown > 1 else []
    turns += [(N_("Next page"), shown + 1)] if shown < pages else []
    turning = (Button(label, see_candidate, candidate=candidate, page=number) for label, number in turns)
    title = Text(N_("{name} ({seat})"), name=candidate.name, seat=seat)
    return Reply(Card(title, tuple(body), (*_actions(request, candidate), *turning)), beside=page == 0)


def _actions(request: Request, candidate: Running) -> tuple[Button, ...]:
    may = may_change(request, candidate)
    if candidate.withdrawn_at is not None:
        return (back_button(candidate),) if may else ()
    correct = Button(N_("Correct the candidate"), correct_candidate, candidate=candidate)
    no_longer = (withdraw_button(candidate),) if may else ()
    if not candidate.still_listed:
        return (correct, *no_longer)
    contact = Button(N_("Log contact"), log_contact, candidate=candidate)
    replied = Button(N_("Log reply"), log_reply, candidate=candidate)
    return (contact, replied, correct, *no_longer)


def _newest_first(standing: Standing) -> list[Contact | Answered]:
    replies = [(reply.at, reply) for reply in standing.replies]
    contacts = [(contact.at, contact) for contact in standing.contacts]
    return [entry for _, entry in sorted([*replies, *contacts], key=lambda one: one[0], reverse=True)]


def _rows(request: Request, entries: Sequence[Contact | Answered]) -> list[Block]:
    rows = tuple(
        _reply(request, entry) if isinstance(entry, Answered) else _contact(request, entry)
        for entry in entries
    )
    return [Rows(rows)] if rows else []


def _contact(request: Request, contact: Contact) -> Row:
    text = Text(
        N_("{at}, {who}: {how}. {outcome}."),
        at=contact.at,
        who=person(request, contact.by_member_id),
        how=tactic(contact.tactic),
        outcome=Text(OUTCOMES[contact.outcome]),
    )
    given = materials.given_by(request.db, [contact.id])
    if given:
        names = Listing(tuple(material_name(one) for one in given))
        sentence = (
            N_("{above} Given: {materials}.") if contact.was_taken else N_("{above} Offered: {materials}.")
        )
        text = Text(sentence, above=text, materials=names)
    if contact.topic is not None:
        topic = topic_name(contact.topic, reads_spanish(request))
        text = Text(N_("{above} Asked about: {topic}."), above=text, topic=topic)
    if contact.note:
        text = Text(N_("{above}\n{line}"), above=text, line=verbatim(contact.note))
    own = contact.by_member_id == request.member.id or request.may_organise
    correct = Button(N_("Correct"), correct_contact, contact=contact)
    return Row(text, (correct, Button(N_("Take it back"), withdraw_contact, contact=contact)) if own else ())


def _reply(request: Request, reply: Answered) -> Row:
    text = Text(
        N_("{at}, logged by {who}: {answer}."),
        at=reply.at,
        who=person(request, reply.by_member_id),
        answer=Text(ANSWERS[reply.answer]),
    )
    if reply.words:
        text = Text(N_("{above}\n“{words}”"), above=text, words=reply.words)
    if reply.source:
        text = Text(N_("{above}\nSource: {source}"), above=text, source=shown_source(reply.source))
    own = reply.by_member_id == request.member.id or request.may_organise
    correct = Button(N_("Correct"), correct_reply, reply=reply)
    return Row(text, (correct, Button(N_("Take it back"), withdraw_reply, reply=reply)) if own else ())
