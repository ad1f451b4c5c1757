"""Typing into a channel: what the bot receives and what people then see."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse, Response

from tests.bot.sandbox.stage import CARD, Json, Stage, staged


def test_a_slash_command_arrives_signed_and_with_slacks_fields(stage: Stage):
    answer = stage.act("type", user="U0BEN", channel="C0CAMPAIGN", text="/claim-district  PA-07 ")
    assert answer["ok"]
    assert answer["status"] == 200
    fields = stage.bot.last
    assert {key: fields[key] for key in fields if key not in ("response_url", "trigger_id", "token")} == {
        "team_id": "T0LOCAL001",
        "team_domain": "local",
        "channel_id": "C0CAMPAIGN",
        "channel_name": "campaign",
        "user_id": "U0BEN",
        "user_name": "ben",
        "command": "/claim-district",
        "text": "PA-07",
        "api_app_id": "A0LOCAL001",
        "is_enterprise_install": "false",
    }
    assert fields["response_url"].startswith(f"{stage.url}/response/")
    assert stage.bot.headers[-1]["user-agent"].startswith("Slackbot 1.0")
    assert stage.sandbox.refusals == []


def test_the_bot_refuses_what_is_signed_with_another_secret(tmp_path: Path):
    with staged(tmp_path, signing_secret="another") as stage:
        answer = stage.act("type", user="U0ANA", channel="C0CAMPAIGN", text="/claim-district")
        assert answer["status"] == 401
        assert answer["error"] == "dispatch_failed"
        assert stage.texts() == ['/claim-district failed with the error "dispatch_failed"']
        assert stage.texts(user="U0BEN") == []


def test_a_bot_that_ends_idle_connections_still_hears_everything(tmp_path: Path):
    with hanging_up() as address, staged(tmp_path, events_url=address) as stage:
        said = [stage.act("type", user="U0ANA", channel="C0CAMPAIGN", text="/claim-district") for _ in "123"]
        assert [answer["status"] for answer in said] == [200, 200, 200]


@contextmanager
def hanging_up() -> Generator[str]:
    """A bot that says it keeps connections, and ends one as soon as a second request comes in on it."""

    class Once(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        answered = False

        def do_POST(self) -> None:
            if self.answered:
                self.close_connection = True
                return
            self.answered = True
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Once) as server:
        server.daemon_threads = True
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}/slack/events"
        server.shutdown()
        serving.join()


def test_in_a_direct_message_the_channel_is_called_directmessage(stage: Stage):
    fields = stage.command(channel="D0ANA")
    assert (fields["channel_id"], fields["channel_name"]) == ("D0ANA", "directmessage")


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("support @ben", "support <@U0BEN|ben>"),
        ("support @Ben Okafor, please", "support <@U0BEN|ben>, please"),
        ("see #campaign", "see <#C0CAMPAIGN|campaign>"),
        ("@bent #campaigns", "@bent #campaigns"),
        ("me@ben.example", "<mailto:me@ben.example|me@ben.example>"),
        ("https://example.org/a?b=1&c=<2>", "<https://example.org/a?b=1&amp;c=>&lt;2&gt;"),
        ("go to https://example.org.", "go to <https://example.org>."),
        ("<!channel> & <@U0BEN>", "&lt;!channel&gt; &amp; &lt;@U0BEN&gt;"),
        ("@channel", "<!channel>"),
        ("“PA-07” ✓ עברית", "“PA-07” ✓ עברית"),
    ],
)
def test_typed_text_is_escaped_as_should_escape_does(stage: Stage, typed: str, sent: str):
    assert stage.command(f"/claim-district {typed}")["text"] == sent


def test_an_unknown_command_is_slacks_own_affair(stage: Stage):
    answer = stage.act("type", user="U0ANA", channel="C0CAMPAIGN", text="/foo bar")
    assert answer["error"] == "not_a_command"
    assert stage.bot.received == []
    assert stage.texts()[0].startswith("/foo is not a valid command")
    assert stage.texts(user="U0BEN") == []


def test_commands_cannot_be_used_in_threads(stage: Stage):
    ts = stage.post()
    answer = stage.act("type", user="U0ANA", channel="C0CAMPAIGN", text="/claim-district", thread_ts=ts)
    assert answer["error"] == "not_in_threads"
    assert stage.bot.received == []


def test_an_answer_is_for_the_person_alone_unless_it_says_in_channel(stage: Stage):
    stage.bot.says("command", {"text": "Only you see this"})
    stage.command()
    stage.bot.says("command", {"text": "A card", "blocks": CARD, "response_type": "in_channel"})
    answer = stage.act("type", user="U0ANA", channel="C0CAMPAIGN", text="/claim-district PA-07")
    assert [message["text"] for message in answer["messages"]] == ["A card"]
    assert stage.texts() == ["Only you see this", "A card"]
    assert stage.texts(user="U0BEN") == ["A card"]
    assert [message["ephemeral"] for message in stage.channel("C0CAMPAIGN")["messages"]] == [True, False]


def test_a_plain_text_answer_is_shown_and_an_empty_one_is_not(stage: Stage):
    stage.bot.answers("command", lambda: PlainTextResponse("Hello"))
    stage.command()
    stage.bot.says("command")
    stage.command()
    assert stage.texts() == ["Hello"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"blocks": CARD}, "no_text"),
        ({"text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"text": "x", "response_type": "shout"}, "invalid_response_type"),
        (["x"], "invalid_payload"),
    ],
)
def test_an_answer_that_slack_would_not_take_is_refused(stage: Stage, body: Json, error: str):
    stage.bot.says("command", body)
    answer = stage.act("type", user="U0ANA", channel="C0CAMPAIGN", text="/claim-district")
    assert answer["error"] == error
    assert [refusal.error for refusal in stage.sandbox.refusals] == [error]


def test_an_answer_that_takes_too_long_is_a_timeout(tmp_path: Path):
    with staged(tmp_path, answer_limit=timedelta(milliseconds=150)) as stage:
        waiting = asyncio.Event()

        async def never(payload: Json) -> Response:
            del payload
            await waiting.wait()
            return Response()

        stage.bot.reactions["command"] = never
        answer = stage.act("type", user="U0ANA", channel="C0CAMPAIGN", text="/claim-district")
        assert (answer["status"], answer["error"]) == (None, "operation_timeout")
        assert stage.texts() == ['/claim-district failed with the error "operation_timeout"']

        async def let_go() -> None:
            waiting.set()

        stage.sandbox.from_thread(let_go())


def test_inviting_the_bot_lets_it_post(stage: Stage):
    assert stage.api("chat.postMessage", channel="C0ELSEWHERE", text="Hi")["error"] == "not_in_channel"
    stage.act("type", user="U0ANA", channel="C0ELSEWHERE", text="/invite @coalition")
    assert stage.api("chat.postMessage", channel="C0ELSEWHERE", text="Hi")["ok"]
    assert stage.channel("C0ELSEWHERE")["bot_is_member"]
    assert stage.texts("C0ELSEWHERE")[-1] == "Hi"


def test_messages_of_people_carry_mentions_and_reach_the_others(stage: Stage):
    stage.act("type", user="U0ANA", channel="C0CAMPAIGN", text="Hi @ben <b>")
    assert stage.texts(user="U0BEN") == ["Hi <@U0BEN> &lt;b&gt;"]
    assert stage.bot.received == []


@pytest.mark.parametrize(
    "body",
    [
        {"user": "U0NOBODY", "channel": "C0CAMPAIGN", "text": "x"},
        {"user": "U0BOT", "channel": "C0CAMPAIGN", "text": "x"},
        {"user": "U0ANA", "channel": "C0NOWHERE", "text": "x"},
        {"user": "U0ANA", "channel": "D0BEN", "text": "x"},
        {"user": "U0ANA", "channel": "C0CAMPAIGN", "text": "  "},
        {"user": 7, "channel": None},
        {},
    ],
)
def test_what_cannot_be_typed_is_an_error_and_changes_nothing(stage: Stage, body: Json):
    response = stage.client.post("/local/type", json=body)
    assert response.status_code == 400
    assert response.json()["error"]
    assert stage.texts() == []


def test_only_this_machine_and_its_own_page_may_act(stage: Stage):
    body: Json = {"user": "U0ANA", "channel": "C0CAMPAIGN", "text": "x"}

    def status(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return stage.client.post("/local/type", json=body, headers=named).status_code

    assert status(host="evil.example") == 403
    assert status(host="127.0.0.1.evil.example:80") == 403
    assert status(origin="https://evil.example") == 403
    assert status(origin="null") == 403
    assert status(sec_fetch_site="cross-site") == 403
    assert status(origin=stage.url, sec_fetch_site="same-origin") == 200
    assert status(host="localhost:1") == 200
    assert status(host="[::1]:1") == 200
    assert httpx.get(f"{stage.url}/", headers={"host": "evil.example"}, trust_env=False).status_code == 403
    assert stage.client.post("/local/type", content="x=1").status_code == 400
