"""The topics that candidates of a race were asked about at town halls stand in `/parity`."""

import pytest

from tests.handlers.outreach.asking import SAM, add_candidate, days_later, go_to, log, to_monday
from tests.handlers.seeing import answer, newest
from tests.handlers.town_halls.heard import published
from tests.handlers.visits.arranged import ready
from tests.workspace import BEN, CORA, Workspace

IN_A_WEEK = "in 8 days 6:30-8pm"


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    return ready(on_sqlite)


def parity(workspace: Workspace) -> str:
    return answer(workspace.type("/parity PA-07"))["text"]


def test_what_one_was_asked_about_the_others_are_not_yet(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    add_candidate(campaign, SAM)
    card = published(campaign, when=IN_A_WEEK)
    for user in (BEN, CORA):
        campaign.press("Give me a question", card, user)
        newest(campaign, "Your question: “", user)
    assert "sked about" not in parity(campaign)  # it has not begun
    go_to(campaign, days_later(monday, 9, 10))
    told = parity(campaign)
    jane, sam = told[told.index("Jane Doe") :].split(SAM)
    assert "Asked about: Views on refugees and What they will do, if elected" in jane
    assert "Not asked about yet: Views on refugees and What they will do, if elected" in sam
    assert "1 candidate was not asked at a town hall about all that others of the race were." in told
    log(campaign)
    log(campaign, name=SAM)
    assert "All candidates of this race got the same contact and materials." in parity(campaign)
    assert "Asked about: Views" in parity(campaign)


def test_what_was_asked_of_one_who_is_alone_or_at_what_was_called_off_is_not_missing(
    campaign: Workspace,
) -> None:
    monday = to_monday(campaign)
    card = published(campaign, when=IN_A_WEEK)
    campaign.press("Give me a question", card, BEN)
    newest(campaign, "Your question: “", BEN)
    go_to(campaign, days_later(monday, 9, 10))
    told = parity(campaign)
    assert "Asked about: Views on refugees" in told
    assert "not asked" not in told
    assert "Not asked" not in told
