"""Why something was not said: for each reason that a soaked campaign can give, whether it was so.

A reason that is not here, or is not true of its row, is a message that was lost.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from config.campaign import cadence
from handlers.digests.subjects import CHANNEL_DIGEST, DIGEST, DIGEST_AT_CHOSEN_TIME, date_of
from handlers.outreach.cadence import over_at
from handlers.outreach.subjects import CHAIN_OVER, FOLLOW_UP, LOOK_UP, THANKS
from storage.database import Purpose
from storage.members import MemberRow
from storage.outbox import OutboxRow, SendState
from storage.outreach.chains import ChainRow
from storage.outreach.contacts import ContactRow
from storage.outreach.replies import Answer, ReplyRow
from storage.races import general_election_day
from tests.workspace import Workspace

NEW_YORK = ZoneInfo("America/New_York")
_HELD = timedelta(days=3)
"""How long quiet hours and a weekend can hold what was due."""
_COUNTS = timedelta(days=20)


@dataclass(frozen=True)
class Facts:
    """The rows of a campaign as they are in the end; each knows since when it is so."""

    rows: list[OutboxRow]
    chains: Mapping[int, ChainRow]
    replies: Mapping[int, ReplyRow]
    contacts: list[ContactRow]
    zones: Mapping[int, ZoneInfo]

    def stood(self, at: datetime) -> list[ContactRow]:
        """The contacts that were logged by then and not taken back by then."""
        return [
            one
            for one in self.contacts
            if one.logged_at <= at and (one.withdrawn_at is None or one.withdrawn_at > at)
        ]


@dataclass(frozen=True)
class Dropped:
    """A row that was dropped, and when."""

    row: OutboxRow
    at: datetime


def facts_of(workspace: Workspace) -> Facts:
    """What the database holds."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return Facts(
            list(db.scalars(select(OutboxRow).order_by(OutboxRow.id))),
            {one.id: one for one in db.scalars(select(ChainRow))},
            {one.id: one for one in db.scalars(select(ReplyRow))},
            list(db.scalars(select(ContactRow))),
            {one.id: ZoneInfo(one.timezone) for one in db.scalars(select(MemberRow)) if one.timezone},
        )


def unexplained(workspace: Workspace) -> list[tuple[str, str | None]]:
    """The keys and reasons of all that was dropped and should not have been."""
    facts = facts_of(workspace)
    dropped = [row for row in facts.rows if row.state is SendState.DROPPED]
    return [(row.key, row.why) for row in dropped if not _is_explained(facts, row)]


def _is_explained(facts: Facts, row: OutboxRow) -> bool:
    is_so = _REASONS.get((row.kind, row.why or ""))
    return is_so is not None and row.settled_at is not None and is_so(facts, Dropped(row, row.settled_at))


def _has_ended(facts: Facts, one: Dropped) -> bool:
    closed_at = facts.chains[one.row.about_id].closed_at
    return closed_at is not None and closed_at <= one.at


def _was_followed_up(facts: Facts, one: Dropped) -> bool:
    made = [contact for contact in facts.stood(one.at) if contact.chain_id == one.row.about_id]
    return _has_ended(facts, one) or len(made) > 1


def _was_held_until_it_ran_out(facts: Facts, one: Dropped) -> bool:
    """It was put off to the last working day, and held beyond it: that nobody followed up is said instead.

    A nudge of the cadence comes a week before that, so none of those is dropped for it. Whether what is
    said instead was lost is looked at by itself.
    """
    chain = facts.chains[one.row.about_id]
    ran_out_at = over_at(chain.began_at, cadence(), facts.zones.get(chain.member_id, NEW_YORK))
    put_off_to = one.row.key.split(":")[4].partition("again-")[2]
    return (
        one.at >= ran_out_at
        and put_off_to >= (ran_out_at - _HELD).date().isoformat()
        and any(other.kind == CHAIN_OVER and other.about_id == chain.id for other in facts.rows)
    )


def _was_followed_up_or_ran_out(facts: Facts, one: Dropped) -> bool:
    return _was_followed_up(facts, one) or _was_held_until_it_ran_out(facts, one)


