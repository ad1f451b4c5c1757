"""Taking in a list of town halls: what is new waits or is announced, what changed is told, once each."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.request import Scene
from handlers.town_halls.lists.placing import People, described, people_of
from handlers.town_halls.publishing import announce, may_pass, tell_of_change, tell_of_end, touch
from handlers.town_halls.subjects import LIST_READ, MISSED
from storage import members, outbox, roles
from storage.files.town_halls import Listed, ListedSeat, Reading
from storage.files.town_halls.comparing import Change, Compared, Known, Outcome, compare
from storage.files.town_halls.kept import read_again, written
from storage.members import Member
from storage.outbox import Saying
from storage.town_halls import sources, town_halls, unread
from storage.town_halls.sources import Counts, Source
from storage.town_halls.town_halls import Brought, Described, Stage, TownHall
from storage.town_halls.unread import Unread

_WHEN = frozenset({"first", "last", "clock", "zone", "minutes"})
_WHO = frozenset({"who", "seat"})
_WHERE = frozenset({"place", "link"})


def take_in(scene: Scene, source: Source, reading: Reading) -> Counts:
    """Bring what is known into line with a list, and tell whom it concerns. Every row counts once.

    Raises nothing for what stands in the list: what cannot be read is kept for an organiser.
    """
    known = _known(scene, source, reading.events)
    comparison = compare(reading, [_as_known(one, source) for one in known], scene.now.date())
    people = people_of(scene, reading.events, _on_behalf_of(scene, source))
    by_id = {one.id: one for one in known}
    taking = _TakingIn(scene, source, people)
    for row in comparison.rows:
        taking.take(row, by_id.get(row.known_id) if row.known_id is not None else None)
    for known_id in comparison.vanished:
        _ask_about(scene, by_id[known_id])
    troubles = [
        Unread(one.row, one.reason, one.detail, one.who, one.title, one.when, one.place, one.link)
        for one in reading.troubles
    ]
    unread.keep(scene.db, source.id, troubles, scene.now)
    counts = taking.counts(len(troubles))
    sources.note_counts(scene.db, source, counts)
    if taking.wants_a_look or (troubles and counts != source.last_counts):
        _tell_organisers(scene, source)
    return counts


class _TakingIn:
    """One list's rows, as they are taken in and counted."""

    def __init__(self, scene: Scene, source: Source, people: People) -> None:
        self._scene = scene
        self._source = source
        self._people = people
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
        elif row.outcome is Outcome.CANCELLED:
            self._cancel(row.event, known)
        else:
            self._again(row, known)

    def _add(self, listed: Listed) -> None:
        told = described(self._scene, listed, self._people, self._source.name)
        brought = Brought(self._source.id, listed.source_id or None, None, written(listed))
        event = town_halls.add(self._scene.db, told, brought, self._scene.now)
        if listed.is_cancelled:
            town_halls.cancel(self._scene.db, event, None, self._scene.now)
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
        elif town_halls.publish(self._scene.db, event, None, self._scene.now):
            announce(self._scene, event, None)

    def _of_another(self, row: Compared, known: TownHall) -> None:
        """It came from somebody else before; their word stands, but a cancellation is asked about."""
        self._same += 1
        if row.outcome is Outcome.CANCELLED:
            _ask_about(self._scene, known)

    def _cancel(self, listed: Listed, known: TownHall) -> None:
        self._cancelled += 1
        town_halls.note_listed(self._scene.db, known, written(listed), listed.source_id or None)
        was_announced = known.is_on
        if known.stage in (Stage.PROPOSED, Stage.PUBLISHED) and town_halls.cancel(
            self._scene.db, known, None, self._scene.now
        ):
            again = town_halls.with_id(self._scene.db, known.id)
            if was_announced and again is not None and known.told.meeting.ends_at > self._scene.now:
                tell_of_end(self._scene, again, None)

    def _again(self, row: Compared, known: TownHall) -> None:
        """It is listed again, as it was or otherwise."""
        if known.missed_at is not None:
            town_halls.miss(self._scene.db, known, None, self._scene.now)
        if row.outcome is Outcome.SAME:
            self._same += known.told.is_placed
            self._questions += not known.told.is_placed
            return
        town_halls.note_listed(self._scene.db, known, written(row.event), row.event.source_id or None)
        fresh = described(self._scene, row.event, self._people, self._source.name)
        told = _merged(known.told, fresh, row.changes)
        self._changed += told.is_placed
        self._questions += not told.is_placed
        if told == known.told:
            return
        changed = town_halls.correct(self._scene.db, known, told, None, self._scene.now)
        if changed is None or told.meeting.ends_at <= self._scene.now:
            return
        if changed.is_on:
            tell_of_change(self._scene, changed, None)
        else:
            touch(self._scene, changed)
            if changed.stage is Stage.PROPOSED:
                self._let_through(changed)


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
    )


def _on_behalf_of(scene: Scene, source: Source) -> Member | None:
    """Whoever brought the list, else the coalition's longest-standing organiser."""
    organisers = roles.organisers(scene.db)
    member_id = source.member_id if source.member_id is not None else next(iter(organisers), None)
    return None if member_id is None else members.with_id(scene.db, member_id)


def _known(scene: Scene, source: Source, events: Sequence[Listed]) -> list[TownHall]:
    """What the list has brought before, and what others have for the same days."""
    own = town_halls.of_source(scene.db, source.id)
    days = {event.first + timedelta(days=away) for event in events for away in (-1, 0, 1)}
    others = [one for one in town_halls.on_days(scene.db, days) if one.source_id != source.id]
    return [*own, *(one for one in others if one.stage in (Stage.PROPOSED, Stage.PUBLISHED))]


def _as_known(event: TownHall, source: Source) -> Known:
    is_of_source = event.source_id == source.id
    if event.listed is not None:
        return Known(event.id, read_again(event.listed), is_of_source)
    told, at = event.told, event.told.meeting
    listed = Listed(
        0, event.external_id or "", told.name, ListedSeat("", told.state), told.kind, "", at.first, at.last,
        at.clock, at.zone.key, at.minutes, told.place, told.said_by, "",
    )  # fmt: skip
    return Known(event.id, listed, is_of_source)


def _ask_about(scene: Scene, event: TownHall) -> None:
    """Ask organisers, once, whether an event is off that its list names no more."""
    if event.stage is not Stage.PUBLISHED or event.missed_at is not None:
        return
    town_halls.miss(scene.db, event, scene.now, scene.now)
    for member_id in roles.organisers(scene.db):
        key = f"{MISSED}:{event.id}:{event.sequence}:{member_id}"
        outbox.write(scene.db, Saying(MISSED, event.id, key, scene.now, member_id=member_id), scene.now)


def _tell_organisers(scene: Scene, source: Source) -> None:
    """Say what came of it, to every organiser, once for each time that there is something to look at."""
    for member_id in roles.organisers(scene.db):
        key = f"{LIST_READ}:{source.id}:{scene.now.isoformat()}:{member_id}"
        outbox.write(scene.db, Saying(LIST_READ, source.id, key, scene.now, member_id=member_id), scene.now)
