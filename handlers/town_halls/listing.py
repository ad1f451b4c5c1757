"""The town halls of a coalition: those to come, one's own, this week's, a state's; and what waits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from handlers.arguments.kind import ArgumentKind
from handlers.cards import (
    Block,
    Button,
    Card,
    FieldKind,
    Note,
    Offer,
    Press,
    Refused,
    Reply,
    Row,
    Rows,
    Style,
)  # fmt: skip
from handlers.districts.scope import Scope as Area
from handlers.districts.scope import ScopeArgument, ScopeKind
from handlers.registry import Effect, Label, Permission, Reach, command
from handlers.request import Request
from handlers.text import N_, NP_, Text
from handlers.town_halls import going
from handlers.town_halls.afterwards.again import unanswered_to_settle
from handlers.town_halls.afterwards.noting import say_how_it_went
from handlers.town_halls.afterwards.results import summary
from handlers.town_halls.card import review_card, town_hall_card
from handlers.town_halls.correcting import correct_town_hall
from handlers.town_halls.index_cards import print_index_cards
from handlers.town_halls.reviewing import call_off_town_hall
from handlers.town_halls.rows import TownHallKind
from handlers.town_halls.wording import headline
from storage import claims, watches
from storage.town_halls import askers, goers, outcomes, town_halls
from storage.town_halls.kinds import EventKind
from storage.town_halls.outcomes import Outcome
from storage.town_halls.town_halls import Stage, TownHall

if TYPE_CHECKING:
    from handlers.request import Origin

_PAGE = 8
_WEEK = timedelta(days=7)


class Scope(StrEnum):
    """The kinds of list."""

    COMING = "coming"
    MINE = "mine"
    WEEK = "week"
    PAST = "past"
    WAITING = "waiting"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Which:
    """A kind of list, and its state or seat where it has one."""

    scope: Scope
    area: Area | None = None


_PLAIN = {"": Scope.COMING, "all": Scope.COMING, "coming": Scope.COMING, "mine": Scope.MINE, "my": Scope.MINE,
          "week": Scope.WEEK, "this week": Scope.WEEK, "past": Scope.PAST, "over": Scope.PAST,
          "waiting": Scope.WAITING, "queue": Scope.WAITING, "review": Scope.WAITING}  # fmt: skip
_ALL = Which(Scope.COMING)


class WhichKind(ArgumentKind[Which]):
    """`mine`, `week`, `past`, `waiting`, a state or a district."""

    field = FieldKind.LINE
    usage = "mine | week | past | PA | PA-07 | waiting"

    def parse(self, typed: str, request: Request) -> Which:
        """Read it; what is unclear is asked like any district."""
        plain = _PLAIN.get(typed.strip().casefold())
        if plain is not None:
            return Which(plain)
        try:
            area = ScopeArgument().parse(typed, request)
        except Refused as refused:
            refused.offers = tuple(
                Offer(offer.label, Which(Scope.AREA, offer.value))
                for offer in refused.offers
                if isinstance(offer.value, Area)
            )
            raise
        if area.kind not in (ScopeKind.STATE, ScopeKind.SEAT):
            raise Refused(Text(N_("Say mine, week, a state like PA, or a district like PA-07.")))
        return Which(Scope.AREA, area)

    def dump(self, value: Which, origin: Origin) -> str:
        """The word, the state or the seat's id."""
        return ScopeArgument().dump(value.area, origin) if value.area is not None else value.scope.value

    def load(self, kept: str, request: Request) -> Which:
        """The list again."""
        if kept.isascii() and kept.isdigit():
            return Which(Scope.AREA, ScopeArgument().load(kept, request))
        return self.parse(kept, request)


