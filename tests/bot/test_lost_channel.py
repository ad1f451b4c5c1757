"""The channel for announcements is gone or closed to the bot: one organiser is told, once."""

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


def test_an_organiser_is_told_once_however_much_cannot_be_said(on_sqlite: Workspace) -> None:
    with_closed_channel(on_sqlite)
    monday = to_monday(on_sqlite)
    for days in range(1, 5):
        go_to(on_sqlite, days_later(monday, days))
    digests = rows(on_sqlite, "channel-digest")
    assert len(digests) >= 4
    assert {found.state for found in digests} == {SendState.FAILED}
    assert {found.why for found in digests} == {"not_in_channel"}
    assert (told(on_sqlite, ANA), told(on_sqlite, BEN)) == (1, 0)
    message = with_words(on_sqlite, LOST, ANA)
    assert labels(message) == ["Choose another channel"]
    assert on_sqlite.press("Choose another channel", message).view["title"] == "Set up the coalition"


def test_a_channel_that_is_not_for_announcements_is_nobodys_business(on_sqlite: Workspace) -> None:
    on_sqlite.set_up()
    on_sqlite.settle()
    write(on_sqlite, "a", channel="C0ELSEWHERE")
    on_sqlite.settle()
    assert row(on_sqlite, "a").state is SendState.FAILED
    assert told(on_sqlite, ANA) == 0
