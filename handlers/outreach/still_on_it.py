"""After a claim: is anybody known to run, and is somebody still on it?"""

from datetime import datetime, timedelta
from typing import Annotated

from config.campaign import cadence
from handlers.arguments.race import coming_contest
from handlers.candidates.adding import add_button
from handlers.candidates.listing import list_candidates
from handlers.cards import Button, Card, Refused, Reply
from handlers.districts.leaving import release_district
from handlers.outreach.cadence import State, cadence_of, follow_ups_at, morning
from handlers.outreach.chains import followed, zone_of
from handlers.outreach.claim_reminders import ask_again
from handlers.outreach.rows import ClaimKind
from handlers.outreach.subjects import LOOK_UP, STILL_ON_IT
from handlers.registry import Reach, command, reminder
from handlers.request import Dropped, DueRequest, Request
from handlers.text import N_, NP_, Text
from handlers.timing import Held, Quiet, Weekends
from storage import candidate_names, candidates, claims, members, races
from storage.claims import Claim
from storage.outreach import chains, contacts, replies
from storage.visits import visits

_ENOUGH = 2
"""How many candidates a race has that nobody need look up (guide: every race is contested until known)."""


@reminder(LOOK_UP, quiet=Quiet.LATER, weekends=Weekends.LATER)
def look_up_candidates(due: DueRequest, claim_id: int) -> Card | Dropped:
    """Remind somebody who claimed a seat to find out who runs for it."""
    claim = _standing(due, claim_id)
    if claim is None:
        return Dropped("they no longer work it")
    seat = due.districts.catalogue[claim.seat_id]
    contest = coming_contest(seat, due)
    if contest is None:
        return Dropped("no election is known for the seat")
    race = races.find(due.db, contest)
    known = len(candidates.of_races(due.db, [race.id])[race.id]) if race else 0
    if known >= _ENOUGH:
        return Dropped("its candidates are known")
    none = N_(
        "No candidate for {seat} is on the list yet. Look up who runs, most states list them on the "
        "election office's site, and add the ones you find."
    )
    some = Text(
        NP_(
            "{seat} has {n} candidate on the list. Look up who runs, most states list them on the "
            "election office's site, and add the ones you find.",
            "{seat} has {n} candidates on the list. Look up who runs, most states list them on the "
            "election office's site, and add the ones you find.",
        ),
        seat=seat,
        n=known,
    )
    text = some if known else Text(none, seat=seat)
    see = Button(N_("See the list"), list_candidates, district=seat)
    return Card(body=(text,), actions=(add_button(due, seat), see))


@reminder(STILL_ON_IT, quiet=Quiet.LATER, weekends=Weekends.LATER)
def still_on_it(due: DueRequest, claim_id: int) -> Card | Dropped | Held:
    """Ask somebody whose district has seen nothing for two weeks; later, where something was logged."""
    claim = _standing(due, claim_id)
    if claim is None:
        return Dropped("they no longer work it")
    chosen = _asked_at(due, claim)
    if chosen is not None and chosen > due.now:
        return Held(chosen, "something was logged")
    if _is_nudged_today(due, claim):
        return Held(_in_two_weeks(due, due.now, claim), "a follow-up of the district comes with it")
    seat = due.districts.catalogue[claim.seat_id]
    text = Text(
        NP_(
            "Nothing was logged for {seat} in {n} day. Are you still on it?",
            "Nothing was logged for {seat} in {n} days. Are you still on it?",
        ),
        seat=seat,
        n=cadence().still_on_it,
    )
    yes = Button(N_("Yes"), yes_still_on_it, claim=claim)
    release = Button(N_("Release"), release_district, district=seat)
    return Card(body=(text,), actions=(yes, release))


def _standing(due: DueRequest, claim_id: int) -> Claim | None:
    claim = claims.with_id(due.db, claim_id)
    return claim if claim is not None and claim.released_at is None else None


def _asked_at(due: DueRequest, claim: Claim) -> datetime | None:
    """Two weeks after anybody last logged anything about the seat's candidates, or visits somebody there."""
    own = _candidates_of(due, claim)
    logged = [
        entry.logged_at
        for by_candidate in (contacts.of_candidates(due.db, own), replies.of_candidates(due.db, own))
        for entries in by_candidate.values()
        for entry in entries
    ]
    logged += [visit.meeting.ends_at for visit in visits.in_seat(due.db, claim.seat_id, _lately(due))]
    return _in_two_weeks(due, max(logged), claim) if logged else None


def _lately(due: DueRequest) -> datetime:
    return due.now - timedelta(days=cadence().still_on_it + 1)


def _in_two_weeks(due: DueRequest, moment: datetime, claim: Claim) -> datetime:
    zone = zone_of(due, members.with_id(due.db, claim.member_id))
    return morning(moment, cadence().still_on_it, zone)


def _candidates_of(due: DueRequest, claim: Claim) -> list[int]:
    known = candidate_names.in_seats(due.db, [claim.seat_id], due.now.year - 1)
    return [one.running.candidate_id for one in known if one.running.candidate_id is not None]


def _is_nudged_today(due: DueRequest, claim: Claim) -> bool:
    """Whether a follow-up of the seat's candidates comes to the same person on the same day."""
    zone = zone_of(due, members.with_id(due.db, claim.member_id))
    today = due.now.astimezone(zone).date()
    own = set(_candidates_of(due, claim))
    waiting = [
        known
        for chain in chains.of_member(due.db, claim.member_id)
        if chain.candidate_id in own and (known := followed(due, chain)) is not None
    ]
    return any(
        one.progress.state is State.DUE and at.astimezone(zone).date() == today
        for one in waiting
        for at in follow_ups_at(one.chain.began_at, cadence_of(due.coalition), zone)
    )


@command("still-on-it", N_("Say that you still work a district"), reach=Reach.PRESSED)
def yes_still_on_it(request: Request, claim: Annotated[Claim, ClaimKind()]) -> Reply:
    """Go on; ask again in two weeks."""
    if claim.released_at is not None:
        raise Refused(Text(N_("You no longer work that district. /claim-district takes it again.")))
    ask_again(request, claim, request.member)
    seat = request.districts.catalogue[claim.seat_id]
    text = Text(N_("Good. I'll ask again in two weeks if nothing is logged for {seat}."), seat=seat)
    see = Button(N_("See the candidates"), list_candidates, district=seat)
    return Reply(Card(body=(text,), actions=(see,)))
