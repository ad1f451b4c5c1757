"""Subscribing to calendars of town halls: by their link, fetched every half hour."""

from typing import Annotated
from urllib.parse import urlsplit

from handlers.arguments.plain import Words
from handlers.cards import Block, Button, Card, Note, Refused, Reply, Row, Rows
from handlers.registry import Effect, Label, Permission, Reach, command
from handlers.request import Request
from handlers.text import N_, Text
from handlers.town_halls.lists.reasons import refused
from handlers.town_halls.lists.telling import counted, see_unread
from handlers.town_halls.reviewing import distrust_source, trust_source
from handlers.town_halls.rows import SourceKind
from storage.town_halls import sources
from storage.town_halls.sources import Source
from storage.town_halls.sources import SourceKind as Kind

_MOST = 50
"""So many calendars one coalition fetches."""


@command(
    "town-hall subscribe",
    N_("Have a calendar of town halls read every half hour"),
    permission=Permission.ORGANISER,
    title=N_("Subscribe to a calendar"),
    submit=N_("Subscribe"),
)
def subscribe(
    request: Request,
    link: Annotated[str, Words(1000), Label(N_("Link"), N_("Of the calendar, often ending in .ics"))],
) -> Reply:
    """Keep a calendar's link; it is fetched at once, and organisers hear what came of it."""
    address = _checked(link)
    if len(sources.calendars(request.db)) >= _MOST:
        text = N_("That would be more than {most} calendars. /town-hall calendars ends one.")
        raise Refused(Text(text, most=_MOST))
    name = urlsplit(address).hostname or address
    source = sources.find_or_add(request.db, Kind.CALENDAR, address, name, request.member.id, request.now)
    sources.end(request.db, source, None)
    text = N_(
        "I read the calendar at {name} now, and every half hour from now on. I'll tell you what is in it."
    )
    end = Button(N_("Stop reading it"), unsubscribe, source=source)
    return Reply(Card(body=(Text(text, name=name),), actions=(end,)))


def _checked(link: str) -> str:
    """The link that is fetched; what cannot be one is refused at once, the rest when it is fetched."""
    words = link.strip().removeprefix("<").removesuffix(">").partition("|")[0]
    if words.casefold().startswith("webcal:"):
        words = "https:" + words.partition(":")[2]
    parts = urlsplit(words) if len(words.split()) == 1 else None
    if parts is None or parts.scheme.casefold() != "https" or not parts.hostname or parts.username:
        text = N_("Write the calendar's own link, which begins with https:// and often ends in .ics.")
        raise Refused(Text(text), field="link")
    return words


@command(
    "town-hall calendars",
    N_("See the calendars that are read"),
    permission=Permission.ORGANISER,
    effect=Effect.READS,
)
def calendars(request: Request) -> Reply:
    """List the calendars that are fetched, with what came of each the last time."""
    found = sources.calendars(request.db)
    rows = tuple(Row(_line(one), _actions(one)) for one in found)
    nothing: Block = Text(N_("No calendar is read yet. /town-hall subscribe takes the link of one."))
    body: tuple[Block, ...] = (Rows(rows),) if rows else (nothing,)
    note = Note(Text(N_("Links are shown to nobody: some of them are secret.")))
    return Reply(Card(Text(N_("Calendars of town halls")), (*body, note) if rows else body))


def _line(source: Source) -> Text:
    if source.trouble is not None:
        text = N_("{name}: could not be read the last time, since {why}.")
        return Text(text, name=source.name, why=refused(source.trouble))
    if source.last_counts is None:
        return Text(N_("{name}: not read yet."), name=source.name)
    return Text(N_("{name}: {counts}"), name=source.name, counts=counted(source.last_counts))


def _actions(source: Source) -> tuple[Button, ...]:
    end = Button(N_("Stop reading it"), unsubscribe, source=source)
    if source.is_trusted:
        trust = Button(N_("Trust it no more"), distrust_source, source=source)
    else:
        trust = Button(N_("Trust this source"), trust_source, source=source)
    return (Button(N_("Questions"), see_unread, source=source), trust, end)


@command(
    "town-hall-unsubscribe",
    N_("Read a calendar no more"),
    permission=Permission.ORGANISER,
    reach=Reach.PRESSED,
)
def unsubscribe(request: Request, source: Annotated[Source, SourceKind()]) -> Reply:
    """Fetch a calendar no more; its events stay."""
    sources.end(request.db, source, request.now)
    text = N_("{name} is read no more. Its events stay.")
    return Reply(Card(body=(Text(text, name=source.name),)), beside=True)
