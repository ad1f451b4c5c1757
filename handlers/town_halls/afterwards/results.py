"""The words for how it went, and how an event as a whole went."""

from handlers.text import N_, NP_, Message, Text
from storage.town_halls.outcomes import ASKED, Outcome, Result

RESULTS: dict[Result, Message] = {
    Result.ANSWERED: N_("Answered"),
    Result.IN_PART: N_("In part"),
    Result.DODGED: N_("Dodged"),
    Result.NOT_ASKED: N_("I didn't get to ask"),
    Result.NOT_THERE: N_("I wasn't there"),
}

HOW: dict[Result, Message] = {
    Result.ANSWERED: N_("answered"),
    Result.IN_PART: N_("answered in part"),
    Result.DODGED: N_("dodged"),
}
"""The same of whoever was asked, inside a sentence."""


def summary(found: list[Outcome]) -> Text | None:
    """How an event went for all who asked, in a sentence; None while nobody has said so."""
    said = [one.result for one in found if one.result in ASKED]
    if not said:
        return None
    text = NP_(
        "{n} question asked: {answered} answered, {in_part} in part, {dodged} dodged.",
        "{n} questions asked: {answered} answered, {in_part} in part, {dodged} dodged.",
    )
    return Text(
        text,
        n=len(said),
        answered=said.count(Result.ANSWERED),
        in_part=said.count(Result.IN_PART),
        dodged=said.count(Result.DODGED),
    )
