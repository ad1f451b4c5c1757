"""What the bot says by response_url."""

from typing import Any

import httpx

from tests.bot.sandbox.stage import CARD, Stage


def say(stage: Stage, url: str, **body: Any) -> httpx.Response:
    return stage.client.post(url, json=body)


def pressed(stage: Stage, ts: str, user: str = "U0BEN", channel: str = "C0CAMPAIGN") -> str:
    stage.act("press", user=user, channel=channel, ts=ts, action_id="support")
    return stage.bot.last["response_url"]


def test_five_uses_and_no_more(stage: Stage):
    url = stage.command()["response_url"]
    for number in range(5):
        assert say(stage, url, text=f"{number}").status_code == 200
    sixth = say(stage, url, text="6")
    assert (sixth.status_code, sixth.text) == (404, "used_url")
    assert stage.texts() == ["0", "1", "2", "3", "4"]
    assert stage.texts(user="U0BEN") == []
    assert [refusal.error for refusal in stage.sandbox.refusals] == ["used_url"]


def test_thirty_minutes_of_real_time(stage: Stage):
    url = stage.command()["response_url"]
    stage.act("clock", advance_seconds=86_400)
    stage.ticking.seconds += 1799
    assert say(stage, url, text="in time").status_code == 200
    stage.ticking.seconds += 1
    late = say(stage, url, text="late")
    assert (late.status_code, late.text) == (404, "expired_url")
    assert say(stage, f"{stage.url}/response/unknown", text="x").status_code == 404


def test_it_reaches_channels_where_the_bot_is_no_member(stage: Stage):
    url = stage.command(channel="C0ELSEWHERE")["response_url"]
    assert say(stage, url, text="Here", response_type="in_channel").status_code == 200
    assert stage.texts("C0ELSEWHERE", "U0BEN") == ["Here"]


def test_a_press_can_replace_and_delete_its_message(stage: Stage):
    ts = stage.post()
    url = pressed(stage, ts)
    say(stage, url, text="Replaced", blocks=CARD, replace_original=True)
    assert stage.texts(user="U0ANA") == ["Replaced"]
    say(stage, url, text="Beside it")
    assert stage.texts(user="U0BEN") == ["Replaced", "Beside it"]
    assert stage.texts(user="U0ANA") == ["Replaced"]
    assert say(stage, url, delete_original=True).status_code == 200
    assert stage.texts(user="U0ANA") == []
    assert say(stage, url, delete_original=True).status_code == 400


def test_a_commands_public_answer_is_replaced_by_its_own_button(stage: Stage):
    stage.bot.says("command", {"text": "A card", "blocks": CARD, "response_type": "in_channel"})
    stage.command(channel="C0ELSEWHERE")
    ts = stage.channel("C0ELSEWHERE")["messages"][0]["ts"]
    url = pressed(stage, ts, channel="C0ELSEWHERE")
    assert "user" not in stage.bot.last["message"]
    say(stage, url, text="Two lead now", replace_original=True)
    assert stage.texts("C0ELSEWHERE") == ["Two lead now"]


def test_an_ephemeral_stays_ephemeral(stage: Stage):
    sent = stage.api("chat.postEphemeral", channel="C0CAMPAIGN", user="U0BEN", text="You", blocks=CARD)
    url = pressed(stage, sent["message_ts"])
    say(stage, url, text="Only you still", replace_original=True, response_type="in_channel")
    assert stage.texts(user="U0BEN") == ["Only you still"]
    assert stage.texts(user="U0ANA") == []
    assert stage.sandbox.refusals[-1].error == "cannot_become_in_channel"


def test_bad_content_is_refused_and_nothing_appears(stage: Stage):
    url = stage.command()["response_url"]
    assert say(stage, url, blocks=CARD).json()["error"] == "no_text"
    assert say(stage, url, text="x", blocks=[{"type": "x"}]).json()["error"] == "invalid_blocks"
    assert stage.client.post(url, content=b"{").status_code == 400
    assert stage.client.post(url, content=b"[]").status_code == 400
    assert stage.texts() == []


def test_into_a_thread(stage: Stage):
    ts = stage.post()
    url = pressed(stage, ts)
    say(stage, url, text="In the thread", thread_ts=ts, response_type="in_channel")
    card = stage.channel("C0CAMPAIGN")["messages"][0]
    assert [reply["text"] for reply in card["replies"]] == ["In the thread"]
