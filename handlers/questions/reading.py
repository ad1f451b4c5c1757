"""What a question asks: about whom and what, in which direction, and whether why, who, when or how."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod

from handlers.questions.language import language_of
from handlers.questions.phrases import Asks, Time, in_digits, its_time, says, what_it_asks, without_who_do_not
from handlers.questions.vocabulary import Concept, Kind, vocabulary
from handlers.questions.words import Language, plain, plain_words

_NOTHING, _LITTLE = 0.45, 0.95
"""A sentence with less than this that is known says only “what will you do about it?”, or little more: what
it is about was said before."""

_TOLD_WITH_NOTHING, _TOLD_WITH_LITTLE = 0.8, 0.5
"""How much of its weight has what was said before such a sentence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was understood.

    `core` is what is asked, the weightiest first, with its weights and `names`; `told` are the names of
    what was said before it. `sign` is 1 for what gives or keeps, -1 for what takes away, 0 where neither can
    be said; it is `sure` where one word says so, and not several that turn each other round.
    """

    asks: Asks
    time: Time
    sign: int
    sure: bool
    core: Mapping[Concept, float]
    weight: float
    acts: frozenset[Concept]
    names: frozenset[str]
    told: frozenset[str]
    numbers: frozenset[str]
    places: frozenset[str]
    laws: frozenset[str]
    words: tuple[str, ...]
    text: str
    language: Language


@lru_cache(maxsize=20_000)
def read(text: str) -> Reading:
    """What this question asks, in English or Spanish. Kept, since the same are compared again."""
    language = language_of(text)
    asking, told = _asking_and_told(text)
    asked, before = _concepts(asking, language), _concepts(told, language)
    core = asked
    known = sum(one.weight for one in set(core) if one.kind is not Kind.OTHER)
    if known < _LITTLE:
        share = _TOLD_WITH_NOTHING if known < _NOTHING else _TOLD_WITH_LITTLE
        core = [*core, *(replace(one, weight=one.weight * share) for one in before if one not in core)]
        before = []
    words = plain(asking)
    asks = what_it_asks(words)
    weights = _weights(core)
    return Reading(
        asks=asks,
        time=Time.PAST if _PRETERITE.search(asking) else its_time(words),
        sign=_sign(words, asked, asks),
        sure=_is_sure(asked),
        core=weights,
        weight=sum(weights.values()),
        acts=frozenset(one for one in asked if one.kind is Kind.ACT),
        names=frozenset(one.name for one in weights),
        told=frozenset(one.name for one in before),
        numbers=_numbers(asking),
        places=frozenset(one.name for one in weights if one.kind is Kind.PLACE),
        laws=frozenset(one.name for one in weights if one.kind is Kind.LAW),
        words=tuple(plain_words(in_digits(plain(text)))),
        text=text,
        language=language,
    )


def _asking_and_told(text: str) -> tuple[str, str]:
    whole = _ABBREVIATED.sub(lambda one: one.group().replace(".", "").replace(" ", "") + " ", text)
    sentences = [one.strip() for one in re.split(r"(?<=[.?!])\s+", whole) if one.strip()]
    asking = [one for one in sentences if one.endswith("?")]
    if not asking:
        return whole.strip(), ""
    return " ".join(asking), " ".join(one for one in sentences if not one.endswith("?"))


_ABBREVIATED = re.compile(
    r"\bH\.\s?R\.\s?(?=\d)|\bS\.\s?(?=\d)|\b(?:Mr|Mrs|Ms|Dr|Sr|Sra|Rep|Sen|St|U\.S|EE\.UU)\.", re.IGNORECASE
)


def _concepts(text: str, language: Language) -> list[Concept]:
    bare, laws = _without_laws(text, language)
    bare = _TWO_WORDS.sub(r"\1-", bare)
    names = _names(bare)
    bare = without_who_do_not(in_digits(plain(bare)))
    words = [one for one in plain_words(bare) if not one[0].isdigit()]
    found = [
        Concept(Kind.PLACE, one.name, weight=1.0) if one.kind is Kind.OTHER and one.word in names else one
        for one in vocabulary(language).concepts(words, names)
        if one.kind is not Kind.FILLER
    ]
    return [*laws, *found]


def _without_laws(text: str, language: Language) -> tuple[str, list[Concept]]:
    """Without the laws that no table has but that are called so: “the GRACE Act”, “Ley GRACE”."""
    known = vocabulary(language)
    laws: list[Concept] = []

    def taken(found: re.Match[str]) -> str:
        if any(one.kind is Kind.LAW for one in known.concepts(plain_words(found.group()))):
            return found.group()
        named = sorted(one.name for one in known.concepts(plain_words(found["en"] or found["es"])))
        laws.append(Concept(Kind.LAW, " ".join(("act", *named)), weight=1.0))
        return " "

    return _LAW.sub(taken, text), laws


_LAW = re.compile(r"\b(?P<en>(?:[A-Z][\w'’-]*\s+)+)Act\b|\bLey\s+(?:de\s+)?(?P<es>[A-Z]\w*(?:\s+[A-Z]\w*)*)")


def _names(text: str) -> frozenset[str]:
    """Words with a capital letter that do not begin a sentence, plain."""
    return frozenset(plain(one) for one in _NAME.findall(text))


_NAME = re.compile(r"(?<![.?!:¿¡] )(?<!^)(?<![¿¡\"“])\b[A-Z][\w'-]+")
_TWO_WORDS = re.compile(r"(?<=[a-záéíóú,] )(El|La|Los|Las|San|Santa|New|Fort|Nueva) (?=[A-Z])")


def _weights(concepts: Iterable[Concept]) -> dict[Concept, float]:
    weighty = {one: one.weight for one in concepts if one.weight}
    return dict(sorted(weighty.items(), key=lambda one: -one[1]))


def _numbers(text: str) -> frozenset[str]:
    return frozenset(
        _digits(*one)
        for one in re.findall(r"(?<![\w-])(\d[\d,.]*)\s*(k\b|mil\b|thousand\b)?", in_digits(plain(text)))
    )


def _digits(number: str, thousands: str) -> str:
    return re.sub(r"\D", "", number) + ("000" if thousands else "")


def _sign(words: str, core: Sequence[Concept], asks: Asks) -> int:
    signed = [
        one for at, one in enumerate(core) if one.sign and not (one.kind is Kind.MATTER and one in core[:at])
    ]
    if says("only_in_form", words):
        signed = _without_first(signed)
    acts = prod(one.sign for one in signed if one.kind is not Kind.NOT)
    if acts < 0 and says("protected_from", words):
        acts = 1
    if says("or_else", words) or any(one.kind is Kind.WORRY for one in core):
        return 0
    if says("either", words) and {one.sign for one in signed} == {1, -1}:
        return 0
    if not signed and (asks is not Asks.WHETHER or says("opinion", words)):
        return 0
    return acts * prod(one.sign for one in signed if one.kind is Kind.NOT)


def _is_sure(asked: Iterable[Concept]) -> bool:
    signs = [one for one in asked if one.sign and one.kind is not Kind.NOT]
    nots = sum(one.kind is Kind.NOT for one in asked)
    return len({one.name for one in signs if one.weight}) <= 1 and (not nots or (nots == 1 and bool(signs)))


def _without_first(signed: Sequence[Concept]) -> list[Concept]:
    at = next((number for number, one in enumerate(signed) if one.kind is Kind.NOT), None)
    return [one for number, one in enumerate(signed) if number != at]


_PRETERITE = re.compile(r"\w+ó\b")
"""“Votó”: what somebody did, in Spanish."""
