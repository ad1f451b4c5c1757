"""How a campaign is run, as data: by which ways candidates are reached, when they are followed up, which
words take sides or attack, who does what at a visit, what is asked at town halls, and what helps there."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Tactic:
    """A way to reach a candidate.

    `label` names it, `did` completes "You …". `asks`: it asks for an answer, so it is followed up.
    `public`: everybody can read what was written.
    """

    id: str
    label: str
    did: str
    asks: bool
    public: bool = False


@dataclass(frozen=True, slots=True)
class Cadence:
    """When what is said, in whole days: `follow_ups` and `silence` after the first request and the last
    follow-up, `thanks` after an answer, `look_up` and `still_on_it` after a claim, `lead_offer` after a
    supporter was asked to lead."""

    follow_ups: tuple[int, ...]
    silence: int
    thanks: tuple[int, ...]
    look_up: int
    still_on_it: int
    lead_offer: int


class Importance(StrEnum):
    """How much a visit needs a role."""

    ESSENTIAL = "essential"
    """It is not ready without."""
    REQUIRED = "required"
    """Its card warns while nobody has it."""
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody does at a visit.

    `duty` is what they are told to do. `shared`: several may have it; `exclusive`: whoever has it has no
    other. `story`: it is somebody's own story, so they are asked each time whether they are willing.
    """

    id: str
    label: str
    duty: str
    importance: Importance = Importance.OPTIONAL
    shared: bool = False
    exclusive: bool = False
    story: bool = False


@dataclass(frozen=True, slots=True)
class Tone:
    """Words in a question: `hostile` ones; `electioneering` ones, beside those of `phrases_that_take_sides`;
    and those before a vote that is asked about and not asked for, somewhere in the sentence (`asks_them`)
    or right before it (`about_their_work`)."""

    hostile: tuple[str, ...]
    electioneering: tuple[str, ...]
    asks_them: tuple[str, ...]
    about_their_work: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """A question of the campaign's bank, one of several under its topic."""

    id: str
    topic: str
    en: str
    es: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What questions are about, with the variants that askers are given; `if_running`: for whoever stands for
    election alone."""

    id: str
    en: str
    es: str
    variants: tuple[Variant, ...]
    if_running: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """What helps those who ask at events of these kinds, by their ids."""

    words: str
    kinds: frozenset[str]


@lru_cache(maxsize=1)
def tactics() -> tuple[Tactic, ...]:
    """Every tactic, in the order in which they are offered."""
    return tuple(Tactic(**row) for row in _read("tactics.toml")["tactic"])


@lru_cache(maxsize=1)
def cadence() -> Cadence:
    """The cadence."""
    known = _read("cadence.toml")
    return Cadence(
        tuple(known["follow_ups"]),
        known["silence"],
        tuple(known["thanks"]),
        known["look_up"],
        known["still_on_it"],
        known["lead_offer"],
    )


@lru_cache(maxsize=1)
def phrases_that_take_sides() -> tuple[str, ...]:
    """Words that support or oppose a candidate, in lower case, with the signs that the file explains."""
    return tuple(_read("taking_sides.toml")["phrases"])


@lru_cache(maxsize=1)
def tone() -> Tone:
    """The words that questions are warned about, with the signs that the file explains."""
    known = _read("tone.toml")
    return Tone(
        tuple(known["hostile"]),
        (*known["electioneering"], *known["to_your_face"]),
        tuple(known["asks_them"]),
        tuple(known["about_their_work"]),
    )


@lru_cache(maxsize=1)
def question_topics() -> tuple[Topic, ...]:
    """The campaign's bank of questions: every topic, in the order in which they are asked."""
    return tuple(
        Topic(
            row["id"],
            row["en"],
            row["es"],
            tuple(
                Variant(f"{row['id']}-{number}", row["id"], variant["en"], variant["es"])
                for number, variant in enumerate(row["variant"], start=1)
            ),
            row.get("if_running", False),
        )
        for row in _read("questions.toml")["topic"]
    )


@lru_cache(maxsize=1)
def advice() -> tuple[Advice, ...]:
    """What those are advised who go to a town hall, in the order in which it is said."""
    return tuple(Advice(row["words"], frozenset(row["kinds"])) for row in _read("advice.toml")["advice"])


@lru_cache(maxsize=1)
def visit_roles() -> tuple[Role, ...]:
    """Every role of a visit, in the order in which they are shown.

    Raises:
        ValueError: when an importance is none of the three.
    """
    rows = _read("roles.toml")["role"]
    return tuple(Role(importance=Importance(row.pop("importance")), **row) for row in rows)


@lru_cache(maxsize=1)
def matters() -> tuple[str, ...]:
    """What such words may be about without taking sides between candidates: bills, laws."""
    return tuple(_read("taking_sides.toml")["matters"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("config.campaign").joinpath(name).read_text(encoding="utf-8"))
