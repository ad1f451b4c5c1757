"""A district as a card: who works it, who sits for it, and what one can do."""

from handlers.cards import About, Button, Card, Note, Reply
from handlers.districts.claiming import claim_district
from handlers.districts.leaving import release_district
from handlers.districts.subjects import DISTRICT
from handlers.registry import Effect, Reach, command, standing_card
from handlers.request import Request, Scene
from handlers.text import N_, NP_, Listing, Text, Value, verbatim
from storage import claims, officials
from storage.claims import Part, Working
from storage.officials import Holder
from storage.seats import Office, Seat

_NAMED = 12
"""How many supporters a card names before it counts the rest."""

_LISTED = 20
"""How many people are listed with their dates before the rest is counted."""


@standing_card(DISTRICT)
def district_card(scene: Scene, seat_id: int) -> Card | None:
    """The card of a seat: its people and its sitting Member, as they are now."""
    seat = scene.districts.catalogue.get(seat_id)
    if seat is None:
        return None
    people = scene.teams.get(seat_id) or claims.working(scene.db, [seat_id])[seat_id]
    holders = _holders(scene, seat_id)
    support = Button(N_("I'll support"), claim_district, district=seat, part=Part.SUPPORT)
    claim = Button(N_("Claim it"), claim_district, district=seat)
    see = Button(N_("See the district"), see_district, district=seat)
    led = any(working.part is Part.LEAD for working in people)
    return Card(
        title=verbatim(seat.title),
        body=(who_works(people), sitting(seat, holders)),
        actions=(support, see) if led else (claim, support, see),
        about=About(DISTRICT, seat_id),
    )


@command("see-district", N_("Everything about a district"), effect=Effect.READS, reach=Reach.PRESSED)
def see_district(request: Request, district: Seat) -> Reply:
    """Show one person everything that is known about a district."""
    people = claims.working(request.db, [district.id])[district.id]
    holders = _holders(request, district.id)
    rows = [_since(working) for working in people[:_LISTED]] or [who_works(people)]
    more = len(people) - _LISTED
    if more > 0:
        rows.append(Text(NP_("{n} more supports it.", "{n} more support it."), n=more))
    offices = [text for holder in holders for text in _details(district, holder)]
    body = (*rows, sitting(district, holders), *offices)
    return Reply(Card(verbatim(district.title), body, _own_actions(request, district, people)), beside=True)


def _holders(scene: Scene, seat_id: int) -> list[Holder]:
    """Who sits there; nobody is asked for where nobody is known to."""
    return officials.holders_of(scene.db, seat_id) if scene.districts.holders.get(seat_id) else []


def _own_actions(request: Request, district: Seat, people: list[Working]) -> tuple[Button, ...]:
    """What the person who looks can do here: give it back, or take it."""
    if any(working.person.member_id == request.member.id for working in people):
        return (Button(N_("Give it back"), release_district, district=district),)
    support = Button(N_("I'll support"), claim_district, district=district, part=Part.SUPPORT)
    if any(working.part is Part.LEAD for working in people):
        return (support,)
    return (Button(N_("Claim it"), claim_district, district=district), support)


def who_works(people: list[Working], named: int = _NAMED) -> Text:
    """Who leads and who supports, in one or two sentences; `named` supporters before it counts the rest."""
    lead = next((working for working in people if working.part is Part.LEAD), None)
    supporters = [working for working in people if working.part is Part.SUPPORT]
    if lead is None and not supporters:
        return Text(N_("Nobody works this district yet."))
    first = _leads(lead) if lead else Text(N_("Nobody leads yet."))
    if not supporters:
        return Text(N_("{lead} No one else yet."), lead=first)
    shown: list[Value] = [_with_organization(working) for working in supporters[:named]]
    more = len(supporters) - len(shown)
    if more:
        shown.append(Text(NP_("{n} more", "{n} more"), n=more))
    return Text(N_("{lead}\nSupporting: {people}."), lead=first, people=Listing(tuple(shown)))


def _leads(lead: Working) -> Text:
    if lead.person.organization is None:
        return Text(N_("{who} leads."), who=lead.person)
    return Text(
        N_("{who} leads, for {organization}."), who=lead.person, organization=lead.person.organization
    )


def _with_organization(working: Working) -> Value:
    person = working.person
    if person.organization is None:
        return person
    return Text(N_("{who} ({organization})"), who=person, organization=person.organization)


def _since(working: Working) -> Text:
    sentence = (
        N_("{who} leads, since {since}.")
        if working.part is Part.LEAD
        else N_("{who} supports, since {since}.")
    )
    return Text(sentence, who=_with_organization(working), since=working.since)


def sitting(seat: Seat, holders: list[Holder]) -> Text:
    """Who sits for a seat, with the nearest office."""
    if not holders:
        return Text(N_("Nobody is listed as holding this seat."))
    if len(holders) > 1:
        names = Listing(tuple(_name(seat, holder) for holder in holders))
        return Text(N_("In this seat: {names}."), names=names)
    holder = holders[0]
    name = _name(seat, holder)
    if holder.office_city and holder.office_phone:
        return Text(
            N_("Sitting Member: {name}. Nearest office: {city}, {phone}."),
            name=name, city=holder.office_city, phone=holder.office_phone,
        )  # fmt: skip
    if holder.office_city:
        return Text(N_("Sitting Member: {name}. Nearest office: {city}."), name=name, city=holder.office_city)
    return Text(N_("Sitting Member: {name}."), name=name)


def _name(seat: Seat, holder: Holder) -> Text:
    style = {Office.US_HOUSE: N_("Rep. {name} ({party})"), Office.US_SENATE: N_("Sen. {name} ({party})")}
    sentence = style.get(seat.office, N_("{name} ({party})")) if holder.party else N_("{name}")
    named = Text(sentence, name=holder.name, party=holder.party[:1])
    return Text(N_("{who}, an example"), who=named) if holder.is_example else named


def _details(seat: Seat, holder: Holder) -> list[Text | Note]:
    details: list[Text | Note] = []
    if holder.office_address and holder.office_city:
        details.append(
            Text(N_("Office: {address}, {city}."), address=holder.office_address, city=holder.office_city)
        )
    if holder.phone:
        where = N_("In Washington: {phone}.") if seat.is_federal else N_("At the capitol: {phone}.")
        details.append(Text(where, phone=holder.phone))
    if holder.is_example:
        details.append(Note(Text(N_("Made up for trying things out. An import brings the real Members."))))
    return details
