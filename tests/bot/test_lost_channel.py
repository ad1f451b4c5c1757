"""The channel for announcements is gone or closed to the bot: one organiser is told, once."""

from datetime import datetime

from bot.sandbox.model import Channel, ChannelKind
from storage.outbox import SendState
from tests.bot.workers import row, rows, write
from tests.handlers.outreach.asking import days_later, go_to, to_monday
from tests.handlers.seeing import with_words
from tests.workspace import ANA, BEN, Workspace, labels

LOST = " any more: it is gone, or I was taken out of it. "
CLOSED = "C0CLOSED"


def told(workspace: Workspace, user: str) -> int:
    return workspace.told(user).count(LOST)


def with_closed_channel(workspace: Workspace) -> None:
    """Ana has chosen a channel that the bot is not in."""
    closed = Channel(id=CLOSED, name="closed", kind=ChannelKind.PUBLIC)
    workspace.sandbox.add_channel(closed, members=(ANA,))
    workspace.set_up(ANA, CLOSED)
    workspace.settle()


def a_morning_without(workspace: Workspace, monday: datetime, days: int) -> None:
    """The channel's digest comes due, and the bot is not let in."""
    workspace.sandbox.faults.refuse("chat.postMessage", "not_in_channel")
    go_to(workspace, days_later(monday, days))
    workspace.sandbox.faults.clear()


def test_an_organiser_is_told_once_however_much_cannot_be_said(on_sqlite: Workspace) -> None:
    """The bot was in the channel, and was taken out of it."""
    on_sqlite.set_up()
    monday = to_monday(on_sqlite)
    for days in range(1, 4):
        a_morning_without(on_sqlite, monday, days)
    digests = rows(on_sqlite, "channel-digest")[-3:]
    assert {found.state for found in digests} == {SendState.FAILED}
    assert {found.why for found in digests} == {"not_in_channel"}
    assert (told(on_sqlite, ANA), told(on_sqlite, BEN)) == (1, 0)
    message = with_words(on_sqlite, LOST, ANA)
    assert labels(message) == ["Choose another channel"]
    assert on_sqlite.press("Choose another channel", message).view["title"] == "Set up the coalition"


def test_who_has_just_chosen_a_closed_channel_is_told_once(on_sqlite: Workspace) -> None:
    """At once, in the place of what was to be said there; the next morning brings nothing new."""
    with_closed_channel(on_sqlite)
    assert on_sqlite.told(ANA).count("I can't announce anything in") == 1
    monday = to_monday(on_sqlite)
    for days in range(1, 5):
        go_to(on_sqlite, days_later(monday, days))
    digests = rows(on_sqlite, "channel-digest")
    assert len(digests) >= 4
    assert {found.state for found in digests} == {SendState.FAILED}
    assert on_sqlite.told(ANA).count("I can't announce anything in") == 1
    assert rows(on_sqlite, "lost-channel") == []


def test_lost_again_it_is_told_again(on_sqlite: Workspace) -> None:
    with_closed_channel(on_sqlite)
    on_sqlite.sandbox.add_member(CLOSED, "U0BOT")
    monday = to_monday(on_sqlite)
    go_to(on_sqlite, days_later(monday, 1))
    a_morning_without(on_sqlite, monday, 2)
    a_morning_without(on_sqlite, monday, 3)
    assert told(on_sqlite, ANA) == 1


def test_another_organiser_hears_that_the_bot_was_never_there(on_sqlite: Workspace) -> None:
    """Ana is an organiser for longer; Ben, an admin, chooses the channel and is told at once."""
    on_sqlite.set_up()
    on_sqlite.open_home(BEN)
    on_sqlite.submit(on_sqlite.type("/coalition role @ben").view, Role="admin")
    closed = Channel(id=CLOSED, name="closed", kind=ChannelKind.PUBLIC)
    on_sqlite.sandbox.add_channel(closed, members=(ANA, BEN))
    on_sqlite.set_up(BEN, CLOSED)
    assert on_sqlite.told(BEN).count("I can't announce anything in") == 1
    go_to(on_sqlite, days_later(to_monday(on_sqlite), 1))
    assert told(on_sqlite, ANA) == 0
    assert on_sqlite.told(ANA).count("I am not in it. ") == 1


def test_a_channel_that_is_not_for_announcements_is_nobodys_business(on_sqlite: Workspace) -> None:
    on_sqlite.set_up()
    on_sqlite.settle()
    write(on_sqlite, "a", channel="C0ELSEWHERE")
    on_sqlite.settle()
    assert row(on_sqlite, "a").state is SendState.FAILED
    assert told(on_sqlite, ANA) == 0
