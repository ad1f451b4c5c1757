"""The shelf of officials in their seats: what one source brought, and how an import changes it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TypeVar

from sqlalchemy import select

from storage.files.importing import Changes
from storage.files.outcomes import Remark
from storage.officials import DistrictOffice, IdScheme, Official, OfficialId, Source, Tenure
from storage.seats import SeatRow
from storage.tenancy import CoalitionSession, Table

# The fields of the next three are the columns of Official, Tenure and DistrictOffice, by name.


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as the source has it; `name` is how it is shown."""

    name: str
    first_name: str
    last_name: str
    middle_name: str | None = None
    nickname: str | None = None
    suffix: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A seat held from `started`, where that is known; `ends` is planned, or past if not `is_current`."""

    seat_id: int
    party: str
    phone: str | None
    website: str | None
    started: date | None
    ends: date | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class HomeOffice:
    """An office outside Washington. `source_id` is the source's own id of it."""

    source_id: str
    city: str
    state: str
    address: str | None = None
    building: str | None = None
    suite: str | None = None
    zip: str | None = None
    phone: str | None = None
    hours: str | None = None
    latitude: float | None = None
    longitude: float | None = None


Value = TypeVar("Value", PersonName, Term, HomeOffice)
OfOfficial = TypeVar("OfOfficial", OfficialId, Tenure, DistrictOffice)


@dataclass(frozen=True, slots=True)
class Sitting:
    """An official with their newest term, as a source has them.

    `ids` are those beside the source's own; `offices` are in the order of their ids, and empty where
    the import brings none.
    """

    name: PersonName
    ids: frozenset[tuple[IdScheme, str]]
    term: Term
    offices: tuple[HomeOffice, ...]


