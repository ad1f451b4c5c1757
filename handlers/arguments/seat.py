"""Arguments that are seats: every way people write a district, and what is said when one is unclear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.arguments.districts import Asked, Found, Reason
from handlers.arguments.districts.notation import fold
from handlers.arguments.kind import ArgumentKind
from handlers.cards import Choice, FieldKind, Offer, Refused
from handlers.text import N_, NP_, Link, Listing, Text, verbatim
from storage import members
from storage.seats import Seat, State

if TYPE_CHECKING:
    from handlers.request import Origin, Request, Scene

_COMPLETIONS = 100
"""How many completions are offered, so that every seat of a state can be reached by scrolling."""

_WORD = re.compile(r"[^\W_]+")
_MENTION = re.compile(r"<(?:[@#]\w+|!subteam\^\w+)(?:\|[^>]*)?>")

FIND_MY_SEAT = "https://www.house.gov/representatives/find-your-representative"


class SeatKind(ArgumentKind[Seat]):
    """A seat, as people write it. What is unclear is asked, never guessed."""

    field = FieldKind.TYPE_AHEAD

    def parse(self, typed: str, request: Request) -> Seat:
        """The seat, if exactly one is meant and exists."""
        if _MENTION.search(typed):
            raise Refused(
                Text(N_("Write one district, and mention one person at most. Nothing has changed."))
            )
        reading = request.districts.read(typed)
        if isinstance(reading, Found):
            return _with_nothing_beside(typed, reading, request)
        offers = tuple(Offer(_label(seat, reading), seat) for seat in reading.offers)
        raise Refused(_question(reading), offers=offers)

    def dump(self, value: Seat, origin: Origin) -> str:
        """The seat's row id."""
        return str(value.id)

    def load(self, kept: str, request: Request) -> Seat:
        """The seat of that id; what was typed into a form instead of chosen is read like typed text."""
        seat = _known(kept, request)
        return seat if seat is not None else self.parse(kept, request)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The seat as a form shows it."""
        seat = _known(kept, scene)
        return None if seat is None else _choice(seat, scene)

    def suggest(self, typed: str, scene: Scene) -> tuple[Choice, ...]:
        """Seats by code, state or Member's name."""
        return tuple(_choice(seat, scene) for seat in scene.districts.suggest(typed, _COMPLETIONS))


def _with_nothing_beside(typed: str, found: Found, request: Request) -> Seat:
    """The seat, unless the text says something else that would be passed over."""
    words = [word for word in typed.split() if not set(found.beside).isdisjoint(_WORD.findall(fold(word)))]
    if not found.beside or _may_sit_there(words, found, request):
        return found.seat
    text = Text(
        N_(
            "I read {seat}, but I don't know what “{words}” means here. "
            "To name a person, type @ and pick them. Is {seat} all you mean?"
        ),
        seat=found.seat,
        words=" ".join(map(_as_read, words or found.beside)),
    )
    raise Refused(text, offers=(Offer(verbatim(found.seat.code), found.seat),))


def _as_read(word: str) -> str:
    """A word without the brackets in which links and calls to everybody arrive."""
    return word.strip("<>").rpartition("|")[2].lstrip("!")


def _may_sit_there(words: list[str], found: Found, request: Request) -> bool:
    """Whether `NY-15 Ritchie Torres` can name who sits there: by last name, or where nobody is known to."""
    holders = request.districts.holders.get(found.seat.id, ())
    if holders:
        return fold(words[-1]) in [fold(name).rpartition(" ")[2] for name in holders] if words else False
    looks_like_a_name = len(words) == len(found.beside) > 1 and all(word[:1].isupper() for word in words)
    return looks_like_a_name and not members.is_called(request.db, " ".join(words))


def _known(kept: str, scene: Scene) -> Seat | None:
    if not (kept.isascii() and kept.isdigit() and len(kept) < 15):
        return None
    return scene.districts.catalogue.get(int(kept))


