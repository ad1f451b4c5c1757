"""The catalogue that the tests read districts against: every shipped seat, and a table of made-up Members."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from handlers.arguments.districts import Asked, DistrictIndex, Found, Reading
from storage.files.seat_facts import read_seats, read_states
from storage.seats import Office, Seat, SeatCatalogue

MEMBERS = {
    "NY-15": "Rafael Torrens",
    "CA-35": "Nora J. Torrens",
    "NY-SEN-3": "Charles E. Schumann",
    "NY-SEN-1": "Kirsten Gillander",
    "PA-SEN-3": "John Fetterling",
    "NJ-SEN-1": "Andy Kimball",
    "CA-40": "Young Kimball",
    "TX-15": 'Mónica "Moni" De La Peña',
    "NC-05": "Virginia Fuchs",
    "TX-09": "Al Verde",
    "NY-14": "Alejandra Ocampo-Cortés",
    "GA-04": "Henry C. Example, Jr.",
    "LA-04": "Michael Example",
    "MI-11": "Haley O'Brannan",
    "HI-01": "Edward Case",
    "ND-AL": "Dakota North",
}
_LEGISLATURES = (
    ("MA", "Massachusetts", Office.STATE_LOWER, "House", "10th Bristol"),
    ("MA", "Massachusetts", Office.STATE_LOWER, "House", "1st Middlesex"),
    ("MA", "Massachusetts", Office.STATE_UPPER, "Senate", "First Middlesex"),
    ("MA", "Massachusetts", Office.STATE_UPPER, "Senate", "Hampden"),
    ("MA", "Massachusetts", Office.STATE_UPPER, "Senate", "Norfolk, Plymouth and Bristol"),
    ("VT", "Vermont", Office.STATE_LOWER, "House", "Washington-3"),
    ("VT", "Vermont", Office.STATE_LOWER, "House", "Orange-Washington-Addison"),
    ("NH", "New Hampshire", Office.STATE_LOWER, "House", "Rockingham 16"),
    ("MD", "Maryland", Office.STATE_LOWER, "House", "37B"),
)


def catalogue() -> SeatCatalogue:
    """Every seat of the shipped tables."""
    return SeatCatalogue(read_seats(), read_states())


def holders(seats: SeatCatalogue, members: Mapping[str, str] = MEMBERS) -> dict[int, tuple[str, ...]]:
    """The Members by the ids of their seats."""
    found = {seats.with_code(code): name for code, name in members.items()}
    return {seat.id: (name,) for seat, name in found.items() if seat is not None}


@cache
def index() -> DistrictIndex:
    """Shipped seats and made-up Members."""
    seats = catalogue()
    return DistrictIndex(seats, holders(seats))


@cache
def index_with_named_districts() -> DistrictIndex:
    """The same after an import of districts that have names instead of numbers."""
    shipped = read_seats()
    pattern = shipped[-1]
    imported = (
        replace(
            pattern,
            id=len(shipped) + number,
            ocd_id=f"ocd-division/country:us/state:{usps.lower()}/{office}:{number}",
            office=office,
            state=usps,
            district=district,
            code=f"{usps} {chamber} {district}",
            name=f"{state} {chamber} district {district}",
        )
        for number, (usps, state, office, chamber, district) in enumerate(_LEGISLATURES, start=1)
    )
    seats = SeatCatalogue((*shipped, *imported), read_states())
    return DistrictIndex(seats, holders(seats))


def codes(seats: tuple[Seat, ...]) -> list[str]:
    """How people write these seats."""
    return [seat.code for seat in seats]


def told(reading: Reading) -> str:
    """A reading in one line: `PA-07`, or the reason and what is offered: `several: NY-05, NY-06`."""
    if isinstance(reading, Found):
        return reading.seat.code
    return f"{reading.reason}: {', '.join(codes(reading.offers))}".rstrip(": ")


def asked(reading: Reading) -> Asked:
    """The reading as a question."""
    assert isinstance(reading, Asked), f"found {reading.seat.code}"
    return reading
