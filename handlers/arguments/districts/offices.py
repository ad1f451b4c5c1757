"""The words for an office: "US House", "SD", "Rep.", "legislative district"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from storage.seats import Office

_LONGEST_PHRASE = 4
_HOUSE = frozenset({Office.US_HOUSE})
_SENATE = frozenset({Office.US_SENATE})
_UPPER = frozenset({Office.STATE_UPPER})
_LOWER = frozenset({Office.STATE_LOWER})
LEGISLATURE = _UPPER | _LOWER


@dataclass(frozen=True, slots=True)
class Phrase:
    """Which offices some words may mean: beside a district's number, and without one.

    `title`: the words may stand before a Member's name. `chamber`: the words are that name of a
    state's chamber; where a state's chamber has another name, Congress may be meant as well.
    """

    numbered: frozenset[Office]
    alone: frozenset[Office]
    title: bool = False
    chamber: str = ""


US_HOUSE = Phrase(_HOUSE, _HOUSE)
US_SENATE = Phrase(_SENATE, _SENATE)
STATE_UPPER = Phrase(_UPPER, _UPPER)
STATE_LOWER = Phrase(_LOWER, _LOWER)
STATE_EITHER = Phrase(LEGISLATURE, LEGISLATURE)
UNSAID = Phrase(_HOUSE | LEGISLATURE, _HOUSE)

_WORDS: Mapping[Phrase, str] = {
    US_HOUSE: "us house of representatives|us house|us h|us congress|congressional|congress|cd|h",
    Phrase(_HOUSE, _HOUSE, title=True): (
        "us representative|us rep|congressman|congresswoman|congressmember|congressperson|"
        "member of congress|resident commissioner"
    ),
    US_SENATE: "us senate|us sen|us s|senate class|class",
    Phrase(_SENATE, _SENATE, title=True): "us senator|united states senator",
    STATE_UPPER: "state senate|state sen|senatorial|senate district|sd|sldu|unicameral",
    Phrase(_UPPER, _UPPER, title=True): "state senator",
    STATE_LOWER: (
        "state house of representatives|state house|hd|sldl|assembly|state assembly|ad|"
        "house of delegates|delegate district|state representative district|state rep district"
    ),
    Phrase(_LOWER, _LOWER, title=True): (
        "state representative|state rep|assemblyman|assemblywoman|assemblymember|state delegate"
    ),
    STATE_EITHER: "state legislative|legislative|ld|state legislature|legislature|state district",
    Phrase(_LOWER, _HOUSE, chamber="House"): "house|house of representatives|house of reps",
    Phrase(_UPPER, _SENATE, chamber="Senate"): "senate",
    Phrase(_SENATE | _UPPER, _SENATE): "s",
    Phrase(_SENATE | _UPPER, _SENATE, title=True): "sen|senator",
    Phrase(_HOUSE | _LOWER, _HOUSE, title=True): "rep|representative|delegate|del",
}


def _phrases() -> Iterator[tuple[tuple[str, ...], Phrase]]:
    for phrase, written in _WORDS.items():
        for words in written.split("|"):
            yield tuple(words.split()), phrase


_PHRASES = dict(_phrases())


def match(row: Sequence[str], start: int) -> tuple[int, Phrase | None]:
    """The longest words for an office that begin here: their number and meaning, or 0."""
    for length in range(min(_LONGEST_PHRASE, len(row) - start), 0, -1):
        phrase = _PHRASES.get(tuple(row[start : start + length]))
        if phrase is not None:
            return length, phrase
    return 0, None
