"""Members' calendar feeds over real HTTP: whoever has the link, and nobody else, reads the calendar."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from io import StringIO
from pathlib import Path
from time import monotonic, sleep
from zoneinfo import ZoneInfo

import httpx
import pytest
from icalendar import Calendar
from sqlalchemy import text

from handlers.arguments.districts import DistrictIndex
from handlers.visits.calendar import feed_address
from storage import calendar_feeds, members
from storage.calendar_feeds import Feed
from storage.files.calendars import CalendarEvent
from storage.tenancy import CoalitionSession
from tests.workspace import ANA, BEN, Workspace, opened

NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)
VISIT = CalendarEvent(
    uid="visit-1@coalition",
    sequence=0,
    stamp=NOW,
    summary="Meet Rep. Lee",
    description="",
    place="",
    link="",
    first=date(2026, 3, 9),
    last=date(2026, 3, 9),
    clock=time(10),
    minutes=30,
    zone=ZoneInfo("America/Chicago"),
    is_cancelled=False,
)


class Planned:
    """What stands in everybody's calendar instead of visits: theirs is told by their name."""

    def __init__(self) -> None:
        self.events: Sequence[CalendarEvent] = [VISIT]
        self.fault: Exception | None = None

    def of(
        self, db: CoalitionSession, member_id: int, visit_id: int | None
    ) -> tuple[str, Sequence[CalendarEvent]]:
        assert visit_id is None
        if self.fault is not None:
            raise self.fault
        member = members.with_id(db, member_id)
        assert member is not None
        return f"Visits of {member.name}", self.events


@pytest.fixture
def planned() -> Planned:
    return Planned()


@pytest.fixture
def workspace(
    database_url: str, districts: DistrictIndex, tmp_path: Path, planned: Planned
) -> Iterator[Workspace]:
    with opened(database_url, districts, tmp_path, calendar=planned.of) as workspace:
        yield workspace


def member_id(workspace: Workspace, user: str) -> int:
    workspace.type("/help", user)
    with workspace.database.transaction(workspace.coalition_id) as db:
        found = members.with_account(db, workspace.key.id, user)
        return found[0].id if found else members.join(db, workspace.key.id, user, user, NOW)[0].id


def feed_of(workspace: Workspace, user: str = ANA) -> Feed:
    whose = member_id(workspace, user)
    with workspace.database.transaction(workspace.coalition_id) as db:
        return calendar_feeds.open_feed(db, whose, NOW)


def get(workspace: Workspace, token: str, **headers: str) -> httpx.Response:
    return workspace.client.get(
        feed_address("", token), headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


def test_each_gets_their_own_calendar(workspace: Workspace) -> None:
    for user in (ANA, BEN):
        feed = feed_of(workspace, user)
        answer = get(workspace, feed.token)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["cache-control"] == "private, max-age=300"
        assert "set-cookie" not in answer.headers
        with workspace.database.transaction(workspace.coalition_id) as db:
            member = members.with_id(db, feed.member_id)
        assert member is not None
        read = Calendar.from_ical(answer.content)
        assert read["X-WR-CALNAME"] == f"Visits of {member.name}"
        assert [event["SUMMARY"] for event in read.events] == ["Meet Rep. Lee"]


def test_a_head_has_what_a_get_would_have_but_the_body(workspace: Workspace) -> None:
    feed = feed_of(workspace)
    got, head = get(workspace, feed.token), workspace.client.head(feed_address("", feed.token))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(got.content))
    for name in ("content-type", "cache-control", "etag"):
        assert head.headers[name] == got.headers[name]


def test_what_has_not_changed_is_not_sent_again(workspace: Workspace, planned: Planned) -> None:
    token = feed_of(workspace).token
    first = get(workspace, token)
    mark = first.headers["etag"]
    for known in (mark, f"W/{mark}", f'"other", {mark}', "*"):
        again = get(workspace, token, If_None_Match=known)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", mark)
        assert again.headers["cache-control"] == "private, max-age=300"
    assert get(workspace, token, If_None_Match='"other"').content == first.content
    planned.events = [replace(VISIT, sequence=1, is_cancelled=True)]
    changed = get(workspace, token, If_None_Match=mark)
    assert changed.status_code == 200
    assert changed.headers["etag"] != mark
    assert b"STATUS:CANCELLED" in changed.content


