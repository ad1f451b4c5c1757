"""What is said about claims, later or to somebody else: announcements and introductions."""

from handlers.cards import Button, Card
from handlers.districts.card import district_card, see_district, who_works
from handlers.districts.leaving import release_district
from handlers.districts.subjects import DISTRICT
from handlers.outsiders import why_not
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest
from handlers.text import N_, Message, Text
from storage import claims, members
from storage.claims import Claim, Part
from storage.members import Person
from storage.turned_away import NOT_A_PERSON


@reminder(DISTRICT)
def district_shown(due: DueRequest, seat_id: int) -> Card | Dropped:
    """The district's card, as the answer to a form."""
    return district_card(due, seat_id) or Dropped("the seat is gone")


@reminder("claimed")
def district_claimed(due: DueRequest, seat_id: int) -> Card | Dropped:
    """A district that nobody worked has somebody now: for the channel of announcements."""
    if not claims.all_in_seat(due.db, seat_id):
        return Dropped("it was released before this was said")
    return district_card(due, seat_id) or Dropped("the seat is gone")


@reminder("joined-you")
def joined_you(due: DueRequest, claim_id: int) -> Card | Dropped:
    """Tell the lead who has joined them."""
    return _introduction(
        due,
        claim_id,
        N_("{who} joined you on {seat}. You lead; agree who writes first."),
        N_("{who} joined you on {seat}, for {organization}. You lead; agree who writes first."),
    )


def _introduction(
    due: DueRequest, claim_id: int, plain: Message, with_organization: Message
) -> Card | Dropped:
    claim = _standing(due, claim_id)
    if claim is None:
        return Dropped("they have left since")
    lead = claims.lead_of(due.db, claim.seat_id)
    if lead is None or due.recipient is None or lead.member_id != due.recipient.member_id:
        return Dropped("somebody else leads by now")
    return _about(due, claim, _person(due, claim.member_id), plain, with_organization)


@reminder("your-lead")
def your_lead(due: DueRequest, claim_id: int) -> Card | Dropped:
    """Tell a supporter who leads."""
    claim = _standing(due, claim_id)
    lead = claims.lead_of(due.db, claim.seat_id) if claim else None
    if claim is None or lead is None or claim.part is Part.LEAD:
        return Dropped("they have left since, or nobody leads")
    return _about(
        due,
        claim,
        _person(due, lead.member_id),
        N_("{who} leads {seat}. You support; agree who writes first."),
        N_("{who} leads {seat}, for {organization}. You support; agree who writes first."),
    )


@reminder("your-supporters")
def your_supporters(due: DueRequest, claim_id: int) -> Card | Dropped:
    """Tell a new lead who works their district with them."""
    claim = _standing(due, claim_id)
    people = claims.working(due.db, [claim.seat_id])[claim.seat_id] if claim else []
    if claim is None or claim.part is not Part.LEAD or len(people) < 2:
        return Dropped("they have left since, or nobody supports")
    seat = due.districts.catalogue[claim.seat_id]
    text = Text(
        N_("You lead {seat} now. Agree with the others who writes first.\n{people}"),
        seat=seat,
        people=who_works(people),
    )
    return Card(body=(text,), actions=(Button(N_("See the district"), see_district, district=seat),))


@reminder("claimed-for-you")
def claimed_for_you(due: DueRequest, claim_id: int) -> Card | Dropped:
    """Tell somebody that an organiser put them down for a district."""
    claim = _standing(due, claim_id)
    if claim is None:
        return Dropped("it was released before this was said")
    seat = due.districts.catalogue[claim.seat_id]
    sentence = {
        Part.LEAD: N_("{who} put you down to lead {seat}. If that is not right, give it back."),
        Part.SUPPORT: N_("{who} put you down to support {seat}. If that is not right, give it back."),
    }[claim.part]
    return Card(
        body=(Text(sentence, who=_person(due, claim.claimed_by_id), seat=seat),),
        actions=(
            Button(N_("See the district"), see_district, district=seat),
            Button(N_("Give it back"), release_district, district=seat),
        ),
    )


@reminder("released-for-you")
def released_for_you(due: DueRequest, claim_id: int) -> Card | Dropped:
    """Tell somebody that an organiser released their district."""
    claim = claims.with_id(due.db, claim_id)
    if claim is None or claim.released_by_id is None:
        return Dropped("it was not released")
    seat = due.districts.catalogue[claim.seat_id]
    who = _person(due, claim.released_by_id)
    return Card(body=(Text(N_("{who} released {seat} for you. You no longer work it."), who=who, seat=seat),))


@reminder(NOT_A_PERSON)
def not_a_person(due: DueRequest, claim_id: int) -> Card | Dropped:
    """Tell an organiser that whom they added can take no part."""
    claim = claims.with_id(due.db, claim_id)
    if claim is None or claim.released_at is None:
        return Dropped("it works the district after all")
    seat = due.districts.catalogue[claim.seat_id]
    who = _person(due, claim.member_id)
    why = why_not(due, who)
    text = Text(N_("{why}, so they can't work {seat}. Add somebody else instead."), why=why, seat=seat)
    return Card(body=(text,), actions=(Button(N_("See the district"), see_district, district=seat),))


def _about(due: DueRequest, claim: Claim, who: Person, plain: Message, with_organization: Message) -> Card:
    seat = due.districts.catalogue[claim.seat_id]
    text = (
        Text(plain, who=who, seat=seat)
        if who.organization is None
        else Text(with_organization, who=who, seat=seat, organization=who.organization)
    )
    return Card(body=(text,), actions=(Button(N_("See the district"), see_district, district=seat),))


def _standing(due: DueRequest, claim_id: int) -> Claim | None:
    claim = claims.with_id(due.db, claim_id)
    return claim if claim is not None and claim.released_at is None else None


def _person(due: DueRequest, member_id: int) -> Person:
    return members.people(due.db, [member_id])[member_id]
