"""Several people press at the same moment, and the last question is one alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from config.campaign import question_topics
from storage import members
from storage.outreach.replies import Answer
from storage.town_halls import askers
from storage.town_halls.askers import Given
from tests.handlers.outreach.asking import replies
from tests.handlers.seeing import newest
from tests.handlers.town_halls.afterwards import brought_back, card_of, over
from tests.handlers.town_halls.bank import asker_rows
from tests.handlers.town_halls.heard import published, rows
from tests.handlers.visits.arranged import ready
from tests.workspace import ANA, BEN, CORA, DEE, Acted, Json, Workspace

EVERY = [variant for topic in question_topics() for variant in topic.variants]
ALL = (ANA, BEN, CORA, DEE)


@pytest.fixture
def on_both(workspace: Workspace) -> Workspace:
    ready(workspace)
    for user in ALL:
        workspace.type("/districts", user)
    return workspace


def together(act: Callable[[str], Acted], *users: str) -> None:
    """Have these people do the same at the same moment."""
    with ThreadPoolExecutor(len(users)) as pool:
        list(pool.map(act, users))


def take_all_but(workspace: Workspace, left: int) -> None:
    """Have so many others that only the last questions of the bank are left for the only event."""
    (event,) = rows(workspace)
    now = workspace.runtime.clock.now()
    with workspace.database.transaction(workspace.coalition_id) as db:
        for variant in EVERY[:-left]:
            guest, _ = members.join(db, workspace.key.id, f"U1{variant.id}", variant.id, now)
            assert askers.give(db, event.id, guest.id, Given(variant.topic, variant.id, variant.en), now)


def test_who_press_for_the_last_two_never_share_one(on_both: Workspace) -> None:
    card = published(on_both)
    take_all_but(on_both, 2)
    together(lambda user: on_both.press("Give me a question", card, user), *ALL)
    on_both.eventually(lambda: len(asker_rows(on_both)) == len(EVERY))
    assert {row.variant for row in asker_rows(on_both)} == {one.id for one in EVERY}
    told = [on_both.seen(user) for user in ALL]
    without = [one for one in told if "All questions for it are given out" in one[-1]["text"]]
    assert len(without) == 2


def test_who_exchange_at_once_never_get_the_same(on_both: Workspace) -> None:
    card = published(on_both)
    for user in ALL:
        on_both.press("Give me a question", card, user)
        newest(on_both, "Your question: “", user)
    for _ in range(4):
        seen: dict[str, Json] = {user: newest(on_both, "Your question: “", user) for user in ALL}
        before = {row.member_id: row.variant for row in asker_rows(on_both)}
        together(lambda user, seen=seen: on_both.press("Another one", seen[user], user), *ALL)
        found = asker_rows(on_both)
        assert len({row.variant for row in found}) == len({row.member_id for row in found}) == 4
        assert all(before[row.member_id] != row.variant for row in found)


def test_a_double_tap_and_two_people_at_once_are_a_reply_each(workspace: Workspace) -> None:
    over(workspace)
    cards = {user: card_of(workspace, user) for user in (BEN, CORA)}
    together(lambda user: workspace.press("Answered", cards[user], user), BEN, CORA, BEN, CORA)
    workspace.settle()
    assert [row.result for row in brought_back(workspace)] == ["answered", "answered"]
    assert [reply.answer for reply in replies(workspace)] == [Answer.OTHER, Answer.OTHER]
    assert {row.reply_id for row in brought_back(workspace)} == {reply.id for reply in replies(workspace)}
