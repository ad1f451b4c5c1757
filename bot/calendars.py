"""Each member's calendar feed over HTTP: a link that their own calendar program reads again and again.

The link alone opens it, so its token is a secret: nothing here logs it, and a wrong one is answered like
an address that there is not.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.threads import DatabaseThreads
from handlers.visits.calendar import ENDING, PATH
from storage import across
from storage.database import Database, Purpose
from storage.files.calendars import CalendarEvent, calendar
from storage.tenancy import CoalitionSession

CalendarSource: TypeAlias = Callable[
    [CoalitionSession, int, int | None], tuple[str, Sequence[CalendarEvent]] | None
]
"""What a member's calendar is called, and what stands in it: by the member's row id, in their coalition.

With a visit's row id it is that visit alone; None where there is no such visit.
"""

_LONGEST_ID = 15
_KEPT_FOR = "private, max-age=300"


class CalendarFeeds:
    """Answers who has a feed's link with the calendar of whoever's feed it is."""

    def __init__(self, database: Database, threads: DatabaseThreads, source: CalendarSource) -> None:
        """`source` is called in a database thread, within a transaction that only reads."""
        self._database = database
        self._threads = threads
        self._source = source

    @property
    def route(self) -> Route:
        """Where the feeds are, for GET and HEAD."""
        return Route(f"{PATH}{{token:path}}{ENDING}", self._answer, methods=["GET", "HEAD"])

    async def _answer(self, request: Request) -> Response:
        token, _, visit = request.path_params["token"].partition("/")
        is_number = visit.isascii() and visit.isdigit() and len(visit) < _LONGEST_ID
        if visit and not is_number:
            return PlainTextResponse("Not Found", 404)
        found = await self._threads.run(self._read, token, int(visit) if visit else None)
        if found is None:
            return PlainTextResponse("Not Found", 404)
        name, events = found
        file = await asyncio.to_thread(calendar, name, events)
        mark = f'"{hashlib.sha256(file).hexdigest()}"'
        headers = {"Cache-Control": _KEPT_FOR, "ETag": mark}
        if _is_known(request, mark):
            return Response(status_code=304, headers=headers)
        return Response(file, headers=headers, media_type="text/calendar")

    def _read(self, token: str, visit_id: int | None) -> tuple[str, Sequence[CalendarEvent]] | None:
        with self._database.across_coalitions(Purpose.READ) as db:
            owner = across.find_feed(db, token)
        if owner is None:
            return None
        with self._database.transaction(owner.coalition_id, Purpose.READ) as db:
            return self._source(db, owner.member_id, visit_id)


def _is_known(request: Request, mark: str) -> bool:
    """Whether whoever asks has this very calendar already."""
    known = ",".join(request.headers.getlist("if-none-match")).split(",")
    return not {mark, "*"}.isdisjoint(one.strip().removeprefix("W/") for one in known)
