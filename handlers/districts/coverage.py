"""What is covered: counts by seat and by organisation, then the districts with their people, in pages."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from handlers.cards import About, Block, Button, Card, Note, Reply, Row, Rows
from handlers.districts.card import see_district, who_works
from handlers.districts.claiming import claim_district
from handlers.districts.scope import Scope, ScopeArgument, ScopeKind
from handlers.districts.subjects import DISTRICT
from handlers.registry import Effect, Label, command
from handlers.request import Request
from handlers.text import N_, NP_, Strong, Text
from storage import claims, targets
from storage.claims import OrganizationCoverage, Working
from storage.seats import Office, Seat
from storage.targets import Wanted

_PAGE = 8
_ORGANIZATIONS = 8
_NAMED = 3
"""How many supporters a line of the list names before it counts the rest."""

_EVERYTHING = Scope(ScopeKind.WORKED)


@command("districts", N_("See who works which district, and what is open"), effect=Effect.READS)
def districts(
    request: Request,
    which: Annotated[
        Scope, ScopeArgument(), Label(N_("Which"), N_("mine, open, priority, or a state"))
    ] = _EVERYTHING,
    page: int = 1,
) -> Reply:
    """Show coverage to the person who asks."""
    if which.seat is not None:
        return Reply(About(DISTRICT, which.seat.id))
    wanted = targets.wanted(request.db) if which.kind is ScopeKind.PRIORITY else {}
    seats = _listed(request, which)
    pages = max(1, -(-len(seats) // _PAGE))
    page = min(max(page, 1), pages)
    shown = seats[(page - 1) * _PAGE : page * _PAGE]
    people = claims.working(request.db, [seat.id for seat in shown])
    body: list[Block] = [*_counts(request, which, len(seats))] if page == 1 else []
    rows = (_row(seat, people[seat.id], which, wanted.get(seat.id)) for seat in shown)
    body.append(Rows(tuple(rows)))
    if not shown:
        body[-1] = _nothing(which)
    if pages > 1:
        body.append(Note(Text(N_("Page {page} of {pages}"), page=page, pages=pages)))
    turns = [(N_("Previous page"), page - 1)] if page > 1 else []
    turns += [(N_("Next page"), page + 1)] if page < pages else []
    actions = tuple(Button(label, districts, which=which, page=number) for label, number in turns)
    return Reply(Card(_title(which), tuple(body), actions))


def _listed(request: Request, which: Scope) -> Sequence[Seat]:
    catalogue = request.districts.catalogue
    if which.kind is ScopeKind.MINE:
        own = claims.all_of_member(request.db, request.member.id)
        return [catalogue[claim.seat_id] for claim in own]
    worked = claims.claimed_seat_ids(request.db)
    if which.kind is ScopeKind.OPEN:
        return [seat for seat in catalogue.all if seat.is_federal and seat.id not in worked]
    if which.kind is ScopeKind.PRIORITY:
        return [catalogue[seat_id] for seat_id in targets.wanted(request.db)]
    if which.state is not None:
        state = which.state.usps
        return [
            seat for seat in catalogue.all if seat.state == state and (seat.is_federal or seat.id in worked)
        ]
    return [seat for seat in catalogue.all if seat.id in worked]


def _title(which: Scope) -> Text:
    if which.state is not None:
        return Text(N_("Districts in {state}"), state=which.state.name)
    return Text(
        {
            ScopeKind.MINE: N_("Your districts"),
            ScopeKind.OPEN: N_("Open districts"),
            ScopeKind.PRIORITY: N_("Priority districts"),
        }.get(which.kind, N_("Districts"))
    )


def _nothing(which: Scope) -> Text:
    if which.kind is ScopeKind.MINE:
        return Text(N_("You work no district yet. /claim-district takes one."))
    if which.kind is ScopeKind.OPEN:
        return Text(N_("Every seat in Congress has somebody."))
    if which.kind is ScopeKind.PRIORITY:
        return Text(N_("There is no list of priority districts yet. Whoever runs the bot can import one."))
    return Text(N_("Nobody has claimed a district yet. /claim-district takes the first."))


def _counts(request: Request, which: Scope, listed: int) -> list[Block]:
    match which.kind:
        case ScopeKind.WORKED | ScopeKind.STATE:
            state = which.state.usps if which.state is not None else None
            by_organization = claims.by_organization(request.db, state)
            return [*_by_office(request, state), *_by_organization(by_organization)]
        case ScopeKind.OPEN:
            total = sum(seat.is_federal for seat in request.districts.catalogue.all)
            return [Text(N_("{seats} of {all} seats in Congress have nobody yet."), seats=listed, all=total)]
        case ScopeKind.PRIORITY if listed:
            return [_priorities(request, listed)]
        case _:
            return []


def _priorities(request: Request, listed: int) -> Text:
    covered = targets.coverage(request.db)
    return Text(
        NP_(
            "{n} priority district: {seats} covered, {led} with a lead.",
            "{n} priority districts: {seats} covered, {led} with a lead.",
        ),
        n=listed,
        seats=covered.seats,
        led=covered.led,
    )


def _by_office(request: Request, state: str | None) -> list[Block]:
    covered = claims.by_office(request.db, state)
    totals = Counter(seat.office for seat in request.districts.catalogue.all if state in (None, seat.state))
    lines: list[Block] = []
    for office, sentence in (
        (Office.US_HOUSE, N_("House: {seats} of {all} seats covered, {led} with a lead.")),
        (Office.US_SENATE, N_("Senate: {seats} of {all} seats covered, {led} with a lead.")),
    ):
        if totals[office]:
            found = covered.get(office)
            seats, led = (found.seats, found.led) if found else (0, 0)
            lines.append(Text(sentence, seats=seats, led=led, all=totals[office]))
    congress = (Office.US_HOUSE, Office.US_SENATE)
    other = sum(found.seats for office, found in covered.items() if office not in congress)
    if other:
        sentence = NP_("{n} seat outside Congress covered.", "{n} seats outside Congress covered.")
        lines.append(Text(sentence, n=other))
    return lines


def _by_organization(coverage: list[OrganizationCoverage]) -> list[Block]:
    lines: list[Block] = [
        Text(
            NP_("{organization}: {n} seat, leads {led}", "{organization}: {n} seats, leads {led}"),
            organization=Strong(row.organization or Text(N_("No organisation yet"))),
            n=row.seats,
            led=row.led,
        )
        for row in coverage[:_ORGANIZATIONS]
    ]
    more = len(coverage) - len(lines)
    if more > 0:
        lines.append(Note(Text(NP_("and {n} more organisation", "and {n} more organisations"), n=more)))
    return lines


def _row(seat: Seat, people: list[Working], which: Scope, wanted: Wanted | None) -> Row:
    text = Text(N_("{code} {name}"), code=Strong(seat.code), name=seat.name)
    if wanted is not None and wanted.priority is not None:
        text = Text(N_("{seat}, priority {priority}"), seat=text, priority=wanted.priority)
    if wanted is not None and wanted.why:
        text = Text(N_("{seat}\n{why}"), seat=text, why=wanted.why)
    if which.kind is not ScopeKind.OPEN:
        text = Text(N_("{seat}\n{people}"), seat=text, people=who_works(people, _NAMED))
    if people:
        return Row(text, (Button(N_("See it"), see_district, district=seat),))
    return Row(text, (Button(N_("Claim it"), claim_district, district=seat),))
