"""A visit in somebody's own calendar: as a file, or with all of theirs under a link that stays current."""

from typing import Annotated

from handlers.cards import Button, Card, Note, Refused, Reply
from handlers.registry import Reach, command
from handlers.request import Request
from handlers.text import N_, Link, Text
from handlers.visits.rows import VisitKind
from storage import calendar_feeds
from storage.visits.visits import Visit

PATH = "/calendar/"
ENDING = ".ics"


@command("visit-calendar", N_("Put a visit into your calendar"), reach=Reach.PRESSED)
def put_into_calendar(request: Request, visit: Annotated[Visit, VisitKind()]) -> Reply:
    """Show one person the links to a visit's file, and to all of their visits."""
    feed = calendar_feeds.open_feed(request.db, request.member.id, request.now)
    text = Text(
        N_("Into your calendar: {one}, or {all}, which your calendar keeps current by itself."),
        one=Link(_address(request, f"{feed.token}/{visit.id}"), Text(N_("this visit as a file"))),
        all=Link(_address(request, feed.token), Text(N_("the link to all your visits"))),
    )
    return Reply(Card(body=(text, _keep_it()), actions=_other_link()), beside=True)


@command("calendar", N_("Get the link to a calendar of your visits"))
def my_calendar(request: Request) -> Reply:
    """Show one person the link to their own calendar."""
    feed = calendar_feeds.open_feed(request.db, request.member.id, request.now)
    return Reply(_card(request, feed.token), beside=True)


@command("new-calendar-link", N_("Get another link to your calendar; the old one ends"), reach=Reach.PRESSED)
def new_calendar_link(request: Request) -> Reply:
    """Have the link that stood lead nowhere any more, and show another one."""
    feed = calendar_feeds.renew(request.db, request.member.id, request.now)
    return Reply(_card(request, feed.token), beside=True)


@command("end-calendar-link", N_("End the link to your calendar"), reach=Reach.PRESSED)
def end_calendar_link(request: Request) -> Reply:
    """Have the link lead nowhere any more."""
    calendar_feeds.revoke(request.db, request.member.id, request.now)
    text = N_("The link to your calendar leads nowhere any more. /calendar makes another one.")
    return Reply(Card(body=(Text(text),)), beside=True)


def _card(request: Request, token: str) -> Card:
    link = Link(_address(request, token), Text(N_("the link to your visits")))
    text = N_("Add {link} to your calendar as a subscription; it stays current by itself.")
    return Card(body=(Text(text, link=link), _keep_it()), actions=_other_link())


def _keep_it() -> Note:
    return Note(Text(N_("Whoever has the link sees your visits, so keep it to yourself.")))


def _other_link() -> tuple[Button, ...]:
    return (
        Button(N_("New link"), new_calendar_link),
        Button(N_("End the link"), end_calendar_link),
    )


def _address(request: Request, token: str) -> str:
    """The web address of a feed; raises Refused where the bot has no address of its own."""
    if request.address is None:
        text = N_("Calendars need a web address for the bot. Ask whoever runs it to set PUBLIC_URL.")
        raise Refused(Text(text))
    return feed_address(request.address, token)


def feed_address(public_url: str, token: str) -> str:
    """The link of the feed with this token; `public_url` is where the bot is served."""
    return f"{public_url.rstrip('/')}{PATH}{token}{ENDING}"
