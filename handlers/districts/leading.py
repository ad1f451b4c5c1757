"""The offer of a district's lead, as the supporter who is asked sees and answers it."""

from typing import Annotated

from handlers.arguments.plain import RowOf
from handlers.cards import About, Button, Card, Refused, Reply, Style
from handlers.districts.card import see_district
from handlers.districts.claiming import lead_taken
from handlers.districts.leaving import ask_next
from handlers.districts.subjects import LEAD_OFFER, LEAD_OFFER_LAPSES
from handlers.outreach.chains import pass_on
from handlers.registry import Reach, command, reminder, standing_card
from handlers.request import Dropped, DueRequest, Request, Scene
from handlers.text import N_, Text
from handlers.timing import Manners, Quiet, Weekends
from storage import claims, lead_offers, members, posted_cards
from storage.lead_offers import LeadOffer, OfferAnswer
from storage.posted_cards import Shown
from storage.seats import Seat

_BY_DAY = Manners(Quiet.LATER, Weekends.LATER)


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
    see = Button(N_("See the district"), see_district, district=seat)
    match offer.answer:
        case OfferAnswer.TAKEN:
            text = Text(N_("You took the lead of {seat}. Thank you."), seat=seat)
            return Card(body=(text,), actions=(see,), about=about)
        case OfferAnswer.DECLINED:
            text = Text(N_("That's fine: you go on supporting {seat}."), seat=seat)
            changed_mind = Button(N_("I'll lead after all"), take_the_lead, offer=offer)
            return Card(body=(text,), actions=(changed_mind,), about=about)
        case OfferAnswer.LAPSED:
            text = Text(N_("{seat} no longer needs a lead from you."), seat=seat)
            return Card(body=(text,), actions=(see,), about=about)
        case OfferAnswer.UNANSWERED:
            text = Text(
                N_("I stopped waiting for an answer about {seat}. While it has no lead, it is not too late."),
                seat=seat,
            )
            after_all = Button(N_("I'll lead after all"), take_the_lead, offer=offer)
            return Card(body=(text,), actions=(after_all,), about=about)
        case None:
            return _open_offer(scene, offer, seat, about)


def _open_offer(scene: Scene, offer: LeadOffer, seat: Seat, about: About) -> Card:
    left = claims.with_id(scene.db, offer.vacated_by)
    who = members.people(scene.db, [left.member_id])[left.member_id] if left else None
    text = Text(
        N_("{who} no longer leads {seat}, which you support. Will you lead it?"),
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


@reminder(LEAD_OFFER_LAPSES, quiet=Quiet.LATER, weekends=Weekends.LATER)
def lead_offer_lapses(due: DueRequest, offer_id: int) -> Dropped:
    """Nobody has answered for days: ask the next supporter. When none is left, the follow-ups go on without.

    Says nothing itself: the question that hangs there says that it is over.
    """
    offer = due.db.one_owned(LeadOffer, offer_id)
    if offer is None or not lead_offers.answer(due.db, offer, OfferAnswer.UNANSWERED, due.now):
        return Dropped("it was answered")
    posted_cards.touch(due.db, Shown(LEAD_OFFER, offer.id))
    ask_next(due, offer.seat_id, offer.vacated_by, _BY_DAY)
    pass_on(due, offer.seat_id, None)
    return Dropped("nobody answered, so somebody else is asked")


OfferArgument = Annotated[LeadOffer, RowOf(LeadOffer)]


@command("take-the-lead", N_("Take the lead of a district"), reach=Reach.PRESSED)
def take_the_lead(request: Request, offer: OfferArgument) -> Reply:
    """The supporter who was asked leads from now on. Where nobody leads yet, that goes for one who declined
    or did not answer, too."""
    _check_asked(request, offer)
    if offer.answer not in (None, OfferAnswer.DECLINED, OfferAnswer.UNANSWERED):
        return Reply(About(LEAD_OFFER, offer.id))
    claim = lead_offers.claim_of(request.db, offer)
    leading = claims.take_lead(request.db, claim, request.member, request.now) if claim else None
    given = OfferAnswer.TAKEN if leading else OfferAnswer.LAPSED
    if not lead_offers.answer(request.db, offer, given, request.now):
        lead_offers.reconsider(request.db, offer, given, request.now)
    posted_cards.touch(request.db, Shown(LEAD_OFFER, offer.id))
    if leading is not None:
        lead_taken(request, leading, request.member)
    return Reply(About(LEAD_OFFER, offer.id))


@command("decline-the-lead", N_("Leave the lead of a district to somebody else"), reach=Reach.PRESSED)
def decline_the_lead(request: Request, offer: OfferArgument) -> Reply:
    """The supporter stays one, and the next is asked."""
    _check_asked(request, offer)
    if lead_offers.answer(request.db, offer, OfferAnswer.DECLINED, request.now):
        posted_cards.touch(request.db, Shown(LEAD_OFFER, offer.id))
        ask_next(request, offer.seat_id, offer.vacated_by)
        pass_on(request, offer.seat_id, request.member.id)
    return Reply(About(LEAD_OFFER, offer.id))


def _check_asked(request: Request, offer: LeadOffer) -> None:
    if offer.member_id != request.member.id:
        raise Refused(Text(N_("This was asked of somebody else.")))
