"""What the candidates of a race were given, and what they are owed so that all are treated alike.

Owed is every kind of contact that one of the race had, of every material the newest version that one of them
was given, and every topic that one of them was asked about (guide: the same contact and the same materials to
every candidate for one position). A version that was only offered and not taken is told of whoever it was
offered to, and owed to nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.campaign import Tactic, Topic, tactics
from handlers.outreach.parity.items import BEST_FIRST, Deed, Item, Treated, Treatment
from handlers.outreach.parity.topics import Asked, asked_of, in_order
from handlers.outreach.tactics import with_id
from handlers.request import Scene
from storage import candidates
from storage.candidates import Running
from storage.outreach import contacts, materials
from storage.outreach.contacts import Contact, Outcome
from storage.outreach.materials import Material
from storage.races import Race


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


@dataclass(frozen=True, slots=True)
class _Had:
    """What a candidate has had: contacts, and questions at town halls."""

    contacts: Sequence[Contact]
    asked: Asked

    def topics(self) -> set[str]:
        """The ids of the topics that they were asked about, wherever."""
        return {*self.asked.settled, *(one.topic for one in self.contacts if one.topic is not None)}


def reckon(scene: Scene, races: Iterable[Race]) -> dict[int, Parity]:
    """How alike each of these races' candidates were treated, by the race's id. Seven queries."""
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
    asked = asked_of(scene, {by_id[race_id]: of_race for race_id, of_race in running.items()})
    had = {one: _Had(made.get(one.candidate_id or 0, ()), asked[one]) for one in asked}
    return {
        race_id: _of_race(race, {one: had[one] for one in running[race_id]}, handed)
        for race_id, race in by_id.items()
    }


def _of_race(race: Race, of_each: Mapping[Running, _Had], handed: Mapping[int, Sequence[Material]]) -> Parity:
    every = [contact for had in of_each.values() for contact in had.contacts]
    taken = [one for contact in every if contact.was_taken for one in handed[contact.id]]
    owed = materials.newest(one for one in taken if one.withdrawn_at is None)
    only_told = _only_told(taken, [one for contact in every for one in handed[contact.id]], owed)
    by_title = sorted((*owed, *only_told), key=lambda one: (one.key, one.id))
    topics = in_order({topic for had in of_each.values() for topic in had.topics()})
    items: tuple[Item, ...] = (*_in_order({contact.tactic for contact in every}), *by_title, *topics)
    treatments = {
        one: tuple(
            treatment
            for item in items
            if (treatment := _treatment(item, had, handed)).state is not Treated.OWED
            or (one.still_listed and item not in only_told)
        )
        for one, had in of_each.items()
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


def _treatment(item: Item, had: _Had, handed: Mapping[int, Sequence[Material]]) -> Treatment:
    made = had.contacts
    if isinstance(item, Tactic):
        return _settled(item, map(_deed, (contact for contact in made if contact.tactic == item.id)))
    if isinstance(item, Topic):
        elsewhere = map(_deed, (contact for contact in made if contact.topic == item.id))
        planned = had.asked.planned.get(item.id)
        return _settled(item, (*had.asked.settled.get(item.id, ()), *elsewhere), planned=planned)
    having = [contact for contact in made if any(_is_same(item, one) for one in handed[contact.id])]
    taken = [contact for contact in made if contact.was_taken]
    older = [one for contact in taken for one in handed[contact.id] if one.key == item.key]
    return _settled(item, map(_deed, having), max(older, key=lambda one: one.id, default=None))


def _settled(
    item: Item, by: Iterable[Deed], older: Material | None = None, planned: date | None = None
) -> Treatment:
    """The best that came of these, by the first of them that it came of; owed where there are none."""
    deeds = [*by]
    for state in BEST_FIRST:
        for deed in deeds:
            if deed.state is state:
                return Treatment(item, state, deed)
    return Treatment(item, Treated.OWED, None, older, planned)


def _deed(contact: Contact) -> Deed:
    return Deed(_came_to(contact), contact.at, contact.by_member_id)


def _came_to(contact: Contact) -> Treated:
    match contact.outcome:
        case Outcome.DECLINED:
            return Treated.DECLINED
        case Outcome.UNAVAILABLE:
            return Treated.OFFERED
        case _:
            return Treated.GIVEN
