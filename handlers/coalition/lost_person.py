"""Somebody can no longer be written to: an organiser is told, once, so that nothing of theirs is lost."""

from datetime import datetime

from handlers.cards import Button, Card
from handlers.districts.leaving import release_district
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest
from handlers.text import N_, Listing, Text, verbatim
from handlers.timing import Quiet
from storage import claims, deliveries, members, outbox, roles
from storage.members import Member
from storage.outbox import Saying
from storage.tenancy import CoalitionSession

LOST_PERSON = "lost-person"
"""The row is the member who cannot be written to."""

_BUTTONS = 5


def tell_that_a_person_is_lost(db: CoalitionSession, lost: Member, now: datetime) -> None:
    """Have an organiser told, once since anything reached them; nobody where they work no district."""
    organiser = next((one for one in roles.organisers(db) if one != lost.id), None)
    if organiser is None or not claims.all_of_member(db, lost.id):
        return
    key = f"{LOST_PERSON}:{lost.id}:{deliveries.last_said_to(db, lost.id)}"
    outbox.write(db, Saying(LOST_PERSON, lost.id, key, now, member_id=organiser), now)


@reminder(LOST_PERSON, quiet=Quiet.LATER)
def lost_person(due: DueRequest, member_id: int) -> Card | Dropped:
    """Say whom no reminder reaches any more, and offer to release what they work."""
    lost = members.with_id(due.db, member_id)
    seats = [due.districts.catalogue[one.seat_id] for one in claims.all_of_member(due.db, member_id)]
    if lost is None or not seats:
        return Dropped("they work no district any more")
    text = Text(
        N_(
            "I can't write to {who} any more; they may have left. They work {seats}. Release that, and "
            "whoever leads there follows up in their place, or you are told what waits for an answer."
        ),
        who=lost.name,
        seats=Listing(tuple(verbatim(seat.code) for seat in seats)),
    )
    release = tuple(
        Button(Text(N_("Release {seat}"), seat=seat.code), release_district, district=seat, person=lost)
        for seat in seats[:_BUTTONS]
    )
    return Card(body=(text,), actions=release)
