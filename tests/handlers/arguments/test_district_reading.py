"""What each way to type a district is read as."""

import pytest

from handlers.arguments.districts import LONGEST, Found, Reason
from tests.handlers.arguments.district_catalogue import (
    asked,
    codes,
    index,
    index_with_named_districts,
    told,
)

FOUND = [
    # The sources' own ids
    ("ocd-division/country:us/state:pa/cd:7", "PA-07"),
    ("OCD-Division/Country:US/State:PA/CD:7", "PA-07"),
    (" ocd-division/country:us/state:ak/cd:at-large ", "AK-AL"),
    ("ocd-division/country:us/territory:gu/cd:at-large", "GU-AL"),
    ("ocd-division/country:us/district:dc/cd:at-large", "DC-AL"),
    ("ocd-division/country:us/state:pa/sldu:12", "PA Senate 12"),
    ("ocd-division/country:us/state:mn/sldl:37b", "MN House 37B"),
    ("PA H 07", "PA-07"),
    ("H-PA-07", "PA-07"),
    ("AK H 00", "AK-AL"),
    ("4207", "PA-07"),
    ("0200", "AK-AL"),
    ("1198", "DC-AL"),
    ("PA07", "PA-07"),
    ("AK00", "AK-AL"),
    ("DC00", "DC-AL"),
    # Press and people
    ("PA-07", "PA-07"),
    ("PA-7", "PA-07"),
    ("pa 7", "PA-07"),
    ("PA7", "PA-07"),
    ("AK-AL", "AK-AL"),
    ("AK-00", "AK-AL"),
    ("AK at-large", "AK-AL"),
    ("Alaska at large", "AK-AL"),
    ("At-Large Alaska", "AK-AL"),
    ("DE-AL", "DE-AL"),
    ("VT-AL", "VT-AL"),
    ("DC- At Large", "DC-AL"),
    ("U.S. House Alabama District 1", "AL-01"),
    ("Alabama 001", "AL-01"),
    ("Alabama AL 3", "AL-03"),
    ("Illinois 6th", "IL-06"),
    ("Illinois' 6th congressional district", "IL-06"),
    ("Illinois’ 6th congressional district", "IL-06"),
    ("Pennsylvania's 7th", "PA-07"),
    ("the 7th district of Pennsylvania", "PA-07"),
    ("IL 5th", "IL-05"),
    ("MD - 8", "MD-08"),
    ("OR--01", "OR-01"),
    ("Ny-10", "NY-10"),
    ("NY10", "NY-10"),
    ("Ohio district 13", "OH-13"),
    ("Ohio district seven", "OH-07"),
    ("Texas twenty-first", "TX-21"),
    ("NY-17?", "NY-17"),
    ("maybe PA-07", "PA-07"),
    ("PA CD 7", "PA-07"),
    ("PA-07 (2026)", "PA-07"),
    ("PA 7.0", "PA-07"),
    ("PA-07, PA-07", "PA-07"),
    ("AK00/AK-AL", "AK-AL"),
    ("Pennsylvania, 7", "PA-07"),
    ("7, PA", "PA-07"),
    ("in PA 7", "PA-07"),
    ("Hi, PA-07 please", "PA-07"),
    ("VT US House", "VT-AL"),
    ("PA-07 · Pennsylvania 7th", "PA-07"),
    # State names
    ("Penn 7", "PA-07"),
    ("Pa. 7", "PA-07"),
    ("Calif 12", "CA-12"),
    ("N. Carolina 4", "NC-04"),
    ("N.Y. 5", "NY-05"),
    ("N. Y. 5", "NY-05"),
    ("W. Va. 2", "WV-02"),
    ("Miss. 3", "MS-03"),
    ("Washington 3", "WA-03"),
    ("Washington State 3", "WA-03"),
    ("West Virginia 2", "WV-02"),
    ("Virginia 2", "VA-02"),
    ("Virginia Beach VA 2", "VA-02"),
    ("Arkansas 3", "AR-03"),
    ("Washington DC", "DC-AL"),
    ("Washington, D.C.", "DC-AL"),
    ("D.C.", "DC-AL"),
    ("District of Columbia", "DC-AL"),
    ("Virgin Islands", "VI-AL"),
    ("Puerto Rico", "PR-AL"),
    ("Guam", "GU-AL"),
    ("Pensylvania 7", "PA-07"),
    ("Conneticut 3", "CT-03"),
    ("Flordia 3", "FL-03"),
    ("Nwe York 5", "NY-05"),
    ("West Virgina 2", "WV-02"),
    ("Noth Carolina 4", "NC-04"),
    # The Senate and the legislatures
    ("PA-SEN-1", "PA-SEN-1"),
    ("pa – sen – 1", "PA-SEN-1"),
    ("Pennsylvania, Senate class 1", "PA-SEN-1"),
    ("us senate pa class 3", "PA-SEN-3"),
    ("PA state senate 12", "PA Senate 12"),
    ("PA Senate 12", "PA Senate 12"),
    ("PA SD 12", "PA Senate 12"),
    ("SD SD 12 PA", "PA Senate 12"),
    ("PA HD-12", "PA House 12"),
    ("PA House 7", "PA House 7"),
    ("Washington State Senate 12", "WA Senate 12"),
    ("NY AD 12", "NY Assembly 12"),
    ("NE Legislature 5", "NE Legislature 5"),
    ("MN House 37B", "MN House 37B"),
    ("MN 37b", "MN House 37B"),
    ("AK Senate A", "AK Senate A"),
    ("Alaska state senate district A", "AK Senate A"),
    # Characters
    ("７ PA", "PA-07"),
    ("ＰＡ－０７", "PA-07"),
    ("PA–07", "PA-07"),
    ("PA—07", "PA-07"),
    ("PA−07", "PA-07"),
    ("PA\u00a007", "PA-07"),
    ("PA\u00ad07", "PA-07"),
    ("\u202bPA-07\u202c", "PA-07"),
    ("PA-٠٧", "PA-07"),
    ("“PA-07”", "PA-07"),
    ("'PA-07'.", "PA-07"),
    ("<PA-07>", "PA-07"),
    ("(PA-07)", "PA-07"),
    ("#PA_07", "PA-07"),
    ("PA-07 🙂", "PA-07"),
    ("PA-07 שלום", "PA-07"),
    # Members
    ("Schumann", "NY-SEN-3"),
    ("Sen. Schumann", "NY-SEN-3"),
    ("Charles Schumann", "NY-SEN-3"),
    ("SCHUMANN, CHARLES E.", "NY-SEN-3"),
    ("NY-15 Rafael Torrens", "NY-15"),
    ("NY-15, Torrens", "NY-15"),
    ("NY-15 Rep. Torrens", "NY-15"),
    ("Torrens NY", "NY-15"),
    ("Torrens 15", "NY-15"),
    ("Sen. Kimball", "NJ-SEN-1"),
    ("rep kimball", "CA-40"),
    ("de la pena", "TX-15"),
    ("Rep. De La Peña", "TX-15"),
    ("Moni De La Peña", "TX-15"),
    ("Ocampo-Cortés", "NY-14"),
    ("cortes", "NY-14"),
    ("O’Brannan", "MI-11"),
    ("Virginia Fuchs", "NC-05"),
    ("Al Verde", "TX-09"),
    ("Dakota North", "ND-AL"),
    ("Henry Example Jr.", "GA-04"),
    ("PA-SEN Fetterling", "PA-SEN-3"),
    ("Fetterling, Pennsylvania", "PA-SEN-3"),
    ("PA-07 just in case", "PA-07"),
    ("PA-07 Lehigh Valley", "PA-07"),
    ("Salem OR-05", "OR-05"),
]

