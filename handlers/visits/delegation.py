"""Who comes to a visit and who does what there, read at once; whether it is ready follows from that."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.campaign import Importance, Role, visit_roles
from handlers.districts.subjects import HOME
from handlers.request import Scene
from handlers.visits.subjects import ROLES, VISIT
from storage import members, posted_cards
from storage.members import Person
from storage.posted_cards import Shown
from storage.tenancy import CoalitionSession
from storage.visits import attendance, parts
from storage.visits.attendance import Word
from storage.visits.parts import State, VisitPart
from storage.visits.visits import Visit

FACILITATOR = "facilitator"
"""The role whose holder sees to a visit: without them the organiser is told."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """The people of a visit. `coming` are in the order in which they said so."""

    visit: Visit
    coming: tuple[Person, ...]
    not_coming: frozenset[int]
    parts: tuple[VisitPart, ...]
    persons: dict[int, Person]

    def holders(self, role: Role) -> list[VisitPart]:
        """Who has a role, or is asked to take it."""
        return [part for part in self.parts if part.role == role.id]

    def roles_of(self, member_id: int) -> list[VisitPart]:
        """The roles that a person has, or is asked to take."""
        return [part for part in self.parts if part.member_id == member_id]

    def open_roles(self, importance: Importance | None = None) -> list[Role]:
        """The roles that nobody has, of that importance or of any."""
        return [
            role for role in visit_roles() if importance in (None, role.importance) and not self.holders(role)
        ]

    def unanswered_roles(self, importance: Importance) -> list[Role]:
        """The roles of that importance that people were asked to take, and nobody has said yes to."""
        return [
            role
            for role in visit_roles()
            if role.importance is importance
            and (holders := self.holders(role))
            and all(part.state is State.ASKED for part in holders)
        ]

    @property
    def is_ready(self) -> bool:
        """Whether somebody has said that they make the ask; all else only warns."""
        missing = self.open_roles(Importance.ESSENTIAL) or self.unanswered_roles(Importance.ESSENTIAL)
        return not missing


def delegations(scene: Scene, visits: Sequence[Visit]) -> list[Delegation]:
    """The people of each of those visits; a constant number of queries."""
    ids = [visit.id for visit in visits]
    taken = parts.taken(scene.db, ids)
    words = attendance.of_visits(scene.db, ids)
    named = {part.member_id for found in taken.values() for part in found}
    named |= {one.member_id for found in words.values() for one in found}
    persons = members.people(scene.db, named)
    return [
        Delegation(
            visit,
            tuple(persons[one.member_id] for one in words[visit.id] if one.word is Word.COMING),
            frozenset(one.member_id for one in words[visit.id] if one.word is Word.NOT_COMING),
            tuple(taken[visit.id]),
            persons,
        )
        for visit in visits
    ]


def delegation(scene: Scene, visit: Visit) -> Delegation:
    """The people of one visit."""
    return delegations(scene, [visit])[0]


def redraw(db: CoalitionSession, visit_id: int, *concerned: int) -> None:
    """A visit has changed: its cards are drawn anew, and the home pages of the members `concerned`."""
    pages = (Shown(HOME, member_id) for member_id in concerned)
    posted_cards.touch(db, Shown(VISIT, visit_id), Shown(ROLES, visit_id), *pages)
