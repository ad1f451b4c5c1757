"""Months of a campaign in a minute: people act at random, Slack fails at random, and the clock runs on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.sandbox.faults import FaultKind
from handlers.areas import all_areas
from handlers.request import PROFILE
from handlers.timing import Quiet, Weekends
from storage.database import Purpose
from storage.members import AccountRow
from storage.outbox import OutboxRow, SendState
from storage.outreach.chains import ChainRow
from tests.bot.workers import pass_time
from tests.handlers.outreach.asking import add_candidate, log_another, log_reply
from tests.soak.dropped import unexplained
from tests.workspace import ANA, BEN, CAMPAIGN, CORA, DEE, Json, Workspace, labels

ZONES = {
    ANA: ZoneInfo("America/New_York"),
    BEN: ZoneInfo("America/Chicago"),
    CORA: ZoneInfo("America/Denver"),
    DEE: ZoneInfo("America/Los_Angeles"),
}
DISTRICTS = {ANA: "PA-07", BEN: "IL-07", CORA: "CO-01", DEE: "CA-12"}
NAMES = {
    ANA: ("Ada North", "Ann South"),
    BEN: ("Bea North", "Bob South"),
    CORA: ("Cleo North", "Curt South"),
    DEE: ("Dora North", "Dan South"),
}
MOODS = (
    FaultKind.RATE_LIMITED,
    FaultKind.SERVER_ERROR,
    FaultKind.SERVER_ERROR_AFTER,
    FaultKind.DROPPED,
    FaultKind.DROPPED_AFTER,
)
CHANNELS = (CAMPAIGN, "C0GENERAL")
_HOURS = ("7am", "9:15pm")
_MORNING, _NIGHT = time(8), time(21)
_SATURDAY = 5
_MOST_TRIES = 60


def next_clock_change(after: datetime, zone: ZoneInfo = ZONES[ANA]) -> datetime:
    """The next day on which that zone's clocks change, at noon."""
    day = after.astimezone(zone).replace(hour=12, minute=0, second=0, microsecond=0).astimezone(UTC)
    while day.astimezone(zone).utcoffset() == (day + timedelta(days=1)).astimezone(zone).utcoffset():
        day += timedelta(days=1)
    return day


def be_moody(workspace: Workspace, chance: float, dice: Random) -> None:
    """From now on Slack fails to post: in every way once, then at random."""
    faults = workspace.sandbox.faults
    for kind in MOODS:
        if kind is FaultKind.RATE_LIMITED:
            faults.rate_limit("chat.postMessage", retry_after=1)
        else:
            faults.fail("chat.postMessage", kind)
    faults.at_random("chat.postMessage", MOODS, chance, dice)


