"""Taking in a list of town halls: what is new waits or is announced, what changed is told, once each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.request import Scene
from handlers.town_halls.lists.doubting import (
    ask_whether_it_is_off,
    ask_which_is_right,
    tell_what_was_read,
)
from handlers.town_halls.lists.placing import (
    People,
    by_the_clocks_of_their_place,
    described,
    people_of,
)
from handlers.town_halls.publishing import (
    ONLY_BY_HAND,
    announce,
    may_pass,
    tell_of_change,
    tell_of_end,
    touch,
)
from storage import members, roles
from storage.files.town_halls import Listed, ListedSeat, Reading
from storage.files.town_halls.comparing import Change, Compared, Known, Outcome, compare
from storage.files.town_halls.kept import read_again, written
from storage.members import Member
from storage.town_halls import deciding, listings, sources, town_halls, unread
from storage.town_halls.deciding import Brought
from storage.town_halls.listings import Listing
from storage.town_halls.sources import Counts, Source
from storage.town_halls.town_halls import Described, Stage, TownHall
from storage.town_halls.unread import Unread

_WHEN = frozenset({"first", "last", "clock", "zone", "minutes"})
_WHO = frozenset({"who", "seat"})
_WHERE = frozenset({"place", "link"})


def take_in(scene: Scene, source: Source, reading: Reading) -> Counts:
    """Bring what is known into line with a list, and tell whom it concerns. Every row counts once.

    Raises nothing for what stands in the list: what cannot be read is kept for an organiser.
    """
    reading = replace(reading, events=by_the_clocks_of_their_place(reading.events))
    elsewhere = {one.town_hall_id: one for one in listings.of_source(scene.db, source.id)}
    known = _known(scene, source, reading.events, elsewhere)
    as_listed = [_as_known(one, source, elsewhere.get(one.id)) for one in known]
    comparison = compare(reading, as_listed, scene.now.date())
    people = people_of(scene, reading.events, _on_behalf_of(scene, source))
    by_id = {one.id: one for one in known}
    taking = _TakingIn(scene, source, people, elsewhere)
    for row in comparison.rows:
        taking.take(row, by_id.get(row.known_id) if row.known_id is not None else None)
    for known_id in comparison.vanished:
        if by_id[known_id].source_id == source.id:
            ask_whether_it_is_off(scene, by_id[known_id])
    troubles = [
        Unread(one.row, one.reason, one.detail, one.who, one.title, one.when, one.place, one.link)
        for one in reading.troubles
    ]
    unread.keep(scene.db, source.id, troubles, scene.now)
    counts = taking.counts(len(troubles))
    sources.note_counts(scene.db, source, counts)
    if taking.wants_a_look or (troubles and counts != source.last_counts):
        tell_what_was_read(scene, source)
    return counts


class _TakingIn:
    """One list's rows, as they are taken in and counted. `elsewhere` are its entries on events of others."""

    def __init__(self, scene: Scene, source: Source, people: People, elsewhere: dict[int, Listing]) -> None:
        self._scene = scene
        self._source = source
        self._people = people
        self._elsewhere = elsewhere
        self._new = self._changed = self._same = self._cancelled = self._questions = 0
        self.wants_a_look = False

    def counts(self, troubles: int) -> Counts:
        """What came of the rows so far, with those of which no event could be made."""
        return Counts(self._new, self._changed, self._same, self._cancelled, self._questions + troubles)

    def take(self, row: Compared, known: TownHall | None) -> None:
        """Do what a row asks for."""
        if row.same_as is not None:
            self._same += 1
        elif known is None:
            self._add(row.event)
        elif known.source_id != self._source.id:
            self._of_another(row, known)
        else:
            self._of_its_own(row, known)

    def _add(self, listed: Listed) -> None:
        told = self._described(listed)
        brought = Brought(self._source.id, listed.source_id or None, None, written(listed))
        event = deciding.add(self._scene.db, told, brought, self._scene.now)
        if listed.is_cancelled:
            deciding.cancel(self._scene.db, event, None, self._scene.now)
            self._cancelled += 1
            return
        self._new += told.is_placed
        self._questions += not told.is_placed
        self._let_through(event)

    def _let_through(self, event: TownHall) -> None:
        if event.told.meeting.ends_at <= self._scene.now:
            return
        if not may_pass(event, self._source):
            self.wants_a_look = True
        elif deciding.publish(self._scene.db, event, None, self._scene.now):
            announce(self._scene, event, None)

    def _of_another(self, row: Compared, known: TownHall) -> None:
        """It came from somebody else before: what a list changes that is trusted counts, else it is asked
        about."""
        db, listed = self._scene.db, written(row.event)
        listing = self._elsewhere.get(known.id)
        is_met = listing is not None and listing.external_id == row.event.source_id
        if listing is not None and is_met:
            listings.change(db, listing, listed)
        elif row.event.source_id:
            listings.add(db, self._source.id, row.event.source_id, known.id, listed)
        is_off = row.outcome is Outcome.CANCELLED
        if is_met and self._source.is_trusted and row.outcome is not Outcome.SAME:
            if is_off:
                self._cancel(known)
            else:
                self._change(row, known)
            return
        self._same += 1
        is_otherwise = is_met and _merged(known.told, self._described(row.event), row.changes) != known.told
        if is_off or is_otherwise:
            ask_which_is_right(self._scene, known, self._source, listed)

    def _of_its_own(self, row: Compared, known: TownHall) -> None:
        db, is_same = self._scene.db, row.outcome is Outcome.SAME
        if not is_same:
            deciding.note_listed(db, known, written(row.event), row.event.source_id or None)
        if row.outcome is Outcome.CANCELLED:
            self._cancel(known)
            return
        is_back = known.missed_at is not None and row.event.last >= self._scene.now.date()
        if is_back:
            deciding.miss(db, known, None, self._scene.now)
        is_on_again = any(change.field == "is_cancelled" for change in row.changes)
        if known.stage is Stage.CANCELLED and (is_back or is_on_again):
            self._take_place_after_all(row, known)
        elif is_same and not self._is_placed_now(row.event, known):
            self._same += known.told.is_placed
            self._questions += not known.told.is_placed
            if self._is_asked_for_now(known):
                self._let_through(known)
        else:
            self._change(row, known)

    def _cancel(self, known: TownHall) -> None:
        self._cancelled += 1
        is_open = known.stage in (Stage.PROPOSED, Stage.PUBLISHED)
        if is_open and deciding.cancel(self._scene.db, known, None, self._scene.now):
            if known.is_on and known.told.meeting.ends_at > self._scene.now:
                tell_of_end(self._scene, known, None)
            else:
                touch(self._scene, known)

    def _is_placed_now(self, listed: Listed, known: TownHall) -> bool:
        """Whether it is certain now who answers, since they came onto the lists meanwhile."""
        is_waiting = known.stage is Stage.PROPOSED and not known.told.is_placed
        return is_waiting and self._described(listed).is_placed

    def _is_asked_for_now(self, known: TownHall) -> bool:
        """Whether these are office hours that waited, and that somebody has asked for since."""
        is_waiting = known.stage is Stage.PROPOSED and known.told.kind in ONLY_BY_HAND
        return is_waiting and may_pass(known, self._source)

    def _take_place_after_all(self, row: Compared, known: TownHall) -> None:
        """It was called off and is listed again: announced if only its list had called it off, else asked."""
        was_listed_off = known.decided_by_id is None
        reopened = deciding.reopen(self._scene.db, known, self._scene.now)
        if reopened is None:
            self._same += 1
            return
        told = _merged(known.told, self._described(row.event), row.changes)
        if told != reopened.told:
            reopened = deciding.correct(self._scene.db, reopened, told, None, self._scene.now) or reopened
        self._changed += told.is_placed
        self._questions += not told.is_placed
        touch(self._scene, reopened)
        if was_listed_off:
            self._let_through(reopened)
        else:
            self.wants_a_look |= told.meeting.ends_at > self._scene.now

    def _change(self, row: Compared, known: TownHall) -> None:
        """It is listed otherwise."""
        told = _merged(known.told, self._described(row.event), row.changes)
        is_over = told.meeting.ends_at <= self._scene.now
        if known.is_on and is_over and known.told.meeting.ends_at > self._scene.now:
            self._questions += 1
            ask_whether_it_is_off(self._scene, known)
            return
        self._changed += told.is_placed
        self._questions += not told.is_placed
        if told == known.told:
            return
        changed = deciding.correct(self._scene.db, known, told, None, self._scene.now)
        if changed is None or is_over:
            return
        if changed.is_on:
            tell_of_change(self._scene, changed, known.told, None)
        else:
            touch(self._scene, changed)
            if changed.stage is Stage.PROPOSED:
                self._let_through(changed)

    def _described(self, listed: Listed) -> Described:
        return described(self._scene, listed, self._people, self._source.name)


