"""What comes due at night or at a weekend waits for its reader's morning, if its kind says so."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from handlers.areas import all_areas
from handlers.cards import About, Card
from handlers.districts.subjects import LEAD_OFFER
from handlers.request import Dropped, Origin, Request
from handlers.text import N_, Text
from handlers.timing import Kind, Manners, Quiet, Weekends
from storage import across, coalitions, deliveries, members
from storage.members import MemberRow
from storage.outbox import OutboxRow, SendState
from storage.posted_cards import PostedCard
from tests.bot.timed import (
    FRIDAY,
    LOS_ANGELES,
    NEW_YORK,
    NUDGE,
    SAID,
    SATURDAY,
    WEDNESDAY,
    heard,
    member_id,
    met,
    move_to,
    nudge,
    saying,
    tell,
    worker_of,
)
from tests.bot.workers import hellos, pass_time, row, write
from tests.workspace import ANA, CAMPAIGN, DEE, Workspace


def test_each_is_told_when_it_is_day_where_they_are(workspace: Workspace) -> None:
    """Ana is in New York, Dee in Los Angeles."""
    met(workspace, ANA, DEE)
    worker = worker_of(workspace, nudge(Quiet.LATER))
    evening = move_to(workspace, NEW_YORK, WEDNESDAY, 21, 30)
    tell(workspace, ANA, "ana")
    tell(workspace, DEE, "dee")
    workspace.run(worker.deliver_due())
    assert SAID in heard(workspace, DEE)
    assert SAID not in heard(workspace, ANA)
    waiting = row(workspace, "ana")
    morning = datetime.combine(evening.date() + timedelta(days=1), time(8), NEW_YORK)
    assert (waiting.state, waiting.due_at) == (SendState.PENDING, morning)
    assert waiting.why == "quiet hours in America/New_York"
    assert (waiting.attempt, waiting.lease_owner, waiting.lease_until) == (0, None, None)

    move_to(workspace, NEW_YORK, WEDNESDAY + 1, 7, 59)
    workspace.run(worker.deliver_due())
    assert SAID not in heard(workspace, ANA)
    move_to(workspace, NEW_YORK, WEDNESDAY + 1, 8)
    workspace.run(worker.deliver_due())
    assert heard(workspace, ANA).count(SAID) == 1
    assert (row(workspace, "ana").state, row(workspace, "ana").why) == (SendState.SENT, None)


def test_morning_is_eight_where_they_are(workspace: Workspace) -> None:
    met(workspace, ANA, DEE)
    worker = worker_of(workspace, nudge(Quiet.LATER))
    move_to(workspace, NEW_YORK, WEDNESDAY, 8)
    tell(workspace, ANA, "ana")
    tell(workspace, DEE, "dee")
    workspace.run(worker.deliver_due())
    assert SAID in heard(workspace, ANA)
    assert row(workspace, "dee").due_at.astimezone(LOS_ANGELES).time() == time(8)
    move_to(workspace, LOS_ANGELES, WEDNESDAY, 8)
    workspace.run(worker.deliver_due())
    assert SAID in heard(workspace, DEE)


def test_nobody_waits_longer_than_until_the_morning(on_sqlite: Workspace) -> None:
    """What was held as often as you like has not been tried: it fails no sooner than others."""
    met(on_sqlite, ANA)
    worker = worker_of(on_sqlite, nudge(Quiet.LATER))
    move_to(on_sqlite, NEW_YORK, WEDNESDAY, 3)
    tell(on_sqlite, ANA)
    for _ in range(12):
        on_sqlite.run(worker.deliver_due())
        assert row(on_sqlite, "a").attempt == 0
        with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
            (found,) = db.scalars(select(OutboxRow).where(OutboxRow.key == "a"))
            found.due_at = on_sqlite.runtime.clock.now()
    assert row(on_sqlite, "a").state is SendState.PENDING
    move_to(on_sqlite, NEW_YORK, WEDNESDAY, 8)
    on_sqlite.run(worker.deliver_due())
    assert (row(on_sqlite, "a").state, row(on_sqlite, "a").attempt) == (SendState.SENT, 1)


def test_whose_zone_is_not_known_has_the_coalitions(on_sqlite: Workspace) -> None:
    met(on_sqlite, DEE)
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        (dee,) = db.scalars(select(MemberRow))
        dee.timezone = None
    move_to(on_sqlite, NEW_YORK, WEDNESDAY, 7)
    tell(on_sqlite, DEE)
    on_sqlite.run(worker_of(on_sqlite, nudge(Quiet.LATER)).deliver_due())
    assert row(on_sqlite, "a").due_at.astimezone(NEW_YORK).time() == time(8)


def test_what_says_nothing_of_quiet_hours_goes_through_them(workspace: Workspace) -> None:
    met(workspace, ANA)
    move_to(workspace, NEW_YORK, SATURDAY, 3)
    tell(workspace, ANA)
    workspace.run(worker_of(workspace, nudge()).deliver_due())
    assert SAID in heard(workspace, ANA)


class TestWeekends:
    @pytest.mark.parametrize(("weekday", "hour"), [(FRIDAY, 22), (SATURDAY, 12), (SATURDAY + 1, 20)])
    def test_it_waits_for_monday(self, on_sqlite: Workspace, weekday: int, hour: int) -> None:
        met(on_sqlite, ANA)
        worker = worker_of(on_sqlite, nudge(Quiet.LATER, Weekends.LATER))
        move_to(on_sqlite, NEW_YORK, weekday, hour)
        tell(on_sqlite, ANA)
        on_sqlite.run(worker.deliver_due())
        assert row(on_sqlite, "a").due_at.astimezone(NEW_YORK).strftime("%a %H:%M") == "Mon 08:00"
        move_to(on_sqlite, NEW_YORK, 0, 8)
        on_sqlite.run(worker.deliver_due())
        assert heard(on_sqlite, ANA).count(SAID) == 1

    def test_why_says_so(self, workspace: Workspace) -> None:
        met(workspace, ANA)
        move_to(workspace, NEW_YORK, SATURDAY, 12)
        tell(workspace, ANA)
        workspace.run(worker_of(workspace, nudge(weekends=Weekends.LATER)).deliver_due())
        assert row(workspace, "a").why == "weekend in America/New_York"

    def test_friday_evening_in_one_place_is_saturday_in_none(self, on_sqlite: Workspace) -> None:
        """Still Friday in Los Angeles when it is Saturday in New York."""
        met(on_sqlite, ANA, DEE)
        move_to(on_sqlite, NEW_YORK, SATURDAY, 0, 30)
        tell(on_sqlite, ANA, "ana")
        tell(on_sqlite, DEE, "dee")
        on_sqlite.run(worker_of(on_sqlite, nudge(weekends=Weekends.LATER)).deliver_due())
        assert SAID in heard(on_sqlite, DEE)
        assert SAID not in heard(on_sqlite, ANA)


class TestChannels:
    def test_a_channel_is_written_to_at_any_hour(self, workspace: Workspace) -> None:
        move_to(workspace, NEW_YORK, WEDNESDAY, 3)
        write(workspace, "a")
        workspace.settle()
        assert hellos(workspace) == 1

    def test_unless_the_kind_says_so_then_it_has_the_coalitions_zone(self, workspace: Workspace) -> None:
        """Ana set it up for New York; that it is posted for Dee in Los Angeles changes nothing."""
        workspace.set_up()
        met(workspace, DEE)
        worker = worker_of(workspace, nudge(Quiet.LATER))
        before = hellos(workspace)
        move_to(workspace, LOS_ANGELES, WEDNESDAY, 19)
        tell(workspace, DEE, channel=CAMPAIGN)
        workspace.run(worker.deliver_due())
        assert hellos(workspace) == before
        assert row(workspace, "a").due_at.astimezone(NEW_YORK).time() == time(8)
        move_to(workspace, NEW_YORK, WEDNESDAY + 1, 8)
        workspace.run(worker.deliver_due())
        assert hellos(workspace) == before + 1


class TestWhatIsThere:
    """The kinds that the bot has."""

    AT_ONCE = frozenset({
        "announcement-test", "answered", "claimed", "claimed-for-you", "coalition-check", "district",
        "joined-you", "lead-offer", "not-a-person", "organization-question", "released-for-you", "your-lead",
        "your-supporters", "visit", "visit-roles", "town-hall", "town-hall-called-off",
        "town-hall-over",
    })  # fmt: skip
    """What somebody has just done is told at once: the other is at it, too, or the platform keeps quiet."""

    AS_CHOSEN = frozenset({
        "digest-at-chosen-time", "visit-hour-before", "town-hall-in-hours",
        "visit-moved-tonight", "visit-cancelled-tonight", "visit-part-unanswered",
    })  # fmt: skip
    """Its reader has chosen the hour, in the morning it would be too late for where they go, or nothing is
    said."""

    ON_WEEKENDS = frozenset({
        "digest", "channel-digest", "chain-left", "chain-taken-over", "lost-channel", "lost-person",
        "contact-changed-for-you", "reply-changed-for-you",
        "visit-part", "visit-part-answered", "visit-part-of-outsider", "task-of-outsider",
        "visit-no-facilitator", "visit-moved", "visit-cancelled",
        "visit-nearby", "visit-contact-nearby", "visit-request-nearby",
        "visit-prepare", "visit-rehearse", "visit-gaps", "visit-day-before", "visit-debrief",
        "visit-thanks",
        "town-hall-alert", "town-hall-changed", "town-hall-published", "town-hall-review",
        "town-hall-in-days", "town-hall-tomorrow", "town-hall-missed", "town-hall-list-read",
        "town-hall-how-it-went", "town-hall-back-on", "town-hall-differs", "town-hall-list-trouble",
    })  # fmt: skip
    """What waits for the morning, be that of a Saturday: who wants no digest then says so, and a visit may
    be on a Monday."""

    def test_which_kinds_wait(self) -> None:
        """A new kind that nobody has just caused waits, or is named here."""
        manners = {kind: one.manners for kind, one in all_areas().reminders.items()}
        at_any_hour = {kind for kind, one in manners.items() if one.quiet is Quiet.THROUGH}
        on_any_day = {kind for kind, one in manners.items() if one.weekends is Weekends.THROUGH}
        assert at_any_hour == self.AT_ONCE | self.AS_CHOSEN
        assert on_any_day == self.AT_ONCE | self.AS_CHOSEN | self.ON_WEEKENDS


def test_what_need_not_be_said_does_not_wait(on_sqlite: Workspace) -> None:
    met(on_sqlite, ANA)
    move_to(on_sqlite, NEW_YORK, WEDNESDAY, 3)
    tell(on_sqlite, ANA)
    over = saying(lambda: Dropped("it is over"), Manners(Quiet.LATER))
    on_sqlite.run(worker_of(on_sqlite, over).deliver_due())
    assert (row(on_sqlite, "a").state, row(on_sqlite, "a").why) == (SendState.DROPPED, "it is over")


def test_a_worker_that_was_overtaken_holds_nothing(workspace: Workspace) -> None:
    """The first was so slow that its lease ran out; the second is sending by now."""
    write(workspace, "a")
    now = workspace.runtime.clock.now()
    with workspace.database.across_coalitions() as db:
        (first,) = across.take_due(db, workspace.coalition_id, now, "first", 60, 20)
    with workspace.database.transaction(workspace.coalition_id) as db:
        stale = deliveries.held(db, first.id, "first", first.attempt)
    assert stale is not None
    pass_time(workspace)
    with workspace.database.across_coalitions() as db:
        across.take_due(db, workspace.coalition_id, now, "second", 60, 20)
    with workspace.database.transaction(workspace.coalition_id) as db:
        deliveries.postpone(db, stale, now + timedelta(hours=9), "quiet hours")
    standing = row(workspace, "a")
    assert (standing.state, standing.lease_owner, standing.attempt) == (SendState.SENDING, "second", 2)
    assert (standing.due_at, standing.why) == (row(workspace, "a").written_at, None)


class TestEarlier:
    """What must come before something is brought forward when it is written."""

    def request(self, workspace: Workspace) -> Request:
        """One of Ana's, with a database that its test closes over."""
        runtime = workspace.runtime
        ana = member_id(workspace, ANA)
        with workspace.database.transaction(workspace.coalition_id) as db:
            member, account = members.with_id(db, ana), members.with_account(db, workspace.key.id, ANA)
            assert member is not None
            assert account is not None
            coalition, districts = coalitions.current(db), runtime.reference.districts(db)
            origin = Origin(workspace.key, ANA, "ana")
            return Request(db, coalition, districts, runtime.clock.now(), origin, member, account[1])

    def asked(self, workspace: Workspace, user: str, kind: str | Kind, at: datetime) -> datetime:
        """When it comes due."""
        whom, request = member_id(workspace, user), self.request(workspace)
        with workspace.database.transaction(workspace.coalition_id) as db:
            replace(request, db=db).tell_at(whom, kind, workspace.coalition_id, "a", at)
        return row(workspace, "a").due_at

    def test_it_comes_the_evening_before_where_they_are(self, workspace: Workspace) -> None:
        """At seven in Los Angeles it is ten in New York, where Ana asks for it."""
        met(workspace, ANA, DEE)
        early = nudge(Quiet.EARLIER)
        move_to(workspace, NEW_YORK, WEDNESDAY, 12)
        at = self._next(workspace, 7)
        due = self.asked(workspace, DEE, Kind(NUDGE, early.manners), at)
        assert due.astimezone(LOS_ANGELES).strftime("%a %H:%M") == "Wed 20:30"
        worker = worker_of(workspace, early)
        workspace.run(worker.deliver_due())
        assert SAID not in heard(workspace, DEE)
        move_to(workspace, LOS_ANGELES, WEDNESDAY, 20, 30)
        workspace.run(worker.deliver_due())
        assert SAID in heard(workspace, DEE)

    def _next(self, workspace: Workspace, hour: int, days: int = 1) -> datetime:
        day = workspace.runtime.clock.now().astimezone(LOS_ANGELES).date() + timedelta(days=days)
        return datetime.combine(day, time(hour), LOS_ANGELES)

    def test_before_a_weekend_on_friday(self, on_sqlite: Workspace) -> None:
        met(on_sqlite, ANA, DEE)
        move_to(on_sqlite, NEW_YORK, WEDNESDAY, 12)
        early = Kind(NUDGE, Manners(Quiet.EARLIER, Weekends.EARLIER))
        due = self.asked(on_sqlite, DEE, early, self._next(on_sqlite, 7, days=5))
        assert due.astimezone(LOS_ANGELES).strftime("%a %H:%M") == "Fri 20:30"

    def test_by_day_it_stays_where_it_is(self, on_sqlite: Workspace) -> None:
        met(on_sqlite, ANA, DEE)
        move_to(on_sqlite, NEW_YORK, WEDNESDAY, 12)
        at = self._next(on_sqlite, 9)
        assert self.asked(on_sqlite, DEE, Kind(NUDGE, Manners(Quiet.EARLIER)), at) == at

    def test_written_too_late_for_that_it_goes_through(self, workspace: Workspace) -> None:
        met(workspace, ANA, DEE)
        early = nudge(Quiet.EARLIER)
        move_to(workspace, LOS_ANGELES, WEDNESDAY, 22)
        at = self._next(workspace, 7)
        assert self.asked(workspace, DEE, Kind(NUDGE, early.manners), at) == at
        move_to(workspace, LOS_ANGELES, WEDNESDAY + 1, 7)
        workspace.run(worker_of(workspace, early).deliver_due())
        assert SAID in heard(workspace, DEE)

    def test_a_name_alone_is_due_when_it_was_asked_for(self, on_sqlite: Workspace) -> None:
        met(on_sqlite, ANA, DEE)
        at = self._next(on_sqlite, 7)
        assert self.asked(on_sqlite, DEE, NUDGE, at) == at.astimezone(UTC)


def test_of_a_card_that_stays_current_nothing_is_remembered_until_it_hangs(workspace: Workspace) -> None:
    met(workspace, ANA)
    card = Card(body=(Text(N_("This is a nudge.")),), about=About(LEAD_OFFER, 1))
    worker = worker_of(workspace, saying(lambda: card, Manners(Quiet.LATER)))
    move_to(workspace, NEW_YORK, WEDNESDAY, 23)
    tell(workspace, ANA)
    workspace.run(worker.deliver_due())
    assert hung(workspace) == []
    move_to(workspace, NEW_YORK, WEDNESDAY + 1, 8)
    workspace.run(worker.deliver_due())
    assert hung(workspace) == [row(workspace, "a").sent_id]


def hung(workspace: Workspace) -> list[str | None]:
    """The messages of offers of a lead; None for one that is only about to be posted."""
    with workspace.database.transaction(workspace.coalition_id) as db:
        return list(db.scalars(select(PostedCard.message_id).where(PostedCard.kind == LEAD_OFFER)))