def _choice(seat: Seat, scene: Scene) -> Choice:
    names = scene.districts.holders.get(seat.id, ())
    label = f"{seat.title} ({names[0]})" if names and seat.members == 1 else seat.title
    return Choice(verbatim(label), str(seat.id))


def _label(seat: Seat, asked: Asked) -> Text:
    """A seat's name on a button: State senate 32 where the person named the state, else with its code."""
    if seat.is_federal or asked.state is None:
        return verbatim(seat.code)
    chamber = seat.code.split(" ")[1].lower()
    return Text(N_("State {chamber} {district}"), chamber=chamber, district=seat.district)


def _find_link() -> Link:
    return Link(FIND_MY_SEAT, Text(N_("find your Representative by address")))


def _question(asked: Asked) -> Text:
    """What is said about a district that is unclear. Complete by itself, even without buttons."""
    match asked.reason:
        case Reason.IMPOSSIBLE if asked.state:
            return _impossible(asked, asked.state)
        case Reason.AT_LARGE_ONLY if asked.state:
            return _at_large(asked, asked.state)
        case Reason.WHOLE_STATE if asked.state:
            return Text(
                NP_(
                    "Which seat in {state}? It has {n} House seat.",
                    "Which seat in {state}? It has {n} House seats.",
                ),
                state=asked.state.name,
                n=asked.state.house_seats,
            )
        case Reason.NO_STATE:
            return Text(
                N_("Which state is “{typed}” in? Write the state and the number, like PA-07."),
                typed=asked.typed,
            )
        case Reason.SEVERAL:
            return Text(
                N_("“{typed}” can mean more than one seat: {seats}. Which one?"),
                typed=asked.typed,
                seats=_codes(asked.offers),
            )
        case Reason.EMPTY | Reason.UNSURE:
            return Text(
                N_("That's fine, not everybody knows it. You can {find}; then type it like PA-07."),
                find=_find_link(),
            )
        case Reason.TOO_LONG:
            return Text(N_("That is too long for a district. Write the state and the number, like PA-07."))
        case _:
            return Text(
                N_(
                    "I don't know a district called “{typed}”. The nearest are {seats}. "
                    "You can also {find}, or write it like PA-07."
                ),
                typed=asked.typed,
                seats=_codes(asked.offers),
                find=_find_link(),
            )


def _impossible(asked: Asked, state: State) -> Text:
    known = {
        "state": state.name,
        "n": state.house_seats,
        "code": f"{state.usps}-{asked.number}",
        "number": asked.number,
    }
    if not asked.offers:
        return Text(
            NP_(
                "{state} has {n} House seat, so there is no {code}. You can {find}.",
                "{state} has {n} House seats, so there is no {code}. You can {find}.",
            ),
            find=_find_link(),
            **known,
        )
    return Text(
        NP_(
            "{state} has {n} House seat, so there is no {code}. "
            "Did you mean state legislative district {number}? If not, {find}.",
            "{state} has {n} House seats, so there is no {code}. "
            "Did you mean state legislative district {number}? If not, {find}.",
        ),
        find=_find_link(),
        **known,
    )


def _at_large(asked: Asked, state: State) -> Text:
    if not state.at_large:
        return Text(
            N_("{state} has {n} House seats, none of them at large. Which one?"),
            state=state.name,
            n=state.house_seats,
        )
    seat, number = asked.offers[0].code, asked.number
    if len(asked.offers) == 1:
        return Text(
            N_("{state} has one House seat, at large. Do you mean {seat}?"), state=state.name, seat=seat
        )
    return Text(
        N_("{state} has one House seat, {seat}. Do you mean that, or state legislative district {number}?"),
        state=state.name, seat=seat, number=number,
    )  # fmt: skip


def _codes(seats: tuple[Seat, ...]) -> Listing:
    return Listing(tuple(seat.code for seat in seats[:6]))
