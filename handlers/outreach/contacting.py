"""Logging that a candidate was contacted, and taking that back."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Annotated

from config.campaign import Tactic
from handlers.arguments.candidate import CandidateKind
from handlers.arguments.plain import OneOf, Words
from handlers.arguments.when import WhenKind
from handlers.cards import Block, Button, Card, FieldKind, Note, Press, Refused, Reply
from handlers.outreach.authors import tell_author
from handlers.outreach.chains import followed, is_over, join_or_begin, recount
from handlers.outreach.fairness import warning
from handlers.outreach.parity.debts import Owed, named, owed_now, sentence
from handlers.outreach.parity.topics import in_order
from handlers.outreach.parity.why import why_alike
from handlers.outreach.replying import log_reply
from handlers.outreach.rows import ContactKind, MaterialsKind
from handlers.outreach.subjects import CONTACT_CHANGED
from handlers.outreach.tactics import TacticKind, label
from handlers.outreach.wording import OUTCOMES, days_ago, did, material_name, person
from handlers.registry import Label, Reach, command
from handlers.request import Request
from handlers.text import N_, Listing, Strong, Text
from handlers.town_halls.topics import OTHER, TopicKind, reads_spanish, topic_name
from handlers.visits.nearby import tell_of_contact
from storage import candidate_names, candidates
from storage.candidates import Running
from storage.history import Deed
from storage.outreach import chains, contacts
from storage.outreach import materials as handed_out
from storage.outreach.chains import Chain
from storage.outreach.contacts import Contact, NewContact, Outcome
from storage.outreach.materials import Material
from storage.races import Race

_LONGEST_NOTE = 3000
_JUST_NOW = timedelta(minutes=1)
"""Within this time the same contact is rather a slip than a second one."""


@command(
    "log-contact",
    N_("Note that you contacted a candidate"),
    title=N_("Log a contact"),
    submit=N_("Log"),
)
def log_contact(
    request: Request,
    candidate: Annotated[Running, CandidateKind(), Label(N_("Candidate"), N_("A name, or a part of it"))],
    how: Annotated[Tactic, TacticKind(), Label(N_("How"))],
    materials: Annotated[
        tuple[Material, ...], MaterialsKind(), Label(N_("Materials"), N_("What they were given with it"))
    ] = (),
    when: Annotated[
        datetime | None, WhenKind(), Label(N_("When"), N_("Like “yesterday 3pm”; leave empty for now"))
    ] = None,
    outcome: Annotated[Outcome, OneOf(Outcome, OUTCOMES), Label(N_("Outcome"))] = Outcome.SENT,
    note: Annotated[
        str, Words(_LONGEST_NOTE, FieldKind.PARAGRAPH), Label(N_("Note"), N_("For your coalition only"))
    ] = "",
) -> Reply:
    """Write down a contact with a candidate or their staff; a request is followed up from now on."""
    candidate_id = candidates.own_row(request.db, candidate, request.member, request.now)
    given = tuple(material.id for material in materials)
    new = NewContact(candidate_id, how.id, outcome, when or request.now, note, None, given)
    same = _just_logged(request, new)
    if same:
        raise _twice(candidate, how, same[-1])
    return _log(request, candidate, how, new, materials)


@command(
    "log-question",
    N_("Note that you asked a candidate about a topic"),
    reach=Reach.PRESSED,
    title=N_("Log a question"),
    submit=N_("Log"),
)
def log_question(
    request: Request,
    candidate: Annotated[Running, CandidateKind(), Label(N_("Candidate"))],
    topic: Annotated[str, TopicKind(), Label(N_("Topic"), N_("What they were asked about"))],
    how: Annotated[Tactic, TacticKind(), Label(N_("How"))],
    when: Annotated[
        datetime | None, WhenKind(), Label(N_("When"), N_("Like “yesterday 3pm”; leave empty for now"))
    ] = None,
    outcome: Annotated[Outcome, OneOf(Outcome, OUTCOMES), Label(N_("Outcome"))] = Outcome.SENT,
    note: Annotated[
        str, Words(_LONGEST_NOTE, FieldKind.PARAGRAPH), Label(N_("Note"), N_("For your coalition only"))
    ] = "",
) -> Reply:
    """Write down a contact in which a candidate was asked about a topic that others of the race were."""
    candidate_id = candidates.own_row(request.db, candidate, request.member, request.now)
    new = NewContact(candidate_id, how.id, outcome, when or request.now, note, topic=topic)
    same = _just_logged(request, new)
    if same:
        raise _twice(candidate, how, same[-1])
    return _log(request, candidate, how, new, ())


def _log(
    request: Request, candidate: Running, how: Tactic, new: NewContact, given: tuple[Material, ...]
) -> Reply:
    race = candidate_names.race_of(request.db, candidate)
    chain = None
    if how.asks and new.outcome is not Outcome.DECLINED and not is_over(request, race):
        chain = join_or_begin(request, new.candidate_id, new.at)
    followed_up = replace(new, chain_id=chain.id if chain else None)
    contact = contacts.log(request.db, followed_up, request.member.id, request.now)
    if chain is not None and new.at < chain.began_at:
        recount(request, chain.id)
    tell_of_contact(request, contact)
    return Reply(_logged(request, race, contact, given, chain))


def _just_logged(request: Request, new: NewContact) -> list[Contact]:
    """What this person has logged a moment ago that says the same, the oldest first."""
    return [
        one
        for one in contacts.of_candidates(request.db, [new.candidate_id])[new.candidate_id]
        if one.by_member_id == request.member.id
        and request.now - one.logged_at < _JUST_NOW
        and abs(one.at - new.at) < _JUST_NOW
        and (one.tactic, one.outcome, one.note, one.topic) == (new.tactic, new.outcome, new.note, new.topic)
        and set(handed_out.given_in(request.db, [one.id])[one.id]) == set(new.materials)
    ]


def _twice(candidate: Running, how: Tactic, same: Contact) -> Refused:
    text = Text(
        N_("You logged the same just now: {how} to {name}. Log it once more?"),
        how=label(how),
        name=Strong(candidate.name),
    )
    return Refused(
        text, card=Card(body=(text,), actions=(Button(N_("Log it once more"), repeat_contact, contact=same),))
    )


@command("repeat-contact", N_("Log the same contact once more"), reach=Reach.PRESSED)
def repeat_contact(request: Request, contact: Annotated[Contact, ContactKind()]) -> Reply:
    """Write a contact down again that was logged a moment ago, since it was made twice."""
    candidate = CandidateKind().load(f"own.{contact.candidate_id}", request)
    if contact.by_member_id != request.member.id:
        raise Refused(Text(N_("Only whoever logged it can log it once more. Log yours with /log-contact.")))
    at = request.now if contact.at == contact.logged_at else contact.at
    given = tuple(handed_out.given_in(request.db, [contact.id])[contact.id])
    new = NewContact(
        contact.candidate_id, contact.tactic, contact.outcome, at, contact.note, None, given, contact.topic
    )
    if any(one.id > contact.id for one in _just_logged(request, new)):
        raise Refused(Text(N_("That was logged once more already.")))
    materials = tuple(one for one in handed_out.every(request.db) if one.id in given)
    return _log(request, candidate, TacticKind().load(contact.tactic, request), new, materials)


def _logged(
    request: Request, race: Race, contact: Contact, given: tuple[Material, ...], chain: Chain | None
) -> Card:
    how = TacticKind().load(contact.tactic, request)
    seat = request.districts.catalogue[race.seat_id]
    candidate = candidates.added(request.db, contact.candidate_id)
    if candidate is None:
        raise LookupError("the candidate that was just contacted is not there")
    body: list[Block] = [
        Text(
            N_("Logged: {how} to {name} ({seat}), {at}."),
            how=label(how),
            name=Strong(candidate.name),
            seat=seat,
            at=contact.at,
        )
    ]
    if given:
        sentence_of = N_("Given: {materials}.") if contact.was_taken else N_("Offered: {materials}.")
        body.append(Text(sentence_of, materials=Listing(tuple(map(material_name, given)))))
    asked = in_order((contact.topic,))[0] if contact.topic and contact.topic != OTHER else None
    if asked is not None:
        body.append(Text(N_("Asked about: {topic}."), topic=topic_name(asked.id, reads_spanish(request))))
    if chain is not None:
        body.append(_what_follows(request, chain, contact))
    elif how.asks and is_over(request, race):
        body.append(Text(N_("That race is over, so I won't remind anybody to follow up.")))
    sides = warning(contact.note, public=how.public)
    if sides is not None:
        body.append(sides)
    owed = [] if is_over(request, race) else owed_now(request, race, candidate, how, given, asked)
    if owed:
        body.append(sentence(owed))
    return Card(
        body=tuple(body),
        actions=(
            *(_log_the_same(one) for one in named(owed)),
            *((Button(N_("Why?"), why_alike),) if owed else ()),
            Button(N_("Log reply"), log_reply, candidate=candidate),
            Button(N_("Take it back"), withdraw_contact, contact=contact),
        ),
    )


def _log_the_same(owed: Owed) -> Button:
    """Opens the form with what a candidate is owed."""
    label = Text(N_("Log {name}"), name=owed.running.name)
    if owed.topic is not None:
        one, about = owed.running, owed.topic.id
        return Button(label, log_question, press=Press.ASKS, candidate=one, topic=about, how=owed.how)
    return Button(
        label,
        log_contact,
        press=Press.ASKS,
        candidate=owed.running,
        how=owed.how,
        materials=owed.materials or None,
    )


def _what_follows(request: Request, chain: Chain, contact: Contact) -> Text:
    """Who is reminded when; whoever joins a chain is told who wrote before."""
    current = chains.with_id(request.db, chain.id)
    known = followed(request, current) if current else None
    before = list(takewhile(lambda one: one.id != contact.id, known.contacts)) if known else []
    others = [one for one in before if one.by_member_id != request.member.id]
    next_at = known.progress.next_at if known else None
    if others:
        first = others[0]
        return Text(
            N_("{who} {did} {ago}, so this counts as a follow-up."),
            who=person(request, first.by_member_id),
            did=did(first.tactic),
            ago=days_ago(first.at, request),
        )
    if known is not None and known.progress.race_ends_first:
        return Text(
            N_("The race is over before the next reminder would come. Log the answer when there is one.")
        )
    if next_at is None:
        return Text(N_("Every follow-up is due already; log the answer when it comes."))
    if before:
        return Text(
            N_("That is follow-up {n} of {all}. I'll remind you next {at}, unless they answer."),
            n=known.progress.logged if known else 1,
            all=known.progress.all if known else 3,
            at=next_at,
        )
    return Text(N_("I'll remind you to follow up {at}, unless they answer."), at=next_at)


@command("withdraw-contact", N_("Take a logged contact back"), reach=Reach.PRESSED)
def withdraw_contact(request: Request, contact: Annotated[Contact, ContactKind()]) -> Reply:
    """Mark a contact as logged by mistake; it stays in the history."""
    if contact.by_member_id != request.member.id and not request.may_organise:
        raise Refused(Text(N_("Only whoever logged it, or an organiser, can take it back.")))
    if not contacts.withdraw(request.db, contact, request.member.id, request.now):
        raise Refused(Text(N_("That was taken back already.")))
    recount(request, contact.chain_id, contact)
    tell_author(request, CONTACT_CHANGED, contact.id, contact.by_member_id, Deed.WITHDRAWN)
    running = candidates.added(request.db, contact.candidate_id)
    name = running.name if running else ""
    return Reply(
        Card(
            body=(
                Text(N_("Taken back: it no longer counts as a contact with {name}."), name=name),
                Note(Text(N_("It stays in the history. Log it again with /log-contact."))),
            )
        )
    )