@command("town-halls", N_("See the town halls that are coming"), effect=Effect.READS)
def list_town_halls(
    request: Request,
    which: Annotated[Which, WhichKind(), Label(N_("Which"), N_("mine, week, or a state"))] = _ALL,
    page: int = 1,
) -> Reply:
    """Show events to the person who asks."""
    if which.scope is Scope.WAITING and not request.may_organise:
        raise Refused(Text(N_("Only organisers look at what waits. /town-halls shows what is announced.")))
    found = _found(request, which)
    pages = max(1, -(-len(found) // _PAGE))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * _PAGE : page * _PAGE]
    going_to = goers.of_member(request.db, request.member.id)
    came = outcomes.of_events(request.db, [event.id for event in shown if _is_over(request, event)])
    rows = tuple(_row(request, event, going_to, came.get(event.id)) for event in shown)
    body: list[Block] = [Rows(rows)] if rows else [_nothing(which)]
    asks_all = page == 1 and which.scope is Scope.COMING
    waiting = len(town_halls.waiting(request.db, request.now)) if asks_all and request.may_organise else 0
    if waiting:
        text = NP_("{n} event waits for an organiser.", "{n} events wait for an organiser.")
        body.append(Note(Text(text, n=waiting)))
    if pages > 1:
        body.append(Note(Text(N_("Page {page} of {pages}"), page=page, pages=pages)))
    turns = [(N_("Previous page"), page - 1)] if page > 1 else []
    turns += [(N_("Next page"), page + 1)] if page < pages else []
    turning = tuple(Button(words, list_town_halls, which=which, page=number) for words, number in turns)
    look = (Button(N_("See what waits"), see_what_waits, style=Style.PRIMARY),) if waiting else ()
    return Reply(Card(_title(request, which), tuple(body), (*look, *turning)))


@command(
    "see-waiting-town-halls",
    N_("See the town halls that wait for an organiser"),
    permission=Permission.ORGANISER,
    effect=Effect.READS,
    reach=Reach.PRESSED,
)
def see_what_waits(request: Request) -> Reply:
    """Show them beside what was read, whose other buttons are still needed."""
    return replace(list_town_halls(request, which=Which(Scope.WAITING)), beside=True)


def _found(request: Request, which: Which) -> list[TownHall]:
    now = request.now
    match which.scope:
        case Scope.WAITING:
            waiting = town_halls.waiting(request.db, now)
            return sorted(waiting, key=lambda one: one.told.kind is EventKind.OFFICE_HOURS)
        case Scope.WEEK:
            return town_halls.between(request.db, now, now + _WEEK)
        case Scope.PAST:
            return town_halls.over(request.db, now)
        case Scope.MINE:
            return _own(request)
        case Scope.AREA if which.area is not None:
            return [one for one in town_halls.coming(request.db, now) if _is_there(one, which.area, request)]
        case _:
            return town_halls.coming(request.db, now)


def _own(request: Request) -> list[TownHall]:
    """Those that somebody goes to, and those where they work or watch."""
    me = request.member.id
    going_to = goers.of_member(request.db, me)
    seats = {claim.seat_id for claim in claims.all_of_member(request.db, me)}
    seats |= set(watches.of_member(request.db, me))
    states = {request.districts.catalogue[seat_id].state for seat_id in seats}
    return [
        one
        for one in town_halls.coming(request.db, request.now)
        if one.id in going_to or one.told.seat_id in seats or _is_of_whole(one, states, request)
    ]


def _is_of_whole(event: TownHall, states: set[str], request: Request) -> bool:
    """Whether it concerns a whole state, and one of these."""
    if event.told.state not in states:
        return False
    return event.told.seat_id is None or not request.districts.catalogue[event.told.seat_id].district


def _is_there(event: TownHall, area: Area, request: Request) -> bool:
    if area.state is not None:
        return event.told.state == area.state.usps
    return area.seat is not None and (
        event.told.seat_id == area.seat.id or _is_of_whole(event, {area.seat.state}, request)
    )


def _title(request: Request, which: Which) -> Text:
    area = which.area
    if area is not None and area.state is not None:
        return Text(N_("Town halls in {state}"), state=area.state.name)
    if area is not None and area.seat is not None:
        return Text(N_("Town halls for {seat}"), seat=area.seat)
    return Text(
        {
            Scope.MINE: N_("Town halls where you work or go"),
            Scope.WEEK: N_("Town halls of the next seven days"),
            Scope.PAST: N_("Town halls that are over"),
            Scope.WAITING: N_("Town halls that wait for an organiser"),
        }.get(which.scope, N_("Town halls"))
    )


def _nothing(which: Which) -> Text:
    if which.scope is Scope.WAITING:
        return Text(N_("Nothing waits."))
    if which.scope is Scope.PAST:
        return Text(N_("No town hall is over yet."))
    return Text(N_("No town hall is coming up here. Heard of one? /town-hall add tells everybody."))


def _is_over(request: Request, event: TownHall) -> bool:
    return event.told.meeting.ends_at <= request.now


def _row(request: Request, event: TownHall, going_to: frozenset[int], came: list[Outcome] | None) -> Row:
    """An event in a list; `came` is what came of one that is over."""
    line = headline(request, event.told)
    if event.stage is Stage.PROPOSED:
        return Row(line, (Button(N_("See it"), review_town_hall, event=event),))
    see = Button(N_("See it"), see_town_hall, event=event)
    if came is not None:
        how = summary(came) or Text(N_("Nobody has said yet how it went."))
        say = Button(N_("Say how it went"), say_how_it_went, event=event)
        return Row(Text(N_("{line}\n{how}"), line=line, how=how), (see, say))
    if event.id in going_to:
        return Row(Text(N_("{line}\nYou go."), line=line), (see,))
    return Row(line, (see, Button(N_("I'm going"), going.i_am_going, event=event)))


@command("see-town-hall", N_("Everything about a town hall"), effect=Effect.READS, reach=Reach.PRESSED)
def see_town_hall(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Show a person an event; organisers can put it right, or call it off."""
    card = town_hall_card(request, event.id)
    if card is None:
        return Reply(Card(body=(Text(N_("That event is no longer there.")),)), beside=True)
    is_coming = event.is_on and not _is_over(request, event)
    if is_coming and event.id in goers.of_member(request.db, request.member.id):
        card = going.for_goer(request, event, card)
    kept = unanswered_to_settle(request, event) if _may_change(request, event) else []
    actions = (*card.actions, *_to_change(request, event))
    return Reply(Card(card.title, (*card.body, *kept), actions), beside=True)


def _may_change(request: Request, event: TownHall) -> bool:
    return request.may_organise and event.is_on and not _is_over(request, event)


def _to_change(request: Request, event: TownHall) -> tuple[Button, ...]:
    if not _may_change(request, event):
        return ()
    has_askers = askers.of_events(request.db, [event.id])[event.id]
    cards = (Button(N_("Index cards"), print_index_cards, event=event),) if has_askers else ()
    return (
        *cards,
        Button(N_("Correct"), correct_town_hall, press=Press.ASKS, event=event),
        Button(N_("Call it off"), call_off_town_hall, style=Style.DANGER, event=event),
    )


@command(
    "review-town-hall",
    N_("Look at a town hall that waits"),
    permission=Permission.ORGANISER,
    effect=Effect.READS,
    reach=Reach.PRESSED,
)
def review_town_hall(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Show an organiser an event that waits, with what can be done."""
    card = review_card(request, event.id)
    gone = Card(body=(Text(N_("That event is no longer there.")),))
    return Reply(Card(card.title, card.body, card.actions) if card else gone, beside=True)
