"""Suggested questions are read when the bot starts, and grouped by meaning where the extra is installed."""

import pytest

from bot.grouping import Grouping
from handlers.questions import meaning
from handlers.questions.asked import PLAINLY
from handlers.questions.reading import read
from handlers.town_halls.resembling import regrouped
from storage import members
from storage.database import Purpose
from storage.town_halls import questions
from storage.town_halls.questions import Question, Worded
from tests.handlers.town_halls.bank import LIBRARY, SUNDAYS
from tests.workspace import Workspace

BUSES = "Who pays for the new buses?"


def suggested(workspace: Workspace, *words: str) -> list[Question]:
    """Somebody has suggested these, and each is taken for the first of its kind."""
    now = workspace.runtime.clock.now()
    with workspace.database.transaction(workspace.coalition_id) as db:
        author, _ = members.join(db, workspace.key.id, "U1AUTHOR", "Author", now)
        return [questions.add(db, Worded("other", one, "en", None), author.id, None, now) for one in words]


def groups(workspace: Workspace) -> list[str | None]:
    """With which one each question goes, the oldest first."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return [one.same_as for one in questions.every(db)]


async def look(workspace: Workspace) -> None:
    """As the bot does when it starts, to the end."""
    grouping = Grouping(workspace.database, workspace.runtime.threads)
    grouping.start(workspace.coalition_id)
    await grouping.look()  # waits for the one that has begun
    await grouping.stop()


def test_all_in_groups_by_another_measure(on_sqlite: Workspace) -> None:
    first, second, third, fourth = suggested(
        on_sqlite, LIBRARY, BUSES, SUNDAYS, "If elected, how will you stand up for refugees?"
    )
    assert regrouped([first, second, third, fourth], PLAINLY) == {
        first.id: None,
        second.id: None,
        third.id: first.key,
        fourth.id: "if-elected-1",
    }


def test_questions_are_read_before_somebody_waits_for_it(on_sqlite: Workspace) -> None:
    words = "Which of our bridges will be mended before the winter of 2031?"
    suggested(on_sqlite, words)
    on_sqlite.run(look(on_sqlite))
    known = read.cache_info().misses
    read(words)
    assert read.cache_info().misses == known


@pytest.mark.skipif(not meaning.installed(), reason="the extra “meaning” is not installed")
def test_with_the_extra_they_are_grouped_by_meaning(on_sqlite: Workspace) -> None:
    first, *_ = suggested(on_sqlite, LIBRARY, BUSES, SUNDAYS)
    on_sqlite.run(look(on_sqlite))
    assert groups(on_sqlite) == [None, None, first.key]


@pytest.mark.skipif(meaning.installed(), reason="the extra “meaning” is installed")
def test_without_the_extra_groups_stay_as_they_are(on_sqlite: Workspace) -> None:
    suggested(on_sqlite, LIBRARY, BUSES, SUNDAYS)
    on_sqlite.run(look(on_sqlite))
    assert groups(on_sqlite) == [None, None, None]
