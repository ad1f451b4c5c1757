"""The words for what somebody answered to an ask."""

from handlers.text import N_, Message
from storage.visits.points import Stance

STANCES: dict[Stance, Message] = {
    Stance.YES: N_("Yes"),
    Stance.NO: N_("No"),
    Stance.UNDECIDED: N_("Undecided"),
    Stance.NOT_ASKED: N_("Not asked"),
}