WRONG = [
    "A" * 43, "A" * 42, "A" * 60_000, "%00" * 43, "%ff%fe", "%C3%A9" * 43, "..%2F..%2Fetc",
    "a/b", "%0d%0aX:y", "'--", "", " ",
]  # fmt: skip


def shape(answer: httpx.Response) -> tuple[object, ...]:
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    return (answer.status_code, answer.text, headers)


def test_wrong_tokens_are_answered_like_addresses_that_there_are_not(workspace: Workspace) -> None:
    ana, ben = feed_of(workspace, ANA), feed_of(workspace, BEN)
    with workspace.database.transaction(workspace.coalition_id) as db:
        calendar_feeds.revoke(db, ana.member_id, NOW)
        calendar_feeds.renew(db, ben.member_id, NOW)
    nowhere = shape(workspace.client.get("/nowhere"))
    assert nowhere[0] == 404
    tokens = [*WRONG, ana.token, ben.token, ana.token.lower(), ana.token[:-1]]
    assert [shape(get(workspace, token)) for token in tokens] == [nowhere] * len(tokens)


def test_a_new_link_takes_the_old_ones_place(workspace: Workspace) -> None:
    old = feed_of(workspace)
    with workspace.database.transaction(workspace.coalition_id) as db:
        new = calendar_feeds.renew(db, old.member_id, NOW)
    assert get(workspace, old.token).status_code == 404
    assert get(workspace, new.token).status_code == 200


class TestTheLog:
    """No line of it has the token, whatever happens."""

    @pytest.fixture
    def said(self, capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[..., str]]:
        """All that was logged until now, however quietly, or printed."""
        written = StringIO()
        handler = logging.StreamHandler(written)
        handler.addFilter(lambda record: not record.name.startswith("http"))  # the test's own client
        # A server that another test has started may keep its lines from the root.
        loggers = [logging.getLogger(), logging.getLogger("uvicorn.error")]
        before = [logger.level for logger in loggers]
        for logger in loggers:
            logger.addHandler(handler)
            logger.setLevel(logging.DEBUG)

        def everything(once: str = "") -> str:
            until = monotonic() + 10
            while once not in written.getvalue() and monotonic() < until:
                sleep(0.02)  # the server says what went wrong after its answer
            printed = capfd.readouterr()
            return written.getvalue() + printed.out + printed.err

        yield everything
        for logger, level in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)

    def test_all_is_well(self, workspace: Workspace, said: Callable[..., str]) -> None:
        token = feed_of(workspace).token
        get(workspace, token)
        get(workspace, f"{token}!")
        assert token not in said()

    def test_what_stands_in_it_cannot_be_read(
        self, workspace: Workspace, planned: Planned, said: Callable[..., str]
    ) -> None:
        token = feed_of(workspace).token
        planned.fault = RuntimeError("no visits today")
        assert get(workspace, token).status_code == 500
        lines = said("no visits today")
        assert "no visits today" in lines
        assert token not in lines

    def test_the_database_refuses(self, workspace: Workspace, said: Callable[..., str]) -> None:
        feed = feed_of(workspace)
        with workspace.database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE calendar_feeds RENAME TO calendar_feeds_gone"))
        assert get(workspace, feed.token).status_code == 500
        lines = said("FROM calendar_feeds")
        assert "FROM calendar_feeds" in lines
        assert feed.token not in lines


@pytest.mark.parametrize("public_url", ["https://bot.example", "https://bot.example/"])
def test_the_address(public_url: str) -> None:
    assert feed_address(public_url, "TOKEN") == "https://bot.example/calendar/TOKEN.ics"
