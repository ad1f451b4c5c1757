"""What somebody has answered at visits: their record, wherever they are shown."""

from handlers.cards import Block
from handlers.request import Scene
from handlers.text import N_, Strong, Text
from handlers.visits.debrief.stances import STANCES
from storage.seats import Seat
from storage.visits import points

_SHOWN = 5
"""How many answers of a seat are shown, the newest first."""


def record(scene: Scene, seat: Seat) -> list[Block]:
    """What the people of a seat answered to what was asked at visits."""
    said = points.said_in_seat(scene.db, seat.id, _SHOWN)
    lines: list[Block] = []
    for one in said:
        answer = Text(
            N_("{name}, visited on {day}, asked “{ask}”: {answer}."),
            name=one.name,
            day=one.day,
            ask=one.ask,
            answer=Strong(Text(STANCES[one.stance])),
        )
        quoted = N_("{answer} “{words}”")
        lines.append(Text(quoted, answer=answer, words=one.their_words) if one.their_words else answer)
    return lines
