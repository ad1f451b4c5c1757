"""Watching a district: hearing of its town halls without working it."""

from typing import Annotated

from handlers.cards import Button, Card, Reply
from handlers.registry import Label, command
from handlers.request import Request
from handlers.text import N_, Listing, Text
from storage import watches
from storage.seats import Seat


@command(
    "watch",
    N_("Hear of town halls in a district that you don't work"),
    title=N_("Watch a district"),
    submit=N_("Watch it"),
)
def watch(
    request: Request,
    district: Annotated[Seat, Label(N_("District"), N_("A code, a state or a Member's name"))],
) -> Reply:
    """Watch a seat, beside those that one watches already."""
    is_new = watches.watch(request.db, district.id, request.member.id, request.now)
    text = N_("You watch {seat} now.") if is_new else N_("You watch {seat} already.")
    body = (Text(text, seat=district), _all(request))
    return Reply(Card(body=body, actions=(Button(N_("Stop watching"), unwatch, district=district),)))


@command(
    "unwatch",
    N_("Hear no more of town halls in a district"),
    title=N_("Stop watching"),
    submit=N_("Stop watching"),
)
def unwatch(
    request: Request,
    district: Annotated[Seat, Label(N_("District"), N_("A code, a state or a Member's name"))],
) -> Reply:
    """Watch a seat no longer; what one works stays."""
    ended = watches.unwatch(request.db, district.id, request.member.id)
    text = N_("You don't watch {seat} any more.") if ended else N_("You did not watch {seat}.")
    again = Button(N_("Watch it"), watch, district=district)
    return Reply(Card(body=(Text(text, seat=district), _all(request)), actions=(again,)))


def _all(request: Request) -> Text:
    seats = [request.districts.catalogue[one] for one in watches.of_member(request.db, request.member.id)]
    if not seats:
        return Text(N_("You watch no district. You hear of town halls where you work."))
    return Text(N_("You hear of town halls in {seats}, and where you work."), seats=Listing(tuple(seats)))
