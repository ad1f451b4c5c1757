"""Whatever happens to a chain, in any order, it stands as a model of twenty lines says."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from handlers.outreach.subjects import FOLLOW_UP
from storage.database import Purpose
from storage.outbox import OutboxRow, SendState
from tests.arranged_once import ArrangedOnce
from tests.handlers.outreach.asking import (
    JANE,
    NEW_YORK,
    add_candidate,
    go_to,
    log,
    log_another,
    log_reply,
    nudges,
)
from tests.handlers.seeing import answer
from tests.workspace import Workspace, labels

SATURDAY = 5


@dataclass
class Model:
    """One candidate who is asked: when first, how often again, whether they answered; what is said of it.

    What is logged later and was earlier than the first request is the first one from then on. Putting a
    reminder off has it said again; giving the district back ends it before it has run out, since nobody else
    leads there. `to_come` are reminders with their steps; `said` the steps of those that were said.
    """

    began: datetime | None = None
    again: int = 0
    last: datetime | None = None
    first_logged: datetime | None = None
    answers: int = 0
    is_known: bool = False
    mornings: list[datetime] = field(default_factory=list[datetime])
    to_come: set[tuple[datetime, int]] = field(default_factory=set[tuple[datetime, int]])
    said: list[int] = field(default_factory=list[int])
    has_button: bool = False

    def contact(self, now: datetime, at: datetime) -> None:
        self.is_known, self.has_button = True, False
        if self.began is None or self.over(now):
            self.begin(at, 0, now, None)
        elif at < self.began:
            self.begin(at, self.again + 1, now, self.last or self.first_logged)
        else:
            self.again, self.last = self.again + 1, now

    def begin(self, at: datetime, again: int, logged: datetime, last: datetime | None) -> None:
        self.began, self.again, self.first_logged, self.last = at, again, logged, last
        self.mornings = [nine(at, days) for days in (3, 7, 14, 21)]
        self.to_come = {(due, step) for step, due in enumerate(self.mornings[:3], 1) if due > logged}

    def reply(self) -> None:
        self.answers, self.again = self.answers + 1, 0
        self.end()

    def release(self, now: datetime) -> None:
        if self.began is not None and not self.over(now):
            self.end()

    def end(self) -> None:
        self.began, self.to_come, self.has_button = None, set(), False

    def put_off(self, now: datetime) -> None:
        if self.has_button and (step := self.step_due(now)):
            self.to_come.add((nine(now, 1), step))

    def look(self, now: datetime) -> None:
        """What is due by now is said, called off, or held until Monday."""
        due = {one for one in self.to_come if one[0] <= now}
        self.to_come -= due
        wanted = {one for one in due if one[1] == self.step_due(now)}
        if now.weekday() >= SATURDAY:
            self.to_come |= {(nine(now, 0).replace(hour=8), step) for _, step in wanted}
        elif wanted:
            self.has_button = True
            self.said += [step for _, step in wanted]

    def step_due(self, now: datetime) -> int | None:
        """Which follow-up is due that nobody has logged."""
        due = 0 if self.began is None else sum(at <= now for at in self.mornings[:3])
        done = self.last is not None and due > 0 and self.last >= self.mornings[due - 1]
        return due if self.again < due and not done and not self.over(now) else None

    def over(self, now: datetime) -> bool:
        return now >= self.mornings[3]

    def says(self, now: datetime) -> str:
        if self.answers:
            return "Answer: Undecided"
        if self.began is None:
            return "Last contact: Email" if self.is_known else "Not contacted yet."
        if self.over(now):
            return "No response." if self.again >= 3 else f"Not followed up ({self.again} of 3)."
        if due := self.step_due(now):
            return f"Follow-up {due} of 3 is due."
        return f"Followed up {min(self.again, 3)} of 3 times" if self.again else "No answer yet."


def nine(moment: datetime, days: int) -> datetime:
    """Nine o'clock that many days later, or on the Monday after."""
    then = moment + timedelta(days=days)
    then += timedelta(days={5: 2, 6: 1}.get(then.weekday(), 0))
    return then.replace(hour=9, minute=0, second=0, microsecond=0)


