"""What comes due for one person in the same minute is one message, and each part of it still lives."""

from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from bot.delivery import Delivery
from bot.outbox import instant
from bot.sandbox.faults import FaultKind
from handlers.areas import AREAS
from handlers.cards import Card
from handlers.registry import Registry, Reminder, reminder
from handlers.request import DueRequest
from handlers.text import N_, Text
from handlers.timing import Ambiguous, Company
from storage.outbox import OutboxRow, SendState
from tests.bot.test_tick import settings_of
from tests.bot.timed import NEW_YORK, SAID, WEDNESDAY, heard, met, move_to, tell
from tests.bot.workers import another_worker, pass_time, posted_cards, row, rows
from tests.handlers.outreach.asking import (
    JANE,
    SAM,
    add_candidate,
    days_later,
    go_to,
    log,
    log_reply,
    to_monday,
)
from tests.handlers.seeing import shows
from tests.processes import ended
from tests.workspace import ANA, Json, Workspace, labels

POST = "chat.postMessage"


@pytest.fixture
def asked(workspace: Workspace) -> datetime:
    """On Monday Ana has written to Jane Doe and to Sam Blake; the bot says nothing else by itself."""
    workspace.set_up(ANA, None)
    monday = to_monday(workspace)
    workspace.type("/claim-district PA-07")
    workspace.type("/digest off")
    for name in (JANE, SAM):
        add_candidate(workspace, name)
    for name in (JANE, SAM):
        log(workspace, "email", name)
    workspace.settle()
    return monday


def reminders(workspace: Workspace) -> list[Json]:
    return [message for message in workspace.direct(ANA) if "Follow up with" in message["text"]]


def sent(workspace: Workspace) -> list[OutboxRow]:
    return [row for row in rows(workspace, "follow-up") if row.state is SendState.SENT]


def test_two_reminders_of_one_minute_are_one_message(workspace: Workspace, asked: datetime) -> None:
    go_to(workspace, days_later(asked, 3))
    (message,) = reminders(workspace)
    for name in (JANE, SAM):
        assert f"Follow up with {name} (PA-07), follow-up 1 of 3" in message["text"]
    assert labels(message) == ["I followed up", "They replied", "Tomorrow"] * 2
    assert {row.sent_id for row in sent(workspace)} == {message["ts"]}
    assert len({row.joined for row in sent(workspace)}) == 1


def test_pressing_one_part_leaves_the_other(workspace: Workspace, asked: datetime) -> None:
    go_to(workspace, days_later(asked, 3))
    (message,) = reminders(workspace)
    workspace.press("I followed up", message)
    now = shows(workspace, message, "followed up 1 of 3 times")
    assert "Follow up with Sam Blake (PA-07), follow-up 1 of 3" in now["text"]
    assert "Jane Doe (PA-07): followed up 1 of 3 times." in now["text"]


def test_an_answer_to_one_ends_its_part_alone(workspace: Workspace, asked: datetime) -> None:
    go_to(workspace, days_later(asked, 3))
    (message,) = reminders(workspace)
    log_reply(workspace, name=SAM)
    now = shows(workspace, message, "Sam Blake (PA-07) answered.")
    assert "Follow up with Jane Doe" in now["text"]
    assert labels(now) == ["I followed up", "They replied", "Tomorrow"]


def test_parts_that_two_processes_redraw_at_once_are_all_current(
    workspace: Workspace, asked: datetime, tmp_path: Path
) -> None:
    """What one has drawn before the other's part changed arrives after it."""
    go_to(workspace, days_later(asked, 3))
    (message,) = reminders(workspace)
    held = workspace.sandbox.faults.hold("chat.update")
    log_reply(workspace, name=JANE, Answer="undecided")
    held.wait_until_reached()
    log_reply(workspace, name=SAM, Answer="undecided")
    other = ended(
        ["tick", f"--at={instant(workspace.runtime.clock.now())}"], tmp_path, settings_of(workspace)
    )
    assert other.code == 0, other
    shows(workspace, message, "Sam Blake (PA-07) answered.")
    held.release()
    shows(workspace, message, "Jane Doe (PA-07) answered.")
    assert workspace.eventually(lambda: all_are_current(workspace))
    shows(workspace, message, "Sam Blake (PA-07) answered.")


def all_are_current(workspace: Workspace) -> bool:
    return all(card.shown_version == card.wanted_version for card in posted_cards(workspace))


def test_what_is_no_longer_needed_is_not_a_part(workspace: Workspace, asked: datetime) -> None:
    log_reply(workspace, name=SAM, Answer="undecided")
    go_to(workspace, days_later(asked, 3))
    (message,) = reminders(workspace)
    assert SAM not in message["text"]
    assert sent(workspace)[0].joined is None


@pytest.mark.parametrize("kind", [FaultKind.DROPPED_AFTER, FaultKind.SERVER_ERROR_AFTER])
def test_one_that_arrived_all_the_same_is_found_for_all_its_parts(
    workspace: Workspace, asked: datetime, kind: FaultKind
) -> None:
    workspace.sandbox.faults.fail(POST, kind)
    go_to(workspace, days_later(asked, 3))
    pass_time(workspace)
    workspace.settle()
    (message,) = reminders(workspace)
    assert {row.sent_id for row in sent(workspace)} == {message["ts"]}
    workspace.press("I followed up", message)
    shows(workspace, message, "Jane Doe (PA-07): followed up 1 of 3 times.")


