"""A bot of a few lines, so that the page is tested without the real one.

`/claim-district PA-07` answers a card, `/claim-district` opens a form, `/gallery` shows every element,
`/tell @ben …` writes to that person alone, `/steps` opens a form that leads to another.
"""

import json
import re
from typing import Any, TypeAlias

import aiohttp
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.bot.sandbox.page import tiny_cards as cards

Payload: TypeAlias = dict[str, Any]  # whatever Slack sends

DISTRICTS = {"PA-07": "Pennsylvania 7th", "PA-08": "Pennsylvania 8th", "WA-03": "Washington 3rd"}


class TinyBot:
    """`POST /slack/events`. `presses` holds (action_id, value) of every press, oldest first."""

    def __init__(self, api_url: str, token: str) -> None:
        self._api_url = api_url
        self._token = token
        self.presses: list[tuple[str, Any]] = []
        self.submitted: list[Payload] = []
        self.fails_next = False

    async def call(self, method: str, **arguments: Any) -> Payload:
        headers = {"Authorization": f"Bearer {self._token}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(f"{self._api_url}{method}", json=arguments) as answer,
        ):
            body = await answer.json()
        if not body["ok"]:
            raise AssertionError(f"{method} was refused: {body}")
        return body

    async def answer(self, request: Request) -> Response:
        if self.fails_next:
            self.fails_next = False
            return Response(status_code=500)
        if request.headers["content-type"].startswith("application/json"):
            return await self._event(await request.json())
        form = await request.form()
        if "payload" in form:
            return await self._interaction(json.loads(str(form["payload"])))
        return await self._command({key: str(value) for key, value in form.items()})

    async def _event(self, body: Payload) -> Response:
        if body.get("event", {}).get("type") == "app_home_opened":
            await self.call("views.publish", user_id=body["event"]["user"], view=cards.home())
        return Response()

    async def _command(self, form: dict[str, str]) -> Response:
        text = form["text"]
        match form["command"]:
            case "/claim-district" if text:
                if text not in DISTRICTS:
                    return JSONResponse({"text": f"There is no {text}. Did you mean *PA-07*?"})
                return JSONResponse(cards.district(text, DISTRICTS[text], form["user_id"], ()))
            case "/claim-district":
                await self.call(
                    "views.open", trigger_id=form["trigger_id"], view=cards.claim_form(form["channel_id"])
                )
            case "/steps":
                await self.call("views.open", trigger_id=form["trigger_id"], view=cards.first_step())
            case "/gallery":
                await self.call("chat.postMessage", channel=form["channel_id"], **cards.gallery())
            case "/tell":
                person = re.search(r"<@(\w+)", text)
                assert person
                await self.call(
                    "chat.postMessage", channel=person[1], text=f"A word from <@{form['user_id']}>: {text}"
                )
            case _:
                return Response(status_code=404)
        return Response()

    async def _interaction(self, payload: Payload) -> Response:
        match payload["type"]:
            case "block_actions":
                await self._pressed(payload)
            case "block_suggestion":
                wanted = payload["value"].lower()
                found = {code: name for code, name in DISTRICTS.items() if wanted in f"{code} {name}".lower()}
                return JSONResponse(
                    {"options": [cards.option(f"{code} · {name}", code) for code, name in found.items()]}
                )
            case "view_submission":
                return await self._submission(payload)
            case "message_action":
                await self.call(
                    "chat.postEphemeral",
                    channel=payload["channel"]["id"],
                    user=payload["user"]["id"],
                    text="Noted.",
                )
            case _:
                pass
        return Response()

    async def _pressed(self, payload: Payload) -> None:
        action = payload["actions"][0]
        chosen: Payload = action.get("selected_option") or {}
        self.presses.append(
            (action["action_id"], chosen.get("value") or action.get("value") or action.get("selected_user"))
        )
        if action["action_id"] == "support":
            card = cards.district("PA-07", DISTRICTS["PA-07"], "U0ANA", (payload["user"]["id"],))
            async with aiohttp.ClientSession() as session:
                await session.post(payload["response_url"], json={**card, "replace_original": True})
        elif action["action_id"] == "further":
            await self.call("views.push", trigger_id=payload["trigger_id"], view=cards.second_step())
        elif action["action_id"] == "open_form":
            await self.call(
                "views.open", trigger_id=payload["trigger_id"], view=cards.claim_form("C0CAMPAIGN")
            )

    async def _submission(self, payload: Payload) -> Response:
        view = payload["view"]
        self.submitted.append(view["state"]["values"])
        if view["callback_id"] != "claim":
            return JSONResponse({"response_action": "clear"})
        values = view["state"]["values"]
        code = values["district"]["district"]["selected_option"]["value"]
        if code == "WA-03":
            return JSONResponse(
                {"response_action": "errors", "errors": {"district": "WA-03 has a lead already."}}
            )
        card = cards.district(code, DISTRICTS[code], payload["user"]["id"], ())
        await self.call(
            "chat.postMessage", channel=view["private_metadata"], text=card["text"], blocks=card["blocks"]
        )
        return Response()
