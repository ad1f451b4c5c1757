"""Calendar feeds: one link of a member stands, is found by its token alone, and is told to nobody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import across, calendar_feeds, members
from storage.across import Bot, FeedOwner, NewCoalition
from storage.calendar_feeds import CalendarFeedRow, Feed
from storage.coalitions import Platform, WorkspaceKey
from storage.database import Database, Purpose
from storage.files.exporting import export

NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def coalition(database: Database, name: str) -> WorkspaceKey:
    with database.across_coalitions() as db:
        return across.connect_workspace(
            db, Bot(Platform.SLACK, f"T0{name}", name, "U0BOT", "B0BOT"), NewCoalition(name, "UTC")
        )


def member(database: Database, key: WorkspaceKey, name: str) -> int:
    with database.transaction(key.coalition_id) as db:
        return members.join(db, key.id, f"U0{name}", name, NOW)[0].id


@pytest.fixture
def key(database: Database) -> WorkspaceKey:
    return coalition(database, "OURS")


@pytest.fixture
def ana(database: Database, key: WorkspaceKey) -> int:
    return member(database, key, "ANA")


def opened(database: Database, key: WorkspaceKey, member_id: int, at: datetime = NOW) -> Feed:
    with database.transaction(key.coalition_id) as db:
        return calendar_feeds.open_feed(db, member_id, at)


def found(database: Database, token: str) -> FeedOwner | None:
    with database.across_coalitions(Purpose.READ) as db:
        return across.find_feed(db, token)


def test_a_member_has_one_feed_until_it_is_renewed(database: Database, key: WorkspaceKey, ana: int) -> None:
    first = opened(database, key, ana)
    assert opened(database, key, ana, LATER) == first
    assert (first.member_id, first.made_at, len(first.token)) == (ana, NOW, 43)
    with database.transaction(key.coalition_id) as db:
        second = calendar_feeds.renew(db, ana, LATER)
    assert second.token != first.token
    assert opened(database, key, ana, LATER) == second
    assert found(database, first.token) is None
    assert found(database, second.token) == FeedOwner(key.coalition_id, ana)


def test_many_who_open_it_at_once_get_the_same(database: Database, key: WorkspaceKey, ana: int) -> None:
    with ThreadPoolExecutor(8) as threads:
        begun = [threads.submit(opened, database, key, ana) for _ in range(24)]
    assert len({one.result().token for one in begun}) == 1


def test_a_revoked_feed_leads_nowhere(database: Database, key: WorkspaceKey, ana: int) -> None:
    feed = opened(database, key, ana)
    with database.transaction(key.coalition_id) as db:
        assert calendar_feeds.revoke(db, ana, LATER)
        assert not calendar_feeds.revoke(db, ana, LATER)
    assert found(database, feed.token) is None
    assert opened(database, key, ana, LATER).token != feed.token
    with database.transaction(key.coalition_id) as db:
        rows = db.scalars(select(CalendarFeedRow).order_by(CalendarFeedRow.id)).all()
        assert [row.revoked_at for row in rows] == [LATER, None]


def test_each_member_and_each_coalition_has_its_own(database: Database, key: WorkspaceKey, ana: int) -> None:
    ben = member(database, key, "BEN")
    other = coalition(database, "THEIRS")
    theirs = member(database, other, "ANA")
    feeds = [opened(database, *whose) for whose in ((key, ana), (key, ben), (other, theirs))]
    assert len({feed.token for feed in feeds}) == 3
    assert [found(database, feed.token) for feed in feeds] == [
        FeedOwner(key.coalition_id, ana),
        FeedOwner(key.coalition_id, ben),
        FeedOwner(other.coalition_id, theirs),
    ]
    with database.transaction(other.coalition_id) as db:
        assert not calendar_feeds.revoke(db, ana, LATER)
    assert found(database, feeds[0].token) is not None


def test_no_feed_of_another_coalitions_member(database: Database, key: WorkspaceKey, ana: int) -> None:
    other = coalition(database, "THEIRS")
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        opened(database, other, ana)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "A" * 43,
        "A" * 42 + "\n",
        "A" * 43 + "\n",
        "A" * 42 + "\0",
        "é" * 43,
        "A" * 100_000,
        "%",
        "' OR 1=1",
    ],
    ids=repr,
)
@pytest.mark.usefixtures("ana")
def test_what_is_no_token_finds_nothing(database: Database, token: str) -> None:
    assert found(database, token) is None


def test_the_token_is_neither_printed_nor_exported(
    database: Database, key: WorkspaceKey, ana: int, tmp_path: Path
) -> None:
    feed = opened(database, key, ana)
    assert feed.token not in repr(feed)
    assert feed.token not in str(feed)
    export(database, key.coalition_id, tmp_path / "out")
    files = {file.name: file.read_text(encoding="utf-8-sig") for file in (tmp_path / "out").iterdir()}
    assert not [name for name, words in files.items() if feed.token in words]
    assert files["calendar_feeds.csv"].splitlines()[0].replace('"', "") == (
        "id,coalition_id,member_id,member,made_at,revoked_at"
    )