@pytest.mark.parametrize("kind", [FaultKind.DROPPED, FaultKind.RATE_LIMITED])
def test_one_that_did_not_arrive_is_said(workspace: Workspace, asked: datetime, kind: FaultKind) -> None:
    workspace.sandbox.faults.fail(POST, kind)
    go_to(workspace, days_later(asked, 3))
    assert reminders(workspace) == []
    for _ in range(2):
        pass_time(workspace)
        workspace.settle()
    text = "\n".join(message["text"] for message in reminders(workspace))
    for name in (JANE, SAM):
        assert text.count(f"Follow up with {name}") == 1
    assert len(sent(workspace)) == 2


def test_at_most_ten_are_one_message(on_sqlite: Workspace) -> None:
    on_sqlite.set_up()
    monday = to_monday(on_sqlite)
    on_sqlite.type("/claim-district PA-07")
    on_sqlite.type("/digest off")
    names = [f"Alex Number{letter}" for letter in "abcdefghijkl"]
    for name in names:
        add_candidate(on_sqlite, name)
        log(on_sqlite, "email", name)
    go_to(on_sqlite, days_later(monday, 3))
    messages = reminders(on_sqlite)
    assert [message["text"].count("Follow up with") for message in messages] == [10, 2]
    assert all(name in "".join(message["text"] for message in messages) for name in names)


def test_that_they_come_late_is_said_once(workspace: Workspace, asked: datetime) -> None:
    go_to(workspace, days_later(asked, 3, hour=11))
    (message,) = reminders(workspace)
    assert message["text"].startswith("This should have reached you ")
    assert message["text"].count("This should have reached you ") == 1
    for name in (JANE, SAM):
        assert f"Follow up with {name} (PA-07), follow-up 1 of 3\nYou wrote an email" in message["text"]


def test_of_many_none_is_lost_when_a_message_of_them_may_have_arrived(on_sqlite: Workspace) -> None:
    """Three messages: of the first nobody knows whether it arrived, the second does not."""
    on_sqlite.set_up(ANA, None)
    monday = to_monday(on_sqlite)
    on_sqlite.type("/claim-district PA-07")
    on_sqlite.type("/digest off")
    names = [f"Alex Number{letter}" for letter in "abcdefghijklmnopqrstuvw"]
    for name in names:
        add_candidate(on_sqlite, name)
        log(on_sqlite, "email", name)
    on_sqlite.settle()
    on_sqlite.sandbox.faults.fail(POST, FaultKind.DROPPED_AFTER)
    on_sqlite.sandbox.faults.fail(POST, FaultKind.DROPPED)
    go_to(on_sqlite, days_later(monday, 3))
    for _ in range(3):
        pass_time(on_sqlite)
        on_sqlite.settle()
    said = "\n".join(message["text"] for message in reminders(on_sqlite))
    assert [said.count(f"Follow up with {name} ") for name in names] == [1] * len(names)
    assert len(sent(on_sqlite)) == len(names)


ONE, OTHER, RATHER_NEVER = "one-nudge", "other-nudge", "nudge-rather-never"


def in_company(kind: str, ambiguous: Ambiguous = Ambiguous.LOOK_THEN_SEND) -> Reminder:
    """A kind that comes with others of its sort."""

    @reminder(kind, ambiguous=ambiguous, company=Company.WITH_OTHERS)
    def made(due: DueRequest, row_id: int) -> Card:
        del due, row_id
        return Card(body=(Text(N_("This is a nudge.")),))

    return made


@pytest.fixture
def worker(on_sqlite: Workspace) -> Delivery:
    """It is Wednesday noon where Ana is, and nothing else is said."""
    met(on_sqlite, ANA)
    move_to(on_sqlite, NEW_YORK, WEDNESDAY, 12)
    more = ModuleType("more")
    more.__dict__["one"] = in_company(ONE)
    more.__dict__["other"] = in_company(OTHER)
    more.__dict__["rather_never"] = in_company(RATHER_NEVER, Ambiguous.LOOK_THEN_DROP)
    return another_worker(on_sqlite, registry=Registry((*AREAS, more)))


@pytest.mark.parametrize(
    ("kind", "ago", "messages"),
    [
        (ONE, timedelta(0), 1),
        (OTHER, timedelta(0), 1),
        (OTHER, timedelta(minutes=1), 2),
        (OTHER, timedelta(days=1), 2),
        (RATHER_NEVER, timedelta(0), 2),
    ],
)
def test_together_comes_what_is_of_one_minute_and_one_policy(
    on_sqlite: Workspace, worker: Delivery, kind: str, ago: timedelta, messages: int
) -> None:
    """Where it may not look, the worker could not do right by rows of two policies in one message."""
    tell(on_sqlite, ANA, "a", kind=ONE)
    tell(on_sqlite, ANA, "b", kind=kind, ago=ago)
    on_sqlite.run(worker.deliver_due())
    assert len({row(on_sqlite, key).sent_id for key in "ab"}) == messages
    assert sum(text.count(SAID) for text in heard(on_sqlite, ANA)) == 2
