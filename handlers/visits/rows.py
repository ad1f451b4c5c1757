"""Arguments that are visits, parts in them, or roles of the campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.campaign import Role, visit_roles
from handlers.arguments.by_id import ById
from handlers.arguments.kind import ArgumentKind
from handlers.arguments.moments.names import day_in_words
from handlers.cards import Choice, FieldKind, Offer, Refused
from handlers.text import N_, Listing, Message, Text
from handlers.visits.wording import headline
from storage.visits import parts, visits
from storage.visits.parts import VisitPart
from storage.visits.visits import Visit

if TYPE_CHECKING:
    from handlers.request import Origin, Request, Scene

_OFFERED = 10
"""So many visits are offered where it is not clear which one is meant, the soonest first."""


class VisitKind(ById[Visit]):
    """A visit, at whatever stage."""

    def __init__(self) -> None:
        super().__init__(visits.with_id)


class ComingVisitKind(ArgumentKind[Visit]):
    """A visit that is coming, typed by whom it is with, its district or its day."""

    field = FieldKind.MENU

    def parse(self, typed: str, request: Request) -> Visit:
        """The visit that these words are about; asks which one, where they fit several."""
        wanted = _comparable(typed).split()
        coming = visits.coming(request.db, request.now)
        found = [visit for visit in coming if all(word in _words_about(visit, request) for word in wanted)]
        if len(found) == 1:
            return found[0]
        if not found:
            text = N_("No visit that is coming fits “{typed}”. /visits shows them.")
            raise Refused(Text(text, typed=typed[:60]))
        offers = tuple(Offer(headline(request, visit), visit) for visit in found[:_OFFERED])
        raise Refused(Text(N_("Which visit do you mean?")), offers=offers)

    def dump(self, value: Visit, origin: Origin) -> str:
        """The visit's id."""
        return str(value.id)

    def load(self, kept: str, request: Request) -> Visit:
        """The visit again."""
        return VisitKind().load(kept, request)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The visit that is selected."""
        return next((choice for choice in self.choices(scene) if choice.value == kept), None)

    def choices(self, scene: Scene) -> tuple[Choice, ...]:
        """Those that come first."""
        coming = visits.coming(scene.db, scene.now)[:_OFFERED]
        return tuple(Choice(headline(scene, visit), str(visit.id)) for visit in coming)


class PartKind(ById[VisitPart]):
    """Somebody's part in a visit."""

    def __init__(self) -> None:
        super().__init__(parts.with_id)


class RoleKind(ArgumentKind[Role]):
    """A role at a visit, typed by its name."""

    field = FieldKind.MENU

    def evident(self, words: str) -> bool:
        """Whether these words are a role's name."""
        return _named(words) is not None

    def parse(self, typed: str, request: Request) -> Role:
        """The role of that name; anything else is refused with the list of them."""
        found = _named(typed)
        if found is None:
            known = Listing(tuple(label(one) for one in visit_roles()))
            text = N_("There is no role “{typed}”. The roles are: {known}.")
            raise Refused(Text(text, typed=typed[:60], known=known))
        return found

    def dump(self, value: Role, origin: Origin) -> str:
        """The role's id."""
        return value.id

    def load(self, kept: str, request: Request) -> Role:
        """The role again."""
        return self.parse(kept, request)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The role that is selected."""
        return next((choice for choice in self.choices(scene) if choice.value == kept), None)

    def choices(self, scene: Scene) -> tuple[Choice, ...]:
        """All of them."""
        return tuple(Choice(label(one), one.id) for one in visit_roles())


def label(role: Role) -> Text:
    """A role's name."""
    return Text(Message(role.label))


def with_id(role_id: str) -> Role:
    """The role with that id; one that the data no longer has still has its id for a name."""
    known = next((one for one in visit_roles() if one.id == role_id), None)
    return known or Role(role_id, role_id, "")


def _named(words: str) -> Role | None:
    wanted = _comparable(words)
    for one in visit_roles():
        names = {one.id, _comparable(one.label), _comparable(one.label).removeprefix("the ")}
        if wanted in names:
            return one
    return None


def _words_about(visit: Visit, scene: Scene) -> list[str]:
    code = scene.districts.catalogue[visit.seat_id].code
    return _comparable(f"{visit.name} {code} {day_in_words(visit.meeting.first)}").split()


def _comparable(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").replace("_", " ").split())
