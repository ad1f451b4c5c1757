"""Arguments that are races: a seat and which of its elections, chosen or typed like a district."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from handlers.arguments.kind import ArgumentKind
from handlers.arguments.seat import SeatKind
from handlers.cards import Choice, FieldKind, Offer, Refused
from handlers.text import N_, Text
from storage import races
from storage.files.election_facts import election_calendar
from storage.races import Contest, RaceKind
from storage.seats import Seat, SeatCatalogue

if TYPE_CHECKING:
    from handlers.request import Origin, Request, Scene

_KEPT = re.compile(r"(\d{1,12})-(\d{4})-(regular|special)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SPECIAL = re.compile(r"\bspecial(?: election)?\b", re.IGNORECASE)
_CODE = re.compile(r"[a-z]{2}-(?:\d{1,2}|al|sen(?:-[123])?)(?: (?:19|20)\d\d)?(?: special)?", re.IGNORECASE)

_SUGGESTED_SEATS = 12
_MOST_SUGGESTED = 25
_YEARS_AHEAD = 4
"""How many years are offered for a seat whose next election is not known: no state's term is longer."""
_EARLIEST, _LATEST_AHEAD = 1976, 10


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed: the words that name the seat, and the year and kind of election if given."""

    words: str
    year: int | None
    kind: RaceKind | None


class ContestKind(ArgumentKind[Contest]):
    """A seat in one election. A seat alone means its coming election, where that is known."""

    field = FieldKind.TYPE_AHEAD
    stands_out = True

    def evident(self, words: str) -> bool:
        """Whether this is a seat's code, with a year or not."""
        return _CODE.fullmatch(words) is not None

    def parse(self, typed: str, request: Request) -> Contest:
        """The race, if its seat and its election are clear."""
        taken = _taken_apart(typed)
        try:
            seat = SeatKind().parse(taken.words, request)
        except Refused as refused:
            seats = [offer.value for offer in refused.offers if isinstance(offer.value, Seat)]
            refused.offers = tuple(
                _offer(contest) for seat in seats for contest in _meant(seat, taken, request)[:1]
            )
            raise
        found = _meant(seat, taken, request)
        if not found:
            raise _refused(seat, taken, request)
        return found[0]

    def dump(self, value: Contest, origin: Origin) -> str:
        """The seat's row id, the year and the kind of election."""
        return _kept(value)

    def load(self, kept: str, request: Request) -> Contest:
        """The race again; what was typed into a form instead of chosen is read like typed text."""
        contest = _known(kept, request.districts.catalogue)
        return contest if contest is not None else self.parse(kept, request)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The race as a form shows it."""
        contest = _known(kept, scene.districts.catalogue)
        return None if contest is None else _choice(contest)

    def suggest(self, typed: str, scene: Scene) -> tuple[Choice, ...]:
        """The coming elections of the seats that fit, and those on record; or those of the year given."""
        taken = _taken_apart(typed)
        seats = scene.districts.suggest(taken.words, limit=_SUGGESTED_SEATS)
        on_record: dict[int, list[Contest]] = {}
        for race in races.of_seats(scene.db, (seat.id for seat in seats)):
            contest = Contest(scene.districts.catalogue[race.seat_id], race.cycle, race.kind)
            on_record.setdefault(race.seat_id, []).append(contest)
        found: list[Contest] = []
        for seat in seats:
            found += _meant(seat, taken, scene)
            if taken.year is None and not seat.is_federal:
                found += _years_ahead(seat, scene)[: _YEARS_AHEAD if len(seats) == 1 else 2]
            found += [one for one in on_record.get(seat.id, ()) if taken.year in (None, one.cycle)]
        return tuple(map(_choice, dict.fromkeys(found)))[:_MOST_SUGGESTED]


def local_day(scene: Scene) -> date:
    """Today, where the coalition is."""
    return scene.now.astimezone(scene.coalition.zone).date()


def coming_contest(seat: Seat, scene: Scene) -> Contest | None:
    """The next election of a seat, where it is known."""
    found = election_calendar().coming(seat, local_day(scene))
    return found[0] if found else None


def election_name(cycle: int, kind: RaceKind, day: date | None) -> Text:
    """Which election a race is in: its year, and its day where that is known."""
    year = str(cycle)
    if day is None:
        sentence = {RaceKind.REGULAR: N_("{year} election"), RaceKind.SPECIAL: N_("{year} special election")}
        return Text(sentence[kind], year=year)
    sentence = {
        RaceKind.REGULAR: N_("{year} election, {day}"),
        RaceKind.SPECIAL: N_("{year} special election, {day}"),
    }
    return Text(sentence[kind], year=year, day=day)


def _label(contest: Contest) -> Text:
    day = election_calendar().day(contest)
    return Text(
        N_("{seat}: {election}"),
        seat=contest.seat.code,
        election=election_name(contest.cycle, contest.kind, day),
    )


def _kept(contest: Contest) -> str:
    return f"{contest.seat.id}-{contest.cycle}-{contest.kind.value}"


def _choice(contest: Contest) -> Choice:
    return Choice(_label(contest), _kept(contest))


def _offer(contest: Contest) -> Offer:
    return Offer(_label(contest), contest)


def _taken_apart(typed: str) -> _Typed:
    year = _YEAR.search(typed)
    words = _SPECIAL.sub(" ", _YEAR.sub(" ", typed, count=1))
    return _Typed(
        " ".join(words.split()).strip(" ,:"),
        int(year.group()) if year else None,
        RaceKind.SPECIAL if _SPECIAL.search(typed) else None,
    )


def _meant(seat: Seat, typed: _Typed, scene: Scene) -> list[Contest]:
    """The elections of a seat that the rest can mean; none where that is not known or cannot be."""
    if typed.year is None:
        coming = election_calendar().coming(seat, local_day(scene))
        return [contest for contest in coming if typed.kind in (None, contest.kind)]
    if not _is_plausible(typed.year, scene):
        return []
    if typed.kind is not None:
        return [Contest(seat, typed.year, typed.kind)]
    regular = Contest(seat, typed.year)
    if not seat.is_federal or election_calendar().is_regular(seat, typed.year):
        return [regular]
    special = Contest(seat, typed.year, RaceKind.SPECIAL)
    return [] if election_calendar().day(special) is None else [special]


def _is_plausible(year: int, scene: Scene) -> bool:
    return _EARLIEST <= year <= local_day(scene).year + _LATEST_AHEAD


def _years_ahead(seat: Seat, scene: Scene) -> list[Contest]:
    this_year = local_day(scene).year
    return [Contest(seat, year) for year in range(this_year, this_year + _YEARS_AHEAD)]


def _refused(seat: Seat, typed: _Typed, scene: Scene) -> Refused:
    """What is said when the seat is clear and its election is not."""
    this_year = local_day(scene).year
    if typed.kind is not None or (typed.year is not None and not _is_plausible(typed.year, scene)):
        text = N_("Which election for {seat} is it? Write its year too, like “{seat} special {year}”.")
        return Refused(Text(text, seat=seat.code, year=str(this_year)))
    coming = election_calendar().next_regular(seat, local_day(scene))
    if typed.year is None or coming is None:
        text = N_("In which year is the election for {seat}? Write it too, like “{seat} {year}”.")
        offers = tuple(map(_offer, _years_ahead(seat, scene)))
        return Refused(Text(text, seat=seat.code, year=str(this_year)), offers=offers)
    text = N_(
        "{seat} has no regular election in {year}; its next is in {next}. "
        "For a special election, write “{seat} special {year}”."
    )
    return Refused(
        Text(text, seat=seat.code, year=str(typed.year), next=str(coming.cycle)),
        offers=(_offer(coming), _offer(Contest(seat, typed.year, RaceKind.SPECIAL))),
    )


def _known(kept: str, catalogue: SeatCatalogue) -> Contest | None:
    found = _KEPT.fullmatch(kept)
    seat = catalogue.get(int(found.group(1))) if found else None
    if found is None or seat is None:
        return None
    return Contest(seat, int(found.group(2)), RaceKind(found.group(3)))
