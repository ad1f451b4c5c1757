"""Forms: opened while their trigger lives, without a write; answered by field, in place or in the channel."""

import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.faults import FaultKind
from handlers.arguments.districts import DistrictIndex
from tests.bot.watching import Calls, row_counts
from tests.databases import SqliteFactory
from tests.workspace import ANA, BEN, CAMPAIGN, CORA, ELSEWHERE, Workspace, opened


def _claimed_by_form(workspace: Workspace, channel: str, user: str = ANA) -> None:
    view = workspace.type("/claim-district", user, channel).view
    done = workspace.submit(view, user, District=workspace.pick("District", "PA-07", view, user))
    assert (done.raw["status"], done.raw["body"], done.raw["view"]) == (200, None, None)


def test_a_public_answer_is_posted_at_once(workspace: Workspace) -> None:
    _claimed_by_form(workspace, CAMPAIGN)
    (card,) = workspace.eventually(workspace.seen)  # nobody wakes the worker but the form itself
    assert card["origin"] == "web_api"
    assert card["text"].startswith("PA-07 · Pennsylvania 7th\n<@U0ANA> leads.")


def test_a_personal_answer_is_shown_in_the_form(on_sqlite: Workspace) -> None:
    view = on_sqlite.type("/coalition setup").view
    done = on_sqlite.submit(view, Name="Test", Time_zone=on_sqlite.pick("Time zone", "Denver", view))
    assert done.view["title"] == "What happened"
    assert done.view["submit"] is None
    words = [part["text"] for part in done.view["blocks"][0]["elements"][0]["elements"]]
    assert "".join(words) == "Test is set up, on Denver time, without announcements."
    assert not on_sqlite.seen()


def test_errors_stand_at_their_fields(on_sqlite: Workspace) -> None:
    on_sqlite.set_up()
    view = on_sqlite.type("/coalition role").view
    done = on_sqlite.submit(view, Person=ANA, Role="member")
    assert list(done.raw["field_errors"]) == ["person"]
    assert "is the only admin" in done.raw["field_errors"]["person"]
    assert done.view["id"] == view["id"]


def test_where_the_bot_is_no_member_the_person_is_told_and_answered(workspace: Workspace) -> None:
    _claimed_by_form(workspace, ELSEWHERE)
    told = workspace.told(ANA)
    assert "I can't write in <#C0ELSEWHERE> yet: type /invite <@U0BOT> there." in told
    assert "PA-07 · Pennsylvania 7th" in told
    assert "<@U0ANA> leads." in told
    assert not workspace.seen(ANA, ELSEWHERE)


def test_once_invited_it_answers_there(on_sqlite: Workspace) -> None:
    on_sqlite.type("/invite @coalition", ANA, ELSEWHERE)
    _claimed_by_form(on_sqlite, ELSEWHERE)
    on_sqlite.settle()
    assert on_sqlite.seen(ANA, ELSEWHERE)[-1]["text"].startswith("PA-07 ·")


def test_a_form_from_a_direct_message_answers_there(on_sqlite: Workspace) -> None:
    _claimed_by_form(on_sqlite, "D0ANA")
    assert "PA-07 · Pennsylvania 7th" in on_sqlite.told(ANA)
    assert not on_sqlite.seen()


def test_a_form_from_nowhere_answers_directly(on_sqlite: Workspace) -> None:
    view = on_sqlite.shortcut("claim-district").view
    on_sqlite.submit(view, District=on_sqlite.pick("District", "PA-07", view))
    assert "PA-07 · Pennsylvania 7th" in on_sqlite.told(ANA)


def test_the_form_of_the_home_page(on_sqlite: Workspace) -> None:
    view = on_sqlite.press_in_view("Claim a district", on_sqlite.open_home()).view
    on_sqlite.submit(view, District=on_sqlite.pick("District", "PA-07", view))
    assert "PA-07 · Pennsylvania 7th" in on_sqlite.told(ANA)


def test_what_was_typed_stands_in_the_form(on_sqlite: Workspace) -> None:
    on_sqlite.set_up()
    view = on_sqlite.type("/coalition role @ben").view
    assert view["values"]["person"] == {"person": BEN}
    assert view["values"]["role"] == {"role": None}


@pytest.fixture
def slow_triggers(
    sqlite_factory: SqliteFactory, districts: DistrictIndex, tmp_path: Path
) -> Iterator[Workspace]:
    """A workspace whose clock for triggers jumps four seconds whenever it is looked at."""
    ticks = itertools.count(step=4)
    with (
        sqlite_factory.fresh(tmp_path) as url,
        opened(url, districts, tmp_path, monotonic=lambda: float(next(ticks))) as workspace,
    ):
        yield workspace


