"""What organisers are told of lists: what came of reading one, and which events it names no more."""

from typing import Annotated

from handlers.cards import Block, Button, Card, Note, Reply, Row, Rows, Style
from handlers.registry import Effect, Permission, Reach, command, reminder
from handlers.request import Dropped, DueRequest, Request
from handlers.text import N_, NP_, Message, Text
from handlers.timing import Quiet
from handlers.town_halls.listing import Scope, Which, list_town_halls
from handlers.town_halls.lists.reasons import put
from handlers.town_halls.publishing import touch
from handlers.town_halls.reviewing import call_off_town_hall, trust_source
from handlers.town_halls.rows import SourceKind, TownHallKind
from handlers.town_halls.subjects import LIST_READ, MISSED
from handlers.town_halls.wording import headline
from storage.town_halls import sources, town_halls, unread
from storage.town_halls.sources import Counts, Source
from storage.town_halls.town_halls import TownHall
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
        see = Button(N_("See what waits"), list_town_halls, style=Style.PRIMARY, which=Which(Scope.WAITING))
        actions.append(see)
    if unread.of_source(due.db, source.id):
        actions.append(Button(N_("See the questions"), see_unread, source=source))
    if not source.is_trusted:
        actions.append(Button(N_("Trust this source"), trust_source, source=source))
    return Card(Text(N_("Read: {name}"), name=source.name), tuple(body), tuple(actions))


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
    text = N_("{event} is no longer in the list that it came from. Is it off?")
    return Card(
        body=(Text(text, event=headline(due, event.told)),),
        actions=(
            Button(N_("It's off"), call_off_town_hall, event=event),
            Button(N_("It takes place"), keep_town_hall, event=event),
        ),
    )


@command(
    "keep-town-hall", N_("A town hall takes place all the same"), permission=Permission.ORGANISER,
    reach=Reach.PRESSED,
)  # fmt: skip
def keep_town_hall(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Keep an event that its list names no more."""
    town_halls.miss(request.db, event, None, request.now)
    touch(request, event)
    text = N_("Kept: {event}. Nobody was told otherwise.")
    return Reply(Card(body=(Text(text, event=headline(request, event.told)),)))
