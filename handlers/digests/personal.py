"""A person's digest at 8:30, or when they want it; and the list that it opens."""

from handlers.cards import Button, Card, Reply
from handlers.digests.gathering import gather
from handlers.digests.settings import at_another_time
from handlers.digests.subjects import DIGEST, DIGEST_AT_CHOSEN_TIME, date_of
from handlers.digests.to_do import to_do_card
from handlers.digests.wording import day_title, lines
from handlers.outreach.chains import zone_of
from handlers.registry import Effect, Reach, command, reminder
from handlers.request import Dropped, DueRequest, Request
from handlers.text import N_
from handlers.timing import Ambiguous, Quiet
from storage import members


@reminder(DIGEST, quiet=Quiet.LATER, ambiguous=Ambiguous.LOOK_THEN_DROP)
def digest(due: DueRequest, member_id: int) -> Card | Dropped:
    """Tell somebody what waits for them."""
    return _digest(due, member_id)


@reminder(DIGEST_AT_CHOSEN_TIME, ambiguous=Ambiguous.LOOK_THEN_DROP)
def digest_at_chosen_time(due: DueRequest, member_id: int) -> Card | Dropped:
    """The same, when they want it: quiet hours do not hold it."""
    return _digest(due, member_id)


def _digest(due: DueRequest, member_id: int) -> Card | Dropped:
    member = members.with_id(due.db, member_id)
    if member is None:
        return Dropped("the member is gone")
    zone = zone_of(due, member)
    today = due.now.astimezone(zone).date()
    if today.isoformat() != date_of(due.key):
        return Dropped("its day is over")
    found = gather(due, {member_id: zone})[member_id]
    if found.is_empty:
        return Dropped("nothing waits any more")
    actions = (Button(N_("Open my list"), my_list), Button(N_("Not at this hour"), at_another_time))
    return Card(day_title(today), tuple(lines(due, found)), actions)


@command("my-list", N_("See what waits for you"), effect=Effect.READS, reach=Reach.PRESSED)
def my_list(request: Request) -> Reply:
    """Show somebody what waits for them, with a button for each."""
    return Reply(to_do_card(request, request.member.id), beside=True)
