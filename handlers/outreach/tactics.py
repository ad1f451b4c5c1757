"""Arguments that are tactics: the ways to reach a candidate that the campaign's data lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.campaign import Tactic, tactics
from handlers.arguments.kind import ArgumentKind
from handlers.cards import Choice, FieldKind, Refused
from handlers.text import N_, Message, Text

if TYPE_CHECKING:
    from handlers.request import Origin, Request, Scene


class TacticKind(ArgumentKind[Tactic]):
    """A way to reach a candidate, typed by its name."""

    field = FieldKind.MENU

    def evident(self, words: str) -> bool:
        """Whether these words are a tactic's name."""
        return _named(words) is not None

    def parse(self, typed: str, request: Request) -> Tactic:
        """The tactic of that name."""
        found = _named(typed)
        if found is None:
            known = ", ".join(one.id for one in tactics())
            raise Refused(
                Text(N_("I don't know “{typed}” here. You can say: {known}."), typed=typed[:60], known=known)
            )
        return found

    def dump(self, value: Tactic, origin: Origin) -> str:
        """The tactic's id."""
        return value.id

    def load(self, kept: str, request: Request) -> Tactic:
        """The tactic again."""
        return self.parse(kept, request)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The tactic that is selected."""
        return next((choice for choice in self.choices(scene) if choice.value == kept), None)

    def choices(self, scene: Scene) -> tuple[Choice, ...]:
        """All of them."""
        return tuple(Choice(label(one), one.id) for one in tactics())


def label(tactic: Tactic) -> Text:
    """A tactic's name."""
    return Text(Message(tactic.label))


def with_id(tactic_id: str) -> Tactic:
    """The tactic with that id; one that the data no longer has still has its id for a name."""
    known = next((one for one in tactics() if one.id == tactic_id), None)
    return known or Tactic(tactic_id, tactic_id, tactic_id, asks=False)


def _named(words: str) -> Tactic | None:
    wanted = " ".join(words.casefold().replace("-", " ").replace("_", " ").split())
    for one in tactics():
        names = {one.id.replace("-", " "), one.label.casefold(), one.label.casefold().split()[0]}
        if wanted in names:
            return one
    return None
