"""The Web API as the bot meets it: what it takes, and what it refuses with which word."""

import json
from typing import Any

import pytest

from bot.sandbox.model import Channel, ChannelKind
from tests.bot.sandbox.stage import BOT_TOKEN, CARD, FORM, Json, Stage, button, plain


def test_auth_test_names_the_bot(stage: Stage):
    assert stage.api("auth.test") == {
        "ok": True,
        "url": f"{stage.url}/",
        "team": "Local workspace",
        "user": "coalition",
        "team_id": "T0LOCAL001",
        "user_id": "U0BOT",
        "bot_id": "B0BOT",
        "is_enterprise_install": False,
    }


def test_wrong_and_missing_tokens(stage: Stage):
    wrong = stage.client.post("/api/auth.test", headers={"Authorization": "Bearer xoxb-other"})
    assert wrong.json()["error"] == "invalid_auth"
    assert stage.client.post("/api/auth.test").json()["error"] == "not_authed"
    assert [refusal.error for refusal in stage.sandbox.refusals] == ["invalid_auth", "not_authed"]


def test_unknown_methods_and_bodies(stage: Stage):
    assert stage.api("chat.postEverywhere")["error"] == "unknown_method"
    headers = {"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}

    def error(content: bytes, kind: str = "application/json") -> str:
        sent = stage.client.post("/api/auth.test", content=content, headers={**headers, "Content-Type": kind})
        return sent.json()["error"]

    assert error(b"{") == "invalid_json"
    assert error(b"[1]") == "json_not_object"
    assert error(b"[" * 100_000) == "invalid_json"
    assert error(b"x", "text/csv") == "invalid_post_type"


def test_a_posted_message_is_seen_by_all_in_the_channel(stage: Stage):
    answer = stage.api("chat.postMessage", channel="C0CAMPAIGN", text="Hello", blocks=CARD, unheard_of=1)
    assert answer["channel"] == "C0CAMPAIGN"
    seconds, _, micros = answer["ts"].partition(".")
    assert len(seconds) == 10
    assert len(micros) == 6
    message = answer["message"]
    assert (message["user"], message["bot_id"], message["app_id"]) == ("U0BOT", "B0BOT", "A0LOCAL001")
    assert message["blocks"][0]["block_id"]
    assert message["blocks"][0]["text"] == {"type": "plain_text", "text": "PA-07", "emoji": True}
    assert stage.texts(user="U0BEN") == ["Hello"]
    assert stage.channel("C0CAMPAIGN", "U0BEN")["unread"] == 1
    stage.act("read", user="U0BEN", channel="C0CAMPAIGN")
    assert stage.channel("C0CAMPAIGN", "U0BEN")["unread"] == 0
    assert stage.channel("C0CAMPAIGN", "U0CORA")["unread"] == 1


def test_forms_are_taken_as_json_is(stage: Stage):
    answer = stage.form("chat.postMessage", channel="C0CAMPAIGN", text="Hi", blocks=json.dumps(CARD))
    assert answer["ok"]
    assert stage.form("chat.postMessage", channel="C0CAMPAIGN", text="Hi", blocks="{")["ok"] is False
    info = stage.client.get(
        "/api/users.info", params={"user": "U0BEN"}, headers={"Authorization": f"Bearer {BOT_TOKEN}"}
    )
    assert info.json()["user"]["tz"] == "America/Chicago"


def test_timestamps_are_never_given_twice(stage: Stage):
    given = [stage.api("chat.postMessage", channel="C0CAMPAIGN", text="x")["ts"] for _ in range(20)]
    assert given == sorted(set(given))


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0ELSEWHERE", "not_in_channel"),
        ("C0NOWHERE", "channel_not_found"),
        ("D0ANA", "channel_not_found"),
        ("U0NOBODY", "channel_not_found"),
        ("U0BOT", "cannot_dm_bot"),
        ("C0OLD", "is_archived"),
        ("C0SECRET", "channel_not_found"),
    ],
)
def test_where_the_bot_cannot_post(stage: Stage, channel: str, error: str):
    stage.sandbox.add_channel(Channel("C0OLD", "old", is_archived=True), members=["U0ANA", "U0BOT"])
    stage.sandbox.add_channel(Channel("C0SECRET", "secret", ChannelKind.PRIVATE), members=["U0ANA"])
    assert stage.api("chat.postMessage", channel=channel, text="x")["error"] == error
    assert stage.sandbox.refusals[0].where == "chat.postMessage"


