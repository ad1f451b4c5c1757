"""What never changes while the bot runs, or only by an import: kept in memory, shared by all threads."""

import threading
import time
from dataclasses import dataclass

from handlers.arguments.districts import DistrictIndex
from storage import officials, reference, seats
from storage.database import Database, Purpose
from storage.files.seat_facts import read_states
from storage.reference import Reference as Part
from storage.seats import SeatCatalogue
from storage.tenancy import CoalitionSession

_LOOK_AGAIN_AFTER = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class _Known:
    versions: dict[str, int]
    index: DistrictIndex


class Reference:
    """The districts and who holds them, by coalition; reloaded within a second of an import."""

    def __init__(self, database: Database, bare: DistrictIndex | None = None) -> None:
        """`bare`: an index of the same seats without Members, where one is at hand; it saves a while."""
        self._database = database
        self._bare = bare
        self._lock = threading.Lock()
        self._known: dict[int, _Known] = {}
        self._looked = 0.0
        self._versions: dict[str, int] = {}

    def districts(self, db: CoalitionSession) -> DistrictIndex:
        """The index for the coalition of this session."""
        with self._lock:
            versions = self._current_versions()
            known = self._known.get(db.coalition_id)
            if known is None or known.versions != versions:
                known = _Known(versions, self._index(db, versions))
                self._known[db.coalition_id] = known
            return known.index

    def _index(self, db: CoalitionSession, versions: dict[str, int]) -> DistrictIndex:
        names = officials.names_by_seat(db)
        if not names and self._bare is not None:
            return self._bare
        return DistrictIndex(self._catalogue(versions), names)

    def forget(self, coalition_id: int) -> None:
        """Load a coalition's districts anew at the next request."""
        with self._lock:
            self._known.pop(coalition_id, None)

    def _current_versions(self) -> dict[str, int]:
        if time.monotonic() - self._looked > _LOOK_AGAIN_AFTER or not self._looked:
            with self._database.across_coalitions(Purpose.READ) as db:
                self._versions = reference.versions(db)
            self._looked = time.monotonic()
        return self._versions

    def _catalogue(self, versions: dict[str, int]) -> SeatCatalogue:
        for known in self._known.values():
            if known.versions.get(Part.SEATS) == versions.get(Part.SEATS):
                return known.index.catalogue
        with self._database.across_coalitions(Purpose.READ) as db:
            return SeatCatalogue(seats.load(db), read_states())