@dataclass
class Months:
    """A campaign of four, each with a district and two candidates; Slack fails at one call in ten."""

    workspace: Workspace
    dice: Random
    chance: float = 0.1
    passes: int = 0
    nights_away: float = 0.2
    back: list[datetime] = field(default_factory=list[datetime])
    """When the bot came back, after it had been down."""
    held: Counter[str] = field(default_factory=Counter[str])
    """How many rows waited for a morning, by whether it was for the hour or the day."""
    acts: Counter[str] = field(default_factory=Counter[str])

    def begin(self, start: datetime) -> None:
        """Everybody has claimed a district; from then on Slack is moody."""
        self._go_to(start)
        self.workspace.set_up()
        for user, district in DISTRICTS.items():
            self.workspace.type(f"/claim-district {district}", user)
            for name in NAMES[user]:
                add_candidate(self.workspace, name, district, user)
        self.workspace.type(f"/digest {_HOURS[0]}", DEE)
        self.workspace.settle()
        faults = self.workspace.sandbox.faults
        be_moody(self.workspace, self.chance, self.dice)
        of_history = (FaultKind.SERVER_ERROR, FaultKind.DROPPED)
        faults.at_random("conversations.history", of_history, self.chance, self.dice)

    def run(self, days: int) -> None:
        """Live through so many days: act once or twice on each, and say whatever comes due in between."""
        end = self._now() + timedelta(days=days)
        for moment in self._moments(end):
            self._live_until(moment)
            self._act()
        self._live_until(end)

    def _moments(self, end: datetime) -> Iterator[datetime]:
        """When somebody acts, on about two of three days."""
        moment = self._now()
        while True:
            moment += timedelta(hours=self.dice.uniform(6, 60))
            if moment >= end:
                return
            yield moment

    def _live_until(self, moment: datetime) -> None:
        while True:
            due = self.workspace.run(self.workspace.runtime.next_due(self.workspace.key))
            if due is None or due > moment:
                break
            self._go_to(self._next_look(due, moment))
            self._say_all()
        self._go_to(moment)
        self._say_all()

    def _next_look(self, due: datetime, latest: datetime) -> datetime:
        """When the bot looks at what is due then: at once, or at night, since it was down until then.

        Until something was held for the hour, it is down whenever something comes due.
        """
        if self.held["quiet hours"] and self.dice.random() >= self.nights_away:
            return due + timedelta(seconds=1)
        night = due + timedelta(hours=self.dice.uniform(12, 16))
        if night >= latest:
            return due + timedelta(seconds=1)
        self.back.append(night - timedelta(seconds=1))
        return night

    def _say_all(self) -> None:
        """Pass after pass, as over the next minutes, until nothing that is due waits."""
        for _ in range(_MOST_TRIES):
            self.workspace.settle()
            self.passes += 1
            self._note_held()
            if not self._waits():
                return
            pass_time(self.workspace)
        raise AssertionError(f"still waiting: {self._waits()}")

    def _note_held(self) -> None:
        statement = select(OutboxRow.why).where(
            OutboxRow.state == SendState.PENDING, OutboxRow.why.like("% in America/%")
        )
        with self.workspace.database.transaction(self.workspace.coalition_id, Purpose.READ) as db:
            self.held.update((why or "").split(" in ")[0] for why in db.scalars(statement))

    def _waits(self) -> list[str]:
        statement = select(OutboxRow.key).where(
            OutboxRow.state.in_((SendState.PENDING, SendState.SENDING)), OutboxRow.due_at <= self._now()
        )
        with self.workspace.database.transaction(self.workspace.coalition_id, Purpose.READ) as db:
            return list(db.scalars(statement))

    def _act(self) -> None:
        user = self.dice.choice(sorted(ZONES))
        name = self.dice.choice(NAMES[user])
        act = self.dice.choice(("contact", "contact", "reply", "press", "press", "take back", "digest"))
        self.acts[act] += 1
        match act:
            case "contact":
                log_another(self.workspace, self.dice.choice(("email", "phone", "letter")), name, user)
            case "reply":
                answer = self.dice.choice(("support", "undecided", "opposed"))
                log_reply(self.workspace, user, name, "What they said.", Answer=answer)
            case "press":
                self._press(user)
            case "digest":
                self.workspace.type(f"/digest {self.dice.choice(self._wishes(user))}", user)
            case _:
                told = log_another(self.workspace, "email", name, user)
                self.workspace.press("Take it back", told, user)

    def _wishes(self, user: str) -> Sequence[str]:
        """When somebody may want their digest. Dee always wants it at an hour of her own."""
        return _HOURS if user == DEE else (*_HOURS, "weekdays", "every day")

    def _press(self, user: str) -> None:
        """A button of a nudge, new or old."""
        wanted = ("I followed up", "Tomorrow", "I said thank you", "Yes")
        offered = [(m, label) for m in self.workspace.direct(user) for label in labels(m) if label in wanted]
        if offered:
            message, label = self.dice.choice(offered)
            self.workspace.press(label, message, user)

    def _now(self) -> datetime:
        return self.workspace.runtime.clock.now()

    def _go_to(self, moment: datetime) -> None:
        away = (moment - self._now()).total_seconds()
        if away > 0:
            self.workspace.advance(seconds=away)


