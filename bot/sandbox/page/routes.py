"""The page of the local workspace: what a person sees at http://127.0.0.1:PORT/."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import ChainableUndefined, Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.sandbox.page.pieces import piece_filters
from bot.sandbox.page.scene import Place, draw

if TYPE_CHECKING:
    from bot.sandbox.app import Sandbox
    from bot.sandbox.people_json import StateJson

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_STATIC: Final = Path(__file__).parent / "static"


def page_routes(sandbox: Sandbox) -> list[BaseRoute]:
    """`GET /` the page, `GET /page/workspace` the part of it that changes, `GET /page/static/…`.

    Both take the place from the address: `as` (user id), `channel`, `thread` (ts), `tab` ("home"),
    `draft` (text for the composer), `earlier` ("1": all messages). Anything unknown falls back.
    """
    templates = _templates(sandbox.options.public_url)

    async def respond(request: Request, template: str) -> Response:
        scene = draw(_states(sandbox), _place(request), await sandbox.options.next_due())
        body = templates.get_template(template).render(scene=scene)
        return HTMLResponse(body, headers=HEADERS)

    async def page(request: Request) -> Response:
        return await respond(request, "page.html")

    async def workspace(request: Request) -> Response:
        return await respond(request, "workspace.html")

    return [
        Route("/", page),
        Route("/page/workspace", workspace),
        Mount("/page/static", _Files(directory=_STATIC)),
    ]


class _Files(StaticFiles):
    """Files that a browser asks for anew each time: after an upgrade, old and new must not mix."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """As Starlette's, with our headers."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update({**HEADERS, "Cache-Control": "no-cache"})
        return response


def _templates(public_url: str) -> Environment:
    templates = Environment(
        loader=PackageLoader("bot.sandbox.page"),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(piece_filters(public_url))
    return templates


def _states(sandbox: Sandbox) -> dict[str, StateJson]:
    """What each person sees, in the order of the workspace's people."""
    first = next(user for user in sandbox.options.cast.users if user.is_person)
    state = sandbox.state_for(first.id)
    people = [user["id"] for user in state["users"] if user["is_person"]]
    return {user_id: state if user_id == first.id else sandbox.state_for(user_id) for user_id in people}


def _place(request: Request) -> Place:
    asked = request.query_params
    return Place(
        user_id=asked.get("as", ""),
        channel_id=asked.get("channel", ""),
        thread_ts=asked.get("thread", ""),
        tab=asked.get("tab", ""),
        draft=asked.get("draft", ""),
        earlier=asked.get("earlier", ""),
    )
