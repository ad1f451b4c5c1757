"""Which time zone a visit is in, where its place and the words may say different ones."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from handlers.arguments.moments import Reason, Unclear
from handlers.arguments.place_zone import Place, settled_zone
from handlers.cards import Refused
from storage.files.seat_facts import read_state_zones, read_states
from tests.handlers.arguments.typed_moments import said

SUMMER, WINTER = date(2026, 7, 20), date(2027, 1, 20)
NAMES = {state.usps: state.name for state in read_states()}
SPOKEN = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "Arizona": "America/Phoenix",
}  # fmt: skip


def place(usps: str) -> Place:
    return Place(NAMES[usps], read_state_zones()[usps])


def typed(word: str) -> ZoneInfo | None:
    return ZoneInfo(SPOKEN[word]) if word else None


def question(usps: str, word: str, day: date) -> Refused:
    with pytest.raises(Refused) as refused:
        settled_zone(place(usps), typed(word), None, day)
    assert refused.value.field == "zone"
    assert NAMES[usps] in said(Unclear(Reason.EMPTY, refused.value.text))
    return refused.value


def offered(refused: Refused) -> list[str]:
    zones = [offer.value for offer in refused.offers]
    return [zone.key.rpartition("/")[2] for zone in zones if isinstance(zone, ZoneInfo)]


@pytest.mark.parametrize(
    ("usps", "word", "day", "zone"),
    [
        ("PA", "", SUMMER, "America/New_York"),
        ("PA", "ET", SUMMER, "America/New_York"),
        ("MI", "ET", SUMMER, "America/New_York"),
        ("FL", "CT", SUMMER, "America/Chicago"),
        ("TX", "MT", WINTER, "America/Denver"),
        ("AZ", "", WINTER, "America/Phoenix"),
        ("AZ", "MT", WINTER, "America/Phoenix"),
        ("AZ", "Arizona", WINTER, "America/Phoenix"),
        ("NM", "Arizona", WINTER, "America/Denver"),
        ("GU", "", SUMMER, "Pacific/Guam"),
    ],
)
def test_is_certain_where_place_and_words_agree(usps: str, word: str, day: date, zone: str) -> None:
    assert settled_zone(place(usps), typed(word), None, day).key == zone


@pytest.mark.parametrize(
    ("usps", "word", "day", "zones"),
    [
        ("AZ", "MT", SUMMER, ["Phoenix", "Denver"]),
        ("AZ", "", SUMMER, ["Phoenix", "Denver"]),
        ("AZ", "PT", WINTER, ["Phoenix", "Los_Angeles"]),
        ("NM", "Arizona", SUMMER, ["Denver", "Phoenix"]),
        ("TX", "", SUMMER, ["Chicago", "Denver"]),
        ("CA", "ET", SUMMER, ["Los_Angeles", "New_York"]),
        ("TN", "MT", SUMMER, ["Chicago", "New_York", "Denver"]),
    ],
)
def test_is_asked_where_they_do_not(usps: str, word: str, day: date, zones: list[str]) -> None:
    assert offered(question(usps, word, day)) == zones


def test_what_was_picked_counts() -> None:
    for zone in ("America/Phoenix", "America/Denver", "Asia/Tokyo"):
        assert settled_zone(place("AZ"), typed("MT"), ZoneInfo(zone), SUMMER).key == zone


def test_the_question_says_why() -> None:
    def asked(usps: str, word: str) -> str:
        return said(Unclear(Reason.EMPTY, question(usps, word, SUMMER).text))

    assert asked("AZ", "MT") == (
        "Most clocks in Arizona are not set forward in spring, so on 2026-07-20 Mountain time is another. "
        "Which one is meant?"
    )
    assert asked("CA", "ET").startswith("You wrote Eastern time, and California is on ")
    assert asked("NM", "Arizona").startswith("You wrote Arizona time, and New Mexico is on ")
    assert asked("TX", "") == "Texas has more than one time zone. Which one is it in?"
