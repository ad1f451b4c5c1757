"""The nudges of a chain, its card, and what its buttons do."""

from datetime import datetime
from typing import Annotated

from handlers.cards import About, Button, Card, Refused, Reply, Style
from handlers.outreach.cadence import State, cadence_of, morning, over_at
from handlers.outreach.chains import (
    Followed,
    changed,
    followed,
    is_over,
    join_or_begin,
    nudge_key,
    step_of,
    who_gave_it_back,
    zone_of,
)
from handlers.outreach.contacting import withdraw_contact
from handlers.outreach.replying import log_reply
from handlers.outreach.rows import ChainKind
from handlers.outreach.subjects import FOLLOW_UP
from handlers.outreach.wording import days_ago, did, material_name, person
from handlers.registry import Reach, command, reminder, standing_card
from handlers.request import Dropped, DueRequest, Redirected, Request, Scene
from handlers.text import N_, Listing, Strong, Text, Value
from handlers.timing import Company, Late, Quiet, Weekends
from storage import claims, lead_offers
from storage.outreach import chains, contacts, materials, replies
from storage.outreach.chains import Chain, Why
from storage.outreach.contacts import NewContact, Outcome


@reminder(
    FOLLOW_UP,
    quiet=Quiet.LATER,
    weekends=Weekends.LATER,
    late=Late.SAY_SO,
    company=Company.WITH_OTHERS,
)
def follow_up(due: DueRequest, chain_id: int) -> Card | Dropped | Redirected:
    """Nudge whoever asked a candidate to ask again."""
    known = chain_in(due, chain_id)
    if known is None:
        return Dropped("the candidate is gone")
    if due.recipient is None or due.recipient.member_id != known.chain.member_id:
        return Dropped("somebody else follows up by now")
    if ends_by(due, known, due.now):
        return Dropped("the race is over")
    if known.progress.state is not State.DUE:
        return Dropped("there is nothing to follow up")
    if who_gave_it_back(due, known) is not None:
        return _for_somebody_else(due, known)
    if step_of(due.key) < known.progress.due:
        return Dropped("a later follow-up is due")
    return _card(due, known)


def _for_somebody_else(due: DueRequest, known: Followed) -> Card | Dropped | Redirected:
    """A nudge of somebody who gave the district back: for its lead, where there is one or will be."""
    if lead_offers.open_for(due.db, known.race.seat_id) is not None:
        return Dropped("they gave the district back, and its supporters are asked to lead")
    lead = claims.lead_of(due.db, known.race.seat_id)
    return _card(due, known) if lead is None else Redirected(lead.member_id, _card(due, known))


@standing_card(FOLLOW_UP)
def chain_card(scene: Scene, chain_id: int) -> Card | None:
    """A chain as it stands."""
    known = chain_in(scene, chain_id)
    return None if known is None else _card(scene, known)


def ends_by(scene: Scene, known: Followed, moment: datetime) -> bool:
    """Whether a moment is on the day of the election, or after it."""
    return moment.astimezone(scene.coalition.zone).date() >= known.race.over_by


def chain_in(scene: Scene, chain_id: int) -> Followed | None:
    """The chain of that row with all that belongs to it; None when its candidate is gone."""
    chain = chains.with_id(scene.db, chain_id)
    return followed(scene, chain) if chain else None


def _card(scene: Scene, known: Followed) -> Card:
    about = About(FOLLOW_UP, known.chain.id)
    ended = _ended(scene, known)
    if ended is not None:
        return Card(body=(ended,), about=about)
    who = who_in(scene, known)
    replied = Button(N_("They replied"), log_reply, candidate=known.running)
    if known.progress.state is State.WAITING:
        text = _waiting(known, who)
        return Card(body=(text,), actions=(replied,), about=about)
    title = Text(
        N_("Follow up with {name} ({seat}), follow-up {n} of {all}"),
        name=known.running.name,
        seat=scene.districts.catalogue[known.race.seat_id].code,
        n=known.progress.due,
        all=known.progress.all,
    )
    actions = (
        Button(N_("I followed up"), followed_up, style=Style.PRIMARY, chain=known.chain),
        replied,
        Button(N_("Tomorrow"), tomorrow, chain=known.chain),
    )
    return Card(title, (what_was_done(scene, known),), actions, about)


def who_in(scene: Scene, known: Followed) -> Text:
    """Whom a chain asks, with the seat."""
    seat = scene.districts.catalogue[known.race.seat_id]
    return Text(N_("{name} ({seat})"), name=Strong(known.running.name), seat=seat)


def _ended(scene: Scene, known: Followed) -> Text | None:
    """Why there is nothing to follow up any more; None while there is."""
    who = who_in(scene, known)
    if known.chain.why is not None:
        sentence = {
            Why.REPLIED: N_("{who} answered. There is nothing to follow up."),
            Why.WITHDRAWN: N_("The request to {who} was taken back. There is nothing to follow up."),
            Why.NO_LONGER_RUNS: N_("{who} no longer runs. There is nothing to follow up."),
            Why.NOBODY_LEFT: N_("The district of {who} has no lead any more, so the follow-ups ended."),
            Why.BEGUN_ANEW: N_("{who} was asked anew. The newer reminder counts."),
        }[known.chain.why]
        return Text(sentence, who=who)
    if is_over(scene, known.race):
        return Text(N_("The race of {who} is over. There is nothing to follow up."), who=who)
    if known.progress.state is State.NO_RESPONSE:
        return Text(
            N_("{who} did not respond to a request and {n} follow-ups."), who=who, n=known.progress.all
        )
    if known.progress.state is State.NOT_FOLLOWED_UP:
        return not_followed_up(known, who)
    return None


