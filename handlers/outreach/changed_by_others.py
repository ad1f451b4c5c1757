"""What is said to whoever logged something that somebody else took back or corrected."""

from handlers.cards import Button, Card
from handlers.outreach.authors import done_by
from handlers.outreach.seeing import see_candidate
from handlers.outreach.subjects import CONTACT_CHANGED, REPLY_CHANGED
from handlers.outreach.wording import OUTCOMES, answer_line, person, tactic
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest, Scene
from handlers.text import N_, Strong, Text, Value, verbatim
from handlers.timing import Quiet
from storage import candidate_names, candidates
from storage.candidates import Running
from storage.history import Deed
from storage.outreach import contacts, replies
from storage.outreach.contacts import Contact


@reminder(CONTACT_CHANGED, quiet=Quiet.LATER)
def contact_changed(due: DueRequest, contact_id: int) -> Card | Dropped:
    """Tell somebody that a contact that they logged was taken back or corrected."""
    contact = contacts.with_id(due.db, contact_id)
    running = candidates.added(due.db, contact.candidate_id) if contact else None
    if contact is None or running is None:
        return Dropped("the candidate is gone")
    return _card(due, running, _contact(due, contact, running))


@reminder(REPLY_CHANGED, quiet=Quiet.LATER)
def reply_changed(due: DueRequest, reply_id: int) -> Card | Dropped:
    """Tell somebody that an answer that they logged was taken back or corrected."""
    reply = replies.with_id(due.db, reply_id)
    running = candidates.added(due.db, reply.candidate_id) if reply else None
    if reply is None or running is None:
        return Dropped("the candidate is gone")
    return _card(due, running, answer_line(reply, _who(due, running)))


def _card(due: DueRequest, running: Running, what: Text) -> Card:
    done = done_by(due.key)
    sentence = (
        N_("{who} took back what you logged:\n{what}")
        if done.deed is Deed.WITHDRAWN
        else N_("{who} corrected what you logged. It reads now:\n{what}")
    )
    text = Text(sentence, who=person(due, done.by_id), what=what)
    return Card(body=(text,), actions=(Button(N_("See the candidate"), see_candidate, candidate=running),))


def _contact(scene: Scene, contact: Contact, running: Running) -> Text:
    text = Text(
        N_("{how} to {name}, {at}. {outcome}."),
        how=tactic(contact.tactic),
        name=_who(scene, running),
        at=contact.at,
        outcome=Text(OUTCOMES[contact.outcome]),
    )
    if not contact.note:
        return text
    return Text(N_("{above}\n{line}"), above=text, line=verbatim(contact.note))


def _who(scene: Scene, running: Running) -> Value:
    seat = scene.districts.catalogue[candidate_names.race_of(scene.db, running).seat_id]
    return Text(N_("{name} ({seat})"), name=Strong(running.name), seat=seat)