def test_a_users_id_opens_the_direct_message(stage: Stage):
    answer = stage.api("chat.postMessage", channel="U0BEN", text="Psst")
    assert answer["channel"] == "D0BEN"
    assert stage.texts("D0BEN", "U0BEN") == ["Psst"]
    assert (
        stage.api("chat.update", channel="U0BEN", ts=answer["ts"], text="x")["error"] == "channel_not_found"
    )
    assert stage.api("chat.update", channel="D0BEN", ts=answer["ts"], text="Hush")["ok"]
    assert stage.texts("D0BEN", "U0BEN") == ["Hush"]
    assert stage.api("conversations.open", users="U0BEN")["already_open"]
    assert stage.api("conversations.open", users="U0CORA")["channel"]["id"] == "D0CORA"


def test_text_and_blocks_are_both_needed(stage: Stage):
    assert stage.api("chat.postMessage", channel="C0CAMPAIGN")["error"] == "no_text"
    assert stage.api("chat.postMessage", channel="C0CAMPAIGN", text="", blocks=CARD)["error"] == "no_text"
    assert stage.api("chat.postMessage", channel="C0CAMPAIGN", text=5, blocks=7)["ok"] is False
    long = stage.api("chat.postMessage", channel="C0CAMPAIGN", text="x" * 40_001)
    assert len(long["message"]["text"]) == 40_000


def test_bad_blocks_are_refused_with_the_place(stage: Stage):
    bad: list[Json] = [{"type": "header", "text": plain("x" * 151)}]
    answer = stage.api("chat.postMessage", channel="C0CAMPAIGN", text="x", blocks=bad)
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    ]
    assert stage.texts() == []


def test_updates_are_for_the_bots_own_messages(stage: Stage):
    ts = stage.post()
    assert stage.api("chat.update", channel="C0CAMPAIGN", ts=ts, text="Changed")["text"] == "Changed"
    kept = stage.channel("C0CAMPAIGN")["messages"][0]
    assert (kept["text"], len(kept["blocks"]), kept["edited"]) == ("Changed", 3, True)
    assert stage.api("chat.update", channel="C0CAMPAIGN", ts=ts, text="Bare", blocks=[])["ok"]
    assert stage.channel("C0CAMPAIGN")["messages"][0]["blocks"] == []
    stage.act("type", user="U0ANA", channel="C0CAMPAIGN", text="mine")
    mine = stage.channel("C0CAMPAIGN")["messages"][-1]["ts"]
    for method, error in (("chat.update", "cant_update_message"), ("chat.delete", "cant_delete_message")):
        assert stage.api(method, channel="C0CAMPAIGN", ts=mine, text="x")["error"] == error
        assert (
            stage.api(method, channel="C0CAMPAIGN", ts="1.000001", text="x")["error"] == "message_not_found"
        )
    assert stage.api("chat.delete", channel="C0CAMPAIGN", ts=ts)["ok"]
    assert stage.texts() == ["mine"]


def test_a_commands_own_answer_cannot_be_updated_by_its_ts(stage: Stage):
    stage.bot.says("command", {"text": "A card", "response_type": "in_channel"})
    stage.command()
    ts = stage.channel("C0CAMPAIGN")["messages"][0]["ts"]
    assert stage.api("chat.update", channel="C0CAMPAIGN", ts=ts, text="x")["error"] == "cant_update_message"


def test_ephemerals_are_seen_by_one_person_and_cannot_be_updated(stage: Stage):
    answer = stage.api("chat.postEphemeral", channel="C0CAMPAIGN", user="U0BEN", text="Just you")
    assert answer["ok"]
    assert stage.texts(user="U0BEN") == ["Just you"]
    assert stage.texts(user="U0ANA") == []
    assert stage.api("conversations.history", channel="C0CAMPAIGN")["messages"] == []
    ts = answer["message_ts"]
    assert stage.api("chat.update", channel="C0CAMPAIGN", ts=ts, text="x")["error"] == "message_not_found"
    stage.sandbox.add_channel(Channel("C0FEW", "few"), members=["U0BOT"])
    refused = stage.api("chat.postEphemeral", channel="C0FEW", user="U0BEN", text="x")
    assert refused["error"] == "user_not_in_channel"


