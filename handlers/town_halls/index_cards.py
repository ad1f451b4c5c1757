"""All askers' cards of a town hall on paper: a link for organisers, to print and cut."""

from typing import Annotated

from handlers.cards import Card, Note, Refused, Reply
from handlers.registry import Permission, Reach, command
from handlers.request import Request
from handlers.text import N_, NP_, Link, Text
from handlers.town_halls.rows import TownHallKind, to_come
from handlers.town_halls.wording import headline
from storage.town_halls import askers, index_cards
from storage.town_halls.town_halls import TownHall

PATH = "/index-cards/"
ENDING = ".pdf"


@command(
    "print-index-cards",
    N_("Print the cards of all who ask at a town hall"),
    permission=Permission.ORGANISER,
    reach=Reach.PRESSED,
)
def print_index_cards(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Show an organiser the link to the index cards of everybody who has a question for an event."""
    to_come(request, event)
    count = len(askers.of_events(request.db, [event.id])[event.id])
    if count == 0:
        text = N_("Nobody has a question for it yet: {event}. They get one with Give me a question.")
        raise Refused(Text(text, event=headline(request, event.told)))
    if request.address is None:
        text = N_("Index cards need a web address for the bot. Ask whoever runs it to set PUBLIC_URL.")
        raise Refused(Text(text))
    link = index_cards.open_link(request.db, event.id, request.member.id, request.now)
    address = cards_address(request.address, link.token)
    words = Text(NP_("{n} index card to print", "{n} index cards to print"), n=count)
    event_line = headline(request, event.told)
    line = Text(N_("{link} for {event}"), link=Link(address, words), event=event_line)
    note = N_(
        "They are as they stand when you open the link, until a week after the event. Whoever has it sees "
        "names and questions, so keep it among those who print."
    )
    return Reply(Card(body=(line, Note(Text(note)))), beside=True)


def cards_address(public_url: str, token: str) -> str:
    """The link of the index cards with this token; `public_url` is where the bot is served."""
    return f"{public_url.rstrip('/')}{PATH}{token}{ENDING}"
