"""The seats themselves and where they are, from the tables of facts that ship in `config/data`.

`state_zones.csv` has each state's time zones, compiled from 49 CFR part 71 (the zones' boundaries) and the
public tz database. Zones whose clocks go alike today stand there under the name that most
people know: Indiana's and Michigan's as New York, Boise's as Denver. Where a state has several zones, the
one with the most people comes first. West Wendover, Nevada, which keeps Utah's time, is left out.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.resources import files
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from storage.seats import Office, Seat, SeatRow, State
from storage.tenancy import CoalitionSession

_LETTERS = "ABCDEFGHIJKLMNOPQRST"


def read_states() -> tuple[State, ...]:
    """Fifty states, the District and five territories, with their House seats (2020 apportionment)."""
    return tuple(
        State(row["usps"], row["name"], int(row["seats"]), row["at_large"] == "1")
        for row in _table("house_seats_2020_apportionment.csv")
    )


def read_seats() -> tuple[Seat, ...]:
    """Every seat of the tables, with ids that count from 1 and belong to no database."""
    return tuple(
        Seat(
            id=number,
            ocd_id=str(row["ocd_id"]),
            office=Office(str(row["office"])),
            position=str(row["position"]),
            state=str(row["state"]),
            district=str(row["district"]),
            code=str(row["code"]),
            name=str(row["name"]),
            members=int(str(row["members"])),
            voting=bool(row["voting"]),
        )
        for number, row in enumerate((*_house(), *_senate(), *_legislatures()), start=1)
    )


def read_geoids() -> dict[str, str]:
    """The Census Bureau's GEOID of every House seat (`4207`; `1198` for a delegate) and the seat's code."""
    return {row["census_geoid"]: row["code"] for row in _table("districts_441.csv")}


@lru_cache(maxsize=1)
def read_state_zones() -> Mapping[str, tuple[ZoneInfo, ...]]:
    """The time zones of every state, the District and the territories, by postal abbreviation.

    The zone of most people comes first. Read once, and immutable.
    """
    return MappingProxyType(
        {row["usps"]: tuple(map(ZoneInfo, row["zones"].split("|"))) for row in _table("state_zones.csv")}
    )


@dataclass(frozen=True, slots=True)
class Chamber:
    """A chamber of a state's legislature and its name there (House, Assembly).

    `is_listed` says whether the tables list its districts: those with words in their names come by imports.
    """

    state: str
    office: Office
    name: str
    is_listed: bool


def read_chambers() -> dict[tuple[str, Office], Chamber]:
    """Every chamber of the states' legislatures, by state and office."""
    chambers = (
        Chamber(fact["usps"], _chamber_office(fact["chamber"]), fact["name"], bool(fact["districts"]))
        for fact in _table("state_chambers.csv")
    )
    return {(chamber.state, chamber.office): chamber for chamber in chambers}


def load_seats(db: CoalitionSession) -> int:
    """Write the seats that are missing; answers how many. Idempotent; never changes a row."""
    known = {tuple(row) for row in db.execute(select(SeatRow.ocd_id, SeatRow.office, SeatRow.position))}
    missing = [
        row
        for row in (*_house(), *_senate(), *_legislatures())
        if (row["ocd_id"], row["office"], row["position"]) not in known
    ]
    if missing:
        db.execute(insert(SeatRow), missing)
    return len(missing)


def _table(name: str) -> list[dict[str, str]]:
    text = files("config").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _row(office: Office, state: str, values: Mapping[str, object]) -> dict[str, object]:
    return {"office": office, "state": state, "position": "", "members": 1, "voting": True, **values}


def _house() -> Iterator[dict[str, object]]:
    for fact in _table("districts_441.csv"):
        at_large = fact["at_large"] == "1"
        yield _row(
            Office.US_HOUSE,
            fact["usps"],
            {
                "ocd_id": fact["ocd_id"],
                "district": "at-large" if at_large else fact["district"],
                "code": fact["code"],
                "name": fact["name"],
                "voting": fact["voting"] == "1",
            },
        )


def _senate() -> Iterator[dict[str, object]]:
    for fact in _table("senate_seats_by_class.csv"):
        yield _row(
            Office.US_SENATE,
            fact["usps"],
            {
                "ocd_id": fact["ocd_id"],
                "position": fact["class"],
                "district": "",
                "code": fact["code"],
                "name": f"{fact['state']}, Senate class {fact['class']}",
            },
        )


def _legislatures() -> Iterator[dict[str, object]]:
    names = {state.usps: state.name for state in read_states()}
    for fact in _table("state_chambers.csv"):
        office = _chamber_office(fact["chamber"])
        for district in _districts(fact["districts"]):
            yield state_seat(
                office, fact["usps"], names[fact["usps"]], fact["name"], district, int(fact["members"])
            )


def _chamber_office(chamber: str) -> Office:
    return Office.STATE_UPPER if chamber == "upper" else Office.STATE_LOWER


def state_seat(
    office: Office, usps: str, state: str, chamber: str, district: str, members: int
) -> dict[str, object]:
    """One district of a state legislature as a row; `chamber` is its name there (House, Assembly)."""
    layer = "sldu" if office is Office.STATE_UPPER else "sldl"
    slug = re.sub(r"[^a-z0-9]+", "_", district.lower()).strip("_")
    return _row(
        office,
        usps,
        {
            "ocd_id": f"ocd-division/country:us/state:{usps.lower()}/{layer}:{slug}",
            "district": district,
            "code": f"{usps} {chamber} {district}",
            "name": f"{state} {chamber} district {district}",
            "members": members,
        },
    )


def _districts(ranges: str) -> Iterator[str]:
    for part in ranges.split():
        first, dash, last = part.partition("-")
        if not dash:
            yield part
        elif first.isalpha():
            yield from _LETTERS[_LETTERS.index(first) : _LETTERS.index(last) + 1]
        elif first.isdigit():
            yield from map(str, range(int(first), int(last) + 1))
        else:
            halves = partial("{}{}".format)
            for number in range(int(first[:-1]), int(last[:-1]) + 1):
                yield from (halves(number, "A"), halves(number, "B"))
