"""Arguments that are organisations: one of the list, or a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.arguments.kind import ArgumentKind
from handlers.cards import Choice, FieldKind, Refused
from handlers.text import N_, Text, verbatim
from storage import organizations
from storage.organizations import Organization

if TYPE_CHECKING:
    from handlers.request import Origin, Request, Scene

_NEW = "new:"
_LONGEST = 120


class OrganizationKind(ArgumentKind[Organization]):
    """A congregation, agency or club of the coalition. A new name makes a new one."""

    field = FieldKind.TYPE_AHEAD

    def parse(self, typed: str, request: Request) -> Organization:
        """The organisation of that name, new if need be."""
        name = " ".join(typed.split())
        if not name:
            raise Refused(Text(N_("Give your organisation's name.")))
        if len(name) > _LONGEST:
            raise Refused(
                Text(N_("That name is too long: please keep it under {most} characters."), most=_LONGEST)
            )
        return organizations.find_or_add(request.db, name, request.now)

    def prefill(self, typed: str, request: Request) -> str | None:
        """The organisation on the list, or the words as a new one."""
        known = organizations.find(request.db, typed)
        return str(known.id) if known else f"{_NEW}{' '.join(typed.split())[:_LONGEST]}"

    def dump(self, value: Organization, origin: Origin) -> str:
        """The row's id."""
        return str(value.id)

    def load(self, kept: str, request: Request) -> Organization:
        """The organisation again, or the new one that was typed."""
        if kept.startswith(_NEW):
            return self.parse(kept.removeprefix(_NEW), request)
        found = (
            request.db.one_owned(Organization, int(kept))
            if kept.isascii() and kept.isdigit() and len(kept) < 15
            else None
        )
        if found is None:
            raise Refused(Text(N_("That organisation is no longer on the list. Type its name again.")))
        return found

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The organisation as a form shows it."""
        if kept.startswith(_NEW):
            return Choice(verbatim(kept.removeprefix(_NEW)), kept)
        found = scene.db.one_owned(Organization, int(kept)) if kept.isdigit() else None
        return Choice(verbatim(found.name), kept) if found else None

    def suggest(self, typed: str, scene: Scene) -> tuple[Choice, ...]:
        """Those on the list that contain what was typed, then the words themselves as a new one."""
        found = organizations.matching(scene.db, typed, limit=24)
        listed = tuple(Choice(verbatim(row.name), str(row.id)) for row in found)
        name = " ".join(typed.split())[:_LONGEST]
        if not name or any(row.name_key == organizations.key_of(name) for row in found):
            return listed
        return (*listed, Choice(Text(N_("Add “{name}”"), name=name), f"{_NEW}{name}"))
