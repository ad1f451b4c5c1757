"""After a contact: what the others of the race are owed now, in two lines and a button each."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.campaign import Tactic, Topic
from handlers.outreach.parity.items import Item
from handlers.outreach.parity.reckoning import reckon
from handlers.outreach.parity.wording import owed_to
from handlers.request import Scene
from handlers.text import NP_, Listing, Text
from storage.candidates import Running
from storage.outreach.materials import Material
from storage.races import Race

_NAMED = 3
"""How many candidates are named, each with a button; `/parity` has them all."""

_IN_A_BUTTON = 3
"""How many materials a button carries: its id is short. The form has the rest."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What one candidate is owed: the kind of contact that was just logged, materials, and the topic of a
    question."""

    running: Running
    how: Tactic | None
    materials: tuple[Material, ...]
    topic: Topic | None = None


def owed_now(
    scene: Scene,
    race: Race,
    but: Running,
    how: Tactic,
    given: Sequence[Material] = (),
    topic: Topic | None = None,
) -> list[Owed]:
    """Who else of the race is owed what somebody has just been given or asked, `but` for themselves."""
    just: set[Item] = {how, *given, *((topic,) if topic else ())}
    by_running: dict[Running, list[Item]] = {}
    for debt in reckon(scene, [race])[race.id].debts:
        if debt.item in just and not _is_same(debt.running, but):
            by_running.setdefault(debt.running, []).append(debt.item)
    return [
        Owed(
            running,
            how if how in items else None,
            tuple(item for item in items if isinstance(item, Material))[:_IN_A_BUTTON],
            topic if topic in items else None,
        )
        for running, items in by_running.items()
    ]


def sentence(owed: Sequence[Owed]) -> Text:
    """Who is owed the same."""
    named = Listing(tuple(owed_to(one.running, _items(one)) for one in owed[:_NAMED]))
    return Text(
        NP_(
            "{n} other candidate of the race is owed the same: {who}.",
            "{n} other candidates of the race are owed the same: {who}.",
        )
        if len(owed) <= _NAMED
        else NP_(
            "{n} other candidate of the race is owed the same, among them {who}.",
            "{n} other candidates of the race are owed the same, among them {who}.",
        ),
        n=len(owed),
        who=named,
    )


def named(owed: Sequence[Owed]) -> Sequence[Owed]:
    """Those who get a button."""
    return owed[:_NAMED]


def _items(owed: Owed) -> tuple[Item, ...]:
    one = owed.how, owed.topic
    return (*(item for item in one if item is not None), *owed.materials)


def _is_same(one: Running, other: Running) -> bool:
    if one.candidate_id is not None and one.candidate_id == other.candidate_id:
        return True
    return one.listed_id is not None and one.listed_id == other.listed_id
