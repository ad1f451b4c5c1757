"""The races in which a coalition has contacted anybody, or given people something to ask."""

from sqlalchemy import or_, select

from storage.candidates import RACE_ID, Candidate, ListedCandidate
from storage.outreach.contacts import ContactRow
from storage.races import Race
from storage.tenancy import CoalitionSession
from storage.town_halls.askers import AskerRow
from storage.town_halls.town_halls import TownHallRow


def all_of(db: CoalitionSession) -> list[Race]:
    """Every such race; contacts that were taken back do not count.

    Of a seat for which somebody was given a question to ask at a town hall, all races are among them.
    """
    asked = (
        select(RACE_ID)
        .select_from(ContactRow)
        .join(Candidate, Candidate.id == ContactRow.candidate_id)
        .outerjoin(ListedCandidate, ListedCandidate.id == Candidate.listed_id)
        .where(ContactRow.withdrawn_at.is_(None))
    )
    at_town_halls = select(TownHallRow.seat_id).join(AskerRow, AskerRow.town_hall_id == TownHallRow.id)
    either = or_(Race.id.in_(asked), Race.seat_id.in_(at_town_halls))
    return list(db.scalars(select(Race).where(either).order_by(Race.id)))
