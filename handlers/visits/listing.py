"""The visits of a coalition: one's own, this week's, a district's, those that are over."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated

from handlers.arguments.race import local_day
from handlers.cards import Block, Button, Card, Note, Reply, Row, Rows
from handlers.outreach.wording import days_ago
from handlers.registry import Effect, Label, Reach, command
from handlers.request import Request
from handlers.text import N_, NP_, Listing, Text
from handlers.visits import calendar, coming
from handlers.visits.card import role_card, visit_card
from handlers.visits.delegation import Delegation, delegations
from handlers.visits.rows import VisitKind, label, with_id
from handlers.visits.which import Scope, Which, WhichKind
from handlers.visits.wording import headline, what_was_asked
from storage.visits import attendance, parts, requests, visits
from storage.visits.visits import Visit

_PAGE = 8
_PAST = 200
_WEEK = timedelta(days=7)
_ALL = Which(Scope.COMING)


@command("visits", N_("See the visits that are coming, yours, or those that are over"), effect=Effect.READS)
def list_visits(
    request: Request,
    which: Annotated[Which, WhichKind(), Label(N_("Which"), N_("mine, week, past, or a district"))] = _ALL,
    page: int = 1,
) -> Reply:
    """Show visits to the person who asks."""
    found = _found(request, which)
    pages = max(1, -(-len(found) // _PAGE))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * _PAGE : page * _PAGE]
    rows = tuple(_row(request, people) for people in delegations(request, shown))
    body: list[Block] = [Rows(rows)] if rows else [_nothing(which)]
    if which.scope in (Scope.COMING, Scope.MINE) and page == 1:
        body += _waiting(request, which)
    if pages > 1:
        body.append(Note(Text(N_("Page {page} of {pages}"), page=page, pages=pages)))
    turns = [(N_("Previous page"), page - 1)] if page > 1 else []
    turns += [(N_("Next page"), page + 1)] if page < pages else []
    actions = [Button(words, list_visits, which=which, page=number) for words, number in turns]
    actions.append(Button(N_("Your calendar"), calendar.my_calendar))
    return Reply(Card(_title(which, request), tuple(body), tuple(actions)))


def _waiting(request: Request, which: Which) -> list[Block]:
    """The requests that wait for a date."""
    mine = request.member.id if which.scope is Scope.MINE else None
    waiting = [one for one in requests.all_open(request.db) if mine in (None, one.made_by_id)]
    text = N_("Asked for, no date yet: {what}, {ago}.")
    return [
        Text(text, what=what_was_asked(request, one), ago=days_ago(one.made_at, request))
        for one in waiting[:_PAGE]
    ]


def _found(request: Request, which: Which) -> list[Visit]:
    match which.scope:
        case Scope.PAST:
            return visits.past(request.db, request.now, _PAST)
        case Scope.WEEK:
            today = datetime.combine(local_day(request), time(), request.coalition.zone).astimezone(UTC)
            return visits.between(request.db, request.now, today + _WEEK)
        case Scope.MINE:
            return _own(request)
        case Scope.SEAT if which.seat is not None:
            return visits.in_seat(request.db, which.seat.id, request.now)
        case _:
            return visits.coming(request.db, request.now)


def _own(request: Request) -> list[Visit]:
    """Those that a person comes to, has a role at, or arranged."""
    me = request.member.id
    taking_part = {one.visit_id for one in attendance.of_member(request.db, me)}
    taking_part |= {part.visit_id for part in parts.taken_by(request.db, me)}
    return [
        visit
        for visit in visits.coming(request.db, request.now)
        if visit.id in taking_part or visit.made_by_id == me
    ]


def _title(which: Which, request: Request) -> Text:
    if which.seat is not None:
        return Text(N_("Visits for {seat}"), seat=which.seat)
    return Text(
        {
            Scope.MINE: N_("Your visits"),
            Scope.WEEK: N_("Visits of the next seven days"),
            Scope.PAST: N_("Visits that are over"),
        }.get(which.scope, N_("Visits"))
    )


def _nothing(which: Which) -> Text:
    return Text(
        {
            Scope.MINE: N_("You have no visit coming up. /visits shows all; /visit new arranges one."),
            Scope.PAST: N_("No visit is over yet."),
        }.get(which.scope, N_("No visit is coming up here. /visit new arranges one."))
    )


def _row(request: Request, people: Delegation) -> Row:
    visit, me = people.visit, request.member.id
    line = Text(N_("{visit}\n{people}"), visit=headline(request, visit), people=how_it_stands(people))
    own = tuple(label(with_id(part.role)) for part in people.roles_of(me))
    if own:
        line = Text(N_("{line} You have {roles}."), line=line, roles=Listing(own))
    see = Button(N_("See it"), see_visit, visit=visit)
    is_in = any(person.member_id == me for person in people.coming)
    if is_in or visit.meeting.ends_at <= request.now:
        return Row(line, (see,))
    return Row(line, (see, Button(N_("I'm coming"), coming.i_am_coming, visit=visit)))


def how_it_stands(people: Delegation) -> Text:
    """Whether a visit is ready, and how many come."""
    ready = Text(N_("Ready.")) if people.is_ready else Text(N_("Not ready: nobody makes the ask yet."))
    count = NP_("{ready} {n} of {wanted} is coming.", "{ready} {n} of {wanted} are coming.")
    return Text(count, ready=ready, n=len(people.coming), wanted=people.visit.people)


@command("see-visit", N_("Everything about a visit"), effect=Effect.READS, reach=Reach.PRESSED)
def see_visit(request: Request, visit: Annotated[Visit, VisitKind()]) -> Reply:
    """Show a person both cards of a visit; what they press there counts for the posted ones, too."""
    card, roles = visit_card(request, visit.id), role_card(request, visit.id)
    if card is None or roles is None:
        return Reply(Card(body=(Text(N_("That visit is no longer there.")),)), beside=True)
    whole = Card(card.title, (*card.body, *roles.body), (*roles.actions, *card.actions))
    return Reply(whole, beside=True)
