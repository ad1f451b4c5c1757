"""Whatever happens to a chain, in any order, it stands as a model of twenty lines says."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.handlers.outreach.asking import NEW_YORK, add_candidate, go_to, log, log_another, log_reply, nudges
from tests.handlers.seeing import answer, shows
from tests.workspace import Workspace, labels

_NUMBERS = count(1)


@dataclass
class Model:
    """One candidate who is asked: when first, how often again, whether they answered.

    What is logged later and was earlier than the first request is the first one from then on.

    Putting a reminder off changes nothing; giving the district back ends it before it has run out, since
    nobody else leads there.
    """

    began: datetime | None = None
    again: int = 0
    last: datetime | None = None
    first_logged: datetime | None = None
    answers: int = 0
    is_known: bool = False
    mornings: list[datetime] = field(default_factory=list[datetime])

    def contact(self, now: datetime, at: datetime) -> None:
        self.is_known = True
        if self.began is None or self.over(now):
            self.begin(at, 0, now, None)
        elif at < self.began:
            self.begin(at, self.again + 1, now, self.last or self.first_logged)
        else:
            self.again, self.last = self.again + 1, now

    def begin(self, at: datetime, again: int, logged: datetime, last: datetime | None) -> None:
        self.began, self.again, self.first_logged, self.last = at, again, logged, last
        self.mornings = [nine(at, days) for days in (3, 7, 14, 21)]

    def reply(self) -> None:
        self.answers, self.began, self.again = self.answers + 1, None, 0

    def release(self, now: datetime) -> None:
        if self.began is not None and not self.over(now):
            self.began = None

    def over(self, now: datetime) -> bool:
        return now >= self.mornings[3]

    def says(self, now: datetime) -> str:
        due = 0 if self.began is None else sum(at <= now for at in self.mornings[:3])
        if self.answers:
            return "Answer: Undecided"
        if self.began is None:
            return "Last contact: Email" if self.is_known else "Not contacted yet."
        if self.over(now):
            return "No response." if self.again >= 3 else f"Not followed up ({self.again} of 3)."
        done = self.last is not None and due > 0 and self.last >= self.mornings[due - 1]
        if self.again < due and not done:
            return f"Follow-up {due} of 3 is due."
        return f"Followed up {min(self.again, 3)} of 3 times" if self.again else "No answer yet."


def nine(moment: datetime, days: int) -> datetime:
    """Nine o'clock that many days later, or on the Monday after."""
    then = moment + timedelta(days=days)
    then += timedelta(days={5: 2, 6: 1}.get(then.weekday(), 0))
    return then.replace(hour=9, minute=0, second=0, microsecond=0)


acts = st.one_of(
    st.just("contact"), st.just("contact"), st.just("older"), st.just("reply"), st.just("put off"),
    st.just("release"),
    st.integers(1, 9), st.integers(1, 9),
)  # fmt: skip


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(st.lists(acts, min_size=2, max_size=8))
def test_a_chain_stands_as_the_model_says(on_sqlite: Workspace, happenings: list[str | int]) -> None:
    name, model, minutes = f"Candidate Nr{next(_NUMBERS)}x", Model(), count(10)
    add_candidate(on_sqlite, name)
    for happening in happenings:
        now = on_sqlite.runtime.clock.now().astimezone(NEW_YORK)
        if isinstance(happening, int):
            later = (now + timedelta(days=happening)).replace(hour=12, minute=0, second=0, microsecond=0)
            go_to(on_sqlite, later)
        elif happening == "contact":
            log_another(on_sqlite, name=name)
            model.contact(now, now)
        elif happening == "older":
            at = (now - timedelta(days=2)).replace(hour=11, minute=next(minutes), second=0, microsecond=0)
            log(on_sqlite, f"email {at:%Y-%m-%d %H:%M}", name=name)
            model.contact(now, at)
        elif happening == "put off":
            put_off(on_sqlite, name)
        elif happening == "release":
            on_sqlite.type("/claim-district PA-07")
            on_sqlite.type("/release-district PA-07")
            model.release(now)
        else:
            log_reply(on_sqlite, name=name, Answer="undecided")
            model.reply()
        now = on_sqlite.runtime.clock.now().astimezone(NEW_YORK)
        assert model.says(now) in standing(on_sqlite, name)
    assert on_sqlite.sandbox.refusals == []


def put_off(workspace: Workspace, name: str) -> None:
    """Press **Tomorrow** on the newest reminder of that candidate, if there is one."""
    for message in reversed(nudges(workspace, words=name)):
        if "Tomorrow" in labels(message):
            workspace.press("Tomorrow", message)
            return


def standing(workspace: Workspace, name: str) -> str:
    """What the list says of a candidate; they may be on any of its pages."""
    told = answer(workspace.type("/candidates PA-07"))
    page = 1
    while name not in told["text"]:
        page += 1
        workspace.press("Next page", told)
        told = shows(workspace, told, f"Page {page} of")
    lines = told["text"].split(name)[1]
    return lines.split("[Log contact]")[0]
