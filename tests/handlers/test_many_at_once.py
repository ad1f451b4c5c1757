"""Many people at the same moment: what is unique stays unique, and nobody is told of an error."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest

from handlers.arguments.districts import DistrictIndex
from storage.claims import Part
from storage.outbox import SendState
from tests.handlers.arranging import add_people
from tests.handlers.seeing import with_words
from tests.handlers.stored import ends_of, everything, working_on
from tests.workspace import ANA, BEN, CAMPAIGN, CORA, Acted, Workspace, element, opened

_PEOPLE = 100
_AT_A_TIME = 25
_SECONDS = 60
"""How long a slow machine may take over all of it: what is tested is not how fast it is."""


@pytest.fixture
def workspace(database_url: str, districts: DistrictIndex, tmp_path: Path) -> Iterator[Workspace]:
    """The bot in a workspace that waits for its answers."""
    patient = timedelta(seconds=_SECONDS)
    with opened(database_url, districts, tmp_path, answer_limit=patient) as workspace:
        yield workspace


def all_at_once(workspace: Workspace, text: str, users: list[str]) -> list[Acted]:
    """Everybody types this at once, each over a connection of their own."""

    def typed(user: str) -> Acted:
        with httpx.Client(base_url=workspace.client.base_url, timeout=_SECONDS, verify=False) as client:
            body = {"user": user, "channel": CAMPAIGN, "text": text}
            response = client.post("/local/type", json=body)
            assert response.status_code == 200, response.text
            return Acted(response.json())

    with ThreadPoolExecutor(_PEOPLE) as threads:
        return list(threads.map(typed, users))


def wait_until_said(workspace: Workspace) -> None:
    """Hundreds of messages take longer than other tests wait: each look here has its own patience."""
    kinds = ("joined-you", "your-lead", "organization-question")
    for kind in kinds:
        for place in range(0, len(ends_of(workspace, kind)), _AT_A_TIME):
            workspace.eventually(partial(are_said, workspace, kind, place + _AT_A_TIME))


def are_said(workspace: Workspace, kind: str, count: int) -> bool:
    """Whether the first so many of a kind have been said."""
    return not {SendState.PENDING, SendState.SENDING} & set(ends_of(workspace, kind)[:count])


def nobody_got_an_error(acts: list[Acted]) -> None:
    """Whoever had to wait was told so at most; the answer then came when it came."""
    for act in acts:
        assert act.raw["error"] is None, act.raw
        assert "went wrong" not in act.text


def test_one_hundred_claim_one_seat(workspace: Workspace) -> None:
    users = add_people(workspace, _PEOPLE)
    nobody_got_an_error(all_at_once(workspace, "/claim-district PA-07", users))

    workspace.eventually(lambda: len(working_on(workspace, "PA-07")) == _PEOPLE)
    parts = Counter(part for _, part in working_on(workspace, "PA-07"))
    assert parts == {Part.LEAD: 1, Part.SUPPORT: _PEOPLE - 1}
    assert sorted(user for user, _ in working_on(workspace, "PA-07")) == users
    assert len(ends_of(workspace, "joined-you")) == len(ends_of(workspace, "your-lead")) == _PEOPLE - 1
    wait_until_said(workspace)
    assert set(ends_of(workspace, "joined-you")) == set(ends_of(workspace, "your-lead")) == {SendState.SENT}
    assert workspace.sandbox.refusals == []


def test_one_person_claims_one_seat_many_times(workspace: Workspace) -> None:
    nobody_got_an_error(all_at_once(workspace, "/claim-district PA-07", [BEN] * 20))
    assert workspace.eventually(lambda: working_on(workspace, "PA-07")) == [(BEN, Part.LEAD)]


def test_one_organisation_is_added_by_many(workspace: Workspace) -> None:
    users = add_people(workspace, 20)
    nobody_got_an_error(all_at_once(workspace, '/coalition organization "Temple Beth Am"', users))
    workspace.eventually(lambda: workspace.type("/coalition members").text.count("Temple Beth Am") == 15)
    assert len(everything(workspace)["organizations"]) == 1


def test_the_lead_is_taken_from_an_offer_and_claimed_at_once(workspace: Workspace) -> None:
    for user in (ANA, BEN):
        workspace.type("/claim-district PA-07", user)
    workspace.type("/release-district PA-07", ANA)
    offer = with_words(workspace, "Will you lead it?", BEN)
    pressed = {
        "user": BEN,
        "channel": offer["channel"],
        "ts": offer["ts"],
        "action_id": element(offer, "Take the lead")["action_id"],
    }

    def act(path: str, body: dict[str, str]) -> httpx.Response:
        with httpx.Client(base_url=workspace.client.base_url, timeout=_SECONDS, verify=False) as client:
            return client.post(path, json=body)

    typed = {"user": CORA, "channel": CAMPAIGN, "text": "/claim-district PA-07"}
    with ThreadPoolExecutor(2) as threads:
        both = [
            threads.submit(act, "/local/press", pressed),
            threads.submit(act, "/local/type", typed),
        ]
        for one in both:
            assert one.result().json()["error"] is None
    workspace.settle()
    working = working_on(workspace, "PA-07")
    assert sorted(user for user, _ in working) == [BEN, CORA]
    assert Counter(part for _, part in working) == {Part.LEAD: 1, Part.SUPPORT: 1}
