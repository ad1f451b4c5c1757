"""The races in which a coalition has contacted anybody."""

from sqlalchemy import select

from storage.candidates import RACE_ID, Candidate, ListedCandidate
from storage.outreach.contacts import ContactRow
from storage.races import Race
from storage.tenancy import CoalitionSession


def all_of(db: CoalitionSession) -> list[Race]:
    """Every such race; contacts that were taken back do not count."""
    asked = (
        select(RACE_ID)
        .select_from(ContactRow)
        .join(Candidate, Candidate.id == ContactRow.candidate_id)
        .outerjoin(ListedCandidate, ListedCandidate.id == Candidate.listed_id)
        .where(ContactRow.withdrawn_at.is_(None))
    )
    return list(db.scalars(select(Race).where(Race.id.in_(asked)).order_by(Race.id)))
