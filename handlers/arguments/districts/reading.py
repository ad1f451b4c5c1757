"""From what a person typed to a seat, or to a question with seats to choose from."""

import re
from dataclasses import replace

from handlers.arguments.districts import offices
from handlers.arguments.districts.answers import Asked, Found, Reading, Reason
from handlers.arguments.districts.clues import Clues, Scanner
from handlers.arguments.districts.members import MemberNames
from handlers.arguments.districts.nearest import Nearest
from handlers.arguments.districts.notation import LONGEST, Kind, Token, fold, key, tokens, words
from handlers.arguments.districts.places import Places
from handlers.arguments.districts.resolving import Resolver, ask, offered
from storage.seats import Seat

_OFFERED = 3
_OCD_ID = re.compile(
    r"(?:ocd-division/)?country:us/(?:state|district|territory):(?P<state>[a-z]{2})"
    r"(?:/(?P<layer>cd|sldu|sldl):(?P<district>[^/\s]+))?"
)
_OF_PROGRAMS = frozenset("=;{}\\^")
"""Signs that nobody writes around a district: with them, even words that make sense are asked about."""

_LAYERS = {"cd": offices.US_HOUSE, "sldu": offices.STATE_UPPER, "sldl": offices.STATE_LOWER}
_UNSURE = re.compile(
    r"\b(not (really |quite )?(sure|certain)|unsure|uncertain|do ?nt know|do not know|dunno|idk|no idea|"
    r"no clue|unknown|n a|tbd|tba|cant remember|forgot)\b"
)
_UNSURE_ALONE = frozenset(
    {"na", "none", "any", "anything", "anywhere", "whatever", "nothing", "what", "which"}
)
_AGAINST = frozenset({"not", "dont", "never", "without", "except", "excluding", "outside", "near"})
_HALF_UNDERSTOOD = frozenset({Reason.UNKNOWN, Reason.SEVERAL, Reason.IMPOSSIBLE})
_ALREADY_A_QUESTION = frozenset({Reason.WHOLE_STATE, Reason.SEVERAL, Reason.IMPOSSIBLE, Reason.AT_LARGE_ONLY})


