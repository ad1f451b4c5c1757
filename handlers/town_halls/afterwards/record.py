"""What officials have answered at town halls: their record, wherever their seat is shown."""

from handlers.candidates.fields import shown_source
from handlers.cards import Block
from handlers.outreach.wording import ANSWERS
from handlers.request import Scene
from handlers.text import N_, Strong, Text
from handlers.town_halls.afterwards.results import HOW
from storage.outreach.replies import Answer
from storage.seats import Seat
from storage.town_halls import outcomes
from storage.town_halls.outcomes import Heard

_SHOWN = 5
"""How many answers of a seat are shown, the newest first."""


def heard(scene: Scene, seat: Seat) -> list[Block]:
    """What officials of a seat answered at town halls. A candidate's answer stands with the candidate."""
    return [_line(one) for one in outcomes.heard_in_seat(scene.db, seat.id, _SHOWN)]


def _line(one: Heard) -> Text:
    line = Text(
        N_("{name}, at a town hall on {day}, {how}"), name=one.name, day=one.day, how=Text(HOW[one.result])
    )
    if one.answer is Answer.OTHER:
        line = Text(N_("{line}."), line=line)
    else:
        line = Text(N_("{line}: {answer}."), line=line, answer=Strong(Text(ANSWERS[one.answer])))
    if one.question:
        line = Text(N_("{line} Asked: “{question}”"), line=line, question=one.question)
    if one.their_words:
        line = Text(N_("{line} Their words: “{words}”"), line=line, words=one.their_words)
    return Text(N_("{line} {link}"), line=line, link=shown_source(one.link)) if one.link else line
