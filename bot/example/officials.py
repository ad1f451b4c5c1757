"""Made-up Members of Congress, one for nearly every seat, each from two lists of invented names."""

from collections.abc import Iterator

from sqlalchemy import select

from storage.seats import Office, SeatRow
from storage.tenancy import CoalitionSession

_FIRST = (
    "Marigold", "Juniper", "Alder", "Rowan", "Hazel", "Linden", "Sorrel", "Bryony", "Aspen", "Clover",
    "Fern", "Heath", "Ivy", "Laurel", "Myrtle", "Olive", "Perry", "Reed", "Sage", "Tansy", "Willow", "Yarrow",
    "Briar", "Cedar", "Dahlia", "Elder", "Flora", "Ginger", "Holly",
)  # fmt: skip
_LAST = (
    "Ashbrook", "Birchfield", "Cloverley", "Dewhollow", "Elmstead", "Fernsby", "Glenmoor", "Hartwell-Moss",
    "Islebrook", "Juniperson", "Kestrelton", "Larkmeadow", "Mossgrove", "Nettleby", "Oakhaven", "Pinehollow",
    "Quailridge", "Rushbourne", "Stonecrop",
)  # fmt: skip
_PARTIES = ("Democrat", "Republican")
_VACANT = 97
"""Every so many-th seat is vacant: a district without a Member is normal."""


def example_officials(db: CoalitionSession) -> Iterator[tuple[int, str, str]]:
    """Seat id, name and party, for the seats of Congress; no two share a name."""
    statement = (
        select(SeatRow.id).where(SeatRow.office.in_((Office.US_HOUSE, Office.US_SENATE))).order_by(SeatRow.id)
    )
    for number, seat_id in enumerate(db.scalars(statement)):
        if number % _VACANT == _VACANT - 1:
            continue
        first = _FIRST[number % len(_FIRST)]
        last = _LAST[number % len(_LAST)]
        yield seat_id, f"{first} {last}", _PARTIES[number % len(_PARTIES)]
