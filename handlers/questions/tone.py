"""Words in a question that attack somebody or take sides. Never blocked: its author is told why."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from config.campaign import tone
from handlers.cards import Note
from handlers.outreach.fairness import any_of, phrases_in
from handlers.text import N_, Text


class Reason(StrEnum):
    """Why a question should be put in other words."""

    HOSTILE = "hostile"
    ELECTIONEERING = "electioneering"


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that were found in a question, as they were written, and what is wrong with them."""

    reason: Reason
    words: str


_SAID = {
    Reason.HOSTILE: N_(
        "“{words}” sounds like an attack. A friendly question is answered more often: better ask what they "
        "will do, and why."
    ),
    Reason.ELECTIONEERING: N_(
        "“{words}” sounds like taking sides. Charities may not support or oppose a candidate, in a question "
        "neither: better ask about the issue alone."
    ),
}


def findings(text: str) -> Sequence[Finding]:
    """What is hostile or electioneering in this question, in the order of the words; each reason once."""
    found = sorted(_found(_without_accents(text)), key=lambda one: one[1].start())
    first: dict[Reason, Finding] = {}
    for reason, match in found:
        first.setdefault(reason, Finding(reason, " ".join(text[match.start() : match.end()].split())))
    return list(first.values())


def warnings(text: str) -> Sequence[Note]:
    """What whoever wrote this question is told; nothing where its tone is fair."""
    return [Note(Text(_SAID[one.reason], words=one.words)) for one in findings(text)]


def _found(text: str) -> Iterator[tuple[Reason, re.Match[str]]]:
    for found in any_of(tone().hostile).finditer(text):
        if not _QUOTED.search(text, 0, found.start()):
            yield Reason.HOSTILE, found
    for found in any_of(tone().electioneering).finditer(text):
        yield Reason.ELECTIONEERING, found
    for found in phrases_in(text):
        if not _about_their_work(text[: found.start()]):
            yield Reason.ELECTIONEERING, found


def _about_their_work(before: str) -> bool:
    """Whether a vote is asked about, and not asked for: “Why did you vote against …?”."""
    sentence = re.split(r"[.?!]\s", before)[-1]
    return bool(any_of(tone().asks_them).search(sentence) or _right_before().search(sentence))


@lru_cache(maxsize=1)
def _right_before() -> re.Pattern[str]:
    return re.compile(rf"{any_of(tone().about_their_work).pattern}\s*$", re.IGNORECASE)


_QUOTED = re.compile(
    r"\b(?:call|calls|called|calling|llama|llaman|llamar|llamo)\b(?:\s+[\w'’-]+){0,4}\s+$", re.IGNORECASE
)
"""Before a word that others use: “those who call refugees liars”."""


def _without_accents(text: str) -> str:
    """As long as it was, so that what is found can be shown as it was written."""
    return "".join(unicodedata.normalize("NFD", one)[0] for one in text.replace("’", "'"))
