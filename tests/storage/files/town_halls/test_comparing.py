"""A list beside what is known: each row counts once, and the same event is never two."""

import os
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from storage.files.town_halls import Listed, Reading, read_town_halls
from storage.files.town_halls.comparing import (
    Change,
    Comparison,
    Known,
    Outcome,
    compare,
    name_key,
    place_key,
)
from tests.storage.files.town_halls.made_up import NOW, event, feed, hall, json_list, read

SHARED = Path(os.environ.get("COALITION_SHARED_DATA", "../shared/data"))
LISTS = ("town-halls-2017.json", "town-halls-2017.ics", "events-sample.csv")
TODAY = NOW.date()

NEW, CHANGED, SAME, CANCELLED = Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.CANCELLED


def known_after(comparison: Comparison, before: list[Known] | None = None) -> list[Known]:
    """What whoever keeps the events then knows."""
    known = {one.id: one for one in before or ()}
    for row in comparison.rows:
        if row.same_as is not None:
            continue
        new_id = max(known, default=0) + 1
        at = new_id if row.known_id is None else row.known_id
        known[at] = Known(at, row.event)
    return list(known.values())


def outcomes(comparison: Comparison) -> list[Outcome]:
    return [row.outcome for row in comparison.rows]


def listed(**fields: object) -> Listed:
    """The event of a record."""
    return read(json_list(hall(**fields))).events[0]


def reading(*events: Listed, is_whole: bool = True) -> Reading:
    return Reading(events, is_whole=is_whole)


HALL = listed()


def test_what_is_not_known_is_new_and_then_the_same() -> None:
    first = compare(reading(HALL), [], TODAY)
    assert [(row.outcome, row.known_id) for row in first.rows] == [(NEW, None)]
    second = compare(reading(HALL), known_after(first), TODAY)
    assert [(row.outcome, row.known_id, row.changes) for row in second.rows] == [(SAME, 1, ())]
    assert second.vanished == ()


def test_the_same_id_with_another_time_and_place_is_a_change() -> None:
    moved = replace(HALL, clock=time(19), place="Town Hall", row=7, doubts=())
    (row,) = compare(reading(moved), [Known(5, HALL)], TODAY).rows
    assert (row.outcome, row.known_id) == (CHANGED, 5)
    assert row.changes == (Change("clock", time(18, 30), time(19)), Change("place", HALL.place, "Town Hall"))


def test_another_day_under_the_same_id_is_a_change() -> None:
    moved = replace(HALL, first=date(2026, 7, 21), last=date(2026, 7, 21))
    (row,) = compare(reading(moved), [Known(5, HALL)], TODAY).rows
    assert [change.field for change in row.changes] == ["first", "last"]


@pytest.mark.parametrize(
    "fields",
    [
        {"source_id": "elsewhere-9"},
        {"source_id": ""},
        {"source_id": "", "who": "Rep. Ana Q. Alva"},
        {"source_id": "", "who": "ANA ALVA, Jr."},
        {"source_id": "", "place": "City library 11 West Church Street Bethlehem PA 18018"},
        {"source_id": "", "clock": time(19)},
        {"source_id": "", "title": "Town hall!"},
    ],
)
def test_another_list_tells_of_the_same_event_by_who_when_and_where(fields: dict[str, object]) -> None:
    told = replace(HALL, **fields)  # pyright: ignore[reportArgumentType]  # fields by their names
    comparison = compare(reading(told), [Known(5, HALL, is_of_source=False)], TODAY)
    assert [row.known_id for row in comparison.rows] == [5]
    assert outcomes(comparison)[0] in (SAME, CHANGED)
    assert comparison.vanished == ()


@pytest.mark.parametrize(
    "fields", [{"who": "Ben Bell"}, {"first": date(2026, 7, 15)}, {"place": "Elsewhere 5"}]
)
def test_somebody_else_another_day_or_place_is_another_event(fields: dict[str, object]) -> None:
    told = replace(HALL, source_id="", **fields)  # pyright: ignore[reportArgumentType]  # fields by their names
    assert outcomes(compare(reading(told), [Known(5, HALL)], TODAY)) == [NEW]


def test_an_id_of_another_list_says_nothing() -> None:
    other = replace(HALL, who="Ben Bell", place="Elsewhere 5")
    assert outcomes(compare(reading(HALL), [Known(5, other, is_of_source=False)], TODAY)) == [NEW]


def test_two_sessions_of_one_day_in_one_place_stay_two() -> None:
    morning, evening = replace(HALL, source_id="", clock=time(10)), replace(HALL, source_id="", row=2)
    first = compare(reading(morning, evening), [], TODAY)
    assert outcomes(first) == [NEW, NEW]
    second = compare(reading(evening, morning), known_after(first), TODAY)
    assert outcomes(second) == [SAME, SAME]
    later = compare(reading(morning, replace(evening, clock=time(19))), known_after(first), TODAY)
    assert outcomes(later) == [SAME, CHANGED]


