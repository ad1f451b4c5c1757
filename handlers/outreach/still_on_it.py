"""After a claim: is anybody known to run, and is somebody still on it?"""

from datetime import timedelta
from typing import Annotated

from config.campaign import cadence
from handlers.arguments.race import coming_contest
from handlers.candidates.adding import add_button
from handlers.candidates.listing import list_candidates
from handlers.cards import Button, Card, Refused, Reply
from handlers.districts.leaving import release_district
from handlers.outreach.claim_reminders import ask_again
from handlers.outreach.rows import ClaimKind
from handlers.outreach.subjects import LOOK_UP, STILL_ON_IT
from handlers.registry import Reach, command, reminder
from handlers.request import Dropped, DueRequest, Request
from handlers.text import N_, NP_, Text
from handlers.timing import Quiet, Weekends
from storage import candidate_names, candidates, claims, races
from storage.claims import Claim
from storage.outreach import contacts, replies

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
    text = Text(
        NP_(
            "{seat} has {n} candidate on the list. Look up who runs, most states list them on the "
            "election office's site, and add the ones you find.",
            "{seat} has {n} candidates on the list. Look up who runs, most states list them on the "
            "election office's site, and add the ones you find.",
        ),
        seat=seat,
        n=known,
    )
    see = Button(N_("See the list"), list_candidates, district=seat)
    return Card(body=(text,), actions=(add_button(due, seat), see))


@reminder(STILL_ON_IT, quiet=Quiet.LATER, weekends=Weekends.LATER)
def still_on_it(due: DueRequest, claim_id: int) -> Card | Dropped:
    """Ask somebody whose district has seen nothing for two weeks."""
    claim = _standing(due, claim_id)
    if claim is None:
        return Dropped("they no longer work it")
    if _has_been_busy(due, claim):
        return Dropped("something was logged")
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


def _has_been_busy(due: DueRequest, claim: Claim) -> bool:
    """Whether anybody logged anything about the seat's candidates in that time."""
    since = due.now - timedelta(days=cadence().still_on_it)
    known = candidate_names.in_seats(due.db, [claim.seat_id], due.now.year - 1)
    own = [one.running.candidate_id for one in known if one.running.candidate_id is not None]
    logged = [
        entry.logged_at
        for by_candidate in (contacts.of_candidates(due.db, own), replies.of_candidates(due.db, own))
        for entries in by_candidate.values()
        for entry in entries
    ]
    return any(at >= since for at in logged)


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
