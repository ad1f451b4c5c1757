"""Claiming a district: who claims first leads, the next support."""

from typing import Annotated

from handlers.arguments.plain import OneOf
from handlers.cards import About, Audience, Button, Card, Refused, Reply
from handlers.districts.redrawn import changed
from handlers.districts.subjects import DISTRICT, LEAD_OFFER, PARTS
from handlers.organizations import ORGANIZATION_QUESTION
from handlers.outreach.chains import pass_on
from handlers.outreach.claim_reminders import remind_of_claim
from handlers.registry import Label, Permission, Reach, command
from handlers.request import Request
from handlers.text import N_, Text
from storage import claims, lead_offers, posted_cards
from storage.claims import Claim, Part, Working
from storage.lead_offers import OfferAnswer
from storage.members import Member
from storage.posted_cards import Shown
from storage.seats import Seat


@command(
    "claim-district",
    N_("Take a district, so that others know who works it"),
    title=N_("Claim a district"),
    submit=N_("Claim"),
)
def claim_district(
    request: Request,
    district: Annotated[Seat, Label(N_("District"), N_("A code, a state or a Member's name"))],
    part: Annotated[Part, OneOf(Part, PARTS), Label(N_("Part"))] = Part.LEAD,
    person: Annotated[
        Member | None, Label(N_("For"), N_("Leave empty for yourself"), only=Permission.ORGANISER)
    ] = None,
) -> Reply:
    """Register a person for a district."""
    claimant = person or request.member
    if claimant.id != request.member.id and not request.may_organise:
        raise Refused(
            Text(N_("Only organisers can add somebody else. Ask one, or ask the person to claim it.")),
            field="person",
        )
    registered = claims.register(request.db, district.id, claimant, part, request.member, request.now)
    if not registered.is_new:
        return _already(request, district, claimant, registered.claim)
    _spread(request, registered.claim, claimant)
    return Reply(About(DISTRICT, district.id), to=Audience.CHANNEL)


def _spread(request: Request, claim: Claim, claimant: Member) -> None:
    """Tell everybody whom a new claim concerns, each once."""
    team = changed(request, claim.seat_id)
    if len(team) == 1:
        request.announce("claimed", claim.seat_id, f"claimed:{claim.id}")
    if claimant.id != request.member.id:
        request.tell(claimant.id, "claimed-for-you", claim.id, f"claimed-for-you:{claim.id}")
    if claim.part is Part.LEAD:
        lead_found(request, claim, team)
    else:
        _introduce(request, claim, team[0])
    remind_of_claim(request, claim, claimant)
    if not claimant.has_said_organization:
        request.tell(claimant.id, ORGANIZATION_QUESTION, claimant.id, f"organization:{claimant.id}")


def _introduce(request: Request, claim: Claim, lead: Working) -> None:
    if lead.part is not Part.LEAD:
        return
    request.tell(lead.person.member_id, "joined-you", claim.id, f"joined-you:{claim.id}")
    request.tell(claim.member_id, "your-lead", claim.id, f"your-lead:{claim.id}")


def lead_found(request: Request, leading: Claim, team: list[Working]) -> None:
    """A district has a lead now: all who work it are introduced, and nobody need be asked any more."""
    supporters = [working for working in team if working.part is Part.SUPPORT]
    if not supporters:
        return
    request.tell(leading.member_id, "your-supporters", leading.id, f"your-supporters:{leading.id}")
    for supporter in supporters:
        key = f"your-lead:{supporter.claim_id}:{leading.id}"
        request.tell(supporter.person.member_id, "your-lead", supporter.claim_id, key)
    _nobody_need_be_asked(request, leading.seat_id)


def _nobody_need_be_asked(request: Request, seat_id: int) -> None:
    waiting = lead_offers.open_for(request.db, seat_id)
    if waiting is None:
        return
    lead_offers.answer(request.db, waiting, OfferAnswer.LAPSED, request.now)
    posted_cards.touch(request.db, Shown(LEAD_OFFER, waiting.id))
    pass_on(request, seat_id, request.member.id)


def lead_taken(request: Request, leading: Claim, person: Member) -> None:
    """A supporter leads from now on: as with any lead, and they follow up what the last one had asked."""
    lead_found(request, leading, changed(request, leading.seat_id))
    _nobody_need_be_asked(request, leading.seat_id)
    pass_on(request, leading.seat_id, request.member.id)
    remind_of_claim(request, leading, person)


def _already(request: Request, district: Seat, claimant: Member, claim: Claim) -> Reply:
    who = "self" if claimant.id == request.member.id else "other"
    sentence = {
        ("self", Part.LEAD): N_("You lead {seat} already, since {since}. Nothing has changed."),
        ("self", Part.SUPPORT): N_("You support {seat} already, since {since}. Nothing has changed."),
        ("other", Part.LEAD): N_("{name} leads {seat} already, since {since}. Nothing has changed."),
        ("other", Part.SUPPORT): N_("{name} supports {seat} already, since {since}. Nothing has changed."),
    }[who, claim.part]
    text = Text(sentence, seat=district, since=claim.claimed_at, name=claimant.name)
    if claims.lead_of(request.db, district.id) is not None:
        return Reply(Card(body=(text,)), beside=True)
    take = (
        Button(N_("Take the lead"), lead_district, district=district)
        if who == "self"
        else Button(N_("Make them lead"), lead_district, district=district, person=claimant)
    )
    return Reply(Card(body=(text,), actions=(take,)), beside=True)


@command("lead-district", N_("Lead a district you support"), reach=Reach.PRESSED)
def lead_district(request: Request, district: Seat, person: Member | None = None) -> Reply:
    """Make a supporter the lead of a district that has none: oneself, or whom an organiser names."""
    supporter = person or request.member
    is_other = supporter.id != request.member.id
    if is_other and not request.may_organise:
        raise Refused(Text(N_("Only organisers can choose who leads.")))
    claim = claims.of_member(request.db, district.id, supporter.id)
    if claim is None:
        raise Refused(_gone(district, supporter if is_other else None))
    leading = (
        claim if claim.part is Part.LEAD else claims.take_lead(request.db, claim, request.member, request.now)
    )
    if leading is None:
        raise Refused(Text(N_("Somebody else leads {seat} by now. Nothing has changed."), seat=district))
    if leading is not claim:
        lead_taken(request, leading, supporter)
        if is_other:
            key = f"claimed-for-you:{leading.id}"
            request.tell(supporter.id, "claimed-for-you", leading.id, key)
    return Reply(About(DISTRICT, district.id))


def _gone(district: Seat, other: Member | None) -> Text:
    if other is not None:
        return Text(N_("{name} doesn't work {seat} any more."), name=other.name, seat=district)
    return Text(N_("You don't work {seat} any more. Claim it first."), seat=district)
