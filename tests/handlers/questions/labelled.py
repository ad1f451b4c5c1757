"""The labelled pairs of questions, and how well a method tells which of them are the same."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_PAIRS = Path(__file__).with_name("pairs.csv")


@dataclass(frozen=True, slots=True)
class Pair:
    a: str
    b: str
    language: str
    same: bool
    why: str
    part: str


@dataclass(frozen=True, slots=True)
class Figures:
    precision: float
    recall: float

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}, recall {self.recall:.3f}"


def pairs(part: str | None = None) -> Sequence[Pair]:
    with _PAIRS.open(encoding="utf-8", newline="") as file:
        rows = [
            Pair(row["a"], row["b"], row["language"], row["same"] == "yes", row["why"], row["part"])
            for row in csv.DictReader(file)
        ]
    return [one for one in rows if part in (None, one.part)]


def figures(method: Callable[[str, str], bool], of: Sequence[Pair]) -> Figures:
    called = [(method(one.a, one.b), one.same) for one in of]
    right = called.count((True, True))
    return Figures(right / sum(alike for alike, _ in called), right / sum(same for _, same in called))


def told(name: str, method: Callable[[str, str], bool], part: str) -> Figures:
    """The figures of this part, or of “all”, then also of each language: `pytest -s` shows them."""
    of = pairs(None if part == "all" else part)
    measured = figures(method, of)
    print(f"\n{name}, {part}: {measured}", end="")  # noqa: T201
    for language in ("en", "es", "en/es") if part == "all" else ():
        shown = figures(method, [one for one in of if one.language == language])
        print(f"\n{name}, {language}: {shown}", end="")  # noqa: T201
    return measured
