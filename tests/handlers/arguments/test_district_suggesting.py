"""What is offered while somebody types."""

import pytest

from tests.handlers.arguments.district_catalogue import (
    catalogue,
    codes,
    index,
    index_with_named_districts,
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", ["AK-AL", "AL-01", "AL-02"]),
        ("PA", ["PA-01", "PA-02", "PA-03"]),
        ("pa-0", ["PA-01", "PA-02", "PA-03"]),
        ("pa 1", ["PA-01", "PA-10", "PA-11"]),
        ("PA-07", ["PA-07"]),
        ("4207", ["PA-07"]),
        ("pennsylvania 7t", ["PA-07"]),
        ("penn 7", ["PA-07"]),
        ("Mass. 3", ["MA-03"]),
        ("ohio district 1", ["OH-01", "OH-10"]),
        ("n. car", ["NC-01", "NC-02"]),
        ("w va", ["WV-01", "WV-02", "WV-SEN-1", "WV-SEN-2"]),
        ("pa-s", ["PA-SEN-1", "PA-SEN-3", "PA Senate 1"]),
        ("SD-12", ["SD-AL", "SD Senate 12", "SD House 12"]),
        ("WA-32", ["WA Senate 32", "WA House 32"]),
        ("wa house 3", ["WA House 3", "WA House 30"]),
        ("mn 37", ["MN Senate 37", "MN House 37A", "MN House 37B"]),
        ("schu", ["NY-SEN-3"]),
        ("rafael t", ["NY-15"]),
        ("torrens r", ["NY-15"]),
        ("Torrens", ["CA-35", "NY-15"]),
        ("de la pe", ["TX-15"]),
        ("cortes", ["NY-14"]),
        ("Shumann", ["NY-SEN-3"]),
        ("pensylvania", ["PA-01", "PA-02"]),
        ("IO-02", ["IA-02"]),
    ],
)
def test_suggests_first(typed: str, first: list[str]) -> None:
    assert codes(index().suggest(typed))[: len(first)] == first


@pytest.mark.parametrize("typed", ["zzzzqq", "🙂", "x" * 101])
def test_nonsense_suggests_nothing(typed: str) -> None:
    assert index().suggest(typed) == ()


def test_federal_seats_come_before_state_seats() -> None:
    kinds = [seat.is_federal for seat in index().suggest("12", limit=200)]
    assert kinds == sorted(kinds, reverse=True)
    assert True in kinds
    assert False in kinds


def test_twenty_five_are_suggested_unless_fewer_are_wanted() -> None:
    assert len(index().suggest("a")) == 25
    assert len(index().suggest("a", limit=3)) == 3
    assert index().suggest("a", limit=0) == ()


def test_active_seats_come_before_others_that_fit_as_well() -> None:
    active = {seat.id for seat in catalogue().all if seat.code in ("PA-07", "PA-12", "CA-03")}
    assert codes(index().suggest("pa", active=active))[:3] == ["PA-07", "PA-12", "PA-01"]
    assert codes(index().suggest("", active=active))[:4] == ["CA-03", "PA-07", "PA-12", "AK-AL"]


def test_districts_with_names_are_suggested() -> None:
    assert codes(index_with_named_districts().suggest("10th bris")) == ["MA House 10th Bristol"]
    assert codes(index_with_named_districts().suggest("orange-w"))[0] == "VT House Orange-Washington-Addison"