def test_threads(stage: Stage):
    ts = stage.post()
    reply = stage.api("chat.postMessage", channel="C0CAMPAIGN", text="A reply", thread_ts=ts)
    assert reply["ok"]
    stage.act("type", user="U0BEN", channel="C0CAMPAIGN", text="Mine", thread_ts=ts)
    card = stage.channel("C0CAMPAIGN")["messages"]
    assert [one["text"] for one in card] == ["A card"]
    assert [one["text"] for one in card[0]["replies"]] == ["A reply", "Mine"]
    found = stage.api("conversations.replies", channel="C0CAMPAIGN", ts=ts)["messages"]
    assert [one["text"] for one in found] == ["A card", "A reply", "Mine"]
    for wrong, error in (("1.000001", "thread_not_found"), (reply["ts"], "cannot_reply_to_message")):
        answer = stage.api("chat.postMessage", channel="C0CAMPAIGN", text="x", thread_ts=wrong)
        assert answer["error"] == error


def test_history_finds_a_message_by_its_metadata(stage: Stage):
    metadata = {"event_type": "delivery", "event_payload": {"k": "1"}}
    first = stage.api("chat.postMessage", channel="C0CAMPAIGN", text="one", metadata=metadata)["ts"]
    second = stage.api("chat.postMessage", channel="C0CAMPAIGN", text="two")["ts"]

    def texts(**more: Any) -> list[str]:
        found = stage.api("conversations.history", channel="C0CAMPAIGN", **more)["messages"]
        return [one["text"] for one in found]

    assert texts() == ["two", "one"]
    assert texts(oldest=first) == ["two"]
    assert texts(oldest=first, latest=second) == []
    assert texts(oldest=first, latest=second, inclusive=True) == ["two", "one"]
    shown = stage.api("conversations.history", channel="C0CAMPAIGN", include_all_metadata=True)["messages"]
    assert shown[1]["metadata"] == metadata
    assert "metadata" not in stage.api("conversations.history", channel="C0CAMPAIGN")["messages"][1]
    assert stage.api("conversations.history", channel="C0ELSEWHERE")["error"] == "not_in_channel"
    page = stage.api("conversations.history", channel="C0CAMPAIGN", limit=1)
    assert page["has_more"]
    cursor = page["response_metadata"]["next_cursor"]
    assert texts(limit=1, cursor=cursor) == ["one"]
    assert stage.api("conversations.history", channel="C0CAMPAIGN", cursor="?")["error"] == "invalid_cursor"
    assert stage.api("conversations.history", channel="C0CAMPAIGN", oldest="now")["ok"] is False


def test_people_and_channels_can_be_listed(stage: Stage):
    people = stage.api("users.list")["members"]
    assert [one["id"] for one in people][:4] == ["U0ANA", "U0BEN", "U0CORA", "U0DEE"]
    assert stage.api("users.info", user="U0ANA")["user"]["is_admin"]
    assert stage.api("users.info", user="U0X")["error"] == "user_not_found"
    channels = stage.api("conversations.list")["channels"]
    assert {one["name"]: one["is_member"] for one in channels} == {
        "campaign": True,
        "general": True,
        "elsewhere": False,
    }
    assert stage.api("conversations.info", channel="C0GENERAL")["channel"]["is_general"]
    assert "U0BOT" in stage.api("conversations.members", channel="C0CAMPAIGN")["members"]


def test_a_trigger_opens_one_form_within_three_seconds(stage: Stage):
    trigger_id = stage.command()["trigger_id"]
    assert stage.api("views.open", trigger_id="1.2.x", view=FORM)["error"] == "invalid_trigger_id"
    assert stage.api("views.open", view=FORM)["error"] == "invalid_arguments"
    stage.ticking.seconds += 2.9
    opened = stage.api("views.open", trigger_id=trigger_id, view=FORM)
    assert opened["view"]["state"] == {"values": {}}
    assert stage.api("views.open", trigger_id=trigger_id, view=FORM)["error"] == "exchanged_trigger_id"
    late = stage.command()["trigger_id"]
    stage.ticking.seconds += 3.0
    assert stage.api("views.open", trigger_id=late, view=FORM)["error"] == "expired_trigger_id"
    assert [view["title"] for view in stage.state()["views"]] == ["Claim a district"]
    assert stage.state("U0BEN")["views"] == []


