"""The shelf of a coalition's targets: its list as an import left it, and how another one changes it."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import select

from storage.files.importing import Changes
from storage.files.outcomes import Remark
from storage.seats import SeatRow
from storage.targets import Target, Wanted
from storage.tenancy import CoalitionSession


class TargetList:
    """A shelf for `storage.files.importing`: targets by their seats' codes. What is not in the file goes."""

    def __init__(self, db: CoalitionSession) -> None:
        self._db = db
        codes = dict(db.execute(select(SeatRow.id, SeatRow.code).join(Target)).all())
        self._rows = {codes[row.seat_id]: row for row in db.scalars(select(Target))}

    def stored(self) -> Mapping[str, Wanted]:
        """The list as it is."""
        return {code: Wanted(row.seat_id, row.priority, row.why) for code, row in self._rows.items()}

    def write(self, changes: Changes[Wanted]) -> Mapping[Remark, int]:
        """Write the differences; answers how many seats are no longer on the list."""
        kept = changes.doubtful.union(changes.new, changes.changed, changes.same)
        gone = [code for code in self._rows if code not in kept]
        for code in gone:
            self._db.delete(self._rows[code])
        for code, wanted in changes.changed.items():
            self._rows[code].priority, self._rows[code].why = wanted.priority, wanted.why
        self._db.add_all(Target(**asdict(one)) for one in changes.new.values())
        self._db.flush()
        return {Remark.NO_LONGER_TARGETS: len(gone)} if gone else {}
