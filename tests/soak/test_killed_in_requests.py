"""`kill -9` in the middle of a request: all of it counts or nothing, and asking again does it once."""

import signal
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from handlers.arguments.districts import DistrictIndex
from storage.claims import Part
from storage.database import Purpose
from storage.history import HistoryRow, Subject
from tests.bot.test_tick import settings_of
from tests.bot.timed import silence
from tests.bot.workers import pass_time
from tests.databases import SqliteFactory
from tests.handlers.outreach.asking import JANE, add_candidate, contacts, waiting
from tests.handlers.seeing import answer
from tests.handlers.stored import working_on
from tests.processes import free_port, running
from tests.soak.dying import DIE_AT, Point
from tests.workspace import ANA, BEN, CAMPAIGN, Json, Workspace, opened

_PATIENCE = 60.0
IN_REQUESTS = [Point.ANSWERING, Point.ANSWERED]


@dataclass(frozen=True)
class Apart:
    """A workspace whose bot is a process of its own, started anew as often as it has died."""

    workspace: Workspace
    folder: Path
    port: int

    @contextmanager
    def served(self) -> Generator[None]:
        """People are answered."""
        with running(self.folder, settings_of(self.workspace, PORT=str(self.port))):
            yield

    @contextmanager
    def dying(self, point: Point) -> Generator[None]:
        """Whoever asks first is the last one."""
        settings = settings_of(self.workspace, PORT=str(self.port), **{DIE_AT: point.value})
        with running(self.folder, settings) as bot:
            yield
            assert bot.process.wait(_PATIENCE) == -signal.SIGKILL, bot.err


@contextmanager
def set_apart(database_url: str, districts: DistrictIndex, folder: Path) -> Generator[Apart]:
    """Ana is admin and leads PA-07, where Jane Doe runs."""
    port = free_port()
    events_url = f"http://127.0.0.1:{port}/slack/events"
    with opened(database_url, districts, folder, events_url=events_url) as workspace:
        silence(workspace)
        apart = Apart(workspace, folder, port)
        with apart.served():
            workspace.set_up()
            workspace.type("/claim-district PA-07")
            add_candidate(workspace)
            workspace.settle()
        yield apart


@pytest.fixture
def apart(database_url: str, districts: DistrictIndex, tmp_path: Path) -> Iterator[Apart]:
    with set_apart(database_url, districts, tmp_path) as made:
        yield made


@pytest.fixture
def apart_on_sqlite(
    sqlite_factory: SqliteFactory, districts: DistrictIndex, tmp_path: Path
) -> Iterator[Apart]:
    with sqlite_factory.fresh(tmp_path) as url, set_apart(url, districts, tmp_path) as made:
        yield made


def written_of_contacts(workspace: Workspace) -> int:
    """How many writes the history of contacts has."""
    statement = select(func.count()).where(HistoryRow.subject == Subject.CONTACT)
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return db.scalars(statement).one()


def a_contact_counts_once(apart: Apart, point: Point) -> None:
    """Typed, not answered, delivered again by Slack, and typed again."""
    workspace, line = apart.workspace, f'/log-contact "{JANE}" email'
    with apart.dying(point):
        assert workspace.type(line).raw["error"] == "dispatch_failed"
    kept = int(point is Point.ANSWERED)
    assert (len(contacts(workspace)), written_of_contacts(workspace)) == (kept, kept)
    assert len(waiting(workspace, "follow-up")) == 3 * kept
    with apart.served():
        again = workspace.run(workspace.sandbox.redeliver(workspace.sandbox.deliveries[-1]))
        assert "Logged: Email to" in again.text
        assert "You logged the same just now" in answer(workspace.type(line))["text"]
    assert (len(contacts(workspace)), written_of_contacts(workspace)) == (1, 1)
    assert len(waiting(workspace, "follow-up")) == 3


@pytest.mark.parametrize("point", IN_REQUESTS, ids=lambda point: point.value)
def test_a_contact_counts_once(apart_on_sqlite: Apart, point: Point) -> None:
    a_contact_counts_once(apart_on_sqlite, point)


@pytest.mark.soak
@pytest.mark.parametrize("point", IN_REQUESTS, ids=lambda point: point.value)
def test_a_contact_counts_once_on_both(apart: Apart, point: Point) -> None:
    a_contact_counts_once(apart, point)


def the_card(workspace: Workspace) -> Json:
    return [one for one in workspace.seen(BEN, CAMPAIGN) if one["text"].startswith("PA-07")][-1]


@pytest.mark.soak
@pytest.mark.parametrize("point", IN_REQUESTS, ids=lambda point: point.value)
def test_a_press_counts_once(apart: Apart, point: Point) -> None:
    workspace = apart.workspace
    with apart.dying(point):
        workspace.press("I'll support", the_card(workspace), BEN)
    kept = [(BEN, Part.SUPPORT)] if point is Point.ANSWERED else []
    assert working_on(workspace, "PA-07") == [(ANA, Part.LEAD), *kept]
    with apart.served():
        workspace.press("I'll support", the_card(workspace), BEN)
        told = "You support PA-07 already" if kept else "Supporting: <@U0BEN>."
        workspace.eventually(lambda: [one for one in workspace.seen(BEN) if told in one["text"]])
    assert working_on(workspace, "PA-07") == [(ANA, Part.LEAD), (BEN, Part.SUPPORT)]
    pass_time(workspace)
    assert workspace.told(ANA).count("<@U0BEN> joined you on PA-07") == 1


@pytest.mark.soak
@pytest.mark.parametrize("point", IN_REQUESTS, ids=lambda point: point.value)
def test_a_form_counts_once(apart: Apart, point: Point) -> None:
    """It stays open where nobody answered, and is sent again."""
    workspace = apart.workspace
    with apart.served():
        view = workspace.type(f'/log-contact "{JANE}"').view
    with apart.dying(point):
        workspace.submit(view, How="letter", Note="By hand.")
    assert len(contacts(workspace)) == int(point is Point.ANSWERED)
    with apart.served():
        workspace.submit(view, How="letter", Note="By hand.")
    assert [(one.tactic, one.note) for one in contacts(workspace)] == [("letter", "By hand.")]
    assert written_of_contacts(workspace) == 1
    assert len(waiting(workspace, "follow-up")) == 3