class Reader:
    """Reads typed districts against one catalogue and one list of Members."""

    def __init__(self, places: Places, scanner: Scanner, members: MemberNames, nearest: Nearest) -> None:
        self._places = places
        self._scanner = scanner
        self._members = members
        self._nearest = nearest
        self._resolver = Resolver(places)

    def read(self, typed: str) -> Reading:
        """The one seat that this names, or what to ask."""
        stripped = typed.strip()
        reading = self._read(stripped)
        if isinstance(reading, Found):
            return reading
        offers, state = reading.offers, reading.state
        if reading.reason is Reason.UNKNOWN and len(offers) < _OFFERED:
            inside = self._nearest.seats(stripped, _OFFERED, state=state) if state is not None else ()
            anywhere = self._nearest.seats(stripped, _OFFERED)
            offers = tuple(dict.fromkeys((*offers, *inside, *anywhere)))[:_OFFERED]
        elif reading.reason is Reason.SEVERAL:
            state = state or self._places.all_in(offers)
        return replace(reading, offers=offers, state=state, typed=stripped[:LONGEST])

    def _read(self, stripped: str) -> Reading:
        if not stripped:
            return Asked(Reason.EMPTY, ())
        if len(stripped) > LONGEST or len(fold(stripped)) > LONGEST * 2:
            return Asked(Reason.TOO_LONG, ())
        reading = self._exact(stripped)
        if reading is not None:
            return reading
        reading = self._with_words(stripped)
        is_strange = isinstance(reading, Found) and not _OF_PROGRAMS.isdisjoint(stripped)
        return Asked(Reason.UNKNOWN, offered(reading)) if is_strange else reading

    def _exact(self, stripped: str) -> Reading | None:
        """A code, name, title, OCD id or GEOID as the sources write it."""
        seats = self._places.written(stripped)
        if seats:
            return Found(seats[0]) if len(seats) == 1 else ask(seats)
        written = key(stripped)
        if re.fullmatch(r"\d{4}", written):
            seat = self._places.with_geoid(written)
            return None if seat is None else Found(seat)
        if "country:us" in written:
            return self._ocd(written)
        return None

    def _ocd(self, written: str) -> Reading:
        ocd_id = written if written.startswith("ocd-division/") else f"ocd-division/{written}"
        seats = self._places.with_ocd_id(ocd_id)
        if seats:
            return Found(seats[0]) if len(seats) == 1 else ask(seats, self._places.states.get(seats[0].state))
        match = _OCD_ID.fullmatch(written)
        if match is None or match["state"].upper() not in self._places.states:
            return Asked(Reason.UNKNOWN, ())
        district = match["district"] or ""
        number = district.lstrip("0").upper() or "0"
        clues = Clues(
            states=(match["state"].upper(),),
            numbers=(number,) if district and district != "at-large" else (),
            at_large=district == "at-large",
            phrase=_LAYERS.get(match["layer"] or ""),
        )
        return self._resolver.resolve([clues]) or Asked(Reason.UNKNOWN, ())

    def _with_words(self, stripped: str) -> Reading:
        found = tokens(stripped)
        row = [token.text for token in found]
        if not any(token.kind is not Kind.MARK for token in found):
            return _without_words(stripped)
        named, own_name = self._by_own_name(found)
        reading = (
            named
            or self._by_whole_name(stripped)
            or self._resolver.resolve(self._scanner.alternatives(found))
        )
        if reading is None or (reading == Asked(Reason.UNKNOWN, ())):
            reading = self._by_any_surname(row)
        return _hesitated(row, _with_own_name(reading, own_name))

    def _by_whole_name(self, stripped: str) -> Reading | None:
        """A Member's name and nothing else, also as `LAST, FIRST`."""
        seats = self._members.named(words(stripped))
        if not seats:
            return None
        return Found(seats[0]) if len(seats) == 1 else ask(seats)

    def _by_any_surname(self, row: list[str]) -> Reading | None:
        """Of text that makes no other sense ("Chuck Schumer"), those whose last name is in it."""
        named = (self._members.named([word]) for word in reversed(row))
        seats = next((seats for seats in named if seats), ())
        return ask(seats) if seats else None

    def _by_own_name(self, found: list[Token]) -> tuple[Reading | None, tuple[Seat, ...]]:
        """A district with a name of its own (10th Bristol), and the seats called so.

        A name without a number (Hampden) is also a county's, so it needs its state; a name that is a
        state's (Washington 3 in Vermont) needs its state, too.
        """
        plain = [token for token in found if token.kind is not Kind.MARK and token.text != "and"]
        start, end, seats = self._places.named([token.text for token in plain])
        if not seats:
            return None, ()
        run = self._scanner.scan(plain[start:end])
        around = self._scanner.scan(plain[:start] + plain[end:])
        if around.has_district:
            return None, seats
        fits = [seat for seat in seats if not around.states or seat.state in around.states]
        if around.phrase is not None:
            fits = [seat for seat in fits if seat.office in around.phrase.numbered]
        is_certain = bool(around.states) or (bool(run.numbers) and not run.states)
        if fits and is_certain:
            return (Found(fits[0]) if len(fits) == 1 else ask(fits)), seats
        return None, () if run.states else seats


def _with_own_name(reading: Reading | None, seats: tuple[Seat, ...]) -> Reading:
    """What was read, asked if a district of another state's legislature is called the same."""
    if not seats or (isinstance(reading, Found) and reading.seat in seats):
        return reading or Asked(Reason.UNKNOWN, ())
    if reading is None:
        return ask(seats)
    if isinstance(reading, Found) or reading.reason in _HALF_UNDERSTOOD:
        return ask((*offered(reading), *seats))
    return reading


def _without_words(stripped: str) -> Reading:
    if "?" in fold(stripped):
        return Asked(Reason.UNSURE, ())
    has_picture = any(not character.isascii() and not character.isspace() for character in key(stripped))
    return Asked(Reason.UNKNOWN if has_picture else Reason.EMPTY, ())


def _hesitated(row: list[str], reading: Reading) -> Reading:
    """What was read, unless the person said that they do not know, or what it is not."""
    text = " ".join(row).replace(" / ", " ")
    unsure = bool(_UNSURE.search(text)) or text in _UNSURE_ALONE
    if isinstance(reading, Found):
        against = unsure or not _AGAINST.isdisjoint(row)
        return Asked(Reason.UNSURE, (reading.seat,)) if against else reading
    if unsure and reading.reason not in _ALREADY_A_QUESTION:
        return Asked(Reason.UNSURE, ())
    return reading