@pytest.mark.parametrize("second_id", ["1001", "", "1002"])
def test_two_rows_of_one_event_count_once_each(second_id: str) -> None:
    again = replace(HALL, row=2, source_id=second_id)
    first = compare(reading(HALL, again), [], TODAY)
    assert outcomes(first) == [NEW, SAME]
    assert first.rows[1].same_as == HALL
    second = compare(reading(HALL, again), known_after(first), TODAY)
    assert outcomes(second) == [SAME, SAME]
    assert [row.known_id for row in second.rows] == [1, 1]


def test_of_two_versions_of_one_event_the_newer_counts() -> None:
    older, newer = event("LOCATION:Old"), (*event("LOCATION:New"), "SEQUENCE:3")
    comparison = compare(read(feed(older, newer)), [], TODAY)
    assert sorted(outcomes(comparison)) == [NEW, SAME]
    assert [row.event.place for row in comparison.rows if row.outcome is NEW] == ["New"]


def test_cancelled_is_told_once() -> None:
    off = replace(HALL, is_cancelled=True)
    first = compare(reading(off), [Known(5, HALL)], TODAY)
    assert [(row.outcome, row.known_id) for row in first.rows] == [(CANCELLED, 5)]
    second = compare(reading(off), [Known(5, off)], TODAY)
    assert outcomes(second) == [SAME]
    back = compare(reading(HALL), [Known(5, off)], TODAY)
    assert back.rows[0].changes == (Change("is_cancelled", True, False),)


def test_what_is_new_and_cancelled_at_once_is_cancelled() -> None:
    off = replace(HALL, is_cancelled=True)
    first = compare(reading(off), [], TODAY)
    assert [(row.outcome, row.known_id) for row in first.rows] == [(CANCELLED, None)]


@pytest.mark.parametrize(
    ("known", "is_whole", "vanished"),
    [
        (Known(5, HALL), True, (5,)),
        (Known(5, HALL), False, ()),
        (Known(5, HALL, is_of_source=False), True, ()),
        (Known(5, replace(HALL, is_cancelled=True)), True, ()),
        (Known(5, replace(HALL, first=date(2026, 6, 30), last=date(2026, 6, 30))), True, ()),
        (Known(5, replace(HALL, first=TODAY, last=TODAY)), True, (5,)),
    ],
)
def test_what_is_to_come_and_no_longer_listed_has_vanished(
    known: Known, is_whole: bool, vanished: tuple[int, ...]
) -> None:
    assert compare(reading(is_whole=is_whole), [known], TODAY).vanished == vanished


def test_what_cannot_be_read_any_more_has_not_vanished() -> None:
    unclear = read(json_list(hall(Time="12:45 AM")))
    assert compare(unclear, [Known(5, HALL)], TODAY).vanished == ()
    nameless = read(json_list(hall(Time="12:45 AM", eventId="")).replace(b'""', b'" "'))
    assert compare(nameless, [Known(5, replace(HALL, source_id=""))], TODAY).vanished == ()
    bomb = read(feed((*event(), "RRULE:FREQ=SECONDLY")))
    once = replace(HALL, source_id="hall-1@example#20260714")
    assert compare(bomb, [Known(5, once)], TODAY).vanished == ()


def test_a_series_that_moves_to_another_hour_is_changed_and_no_date_vanishes() -> None:
    weekly = "RRULE:FREQ=WEEKLY;COUNT=4"
    first = compare(read(feed(event(weekly))), [], TODAY)
    assert outcomes(first) == [NEW] * 4
    later = event(weekly, "DTSTART;TZID=America/New_York:20260714T190000")
    second = compare(read(feed(later)), known_after(first), TODAY)
    assert outcomes(second) == [CHANGED] * 4
    assert second.vanished == ()


def test_names_and_places_are_compared_by_what_they_mean() -> None:
    assert name_key("Rep. José Q. Álvarez, Jr.") == name_key("jose alvarez") == "jose alvarez"
    assert place_key("100 N. Main Street, Suite 4") == place_key("100 north main st ste 4")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.skipif(not SHARED.exists(), reason="no COALITION_SHARED_DATA (default ../shared/data)")
def test_of_real_lists_none_is_doubled_on_a_second_import(name: str) -> None:
    found = read_town_halls(SHARED / name, NOW)
    first = compare(found, [], TODAY)
    assert first.count(NEW) == len(found.events)
    second = compare(found, known_after(first), TODAY)
    assert second.count(SAME) == len(found.events)
    assert second.vanished == ()


@pytest.mark.skipif(not SHARED.exists(), reason="no COALITION_SHARED_DATA (default ../shared/data)")
def test_the_calendar_of_the_real_list_tells_of_the_same_events() -> None:
    known = [
        replace(one, is_of_source=False)
        for one in known_after(compare(read_town_halls(SHARED / LISTS[0], NOW), [], TODAY))
    ]
    comparison = compare(read_town_halls(SHARED / LISTS[1], NOW), known, TODAY)
    assert comparison.count(NEW) == 0
    assert len({row.known_id for row in comparison.rows}) == 205
