"""The clock, restarts, starting over, faults, event streams, redeliveries."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.sandbox.faults import FaultKind
from bot.sandbox.model import User
from tests.bot.sandbox.stage import BOT_TOKEN, CARD, Json, Stage, staged
from tests.own_loop import run_apart

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_the_clock_moves_ahead_and_messages_follow_it(tmp_path: Path):
    settled: list[str] = []

    async def note() -> None:
        settled.append("settled")

    with staged(tmp_path, wall_clock=lambda: NOON, settled=note) as stage:
        first = stage.post()
        moved = stage.act("clock", advance_seconds=3600)
        assert (moved["now"], moved["moved"]) == ("2026-11-21T13:00:00+00:00", True)
        assert settled == ["settled"]
        second = stage.post()
        assert first == "1795262400.000000"
        assert second == "1795266000.000000"
        assert stage.client.post("/local/clock", json={"advance_seconds": -1}).status_code == 400
        assert stage.client.post("/local/clock", json={"advance_seconds": "1"}).status_code == 400
        assert stage.client.post("/local/clock", json={"advance_seconds": 10**30}).status_code == 400
        assert stage.state()["now"] == "2026-11-21T13:00:00+00:00"


def test_to_the_next_thing_the_bot_will_say(tmp_path: Path):
    due: list[datetime | None] = [None]

    async def next_due() -> datetime | None:
        return due[0]

    with staged(tmp_path, wall_clock=lambda: NOON, next_due=next_due) as stage:
        nothing = stage.act("clock", to="next")
        assert nothing == {"now": NOON.isoformat(), "moved": False, "note": "Nothing is due."}
        due[0] = NOON + timedelta(days=2)
        assert stage.act("clock", to="next")["now"] == "2026-11-23T12:00:00+00:00"
        assert stage.act("clock", to="next")["moved"] is False


def test_messages_and_clock_survive_a_restart(tmp_path: Path):
    with staged(tmp_path, wall_clock=lambda: NOON) as stage:
        ts = stage.post()
        stage.api("chat.postEphemeral", channel="C0CAMPAIGN", user="U0BEN", text="Just Ben")
        stage.api("views.publish", user_id="U0BEN", view={"type": "home", "blocks": CARD})
        stage.act("clock", advance_seconds=60)
        stage.act("read", user="U0BEN", channel="C0CAMPAIGN")
        stage.sandbox.add_user(User("U0EVE", "eve", "Eve"))
    with staged(tmp_path, wall_clock=lambda: NOON) as stage:
        assert stage.texts() == ["A card"]
        assert stage.texts(user="U0BEN") == ["A card", "Just Ben"]
        assert stage.texts(user="U0EVE") == ["A card"]
        assert stage.channel("C0CAMPAIGN", "U0BEN")["unread"] == 0
        assert stage.channel("C0CAMPAIGN", "U0ANA")["unread"] == 1
        assert stage.state("U0BEN")["home"]["blocks"]
        assert stage.state()["now"] == (NOON + timedelta(seconds=60)).isoformat()
        assert stage.act("press", user="U0BEN", channel="C0CAMPAIGN", ts=ts, action_id="support")["ok"]
        assert stage.post() > ts


def test_starting_over_empties_the_workspace_and_tells_the_bot(tmp_path: Path):
    told: list[str] = []

    async def start_over() -> None:
        told.append("told")

    with staged(tmp_path, wall_clock=lambda: NOON, start_over=start_over) as stage:
        stage.post()
        stage.open_form()
        stage.act("clock", advance_seconds=60)
        stage.act("start-over")
        assert told == ["told"]
        state = stage.state()
        assert (state["now"], state["views"]) == (NOON.isoformat(), [])
        assert [channel["messages"] for channel in state["channels"]] == [[], [], [], []]
        assert [channel["unread"] for channel in state["channels"]] == [0, 0, 0, 0]


def call(stage: Stage) -> httpx.Response:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    body: Json = {"channel": "C0CAMPAIGN", "text": "Once"}
    return stage.client.post("/api/chat.postMessage", json=body, headers=headers)


def test_a_rate_limit_has_no_effect_but_its_header(stage: Stage):
    stage.sandbox.faults.rate_limit("chat.postMessage", retry_after=7, calls=2)
    for _ in range(2):
        answer = call(stage)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
        assert answer.json() == {"ok": False, "error": "ratelimited"}
    assert stage.texts() == []
    assert call(stage).json()["ok"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [(FaultKind.SERVER_ERROR, []), (FaultKind.SERVER_ERROR_AFTER, ["Once"])],
)
def test_a_server_error_before_and_after_it_took_effect(stage: Stage, kind: FaultKind, said: list[str]):
    stage.sandbox.faults.fail("chat.postMessage", kind)
    assert call(stage).status_code == 500
    assert stage.texts() == said


@pytest.mark.parametrize(("kind", "said"), [(FaultKind.DROPPED, []), (FaultKind.DROPPED_AFTER, ["Once"])])
def test_a_dropped_connection_before_and_after_it_took_effect(stage: Stage, kind: FaultKind, said: list[str]):
    stage.sandbox.faults.fail("chat.postMessage", kind)
    with pytest.raises(httpx.RemoteProtocolError):
        call(stage)
    assert stage.texts() == said


@pytest.mark.parametrize(("kind", "meanwhile"), [(FaultKind.HELD, []), (FaultKind.HELD_AFTER, ["Once"])])
def test_a_held_call_waits_until_it_is_released(stage: Stage, kind: FaultKind, meanwhile: list[str]):
    fault = stage.sandbox.faults.hold("chat.postMessage", kind)
    answers: list[httpx.Response] = []
    calling = threading.Thread(target=lambda: answers.append(call(stage)))
    calling.start()
    fault.wait_until_reached()
    with httpx.Client(base_url=stage.url, trust_env=False) as other:
        state = other.get("/local/state", params={"user": "U0ANA"}).json()
    assert [one["text"] for one in state["channels"][0]["messages"]] == meanwhile
    fault.release()
    calling.join(10)
    assert answers[0].json()["ok"]
    assert stage.texts() == ["Once"]


def test_the_event_stream_tells_of_what_a_person_can_see(stage: Stage):
    with stage.client.stream("GET", "/local/events", params={"user": "U0BEN"}) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.iter_lines()

        def next_data() -> str:
            return next(line for line in lines if line.startswith("data:"))

        first = next_data()
        with httpx.Client(base_url=stage.url, trust_env=False) as other:
            headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
            for_ana: Json = {"channel": "C0CAMPAIGN", "user": "U0ANA", "text": "Not Ben's"}
            other.post("/api/chat.postEphemeral", json=for_ana, headers=headers)
            other.post("/api/chat.postMessage", json={"channel": "C0CAMPAIGN", "text": "x"}, headers=headers)
        second = next_data()
        assert first != second
        assert str(stage.sandbox.state_for("U0BEN")["version"]) in second


def test_streams_end_when_the_workspace_stops(tmp_path: Path):
    with staged(tmp_path) as stage, stage.client.stream("GET", "/local/events?user=U0BEN") as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith("retry")
        stage.sandbox.end_streams()
        assert all(not line.startswith("event: error") for line in lines)


def test_nobody_has_no_state_and_no_stream(stage: Stage):
    assert stage.client.get("/local/state?user=U0BOT").status_code == 404
    assert stage.client.get("/local/events?user=x").status_code == 404


def test_events_can_be_delivered_again(stage: Stage):
    event: Json = {"type": "app_uninstalled"}
    answer = stage.sandbox.from_thread(stage.sandbox.deliver_event(event, event_id="Ev1"))
    assert answer.status == 200
    assert stage.bot.last["event_id"] == "Ev1"
    again = stage.sandbox.redeliver(stage.sandbox.deliveries[-1], retry=2)
    assert stage.sandbox.from_thread(again).status == 200
    assert stage.bot.received[0] == stage.bot.received[1]
    assert stage.bot.headers[-1]["x-slack-retry-num"] == "2"
    assert stage.bot.headers[-1]["x-slack-retry-reason"] == "http_timeout"
    stage.sandbox.from_thread(stage.sandbox.verify_url("abc"))
    assert stage.bot.last["challenge"] == "abc"


def test_a_hundred_people_act_at_once(tmp_path: Path):
    with staged(tmp_path) as stage:
        people = [User(f"U1{number:03d}", f"person{number}", f"Person {number}") for number in range(100)]
        for person in people:
            stage.sandbox.add_user(person)
        stage.bot.says("command", {"text": "Mine", "response_type": "in_channel"})

        async def everybody() -> list[httpx.Response]:
            async with httpx.AsyncClient(base_url=stage.url, timeout=30, trust_env=False) as client:
                bodies: list[Json] = [
                    {"user": person.id, "channel": "C0CAMPAIGN", "text": "/claim-district PA-07"}
                    for person in people
                ]
                return await asyncio.gather(*(client.post("/local/type", json=body) for body in bodies))

        answers = run_apart(everybody())
        assert all(answer.json()["ok"] for answer in answers)
        assert len(stage.bot.received) == 100
        shown = stage.channel("C0CAMPAIGN")["messages"]
        assert len({message["ts"] for message in shown}) == 100
