"""`kill -9` while a calendar is taken in, or a town hall published: each event and alert is there once."""

import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.outbox import instant
from handlers.arguments.districts import DistrictIndex
from storage.town_halls.town_halls import Stage
from tests.bot.test_tick import settings_of
from tests.bot.timed import silence
from tests.bot.workers import pass_time
from tests.databases import SqliteFactory
from tests.handlers.outreach.asking import to_monday
from tests.handlers.seeing import newest
from tests.handlers.town_halls.calendars import LINK, Calendar
from tests.handlers.town_halls.heard import fill_in, rows
from tests.handlers.visits.arranged import ready
from tests.processes import Ended, ended
from tests.soak.dying import CALENDAR, DIE_AT, Point
from tests.soak.test_killed_in_requests import IN_REQUESTS, Apart, set_apart
from tests.workspace import ANA, BEN, CAMPAIGN, CORA, DEE, Json, Workspace

TOWN_HALL = "Town hall with Jane Doe (PA-07)"
WHILE_READING = [
    Point.TAKING_IN, Point.TAKEN_IN, Point.TAKEN, Point.ABOUT_TO_POST, Point.POSTED, Point.RECORDING
]  # fmt: skip
DAYS = (9, 10, 11)


def ticked(workspace: Workspace, folder: Path, calendar: Path, **more: str) -> Ended:
    """A pass of a process that finds this calendar under every link."""
    at = f"--at={instant(workspace.runtime.clock.now() + timedelta(seconds=1))}"
    settings = settings_of(workspace, **{CALENDAR: str(calendar), **more})
    return ended(["tick", at], folder, settings)


def taken_in_once(workspace: Workspace, folder: Path, point: Point) -> None:
    """Ana trusts a calendar of three events; whoever reads it dies, and the next one ends it."""
    ready(workspace)
    for user in (CORA, DEE):
        workspace.type("/watch PA-07", user)
    workspace.type(f"/town-hall subscribe {LINK}")
    calendar = Calendar(workspace)
    calendar.read()
    silence(workspace)
    listed = workspace.type("/town-hall calendars").messages[-1]
    workspace.press("Trust this source", listed)
    newest(workspace, "is announced at once from now on")
    workspace.advance(minutes=31)
    file = folder / "calendar.ics"
    file.write_bytes(calendar.written(*(calendar.event(f"e{days}", days) for days in DAYS)))
    died = ticked(workspace, folder, file, **{DIE_AT: point.value})
    assert died.code == -signal.SIGKILL, died
    assert len(rows(workspace)) == (0 if point is Point.TAKING_IN else len(DAYS))
    for _ in range(3):
        pass_time(workspace)
        assert ticked(workspace, folder, file).code == 0
    workspace.advance(minutes=31)
    assert ticked(workspace, folder, file).code == 0
    assert [row.stage for row in rows(workspace)] == [Stage.PUBLISHED] * len(DAYS)
    for user in (CORA, DEE):
        assert sum(one["text"].startswith(TOWN_HALL) for one in workspace.direct(user)) == len(DAYS)
    cards = [one for one in workspace.seen(ANA, CAMPAIGN) if one["text"].startswith(TOWN_HALL)]
    assert len(cards) == len(DAYS)


@pytest.mark.parametrize(
    "point", [Point.TAKING_IN, Point.TAKEN_IN, Point.POSTED], ids=lambda point: point.value
)
def test_a_calendar_is_taken_in_once(on_sqlite: Workspace, tmp_path: Path, point: Point) -> None:
    taken_in_once(on_sqlite, tmp_path, point)


@pytest.mark.soak
@pytest.mark.parametrize("point", WHILE_READING, ids=lambda point: point.value)
def test_a_calendar_is_taken_in_once_on_both(workspace: Workspace, tmp_path: Path, point: Point) -> None:
    taken_in_once(workspace, tmp_path, point)


@pytest.fixture
def apart(sqlite_factory: SqliteFactory, districts: DistrictIndex, tmp_path: Path) -> Iterator[Apart]:
    with sqlite_factory.fresh(tmp_path) as url, set_apart(url, districts, tmp_path) as made:
        yield made


def asked(workspace: Workspace) -> list[Json]:
    """What Ana was asked about, once the bot or the test has said it."""
    workspace.settle()
    return [one for one in workspace.direct(ANA) if "Brought by" in one["text"]]


@pytest.mark.parametrize("point", IN_REQUESTS, ids=lambda point: point.value)
def test_a_town_hall_is_published_once(apart: Apart, point: Point) -> None:
    workspace = apart.workspace
    to_monday(workspace, 14)
    with apart.served():
        for user in (CORA, DEE):
            workspace.type("/watch PA-07", user)
        fill_in(workspace, BEN, when="in 20 days 6:30pm")
        waiting = workspace.eventually(lambda: asked(workspace))[-1]
    with apart.dying(point):
        workspace.press("Publish", waiting)
    is_kept = point is Point.ANSWERED
    assert [row.stage for row in rows(workspace)] == [Stage.PUBLISHED if is_kept else Stage.PROPOSED]
    with apart.served():
        workspace.press("Publish", waiting)
        workspace.eventually(lambda: rows(workspace)[0].stage is Stage.PUBLISHED)
        newest(workspace, TOWN_HALL, ANA, CAMPAIGN)
    for _ in range(2):
        pass_time(workspace)
        workspace.settle()
    for user in (CORA, DEE):
        assert sum(one["text"].startswith(TOWN_HALL) for one in workspace.direct(user)) == 1
    assert workspace.told(BEN).count("What you brought is announced") == 1
    assert sum(one["text"].startswith(TOWN_HALL) for one in workspace.seen(ANA, CAMPAIGN)) == 1
