"""What typed words say about a seat: states, numbers, offices, names. Nothing is decided here."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from handlers.arguments.districts.items import Item, ItemReader, Sort, distinct
from handlers.arguments.districts.members import MemberNames
from handlers.arguments.districts.notation import Kind, Token
from handlers.arguments.districts.offices import Phrase
from handlers.arguments.districts.states import StateNames
from storage.seats import Seat

_EITHER_OR = frozenset({"and", "&", "+"})


@dataclass(frozen=True, slots=True)
class Clues:
    """What one alternative of a text says ("NY-05 or 06" has two).

    `rest`: words without a sense. `guessed`: a state was read from a misspelling. `loose`: among such words,
    a number may be another thing's ("PA rally July 4", "in 3 weeks"). `sd`: the state was written "SD" before
    a number, which may mean "senate district". `apart`: an "or" or "and" stands before it. `word`: there is
    nothing but a state's abbreviation that is an ordinary word ("Hi").
    """

    states: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    at_large: bool = False
    phrase: Phrase | None = None
    title: Phrase | None = None
    names: tuple[Seat, ...] = ()
    rest: tuple[str, ...] = ()
    guessed: bool = False
    loose: bool = False
    sd: bool = False
    apart: bool = False
    word: bool = False

    @property
    def has_district(self) -> bool:
        """Whether a number or "at-large" was said."""
        return bool(self.numbers) or self.at_large

    @property
    def is_empty(self) -> bool:
        """Whether nothing made sense."""
        return not (self.states or self.has_district or self.phrase or self.names)


@dataclass(slots=True)
class _Part:
    tokens: list[Token] = field(default_factory=list[Token])
    apart: bool = False


class Scanner:
    """Turns tokens into clues."""

    def __init__(self, states: StateNames, members: MemberNames) -> None:
        self._states = states
        self._members = members
        self._items = ItemReader(states, members)

    def alternatives(self, tokens: Sequence[Token]) -> list[Clues]:
        """The clues of each alternative; what one leaves out ("NY-05 or 06") comes from its neighbour."""
        joined: list[Clues] = []
        for part in self._parts(tokens):
            clues = self.scan(part.tokens, apart=part.apart)
            if clues.is_empty and not clues.rest and not clues.title:
                continue
            if joined and _belong_together(joined[-1], clues):
                joined[-1] = self._with_surname(_together(joined[-1], clues))
            else:
                joined.append(clues)
        elsewhere = any(clues.states and not clues.word for clues in joined)
        return _shared([clues for clues in joined if not (clues.word and elsewhere)])

    def scan(self, tokens: Sequence[Token], *, apart: bool = False) -> Clues:
        """The clues of one alternative."""
        items = self._items.read(tokens)
        numbers = tuple(item.text for item in items if item.sort is Sort.NUMBER)
        phrases = [item.phrase for item in items if item.sort is Sort.OFFICE]
        titles = [item.phrase for item in items if item.sort is Sort.TITLE]
        clues = Clues(
            states=distinct(usps for item in items for usps in item.states),
            numbers=_without_years(numbers),
            at_large=any(item.sort is Sort.AT_LARGE for item in items),
            phrase=_strongest(phrases),
            title=titles[0] if titles else None,
            names=distinct(seat for item in items for seat in item.seats),
            rest=tuple(item.text for item in items if item.sort is Sort.WORD),
            guessed=any(item.guessed for item in items),
            loose=_is_loose(items, tokens),
            sd=any(item.unclear for item in items),
            apart=apart,
            word=[item.also_a_word for item in items if item.sort is not Sort.NOISE] == [True],
        )
        return self._with_surname(_with_letter(clues))

    def _with_surname(self, clues: Clues) -> Clues:
        """A last name counts where it is the only word left: in a longer text it may be any word."""
        if clues.names or len(clues.rest) != 1:
            return clues
        seats = self._members.named(clues.rest)
        return replace(clues, names=seats, rest=()) if seats else clues

    def _parts(self, tokens: Sequence[Token]) -> list[_Part]:
        parts = [_Part()]
        for at, token in enumerate(tokens):
            current = parts[-1].tokens
            if token.text in _EITHER_OR or self._is_or(current, token, tokens[at + 1 : at + 2]):
                parts.append(_Part(apart=True))
            elif token.kind is Kind.MARK and not self._is_inside_state(current, tokens[at + 1 : at + 3]):
                parts.append(_Part())
            elif token.kind is Kind.MARK:
                continue
            else:
                current.append(token)
        return parts

    def _is_or(self, before: Sequence[Token], token: Token, after: Sequence[Token]) -> bool:
        """Whether this is the word "or" rather than Oregon."""
        if token.text != "or" or not before or not after:
            return False
        last = before[-1]
        return (
            last.kind is Kind.NUMBER
            or after[0].kind is Kind.WORD
            or last.text in ("al", "large")
            or self._ends_with_state([word.text for word in before])
        )

    def _is_inside_state(self, before: Sequence[Token], after: Sequence[Token]) -> bool:
        """Whether the comma is part of a state's name, as in "Washington, D.C."."""
        row = [token.text for token in (*before, *after)]
        matches = (
            (start, self._states.match(row, start)) for start in range(max(0, len(before) - 3), len(before))
        )
        return any(match is not None and start + match.length > len(before) for start, match in matches)

    def _ends_with_state(self, row: Sequence[str]) -> bool:
        matches = ((start, self._states.match(row, start)) for start in range(max(0, len(row) - 4), len(row)))
        return any(match is not None and start + match.length == len(row) for start, match in matches)