ASKED = [
    # A number beyond the state's House seats
    ("WA-32", "impossible: WA Senate 32, WA House 32"),
    ("NY-39", "impossible: NY Senate 39, NY Assembly 39"),
    ("Washington 32", "impossible: WA Senate 32, WA House 32"),
    ("US House WA 32", "impossible: WA Senate 32, WA House 32"),
    ("ocd-division/country:us/state:wa/cd:32", "impossible: WA Senate 32, WA House 32"),
    ("MN-37", "impossible: MN Senate 37, MN House 37A, MN House 37B"),
    ("WA rep 32", "impossible: WA Senate 32, WA House 32"),
    ("CA House 60", "impossible: CA Assembly 60"),
    ("PA 18101", "impossible"),
    # At-large
    ("AL-AL", "at_large_only: AL-01, AL-02, AL-03, AL-04, AL-05, AL-06, AL-07"),
    ("AL-00", "at_large_only: AL-01, AL-02, AL-03, AL-04, AL-05, AL-06, AL-07"),
    ("VT-03", "at_large_only: VT-AL"),
    ("AK-01", "at_large_only: AK-AL, AK House 1"),
    ("South Dakota 12", "at_large_only: SD-AL, SD Senate 12, SD House 12"),
    ("SD-40", "at_large_only: SD-AL"),
    # Several
    ("SD-12", "several: SD-AL, SD Senate 12, SD House 12"),
    ("sd26", "several: SD-AL, SD Senate 26, SD House 26A, SD House 26B"),
    ("NY-05 or 06", "several: NY-05, NY-06"),
    ("NY-05/06", "several: NY-05, NY-06"),
    ("NY-05, NY-06", "several: NY-05, NY-06"),
    ("05 and 06 NY", "several: NY-05, NY-06"),
    ("PA-07-08", "several: PA-07, PA-08"),
    ("TX-21, TX-35 & TX-37", "several: TX-21, TX-35, TX-37"),
    ("OR-01 or OR-02", "several: OR-01, OR-02"),
    ("PA-07 or OR-01", "several: PA-07, OR-01"),
    ("PA-SEN", "several: PA-SEN-1, PA-SEN-3"),
    ("PA Senate", "several: PA-SEN-1, PA-SEN-3"),
    ("Senator from Pennsylvania", "several: PA-SEN-1, PA-SEN-3"),
    ("PA-SEN-2", "several: PA-SEN-1, PA-SEN-3"),
    ("PA S 00", "several: PA-SEN-1, PA-SEN-3"),
    ("PA SEN 1", "several: PA-SEN-1, PA Senate 1"),
    ("ocd-division/country:us/state:pa", "several: PA-SEN-1, PA-SEN-3"),
    ("WA LD 32", "several: WA Senate 32, WA House 32"),
    ("MN House 37", "several: MN House 37A, MN House 37B"),
    ("PA rep 7", "several: PA-07, PA House 7"),
    ("PA state 12", "several: PA-12, PA Senate 12, PA House 12"),
    ("CA House 12", "several: CA-12, CA Assembly 12"),
    ("Carolina 4", "several: NC-04, SC-04"),
    ("Sorth Carolina 4", "several: NC-04, SC-04"),
    ("Wset Virginia 2", "several: WV-02, VA-02"),
    ("Kansas City MO 5", "several: MO-05, KS Senate 5, KS House 5"),
    ("Torrens", "several: CA-35, NY-15"),
    ("Ben Torrens", "several: CA-35, NY-15"),
    ("Rep Torrens", "several: CA-35, NY-15"),
    ("Example", "several: GA-04, LA-04"),
    ("Schumann or Gillander", "several: NY-SEN-3, NY-SEN-1"),
    ("NY-14 Rafael Torrens", "several: NY-14, NY-15"),
    ("PA-07 Schumann", "several: PA-07, NY-SEN-3"),
    # A state alone
    ("VT", "whole_state: VT-AL, VT-SEN-1, VT-SEN-3"),
    ("Hawaii", "whole_state: HI-01, HI-02, HI-SEN-1, HI-SEN-3"),
    ("VT House", "whole_state: VT-AL, VT-SEN-1, VT-SEN-3"),
    ("HI -", "whole_state: HI-01, HI-02, HI-SEN-1, HI-SEN-3"),
    ("Honolulu, HI", "whole_state: HI-01, HI-02, HI-SEN-1, HI-SEN-3"),
    ("New Hampshire??", "whole_state: NH-01, NH-02, NH-SEN-2, NH-SEN-3"),
    ("Not sure, Maine", "whole_state: ME-01, ME-02, ME-SEN-1, ME-SEN-2"),
    ("Idaho-XX", "whole_state: ID-01, ID-02, ID-SEN-2, ID-SEN-3"),
    # No state
    ("7", "no_state"),
    ("district 3 or 5", "no_state"),
    ("HD-12", "no_state"),
    ("senate district 12", "no_state"),
    ("At-Large", "no_state"),
    ("US House", "no_state"),
    ("37B", "no_state: MN House 37B"),
    # Not sure
    ("Not sure", "unsure"),
    ("I don't know", "unsure"),
    ("don’t know", "unsure"),
    ("?", "unsure"),
    ("???", "unsure"),
    ("idk", "unsure"),
    ("n/a", "unsure"),
    ("N/A", "unsure"),
    ("PA-07, not sure", "unsure: PA-07"),
    ("not PA-07", "unsure: PA-07"),
    # Nothing
    ("", "empty"),
    ("   ", "empty"),
    ("--", "empty"),
    ("…", "empty"),
    ("\u200b", "empty"),
    # Nothing that fits
    ("IO-02", "unknown: IA-02, ID-02, IL-02"),
    ("Shumann", "unknown: NY-SEN-3, *"),
    ("Rep. Schumann", "unknown: NY-SEN-3, *"),
    ("Chuck Schumann", "unknown: NY-SEN-3, *"),
    ("just in case", "unknown: HI-01, *"),
    ("PA Senate 99", "unknown: PA Senate 9, PA Senate 19, PA Senate 29"),
    ("PA-7A", "unknown: PA-07, *"),
    ("PA-O7", "unknown: PA-07, *"),
    ("MA House 5", "unknown: MA-05, *"),
    ("New York City Council 7", "unknown: NY-07, *"),
    ("South Virginia 3", "unknown: VA-03, *"),
    ("PA rally July 4", "unknown: PA-04, *"),
    ("in 3 weeks", "unknown: IN-03, *"),
    ("Kings County", "unknown: *"),
    ("10th Bristol", "unknown: *"),
    ("<!channel>", "unknown: *"),
    ("*bold* & <b>", "unknown: *"),
    ("🙂", "unknown: *"),
    ("שלום", "unknown: *"),
    ("ocd-division/country:us", "unknown: *"),
    ("ocd-division/country:us/state:zz/cd:1", "unknown: *"),
    ("ab" * 50, "unknown: *"),
    ("ab" * 51, "too_long"),
    ("PA-07 " * 500, "too_long"),
]


