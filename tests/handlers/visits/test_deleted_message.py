"""Somebody deletes a visit's message, and so the parent of its thread: nothing is lost."""

import pytest
from sqlalchemy import select

from handlers.visits.subjects import ROLES, VISIT
from storage import outbox
from storage.database import Purpose
from storage.outbox import OutboxRow, Place, Saying, SendState
from storage.posted_cards import PostedCard
from storage.visits.parts import State
from tests.handlers.seeing import answer, newest, with_words
from tests.handlers.visits.arranged import arrange, part_rows, ready, role_card, take, visit_rows
from tests.workspace import ANA, BEN, CAMPAIGN, CORA, Json, Workspace, labels


@pytest.fixture
def gone(on_sqlite: Workspace) -> tuple[Workspace, Json]:
    """A visit whose message was deleted, where Ben makes the ask; the role card as it was below it."""
    card = arrange(ready(on_sqlite))
    take(on_sqlite, "The ask", BEN)
    roles = role_card(on_sqlite, "<@U0BEN>")
    on_sqlite.web_api("chat.delete", channel=CAMPAIGN, ts=card["ts"])
    return on_sqlite, roles


def refused(workspace: Workspace, error: str) -> int:
    """How often Slack has said no with that word."""
    return sum(one.error == error for one in workspace.sandbox.refusals)


def remembered(workspace: Workspace) -> list[PostedCard]:
    """The visits' own cards that the bot would draw anew."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(PostedCard).where(PostedCard.kind == VISIT)))


def test_presses_on_the_role_card_count_and_are_answered(gone: tuple[Workspace, Json]) -> None:
    workspace, roles = gone
    workspace.press("Facilitator", roles, CORA)
    workspace.settle()
    held = [(part.role, part.state) for part in part_rows(workspace)]
    assert held == [("ask", State.HELD), ("facilitator", State.HELD)]
    workspace.press("Facilitator", roles, BEN)
    assert newest(workspace, "<@U0CORA> has that role: Facilitator.", BEN)["ephemeral"]
    workspace.press("Prepare…", roles, BEN)
    assert newest(workspace, "Prepare: Jane Doe (PA-07)", BEN)


def test_a_visit_without_its_message_is_moved_from_the_list(gone: tuple[Workspace, Json]) -> None:
    workspace, _ = gone
    listed = answer(workspace.type("/visits"))
    workspace.press("See it", listed)
    seen = newest(workspace, "Arranged by <@U0ANA>")
    assert {"Facilitator", "I'm coming", "Calendar", "Move", "Cancel it"} <= set(labels(seen))
    workspace.submit(workspace.press("Move", seen).view, When="in 11 days at 3pm")
    assert with_words(workspace, "has moved: it is", BEN)
    workspace.eventually(lambda: not remembered(workspace))
    assert refused(workspace, "message_not_found") == 1
    workspace.submit(workspace.press("Move", seen).view, When="in 12 days at 3pm")
    workspace.settle()
    assert visit_rows(workspace)[-1].sequence == 2
    assert refused(workspace, "message_not_found") == 1


def test_what_belongs_below_a_deleted_message_is_said_in_the_channel_once(
    gone: tuple[Workspace, Json],
) -> None:
    """It was deleted before its thread began."""
    workspace, roles = gone
    now = workspace.runtime.clock.now()
    with workspace.database.transaction(workspace.coalition_id) as db:
        (visit,) = visit_rows(workspace)
        assert visit.workspace_id is not None
        place = Place(visit.workspace_id, CAMPAIGN, roles["thread_ts"])
        outbox.write(db, Saying(ROLES, visit.id, "below", now, visit.made_by_id, place), now)
    workspace.settle()
    said = newest(workspace, "Facilitator: open", ANA)
    assert said["thread_ts"] is None
    assert "The message that this belongs to was deleted, so it stands here." in said["text"]
    assert "Jane Doe (PA-07)" in said["text"]
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        row = db.scalars(select(OutboxRow).where(OutboxRow.key == "below")).one()
        assert (row.state, row.attempt) == (SendState.SENT, 1)
    workspace.press("Facilitator", said, CORA)
    assert "Facilitator: <@U0CORA>" in newest(workspace, "Facilitator: <@U0CORA>", ANA)["text"]
    assert refused(workspace, "thread_not_found") == 1
