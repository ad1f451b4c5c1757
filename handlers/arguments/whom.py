"""Arguments that are people to meet: officials who sit and candidates who run, in one type-ahead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from handlers.arguments.candidate import CandidateKind
from handlers.arguments.districts import Found, Reason
from handlers.arguments.kind import ArgumentKind
from handlers.arguments.race import local_day
from handlers.candidates.fields import RunningKind
from handlers.cards import Choice, FieldKind, Offer, Refused
from handlers.request import Request
from handlers.text import N_, Message, Text
from storage import whom
from storage.person_names import name_key, without_title
from storage.seats import Office, Seat
from storage.whom import Known, Whom

if TYPE_CHECKING:
    from handlers.request import Origin, Scene
    from storage.tenancy import CoalitionSession

_MOST = 25
_FEWEST_CANDIDATES = 10
"""So many places among the suggestions are kept for candidates, where that many fit."""

_SEATS_LOOKED_AT = 100
_LONGEST = 100
_YEARS_BACK = 1
_OFFICIAL, _EXAMPLE, _OWN, _LISTED = "official", "example", "own", "listed"

_TITLED: dict[Office, Message] = {
    Office.US_HOUSE: N_("Rep. {name} ({seat})"),
    Office.US_SENATE: N_("Sen. {name} ({seat})"),
    Office.GOVERNOR: N_("Gov. {name} ({seat})"),
    Office.STATE_UPPER: N_("State Sen. {name} ({seat})"),
    Office.STATE_LOWER: N_("State Rep. {name} ({seat})"),
}
_UNTITLED = N_("{name} ({seat})")


class WhomKind(ArgumentKind[Whom]):
    """An official or a candidate: their name, a part of it, or their seat.

    Several who fit are asked about, never guessed: officials first, and an official who also runs twice.
    """

    field = FieldKind.TYPE_AHEAD
    most = _LONGEST
    usage = "PA-07"

    def parse(self, typed: str, request: Request) -> Whom:
        """The one person whom the words name."""
        words = " ".join(typed.split())[:_LONGEST]
        if not words:
            raise Refused(Text(N_("Whom do you visit? Write their name, or their seat like PA-07.")))
        found = _named(words, request)
        exact = [one for one in found if one.is_called(without_title(words))]
        meant = exact or found or _of_seat(words, request)
        if len(meant) == 1 and (exact or not _names_a_state(words, request)):
            return self.load(_kept(meant[0].whom), request)
        text = Text(N_("“{words}” can be more than one person. Whom do you mean?"), words=words[:60])
        raise Refused(text, offers=tuple(_offer(one, request) for one in meant[:_MOST]))

    def dump(self, value: Whom, origin: Origin) -> str:
        """Which kind of row, and its id."""
        return _kept(value)

    def load(self, kept: str, request: Request) -> Whom:
        """The person again; what was typed into a form instead of chosen is read like typed text."""
        kind = kept.partition(".")[0]
        if kind in (_OWN, _LISTED) and _number(kept) is not None:
            return whom.candidate(request.db, CandidateKind().load(kept, request)).whom
        if kind not in (_OFFICIAL, _EXAMPLE) or _number(kept) is None:
            return self.parse(kept, request)
        found = _known(kept, request.db)
        if found is None:
            raise Refused(
                Text(
                    N_("Whoever that was no longer holds the seat. Write a name, or a seat like PA-07."),
                )
            )
        return found.whom

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The person as a form shows them."""
        found = _known(kept, scene.db)
        return None if found is None else _choice(found, scene)

    def suggest(self, typed: str, scene: Scene) -> tuple[Choice, ...]:
        """Those whose names or seats fit; without words, those of the seats that somebody works."""
        words = " ".join(typed.split())[:_LONGEST]
        found = _fitting(words, scene) if words else _worked(scene)
        return tuple(_choice(one, scene) for one in found[:_MOST])


def whom_label(known: Known, seat: Seat) -> Text:
    """A person with what they are: Rep. Ana Alva (PA-07), or Ben Bell, candidate (PA-07, 2026)."""
    if known.cycle is not None:
        text = N_("{name}, candidate ({seat}, {year})")
        return Text(text, name=known.whom.name, seat=seat.code, year=str(known.cycle))
    return Text(_TITLED.get(seat.office, _UNTITLED), name=known.whom.name, seat=seat.code)


def _named(words: str, scene: Scene) -> list[Known]:
    """Everybody who may be called so: who sits, then who runs."""
    name = without_title(words)
    seats = (seat.id for seat in scene.districts.suggest(name, _SEATS_LOOKED_AT))
    sitting = [one for one in whom.sitting_in(scene.db, seats) if one.may_be_called(name)]
    return [*sitting, *whom.running_as(scene.db, name, _since(scene))]


