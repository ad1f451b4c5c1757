"""Slack's own library on the bot's side: it must understand all that the workspace sends."""

from pathlib import Path
from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.sandbox.stage import BOT_TOKEN, CARD, FORM, SECRET, SUGGESTED, Endpoint, Json, plain, staged


async def authorize() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T0LOCAL001", bot_token=BOT_TOKEN, bot_id="B0BOT", bot_user_id="U0BOT"
    )


async def command(ack: Any, command: Json, client: Any) -> None:
    if command["text"] == "form":
        await client.views_open(trigger_id=command["trigger_id"], view=FORM)
        await ack()
    else:
        await ack(text="A card", blocks=CARD, response_type="in_channel")


async def pressed(ack: Any, respond: Any, action: Json, body: Json) -> None:
    await ack()
    text = f"{body['user']['name']} pressed {action['value']}"
    await respond(text=text, blocks=CARD, replace_original=True)


async def suggest(ack: Any, payload: Json) -> None:
    assert payload["value"] == "pa"
    await ack(options=SUGGESTED["options"])


async def submitted(ack: Any, view: Json, body: Json, client: Any) -> None:
    chosen = view["state"]["values"]["district"]["district"]["selected_option"]["value"]
    if chosen == "PA-08":
        await ack(response_action="errors", errors={"district": "Taken."})
        return
    await ack()
    await client.chat_postMessage(channel=body["user"]["id"], text=f"You have {chosen}")


async def home(event: Json, client: Any) -> None:
    await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": CARD})


async def shortcut(ack: Any, shortcut: Json, client: Any) -> None:
    await ack()
    await client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)


async def log(ack: Any, respond: Any, shortcut: Json) -> None:
    await ack()
    await respond(f"Logged: {shortcut['message']['text']}")


def bolt(url: str) -> Endpoint:
    client = AsyncWebClient(token=BOT_TOKEN, base_url=f"{url}/api/", retry_handlers=[])
    # Bolt's registering methods are only partly typed.
    app: Any = AsyncApp(
        client=client,
        signing_secret=SECRET,
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    app.command("/claim-district")(command)
    app.action("support")(pressed)
    app.options("district")(suggest)
    app.view("claim")(submitted)
    app.event("app_home_opened")(home)
    app.global_shortcut("claim_shortcut")(shortcut)
    app.message_shortcut("log_this")(log)
    return AsyncSlackRequestHandler(app).handle


def test_bolt_understands_everything_and_is_refused_nothing(tmp_path: Path):
    with staged(tmp_path, endpoint=bolt) as stage:
        ana: Json = {"user": "U0ANA", "channel": "C0CAMPAIGN"}
        card = stage.act("type", **ana, text="/claim-district PA-07")["messages"][0]
        assert stage.act("press", **ana, ts=card["ts"], action_id="support")["status"] == 200
        assert stage.texts() == ["ana pressed v1:support:7"]

        view = stage.act("type", **ana, text="/claim-district form")["view"]
        assert view["title"] == "Claim a district"
        aim: Json = {"user": "U0ANA", "view_id": view["id"], "block_id": "district", "action_id": "district"}
        assert [one["value"] for one in stage.act("suggest", **aim, value="pa")["options"]] == [
            "PA-07",
            "PA-08",
        ]
        taken = stage.act("submit", user="U0ANA", view_id=view["id"], values={"district": "PA-08"})
        assert taken["field_errors"] == {"district": "Taken."}
        done = stage.act("submit", user="U0ANA", view_id=view["id"], values={"district": "PA-07"})
        assert done["ok"]
        assert done["view"] is None
        assert stage.texts("D0ANA") == ["You have PA-07"]

        assert stage.act("home", user="U0ANA")["ok"]
        assert stage.state()["home"]["blocks"][0]["text"]["text"] == plain("PA-07")["text"]
        assert stage.act("shortcut", user="U0ANA", callback_id="claim_shortcut")["view"]["title"]
        assert stage.act("shortcut", callback_id="log_this", ts=card["ts"], **ana)["ok"]
        assert stage.texts()[-1] == "Logged: ana pressed v1:support:7"
        assert stage.sandbox.refusals == []
