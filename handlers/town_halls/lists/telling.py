"""What organisers are told of lists: what came of reading one, and which events it names no more."""

from datetime import date, datetime
from typing import Annotated

from handlers.cards import Block, Button, Card, Note, Press, Reply, Row, Rows, Style
from handlers.registry import Effect, Permission, Reach, command, reminder
from handlers.request import Dropped, DueRequest, Request
from handlers.text import N_, NP_, Message, Text
from handlers.timing import Quiet
from handlers.town_halls.correcting import correct_town_hall
from handlers.town_halls.listing import see_what_waits
from handlers.town_halls.lists.reasons import put, refused
from handlers.town_halls.publishing import touch
from handlers.town_halls.reviewing import about_office_hours, call_off_town_hall, trust_source
from handlers.town_halls.rows import SourceKind, TownHallKind
from handlers.town_halls.subjects import DIFFERS, LIST_READ, LIST_TROUBLE, MISSED
from handlers.town_halls.wording import headline
from storage import outbox
from storage.files.town_halls.kept import read_again
from storage.town_halls import listings, sources, town_halls, unread
from storage.town_halls.kinds import EventKind
from storage.town_halls.sources import Counts, Source
from storage.town_halls.town_halls import Stage, TownHall
from storage.town_halls.unread import Unread

_PAGE = 8


@reminder(LIST_READ, quiet=Quiet.LATER)
def list_read(due: DueRequest, source_id: int) -> Card | Dropped:
    """Tell an organiser what a list brought, and what is to be looked at."""
    source = sources.with_id(due.db, source_id)
    if source is None or source.last_counts is None:
        return Dropped("the list is gone")
    waiting = [one for one in town_halls.waiting(due.db, due.now) if one.source_id == source.id]
    body: list[Block] = [counted(source.last_counts)]
    actions: list[Button] = []
    if waiting:
        text = NP_("{n} event waits for an organiser.", "{n} events wait for an organiser.")
        body.append(Text(text, n=len(waiting)))
        actions.append(Button(N_("See what waits"), see_what_waits, style=Style.PRIMARY))
    past = sum(_waited_too_long(one, due.now) for one in town_halls.of_source(due.db, source.id))
    if past:
        text = NP_(
            "{n} event in it is past: kept, and told to nobody.",
            "{n} events in it are past: kept, and told to nobody.",
        )
        body.append(Text(text, n=past))
    if unread.of_source(due.db, source.id):
        actions.append(Button(N_("See the questions"), see_unread, source=source))
    if not source.is_trusted:
        actions.append(Button(N_("Trust this source"), trust_source, source=source))
    has_office_hours = any(one.told.kind is EventKind.OFFICE_HOURS for one in waiting)
    if has_office_hours and not source.has_office_hours:
        actions.append(about_office_hours(source))
    return Card(Text(N_("Read: {name}"), name=source.name), tuple(body), tuple(actions))


def _waited_too_long(event: TownHall, now: datetime) -> bool:
    return event.stage is Stage.PROPOSED and event.told.meeting.ends_at <= now


def counted(counts: Counts) -> Text:
    """What came of reading a list, in one line whose parts add up."""
    text = N_(
        "{read} read: {new} new, {changed} changed, {same} same, {cancelled} cancelled, {questions} questions"
    )
    return Text(
        text,
        read=counts.read,
        new=counts.new,
        changed=counts.changed,
        same=counts.same,
        cancelled=counts.cancelled,
        questions=counts.questions,
    )


