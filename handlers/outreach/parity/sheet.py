"""Parity as a sheet that a compliance lead can file: one line per race, candidate and item."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from config.campaign import Topic
from handlers.outreach.parity.items import Item, Treatment
from handlers.outreach.parity.reckoning import Parity, reckon
from handlers.request import Scene
from storage import members
from storage.members import Person
from storage.outreach import asked_races
from storage.outreach.materials import Material
from storage.races import RaceKind

COLUMNS = ("race", "candidate", "item", "version", "state", "when", "by")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet. `at` is aware, in the coalition's zone; None where something is owed."""

    race: str
    candidate: str
    item: str
    version: str
    state: str
    at: datetime | None
    by: str

    def cells(self) -> tuple[str, ...]:
        """The line in the order of `COLUMNS`; the moment with its offset from UTC."""
        when = self.at.isoformat(timespec="minutes") if self.at else ""
        return (self.race, self.candidate, self.item, self.version, self.state, when, self.by)


def lines(scene: Scene) -> Iterator[Line]:
    """Every race in which somebody was contacted or asked, by seat and year; a constant number of queries."""
    races = asked_races.all_of(scene.db)
    reckoned = reckon(scene, races)
    by_ids = {
        treatment.deed.by_id
        for parity in reckoned.values()
        for row in parity.treatments.values()
        for treatment in row
        if treatment.deed is not None
    }
    people = members.people(scene.db, sorted(by_ids))
    catalogue = scene.districts.catalogue
    for race in sorted(races, key=lambda one: (catalogue[one.seat_id].code, one.cycle, one.id)):
        kind = " special" if race.kind is RaceKind.SPECIAL else ""
        name = f"{catalogue[race.seat_id].code} {race.cycle}{kind}"
        yield from _of_race(scene, name, reckoned[race.id], people)


def _of_race(scene: Scene, race: str, parity: Parity, people: dict[int, Person]) -> Iterator[Line]:
    for running, row in parity.treatments.items():
        for treatment in row:
            yield _line(scene, race, running.name, treatment, people)


def _line(scene: Scene, race: str, candidate: str, treatment: Treatment, people: dict[int, Person]) -> Line:
    item, version = _named(treatment.item)
    deed = treatment.deed
    if deed is None:
        return Line(race, candidate, item, version, treatment.state.value, None, "")
    at = deed.at.astimezone(scene.coalition.zone)
    return Line(race, candidate, item, version, treatment.state.value, at, people[deed.by_id].name)


def _named(item: Item) -> tuple[str, str]:
    if isinstance(item, Topic):
        return f"Topic: {item.en}", ""
    return (item.title, item.version) if isinstance(item, Material) else (item.label, "")
