"""The words of one alternative, each with the sense that it makes: a state, a number, an office, a name."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from typing import TypeVar

from handlers.arguments.districts import offices
from handlers.arguments.districts.members import MemberNames
from handlers.arguments.districts.notation import Kind, Token
from handlers.arguments.districts.offices import Phrase
from handlers.arguments.districts.states import StateMatch, StateNames
from storage.seats import Seat

Thing = TypeVar("Thing", bound=Hashable)
_SAYS_NOTHING = """
    a am an at be by claim code dist distr district districts do dont dr for from get have help hon honorable
    i id im is it its know like live me mr mrs ms my n need no not nr num number of office on our please pls
    race representing seat state sure take thank thanks that the this to us usa want we with would
"""
_NOISE = frozenset(_SAYS_NOTHING.split())


class Sort(StrEnum):
    """What words are."""

    STATE = auto()
    NUMBER = auto()
    AT_LARGE = auto()
    OFFICE = auto()
    TITLE = auto()
    NAME = auto()
    NOISE = auto()
    WORD = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """Some words of the text and the sense they make.

    `also_a_word`: a state's name that is an ordinary word, too. `guessed`: read from a misspelling.
    `unclear`: an "SD" before a number, which is South Dakota or "senate district".
    """

    sort: Sort
    start: int
    text: str
    length: int = 1
    states: tuple[str, ...] = ()
    also_a_word: bool = False
    guessed: bool = False
    unclear: bool = False
    phrase: Phrase | None = None
    seats: tuple[Seat, ...] = ()


class ItemReader:
    """Makes sense of words."""

    def __init__(self, states: StateNames, members: MemberNames) -> None:
        self._states = states
        self._members = members

    def read(self, tokens: Sequence[Token]) -> list[Item]:
        """The items of one alternative, in order."""
        read = _without_words(self._spelt(tokens))
        return _district_or_dakota(self._with_guesses(read, [token.text for token in tokens]))

    def _spelt(self, tokens: Sequence[Token]) -> list[Item]:
        row = [token.text for token in tokens]
        items: list[Item] = []
        at = 0
        while at < len(tokens):
            item = (
                self._name(row, at, items)
                or _at_large(tokens, at, items)
                or self._state(row, at)
                or _state_or_congress(tokens, at, items)
                or self._office(tokens, row, at)
                or _single(tokens, at)
            )
            items.append(item)
            at += item.length
        return items

    def _name(self, row: Sequence[str], at: int, before: Sequence[Item]) -> Item | None:
        after_title = bool(before) and before[-1].sort is Sort.TITLE
        length, seats = self._members.longest(row, at, least=1 if after_title else 2)
        return Item(Sort.NAME, at, row[at], length, seats=seats) if seats else None

    def _state(self, row: Sequence[str], at: int) -> Item | None:
        match = self._states.match(row, at)
        return None if match is None else _state_item(match, row, at)

    def _office(self, tokens: Sequence[Token], row: Sequence[str], at: int) -> Item | None:
        length, phrase = offices.match(row, at)
        if phrase is None:
            return None
        if row[at] == "sen" and tokens[at].dashed:
            return Item(Sort.OFFICE, at, "sen", phrase=offices.US_SENATE)
        after = at + length
        is_title = phrase.title and after < len(row) and self._is_plain(row, after)
        return Item(Sort.TITLE if is_title else Sort.OFFICE, at, row[at], length, phrase=phrase)

    def _is_plain(self, row: Sequence[str], at: int) -> bool:
        """Whether this could begin a name."""
        if self._members.longest(row, at, least=1)[0]:
            return True
        state = self._states.match(row, at)
        return (
            row[at].isalpha()
            and row[at] not in _NOISE
            and (state is None or state.also_a_word)
            and offices.match(row, at)[1] is None
        )

    def _with_guesses(self, items: list[Item], row: Sequence[str]) -> list[Item]:
        """Misspelt states, where no state is spelt right, or where one is part of the misspelt name."""
        for item in items:
            match = self._states.guess(row, item.start) if item.sort is Sort.WORD else None
            if match is None:
                continue
            end = item.start + match.length
            inside = [other for other in items if item.start <= other.start < end]
            spelt = distinct(usps for other in inside for usps in other.states)
            if not spelt and any(other.states for other in items):
                continue
            states = match.states if set(match.states) <= set(spelt) else (*match.states, *spelt)
            guess = _state_item(replace(match, states=distinct(states)), row, item.start)
            kept = [other for other in items if other not in inside]
            return sorted([*kept, replace(guess, guessed=True)], key=lambda other: other.start)
        return items


def _state_item(match: StateMatch, row: Sequence[str], at: int) -> Item:
    written = " ".join(row[at : at + match.length])
    return Item(Sort.STATE, at, written, match.length, match.states, match.also_a_word)


def _single(tokens: Sequence[Token], at: int) -> Item:
    token = tokens[at]
    if token.kind is Kind.NUMBER:
        return Item(Sort.NUMBER, at, token.text)
    is_letter = token.text == "a" and at + 1 == len(tokens)
    is_noise = token.text in _NOISE and not is_letter
    return Item(Sort.NOISE if is_noise else Sort.WORD, at, token.text)


def _at_large(tokens: Sequence[Token], at: int, before: Sequence[Item]) -> Item | None:
    """At-large, at large, or "AL" behind a state."""
    text = tokens[at].text
    if text == "atlarge":
        return Item(Sort.AT_LARGE, at, text)
    if text == "at" and at + 1 < len(tokens) and tokens[at + 1].text == "large":
        return Item(Sort.AT_LARGE, at, text, 2)
    behind_state = bool(before) and before[-1].sort is Sort.STATE
    repeats = behind_state and before[-1].text == "alabama" and not tokens[at].dashed
    return Item(Sort.AT_LARGE, at, text) if text == "al" and behind_state and not repeats else None


def _state_or_congress(tokens: Sequence[Token], at: int, before: Sequence[Item]) -> Item | None:
    """`PA state 12` may be of the state's legislature; in "Washington state 3" the word is noise."""
    beside_number = at + 1 < len(tokens) and tokens[at + 1].kind is Kind.NUMBER
    if tokens[at].text != "state" or not beside_number:
        return None
    after_name = bool(before) and before[-1].sort is Sort.STATE and len(before[-1].text) > 2
    return None if after_name else Item(Sort.OFFICE, at, "state", phrase=offices.UNSAID)


