"""Arguments that are candidates: typed by name, picked from those that fit, or named by a button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handlers.arguments.as_written import as_written
from handlers.arguments.race import local_day
from handlers.candidates.fields import RunningKind
from handlers.cards import Choice, FieldKind, Offer, Refused
from handlers.text import N_, Text
from storage import candidate_names, claims
from storage.candidate_names import Named
from storage.candidates import Running, comparable

if TYPE_CHECKING:
    from handlers.request import Request, Scene

_SUGGESTED = 25
_OFFERED = 25
_LONGEST_NAME = 6
_YEARS_BACK = 1


class CandidateKind(RunningKind):
    """Somebody who runs: their name, or a part of it. Several who fit are asked about, never guessed."""

    field = FieldKind.TYPE_AHEAD
    is_name = True

    def reach(self, words: Sequence[str], request: Request) -> int:
        """How many of these words a candidate is called by; the first may be a part of a name."""
        for count in range(min(len(words), _LONGEST_NAME), 0, -1):
            if candidate_names.called(request.db, words[:count], _since(request)):
                return count
        return 0

    def parse(self, typed: str, request: Request) -> Running:
        """The candidate of that name."""
        words = " ".join(filter(None, (word.strip(".,;:") for word in as_written(typed, request).split())))
        found = candidate_names.matching(request.db, words[:120], _since(request))
        exact = [one for one in found if comparable(one.running.name) == comparable(words)]
        meant = exact or found
        if len(meant) == 1:
            return _still_running(meant[0].running)
        if not meant:
            raise Refused(
                Text(
                    N_(
                        "I know no candidate called “{name}”. Look at /candidates with the district, "
                        "like /candidates PA-07, or add them with /add-candidate."
                    ),
                    name=words[:60],
                )
            )
        text = Text(N_("More than one candidate is called “{name}”. Which one?"), name=words[:60])
        raise Refused(text, offers=tuple(_offer(one, request) for one in meant[:_OFFERED]))

    def load(self, kept: str, request: Request) -> Running:
        """The candidate again; what was typed into a form instead of chosen is read like typed text."""
        if kept.startswith(("own.", "listed.")):
            return _still_running(super().parse(kept, request))
        return self.parse(kept, request)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The candidate as a form shows them."""
        running = self.known(kept, scene.db)
        if running is None:
            return None
        return _choice(Named(running, candidate_names.race_of(scene.db, running)), scene)

    def suggest(self, typed: str, scene: Scene) -> tuple[Choice, ...]:
        """Those whose names fit; without words, those of the seats that somebody works."""
        words = " ".join(typed.split())
        if words:
            found = candidate_names.matching(scene.db, words[:120], _since(scene))
        else:
            worked = sorted(claims.claimed_seat_ids(scene.db))[:_SUGGESTED]
            found = candidate_names.in_seats(scene.db, worked, _since(scene))
        return tuple(_choice(one, scene) for one in found[:_SUGGESTED])


def _still_running(running: Running) -> Running:
    if running.withdrawn_at is not None:
        text = N_(
            "Your coalition noted that {name} no longer runs, so nothing was logged. "
            "If they do run, add them again with /add-candidate."
        )
        raise Refused(Text(text, name=running.name))
    if running.still_listed:
        return running
    raise Refused(
        Text(
            N_(
                "{name} is no longer on the official list of candidates, so nothing was logged. "
                "If they still run, add them with /add-candidate."
            ),
            name=running.name,
        )
    )


def _since(scene: Scene) -> int:
    return local_day(scene).year - _YEARS_BACK


def _label(one: Named, scene: Scene) -> Text:
    return Text(
        N_("{name} ({seat}, {year})"),
        name=one.running.name,
        seat=scene.districts.catalogue[one.race.seat_id].code,
        year=str(one.race.cycle),
    )


def _offer(one: Named, scene: Scene) -> Offer:
    return Offer(_label(one, scene), one.running)


def _choice(one: Named, scene: Scene) -> Choice:
    running = one.running
    kept = f"listed.{running.listed_id}" if running.candidate_id is None else f"own.{running.candidate_id}"
    return Choice(_label(one, scene), kept)