@pytest.mark.parametrize(("typed", "code"), FOUND)
def test_is_found(typed: str, code: str) -> None:
    assert told(index().read(typed)) == code


@pytest.mark.parametrize(("typed", "expected"), ASKED)
def test_is_asked(typed: str, expected: str) -> None:
    reading = told(index().read(typed))
    if expected.endswith("*"):
        assert reading.startswith(expected.removesuffix("*"))
        assert reading.count(",") == 2, "three seats are offered"
    else:
        assert reading == expected


@pytest.mark.parametrize("typed", ["PA", "Pennsylvania", "Penn.", "PA -", "pennsilvania", "Pensylvnia"])
def test_a_state_alone_offers_its_house_seats_then_both_senate_seats(typed: str) -> None:
    reading = asked(index().read(typed))
    assert reading.reason is Reason.WHOLE_STATE
    house = [f"PA-{number:02}" for number in range(1, 18)]
    assert codes(reading.offers) == [*house, "PA-SEN-1", "PA-SEN-3"]


@pytest.mark.parametrize(
    ("typed", "state", "house_seats", "number"),
    [
        ("WA-32", "WA", 10, "32"),
        ("AL-AL", "AL", 7, ""),
        ("VT-03", "VT", 1, "3"),
        ("SD-12", "SD", 1, "12"),
        ("NY-05 or 06", "NY", 26, ""),
        ("PA-SEN", "PA", 17, ""),
        ("Texas", "TX", 38, ""),
    ],
)
def test_a_question_tells_the_state_and_the_number(
    typed: str, state: str, house_seats: int, number: str
) -> None:
    reading = asked(index().read(typed))
    assert reading.state is not None
    assert (reading.state.usps, reading.state.house_seats, reading.number) == (state, house_seats, number)