acts = st.one_of(
    st.just("contact"), st.just("contact"), st.just("older"), st.just("reply"), st.just("put off"),
    st.just("put off"), st.just("release"), st.integers(1, 9), st.integers(1, 9), st.integers(1, 9),
)  # fmt: skip
happenings = st.lists(acts, min_size=2, max_size=8).map(lambda acts: ["contact", *acts])
days_ahead = st.integers(0, 150)
"""When it begins: on any day of the week, and the clocks change on the way."""


def tried(most: int) -> settings:
    """So many examples, the same every time."""
    return settings(
        max_examples=most,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        derandomize=True,
    )


@tried(20)
@given(days_ahead, happenings)
@example(0, ["contact", 4, "reply", 4, "contact", 3, "put off"])
@example(0, ["contact", 4, "put off", "put off", 2, "put off", 3, "contact", 7])
@example(0, ["contact", 3, "put off", "contact", 4, "put off", "reply", 3])
@example(0, ["contact", 4, "put off", "release", 3, "contact", 9, 9, 9])
def test_a_chain_stands_as_the_model_says(
    arranged_once: ArrangedOnce, tmp_path: Path, days_ahead: int, happenings: list[str | int]
) -> None:
    live_through(arranged_once, tmp_path, days_ahead, happenings)


@pytest.mark.soak
@tried(150)
@given(days_ahead, happenings)
def test_many_chains_stand_as_the_model_says(
    arranged_once: ArrangedOnce, tmp_path: Path, days_ahead: int, happenings: list[str | int]
) -> None:
    live_through(arranged_once, tmp_path, days_ahead, happenings)


def one_candidate(workspace: Workspace) -> None:
    """Who is asked; their reminders come alone."""
    workspace.type("/digest off")
    add_candidate(workspace)


def live_through(once: ArrangedOnce, folder: Path, ahead: int, happenings: list[str | int]) -> None:
    """Let it all happen in a workspace of its own, and look after each step what is shown and was said."""
    model = Model()
    with once.opened(one_candidate, folder) as workspace:
        if ahead:
            to_noon(workspace, ahead)
        for number, happening in enumerate(happenings):
            happen(workspace, model, number, happening)
            workspace.settle()
            now = workspace.runtime.clock.now().astimezone(NEW_YORK)
            model.look(now)
            assert model.says(now) in standing(workspace)
            assert said_steps(workspace) == model.said
        assert workspace.sandbox.refusals == []


def to_noon(workspace: Workspace, days: int) -> None:
    """Move the clock by so many days, to noon in New York."""
    later = workspace.runtime.clock.now().astimezone(NEW_YORK) + timedelta(days=days)
    go_to(workspace, later.replace(hour=12, minute=0, second=0, microsecond=0))


def happen(workspace: Workspace, model: Model, number: int, happening: str | int) -> None:
    """Have one thing happen, the so manieth, to the candidate and to the model."""
    now = workspace.runtime.clock.now().astimezone(NEW_YORK)
    match happening:
        case int():
            to_noon(workspace, happening)
        case "contact":
            log_another(workspace)
            model.contact(now, now)
        case "older":
            at = (now - timedelta(days=2)).replace(hour=11, minute=10 + number, second=0, microsecond=0)
            log(workspace, f"email {at:%Y-%m-%d %H:%M}")
            model.contact(now, at)
        case "put off":
            put_off(workspace)
            model.put_off(now)
        case "release":
            workspace.type("/claim-district PA-07")
            workspace.type("/release-district PA-07")
            model.release(now)
        case _:
            log_reply(workspace, Answer="undecided")
            model.reply()


def said_steps(workspace: Workspace) -> list[int]:
    """For which follow-ups somebody was reminded, in the order in which that was said."""
    statement = (
        select(OutboxRow.key)
        .where(OutboxRow.kind == FOLLOW_UP, OutboxRow.state == SendState.SENT)
        .order_by(OutboxRow.settled_at, OutboxRow.id)
    )
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return [int(key.split(":")[2]) for key in db.scalars(statement)]


def put_off(workspace: Workspace) -> None:
    """Press **Tomorrow** on the newest reminder, if there is one."""
    for message in reversed(nudges(workspace, words=JANE)):
        if "Tomorrow" in labels(message):
            workspace.press("Tomorrow", message)
            return


def standing(workspace: Workspace) -> str:
    """What the list says of the candidate."""
    told = answer(workspace.type("/candidates PA-07"))
    return told["text"].split(JANE)[1].split("[Log contact]")[0]
