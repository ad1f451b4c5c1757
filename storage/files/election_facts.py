"""The elections that are known, from the tables of facts that ship in `config/data`.

`senate_seats_by_class.csv` names each Senate seat's next regular election. `special_elections.csv` has
the special elections to the Senate from 2008 to 2026, compiled from the public record (the Senate's own
list of appointed and specially elected Senators): the class that was voted on, the day of the election
(a runoff came later where there was one), and whose seat it was. Special elections to the House are not
in it.
"""

import csv
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from storage.races import ElectionCalendar, SpecialElection


@lru_cache(maxsize=1)
def election_calendar() -> ElectionCalendar:
    """The calendar of federal elections; read once, and immutable."""
    return ElectionCalendar(
        {row["code"]: int(row["next_regular_election"]) for row in _table("senate_seats_by_class.csv")},
        (
            SpecialElection(
                row["usps"], row["class"], int(row["year"]), date.fromisoformat(row["election_day"])
            )
            for row in _table("special_elections.csv")
        ),
    )


@lru_cache(maxsize=1)
def fec_parties() -> Mapping[str, str]:
    """How a party's code in the FEC's files is shown; empty where the code says that it is not known."""
    return MappingProxyType({row["code"]: row["name"] for row in _table("fec_parties.csv")})


def _table(name: str) -> list[dict[str, str]]:
    text = files("config").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
