"""What the candidates of a race were given, and what they are owed so that all are treated alike.

Owed is every kind of contact that one of the race had, and of every material the newest version that one of
them was given (guide: the same contact and the same materials to every candidate for one position). A version
that was only offered and not taken is told of whoever it was offered to, and owed to nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from config.campaign import Tactic, tactics
from handlers.outreach.tactics import with_id
from handlers.request import Scene
from storage import candidates
from storage.candidates import Running
from storage.outreach import contacts, materials
from storage.outreach.contacts import Contact, Outcome
from storage.outreach.materials import Material
from storage.races import Race

Item = Tactic | Material
"""What one candidate can be ahead of another by: a kind of contact, or a version of a material."""


class Treated(StrEnum):
    """How a candidate stands with an item."""

    GIVEN = "given"
    OFFERED = "offered"
    """Somebody tried, and nobody was there to take it."""
    DECLINED = "declined"
    """They did not want it, which counts as offered."""
    OWED = "owed"


_BEST_FIRST = (Treated.GIVEN, Treated.DECLINED, Treated.OFFERED)


@dataclass(frozen=True, slots=True)
class Treatment:
    """One candidate and one item. `contact` is the one that settled it, the first of its kind.

    `older` is the newest version that they have of a material whose newer one they are owed.
    """

    item: Item
    state: Treated
    contact: Contact | None = None
    older: Material | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """What a candidate is owed."""

    running: Running
    item: Item


@dataclass(frozen=True, slots=True)
class Parity:
    """A race: its candidates in order, the items, and how each candidate stands with each of them."""

    race: Race
    items: tuple[Item, ...]
    treatments: Mapping[Running, tuple[Treatment, ...]]

    @property
    def debts(self) -> tuple[Debt, ...]:
        """What is owed, candidate by candidate."""
        return tuple(
            Debt(running, one.item)
            for running, row in self.treatments.items()
            for one in row
            if one.state is Treated.OWED
        )


def reckon(scene: Scene, races: Iterable[Race]) -> dict[int, Parity]:
    """How alike each of these races' candidates were treated, by the race's id. Six queries."""
    by_id = {race.id: race for race in races}
    running = candidates.of_races(scene.db, by_id)
    own = [
        one.candidate_id for of_race in running.values() for one in of_race if one.candidate_id is not None
    ]
    made = contacts.of_candidates(scene.db, own)
    given = materials.given_in(scene.db, (contact.id for of_one in made.values() for contact in of_one))
    known = {material.id: material for material in materials.every(scene.db)}
    handed = {
        contact_id: tuple(known[material_id] for material_id in found) for contact_id, found in given.items()
    }
    return {race_id: _of_race(race, running[race_id], made, handed) for race_id, race in by_id.items()}


def _of_race(
    race: Race,
    running: Sequence[Running],
    made: Mapping[int, Sequence[Contact]],
    handed: Mapping[int, Sequence[Material]],
) -> Parity:
    of_each = {one: made.get(one.candidate_id or 0, ()) for one in running}
    every = [contact for of_one in of_each.values() for contact in of_one]
    taken = [one for contact in every if contact.was_taken for one in handed[contact.id]]
    owed = materials.newest(one for one in taken if one.withdrawn_at is None)
    only_told = _only_told(taken, [one for contact in every for one in handed[contact.id]], owed)
    by_title = sorted((*owed, *only_told), key=lambda one: (one.key, one.id))
    items: tuple[Item, ...] = (*_in_order({contact.tactic for contact in every}), *by_title)
    treatments = {
        one: tuple(
            treatment
            for item in items
            if (treatment := _treatment(item, of_each[one], handed)).state is not Treated.OWED
            or (one.still_listed and item not in only_told)
        )
        for one in running
    }
    return Parity(race, items, treatments)


def _only_told(
    taken: Sequence[Material], offered: Sequence[Material], owed: Sequence[Material]
) -> Sequence[Material]:
    """What is told of whoever was given or offered it, and owed to nobody: versions that were taken off the
    list, and those that nobody took, newer than what is owed."""
    newest = {one.key: one.id for one in owed}
    off = [one for one in taken if one.withdrawn_at is not None]
    not_taken = [one for one in offered if one.id > newest.get(one.key, 0) and one not in taken]
    each = {(one.key, one.version.casefold()): one for one in (*off, *not_taken)}
    return [one for one in each.values() if not any(_is_same(one, other) for other in owed)]


def _is_same(one: Material, other: Material) -> bool:
    """Whether it is the same version, be it taken off the list and put on it again."""
    return (one.key, one.version.casefold()) == (other.key, other.version.casefold())


def _in_order(tactic_ids: set[str]) -> Sequence[Tactic]:
    """These tactics as the campaign's data lists them; what it lists no more comes last."""
    listed = [one.id for one in tactics() if one.id in tactic_ids]
    return [with_id(one) for one in (*listed, *sorted(tactic_ids - {*listed}))]


def _treatment(item: Item, made: Sequence[Contact], handed: Mapping[int, Sequence[Material]]) -> Treatment:
    if isinstance(item, Tactic):
        return _settled(item, [contact for contact in made if contact.tactic == item.id])
    having = [contact for contact in made if any(_is_same(item, one) for one in handed[contact.id])]
    if having:
        return _settled(item, having)
    taken = [contact for contact in made if contact.was_taken]
    older = [one for contact in taken for one in handed[contact.id] if one.key == item.key]
    return Treatment(item, Treated.OWED, None, max(older, key=lambda one: one.id, default=None))


def _settled(item: Item, by: Sequence[Contact]) -> Treatment:
    """The best that came of these contacts, by the first of them that it came of."""
    for state in _BEST_FIRST:
        for contact in by:
            if _came_to(contact) is state:
                return Treatment(item, state, contact)
    return Treatment(item, Treated.OWED)


def _came_to(contact: Contact) -> Treated:
    match contact.outcome:
        case Outcome.DECLINED:
            return Treated.DECLINED
        case Outcome.UNAVAILABLE:
            return Treated.OFFERED
        case _:
            return Treated.GIVEN
