"""POST /api/{method}: who calls, what they ask, and what goes wrong on purpose."""

import hmac
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.misbehaviour import with_fault
from bot.sandbox.model import JsonObject, JsonValue
from bot.sandbox.reading import parsed_json
from bot.sandbox.refused import RefusalError
from bot.sandbox.web_api import chat, conversations, people, view_methods
from bot.sandbox.web_api.arguments import Arguments
from bot.sandbox.workspace import Workspace

Method: TypeAlias = Callable[[Workspace, Arguments], JsonObject]

METHODS: Final[Mapping[str, Method]] = {
    "auth.test": people.auth_test,
    "chat.delete": chat.delete,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.history": conversations.history,
    "conversations.info": conversations.info,
    "conversations.list": conversations.list_all,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_conversation,
    "conversations.replies": conversations.replies,
    "users.info": people.users_info,
    "users.list": people.users_list,
    "views.open": view_methods.open_view,
    "views.publish": view_methods.publish_view,
    "views.push": view_methods.push_view,
    "views.update": view_methods.update_view,
}
SCOPES: Final = (
    "channels:history,channels:read,chat:write,commands,groups:history,groups:read,"
    "im:history,im:read,im:write,users:read"
)


class WebApi:
    """Answers the bot's calls."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def answer(self, request: Request) -> Response:
        """One call: HTTP 200 with ok true or false, unless a fault says otherwise."""
        name = str(request.path_params["method"])
        fault = self._workspace.faults.take(name)
        if fault is None:
            return await self._accept(name, request)
        return await with_fault(fault, lambda: self._accept(name, request))

    async def _accept(self, name: str, request: Request) -> Response:
        try:
            method = METHODS.get(name)
            if method is None:
                raise RefusalError("unknown_method", detail=name)
            arguments, token = await _arguments(request)
            self._check_token(_bearer(request) or token)
            body = method(self._workspace, arguments)
        except RefusalError as refused:
            self._workspace.refuse(name, refused.error, refused.detail)
            body = refused.as_answer()
        return JSONResponse(body, headers={"x-oauth-scopes": SCOPES, "x-accepted-oauth-scopes": ""})

    def _check_token(self, token: str) -> None:
        if not token:
            raise RefusalError("not_authed")
        if not hmac.compare_digest(token.encode(), self._workspace.options.bot_token.encode()):
            raise RefusalError("invalid_auth")


async def _arguments(request: Request) -> tuple[Arguments, str]:
    given: dict[str, JsonValue] = dict(request.query_params.items())
    if request.method == "POST":
        given |= await _posted(request)
    token = given.pop("token", None)
    return Arguments(given), token if isinstance(token, str) else ""


async def _posted(request: Request) -> JsonObject:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if content_type == "application/json":
        return _json_object(body)
    if content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        form = await request.form()
        return {key: value for key, value in form.items() if not isinstance(value, UploadFile)}
    if not body:
        return {}
    raise RefusalError("invalid_post_type" if content_type else "missing_post_type")


def _json_object(body: bytes) -> JsonObject:
    if not body:
        return {}
    try:
        parsed = parsed_json(body)
    except ValueError:
        raise RefusalError("invalid_json") from None
    if not isinstance(parsed, dict):
        raise RefusalError("json_not_object")
    return parsed


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