def not_followed_up(known: Followed, who: Value) -> Text:
    """That nobody followed up often enough, and how often they did."""
    return Text(
        N_("{who}: not followed up ({n} of {all})."),
        who=who,
        n=known.progress.logged,
        all=known.progress.all,
    )


def _waiting(known: Followed, who: Value) -> Text:
    n, every, next_at = known.progress.logged, known.progress.all, known.progress.next_at
    if known.progress.race_ends_first:
        return Text(
            N_("{who}: followed up {n} of {all} times. The race is over before another reminder would come."),
            who=who,
            n=n,
            all=every,
        )
    if next_at is None:
        return Text(N_("{who}: followed up {n} of {all} times."), who=who, n=n, all=every)
    if n == 0:
        return Text(N_("{who}: I'll remind you to follow up {at}."), who=who, at=next_at)
    return Text(
        N_("{who}: followed up {n} of {all} times. The next reminder comes {at}."),
        who=who,
        n=n,
        all=every,
        at=next_at,
    )


def what_was_done(scene: Scene, known: Followed) -> Text:
    """What was sent, by whom, how long ago."""
    first = known.contacts[0]
    ago, done = days_ago(first.at, scene), did(first.tactic)
    if first.by_member_id == known.chain.member_id:
        said = Text(N_("You {did} {ago}."), did=done, ago=ago)
    else:
        said = Text(N_("{who} {did} {ago}."), who=person(scene, first.by_member_id), did=done, ago=ago)
    given = materials.given_by(scene.db, [one.id for one in known.contacts if one.was_taken])
    if given:
        names = Listing(tuple(material_name(one) for one in given))
        said = Text(N_("{above} They were given {materials}."), above=said, materials=names)
    if replies.of_candidates(scene.db, [known.chain.candidate_id])[known.chain.candidate_id]:
        return Text(N_("{above} This newer request has no answer yet."), above=said)
    return Text(N_("{above} No answer is logged."), above=said)


@command("followed-up", N_("Note that you followed up with a candidate"), reach=Reach.PRESSED)
def followed_up(request: Request, chain: Annotated[Chain, ChainKind()]) -> Reply:
    """Log an attempt to get an answer, in the way of the first request; a late one is a new request."""
    known = followed(request, chain)
    changed(request, chain)
    if known is not None and known.has_run_out and not is_over(request, known.race):
        return _asked_anew(request, known)
    if known is None or known.progress.state is not State.DUE or is_over(request, known.race):
        return Reply(About(FOLLOW_UP, chain.id))
    new = NewContact(chain.candidate_id, known.contacts[0].tactic, Outcome.SENT, request.now, "", chain.id)
    contacts.log(request.db, new, request.member.id, request.now)
    return Reply(About(FOLLOW_UP, chain.id))


def _asked_anew(request: Request, known: Followed) -> Reply:
    """Log what somebody did after the follow-ups had run out: it begins new ones."""
    candidate_id = known.chain.candidate_id
    begun = join_or_begin(request, candidate_id, request.now)
    new = NewContact(candidate_id, known.contacts[0].tactic, Outcome.SENT, request.now, "", begun.id)
    contact = contacts.log(request.db, new, request.member.id, request.now)
    now = followed(request, begun)
    next_at = now.progress.next_at if now else None
    who = who_in(request, known)
    text = (
        Text(N_("Logged. It is long ago that {who} was asked, so this is a new request."), who=who)
        if next_at is None
        else Text(
            N_(
                "Logged. It is long ago that {who} was asked, so this is a new request. "
                "I'll remind you to follow up {at}, unless they answer."
            ),
            who=who,
            at=next_at,
        )
    )
    back = Button(N_("Take it back"), withdraw_contact, contact=contact)
    return Reply(Card(body=(text,), actions=(back,)), beside=True)


@command("follow-up-tomorrow", N_("Be reminded of a follow-up tomorrow"), reach=Reach.PRESSED)
def tomorrow(request: Request, chain: Annotated[Chain, ChainKind()]) -> Reply:
    """Remind somebody again on the next working day."""
    known = followed(request, chain)
    if known is None or known.progress.state is not State.DUE or is_over(request, known.race):
        changed(request, chain)
        return Reply(About(FOLLOW_UP, chain.id))
    if request.member.id != chain.member_id:
        raise Refused(Text(N_("Somebody else is reminded of this. Nothing has changed.")))
    at = morning(request.now, 1, zone_of(request, request.member))
    if ends_by(request, known, at):
        name = Strong(known.running.name)
        over = Text(N_("The race of {name} is over by then, so I won't remind you again."), name=name)
        return Reply(Card(body=(over,)), beside=True)
    if at >= over_at(chain.began_at, cadence_of(request.coalition), zone_of(request, request.member)):
        name = Strong(known.running.name)
        late = Text(N_("{name} counts as not followed up by then, so I won't remind you again."), name=name)
        return Reply(Card(body=(late,)), beside=True)
    key = nudge_key(chain, known.progress.due, f"again-{at.date()}")
    request.tell_at(chain.member_id, FOLLOW_UP, chain.id, key, at)
    text = Text(N_("I'll remind you of {name} again {at}."), name=Strong(known.running.name), at=at)
    return Reply(Card(body=(text,)), beside=True)
