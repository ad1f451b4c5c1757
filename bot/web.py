"""What the bot serves over HTTP: Slack's requests, health, and the local workspace where it runs."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

Check = Callable[[], Awaitable[str | None]]


def web_app(
    slack: Callable[[Request], Awaitable[Response]], ready: Check, extra: Sequence[BaseRoute]
) -> Starlette:
    """The whole application. `ready` answers what is missing, or None."""

    async def healthz(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(request: Request) -> Response:
        missing = await ready()
        if missing is None:
            return JSONResponse({"status": "ready"})
        return JSONResponse({"status": "not ready", "why": missing}, status_code=503)

    async def slack_events(request: Request) -> Response:
        return await slack(request)

    return Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/slack/events", slack_events, methods=["POST"]),
            *extra,
        ]
    )
