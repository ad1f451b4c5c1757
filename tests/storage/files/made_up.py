"""Made-up Members of Congress, in the form of congress-legislators."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

TODAY = date(2026, 6, 15)


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the file; `number` is the district of a `rep` and the class of a `sen`."""

    bioguide: str
    first: str
    last: str
    kind: str = "rep"
    state: str = "PA"
    number: int = 7
    party: str = "Independent"
    phone: str | None = "202-225-0100"
    start: str = "2025-01-03"
    end: str = "2027-01-03"
    fec: tuple[str, ...] = ()
    name: dict[str, str] = field(default_factory=dict[str, str])

    def entry(self) -> dict[str, object]:
        number = {"sen": "class"}.get(self.kind, "district")
        term: dict[str, object] = {
            "type": self.kind,
            "start": self.start,
            "end": self.end,
            "state": self.state,
            number: self.number,
            "party": self.party,
        }
        if self.phone:
            term["phone"] = self.phone
        earlier = {**term, "start": "1999-01-03", "end": "2001-01-03", "state": "WY", number: 0}
        ids: dict[str, object] = {"bioguide": self.bioguide}
        if self.fec:
            ids["fec"] = list(self.fec)
        return {
            "id": ids,
            "name": {"first": self.first, "last": self.last, **self.name},
            "terms": [earlier, term],
        }


@dataclass(frozen=True, slots=True)
class Home:
    """One district office."""

    id: str
    city: str = "Allentown"
    state: str = "PA"
    address: str | None = "1 Example Street"
    phone: str | None = "555-010-0100"
    suite: str | int | None = None

    def entry(self) -> dict[str, object]:
        values: dict[str, object] = {"id": self.id, "city": self.city, "state": self.state}
        rest = {"address": self.address, "phone": self.phone, "suite": self.suite}
        return values | {key: value for key, value in rest.items() if value is not None}


ANA = Person("A000001", "Ana", "Alva", number=7, fec=("H0PA07001", "S0PA00001"))
BEN = Person("B000002", "Ben", "Bell", state="AK", number=0, phone=None)
CORA = Person("C000003", "Cora", "Cole", kind="sen", number=1, end="2031-01-03")
DEE = Person("D000004", "Dee", "Dorn", state="GU", number=0)


def write_people(path: Path, people: Sequence[Person]) -> Path:
    path.write_text(json.dumps([person.entry() for person in people]), encoding="utf-8")
    return path


def write_offices(path: Path, offices: dict[str, Sequence[Home]]) -> Path:
    entries = [
        {"id": {"bioguide": who}, "offices": [home.entry() for home in homes]}
        for who, homes in offices.items()
    ]
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def changed(person: Person, **values: str | int | None) -> Person:
    return replace(person, **values)  # pyright: ignore[reportArgumentType]  # the caller names the fields