class SittingOfficials:
    """A shelf for `storage.files.importing`: officials by the id that `scheme` gives them.

    Terms are never deleted, only ended; ids and offices that the source no longer has are deleted. An
    official whom the source does not know yet, but whom one of the ids names, is that person: a
    source's word on whose an id is counts, whoever had it before.
    """

    def __init__(
        self,
        db: CoalitionSession,
        *,
        source: Source,
        scheme: IdScheme,
        today: date,
        has_offices: bool,
        about: Collection[int] | None = None,
    ) -> None:
        """`about`: the ids of the seats that the file speaks of, where it is not all that the source has."""
        self._db = db
        self._about = about
        self._source = source
        self._scheme = scheme
        self._today = today
        self._has_offices = has_offices
        known = select(OfficialId.official_id).where(OfficialId.scheme == scheme)
        self._officials = {row.id: row for row in db.scalars(select(Official).where(Official.id.in_(known)))}
        self._ids = _by_official(db.scalars(select(OfficialId).where(OfficialId.official_id.in_(known))))
        self._tenures = _by_official(
            db.scalars(
                select(Tenure)
                .where(Tenure.official_id.in_(known))
                .order_by(Tenure.is_current.desc(), Tenure.started.desc(), Tenure.id.desc())
            )
        )
        self._offices = _by_official(self._read_offices()) if has_offices else {}
        self._people = {
            row.value: owner for owner, rows in self._ids.items() for row in rows if row.scheme is scheme
        }

    def _read_offices(self) -> Sequence[DistrictOffice]:
        statement = select(DistrictOffice).where(DistrictOffice.source == self._source)
        return self._db.scalars(statement.order_by(DistrictOffice.source_id)).all()

    def stored(self) -> Mapping[str, Sitting]:
        """What the source brought before, by the scheme's id."""
        found: dict[str, Sitting] = {}
        for key, official_id in self._people.items():
            tenures = self._own_tenures(official_id)
            if tenures and self._is_about(tenures[0]):
                found[key] = Sitting(
                    name=_value(PersonName, self._officials[official_id]),
                    ids=frozenset(
                        (row.scheme, row.value)
                        for row in self._ids[official_id]
                        if row.source is self._source and row.scheme is not self._scheme
                    ),
                    term=_value(Term, tenures[0]),
                    offices=tuple(_value(HomeOffice, row) for row in self._offices.get(official_id, ())),
                )
        return found

    def write(self, changes: Changes[Sitting]) -> Mapping[Remark, int]:
        """Write the differences; answers how many officials no longer sit because they are not listed."""
        listed = {**changes.new, **changes.changed, **changes.same}
        touched = {**changes.new, **changes.changed}
        left = self._end_terms(listed, changes.doubtful)
        owners = self._write_people(touched)
        self._write_tenures(touched, owners)
        self._write_ids(touched, owners)
        if self._has_offices:
            self._write_offices(touched, owners)
            self._delete_offices(changes.doubtful | listed.keys())
        self._db.flush()
        return {Remark.NO_LONGER_LISTED: left} if left else {}

    def _own_tenures(self, official_id: int) -> list[Tenure]:
        return [row for row in self._tenures.get(official_id, ()) if row.source is self._source]

    def _is_about(self, tenure: Tenure) -> bool:
        return self._about is None or tenure.seat_id in self._about

    def _end_terms(self, listed: Mapping[str, Sitting], doubtful: frozenset[str]) -> int:
        filled = Counter(sitting.term.seat_id for sitting in listed.values() if sitting.term.is_current)
        rooms = dict(self._db.execute(select(SeatRow.id, SeatRow.members)).all()) if doubtful else {}
        left = 0
        for key, official_id in self._people.items():
            if key in listed:
                continue
            for tenure in self._own_tenures(official_id):
                # Somebody with a question keeps the seat, unless the file gives it to somebody else.
                keeps = key in doubtful and filled[tenure.seat_id] < rooms[tenure.seat_id]
                if tenure.is_current and self._is_about(tenure) and not keeps:
                    self._end(tenure)
                    left += 1
        return left

    def _end(self, tenure: Tenure) -> None:
        tenure.is_current = False
        if tenure.ends is None or tenure.ends > self._today:
            tenure.ends = max(self._today, tenure.started or self._today)

    def _write_people(self, touched: Mapping[str, Sitting]) -> dict[str, int]:
        """The official of each row, made or brought up to date."""
        strangers = {key: sitting for key, sitting in touched.items() if key not in self._people}
        adopted = self._recognise(strangers)
        owners = {key: adopted.get(key) or self._people.get(key) for key in touched}
        new: dict[str, Official] = {}
        for key, sitting in touched.items():
            official_id = owners[key]
            if official_id is None:
                new[key] = Official(**asdict(sitting.name))
            else:
                _copy(sitting.name, self._officials[official_id])
        self._db.add_all(new.values())
        self._db.flush()
        found = {key: official_id for key, official_id in owners.items() if official_id is not None}
        found |= {key: official.id for key, official in new.items()}
        self._db.add_all(
            OfficialId(official_id=found[key], scheme=self._scheme, value=key, source=self._source)
            for key in strangers
        )
        return found

    def _recognise(self, strangers: Mapping[str, Sitting]) -> dict[str, int]:
        """Officials whom only other ids name so far; they join the shelf."""
        wanted = {name: key for key, sitting in strangers.items() for name in sitting.ids}
        found: dict[str, int] = {}
        for row in self._ids_elsewhere(wanted):
            if row.official_id not in found.values():
                found.setdefault(wanted[row.scheme, row.value], row.official_id)
        if found:
            ids = found.values()
            rows = self._db.scalars(select(Official).where(Official.id.in_(ids)))
            self._officials |= {row.id: row for row in rows}
            self._tenures |= _by_official(self._db.scalars(select(Tenure).where(Tenure.official_id.in_(ids))))
        return found

    def _ids_elsewhere(self, names: Iterable[tuple[IdScheme, str]]) -> list[OfficialId]:
        """Those of the ids that belong to officials whom the scheme does not name."""
        values = {value for _, value in names}
        if not values:
            return []
        rows = self._db.scalars(
            select(OfficialId).where(OfficialId.value.in_(values)).order_by(OfficialId.official_id)
        )
        wanted = set(names)
        return [row for row in rows if (row.scheme, row.value) in wanted and row.official_id not in self._ids]

    def _write_tenures(self, touched: Mapping[str, Sitting], owners: Mapping[str, int]) -> None:
        for key, sitting in touched.items():
            term, official_id = sitting.term, owners[key]
            this = None
            for tenure in self._tenures.get(official_id, ()):
                if (tenure.seat_id, tenure.started) == (term.seat_id, term.started):
                    this = tenure
                elif tenure.is_current and tenure.source is self._source:
                    self._end(tenure)
            if this is None:
                self._db.add(Tenure(official_id=official_id, source=self._source, **asdict(term)))
            else:
                this.source = self._source
                _copy(term, this)

    def _write_ids(self, touched: Mapping[str, Sitting], owners: Mapping[str, int]) -> None:
        known = {(row.scheme, row.value): row for rows in self._ids.values() for row in rows}
        wanted = {name: owners[key] for key, sitting in touched.items() for name in sitting.ids}
        known |= {(row.scheme, row.value): row for row in self._ids_elsewhere(wanted.keys() - known.keys())}
        for (scheme, value), official_id in wanted.items():
            row = known.get((scheme, value))
            if row is None:
                self._db.add(
                    OfficialId(official_id=official_id, scheme=scheme, value=value, source=self._source)
                )
            else:
                row.official_id, row.source = official_id, self._source
        for official_id in {owners[key] for key in touched}:
            for row in self._ids.get(official_id, ()):
                is_ours = row.source is self._source and row.scheme is not self._scheme
                if is_ours and (row.scheme, row.value) not in wanted:
                    self._db.delete(row)

    def _write_offices(self, touched: Mapping[str, Sitting], owners: Mapping[str, int]) -> None:
        known = {row.source_id: row for rows in self._offices.values() for row in rows}
        wanted: set[str] = set()
        for key, sitting in touched.items():
            for office in sitting.offices:
                wanted.add(office.source_id)
                row = known.get(office.source_id)
                if row is None:
                    self._db.add(
                        DistrictOffice(official_id=owners[key], source=self._source, **asdict(office))
                    )
                else:
                    row.official_id = owners[key]
                    _copy(office, row)
        for key in touched:
            for row in self._offices.get(owners[key], ()):
                if row.source_id not in wanted:
                    self._db.delete(row)

    def _delete_offices(self, remaining: Iterable[str]) -> None:
        """Delete the offices of officials who are no longer in the file."""
        remaining = set(remaining)
        for key, official_id in self._people.items():
            if key not in remaining and any(map(self._is_about, self._own_tenures(official_id))):
                for row in self._offices.get(official_id, ()):
                    if row.official_id == official_id:
                        self._db.delete(row)


def _by_official(rows: Iterable[OfOfficial]) -> dict[int, list[OfOfficial]]:
    found: defaultdict[int, list[OfOfficial]] = defaultdict(list)
    for row in rows:
        found[row.official_id].append(row)
    return dict(found)


def _value(kind: type[Value], row: Table) -> Value:
    return kind(**{field.name: getattr(row, field.name) for field in fields(kind)})


def _copy(value: PersonName | Term | HomeOffice, row: Table) -> None:
    for field in fields(value):
        setattr(row, field.name, getattr(value, field.name))
