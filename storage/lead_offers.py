"""Offers of the lead: a district without one is offered to its supporters, one after the other."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from storage import claims
from storage.choices import choice
from storage.claims import Claim
from storage.instants import Instant
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference

_OPEN = text("answer IS NULL")


class OfferAnswer(StrEnum):
    """How an offer ended."""

    TAKEN = "taken"
    DECLINED = "declined"
    LAPSED = "lapsed"
    """It was settled otherwise."""
    UNANSWERED = "unanswered"
    """Nobody answered in time."""


_OPEN_TO_SECOND_THOUGHTS = (OfferAnswer.DECLINED, OfferAnswer.UNANSWERED)


class LeadOffer(Table, Owned):
    """One supporter, asked whether they would lead. At most one offer is open for a seat."""

    __tablename__ = "lead_offers"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("claim_id", "claims"),
        owned_reference("member_id", "members"),
        Index(
            "uq_lead_offers_one_open",
            "coalition_id",
            "seat_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_lead_offers_claim", "claim_id"),
    )

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    claim_id: Mapped[int]
    member_id: Mapped[int]
    vacated_by: Mapped[int]
    offered_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[OfferAnswer | None] = mapped_column(choice(OfferAnswer))


def offer_next(db: CoalitionSession, seat_id: int, vacated_by: int, at: datetime) -> LeadOffer | None:
    """Offer the lead to the longest-standing supporter who was not asked since this lead left.

    `vacated_by` is the released claim of the lead who left. Answers None when nobody is left to ask.
    """
    asked = set(db.scalars(select(LeadOffer.claim_id).where(LeadOffer.vacated_by == vacated_by)))
    for claim in claims.supporters_of(db, seat_id):
        if claim.id not in asked:
            offer = LeadOffer(
                coalition_id=db.coalition_id,
                seat_id=seat_id,
                claim_id=claim.id,
                member_id=claim.member_id,
                vacated_by=vacated_by,
                offered_at=at,
            )
            db.add(offer)
            db.flush()
            return offer
    return None


def answer(db: CoalitionSession, offer: LeadOffer, given: OfferAnswer, at: datetime) -> bool:
    """Close an offer; answers False when it was closed already."""
    statement = (
        update(LeadOffer)
        .where(LeadOffer.id == offer.id, LeadOffer.answer.is_(None))
        .values(answer=given, answered_at=at)
        .returning(LeadOffer.id)
    )
    return db.scalars(statement).one_or_none() is not None


def reconsider(db: CoalitionSession, offer: LeadOffer, given: OfferAnswer, at: datetime) -> bool:
    """Change the answer of an offer that was declined or not answered in time; False for any other."""
    statement = (
        update(LeadOffer)
        .where(LeadOffer.id == offer.id, LeadOffer.answer.in_(_OPEN_TO_SECOND_THOUGHTS))
        .values(answer=given, answered_at=at)
        .returning(LeadOffer.id)
    )
    return db.scalars(statement).one_or_none() is not None


def open_for(db: CoalitionSession, seat_id: int) -> LeadOffer | None:
    """The offer of a seat's lead that nobody has answered yet."""
    return db.scalars(
        select(LeadOffer).where(LeadOffer.seat_id == seat_id, LeadOffer.answer.is_(None))
    ).one_or_none()


def claim_of(db: CoalitionSession, offer: LeadOffer) -> Claim | None:
    """The supporter's claim, if they still support."""
    claim = claims.with_id(db, offer.claim_id)
    return claim if claim is not None and claim.released_at is None else None