def _without_words(items: Sequence[Item]) -> list[Item]:
    """The items, with "in", "or", "me" and the like as states only where they stand like one."""
    certain = any(item.sort is Sort.STATE and not item.also_a_word for item in items)
    numbered = any(item.sort is Sort.NUMBER for item in items)
    alone = sum(item.sort is not Sort.NOISE for item in items) == 1
    kept: list[Item] = []
    for at, item in enumerate(items):
        before = items[at - 1].sort if at else None
        after = items[at + 1].sort if at + 1 < len(items) else None
        stands_like_state = (
            after is Sort.NUMBER
            or alone
            or (not certain and after in (Sort.AT_LARGE, Sort.OFFICE))
            or (not certain and after is None and before is Sort.WORD and not numbered)
        )
        if item.also_a_word and not stands_like_state:
            item = replace(item, sort=Sort.NOISE, states=(), also_a_word=False)
        kept.append(item)
    return kept


def _district_or_dakota(items: Sequence[Item]) -> list[Item]:
    """`PA SD 12` is a senate district; a bare `SD-12` may be one, or South Dakota."""
    others = {usps for item in items if item.text != "sd" for usps in item.states}
    has_office = any(item.sort is Sort.OFFICE for item in items)
    read: list[Item] = []
    for at, item in enumerate(items):
        if item.text == "sd" and others - {"SD"}:
            item = Item(Sort.OFFICE, item.start, "sd", phrase=offices.STATE_UPPER)
        elif item.text == "sd" and not has_office:
            before_number = at + 1 < len(items) and items[at + 1].sort is Sort.NUMBER
            item = replace(item, unclear=before_number)
        read.append(item)
    return read


def distinct(things: Iterable[Thing]) -> tuple[Thing, ...]:
    """Each of some things once, in order."""
    return tuple(dict.fromkeys(things))
