"""Whose event it is: a seat as lists write it (KY-6, Senate), and names out of a title."""

import re
from collections.abc import Mapping
from functools import lru_cache

from storage.files.seat_facts import read_seats, read_states
from storage.files.town_halls.listed import Doubt, Doubted, ListedSeat
from storage.seats import Office, State

_HOUSE = re.compile(
    r"(?P<state>[A-Za-z]{2})[\s.-]*(?P<number>\d{1,2}|AL|at[ -]?large)(?:st|nd|rd|th)?", re.IGNORECASE
)
_NAMED_HOUSE = re.compile(
    r"(?P<state>[A-Za-z. ]{4,}?)[\s,'s-]*(?:congressional )?(?:district|cd|no\.?)?[\s#-]*"
    r"(?P<number>\d{1,2}|at[ -]?large)(?:st|nd|rd|th)?(?: (?:congressional )?district)?",
    re.IGNORECASE,
)
_SENATE = re.compile(
    r"(?:(?P<state>[A-Za-z]{2})[\s-]*)?(?:U\.?S\.? )?sen(?:ate|ator)?\.?(?:[\s-]*[123])?", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?:district|cd)?[\s#-]*(?P<number>\d{1,2}|AL|at[ -]?large)(?:st|nd|rd|th)?(?: district)?", re.IGNORECASE
)
_TITLE = r"(?:Rep(?:resentative|\.)?|Sen(?:ator|\.)?|Cong(?:ress(?:wo)?man|ressmember|\.)|Del(?:egate|\.)?)"
_NAME = r"(?P<who>[A-Z][\w.'’-]*(?: (?:(?:de|la|van|von|del) )*[A-Z][\w.'’-]*){0,3})"
_TITLED = re.compile(rf"(?<!\w){_TITLE}\s+{_NAME}")
_WITH = re.compile(rf"\b(?:with|by|hosted by)\s+{_NAME.replace('{0,3}', '{1,3}')}\s*(?:\(|,|$)")
_IN_BRACKETS = re.compile(r"[(\[](?P<seat>[^()\[\]]{2,40})[)\]]")
_MOST = 60


def seat_of(written: str, state: str) -> tuple[ListedSeat, tuple[Doubted, ...]]:
    """The seat that is written so, in the state that another cell names, by its letters or its name."""
    words = " ".join(written.split())[:_MOST]
    usps = _usps(state)
    if not words:
        return ListedSeat("", usps), ()
    senate = _SENATE.fullmatch(words)
    if senate is not None:
        return _senate(words, _usps(senate["state"] or "") or usps, state)
    found = _HOUSE.fullmatch(words) or _NUMBER.fullmatch(words) or _NAMED_HOUSE.fullmatch(words)
    if found is None:
        known = _usps(words)
        seat = ListedSeat(words, known or usps)
        return seat, () if known else (Doubted(Doubt.NO_SUCH_SEAT, words),)
    return _house(words, _usps(found.groupdict().get("state") or state), found["number"])


def is_seat(words: str) -> bool:
    """Whether these words are the notation of a seat."""
    return any(pattern.fullmatch(words.strip()) for pattern in (_HOUSE, _SENATE))


def name_in(title: str) -> str:
    """Who an event is with, by its title (“Town hall with Rep. Ana Alva”); "" where it does not say."""
    found = _TITLED.search(title[:300]) or _WITH.search(title[:300])
    return re.split(r"['’]s\b", found["who"])[0].rstrip(".’'") if found else ""


def seat_in(title: str) -> str:
    """The notation of a seat that stands in brackets in a title; "" for none."""
    for found in _IN_BRACKETS.finditer(title[:300]):
        if is_seat(found["seat"]):
            return found["seat"].strip()
    return ""


def state_named(words: str) -> str:
    """The two letters of a state that is called exactly so; "" for none."""
    return _usps(words)


def _senate(words: str, usps: str, state: str) -> tuple[ListedSeat, tuple[Doubted, ...]]:
    if usps not in _with_senators():
        return ListedSeat(words, "", Office.US_SENATE), (Doubted(Doubt.NO_STATE, state.strip()[:_MOST]),)
    return ListedSeat(words, usps, Office.US_SENATE), ()


def _house(words: str, usps: str, number: str) -> tuple[ListedSeat, tuple[Doubted, ...]]:
    known = _states().get(usps)
    if known is None:
        return ListedSeat(words), (Doubted(Doubt.NO_SUCH_SEAT, words),)
    plain = number.lstrip("0").casefold() if number.isdigit() else "0"
    is_at_large = plain in ("", "0")
    if known.at_large:
        is_own = is_at_large or plain == "1"
        seat = ListedSeat(words, usps, Office.US_HOUSE, "at-large" if is_own else "")
        return seat, () if is_own else (Doubted(Doubt.NO_SUCH_SEAT, words),)
    if is_at_large or int(plain) > known.house_seats:
        return ListedSeat(words, usps, Office.US_HOUSE), (Doubted(Doubt.NO_SUCH_SEAT, words),)
    return ListedSeat(words, usps, Office.US_HOUSE, plain), ()


@lru_cache(maxsize=1)
def _states() -> Mapping[str, State]:
    return {state.usps: state for state in read_states()}


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {name.casefold(): state.usps for state in _states().values() for name in (state.usps, state.name)}


@lru_cache(maxsize=1)
def _with_senators() -> frozenset[str]:
    return frozenset(seat.state for seat in read_seats() if seat.office is Office.US_SENATE)


def _usps(words: str) -> str:
    return _names().get(" ".join(words.replace(".", "").split()).casefold(), "")