def _is_loose(items: Sequence[Item], tokens: Sequence[Token]) -> bool:
    """Whether a number stands next to nothing that a district's number stands next to."""
    telling = [item for item in items if item.sort is not Sort.NOISE or item.text.startswith("dist")]
    for at, item in enumerate(telling):
        beside = (*telling[max(0, at - 1) : at], *telling[at + 1 : at + 2])
        belongs = tokens[item.start].dashed or any(_takes_number(other) for other in beside)
        if item.sort is Sort.NUMBER and beside and not belongs:
            return True
    return False


def _takes_number(item: Item) -> bool:
    return item.sort in (Sort.STATE, Sort.OFFICE, Sort.NUMBER, Sort.NOISE) and not item.also_a_word


def _with_letter(clues: Clues) -> Clues:
    """`AK Senate A`: a single letter is the district where an office needs one; `37 B` is one number."""
    letters = [word for word in clues.rest if len(word) == 1]
    if len(letters) != 1:
        return clues
    rest = tuple(word for word in clues.rest if len(word) > 1)
    letter = letters[0].upper()
    if not clues.has_district and clues.phrase is not None:
        return replace(clues, numbers=(letter,), rest=rest)
    if len(clues.numbers) == 1 and clues.numbers[0].isdigit() and letter in "BCD":
        return replace(clues, numbers=(clues.numbers[0] + letter,), rest=rest)
    return clues


def _without_years(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """`PA-07 (2026)` names one district."""
    districts = tuple(number for number in numbers if not (len(number) == 4 and number[:2] in ("19", "20")))
    return distinct(districts or numbers)


def _strongest(phrases: Sequence[Phrase | None]) -> Phrase | None:
    """Of several words for offices, the one that says most: `PA US Senate class 1` is about one office."""
    said = [phrase for phrase in phrases if phrase is not None]
    return min(said, key=lambda phrase: (len(phrase.numbered), bool(phrase.chamber)), default=None)


def _belong_together(first: Clues, second: Clues) -> bool:
    """Whether a comma stands inside one alternative: `Pennsylvania, 7`, `NY-15, Ritchie Torres`."""
    if second.apart or (first.has_district and second.has_district):
        return False
    return not (first.states and second.states and first.states != second.states)


def _together(first: Clues, second: Clues) -> Clues:
    return Clues(
        states=first.states or second.states,
        numbers=first.numbers or second.numbers,
        at_large=first.at_large or second.at_large,
        phrase=_strongest([first.phrase, second.phrase]),
        title=first.title or second.title,
        names=distinct((*first.names, *second.names)),
        rest=(*first.rest, *second.rest),
        guessed=first.guessed or second.guessed,
        loose=first.loose or second.loose,
        sd=first.sd or second.sd,
        apart=first.apart,
    )


def _shared(parts: Sequence[Clues]) -> list[Clues]:
    """Numbers without a state take the state and office of the alternative before, else after."""
    read: list[Clues] = []
    first_state = next((part for part in parts if part.states), None)
    for part in parts:
        before = next((other for other in reversed(read) if other.states), first_state)
        if before is not None and part.has_district and not part.states and not part.names:
            part = replace(part, states=before.states, phrase=part.phrase or before.phrase, sd=before.sd)
        read.append(part)
    return read
