"""POST /response/{token}: what the bot says by response_url."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox.grants import ResponseGrant
from bot.sandbox.misbehaviour import with_fault
from bot.sandbox.model import JsonObject, Message, Origin, text_of
from bot.sandbox.reading import parsed_json
from bot.sandbox.refused import RefusalError
from bot.sandbox.workspace import Draft, Workspace, checked_content

WHERE = "response_url"


class ResponseUrlEndpoint:
    """Takes what the bot says by response_url; no membership and no token is needed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def answer(self, request: Request) -> Response:
        """One use: 200, 404 for a spent or unknown address, 400 for what Slack would refuse."""
        fault = self._workspace.faults.take(WHERE)
        if fault is None:
            return await self._accept(request)
        return await with_fault(fault, lambda: self._accept(request))

    async def _accept(self, request: Request) -> Response:
        try:
            grant = self._workspace.response_urls.use(str(request.path_params["token"]))
        except RefusalError as refused:
            self._workspace.refuse(WHERE, refused.error)
            return PlainTextResponse(refused.error, status_code=404)
        try:
            say_in_response(self._workspace, grant, _parsed(await request.body()))
        except RefusalError as refused:
            self._workspace.refuse(WHERE, refused.error, refused.detail)
            return JSONResponse(refused.as_answer(), status_code=400)
        return JSONResponse({"ok": True})


def _parsed(body: bytes) -> JsonObject:
    try:
        given = parsed_json(body)
    except ValueError:
        raise RefusalError("invalid_payload") from None
    if not isinstance(given, dict):
        raise RefusalError("invalid_payload")
    return given


def say_in_response(workspace: Workspace, grant: ResponseGrant, given: JsonObject) -> None:
    """Do what the bot asks there: a new message, or another in the place of the one acted on."""
    original = _original(workspace, grant)
    if given.get("delete_original") is True:
        if original is None:
            raise RefusalError("message_not_found")
        workspace.remove(original)
        return
    draft = response_draft(workspace, grant.channel, given)
    in_channel = given.get("response_type") == "in_channel"
    if given.get("replace_original") is True and original is not None:
        if in_channel and original.is_ephemeral:
            detail = "an ephemeral message stays ephemeral"
            workspace.refuse(WHERE, "cannot_become_in_channel", detail)
        workspace.replace_content(original, replace(draft, metadata=None))
        return
    reader = None if in_channel else grant.user
    workspace.post(grant.channel, workspace.bot.id, draft, Origin.RESPONSE, only_for=reader)


def response_draft(workspace: Workspace, channel_id: str, given: JsonObject) -> Draft:
    """The checked content of an answer; RefusalError for what Slack would refuse."""
    kind = given.get("response_type")
    if kind not in (None, "ephemeral", "in_channel"):
        raise RefusalError("invalid_response_type", detail=str(kind)[:80])
    draft = checked_content(given.get("text"), given.get("blocks"))
    thread_ts = text_of(given, "thread_ts")
    if not thread_ts:
        return draft
    parent = workspace.store.message(channel_id, thread_ts)
    if parent is None:
        raise RefusalError("thread_not_found")
    return replace(draft, thread_ts=parent.thread_ts or parent.ts)


def _original(workspace: Workspace, grant: ResponseGrant) -> Message | None:
    return None if grant.original is None else workspace.store.message(grant.channel, grant.original)
