"""Arguments that are rows: claims, contacts, replies, chains and materials, kept by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.arguments.by_id import ById
from handlers.arguments.kind import ArgumentKind
from handlers.cards import SEVERAL, Choice, FieldKind, Refused
from handlers.outreach.wording import material_name
from handlers.text import N_, Text
from storage import claims
from storage.claims import Claim
from storage.outreach import chains, contacts, materials, replies
from storage.outreach.chains import Chain
from storage.outreach.contacts import Contact
from storage.outreach.materials import Material
from storage.outreach.replies import Answered

if TYPE_CHECKING:
    from handlers.request import Origin, Request, Scene


class ClaimKind(ById[Claim]):
    """A claim."""

    def __init__(self) -> None:
        super().__init__(claims.with_id)


class ContactKind(ById[Contact]):
    """A logged contact."""

    def __init__(self) -> None:
        super().__init__(contacts.with_id)


class ReplyKind(ById[Answered]):
    """A logged reply."""

    def __init__(self) -> None:
        super().__init__(replies.with_id)


class ChainKind(ById[Chain]):
    """A chain of follow-ups."""

    def __init__(self) -> None:
        super().__init__(chains.with_id)


class MaterialKind(ById[Material]):
    """One version of a material."""

    def __init__(self) -> None:
        super().__init__(materials.with_id)


class MaterialsKind(ArgumentKind[tuple[Material, ...]]):
    """Any number of materials, picked in a form from those that the coalition has."""

    field = FieldKind.SEVERAL

    def parse(self, typed: str, request: Request) -> tuple[Material, ...]:
        """The materials with those ids."""
        one = MaterialKind()
        found = tuple(one.parse(word, request) for word in dict.fromkeys(typed.split(SEVERAL)) if word)
        for material in found:
            if material.withdrawn_at is not None:
                text = N_("{material} was taken off the list meanwhile. Pick another one, or none.")
                raise Refused(Text(text, material=material_name(material)))
        return found

    def dump(self, value: tuple[Material, ...], origin: Origin) -> str:
        """The rows' ids."""
        return SEVERAL.join(str(material.id) for material in value)

    def load(self, kept: str, request: Request) -> tuple[Material, ...]:
        """The materials again."""
        return self.parse(kept, request)

    def picked(self, kept: str, scene: Scene) -> tuple[Choice, ...]:
        """Those of the choices that are kept."""
        wanted = set(kept.split(SEVERAL))
        return tuple(choice for choice in self.choices(scene) if choice.value in wanted)

    def choices(self, scene: Scene) -> tuple[Choice, ...]:
        """The newest version of each material, then the older ones."""
        known = materials.standing(scene.db)
        first = materials.newest(known)
        later = [material for material in known if material not in first]
        return tuple(Choice(material_name(one), str(one.id)) for one in (*first, *later))