def test_a_trigger_that_has_expired(slow_triggers: Workspace) -> None:
    answer = slow_triggers.type("/claim-district")
    assert answer.text == "The form did not open in time. Please try again."
    assert answer.message["ephemeral"]
    assert answer.raw["view"] is None


def test_a_trigger_that_has_expired_on_a_press(slow_triggers: Workspace) -> None:
    slow_triggers.type("/claim-district PA-07")
    question = next(one for one in slow_triggers.direct(ANA) if "Which organisation" in one["text"])
    slow_triggers.press("Choose it", question)
    assert slow_triggers.eventually(lambda: "The form did not open in time" in slow_triggers.told(ANA))


def test_a_trigger_that_has_expired_where_there_is_nowhere_to_say_so(slow_triggers: Workspace) -> None:
    slow_triggers.shortcut("claim-district")
    assert slow_triggers.eventually(lambda: "The form did not open in time" in slow_triggers.told(ANA))


@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR, FaultKind.DROPPED, FaultKind.RATE_LIMITED])
def test_slack_not_opening_a_form(on_sqlite: Workspace, kind: FaultKind) -> None:
    on_sqlite.sandbox.faults.fail("views.open", kind)
    assert on_sqlite.type("/claim-district").text == "The form did not open in time. Please try again."
    assert on_sqlite.type("/claim-district").view["title"] == "Claim a district"


def test_slack_not_answering_at_all(on_sqlite: Workspace) -> None:
    held = on_sqlite.sandbox.faults.hold("views.open")
    told = on_sqlite.type("/claim-district")
    held.release()
    assert told.text == "The form did not open in time. Please try again."
    assert told.raw["elapsed_ms"] < 2900


def test_opening_and_completing_write_nothing(workspace: Workspace) -> None:
    home = workspace.open_home(CORA)
    workspace.settle()
    before = row_counts(workspace)
    view = workspace.type("/claim-district", BEN).view
    assert workspace.suggest("District", "PA-0", view, BEN)
    workspace.type("/coalition setup", BEN)
    workspace.type("/claim-district help", BEN)
    workspace.type("/claim-district WA-32", BEN)
    workspace.type("/districts open", BEN)
    workspace.press_in_view("Claim a district", home, CORA)
    workspace.shortcut("claim-district", BEN)
    assert row_counts(workspace) == before


def test_completing_is_quick_and_touches_nothing(on_sqlite: Workspace) -> None:
    on_sqlite.type("/claim-district PA-07")
    on_sqlite.settle()
    view = on_sqlite.type("/claim-district").view
    block = next(block for block in view["blocks"] if block["block_id"] == "district")
    watch = sqlite3.connect(on_sqlite.database.url.removeprefix("sqlite:///"))
    version = watch.execute("PRAGMA data_version").fetchone()
    for typed in ("", "p", "pa", "Pennsylvania", "pensylvania 7", "texas 3", "نص", "x" * 300):
        asked = {"user": ANA, "view_id": view["id"], "block_id": "district",
                 "action_id": block["element"]["action_id"], "value": typed}  # fmt: skip
        answer = on_sqlite.client.post("/local/suggest", json=asked).json()
        assert answer["ok"]
        assert answer["elapsed_ms"] < 200
    assert watch.execute("PRAGMA data_version").fetchone() == version
    watch.close()


def test_a_claim_calls_nobody_before_it_is_answered(on_sqlite: Workspace) -> None:
    calls = Calls(on_sqlite)
    held = on_sqlite.sandbox.faults.hold("users.info")
    first = on_sqlite.type("/claim-district PA-07", ANA)
    assert "<@U0ANA> leads" in first.text
    held.release()
    on_sqlite.settle()
    # The rest is the outbox: the name is looked up, and the organisation asked for.
    assert calls.counted == {"users.info": 1, "chat.postMessage": 1}


def test_a_second_claim_costs_no_call_at_all(on_sqlite: Workspace) -> None:
    on_sqlite.type("/claim-district PA-07", ANA)
    on_sqlite.settle()
    calls = Calls(on_sqlite)
    on_sqlite.type("/districts", ANA)
    on_sqlite.type("/claim-district PA-07", ANA)
    on_sqlite.settle()
    assert not calls.made
