"""What a new claim brings later: a look at who runs, and the question whether somebody is still on it."""

from config.campaign import cadence
from handlers.outreach.cadence import morning
from handlers.outreach.chains import zone_of
from handlers.outreach.subjects import LOOK_UP, STILL_ON_IT
from handlers.request import Request
from storage.claims import Claim
from storage.members import Member


def remind_of_claim(request: Request, claim: Claim, claimant: Member) -> None:
    """Write both down, in the morning of the person's own day."""
    zone = zone_of(request, claimant)
    look_up = morning(claim.claimed_at, cadence().look_up, zone)
    request.tell_at(claimant.id, LOOK_UP, claim.id, f"{LOOK_UP}:{claim.id}", look_up)
    ask_again(request, claim, claimant)


def ask_again(request: Request, claim: Claim, claimant: Member) -> None:
    """Ask in two weeks whether somebody is still on it."""
    at = morning(request.now, cadence().still_on_it, zone_of(request, claimant))
    request.tell_at(claimant.id, STILL_ON_IT, claim.id, f"{STILL_ON_IT}:{claim.id}:{at.date()}", at)
