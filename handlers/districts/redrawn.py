"""What is drawn anew when somebody takes a district, leaves it or leads it."""

from handlers.districts.subjects import DISTRICT, HOME
from storage import claims, posted_cards
from storage.tenancy import CoalitionSession


def redraw(db: CoalitionSession, seat_id: int, *also: int) -> None:
    """Every card of a district, and the home pages of those who work it and of the members `also`."""
    posted_cards.touch(db, DISTRICT, seat_id)
    posted_cards.touch(db, HOME, *claims.workers_of(db, seat_id), *also)
