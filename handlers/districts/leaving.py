"""Releasing a district, and finding it another lead."""

from typing import Annotated

from handlers.arguments.plain import RowOf
from handlers.cards import About, Button, Card, Offer, Refused, Reply, Style
from handlers.districts.claiming import claim_district, lead_found
from handlers.districts.subjects import DISTRICT, LEAD_OFFER
from handlers.registry import Label, Permission, Reach, command, reminder, standing_card
from handlers.request import Dropped, DueRequest, Request, Scene
from handlers.text import N_, Text, verbatim
from storage import claims, lead_offers, members, posted_cards
from storage.claims import Claim, Part
from storage.lead_offers import LeadOffer, OfferAnswer
from storage.members import Member
from storage.seats import Seat


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
    if not claims.release(request.db, claim, request.member, request.now):
        raise Refused(Text(N_("That district has been released already.")))
    seat = request.districts.catalogue[claim.seat_id]
    _after(request, claim)
    if leaver.id != request.member.id:
        request.tell(leaver.id, "released-for-you", claim.id, f"released-for-you:{claim.id}")
        return Reply(Card(body=(Text(N_("{name} no longer works {seat}."), name=leaver.name, seat=seat),)))
    again = Button(N_("Claim it again"), claim_district, district=seat, part=claim.part)
    return Reply(Card(body=(_goodbye(request, claim, seat),), actions=(again,)))


def _claim_meant(request: Request, leaver: Member, district: Seat | None) -> Claim:
    own = claims.all_of_member(request.db, leaver.id)
    meant = [claim for claim in own if district is None or claim.seat_id == district.id]
    if len(meant) == 1:
        return meant[0]
    seats = [request.districts.catalogue[claim.seat_id] for claim in own]
    if not seats:
        raise Refused(Text(N_("You work no district at the moment. /claim-district takes one.")))
    offers = tuple(Offer(verbatim(seat.code), seat) for seat in seats)
    if district is None:
        raise Refused(Text(N_("Which district do you want to release?")), offers=offers)
    raise Refused(Text(N_("You don't work {seat}. These are yours:"), seat=district), offers=offers)


def _after(request: Request, claim: Claim) -> None:
    posted_cards.touch(request.db, DISTRICT, claim.seat_id)
    waiting = lead_offers.open_for(request.db, claim.seat_id)
    if claim.part is Part.LEAD:
        _ask_next(request, claim.seat_id, claim.id)
    elif waiting is not None and waiting.claim_id == claim.id:
        lead_offers.answer(request.db, waiting, OfferAnswer.LAPSED, request.now)
        posted_cards.touch(request.db, LEAD_OFFER, waiting.id)
        _ask_next(request, claim.seat_id, waiting.vacated_by)


def _ask_next(request: Request, seat_id: int, vacated_by: int) -> None:
    """Offer the lead to the supporter who has been there longest and was not asked yet."""
    offer = lead_offers.offer_next(request.db, seat_id, vacated_by, request.now)
    if offer is not None:
        request.tell(offer.member_id, LEAD_OFFER, offer.id, f"lead-offer:{offer.id}")


def _goodbye(request: Request, claim: Claim, seat: Seat) -> Text:
    if claim.part is Part.SUPPORT:
        return Text(N_("You no longer support {seat}. Thank you for what you did there."), seat=seat)
    if lead_offers.open_for(request.db, seat.id):
        return Text(
            N_("You no longer lead {seat}. Its longest-standing supporter is asked to take over."), seat=seat
        )
    return Text(N_("You no longer lead {seat}. Nobody else works it now."), seat=seat)


@reminder(LEAD_OFFER)
def lead_offered(due: DueRequest, offer_id: int) -> Card | Dropped:
    """Ask a supporter whether they would lead."""
    offer = due.db.one_owned(LeadOffer, offer_id)
    if offer is None or offer.answer is not None:
        return Dropped("the offer is closed")
    return _offer_card(due, offer)


@standing_card(LEAD_OFFER)
def lead_offer_card(scene: Scene, offer_id: int) -> Card | None:
    """An offer of the lead, open or answered."""
    offer = scene.db.one_owned(LeadOffer, offer_id)
    return None if offer is None else _offer_card(scene, offer)


def _offer_card(scene: Scene, offer: LeadOffer) -> Card:
    seat = scene.districts.catalogue[offer.seat_id]
    about = About(LEAD_OFFER, offer.id)
    match offer.answer:
        case OfferAnswer.TAKEN:
            text = Text(N_("You lead {seat} now. Thank you."), seat=seat)
        case OfferAnswer.DECLINED:
            text = Text(N_("That's fine: you go on supporting {seat}."), seat=seat)
        case OfferAnswer.LAPSED:
            text = Text(N_("{seat} no longer needs a lead from you."), seat=seat)
        case None:
            left = scene.db.one_owned(Claim, offer.vacated_by)
            who = members.people(scene.db, [left.member_id])[left.member_id] if left else None
            text = Text(
                N_("{who} no longer leads {seat}. You have supported it longest: will you lead?"),
                who=who or Text(N_("The lead")),
                seat=seat,
            )
            return Card(
                Text(N_("Lead {seat}?"), seat=seat),
                (text,),
                (
                    Button(N_("Take the lead"), take_the_lead, style=Style.PRIMARY, offer=offer),
                    Button(N_("Not me"), decline_the_lead, offer=offer),
                ),
                about,
            )
    return Card(body=(text,), about=about)


OfferArgument = Annotated[LeadOffer, RowOf(LeadOffer)]


@command("take-the-lead", N_("Take the lead of a district"), reach=Reach.PRESSED)
def take_the_lead(request: Request, offer: OfferArgument) -> Reply:
    """The supporter who was asked leads from now on."""
    claim = _checked(request, offer)
    if claim is None:
        return Reply(About(LEAD_OFFER, offer.id))
    leading = claims.take_lead(request.db, claim, request.now)
    answer = OfferAnswer.TAKEN if leading else OfferAnswer.LAPSED
    lead_offers.answer(request.db, offer, answer, request.now)
    posted_cards.touch(request.db, LEAD_OFFER, offer.id)
    if leading is not None:
        posted_cards.touch(request.db, DISTRICT, offer.seat_id)
        lead_found(request, leading)
    return Reply(About(LEAD_OFFER, offer.id))


@command("decline-the-lead", N_("Leave the lead of a district to somebody else"), reach=Reach.PRESSED)
def decline_the_lead(request: Request, offer: OfferArgument) -> Reply:
    """The supporter stays one, and the next is asked."""
    if _checked(request, offer) is not None and lead_offers.answer(
        request.db, offer, OfferAnswer.DECLINED, request.now
    ):
        posted_cards.touch(request.db, LEAD_OFFER, offer.id)
        _ask_next(request, offer.seat_id, offer.vacated_by)
    return Reply(About(LEAD_OFFER, offer.id))


def _checked(request: Request, offer: LeadOffer) -> Claim | None:
    """The supporter's claim while the offer is open; None when it is closed."""
    if offer.member_id != request.member.id:
        raise Refused(Text(N_("This was asked of somebody else.")))
    return lead_offers.claim_of(request.db, offer) if offer.answer is None else None
