"""The channel's digest at 8:30: what is covered, what is new, which races are silent or unequal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from handlers.cards import Block, Button, Card, Row, Rows
from handlers.digests.gathering import unequal_races
from handlers.digests.subjects import CHANNEL_DIGEST, date_of
from handlers.digests.wording import day_title, first_of, unequal_line
from handlers.districts.coverage import districts
from handlers.outreach.wording import ANSWERS
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest
from handlers.text import N_, NP_, Strong, Text
from handlers.timing import Ambiguous, Held, Quiet
from handlers.visits.delegation import Delegation, delegations
from handlers.visits.listing import how_it_stands
from handlers.visits.wording import when, whom
from storage import channel_digests, claims, members, news
from storage.news import NewAnswer, NewClaim
from storage.town_halls import askers
from storage.visits import visits

_NAMED = 5
_QUOTED = 140
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Covered:
    """The time whose news a digest tells: what was logged from `since` on, and before `until`."""

    since: datetime
    until: datetime


@reminder(CHANNEL_DIGEST, quiet=Quiet.LATER, ambiguous=Ambiguous.LOOK_THEN_DROP)
def channel_digest(due: DueRequest, coalition_id: int) -> Card | Dropped | Held:
    """Tell everybody what is new since the last digest that was said there, be that days ago."""
    del coalition_id
    today = due.now.astimezone(due.coalition.zone).date()
    if today.isoformat() != date_of(due.key):
        return Dropped("its day is over")
    covered = _time_covered(due)
    if isinstance(covered, Held):
        return covered
    body = [_seats(due), *_new(due, covered, today), *_visits(due, today)]
    body += [*_silent(due), *_unequal(due), *_deadline(due)]
    return Card(day_title(today), tuple(body), (Button(N_("All districts"), districts),))


def _time_covered(due: DueRequest) -> Covered | Held:
    """From where the last digest ended to where this one does. It waits until it knows which was the last."""
    own = channel_digests.with_key(due.db, due.key)
    if own is None:
        return Covered(due.now - _DAY, due.now)
    if channel_digests.is_one_on_its_way(due.db, own):
        return Held(due.now + _AGAIN, "the last digest may be on its way")
    last = channel_digests.last_said(due.db, own)
    since = due.coalition.set_up_at if last is None else last.until
    return Covered(since or own.until - _DAY, own.until)


def _new(due: DueRequest, covered: Covered, today: date) -> list[Block]:
    """What is new; the day from which on, where that is not yesterday."""
    new_claims = news.claims_between(due.db, covered.since, covered.until)
    answers = news.answers_between(due.db, covered.since, covered.until)
    day = covered.since.astimezone(due.coalition.zone).date()
    is_usual = day >= today - _DAY
    if not new_claims and not answers:
        if is_usual:
            return [Text(N_("Nothing new since yesterday."))]
        return [Text(N_("Nothing new since {day}."), day=day)]
    body: list[Block] = [] if is_usual else [Text(N_("What is new since {day}:"), day=day)]
    if new_claims:
        body.append(_claims(due, new_claims))
    return [*body, *_answers(due, answers)] if answers else body


def _seats(due: DueRequest) -> Text:
    covered = claims.by_office(due.db)
    seats = sum(one.seats for one in covered.values())
    led = sum(one.led for one in covered.values())
    return Text(
        NP_("{n} seat has somebody, {led} with a lead.", "{n} seats have somebody, {led} with a lead."),
        n=seats,
        led=led,
    )


def _claims(due: DueRequest, new: Sequence[NewClaim]) -> Text:
    people = members.people(due.db, [claim.member_id for claim in new[:_NAMED]])
    named = [
        Text(
            N_("{seat} ({who})"),
            seat=due.districts.catalogue[claim.seat_id].code,
            who=people[claim.member_id].name,
        )
        for claim in new[:_NAMED]
    ]
    return Text(
        NP_("{n} new claim: {claims}.", "{n} new claims: {claims}."),
        n=len(new),
        claims=first_of(named, len(new)),
    )


def _answers(due: DueRequest, new: Sequence[NewAnswer]) -> list[Block]:
    rows = tuple(Row(_answer(due, answer)) for answer in new[:_NAMED])
    more = len(new) - len(rows)
    heading = Text(NP_("{n} new answer", "{n} new answers"), n=len(new))
    body: list[Block] = [Text(N_("{heading}"), heading=Strong(heading)), Rows(rows)]
    return [*body, Text(NP_("and {n} more", "and {n} more"), n=more)] if more > 0 else body


def _answer(due: DueRequest, answer: NewAnswer) -> Text:
    seat = due.districts.catalogue[answer.seat_id].code
    said = Text(ANSWERS[answer.answer])
    first = next(iter(answer.words.strip().splitlines()), "")
    if not first:
        return Text(N_("{name} ({seat}): {answer}."), name=answer.name, seat=seat, answer=said)
    words = first if len(first) <= _QUOTED else f"{first[:_QUOTED].rstrip()}…"
    return Text(
        N_("{name} ({seat}): {answer}. “{words}”"), name=answer.name, seat=seat, answer=said, words=words
    )


def _visits(due: DueRequest, today: date) -> list[Block]:
    """The visits of the next seven days, a line each, and how many of them are not ready."""
    until = datetime.combine(today, time(), due.coalition.zone).astimezone(UTC) + _WEEK
    found = delegations(due, visits.between(due.db, due.now, until))
    if not found:
        return []
    unready = sum(not people.is_ready for people in found)
    sentence = NP_("{n} visit in the next seven days, ready", "{n} visits in the next seven days, all ready")
    if unready:
        sentence = NP_(
            "{n} visit in the next seven days, {unready} not ready",
            "{n} visits in the next seven days, {unready} not ready",
        )
    heading = Strong(Text(sentence, n=len(found), unready=unready))
    rows = tuple(Row(_visit(due, people)) for people in found[:_NAMED])
    body: list[Block] = [Text(N_("{heading}"), heading=heading), Rows(rows)]
    more = len(found) - len(rows)
    return [*body, Text(NP_("and {n} more", "and {n} more"), n=more)] if more else body


def _visit(due: DueRequest, people: Delegation) -> Text:
    visit = people.visit
    at, stands = when(visit.meeting), how_it_stands(people)
    return Text(N_("{whom}, {when}. {people}"), whom=whom(due, visit), when=at, people=stands)


def _silent(due: DueRequest) -> list[Block]:
    """Seats that somebody works and in whose coming race nobody was contacted, nor asked at a town hall."""
    today = due.now.astimezone(due.coalition.zone).date()
    seats = news.silent_seats(due.db, today)
    there = askers.asked_in_seats(due.db, seats)
    asked = {one.seat_id for one in there if one.candidate_id is not None and one.ends_at <= due.now}
    silent = [seat_id for seat_id in seats if seat_id not in asked]
    if not silent:
        return []
    codes = [due.districts.catalogue[seat_id].code for seat_id in silent[:_NAMED]]
    text = NP_("{n} race was not contacted yet: {races}.", "{n} races were not contacted yet: {races}.")
    return [Text(text, n=len(silent), races=first_of(codes, len(silent)))]


def _unequal(due: DueRequest) -> list[Block]:
    unequal = unequal_races(due)
    return [unequal_line(due, unequal)] if unequal else []


def _deadline(due: DueRequest) -> list[Block]:
    deadline = due.coalition.deadline
    if deadline is None:
        return []
    days = (deadline - due.now.astimezone(due.coalition.zone).date()).days
    if days < 0:
        return []
    if days == 0:
        return [Text(N_("The campaign's deadline is today."))]
    text = NP_("{n} day to the campaign's deadline, {day}.", "{n} days to the campaign's deadline, {day}.")
    return [Text(text, n=days, day=deadline)]