@command(
    "town-hall-questions",
    N_("Rows of a list that could not be read"),
    permission=Permission.ORGANISER,
    effect=Effect.READS,
    reach=Reach.PRESSED,
)
def see_unread(request: Request, source: Annotated[Source, SourceKind()], page: int = 1) -> Reply:
    """Show an organiser the rows of a list of which no event could be made, each with its reason."""
    found = unread.of_source(request.db, source.id)
    pages = max(1, -(-len(found) // _PAGE))
    page = min(max(page, 1), pages)
    rows = tuple(Row(_unread(one)) for one in found[(page - 1) * _PAGE : page * _PAGE])
    body: list[Block] = [Rows(rows)] if rows else [Text(N_("Every row could be read."))]
    body.append(
        Note(
            Text(
                N_("Add with /town-hall add what you know better. Page {page} of {pages}"),
                page=page,
                pages=pages,
            )
        )
    )
    turns: list[tuple[Message, int]] = [(N_("Previous page"), page - 1)] if page > 1 else []
    turns += [(N_("Next page"), page + 1)] if page < pages else []
    actions = tuple(Button(words, see_unread, source=source, page=number) for words, number in turns)
    return Reply(Card(Text(N_("Not read: {name}"), name=source.name), tuple(body), actions), beside=True)


def _unread(one: Unread) -> Text:
    """A row: which one, what it says, and why it could not be read."""
    said = ", ".join(part for part in (one.who, one.title, one.words, one.place) if part)
    why = put(one.reason, one.detail)
    if not said:
        return Text(N_("Row {n}: {why}"), n=one.line, why=why)
    return Text(N_("Row {n}: {said}\n{why}"), n=one.line, said=said[:300], why=why)


@reminder(MISSED, quiet=Quiet.LATER)
def missed(due: DueRequest, town_hall_id: int) -> Card | Dropped:
    """Ask an organiser whether an event is off that its list names no more."""
    event = town_halls.with_id(due.db, town_hall_id)
    if event is None or not event.is_on or event.missed_at is None:
        return Dropped("it is settled")
    if event.told.meeting.ends_at <= due.now:
        return Dropped("it would be over")
    line = headline(due, event.told)
    past = _listed_in_the_past(due, event.listed)
    if past is not None:
        words = N_("{event} is in its list for {day} now, which is past. Is it off?")
        return Card(body=(Text(words, event=line, day=past),), actions=_off_or_on(event))
    text = N_("{event} is no longer in the list that it came from. Is it off?")
    return Card(body=(Text(text, event=line),), actions=_off_or_on(event))


def _off_or_on(event: TownHall) -> tuple[Button, ...]:
    return (
        Button(N_("It's off"), call_off_town_hall, event=event),
        Button(N_("It takes place"), keep_town_hall, event=event),
    )


def _listed_in_the_past(due: DueRequest, listed: str | None) -> date | None:
    last = None if listed is None else read_again(listed).last
    return last if last is not None and last < due.now.date() else None


@reminder(DIFFERS, quiet=Quiet.LATER)
def differs(due: DueRequest, town_hall_id: int) -> Card | Dropped:
    """Ask an organiser about an event that another list has otherwise, or calls off."""
    event = town_halls.with_id(due.db, town_hall_id)
    source = sources.with_id(due.db, int(due.key.split(":")[2]))
    if event is None or source is None or not event.is_on:
        return Dropped("it is settled")
    if event.told.meeting.ends_at <= due.now:
        return Dropped("it would be over")
    line = headline(due, event.told)
    listing = listings.of_event(due.db, source.id, event.id)
    there = None if listing is None else read_again(listing.listed)
    if there is None or there.is_cancelled:
        off = Text(N_("{source} says that this is off: {event}. Is it?"), source=source.name, event=line)
        return Card(body=(off,), actions=_off_or_on(event))
    text = N_("{source} has this otherwise: {event}.\nThere: {title}, {day}, {place}.")
    day = (
        there.first
        if there.clock is None
        else Text(N_("{day}, {clock}"), day=there.first, clock=f"{there.clock:%H:%M}")
    )
    otherwise = Text(
        text, source=source.name, event=line, title=there.title or there.who, day=day,
        place=there.place or Text(N_("no place")),
    )  # fmt: skip
    correct = Button(N_("Correct"), correct_town_hall, press=Press.ASKS, event=event)
    return Card(body=(otherwise,), actions=(correct, *_off_or_on(event)))


@reminder(LIST_TROUBLE, quiet=Quiet.LATER)
def list_trouble(due: DueRequest, source_id: int) -> Card | Dropped:
    """Tell whoever subscribed to a calendar why it cannot be read."""
    source = sources.with_id(due.db, source_id)
    if source is None or source.trouble is None:
        return Dropped("it was read meanwhile")
    if source.is_ended:
        return Dropped("it is read no more")
    text = N_("I can't read the calendar at {name}: {why}. I keep trying every half hour.")
    body = Text(text, name=source.name, why=refused(source.trouble))
    return Card(body=(body,), actions=(Button(N_("Stop reading it"), unsubscribe, source=source),))


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


@command(
    "keep-town-hall", N_("A town hall takes place all the same"), permission=Permission.ORGANISER,
    reach=Reach.PRESSED,
)  # fmt: skip
def keep_town_hall(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Keep an event that its list names no more."""
    outbox.call_off(request.db, MISSED, event.id, "somebody knows that it takes place", request.now)
    touch(request, event)
    text = N_("Kept: {event}. Nobody was told otherwise.")
    return Reply(Card(body=(Text(text, event=headline(request, event.told)),)))