def _merged(now: Described, fresh: Described, changes: Sequence[Change]) -> Described:
    """What is told, with what the list has changed; what an organiser has put right otherwise stays."""
    fields = {one.field for one in changes}
    who = fresh if fields & _WHO or (fresh.is_placed and not now.is_placed) else now
    when = fresh if fields & _WHEN else now
    where = fresh if fields & _WHERE else now
    return Described(
        fresh.kind if "kind" in fields else now.kind,
        who.seat_id,
        who.official_id,
        who.candidate_id,
        who.name,
        who.state,
        when.meeting,
        where.place,
        where.said_by,
        who.is_placed,
        when.has_end,
    )


def _on_behalf_of(scene: Scene, source: Source) -> Member | None:
    """Whoever brought the list, else the coalition's longest-standing organiser."""
    organisers = roles.organisers(scene.db)
    member_id = source.member_id if source.member_id is not None else next(iter(organisers), None)
    return None if member_id is None else members.with_id(scene.db, member_id)


def _known(
    scene: Scene, source: Source, events: Sequence[Listed], elsewhere: dict[int, Listing]
) -> list[TownHall]:
    """What the list has brought before, and what others have that is in it, or is on the same days."""
    own = town_halls.of_source(scene.db, source.id)
    days = {event.first + timedelta(days=away) for event in events for away in (-1, 0, 1)}
    others = {one.id: one for one in town_halls.of_ids(scene.db, elsewhere)}
    others |= {one.id: one for one in town_halls.on_days(scene.db, days)}
    return [*own, *(one for one in others.values() if one.source_id != source.id)]


def _as_known(event: TownHall, source: Source, elsewhere: Listing | None) -> Known:
    is_of_source = event.source_id == source.id
    is_settled = not is_of_source and event.stage in (Stage.CANCELLED, Stage.DISMISSED)
    if elsewhere is not None:
        return Known(event.id, read_again(elsewhere.listed), is_settled=is_settled)
    if event.listed is not None:
        return Known(event.id, read_again(event.listed), is_of_source, is_settled)
    told, at = event.told, event.told.meeting
    listed = Listed(
        0, event.external_id or "", told.name, ListedSeat("", told.state), told.kind, "", at.first, at.last,
        at.clock, at.zone.key, at.minutes, told.place, told.said_by, "",
    )  # fmt: skip
    return Known(event.id, listed, is_of_source, is_settled)