def _of_seat(words: str, request: Request) -> list[Known]:
    """Who sits in the seat that was named, and who runs for it.

    Raises:
        Refused: when no seat was named, or nobody is known there.
    """
    seats, beside = _seats(words, request)
    found = _people(seats, request)
    if not seats or (beside and not any(one.may_be_called(beside) for one in found)):
        text = N_(
            "I know no official and no candidate called “{name}”. Write their seat, like PA-07, look at "
            "/candidates with it, or add a candidate with /add-candidate."
        )
        raise Refused(Text(text, name=words[:60]))
    if not found:
        text = N_("I don't know who sits in {seat} or runs for it. Add a candidate with /add-candidate.")
        raise Refused(Text(text, seat=seats[0].code))
    return [one for one in found if one.may_be_called(beside)]


def _seats(words: str, scene: Scene) -> tuple[tuple[Seat, ...], str]:
    """The seats that were named, and the words beside that may be a name."""
    reading = scene.districts.read(words)
    if isinstance(reading, Found):
        return (reading.seat,), without_title(" ".join(reading.beside))
    return (reading.offers if reading.reason is Reason.SEVERAL else ()), ""


def _names_a_state(words: str, scene: Scene) -> bool:
    """Whether a first name may rather be a state: Virginia."""
    reading = scene.districts.read(words)
    return not isinstance(reading, Found) and reading.reason is Reason.WHOLE_STATE


def _people(seats: Iterable[Seat], scene: Scene) -> list[Known]:
    seat_ids = [seat.id for seat in seats]
    if not seat_ids:
        return []
    return [*whom.sitting_in(scene.db, seat_ids), *whom.running_in(scene.db, seat_ids, _since(scene))]


def _fitting(words: str, scene: Scene) -> list[Known]:
    """Suggestions for what is being typed: by name, else those of the seat that it is, and by place.

    Whoever is only spelled alike is suggested where nobody else fits.
    """
    name = without_title(words)
    seats, beside = _seats(words, scene)
    near = [seat.id for seat in scene.districts.suggest(name, _MOST)]
    sitting = whom.sitting_in(scene.db, (*near, *(seat.id for seat in seats)))
    by_name = [one for one in sitting if one.may_be_called(name)]
    if seats and not by_name:
        wanted = {seat.id for seat in seats}
        people = [one for one in sitting if one.whom.seat_id in wanted]
        people += whom.running_in(scene.db, wanted, _since(scene))
        return [one for one in people if one.may_be_called(beside)]
    running = whom.running_as(scene.db, name, _since(scene))
    room = _MOST - min(len(running), _FEWEST_CANDIDATES)
    there = [one for one in sitting if one not in by_name and _is_of(name, one, scene)]
    return [*by_name[:room], *running, *there] or sitting


def _is_of(words: str, known: Known, scene: Scene) -> bool:
    """Whether words begin to name the seat's place: penn, PA-0."""
    seat = scene.districts.catalogue[known.whom.seat_id]
    place = name_key(f"{seat.code} {seat.name}").split()
    return all(any(one.startswith(word) for one in place) for word in name_key(words).split())


def _worked(scene: Scene) -> list[Known]:
    """Those of the seats that somebody works, oneself first; of each seat who sits there first."""
    member_id = scene.member.id if isinstance(scene, Request) else 0
    seat_ids = whom.worked_seats(scene.db, member_id)
    if not seat_ids:
        return []
    place = {seat_id: number for number, seat_id in enumerate(seat_ids)}
    found = [*whom.sitting_in(scene.db, seat_ids), *whom.running_in(scene.db, seat_ids, _since(scene))]
    return sorted(found, key=lambda one: place[one.whom.seat_id])


def _known(kept: str, db: CoalitionSession) -> Known | None:
    """The person that a kept value names, if they are there."""
    kind, number = kept.partition(".")[0], _number(kept)
    if number is None:
        return None
    if kind == _OFFICIAL:
        return whom.official(db, number)
    if kind == _EXAMPLE:
        return whom.example(db, number)
    running = RunningKind.known(kept, db)
    return None if running is None else whom.candidate(db, running)


def _number(kept: str) -> int | None:
    number = kept.partition(".")[2]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 15 else None


def _kept(value: Whom) -> str:
    if value.official_id is not None:
        return f"{_OFFICIAL}.{value.official_id}"
    if value.running is None:
        return f"{_EXAMPLE}.{value.example_id}"
    if value.running.candidate_id is not None:
        return f"{_OWN}.{value.running.candidate_id}"
    return f"{_LISTED}.{value.running.listed_id}"


def _since(scene: Scene) -> int:
    return local_day(scene).year - _YEARS_BACK


def _label(known: Known, scene: Scene) -> Text:
    return whom_label(known, scene.districts.catalogue[known.whom.seat_id])


def _offer(known: Known, scene: Scene) -> Offer:
    return Offer(_label(known, scene), known.whom)


def _choice(known: Known, scene: Scene) -> Choice:
    return Choice(_label(known, scene), _kept(known.whom))
