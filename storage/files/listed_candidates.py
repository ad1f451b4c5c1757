"""The shelf of listed candidates: what one list brought for one cycle, and how an import changes it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select, update

from storage.candidates import CandidateSource, ListedCandidate
from storage.files.importing import Changes
from storage.files.outcomes import Remark
from storage.officials import IdScheme, OfficialId, sitting
from storage.person_names import NameParts, is_same_name
from storage.races import Race, RaceKind
from storage.tenancy import CoalitionSession


@dataclass(frozen=True, slots=True)
class Listing:
    """A candidate as a list has them, with what makes their race. `party` is how `party_code` is shown."""

    seat_id: int
    kind: RaceKind
    election_day: date | None
    name: str
    party: str
    party_code: str
    official_id: int | None
    still_listed: bool = True


class KnownOfficials:
    """Officials by FEC id, and those who sit today by their seats."""

    def __init__(self, by_fec_id: Mapping[str, int], seated: Iterable[tuple[int, int, NameParts]]) -> None:
        """`seated` are seat, official and name."""
        self._by_fec_id = dict(by_fec_id)
        self._sitting: defaultdict[int, list[tuple[int, NameParts]]] = defaultdict(list)
        for seat_id, official_id, name in seated:
            self._sitting[seat_id].append((official_id, name))

    def who(self, fec_ids: Iterable[str], name: NameParts, seat_id: int) -> int | None:
        """The official who is this candidate: by id, else the one in that seat with exactly that name."""
        for fec_id in fec_ids:
            if fec_id in self._by_fec_id:
                return self._by_fec_id[fec_id]
        found = [who for who, theirs in self._sitting.get(seat_id, ()) if is_same_name(name, theirs)]
        return found[0] if len(found) == 1 else None


def known_officials(db: CoalitionSession) -> KnownOfficials:
    """Everybody whom an import could recognise."""
    ids = db.execute(
        select(OfficialId.value, OfficialId.official_id).where(OfficialId.scheme == IdScheme.FEC)
    )
    return KnownOfficials(dict(ids.all()), sitting(db))


class ListedCandidates:
    """A shelf for `storage.files.importing`: the candidates of one cycle by the list's own ids.

    Candidates are never deleted; those who are no longer in the file stop being listed.
    """

    def __init__(self, db: CoalitionSession, *, source: CandidateSource, cycle: int) -> None:
        self._db = db
        self._source = source
        self._cycle = cycle
        self._races = {
            (race.seat_id, race.kind): race for race in db.scalars(select(Race).where(Race.cycle == cycle))
        }
        races = {race.id: race for race in self._races.values()}
        entries = db.scalars(
            select(ListedCandidate)
            .join(Race, Race.id == ListedCandidate.race_id)
            .where(Race.cycle == cycle, ListedCandidate.source == source)
        )
        self._ids: dict[str, int] = {}
        self._stored: dict[str, Listing] = {}
        for entry in entries:
            self._ids[entry.source_id] = entry.id
            self._stored[entry.source_id] = _listing(entry, races[entry.race_id])

    def stored(self) -> Mapping[str, Listing]:
        """What the list brought before for this cycle."""
        return self._stored

    def write(self, changes: Changes[Listing]) -> Mapping[Remark, int]:
        """Write the differences in a few statements; answers how many are no longer listed."""
        touched = {**changes.new, **changes.changed}
        self._write_races(touched.values())
        if changes.new:
            rows = [
                {"source": self._source, "source_id": key, **self._columns(listing)}
                for key, listing in changes.new.items()
            ]
            self._db.execute(insert(ListedCandidate), rows)
        if changes.changed:
            rows = [
                {"id": self._ids[key], **self._columns(listing)} for key, listing in changes.changed.items()
            ]
            self._db.execute(update(ListedCandidate), rows)
        return self._end(changes.doubtful.union(touched, changes.same))

    def _end(self, in_the_file: Collection[str]) -> Mapping[Remark, int]:
        gone = [
            {"id": self._ids[key], "still_listed": False}
            for key, listing in self._stored.items()
            if listing.still_listed and key not in in_the_file
        ]
        if not gone:
            return {}
        self._db.execute(update(ListedCandidate), gone)
        return {Remark.NO_LONGER_RUNNING: len(gone)}

    def _write_races(self, listings: Iterable[Listing]) -> None:
        days = {(listing.seat_id, listing.kind): listing.election_day for listing in listings}
        for key, day in days.items():
            known = self._races.get(key)
            if known is None:
                seat_id, kind = key
                self._races[key] = Race(seat_id=seat_id, cycle=self._cycle, kind=kind, election_day=day)
                self._db.add(self._races[key])
            elif known.election_day != day:
                known.election_day = day
        self._db.flush()

    def _columns(self, listing: Listing) -> dict[str, object]:
        return {
            "race_id": self._races[listing.seat_id, listing.kind].id,
            "official_id": listing.official_id,
            "name": listing.name,
            "party": listing.party,
            "party_code": listing.party_code,
            "still_listed": listing.still_listed,
        }


def _listing(entry: ListedCandidate, race: Race) -> Listing:
    return Listing(
        seat_id=race.seat_id,
        kind=race.kind,
        election_day=race.election_day,
        name=entry.name,
        party=entry.party,
        party_code=entry.party_code,
        official_id=entry.official_id,
        still_listed=entry.still_listed,
    )
