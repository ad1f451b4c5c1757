"""Subscribing to calendars of town halls: by their link, fetched every half hour."""

from typing import Annotated
from urllib.parse import urlsplit

from handlers.arguments.plain import Words
from handlers.cards import Block, Button, Card, Note, Refused, Reply, Row, Rows
from handlers.registry import Effect, Label, Permission, command
from handlers.request import Request
from handlers.text import N_, Text
from handlers.town_halls.lists.reasons import refused
from handlers.town_halls.lists.telling import counted, see_unread, unsubscribe
from handlers.town_halls.reviewing import about_office_hours, distrust_source, trust_source
from storage.town_halls import sources, unread
from storage.town_halls.sources import Source
from storage.town_halls.sources import SourceKind as Kind

_PAGE = 8
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
    sources.begin_anew(request.db, source, request.member.id)
    text = N_(
        "I read the calendar at {name} now, and every half hour from now on. I'll tell you what is in it."
    )
    return Reply(Card(body=(Text(text, name=name),), actions=(about_office_hours(source), _end(source))))


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
def calendars(request: Request, page: int = 1) -> Reply:
    """List the calendars that are fetched, with what came of each the last time, and who else is trusted."""
    found = sources.calendars(request.db)
    rows = [Row(_line(one), _actions(request, one)) for one in found]
    rows += [Row(_trusted(one), _actions_on_trusted(one)) for one in sources.trusted(request.db)]
    pages = max(1, -(-len(rows) // _PAGE))
    page = min(max(page, 1), pages)
    nothing = Text(N_("No calendar is read yet. /town-hall subscribe takes the link of one."))
    body: list[Block] = [] if found else [nothing]
    if rows:
        body.append(Rows(tuple(rows[(page - 1) * _PAGE : page * _PAGE])))
    if found:
        body.append(Note(Text(N_("Links are shown to nobody: some of them are secret."))))
    if pages > 1:
        body.append(Note(Text(N_("Page {page} of {pages}"), page=page, pages=pages)))
    turns = [(N_("Previous page"), page - 1)] if page > 1 else []
    turns += [(N_("Next page"), page + 1)] if page < pages else []
    actions = tuple(Button(words, calendars, page=number) for words, number in turns)
    return Reply(Card(Text(N_("Calendars of town halls")), tuple(body), actions))


def _line(source: Source) -> Text:
    if source.trouble is not None:
        text = N_("{name}: could not be read the last time, since {why}.")
        return Text(text, name=source.name, why=refused(source.trouble))
    if source.last_counts is None:
        return Text(N_("{name}: not read yet."), name=source.name)
    line = Text(N_("{name}: {counts}"), name=source.name, counts=counted(source.last_counts))
    return Text(N_("{line}. With office hours."), line=line) if source.has_office_hours else line


def _trusted(source: Source) -> Text:
    if source.kind is Kind.MEMBER:
        return Text(N_("{name} is trusted: what they bring is announced at once."), name=source.name)
    return Text(N_("{name} is trusted: what it brings is announced at once."), name=source.name)


def _actions(request: Request, source: Source) -> tuple[Button, ...]:
    trust = _no_more_trust(source)
    if not source.is_trusted:
        trust = Button(N_("Trust this source"), trust_source, source=source)
    has_questions = unread.of_source(request.db, source.id)
    questions = (Button(N_("Questions"), see_unread, source=source),) if has_questions else ()
    return (*questions, trust, about_office_hours(source), _end(source))


def _actions_on_trusted(source: Source) -> tuple[Button, ...]:
    if source.kind is Kind.MEMBER:
        return (_no_more_trust(source),)
    return (_no_more_trust(source), about_office_hours(source))


def _no_more_trust(source: Source) -> Button:
    return Button(N_("Trust it no more"), distrust_source, source=source)


def _end(source: Source) -> Button:
    return Button(N_("Stop reading it"), unsubscribe, source=source)
