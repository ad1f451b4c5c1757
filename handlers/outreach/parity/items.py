"""What one candidate can be ahead of another by, and how a candidate stands with it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from config.campaign import Tactic, Topic
from storage.outreach.materials import Material

Item = Tactic | Material | Topic
"""A kind of contact, a version of a material, or a topic that somebody was asked about."""


class Treated(StrEnum):
    """How a candidate stands with an item."""

    GIVEN = "given"
    OFFERED = "offered"
    """Somebody tried, and nobody was there to take it."""
    DECLINED = "declined"
    """They did not want it, which counts as offered."""
    OWED = "owed"


BEST_FIRST = (Treated.GIVEN, Treated.DECLINED, Treated.OFFERED)


@dataclass(frozen=True, slots=True)
class Deed:
    """What settled an item for a candidate, and when; whose it was, by the member's row id."""

    state: Treated
    at: datetime
    by_id: int


@dataclass(frozen=True, slots=True)
class Treatment:
    """One candidate and one item. `deed` is what settled it, the first of its kind; None where it is owed.

    `older` is the newest version that they have of a material whose newer one they are owed; `planned` the
    day of the next event at which somebody is to ask them about a topic that they are owed.
    """

    item: Item
    state: Treated
    deed: Deed | None = None
    older: Material | None = None
    planned: date | None = None
