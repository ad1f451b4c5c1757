"""The time zones of the states."""

import csv
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from storage.files.seat_facts import read_state_zones, read_states
from tests.storage.test_boundaries import ROOT

JANUARY, JULY = datetime(2026, 1, 14, 12, tzinfo=UTC), datetime(2026, 7, 14, 12, tzinfo=UTC)


def test_every_state_and_territory_has_its_zones() -> None:
    assert set(read_state_zones()) == {state.usps for state in read_states()}
    assert all(read_state_zones().values())


def test_states_with_two_zones_begin_with_that_of_most_people() -> None:
    several = {usps: zones[0].key for usps, zones in read_state_zones().items() if len(zones) > 1}
    eastern, central = "America/New_York", "America/Chicago"
    assert several == {
        "AK": "America/Anchorage", "AZ": "America/Phoenix", "FL": eastern, "ID": "America/Denver",
        "IN": eastern, "KS": central, "KY": eastern, "MI": eastern, "ND": central, "NE": central,
        "OR": "America/Los_Angeles", "SD": central, "TN": central, "TX": central,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("usps", "own"),
    [
        ("MI", "America/Detroit"), ("IN", "America/Indiana/Indianapolis"), ("IN", "America/Indiana/Knox"),
        ("KY", "America/Kentucky/Louisville"), ("ID", "America/Boise"), ("AK", "America/Juneau"),
        ("ND", "America/North_Dakota/Beulah"), ("MI", "America/Menominee"), ("OR", "America/Boise"),
    ],
)  # fmt: skip
def test_the_name_that_most_people_know_has_the_same_clocks(usps: str, own: str) -> None:
    wanted = [day.astimezone(ZoneInfo(own)).utcoffset() for day in (JANUARY, JULY)]
    assert wanted in [
        [day.astimezone(zone).utcoffset() for day in (JANUARY, JULY)] for zone in read_state_zones()[usps]
    ]


def test_the_table_is_in_order() -> None:
    with (ROOT / "config/data/state_zones.csv").open(encoding="utf-8") as file:
        rows = [row["usps"] for row in csv.DictReader(file)]
    assert rows == sorted(set(rows))
