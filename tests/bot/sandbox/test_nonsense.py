"""Arbitrary input from either side is answered, never an error of the workspace's own."""

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.responses import Response

from bot.sandbox.acts.typed_text import marked_up
from bot.sandbox.model import Cast
from bot.sandbox.web_api.endpoint import METHODS
from tests.bot.sandbox.stage import BOT_TOKEN, FORM, Json, Stage, input_block, staged

leaves = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = (
    "channel user users ts text blocks view view_id trigger_id thread_ts metadata limit cursor oldest latest "
    "user_id hash external_id types token block_id action_id value values callback_id advance_seconds to "
    "response_type replace_original response_action errors options option_groups"
)
names = st.sampled_from(NAMES.split())
ids = st.sampled_from(
    ["C0CAMPAIGN", "C0ELSEWHERE", "U0ANA", "U0BOT", "USLACKBOT", "D0ANA", "modal", "home", "next"]
)
bodies = st.dictionaries(names, anything | ids, max_size=5)
few = settings(max_examples=40, deadline=None)


def test_web_api_calls(tmp_path: Path):
    with staged(tmp_path) as stage:
        headers = {"Authorization": f"Bearer {BOT_TOKEN}"}

        @few
        @given(st.sampled_from(sorted(METHODS)), bodies)
        def call(method: str, body: Json) -> None:
            answer = stage.client.post(f"/api/{method}", json=body, headers=headers)
            assert answer.status_code == 200
            assert isinstance(answer.json()["ok"], bool)

        call()


def test_what_people_send(tmp_path: Path):
    with staged(tmp_path) as stage:
        acts = ["type", "press", "suggest", "submit", "close", "home", "shortcut", "read", "clock"]

        @few
        @given(st.sampled_from(acts), bodies)
        def act(name: str, body: Json) -> None:
            assert stage.client.post(f"/local/{name}", json={"user": "U0ANA", **body}).status_code in (
                200,
                400,
            )

        act()
        stage.state()


def answered_with(stage: Stage, view_id: str, body: bytes, content_type: str) -> None:
    stage.bot.answers("command", lambda: Response(body, media_type=content_type))
    stage.bot.answers("view_submission", lambda: Response(body, media_type=content_type))
    stage.bot.answers("block_suggestion", lambda: Response(body, media_type=content_type))
    responses = [
        stage.client.post(
            "/local/type", json={"user": "U0ANA", "channel": "C0CAMPAIGN", "text": "/claim-district"}
        ),
        stage.client.post("/local/submit", json={"user": "U0ANA", "view_id": view_id, "values": {}}),
        stage.client.post(
            "/local/suggest", json={"user": "U0ANA", "view_id": view_id, "action_id": "d", "value": "xyz"}
        ),
    ]
    assert all(response.status_code in (200, 400) for response in responses)


def test_what_the_bot_answers(tmp_path: Path):
    with staged(tmp_path) as stage:
        menu = input_block("d", {"type": "external_select", "action_id": "d"}, optional=True)
        view = stage.open_form({**FORM, "blocks": [menu]})

        @few
        @given(
            st.binary(max_size=50) | bodies.map(lambda body: json.dumps(body).encode()),
            st.sampled_from(["application/json", "text/plain", "application/octet-stream"]),
        )
        def answer(body: bytes, content_type: str) -> None:
            answered_with(stage, view["id"], body, content_type)

        answer()
        stage.state()


def test_texts_that_json_can_carry_but_nobody_can_write(tmp_path: Path):
    with staged(tmp_path) as stage:
        headers = {"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}

        def error(content: bytes) -> str:
            return stage.client.post("/api/chat.postMessage", content=content, headers=headers).json()[
                "error"
            ]

        assert error(b'{"channel": "C0CAMPAIGN", "text": "\\ud800"}') == "invalid_json"
        assert error(b'{"channel": "C0CAMPAIGN", "text": "x", "metadata": NaN}') == "invalid_json"
        assert error(b'{"metadata":' * 200 + b"1" + b"}" * 200) == "invalid_json"
        assert error(b'{"channel": "C0CAMPAIGN", "text": "\xff"}') == "invalid_json"


@given(st.text())
def test_typed_text_never_carries_markup_of_its_own(text: str):
    cast = Cast.default()
    bare = text.replace("@", "").replace("#", "").replace(":", "")
    sent = marked_up(bare, cast.users, cast.channels, with_names=True)
    assert "<" not in sent
    assert ">" not in sent