def _is_still_counted(facts: Facts, one: Dropped) -> bool:
    return one.at < facts.chains[one.row.about_id].began_at + _COUNTS


def _a_later_one_is_due(facts: Facts, one: Dropped) -> bool:
    step = _number(one.row)
    return any(
        other.kind == one.row.kind and other.about_id == one.row.about_id and _number(other) > step
        and other.due_at <= one.at + _HELD
        for other in facts.rows
    )  # fmt: skip


def _number(row: OutboxRow) -> int:
    """Which follow-up, or which reminder to say thank you."""
    return int(row.key.split(":")[2])


def _is_written_anew(facts: Facts, one: Dropped) -> bool:
    return any(
        other.kind == one.row.kind and other.about_id == one.row.about_id and other.id > one.row.id
        for other in facts.rows
    )


def _was_thanked(facts: Facts, one: Dropped) -> bool:
    thanked_at = facts.replies[one.row.about_id].thanked_at
    return thanked_at is not None and thanked_at <= one.at


def _a_newer_one_is_owed(facts: Facts, one: Dropped) -> bool:
    """The same candidate stated support once more, and nobody has thanked for that either."""
    reply = facts.replies[one.row.about_id]
    return any(
        newer.id > reply.id
        and newer.candidate_id == reply.candidate_id
        and newer.answer is Answer.SUPPORT
        and newer.logged_at <= one.at
        and (newer.withdrawn_at is None or newer.withdrawn_at > one.at)
        and (newer.thanked_at is None or newer.thanked_at > one.at)
        for newer in facts.replies.values()
    )


def _people_have_voted(facts: Facts, one: Dropped) -> bool:
    """Every race of these campaigns is that of the next general election."""
    del facts
    day = one.at.astimezone(NEW_YORK).date()
    return day.year % 2 == 0 and day >= general_election_day(day.year)


def _its_day_is_over(facts: Facts, one: Dropped) -> bool:
    zone = NEW_YORK if one.row.member_id is None else facts.zones.get(one.row.member_id, NEW_YORK)
    return one.at.astimezone(zone).date().isoformat() > date_of(one.row.key)


def _something_was_done(facts: Facts, one: Dropped) -> bool:
    """Since the digest was written, by its reader."""
    since, member_id = one.row.written_at, one.row.member_id
    moments = [contact.logged_at for contact in facts.contacts if contact.by_member_id == member_id]
    for reply in facts.replies.values():
        if reply.by_member_id == member_id:
            moments += [reply.logged_at, *([reply.thanked_at] if reply.thanked_at else [])]
    return any(since <= moment <= one.at for moment in moments)


def _always(facts: Facts, one: Dropped) -> bool:
    """So it is in these campaigns from the beginning."""
    del facts, one
    return True


_REASONS: Mapping[tuple[str, str], Callable[[Facts, Dropped], bool]] = {
    (FOLLOW_UP, "there is nothing to follow up"): _was_followed_up_or_ran_out,
    (FOLLOW_UP, "a later follow-up is due"): _a_later_one_is_due,
    (FOLLOW_UP, "it is said at another time"): _is_written_anew,
    (FOLLOW_UP, "the race is over"): _people_have_voted,
    (CHAIN_OVER, "it ended before"): _has_ended,
    (CHAIN_OVER, "it counts from a later request"): _is_still_counted,
    (CHAIN_OVER, "it is said at another time"): _is_written_anew,
    (THANKS, "they were thanked"): _was_thanked,
    (THANKS, "a later reminder is due"): _a_later_one_is_due,
    (THANKS, "a newer answer is to be thanked for"): _a_newer_one_is_owed,
    (LOOK_UP, "its candidates are known"): _always,
    (DIGEST, "nothing waits any more"): _something_was_done,
    (DIGEST_AT_CHOSEN_TIME, "nothing waits any more"): _something_was_done,
    (DIGEST, "its day is over"): _its_day_is_over,
    (DIGEST_AT_CHOSEN_TIME, "its day is over"): _its_day_is_over,
    (CHANNEL_DIGEST, "its day is over"): _its_day_is_over,
}
