"""Arguments that are town halls to come, chosen from those that are announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.arguments.kind import ArgumentKind
from handlers.cards import Choice, FieldKind, Refused
from handlers.questions.words import plain
from handlers.text import N_, Text
from handlers.town_halls.rows import TownHallKind
from handlers.town_halls.wording import short
from storage.town_halls import town_halls
from storage.town_halls.town_halls import TownHall

if TYPE_CHECKING:
    from handlers.request import Origin, Request, Scene

_MOST = 25


class ComingTownHallKind(ArgumentKind[TownHall]):
    """A town hall that is announced and not over, by who answers there, its place or its state."""

    field = FieldKind.TYPE_AHEAD
    only_in_form = True

    def parse(self, typed: str, request: Request) -> TownHall:
        """The only one that the words fit."""
        found = _fitting(typed, request)
        if len(found) != 1:
            raise Refused(Text(N_("Choose one of the events that are offered, or leave it empty.")))
        return found[0]

    def dump(self, value: TownHall, origin: Origin) -> str:
        """The row's id."""
        return str(value.id)

    def load(self, kept: str, request: Request) -> TownHall:
        """The event again; what was typed into a form instead of chosen is read like typed text."""
        return TownHallKind().load(kept, request) if kept.isdigit() else self.parse(kept, request)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The event as a form shows it."""
        found = town_halls.with_id(scene.db, int(kept)) if kept.isascii() and kept.isdigit() else None
        return None if found is None else _choice(found, scene)

    def suggest(self, typed: str, scene: Scene) -> tuple[Choice, ...]:
        """Those that fit what was typed, the soonest first."""
        return tuple(_choice(one, scene) for one in _fitting(typed, scene)[:_MOST])


def _fitting(typed: str, scene: Scene) -> list[TownHall]:
    wanted = plain(typed).split()
    coming = town_halls.coming(scene.db, scene.now)
    return [one for one in coming if all(word in _words(one, scene) for word in wanted)]


def _words(event: TownHall, scene: Scene) -> str:
    told = event.told
    seat = scene.districts.catalogue[told.seat_id] if told.seat_id is not None else None
    where = f"{seat.code} {seat.name}" if seat is not None else told.state
    return plain(f"{told.name} {where} {told.place}")


def _choice(event: TownHall, scene: Scene) -> Choice:
    return Choice(short(scene, event.told), str(event.id))
