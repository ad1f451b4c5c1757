"""Slack's requests: Bolt's `AsyncApp`, whose listeners only carry them to the dispatcher and back."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Protocol, cast

import structlog
from slack_bolt import BoltResponse
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.responses import Response

from bot.incoming import Incoming
from bot.request_id import request_id
from bot.slack import payloads
from bot.slack.answering import Answering
from bot.slack.client import SlackClient
from bot.slack.lifecycle import Lifecycle
from bot.slack.payloads import Json, Ways, child, word
from handlers.text import N_, Message
from storage.coalitions import WorkspaceKey

log = structlog.get_logger(__name__)

_ANY = re.compile(r".+", re.DOTALL)
"""Which command, button or form it is, the registry decides."""


class _Listening(Protocol):
    """Bolt's registering methods; its own types are too loose to be checked."""

    def command(self, constraint: object) -> Callable[[object], object]: ...
    def action(self, constraint: object) -> Callable[[object], object]: ...
    def view(self, constraint: object) -> Callable[[object], object]: ...
    def options(self, constraint: object) -> Callable[[object], object]: ...
    def shortcut(self, constraint: object) -> Callable[[object], object]: ...
    def event(self, constraint: object) -> Callable[[object], object]: ...


class SlackApp:
    """One workspace on Slack. `connect` it before the first request; until then it answers 503."""

    def __init__(self, client: SlackClient, answering: Answering, lifecycle: Lifecycle) -> None:
        self._token = client.token
        self._answering = answering
        self._lifecycle = lifecycle
        self._workspace: WorkspaceKey | None = None
        self._bolt = self._listening(client.without_token())

    @property
    def is_connected(self) -> bool:
        """Whether it knows its workspace yet."""
        return self._workspace is not None

    def connect(self, workspace: WorkspaceKey) -> None:
        """Serve this workspace from now on."""
        self._workspace = workspace

    async def close(self) -> None:
        """Let answers that are under way reach Slack."""
        await self._answering.close()

    async def handle(self, body: Json, headers: Mapping[str, str]) -> Response:
        """One request from Slack, already checked and parsed."""
        with request_id():
            return await self._handled(body, headers)

    async def _handled(self, body: Json, headers: Mapping[str, str]) -> Response:
        if self._workspace is None and body.get("type") != "url_verification":
            return Response(status_code=503)
        if body.get("type") == "app_rate_limited":
            log.warning("Slack holds events back, because there were too many")
            return Response()
        if body.get("type") == "view_closed":
            return Response()
        if not payloads.is_readable(body):
            return Response("unreadable", 400)
        try:
            request = AsyncBoltRequest(body=dict(body), headers=dict(headers), mode="socket_mode")
            answer = await self._bolt.async_dispatch(request)
        except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
            # Bolt reads payloads without looking at their shape. What our own listeners raise stays inside.
            log.warning("a request of an unexpected shape", error=type(error).__name__)
            return Response("unreadable", 400)
        kind = answer.headers.get("content-type", ["text/plain"])[0]
        return Response(answer.body, answer.status, media_type=kind)

    def _listening(self, client: AsyncWebClient) -> AsyncApp:
        async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
            return self._authorized(team_id, enterprise_id)

        bolt = AsyncApp(
            name="coalition-bot",  # else Bolt reads the whole stack to find one
            client=client,
            signing_secret="checked at the door",  # noqa: S106  # bot.slack.door holds the real one
            request_verification_enabled=False,
            ssl_check_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
            process_before_response=True,
            authorize=authorize,
        )
        listen = cast("_Listening", bolt)
        listen.command(_ANY)(self._on_command)
        listen.action(_ANY)(self._on_press)
        listen.view(_ANY)(self._on_submission)
        listen.options(_ANY)(self._on_typing)
        listen.shortcut(_ANY)(self._on_shortcut)
        listen.event("app_home_opened")(self._on_home)
        listen.event("app_uninstalled")(self._on_removal)
        listen.event("tokens_revoked")(self._on_removal)
        listen.event(_ANY)(self._on_other_event)
        return bolt

    def _authorized(self, team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
        """Who the bot is: known since the start, so that no request costs a call to Slack."""
        workspace = self._known
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=workspace.bot_user_id,
            bot_id=workspace.bot_id,
            bot_token=self._token,
        )

    @property
    def _known(self) -> WorkspaceKey:
        if self._workspace is None:
            raise RuntimeError("no workspace is connected")
        return self._workspace

    async def _on_command(self, body: Json) -> BoltResponse:
        return _respond(await self._answer(body, *payloads.typed(body, self._known)))

    async def _on_shortcut(self, body: Json) -> BoltResponse:
        await self._answer(body, *payloads.shortcut(body, self._known))
        return _respond("")

    async def _on_press(self, body: Json) -> BoltResponse:
        read = payloads.pressed(body, self._known)
        if read is not None:
            await self._answer(body, *read)
        return _respond("")

    async def _on_submission(self, body: Json) -> BoltResponse:
        return _respond(await self._answer(body, *payloads.submitted(body, self._known)))

    async def _answer(self, body: Json, incoming: Incoming, ways: Ways) -> str:
        refusal = self._not_for_us(body)
        if refusal is not None:
            return self._answering.tell(refusal, incoming, ways)
        return await self._answering.answer(incoming, ways)

    async def _on_typing(self, body: Json) -> BoltResponse:
        incoming = payloads.completing(body, self._known)
        if incoming is None or self._not_for_us(body) is not None:
            return _respond(json.dumps({"options": []}))
        return _respond(await self._answering.answer(incoming, Ways()))

    async def _on_home(self, body: Json) -> BoltResponse:
        is_home = word(child(body, "event"), "tab") in ("home", "")
        if is_home and self._not_for_us(body) is None:
            self._answering.soon(self._lifecycle.show_home(payloads.opened_home(body, self._known)))
        return _respond("")

    async def _on_removal(self, body: Json) -> BoltResponse:
        if self._not_for_us(body) is None:
            await self._lifecycle.removed(body, self._known)
        return _respond("")

    async def _on_other_event(self) -> BoltResponse:
        return _respond("")

    def _not_for_us(self, body: Json) -> Message | None:
        """What somebody is told whom this bot does not serve: another workspace, or a guest from one."""
        team = payloads.team_of(body)
        if team and team != self._known.external_id:
            log.warning("a request from a workspace that is not connected", team=team)
            return N_("This bot is not connected to your workspace. Ask whoever runs it.")
        if payloads.is_outsider(body, self._known.external_id):
            return N_("You are a guest from another workspace here. Ask an organiser to note it for you.")
        return None


def _respond(body: str) -> BoltResponse:
    kind = "application/json" if body.startswith("{") else "text/plain"
    return BoltResponse(status=200, body=body, headers={"content-type": [kind]})
