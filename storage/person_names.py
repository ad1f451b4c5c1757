"""Comparing people's names: the same name in other letters is the same, a similar one is not."""

import re
import unicodedata
from dataclasses import dataclass

_QUOTED = re.compile(r"[\"“”(][^\"“”()]*[\"“”)]")
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv", "v"})
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name in its parts; `given` holds first and middle names, `nicknames` what stands beside them."""

    given: str
    last: str
    suffix: str = ""
    nicknames: tuple[str, ...] = ()


def name_key(name: str) -> str:
    """A name as compared: case, accents, points, hyphens and spacing make no other name."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return " ".join(_NOT_LETTERS.sub(" ", re.sub(r"['’.]", "", bare)).split())


def without_nickname(name: str) -> str:
    """A name without what stands in quotes or brackets."""
    return " ".join(_QUOTED.sub(" ", name).split()) or name


def is_same_name(one: NameParts, other: NameParts) -> bool:
    """Whether two names are the same, where one of them may leave out middle names.

    A suffix that only one of them has makes them differ: fathers and sons hold the same seats.
    """
    if name_key(one.last) != name_key(other.last) or _generation(one) != _generation(other):
        return False
    ours, theirs = name_key(without_nickname(one.given)), name_key(without_nickname(other.given))
    return bool(ours) and (ours == theirs or _is_short_for(ours, other) or _is_short_for(theirs, one))


_TITLES = frozenset(
    {
        "rep",
        "representative",
        "sen",
        "senator",
        "congressman",
        "congresswoman",
        "hon",
        "delegate",
        "gov",
        "governor",
    }
)


def without_title(words: str) -> str:
    """Words that somebody wrote without the titles before the name: Ana Vega of “State Sen. Ana Vega”."""
    written = words.split()
    while len(written) > 1 and (
        name_key(written[0]) in _TITLES
        or (name_key(written[0]) == "state" and name_key(written[1]) in _TITLES)
    ):
        written.pop(0)
    return " ".join(written)


def called(words: str, name: NameParts) -> bool:
    """Whether words that somebody wrote (`Sen. Vega`, `Vega, Ana`, `Ana M. Vega`) can mean this person.

    The last name must be the same; a first name may be left out, shortened or be a nickname.
    """
    first, comma, rest = words.partition(",")
    is_suffix = not set(name_key(rest).split()) - _GENERATIONS
    written = name_key(f"{rest} {first}" if comma and not is_suffix else first).split()
    while written and written[0] in _TITLES:
        written.pop(0)
    while len(written) > 1 and written[-1] in _GENERATIONS:
        written.pop()
    last = name_key(name.last).split()
    if written[-len(last) :] != last:
        return False
    given = written[: -len(last)]
    theirs = [*name_key(name.given).split(), *(name_key(nickname) for nickname in name.nicknames)]
    return not given or any(one.startswith(given[0]) or given[0].startswith(one) for one in theirs if one)


def _is_short_for(given: str, name: NameParts) -> bool:
    first = name_key(without_nickname(name.given)).partition(" ")[0]
    return given in (first, *map(name_key, name.nicknames))


def _generation(name: NameParts) -> frozenset[str]:
    return frozenset(name_key(name.suffix).split()) & _GENERATIONS
