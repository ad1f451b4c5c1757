"""What is said when a chain has run out, changes hands, or is left by everybody."""

from handlers.cards import Button, Card
from handlers.outreach.cadence import State
from handlers.outreach.chains import Followed
from handlers.outreach.contacting import log_contact
from handlers.outreach.following import chain_in, ends_by, not_followed_up, what_was_done, who_in
from handlers.outreach.replying import log_reply
from handlers.outreach.subjects import CHAIN_LEFT, CHAIN_OVER, CHAIN_TAKEN_OVER
from handlers.outreach.wording import person
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest, Redirected
from handlers.text import N_, Message, Text, Value
from handlers.timing import Quiet, Weekends
from storage import claims


@reminder(CHAIN_OVER, quiet=Quiet.LATER, weekends=Weekends.LATER)
def chain_over(due: DueRequest, chain_id: int) -> Card | Dropped | Redirected:
    """A week after the last follow-up: another way, or the lead learns that nobody followed up."""
    known = chain_in(due, chain_id)
    if known is None or known.chain.closed_at is not None or ends_by(due, known, due.now):
        return Dropped("it ended before")
    if due.recipient is None or due.recipient.member_id != known.chain.member_id:
        return Dropped("somebody else follows up by now")
    who = who_in(due, known)
    if known.progress.state is State.NO_RESPONSE:
        return _another_way(due, known, who)
    if known.progress.state is not State.NOT_FOLLOWED_UP:
        return Dropped("it counts from a later request")
    return _for_the_lead(due, known, who)


def _another_way(due: DueRequest, known: Followed, who: Value) -> Card | Redirected:
    """What else may work, for whoever asked; for the lead where that is nobody who works the district."""
    text = Text(
        N_(
            "{who} has not answered a request and {n} follow-ups, so they count as “no response”. "
            "Another way may work: their staff, a question at a town hall, or an invitation."
        ),
        who=who,
        n=known.progress.all,
    )
    card = Card(body=(text,), actions=(Button(N_("Log contact"), log_contact, candidate=known.running),))
    team = claims.all_in_seat(due.db, known.race.seat_id)
    if any(claim.member_id == known.chain.member_id for claim in team):
        return card
    lead = claims.lead_of(due.db, known.race.seat_id)
    return Redirected(lead.member_id, card) if lead else card


def _for_the_lead(due: DueRequest, known: Followed, who: Value) -> Card | Redirected:
    asker = person(due, known.chain.member_id)
    text = Text(
        N_("{asker} asked, and {state} Somebody could ask once more."),
        asker=asker,
        state=not_followed_up(known, who),
    )
    card = Card(body=(text,), actions=(Button(N_("Log contact"), log_contact, candidate=known.running),))
    lead = claims.lead_of(due.db, known.race.seat_id)
    if lead is None or lead.member_id == known.chain.member_id:
        own = Text(N_("{state} You could ask once more."), state=not_followed_up(known, who))
        return Card(body=(own,), actions=card.actions)
    return Redirected(lead.member_id, card)


@reminder(CHAIN_TAKEN_OVER, quiet=Quiet.LATER)
def chain_taken_over(due: DueRequest, chain_id: int) -> Card | Dropped:
    """Tell a lead that they follow up now."""
    known = chain_in(due, chain_id)
    if known is None or known.chain.closed_at is not None:
        return Dropped("it ended before")
    text = Text(
        N_("You follow up with {who} now, since whoever asked no longer works the district.\n{done}"),
        who=who_in(due, known),
        done=what_was_done(due, known),
    )
    return Card(body=(text,), actions=(Button(N_("They replied"), log_reply, candidate=known.running),))


@reminder(CHAIN_LEFT, quiet=Quiet.LATER)
def chain_left(due: DueRequest, chain_id: int) -> Card | Dropped:
    """Tell an organiser that a request waits for an answer and nobody follows up."""
    known = chain_in(due, chain_id)
    if known is None:
        return Dropped("the candidate is gone")
    if not known.contacts:
        return Dropped("the request was taken back")
    why = _why_left(due, known)
    text = Text(
        why,
        who=who_in(due, known),
        asker=person(due, known.contacts[0].by_member_id),
        leaver=person(due, known.chain.member_id),
    )
    return Card(body=(text,), actions=(Button(N_("Log contact"), log_contact, candidate=known.running),))


def _why_left(due: DueRequest, known: Followed) -> Message:
    """Who asked, and that whoever followed up does not any more."""
    leaver = known.chain.member_id
    gave_back = claims.who_left(due.db, known.race.seat_id).get(leaver)
    by_themselves = gave_back is not None and gave_back.released_by_id == leaver
    if known.contacts[0].by_member_id == leaver and by_themselves:
        return N_("{asker} asked {who}, and gave the district back. It has no lead who would follow up now.")
    if by_themselves:
        return N_(
            "{asker} asked {who}. {leaver}, who followed up, gave the district back. "
            "It has no lead who would follow up now."
        )
    return N_(
        "{asker} asked {who}. {leaver}, who followed up, no longer works the district. "
        "It has no lead who would follow up now."
    )
