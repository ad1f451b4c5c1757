"""What is drawn anew when somebody takes a district, leaves it or leads it."""

from handlers.districts.subjects import DISTRICT, HOME
from handlers.request import Request
from storage import claims, posted_cards
from storage.claims import Working
from storage.posted_cards import Shown
from storage.tenancy import CoalitionSession


def changed(request: Request, seat_id: int, *also: int) -> list[Working]:
    """Redraw what shows a district whose people have changed; answers who works it now, the lead first.

    The answer's own card is drawn from the same reading.
    """
    team = request.teams[seat_id] = redraw(request.db, seat_id, *also)
    return team


def redraw(db: CoalitionSession, seat_id: int, *also: int) -> list[Working]:
    """Every card of a district, and the home pages of those who work it and of the members `also`.

    Answers who works it now, the lead first.
    """
    team = claims.working(db, [seat_id])[seat_id]
    members = {working.person.member_id for working in team} | set(also)
    posted_cards.touch(db, Shown(DISTRICT, seat_id), *(Shown(HOME, member) for member in members))
    return team
