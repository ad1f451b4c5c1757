"""Answers that take longer than Slack waits: a word at once, the answer when it is there.

What makes them slow is real: another program holds the database.
"""

import asyncio
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from handlers.arguments.districts import DistrictIndex
from tests.bot.watching import row_counts
from tests.databases import PostgresFactory
from tests.workspace import ANA, BEN, ELSEWHERE, Json, Workspace, opened

WORKING = "I'm working on it; the answer comes in a moment."


@contextmanager
def written_by_another(workspace: Workspace) -> Generator[None]:
    """Somebody else is writing to the SQLite file in the meantime."""
    other = sqlite3.connect(workspace.database.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def _words(view: Json) -> str:
    return str([block.get("elements") for block in view["blocks"]])


def _top(workspace: Workspace) -> Json:
    return workspace.state()["views"][-1]


def test_a_slow_command_is_answered_later(on_sqlite: Workspace) -> None:
    with written_by_another(on_sqlite):
        first = on_sqlite.type("/claim-district PA-07")
        assert first.text == WORKING
        assert first.message["ephemeral"]
        assert 2400 < first.raw["elapsed_ms"] < 2950
    (card,) = on_sqlite.eventually(lambda: on_sqlite.seen(BEN))
    assert card["text"].startswith("PA-07 · Pennsylvania 7th\n<@U0ANA> leads.")
    assert not card["ephemeral"]
    assert [one["ts"] for one in on_sqlite.seen()] == [first.message["ts"], card["ts"]]


def test_a_slow_command_where_the_bot_is_no_member(on_sqlite: Workspace) -> None:
    with written_by_another(on_sqlite):
        assert on_sqlite.type("/claim-district PA-07", ANA, ELSEWHERE).text == WORKING
    assert on_sqlite.eventually(lambda: on_sqlite.seen(BEN, ELSEWHERE))[0]["text"].startswith("PA-07 ·")


def test_a_slow_command_that_comes_twice_is_done_once(on_sqlite: Workspace) -> None:
    with written_by_another(on_sqlite):
        on_sqlite.type("/claim-district PA-07")
        on_sqlite.run(on_sqlite.sandbox.redeliver(on_sqlite.sandbox.deliveries[-1]))
    on_sqlite.eventually(lambda: on_sqlite.seen(BEN))
    on_sqlite.settle()
    assert len(on_sqlite.seen(BEN)) == 1
    assert row_counts(on_sqlite)["claims"] == 1


def test_a_slow_press(on_sqlite: Workspace) -> None:
    card = on_sqlite.type("/claim-district PA-07", ANA).message
    on_sqlite.settle()
    with written_by_another(on_sqlite):
        on_sqlite.press("I'll support", card, BEN)
        told = on_sqlite.eventually(lambda: [one for one in on_sqlite.seen(BEN) if one["ephemeral"]])
        assert told[0]["text"] == WORKING
    assert on_sqlite.eventually(lambda: "Supporting: <@U0BEN>" in on_sqlite.seen()[0]["text"])
    assert on_sqlite.seen()[0]["ts"] == card["ts"]


def test_a_slow_form_shows_what_became_of_it(on_sqlite: Workspace) -> None:
    view = on_sqlite.type("/claim-district").view
    seat = on_sqlite.pick("District", "PA-07", view)
    with written_by_another(on_sqlite):
        waiting = on_sqlite.submit(view, District=seat).view
        assert waiting["id"] == view["id"]
        assert "working on it" in _words(waiting)
        assert waiting["submit"] is None
    assert on_sqlite.eventually(lambda: "'Done.'" in _words(_top(on_sqlite)))
    (card,) = on_sqlite.posted()
    assert card["text"].startswith("PA-07 ·")


def test_a_slow_form_with_an_answer_of_its_own(on_sqlite: Workspace) -> None:
    view = on_sqlite.type("/coalition setup").view
    zone = on_sqlite.pick("Time zone", "Denver", view)
    with written_by_another(on_sqlite):
        on_sqlite.submit(view, Name="Test", Time_zone=zone)
    assert on_sqlite.eventually(lambda: "without announcements" in _words(_top(on_sqlite)))


def test_a_slow_form_that_cannot_be_taken(on_sqlite: Workspace) -> None:
    on_sqlite.set_up()
    view = on_sqlite.type("/coalition role").view
    with written_by_another(on_sqlite):
        on_sqlite.submit(view, Person=ANA, Role="member")
    assert on_sqlite.eventually(lambda: "is the only admin" in _words(_top(on_sqlite)))
    assert "open the form again" in _words(_top(on_sqlite))


def test_type_ahead_does_not_wait_for_writers(on_sqlite: Workspace) -> None:
    on_sqlite.type("/claim-district PA-07")
    on_sqlite.settle()
    view = on_sqlite.type("/claim-district").view
    with written_by_another(on_sqlite):
        assert on_sqlite.suggest("District", "PA-0", view)
        assert on_sqlite.type("/claim-district").view["title"] == "Claim a district"


@pytest.fixture
def on_postgresql(
    postgres_factory: PostgresFactory, districts: DistrictIndex, tmp_path: Path
) -> Iterator[tuple[Workspace, str]]:
    with postgres_factory.fresh(tmp_path) as url, opened(url, districts, tmp_path) as workspace:
        yield workspace, url.replace("postgresql+psycopg", "postgresql")


def test_a_form_that_opens_too_late_says_so(on_postgresql: tuple[Workspace, str]) -> None:
    workspace, url = on_postgresql
    workspace.type("/claim-district PA-07")
    workspace.settle()
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE members IN ACCESS EXCLUSIVE MODE")
        assert workspace.type("/claim-district", BEN).text == WORKING
        workspace.eventually(lambda: workspace.run(_second_has_passed()))
        other.rollback()
    assert workspace.eventually(lambda: "The form did not open in time" in workspace.seen(BEN)[-1]["text"])
    assert not workspace.state(BEN)["views"]


async def _second_has_passed() -> bool:
    """A trigger lives for three seconds of real time, of which two and a half are over."""
    await asyncio.sleep(0.7)
    return True
