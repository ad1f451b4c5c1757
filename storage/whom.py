"""Whom a visit is with: who sits today, and who runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import bindparam, case, func, select

from storage import candidate_names, candidates
from storage.candidate_names import Named
from storage.candidates import Candidate, ListedCandidate, Running, comparable
from storage.claims import ClaimRow
from storage.officials import ExampleOfficial, Official, Tenure
from storage.person_names import name_key
from storage.prepared import Query, QueryOfMany, only
from storage.reference import Reference, versions
from storage.tenancy import CoalitionSession

_MOST_SEATS = 25


@dataclass(frozen=True, slots=True)
class Whom:
    """An official who sits, an example of one, or a candidate: exactly one of the last three is set.

    `name` is shown without a title. The seat is the official's, or that of the candidate's race.
    """

    name: str
    seat_id: int
    official_id: int | None = None
    example_id: int | None = None
    running: Running | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody to meet, the names under which they are known, and for a candidate the election's year."""

    whom: Whom
    names: tuple[str, ...]
    cycle: int | None = None

    def is_called(self, words: str) -> bool:
        """Whether words are the whole name: with or without a nickname or what stands between."""
        return comparable(words) in map(comparable, self.names)

    def may_be_called(self, words: str) -> bool:
        """Whether every one of these words begins a word of the name."""
        known = " ".join(map(name_key, self.names)).split()
        return all(any(one.startswith(word) for one in known) for word in name_key(words).split())


_NAME = (Official.name, Official.first_name, Official.nickname, Official.last_name)
_SITTING = (
    select(Tenure.seat_id, Official.id, *_NAME)
    .join(Official, Official.id == Tenure.official_id)
    .where(Tenure.is_current)
    .order_by(Tenure.seat_id, Official.name, Official.id)
)


def _official(
    seat_id: int, official_id: int, name: str, first: str, nickname: str | None, last: str
) -> Known:
    nicknamed = f"{nickname} {last}" if nickname else name
    names = tuple(dict.fromkeys((name, f"{first} {last}", nicknamed)))
    return Known(Whom(name, seat_id, official_id=official_id), names)


def _example(seat_id: int, example_id: int, name: str) -> Known:
    return Known(Whom(name, seat_id, example_id=example_id), (name,))


_WITH_ID = Query(_SITTING.where(Official.id == bindparam("official_id")), _official)
_IN_SEATS = QueryOfMany(_SITTING.where(Tenure.seat_id.in_(bindparam("seat_ids", expanding=True))), _official)
_EXAMPLES = select(ExampleOfficial.seat_id, ExampleOfficial.id, ExampleOfficial.name)
_EXAMPLE_WITH_ID = Query(_EXAMPLES.where(ExampleOfficial.id == bindparam("example_id")), _example)
_EXAMPLES_IN_SEATS = QueryOfMany(
    _EXAMPLES.where(ExampleOfficial.seat_id.in_(bindparam("seat_ids", expanding=True))).order_by(
        ExampleOfficial.seat_id
    ),
    _example,
)
_OFFICIAL_OF = Query(
    select(ListedCandidate.official_id)
    .join(Candidate, Candidate.listed_id == ListedCandidate.id)
    .where(Candidate.id == bindparam("candidate")),
    only,
)
_RUNS_AS = Query(
    select(Candidate.id)
    .join(ListedCandidate, Candidate.listed_id == ListedCandidate.id)
    .where(ListedCandidate.official_id == bindparam("official"))
    .order_by(Candidate.id),
    only,
)
_WORKED = Query(
    select(ClaimRow.seat_id)
    .where(ClaimRow.released_at.is_(None))
    .group_by(ClaimRow.seat_id)
    .order_by(
        func.min(case((ClaimRow.member_id == bindparam("member_id"), 0), else_=1)), func.min(ClaimRow.id)
    )
    .limit(_MOST_SEATS),
    only,
)


