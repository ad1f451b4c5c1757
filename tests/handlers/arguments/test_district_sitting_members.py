"""The same against the real Members of Congress, where their file is at hand."""

import json
import os
from pathlib import Path
from typing import NotRequired, TypedDict

import pytest

from handlers.arguments.districts import DistrictIndex, Found
from storage.seats import Seat, SeatCatalogue
from tests.handlers.arguments.district_catalogue import catalogue, told

REPOSITORY = Path(__file__).parents[3]
SHARED = REPOSITORY / os.environ.get("COALITION_SHARED_DATA", "../shared/data")
MEMBERS = SHARED / "legislators-current.json"

pytestmark = pytest.mark.skipif(
    not MEMBERS.exists(), reason=f"no {MEMBERS.name} in COALITION_SHARED_DATA (default ../shared/data)"
)


class Name(TypedDict):
    first: str
    last: str
    official_full: NotRequired[str]


Term = TypedDict("Term", {"type": str, "state": str, "district": NotRequired[int], "class": NotRequired[int]})


class Person(TypedDict):
    name: Name
    terms: list[Term]


@pytest.fixture(scope="module")
def members() -> list[tuple[Seat, str]]:
    people: list[Person] = json.loads(MEMBERS.read_text(encoding="utf-8"))
    seats = catalogue()
    return [(_seat(seats, person["terms"][-1]), _name(person["name"])) for person in people]


@pytest.fixture(scope="module")
def sitting(members: list[tuple[Seat, str]]) -> DistrictIndex:
    return DistrictIndex(catalogue(), {seat.id: (name,) for seat, name in members})


def _name(name: Name) -> str:
    return name.get("official_full") or f"{name['first']} {name['last']}"


def _seat(seats: SeatCatalogue, term: Term) -> Seat:
    district = term.get("district")
    if term["type"] == "sen":
        code = f"{term['state']}-SEN-{term.get('class')}"
    else:
        code = f"{term['state']}-{district:02}" if district else f"{term['state']}-AL"
    seat = seats.with_code(code)
    assert seat is not None, code
    return seat


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Schumer", "NY-SEN-3"),
        ("Sen. Schumer", "NY-SEN-3"),
        ("Chuck Schumer", "unknown: NY-SEN-3"),
        ("Rep Torres", "several: CA-35, NY-15"),
        ("NY-15 Ritchie Torres", "NY-15"),
        ("NY-14 Ritchie Torres", "several: NY-14, NY-15"),
        ("Torres, Ritchie", "NY-15"),
        ("ocasio cortez", "NY-14"),
        ("Rep. De La Cruz", "TX-15"),
        ("Johnson", "several: GA-04, LA-04, SD-AL, TX-32, WI-SEN-3"),
        ("Virginia Foxx", "NC-05"),
        ("lujan", "NM-SEN-2"),
        ("Wasserman Schultz", "FL-25"),
        ("Fetterman PA", "PA-SEN-3"),
        ("Kings County", "unknown: "),
    ],
)
def test_is_read(sitting: DistrictIndex, typed: str, expected: str) -> None:
    assert told(sitting.read(typed)).startswith(expected)


def test_every_member_is_found_by_name_and_confirms_their_seat(
    sitting: DistrictIndex, members: list[tuple[Seat, str]]
) -> None:
    for seat, name in members:
        assert sitting.read(name) == Found(seat), name
        assert sitting.read(f"{seat.code} {name}") == Found(seat), name
        assert seat in sitting.suggest(name), name
