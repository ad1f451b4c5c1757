"""What holds for every text and every seat."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.arguments.districts import LONGEST, Asked, Found, Reason
from storage.seats import Office, Seat, State
from tests.handlers.arguments.district_catalogue import asked, catalogue, codes, index, told

SEATS = catalogue()
HOUSE = [seat for seat in SEATS.all if seat.office is Office.US_HOUSE]
FEDERAL = [seat for seat in SEATS.all if seat.is_federal]
STATES = list(SEATS.states.values())
NUMBERED = [state for state in STATES if not state.at_large]
untimed = settings(deadline=None)
"""The first of them builds the index; quickness has its own tests."""
_PIECES = """
    PA 07 7th or and SD sen rep House senate district at-large AL Torrens Example ME 37B not , / - ? &
    4207 Virginia West Carolina 12 state class 0 🙂 <!channel> 00 first of n/a
"""
PIECES = st.sampled_from(_PIECES.split())


@untimed
@given(st.text(max_size=LONGEST + 20))
def test_any_text_gets_an_answer(typed: str) -> None:
    _is_sound(typed)


@untimed
@given(st.lists(PIECES, max_size=9).map(" ".join), st.sampled_from([" ", "", "-"]))
def test_any_mixture_of_known_words_gets_an_answer(typed: str, joint: str) -> None:
    _is_sound(typed.replace(" ", joint))


def _is_sound(typed: str) -> None:
    reading = index().read(typed)
    if isinstance(reading, Found):
        assert SEATS[reading.seat.id] == reading.seat
        return
    assert len(set(reading.offers)) == len(reading.offers)
    assert all(SEATS[seat.id] == seat for seat in reading.offers)
    assert reading.typed == typed.strip()[:LONGEST]
    assert (len(typed.strip()) > LONGEST) <= (reading.reason is Reason.TOO_LONG)
    if reading.reason is Reason.UNKNOWN:
        assert len(reading.offers) == 3
    if reading.reason is Reason.SEVERAL:
        assert len(reading.offers) > 1
    if reading.reason is Reason.IMPOSSIBLE:
        assert reading.state is not None
        assert int(reading.number) > reading.state.house_seats


@untimed
@given(st.text(max_size=LONGEST + 20), st.integers(0, 40))
def test_any_text_gets_no_more_suggestions_than_asked_for(typed: str, limit: int) -> None:
    suggested = index().suggest(typed, limit)
    assert len(suggested) <= limit
    assert len(set(suggested)) == len(suggested)


@pytest.mark.parametrize("called", ["code", "name", "title"])
def test_every_seat_is_read_back_from_what_it_is_called(called: str) -> None:
    misread: list[str] = []
    for seat in SEATS.all:
        written = str(getattr(seat, called))
        for typed in (written, written.lower(), f"  {written} "):
            if index().read(typed) != Found(seat):
                misread.append(typed)
    assert misread == []


def test_every_ocd_id_is_read_back_and_a_states_own_asks_for_its_senators() -> None:
    for seat in SEATS.all:
        reading = index().read(seat.ocd_id)
        if seat.office is Office.US_SENATE:
            assert asked(reading).reason is Reason.SEVERAL
            assert asked(reading).offers == SEATS.of_state(seat.state, Office.US_SENATE)
        else:
            assert reading == Found(seat)


@untimed
@given(
    st.sampled_from(HOUSE),
    st.sampled_from([str.lower, str.upper, str.title]),
    st.sampled_from(["-", " ", "  ", "", "--", " - ", "–", "—", " – ", "−", "\u00a0", "\u2011", "_"]),
    st.sampled_from(["", " ", "\t", "\u200f"]),
    st.sampled_from(["", " ", ".", "?", "!", ",", "\n"]),
)
def test_every_house_code_is_read_in_any_case_with_any_dash_and_spaces(
    seat: Seat, case: Callable[[str], str], dash: str, before: str, after: str
) -> None:
    state, _, district = seat.code.partition("-")
    unpadded = district.lstrip("0")
    for written in (district, unpadded, f"0{district}" if district.isdigit() else "at large"):
        typed = before + case(f"{state}{dash}{written}") + after
        if district == "AL" and written == "at large" and dash == "":
            continue
        if state == "SD" and written.isdigit():
            continue
        assert told(index().read(typed)) == seat.code, repr(typed)


@untimed
@given(st.sampled_from(STATES), st.integers(1, 999), st.sampled_from(["{}-{}", "{} {}", "{}{}", "{}-{:03}"]))
def test_no_house_seat_is_found_beyond_those_a_state_has(state: State, number: int, form: str) -> None:
    reading = index().read(form.format(state.usps, number))
    exists = not state.at_large and number <= state.house_seats
    assert isinstance(reading, Found) is exists
    if isinstance(reading, Asked) and state.usps != "SD":
        expected = Reason.AT_LARGE_ONLY if state.at_large else Reason.IMPOSSIBLE
        assert (reading.reason, reading.state, reading.number) == (expected, state, str(number))
        legislative = [seat for seat in reading.offers if not seat.is_federal]
        assert all(seat.district.rstrip("AB") == str(number) for seat in legislative)


@untimed
@given(st.sampled_from(NUMBERED), st.integers(1, 60))
def test_a_states_name_and_its_code_mean_the_same(state: State, number: int) -> None:
    by_name = told(index().read(f"{state.name} {number}"))
    assert by_name == told(index().read(f"{state.usps}-{number}"))


@untimed
@given(st.sampled_from(SEATS.all), st.data())
def test_what_begins_a_code_suggests_the_seat(seat: Seat, data: st.DataObject) -> None:
    typed = seat.code[: data.draw(st.integers(1, len(seat.code)))]
    assert seat in index().suggest(typed, limit=len(SEATS.all))


@untimed
@given(st.sampled_from(FEDERAL))
def test_a_code_without_its_last_character_suggests_the_seat_on_the_first_page(seat: Seat) -> None:
    assert seat.code in codes(index().suggest(seat.code[:-1]))


def test_a_whole_code_suggests_its_seat_first() -> None:
    late = [seat.code for seat in SEATS.all if index().suggest(seat.code)[0] != seat]
    assert late == []


@pytest.mark.parametrize(
    ("typed", "milliseconds"),
    [
        ("PA-07", 5),
        ("Illinois' 6th congressional district", 5),
        ("Sen. Schumann", 5),
        ("SD-12", 5),
        ("qwxz " * 20, 50),
        ("Kings County", 50),
        ("7, " * 33, 50),
        ("virgina wset " * 7, 50),
        ("🙂" * 100, 50),
    ],
)
def test_reading_is_quick(typed: str, milliseconds: int) -> None:
    assert _best_of_five(lambda: index().read(typed)) < milliseconds


@pytest.mark.parametrize("typed", ["", "p", "a", "PA-0", "senate 1", "Torr", "Pensylvania", "qwxz " * 20])
def test_suggesting_is_quick(typed: str) -> None:
    assert _best_of_five(lambda: index().suggest(typed)) < 20


def _best_of_five(act: Callable[[], object]) -> float:
    """How many milliseconds it takes when nothing else gets in the way."""
    taken: list[float] = []
    for _ in range(5):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken)
