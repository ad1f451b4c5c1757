"""Releasing a district, and asking its supporters for another lead."""

from typing import Annotated

from config.campaign import cadence
from handlers.cards import Button, Card, Choice, Kept, Menu, Refused, Reply
from handlers.districts.claiming import claim_district
from handlers.districts.redrawn import changed
from handlers.districts.subjects import LEAD_OFFER, LEAD_OFFER_LAPSES
from handlers.outreach.cadence import morning
from handlers.outreach.chains import pass_on, zone_of
from handlers.registry import Label, Permission, command
from handlers.request import Request, Scene
from handlers.text import N_, Text, Value, verbatim
from handlers.timing import Manners, sayable_at
from storage import claims, lead_offers, members, posted_cards
from storage.claims import Claim, Part
from storage.lead_offers import OfferAnswer
from storage.members import Member
from storage.posted_cards import Shown
from storage.seats import Seat

_BUTTONS = 5
"""How many districts are offered as buttons before a menu is better."""

_OPTIONS = 100
"""The most choices that any platform's menu holds."""

_AT_ONCE = Manners()


@command(
    "release-district",
    N_("Give a district back, so that somebody else can work it"),
    title=N_("Release a district"),
    submit=N_("Release"),
)
def release_district(
    request: Request,
    district: Annotated[Seat | None, Label(N_("District"), N_("Leave empty if you work only one"))] = None,
    person: Annotated[Member | None, Label(N_("For"), only=Permission.ORGANISER)] = None,
) -> Reply:
    """End a person's work in a district; what they did there stays on record."""
    leaver = person or request.member
    if leaver.id != request.member.id and not request.may_organise:
        raise Refused(Text(N_("Only organisers can release somebody else's district.")), field="person")
    claim = _claim_meant(request, leaver, district)
    if not claims.release(request.db, claim, request.member.id, request.now):
        raise Refused(Text(N_("That district has been released already.")))
    seat = request.districts.catalogue[claim.seat_id]
    _after(request, claim)
    pass_on(request, claim.seat_id, request.member.id)
    if leaver.id != request.member.id:
        request.tell(leaver.id, "released-for-you", claim.id, f"released-for-you:{claim.id}")
        text = Text(N_("{name} no longer works {seat}."), name=leaver.name, seat=seat)
        back = Button(N_("Put them back"), claim_district, district=seat, part=claim.part, person=leaver)
        return Reply(Card(body=(text,), actions=(back,)))
    again = Button(N_("Claim it again"), claim_district, district=seat, part=claim.part)
    return Reply(Card(body=(_goodbye(request, claim, seat),), actions=(again,)))


def _claim_meant(request: Request, leaver: Member, district: Seat | None) -> Claim:
    own = claims.all_of_member(request.db, leaver.id)
    meant = [claim for claim in own if district is None or claim.seat_id == district.id]
    if len(meant) == 1:
        return meant[0]
    seats = [request.districts.catalogue[claim.seat_id] for claim in own]
    own_name = None if leaver.id == request.member.id else leaver.name
    text = _not_clear(seats, district, own_name)
    actions = _which(request, seats, None if own_name is None else Kept(str(leaver.id)))
    raise Refused(text, field="district", card=Card(body=(text,), actions=actions))


def _not_clear(seats: list[Seat], district: Seat | None, name: str | None) -> Text:
    """Why nothing was released; `name` is whose district it is, when it is somebody else's."""
    whose = "own" if name is None else "other"
    known: dict[str, Value] = {"name": name or ""}
    if not seats:
        sentence = {
            "own": N_("You work no district at the moment. /claim-district takes one."),
            "other": N_("{name} works no district at the moment."),
        }[whose]
    elif district is None:
        sentence = {
            "own": N_("Which district do you want to release?"),
            "other": N_("Which of {name}'s districts do you want to release?"),
        }[whose]
    else:
        known["seat"] = district
        sentence = {
            "own": N_("You don't work {seat}, so there is nothing to release. Did you mean one of yours?"),
            "other": N_("{name} doesn't work {seat}. Did you mean one of theirs?"),
        }[whose]
    return Text(sentence, **known)


def _which(request: Request, seats: list[Seat], person: Kept | None) -> tuple[Button | Menu, ...]:
    """The districts to choose from: as buttons, or as one menu where they are many."""
    if len(seats) <= _BUTTONS:
        return tuple(
            Button(verbatim(seat.code), release_district, district=seat, person=person) for seat in seats
        )
    kind = release_district.parameter("district").kind
    choices = tuple(
        Choice(verbatim(seat.title), kind.dump(seat, request.origin)) for seat in seats[:_OPTIONS]
    )
    return (Menu(N_("Choose one"), release_district, "district", choices, person=person),)


def _after(request: Request, claim: Claim) -> None:
    changed(request, claim.seat_id, claim.member_id)
    waiting = lead_offers.open_for(request.db, claim.seat_id)
    if claim.part is Part.LEAD:
        ask_next(request, claim.seat_id, claim.id)
    elif waiting is not None and waiting.claim_id == claim.id:
        lead_offers.answer(request.db, waiting, OfferAnswer.LAPSED, request.now)
        posted_cards.touch(request.db, Shown(LEAD_OFFER, waiting.id))
        ask_next(request, claim.seat_id, waiting.vacated_by)


def ask_next(scene: Scene, seat_id: int, vacated_by: int, manners: Manners = _AT_ONCE) -> None:
    """Offer the lead to the supporter who has been there longest and was not asked yet.

    They are asked by these manners. Whoever answers nothing for days is not waited for.
    """
    offer = lead_offers.offer_next(scene.db, seat_id, vacated_by, scene.now)
    if offer is None:
        return
    zone = zone_of(scene, members.with_id(scene.db, offer.member_id))
    asked_at = sayable_at(scene.now, zone, manners)
    scene.tell_at(offer.member_id, LEAD_OFFER, offer.id, f"lead-offer:{offer.id}", asked_at)
    lapses_at = morning(asked_at, cadence().lead_offer, zone)
    scene.tell_at(offer.member_id, LEAD_OFFER_LAPSES, offer.id, f"{LEAD_OFFER_LAPSES}:{offer.id}", lapses_at)


def _goodbye(request: Request, claim: Claim, seat: Seat) -> Text:
    if claim.part is Part.SUPPORT:
        return Text(N_("You no longer support {seat}. Thank you for what you did there."), seat=seat)
    if lead_offers.open_for(request.db, seat.id):
        return Text(
            N_("You no longer lead {seat}. Its longest-standing supporter is asked to take over."), seat=seat
        )
    return Text(N_("You no longer lead {seat}. Nobody else works it now."), seat=seat)