def test_a_trigger_survives_a_view_that_was_refused(stage: Stage):
    trigger_id = stage.command()["trigger_id"]
    bad = {**FORM, "title": plain("x" * 25)}
    refused = stage.api("views.open", trigger_id=trigger_id, view=bad)
    assert refused["error"] == "invalid_arguments"
    assert refused["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert stage.api("views.open", trigger_id=trigger_id, view=FORM)["ok"]


def test_views_update_by_hash(stage: Stage):
    view = stage.open_form()
    changed = {**FORM, "title": plain("Updated")}
    answer = stage.api("views.update", view_id=view["id"], hash=view["hash"], view=changed)
    assert answer["view"]["hash"] != view["hash"]
    assert answer["view"]["id"] == view["id"]
    again = stage.api("views.update", view_id=view["id"], hash=view["hash"], view=changed)
    assert again["error"] == "hash_conflict"
    assert stage.api("views.update", view_id="V0", view=changed)["error"] == "not_found"
    assert stage.api("views.update", view=changed)["error"] == "invalid_arguments"
    assert [one["title"] for one in stage.state()["views"]] == ["Updated"]


def test_external_ids_are_unique(stage: Stage):
    stage.open_form({**FORM, "external_id": "mine"})
    trigger_id = stage.command(user="U0BEN")["trigger_id"]
    twice = stage.api("views.open", trigger_id=trigger_id, view={**FORM, "external_id": "mine"})
    assert twice["error"] == "duplicate_external_id"
    assert stage.api("views.update", external_id="mine", view={**FORM, "external_id": "mine"})["ok"]


def test_at_most_three_forms_lie_on_each_other(stage: Stage):
    outside = stage.command()["trigger_id"]
    assert stage.api("views.push", trigger_id=outside, view=FORM)["error"] == "invalid_trigger_id"
    view: Json = {**FORM, "blocks": [{"type": "actions", "elements": [button("more")]}]}
    top = stage.open_form(view)
    for _ in range(2):
        stage.act("press", user="U0ANA", view_id=top["id"], action_id="more")
        pushed = stage.api("views.push", trigger_id=stage.bot.last["trigger_id"], view=view)
        assert pushed["view"]["previous_view_id"] == top["id"]
        top = pushed["view"]
    stage.act("press", user="U0ANA", view_id=top["id"], action_id="more")
    refused = stage.api("views.push", trigger_id=stage.bot.last["trigger_id"], view=view)
    assert refused["error"] == "push_limit_reached"
    assert len({one["id"] for one in stage.state()["views"]}) == 3


def test_the_home_tab(stage: Stage):
    home: Json = {"type": "home", "blocks": CARD}
    opened = stage.act("home", user="U0BEN")
    assert opened["ok"]
    event = stage.bot.last
    assert (event["type"], event["team_id"], event["api_app_id"]) == (
        "event_callback",
        "T0LOCAL001",
        "A0LOCAL001",
    )
    assert event["authorizations"][0]["user_id"] == "U0BOT"
    assert {key: event["event"][key] for key in ("type", "user", "channel", "tab")} == {
        "type": "app_home_opened",
        "user": "U0BEN",
        "channel": "D0BEN",
        "tab": "home",
    }
    assert stage.bot.headers[-1]["content-type"] == "application/json"
    published = stage.api("views.publish", user_id="U0BEN", view=home)
    assert stage.state("U0BEN")["home"]["blocks"][0]["type"] == "header"
    assert stage.state("U0ANA")["home"] is None
    stage.act("press", user="U0BEN", view_id=published["view"]["id"], action_id="support")
    assert stage.bot.last["view"]["type"] == "home"
    assert stage.bot.last["container"] == {"type": "view", "view_id": published["view"]["id"]}
    modal = stage.api("views.publish", user_id="U0BEN", view=FORM)
    assert modal["error"] == "invalid_arguments"