def official(db: CoalitionSession, official_id: int) -> Known | None:
    """The official with this row id, while they sit; of several seats, in the first one."""
    found = _WITH_ID.all(db, official_id=official_id)
    return found[0] if found else None


def example(db: CoalitionSession, example_id: int) -> Known | None:
    """This coalition's example with this row id, until real Members are imported."""
    if Reference.OFFICIALS.value in versions(db):
        return None
    return _EXAMPLE_WITH_ID.one(db, example_id=example_id)


def candidate(db: CoalitionSession, running: Running) -> Known:
    """A candidate, with the seat and the year of their race."""
    return _candidate(Named(running, candidate_names.race_of(db, running)))


class _Meant(Protocol):
    """A row that is about a person to meet."""

    @property
    def name(self) -> str: ...
    @property
    def seat_id(self) -> int: ...
    @property
    def official_id(self) -> int | None: ...
    @property
    def candidate_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Somebody as rows may name them: an official, a candidate (the coalition's own row), or an example."""

    seat_id: int
    name: str
    official_id: int | None = None
    candidate_id: int | None = None


def everywhere(db: CoalitionSession, row: _Meant) -> list[Counterpart]:
    """Whom a row is about, as rows may name them: an official who also runs is a candidate, too."""
    own = Counterpart(row.seat_id, row.name, row.official_id, row.candidate_id)
    official_id: int | None = row.official_id
    if row.candidate_id is not None:
        official_id = _official_of(db, row.candidate_id)
    if official_id is None:
        return [own]
    sits = Counterpart(row.seat_id, row.name, official_id=official_id)
    candidate_ids: list[int] = _RUNS_AS.all(db, official=official_id)
    runs = [Counterpart(row.seat_id, row.name, None, one) for one in candidate_ids]
    return list(dict.fromkeys((own, sits, *runs)))


def _official_of(db: CoalitionSession, candidate_id: int) -> int | None:
    return _OFFICIAL_OF.one(db, candidate=candidate_id)


def again(db: CoalitionSession, row: _Meant) -> Whom | None:
    """Whom a row is about; an example where it names neither official nor candidate. None: they are gone."""
    if row.candidate_id is not None:
        running = candidates.added(db, row.candidate_id)
        return Whom(row.name, row.seat_id, running=running) if running else None
    known = sitting_in(db, [row.seat_id])
    return next((one.whom for one in known if one.whom.official_id == row.official_id), None)


def sitting_in(db: CoalitionSession, seat_ids: Iterable[int]) -> list[Known]:
    """Who sits in those seats today, by seat and name; examples in seats where nobody real is known.

    One query; three before any import.
    """
    wanted = sorted(set(seat_ids))
    found = list(dict.fromkeys(_IN_SEATS.all(db, seat_ids=wanted)))
    empty = sorted(set(wanted) - {one.whom.seat_id for one in found})
    if not empty or Reference.OFFICIALS.value in versions(db):
        return found
    return found + _EXAMPLES_IN_SEATS.all(db, seat_ids=empty)


def running_in(db: CoalitionSession, seat_ids: Iterable[int], since: int) -> list[Known]:
    """Who runs for those seats, in races from a year on, by name."""
    return [_candidate(one) for one in candidate_names.in_seats(db, sorted(set(seat_ids)), since)]


def running_as(db: CoalitionSession, words: str, since: int) -> list[Known]:
    """Candidates whose names contain all these words, in races from a year on."""
    return [_candidate(one) for one in candidate_names.matching(db, words, since)]


def worked_seats(db: CoalitionSession, member_id: int) -> list[int]:
    """The seats that somebody of the coalition works, that member's own first; 25 at most. One query."""
    return _WORKED.all(db, member_id=member_id)


def _candidate(one: Named) -> Known:
    whom = Whom(one.running.name, one.race.seat_id, running=one.running)
    return Known(whom, (one.running.name,), one.race.cycle)
