"""The names people give the states: abbreviations, short forms, and misspellings close to one name."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.arguments.districts.notation import squash, words
from storage.seats import State

_LONGEST_NAME = 4
_SHORTEST_GUESS = 6
"""Shorter words are one slip away from ordinary ones ("main", "taxes"), so they are never guessed at."""


@dataclass(frozen=True, slots=True)
class StateAlias:
    """Another way to write a state. `also_a_word`: it counts only where nothing else makes sense of it."""

    usps: str
    alias: str
    also_a_word: bool


@dataclass(frozen=True, slots=True)
class StateMatch:
    """How many words name a state, and which; several when it is not certain ("Carolina")."""

    length: int
    states: tuple[str, ...]
    also_a_word: bool = False


def read_aliases() -> tuple[StateAlias, ...]:
    """The table of aliases that ships with the program."""
    text = files("config").joinpath("data", "state_aliases.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(StateAlias(row["usps"], row["alias"], row["also_a_word"] == "1") for row in rows)


class StateNames:
    """Finds states in a row of words."""

    def __init__(self, states: Mapping[str, State], aliases: Iterable[StateAlias]) -> None:
        self._states: dict[str, tuple[str, ...]] = {}
        self._words: set[str] = set()
        for state in states.values():
            self._add(state.usps, state.usps)
            self._add(state.name, state.usps)
        for alias in aliases:
            if alias.usps in states:
                self._add(alias.alias, alias.usps)
                if alias.also_a_word:
                    self._words.add(" ".join(words(alias.alias)))
        self._squashed = {
            squash(name): usps for name, usps in self._states.items() if len(squash(name)) >= _SHORTEST_GUESS
        }

    def _add(self, name: str, usps: str) -> None:
        written = " ".join(words(name))
        self._states[written] = tuple(dict.fromkeys((*self._states.get(written, ()), usps)))

    def match(self, row: Sequence[str], start: int) -> StateMatch | None:
        """The longest name of a state that begins at this word; also its two letters apart (N. Y.)."""
        for length in range(min(_LONGEST_NAME, len(row) - start), 0, -1):
            written = " ".join(row[start : start + length])
            if length == 2 and len(written) == 3:
                written = written.replace(" ", "")
            if written in self._states:
                return StateMatch(length, self._states[written], written in self._words)
        return None

    def guess(self, row: Sequence[str], start: int) -> StateMatch | None:
        """The state that the words from here on misspell, if it is clearly the nearest.

        Of nearly equal ones ("Sorth Carolina") neither is answered.
        """
        for length in range(min(_LONGEST_NAME, len(row) - start), 0, -1):
            usps = self._nearest("".join(row[start : start + length]))
            if usps:
                return StateMatch(length, usps)
        return None

    def _nearest(self, written: str) -> tuple[str, ...]:
        if len(written) < _SHORTEST_GUESS or not written.isalpha():
            return ()
        slips = 1 if len(written) < 8 else 2 if len(written) < 12 else 3
        near = process.extract(
            written, self._squashed.keys(), scorer=OSA.distance, score_cutoff=slips + 1, limit=None
        )
        if not near or near[0][1] > slips:
            return ()
        best = self._squashed[near[0][0]]
        margin = 1 if near[0][1] <= 1 else 2
        rivals = (name for name, distance, _ in near if distance < near[0][1] + margin)
        return best if all(self._squashed[name] == best for name in rivals) else ()
