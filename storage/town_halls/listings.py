"""Events that stand in another list than the one that brought them, so that none becomes a second event."""

from dataclasses import dataclass

from sqlalchemy import Text, UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.prepared import Change, Insertion, Query
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class ListingRow(Table, Owned):
    """An entry of a list about an event of another source, as the database keeps it: see `Listing`."""

    __tablename__ = "town_hall_listings"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("coalition_id", "source_id", "external_id"),
        owned_reference("source_id", "town_hall_sources"),
        owned_reference("town_hall_id", "town_halls"),
    )

    source_id: Mapped[int]
    external_id: Mapped[str]
    town_hall_id: Mapped[int]
    listed: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Listing:
    """An entry of the list `source_id`, under the list's own id, about an event that another source brought.

    `listed` is how the list had it at last: see `storage.files.town_halls.kept`.
    """

    id: int
    source_id: int
    external_id: str
    town_hall_id: int
    listed: str


_LISTING = (
    ListingRow.id, ListingRow.source_id, ListingRow.external_id, ListingRow.town_hall_id, ListingRow.listed
)  # fmt: skip
_NEW = Insertion(ListingRow)
_OF_SOURCE = Query(
    select(*_LISTING).where(ListingRow.source_id == bindparam("of_source")).order_by(ListingRow.id), Listing
)
_OF_EVENT = Query(
    select(*_LISTING)
    .where(ListingRow.source_id == bindparam("of_source"), ListingRow.town_hall_id == bindparam("of_event"))
    .order_by(ListingRow.id.desc()),
    Listing,
)
_CHANGE = Change(
    update(ListingRow).where(ListingRow.id == bindparam("listing_id")).values(listed=bindparam("now_listed"))
)


def add(db: CoalitionSession, source_id: int, external_id: str, town_hall_id: int, listed: str) -> None:
    """A list has an event, too, that another source brought; nothing where that is known."""
    values = {
        "source_id": source_id, "external_id": external_id, "town_hall_id": town_hall_id, "listed": listed
    }  # fmt: skip
    _NEW.add_new(db, values)


def change(db: CoalitionSession, listing: Listing, listed: str) -> None:
    """The list has it otherwise now."""
    _CHANGE.run(db, listing_id=listing.id, now_listed=listed)


def of_event(db: CoalitionSession, source_id: int, town_hall_id: int) -> Listing | None:
    """The newest entry of a list about an event, if it has any."""
    return next(iter(_OF_EVENT.all(db, of_source=source_id, of_event=town_hall_id)), None)


def of_source(db: CoalitionSession, source_id: int) -> list[Listing]:
    """The entries of a list about events that others brought."""
    return _OF_SOURCE.all(db, of_source=source_id)
