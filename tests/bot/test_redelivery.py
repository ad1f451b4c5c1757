"""What comes twice is done once, and answered as the first time."""

import asyncio
from urllib.parse import urlencode

import pytest

from bot.sandbox.events import FORM, Answer, Delivery
from bot.sandbox.model import JsonObject
from storage.coalitions import Standing
from storage.coalitions import Workspace as WorkspaceRow
from tests.bot.signed import command
from tests.bot.watching import Calls, row_counts
from tests.workspace import ANA, BEN, CAMPAIGN, CORA, Workspace

SEVEN = urlencode(command("PA-07")).encode()


def _again(workspace: Workspace, times: int = 1) -> list[Answer]:
    """The last request once more, or several times at the same moment."""
    return _all_at_once(workspace, workspace.sandbox.deliveries[-1], times)


def _all_at_once(workspace: Workspace, delivery: Delivery, times: int) -> list[Answer]:
    async def sent() -> list[Answer]:
        return await asyncio.gather(*(workspace.sandbox.redeliver(delivery) for _ in range(times)))

    return workspace.run(sent())


def _settled(workspace: Workspace) -> dict[str, int]:
    workspace.settle()
    return row_counts(workspace)


def test_a_command(workspace: Workspace) -> None:
    first = workspace.type("/claim-district PA-07")
    before, calls = _settled(workspace), Calls(workspace)
    for again in _again(workspace, 3):
        assert again.body == first.raw["body"]
    assert _settled(workspace) == before
    assert not calls.made


def test_a_command_that_could_not_be_done_again(workspace: Workspace) -> None:
    """The district is released by the first; the second finds nothing to release, and does not say so."""
    workspace.type("/claim-district PA-07")
    released = workspace.type("/release-district PA-07")
    before = _settled(workspace)
    assert [again.body for again in _again(workspace, 2)] == [released.raw["body"]] * 2
    assert "work no district" not in str(released.raw["body"])
    assert _settled(workspace) == before
    assert "You work no district" in workspace.type("/release-district PA-07").text


def test_a_command_at_the_same_moment(workspace: Workspace) -> None:
    answers = _all_at_once(workspace, Delivery(SEVEN, FORM, {}), 8)
    assert {answer.status for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert "<@U0ANA> leads" in answers[0].text
    counts = _settled(workspace)
    assert (counts["claims"], counts["members"], counts["inbox"]) == (1, 1, 1)
    assert len(workspace.direct(ANA)) == 1


def test_two_commands_alike_are_two(workspace: Workspace) -> None:
    workspace.type("/claim-district PA-07")
    assert "You lead PA-07 already" in workspace.type("/claim-district PA-07").text


def test_a_press(workspace: Workspace) -> None:
    card = workspace.type("/claim-district PA-07", ANA).message
    workspace.press("I'll support", card, BEN)
    workspace.eventually(lambda: "<@U0BEN>" in workspace.seen()[0]["text"])
    before, shown, told = _settled(workspace), workspace.seen(), workspace.told(BEN)
    calls = Calls(workspace)
    assert {(again.status, again.text) for again in _again(workspace, 5)} == {(200, "")}
    assert _settled(workspace) == before
    assert (workspace.seen(), workspace.told(BEN)) == (shown, told)
    assert not calls.made


def test_a_press_at_the_same_moment(workspace: Workspace) -> None:
    card = workspace.type("/claim-district PA-07", ANA).message
    workspace.press("See the district", card, CORA)  # a press to copy: Cora's, by another button
    copied = workspace.sandbox.deliveries[-1]
    body = copied.body.replace(b"v1%3Asee-district", b"v1%3Aclaim-district")
    _all_at_once(workspace, Delivery(body, copied.content_type, {}), 8)
    assert _settled(workspace)["claims"] == 2
    assert workspace.told(ANA).count("<@U0CORA> joined you") == 1


def test_a_form(workspace: Workspace) -> None:
    view = workspace.type("/claim-district").view
    workspace.submit(view, District=workspace.pick("District", "PA-07", view))
    before, posted = _settled(workspace), workspace.posted()
    calls = Calls(workspace)
    assert {(again.status, again.text) for again in _again(workspace, 5)} == {(200, "")}
    assert _settled(workspace) == before
    assert workspace.posted() == posted
    assert len(posted) == 1
    assert not calls.made


def test_a_form_with_an_answer_of_its_own(workspace: Workspace) -> None:
    view = workspace.type("/coalition setup").view
    zone = workspace.pick("Time zone", "New York", view)
    done = workspace.submit(view, Name="Test", Time_zone=zone, Announcement_channel=CAMPAIGN)
    before = _settled(workspace)
    assert [again.body for again in _again(workspace, 2)] == [done.raw["body"]] * 2
    assert _settled(workspace) == before
    assert len(workspace.posted()) == 1


def test_a_form_answered_with_errors_can_be_sent_again(workspace: Workspace) -> None:
    workspace.set_up()
    view = workspace.type("/coalition role").view
    before = row_counts(workspace)
    wrong = workspace.submit(view, Person="U0ANA", Role="member")
    assert "only admin" in wrong.raw["field_errors"]["person"]
    assert row_counts(workspace) == before
    right = workspace.submit(view, Person="U0BEN", Role="organiser")
    assert not right.raw["field_errors"]
    assert row_counts(workspace)["inbox"] == before["inbox"] + 1


@pytest.mark.parametrize("retry", [1, 2, 3])
def test_an_event(workspace: Workspace, retry: int) -> None:
    sandbox = workspace.sandbox
    event: JsonObject = {"type": "app_uninstalled"}
    first = workspace.run(sandbox.deliver_event(event, event_id="Ev0GONE"))
    assert first.status == 200
    assert _standing(workspace) is Standing.REVOKED
    workspace.type("/claim-district PA-07")
    workspace.settle()  # Slack takes what is said: the bot is there again
    assert _standing(workspace) is Standing.ACTIVE
    again = workspace.run(sandbox.deliver_event(event, event_id="Ev0GONE", retry=retry))
    assert again.status == 200
    assert _standing(workspace) is Standing.ACTIVE


def _standing(workspace: Workspace) -> Standing:
    with workspace.database.transaction(workspace.coalition_id) as db:
        row = db.one_owned(WorkspaceRow, workspace.key.id)
        assert row is not None
        return row.standing