@dataclass(frozen=True)
class Said:
    """A message of the bot's own, with its mark: to whom (None: a channel), when by the campaign's clock."""

    mark: str
    user: str | None
    at: datetime


def everything_said(workspace: Workspace) -> list[Said]:
    """All marked messages, as Slack has them."""
    found = [said for channel in CHANNELS for said in _marked(workspace, channel, None)]
    for user in ZONES:
        channel = workspace.web_api("conversations.open", users=user)["channel"]["id"]
        found += _marked(workspace, channel, user)
    return found


def _marked(workspace: Workspace, channel: str, user: str | None) -> Iterator[Said]:
    cursor = ""
    while True:
        page: Json = workspace.web_api(
            "conversations.history", channel=channel, include_all_metadata="true", limit="200", cursor=cursor
        )
        for message in page["messages"]:
            payload = message.get("metadata", {}).get("event_payload", {})
            if "mark" in payload:
                yield Said(payload["mark"], user, datetime.fromtimestamp(float(message["ts"]), UTC))
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return


def all_rows(workspace: Workspace) -> list[OutboxRow]:
    """The outbox, but for look-ups, which are no messages."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(OutboxRow).where(OutboxRow.kind != PROFILE).order_by(OutboxRow.id)))


def mark_of(row: OutboxRow) -> str:
    """The mark of the message that a row came in."""
    return row.joined or f"{row.coalition_id:x}-{row.id:x}"


def check_all_was_said_once(workspace: Workspace) -> None:
    """Each row that is sent is in one message, and each message has rows that are sent; none was lost.

    What was not said has a reason that is known here, and was so.
    """
    found = all_rows(workspace)
    assert {row.state for row in found} <= {SendState.SENT, SendState.DROPPED, SendState.PENDING}
    said = [one.mark for one in everything_said(workspace)]
    assert len(said) == len(set(said))
    assert set(said) == {mark_of(row) for row in found if row.state is SendState.SENT}
    now = workspace.runtime.clock.now()
    assert [row.key for row in found if row.state is SendState.PENDING and row.due_at <= now] == []
    lost = unexplained(workspace)
    assert lost == [], lost


def check_manners(workspace: Workspace) -> None:
    """Nothing at night or at the weekend to a person whose kind waits for the morning."""
    manners = {name: kind.manners for name, kind in all_areas().reminders.items()}
    sent = [row for row in all_rows(workspace) if row.state is SendState.SENT]
    kinds = {mark_of(row): row.kind for row in sent}
    for one in everything_said(workspace):
        if one.user is None:
            continue
        local, wanted = one.at.astimezone(ZONES[one.user]), manners[kinds[one.mark]]
        if wanted.quiet is Quiet.LATER:
            assert _MORNING <= local.time() < _NIGHT, (kinds[one.mark], local)
        if wanted.weekends is Weekends.LATER:
            assert local.weekday() < _SATURDAY, (kinds[one.mark], local)


def check_no_nudge_after_the_end(months: Months) -> None:
    """No follow-up of a chain once that had ended, and none at any hour but nine, unless the bot was away."""
    workspace = months.workspace
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        chains = {chain.id: chain for chain in db.scalars(select(ChainRow))}
        users: dict[int, str] = {
            member: user for member, user in db.execute(select(AccountRow.member_id, AccountRow.external_id))
        }
    at = {one.mark: one.at for one in everything_said(workspace)}
    nudges = [r for r in all_rows(workspace) if r.kind == "follow-up" and r.state is SendState.SENT]
    for row in nudges:
        said, closed = at[mark_of(row)], chains[row.about_id].closed_at
        assert closed is None or said <= closed, row.key
        assert row.member_id is not None
        is_late = any(timedelta(0) <= said - back <= timedelta(days=4) for back in months.back)
        assert said.astimezone(ZONES[users[row.member_id]]).hour == 9 or is_late, (row.key, said)


def kinds_said(workspace: Workspace) -> Sequence[str]:
    """Which kinds were said at least once."""
    return sorted({row.kind for row in all_rows(workspace) if row.state is SendState.SENT})
