"""Somebody can no longer be written to: an organiser is told, once, so that nothing of theirs is lost."""

from datetime import datetime

from handlers.cards import Block, Button, Card, Rows
from handlers.districts.leaving import release_district
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest
from handlers.text import N_, Listing, Text, verbatim
from handlers.timing import Quiet
from handlers.visits.delegation import redraw
from handlers.visits.subjects import TASK
from handlers.visits.tasks import rows_of
from storage import claims, deliveries, members, outbox, roles, tasks
from storage.members import Member
from storage.outbox import Saying
from storage.tenancy import CoalitionSession
from storage.turned_away import end_parts

LOST_PERSON = "lost-person"
"""The row is the member who cannot be written to."""

_BUTTONS = 5
_TASKS = 10


def tell_that_a_person_is_lost(
    db: CoalitionSession, lost: Member, now: datetime, *, has_left: bool = False
) -> None:
    """Remind them of their tasks no more, and have an organiser told, once since anything reached them;
    nobody where they work no district and have nothing to do. Of whoever `has_left` for certain, the roles at
    coming visits are open again."""
    if has_left:
        for visit_id in end_parts(db, lost, now):
            redraw(db, visit_id)
    promised = tasks.open_of(db, lost.id)
    for task in promised:
        outbox.call_off(db, TASK, task.id, "they can't be written to any more", now)
    organiser = next((one for one in roles.organisers(db) if one != lost.id), None)
    if organiser is None or not (promised or claims.all_of_member(db, lost.id)):
        return
    key = f"{LOST_PERSON}:{lost.id}:{deliveries.last_said_to(db, lost.id)}"
    outbox.write(db, Saying(LOST_PERSON, lost.id, key, now, member_id=organiser), now)


@reminder(LOST_PERSON, quiet=Quiet.LATER)
def lost_person(due: DueRequest, member_id: int) -> Card | Dropped:
    """Say whom no reminder reaches any more, and offer to release what they work and to hand on what they
    have promised."""
    lost = members.with_id(due.db, member_id)
    seats = [due.districts.catalogue[one.seat_id] for one in claims.all_of_member(due.db, member_id)]
    promised = tasks.open_of(due.db, member_id)[:_TASKS]
    if lost is None or not (seats or promised):
        return Dropped("they work no district any more, and have nothing to do")
    body: list[Block] = []
    if seats:
        text = N_(
            "I can't write to {who} any more; they may have left. They work {seats}. Release that, and "
            "whoever leads there follows up in their place, or you are told what waits for an answer."
        )
        body.append(Text(text, who=lost.name, seats=Listing(tuple(verbatim(seat.code) for seat in seats))))
    if promised:
        text = (
            N_("I remind nobody any more of what they had to do. Hand it on, or drop it:")
            if seats
            else N_(
                "I can't write to {who} any more; they may have left. I remind nobody any more of what they "
                "had to do. Hand it on, or drop it:"
            )
        )
        body += [Text(text, who=lost.name), Rows(rows_of(due, promised))]
    release = tuple(
        Button(Text(N_("Release {seat}"), seat=seat.code), release_district, district=seat, person=lost)
        for seat in seats[:_BUTTONS]
    )
    return Card(body=tuple(body), actions=release)
