"""Correcting what was logged, by whoever logged it or an organiser. What it was stays in the history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from config.campaign import Tactic
from handlers.arguments.plain import OneOf, Words
from handlers.arguments.when import WhenKind, as_it_was
from handlers.candidates.fields import WhereFrom
from handlers.cards import Card, FieldKind, Refused, Reply
from handlers.districts.subjects import HOME
from handlers.outreach.authors import tell_author
from handlers.outreach.chains import is_over, join_or_begin, recount
from handlers.outreach.fairness import warning
from handlers.outreach.replying import no_thanks_due, remember_thanks
from handlers.outreach.rows import ContactKind, MaterialsKind, ReplyKind
from handlers.outreach.subjects import CONTACT_CHANGED, REPLY_CHANGED, THANKS
from handlers.outreach.tactics import TacticKind, with_id
from handlers.outreach.wording import ANSWERS, OUTCOMES
from handlers.registry import Label, Reach, command
from handlers.request import Request
from handlers.text import N_, Text
from handlers.town_halls.subjects import HOW_IT_WENT
from storage import candidate_names, candidates, posted_cards
from storage.history import Deed
from storage.outreach import contacts, materials, replies
from storage.outreach.contacts import Contact, NewContact, Outcome
from storage.outreach.materials import Material
from storage.outreach.replies import Answer, Answered, NewReply
from storage.posted_cards import Shown
from storage.town_halls import outcomes

_LONGEST = 3000


def _contact_as_it_is(request: Request, kept: Mapping[str, str]) -> Mapping[str, object]:
    contact = ContactKind().load(kept.get("contact", ""), request)
    _refuse_others(request, contact.by_member_id)
    return {
        "how": with_id(contact.tactic), "when": contact.at, "outcome": contact.outcome, "note": contact.note,
        "given": _given(request, contact),
    }  # fmt: skip


def _given(request: Request, contact: Contact) -> tuple[Material, ...]:
    """What a contact gave, as it is written down."""
    wanted = materials.given_in(request.db, [contact.id])[contact.id]
    return tuple(material for material in materials.every(request.db) if material.id in wanted)


@command(
    "correct-contact",
    N_("Correct a logged contact"),
    reach=Reach.PRESSED,
    title=N_("Correct a contact"),
    filled=_contact_as_it_is,
)
def correct_contact(
    request: Request,
    contact: Annotated[Contact, ContactKind()],
    how: Annotated[Tactic, TacticKind(), Label(N_("How"))],
    when: Annotated[datetime, WhenKind(), Label(N_("When"))],
    outcome: Annotated[Outcome, OneOf(Outcome, OUTCOMES), Label(N_("Outcome"))],
    given: Annotated[tuple[Material, ...], MaterialsKind(), Label(N_("Materials"))] = (),
    note: Annotated[str, Words(_LONGEST, FieldKind.PARAGRAPH), Label(N_("Note"))] = "",
) -> Reply:
    """Write a contact down as it was; the follow-ups count from what is right."""
    _refuse_others(request, contact.by_member_id)
    # What is off the list cannot be picked in the form; that it was given stays true.
    gave_before = _given(request, contact)
    off_the_list = [one.id for one in gave_before if one.withdrawn_at is not None]
    gave = (*(one.id for one in given), *off_the_list)
    at = as_it_was(when, contact.at)
    chain_id = _chain_for(request, contact, how, at)
    right = NewContact(contact.candidate_id, how.id, outcome, at, note, chain_id, gave)
    was = (contact.tactic, contact.outcome, contact.note, contact.at, {one.id for one in gave_before})
    differs = was != (how.id, outcome, note, at, set(gave))
    if not contacts.correct(request.db, contact, right, request.member.id, request.now):
        raise Refused(Text(N_("That was taken back meanwhile. Log it again with /log-contact.")))
    if differs:
        tell_author(request, CONTACT_CHANGED, contact.id, contact.by_member_id, Deed.CORRECTED)
    for one in dict.fromkeys((contact.chain_id, chain_id)):
        recount(request, one, contact)
    sides = warning(note, public=how.public)
    return Reply(
        Card(
            body=(
                Text(N_("Corrected. What it was before stays in the history.")),
                *((sides,) if sides else ()),
            )
        )
    )


def _chain_for(request: Request, contact: Contact, how: Tactic, when: datetime) -> int | None:
    """The chain of a corrected contact: what does not ask belongs to none, what asks joins one."""
    running = candidates.added(request.db, contact.candidate_id)
    if not how.asks or running is None:
        return None
    if contact.chain_id is not None:
        return contact.chain_id
    race = candidate_names.race_of(request.db, running)
    return None if is_over(request, race) else join_or_begin(request, contact.candidate_id, when).id


def _reply_as_it_is(request: Request, kept: Mapping[str, str]) -> Mapping[str, object]:
    reply = ReplyKind().load(kept.get("reply", ""), request)
    _refuse_others(request, reply.by_member_id)
    return {"answer": reply.answer, "words": reply.words, "source": reply.source, "when": reply.at}


@command(
    "correct-reply",
    N_("Correct a logged reply"),
    reach=Reach.PRESSED,
    title=N_("Correct a reply"),
    filled=_reply_as_it_is,
)
def correct_reply(
    request: Request,
    reply: Annotated[Answered, ReplyKind()],
    answer: Annotated[Answer, OneOf(Answer, ANSWERS), Label(N_("Answer"))],
    when: Annotated[datetime, WhenKind(), Label(N_("When"))],
    words: Annotated[str, Words(_LONGEST, FieldKind.PARAGRAPH), Label(N_("Their words"))] = "",
    source: Annotated[str, WhereFrom(), Label(N_("Source"))] = "",
) -> Reply:
    """Write a reply down as it was."""
    _refuse_others(request, reply.by_member_id)
    right = NewReply(reply.candidate_id, answer, words, source, as_it_was(when, reply.at))
    if not put_right(request, reply, right):
        raise Refused(Text(N_("That was taken back meanwhile. Log it again with /log-reply.")))
    body = [Text(N_("Corrected. What it was before stays in the history."))]
    thanks_at = thanks_after(request, reply, answer)
    if thanks_at is not None:
        body.append(Text(N_("I'll remind you to say thank you {at}."), at=thanks_at))
    return Reply(Card(body=tuple(body)))


def put_right(request: Request, reply: Answered, right: NewReply) -> bool:
    """Correct a reply, and tell whoever logged it; False when it was taken back meanwhile."""
    if not replies.correct(request.db, reply, right, request.member.id, request.now):
        return False
    if right != NewReply(reply.candidate_id, reply.answer, reply.words, reply.source, reply.at):
        tell_author(request, REPLY_CHANGED, reply.id, reply.by_member_id, Deed.CORRECTED)
    posted_cards.touch(request.db, Shown(THANKS, reply.id), Shown(HOME, reply.by_member_id))
    came_of = outcomes.of_reply(request.db, reply.id)
    posted_cards.touch(request.db, *(Shown(HOW_IT_WENT, one) for one in came_of))
    if reply.answer is Answer.SUPPORT and right.answer is not Answer.SUPPORT:
        no_thanks_due(request, reply)
    return True


def thanks_after(request: Request, was: Answered, answer: Answer) -> datetime | None:
    """A thank-you is due for what is supportive by now; when, to oneself."""
    if answer is not Answer.SUPPORT or was.answer is Answer.SUPPORT or was.thanked_at is not None:
        return None
    at = remember_thanks(request, was, request.now)
    return at if was.by_member_id == request.member.id else None


def _refuse_others(request: Request, author_id: int) -> None:
    if author_id != request.member.id and not request.may_organise:
        raise Refused(Text(N_("Only whoever logged it, or an organiser, can correct it.")))
