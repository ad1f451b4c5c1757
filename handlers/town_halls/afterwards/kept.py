"""What was dodged and is kept to be asked again: offered to whoever kept it, until it was asked once more."""

from dataclasses import dataclass

from handlers.request import Scene
from handlers.town_halls.topics import OTHER
from storage.town_halls import askers, outcomes
from storage.town_halls.askers import Given
from storage.town_halls.outcomes import ASKED, AskAgain
from storage.town_halls.town_halls import TownHall


@dataclass(frozen=True, slots=True)
class Kept:
    """A question that waits for an event, by its first asking."""

    asked: AskAgain

    @property
    def variant(self) -> str:
        """What it is called among the questions that are given out; no topic begins with “again.”."""
        return f"again.{self.asked.outcome_id}"


def kept_for(scene: Scene, event: TownHall) -> list[Kept]:
    """What whoever answers at this event did not answer before, the last first.

    What was asked once more is not among them, however that went: from then on the later dodge counts.
    """
    found = [Kept(one) for one in outcomes.to_ask_again(scene.db, event)]
    elsewhere = askers.elsewhere(scene.db, event) if found else ()
    again = {one.variant for one in elsewhere if one.result in ASKED}
    return [one for one in found if one.variant not in again]


def as_given(scene: Scene, kept: Kept) -> Given:
    """The question as somebody is given it, under the topic that it had."""
    before = askers.of(scene.db, kept.asked.town_hall_id, kept.asked.member_id)
    is_that = before is not None and before.given.words == kept.asked.question
    topic = before.given.topic if before is not None and is_that else OTHER
    return Given(topic, kept.variant, kept.asked.question)
