"""What a list changes: each of its rows beside what is known already. Nothing is stored here."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from storage.files.town_halls.listed import Listed, Reading, Trouble
from storage.town_halls.kinds import EventKind

FIELDS = (
    "who", "seat", "kind", "title", "first", "last", "clock", "zone", "minutes", "place", "link", "notes",
    "is_cancelled", "is_private",
)  # fmt: skip
"""What is compared. The list's own id, the row and its doubts may differ without a change."""

_NAME_TITLES = frozenset({
    "rep", "representative", "sen", "senator", "congressman", "congresswoman", "congressmember", "cong",
    "del", "delegate", "hon", "honorable", "the", "us", "mr", "mrs", "ms", "dr", "jr", "sr",
    "ii", "iii", "iv",
})  # fmt: skip
_STREETS = {
    "street": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "road": "rd", "drive": "dr",
    "lane": "ln", "court": "ct", "highway": "hwy", "suite": "ste", "building": "bldg", "bld": "bldg",
    "north": "n", "south": "s", "east": "e", "west": "w", "room": "rm", "saint": "st", "and": "",
    "the": "", "usa": "", "center": "ctr", "centre": "ctr",
}  # fmt: skip


class Outcome(StrEnum):
    """What a row is to what is known. Each row is one of them."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Known:
    """An event that is known, as a list would have it, under the id of whoever keeps it.

    `is_of_source` says that it came from the list that is compared: only then can it vanish from it, and
    only then is its `source_id` one of that list's. One that `is_settled` is of another source and was called
    off or left out: only a row with the same time is about it.
    """

    id: int
    event: Listed
    is_of_source: bool = True
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A field that is not as it was."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Compared:
    """A row with what it is. `known_id` is of the event that it is about, None for a new one.

    `same_as` is the row of the same file that is this very event, and counts for it: then there is nothing
    to do about this one, which is the SAME.
    """

    event: Listed
    outcome: Outcome
    known_id: int | None = None
    changes: tuple[Change, ...] = ()
    same_as: Listed | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every event of a reading, in its order, and the ids of known events to come that are not in it."""

    rows: tuple[Compared, ...]
    vanished: tuple[int, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """How many rows are that."""
        return sum(row.outcome is outcome for row in self.rows)


def compare(reading: Reading, known: Sequence[Known], today: date) -> Comparison:
    """Each event of a list beside what is known, by its id there, else by who answers, the day and the place;
    what another source has, by the time instead of the place, too.

    An event that is new and cancelled at once is CANCELLED, without a known one. Nothing vanishes from a
    file that could not be read as a whole, nor what stands in it as a trouble.
    """
    firsts = _merged(reading.events, {one.event.source_id for one in known if one.is_of_source})
    alone = [event for at, event in enumerate(reading.events) if firsts[at] == at]
    found = _Matching(known).of(alone)
    compared = {id(event): _compared(event, found.get(id(event))) for event in alone}
    rows = [
        compared[id(event)]
        if firsts[at] == at
        else Compared(
            event,
            Outcome.SAME,
            compared[id(reading.events[firsts[at]])].known_id,
            same_as=reading.events[firsts[at]],
        )
        for at, event in enumerate(reading.events)
    ]
    matched = {one.id for one in found.values()}
    vanished = _vanished(reading, known, matched, today) if reading.is_whole else ()
    return Comparison(tuple(rows), tuple(vanished))


def _compared(event: Listed, known: Known | None) -> Compared:
    if known is None:
        return Compared(event, Outcome.CANCELLED if event.is_cancelled else Outcome.NEW)
    changes = tuple(
        Change(name, before, after)
        for name in FIELDS
        if (before := getattr(known.event, name)) != (after := getattr(event, name))
    )
    if event.is_cancelled and not known.event.is_cancelled:
        return Compared(event, Outcome.CANCELLED, known.id, changes)
    return Compared(event, Outcome.CHANGED if changes else Outcome.SAME, known.id, changes)


def _merged(events: Sequence[Listed], known_ids: set[str]) -> list[int]:
    """For each event the place of the first that is the same one: mostly its own.

    Two ids of the list are one event only where time, place and title are the same too, and the second is
    not known as another.
    """
    by_id: dict[str, int] = {}
    by_slot: dict[Hashable, int] = {}
    firsts: list[int] = []
    for at, event in enumerate(events):
        slot = _slot(event)
        first = by_id.get(event.source_id) if event.source_id else None
        if first is None and not (event.source_id and event.source_id in known_ids):
            like = by_slot.get(slot)
            if like is not None and _can_be_one(events[like], event):
                first = like
        firsts.append(at if first is None else first)
        by_slot.setdefault(slot, firsts[at])
        if event.source_id:
            by_id.setdefault(event.source_id, firsts[at])
    return firsts


def _can_be_one(first: Listed, second: Listed) -> bool:
    return not (first.source_id and second.source_id) or first.title == second.title


class _Matching:
    """Finds the known event of each row: the surest matches first, and no event for two rows."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._known = known
        self._taken: set[int] = set()
        self._found: dict[int, Known] = {}

    def of(self, events: Sequence[Listed]) -> dict[int, Known]:
        """The known events by the `id()` of the rows that are about them."""
        self._match(
            events, lambda event: event.source_id or None, (one for one in self._known if one.is_of_source)
        )
        still_listed = {event.source_id for event in events if event.source_id}
        free = [one for one in self._known if not (one.is_of_source and one.event.source_id in still_listed)]
        self._match(events, _slot, sorted(free, key=lambda one: one.is_settled))
        self._match(events, _whereabouts, (one for one in free if not one.is_settled))
        self._match(events, _hour, (one for one in free if not one.is_settled and not one.is_of_source))
        return self._found

    def _match(
        self, events: Iterable[Listed], key: Callable[[Listed], Hashable | None], known: Iterable[Known]
    ) -> None:
        by_key: defaultdict[Hashable, list[Known]] = defaultdict(list)
        for one in known:
            of_one = key(one.event)
            if of_one is not None:
                by_key[of_one].append(one)
        for event in events:
            wanted = key(event) if id(event) not in self._found else None
            fits = [one for one in by_key.get(wanted, ()) if one.id not in self._taken] if wanted else []
            if fits:
                self._found[id(event)] = fits[0]
                self._taken.add(fits[0].id)


def _vanished(reading: Reading, known: Sequence[Known], matched: set[int], today: date) -> Iterable[int]:
    unclear = {trouble.source_id for trouble in reading.troubles if trouble.source_id}
    unclear_names = {name_key(trouble.who) for trouble in reading.troubles if _is_about_somebody(trouble)}
    for one in known:
        is_to_come = one.event.last >= today and not one.event.is_cancelled
        uid = one.event.source_id.rpartition("#")[0]
        is_unclear = bool({one.event.source_id, uid} & unclear) or name_key(one.event.who) in unclear_names
        if one.is_of_source and is_to_come and one.id not in matched and not is_unclear:
            yield one.id


def _is_about_somebody(trouble: Trouble) -> bool:
    return bool(trouble.who) and not trouble.source_id


def _whereabouts(event: Listed) -> Hashable:
    """Who, on which day and where; by its title where it is not said who."""
    return (
        name_key(event.who),
        "" if event.who else place_key(event.title),
        event.first,
        place_key(event.place),
    )


def _slot(event: Listed) -> Hashable:
    """The same with the time: what two different events of one day in one place have not in common."""
    return _whereabouts(event), event.clock


def _hour(event: Listed) -> Hashable | None:
    """Who, on which day and when: sources write a place otherwise, and nobody but staff is in two at once."""
    if not event.who or event.clock is None or event.kind is EventKind.OFFICE_HOURS:
        return None
    return name_key(event.who), event.first, event.clock


def place_key(place: str) -> str:
    """A place as it is compared: its words, each once, whatever their order, case and signs."""
    words = (_STREETS.get(word, word) for word in _words(place))
    return " ".join(sorted(set(filter(None, words))))


def name_key(name: str) -> str:
    """A name as it is compared: without titles, suffixes, accents and initials."""
    return " ".join(word for word in _words(name) if len(word) > 1 and word not in _NAME_TITLES)


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(one for one in folded if unicodedata.category(one) != "Mn")
    return re.findall(r"\w+", plain.replace("'", "").replace("’", ""))