def test_a_question_repeats_what_was_typed_but_no_more_than_a_hundred_characters() -> None:
    assert asked(index().read("  <!channel> *x* ")).typed == "<!channel> *x*"
    assert asked(index().read("x" * 3000)).typed == "x" * LONGEST


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("10th Bristol", "MA House 10th Bristol"),
        ("tenth bristol district", "MA House 10th Bristol"),
        ("10th Bristol, MA", "MA House 10th Bristol"),
        ("MA House 10th Bristol", "MA House 10th Bristol"),
        ("10th Bristol RI", "several: RI Senate 10, RI House 10, MA House 10th Bristol"),
        ("1st Middlesex", "several: MA House 1st Middlesex, MA Senate First Middlesex"),
        ("First Middlesex state senate", "MA Senate First Middlesex"),
        ("Hampden, Massachusetts", "MA Senate Hampden"),
        ("Hampden", "unknown: MA Senate Hampden, *"),
        ("Norfolk, Plymouth & Bristol MA", "MA Senate Norfolk, Plymouth and Bristol"),
        ("Rockingham 16", "NH House Rockingham 16"),
        ("Washington 3", "WA-03"),
        ("Vermont Washington 3", "VT House Washington-3"),
        ("VT House Washington-3", "VT House Washington-3"),
        ("Orange-Washington-Addison VT", "VT House Orange-Washington-Addison"),
        ("Washington", "whole_state: WA-01, *"),
        ("37B", "no_state: MD House 37B, MN House 37B"),
        ("MD 37B", "MD House 37B"),
        ("MD LD 37", "several: MD Senate 37, MD House 37B"),
    ],
)
def test_districts_with_names_are_read_once_they_are_in_the_catalogue(typed: str, expected: str) -> None:
    reading = told(index_with_named_districts().read(typed))
    assert reading == expected or (expected[-1] == "*" and reading.startswith(expected[:-1]))


@pytest.mark.parametrize("typed", ["' OR 1=1 --", "PA-07; DROP TABLE claims", "{PA-07}", "PA=7", "PA\\07"])
def test_what_looks_like_a_program_is_asked_about(typed: str) -> None:
    """Oregon 1st may be meant by the first of them; nobody says so."""
    reading = told(index().read(typed))
    assert reading.startswith("unknown: OR-01" if "OR" in typed[:5] else "unknown: PA-07")


def test_a_seat_without_a_member_is_found_like_any_other() -> None:
    assert isinstance(index().read("FL-20"), Found)
