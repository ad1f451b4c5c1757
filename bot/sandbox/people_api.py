"""The People API: JSON over HTTP for the page and for tests. The shapes are in `people_json`."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.sandbox.acts.composer import Composer
from bot.sandbox.acts.forms import Forms
from bot.sandbox.acts.openings import Openings
from bot.sandbox.acts.outcome import ActError, outcome
from bot.sandbox.acts.pressing import Aim, Pressing
from bot.sandbox.events import Courier
from bot.sandbox.model import JsonObject, User, object_of, text_of
from bot.sandbox.people_json import ActJson, ClockJson, SuggestJson
from bot.sandbox.reading import parsed_json
from bot.sandbox.seen import state_seen
from bot.sandbox.workspace import Workspace

KEEP_ALIVE_SECONDS: Final = 15.0
LONGEST_MOVE: Final = timedelta(days=3660)
Answered: TypeAlias = ActJson | SuggestJson | ClockJson
Act: TypeAlias = Callable[[JsonObject], Awaitable[Answered]]


class PeopleApi:
    """Everything that a person can do and see."""

    def __init__(self, workspace: Workspace, courier: Courier) -> None:
        self._workspace = workspace
        self._composer = Composer(workspace, courier)
        self._pressing = Pressing(workspace, courier)
        self._forms = Forms(workspace, courier)
        self._openings = Openings(workspace, courier)

    def routes(self) -> list[BaseRoute]:
        """All routes under /local/."""
        acts: Mapping[str, Act] = {
            "type": self._type,
            "press": self._press,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "shortcut": self._shortcut,
            "read": self._read,
            "clock": self._clock,
            "start-over": self._start_over,
        }
        return [
            *(Route(f"/local/{name}", self._posted(act), methods=["POST"]) for name, act in acts.items()),
            Route("/local/state", self._state, methods=["GET"]),
            Route("/local/events", self._events, methods=["GET"]),
        ]

    def _posted(self, act: Act) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            mark = self._workspace.notices.mark()
            body: JsonObject = {}
            try:
                body = await _posted_object(request)
                return JSONResponse(await act(body))
            except ActError as no:
                user = text_of(body, "user")
                failed = outcome(self._workspace, user, mark, error=no.sentence, field_errors=no.fields)
                return JSONResponse(failed, status_code=400)

        return answer

    def _user(self, body: JsonObject) -> User:
        try:
            return self._workspace.person(text_of(body, "user"))
        except KeyError:
            raise ActError("There is nobody with that id.") from None

    async def _type(self, body: JsonObject) -> ActJson:
        return await self._composer.type(
            self._user(body),
            text_of(body, "channel"),
            text_of(body, "text"),
            text_of(body, "thread_ts") or None,
        )

    async def _press(self, body: JsonObject) -> ActJson:
        user, view_id = self._user(body), text_of(body, "view_id")
        if view_id:
            return await self._pressing.in_view(user, view_id, _aim(body), object_of(body, "values"))
        return await self._pressing.on_message(
            user, text_of(body, "channel"), text_of(body, "ts"), _aim(body)
        )

    async def _suggest(self, body: JsonObject) -> SuggestJson:
        user, view_id = self._user(body), text_of(body, "view_id")
        if view_id:
            return await self._pressing.suggest_in_view(user, view_id, _aim(body))
        return await self._pressing.suggest_on_message(
            user, text_of(body, "channel"), text_of(body, "ts"), _aim(body)
        )

    async def _submit(self, body: JsonObject) -> ActJson:
        return await self._forms.submit(self._user(body), text_of(body, "view_id"), object_of(body, "values"))

    async def _close(self, body: JsonObject) -> ActJson:
        return await self._forms.close(self._user(body), text_of(body, "view_id"))

    async def _home(self, body: JsonObject) -> ActJson:
        return await self._openings.open_home(self._user(body))

    async def _shortcut(self, body: JsonObject) -> ActJson:
        return await self._openings.shortcut(
            self._user(body),
            text_of(body, "callback_id"),
            text_of(body, "channel") or None,
            text_of(body, "ts") or None,
        )

    async def _read(self, body: JsonObject) -> ActJson:
        user = self._user(body)
        self._composer.read(user, text_of(body, "channel"))
        return outcome(self._workspace, user.id, self._workspace.notices.mark())

    async def _clock(self, body: JsonObject) -> ClockJson:
        workspace = self._workspace
        if body.get("to") == "next":
            return await self._to_next()
        seconds = body.get("advance_seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int):
            raise ActError("Say how far to move the clock, in whole seconds.")
        if not timedelta(0) <= timedelta(seconds=min(seconds, 2**40)) <= LONGEST_MOVE:
            raise ActError("The clock moves forward only, ten years at most.")
        workspace.clock.advance(timedelta(seconds=seconds))
        return await self._moved(moved=seconds > 0, note="")

    async def _to_next(self) -> ClockJson:
        due = await self._workspace.options.next_due()
        if due is None:
            return await self._moved(moved=False, note="Nothing is due.")
        if due.astimezone(UTC) - self._workspace.clock.now() > LONGEST_MOVE:
            return await self._moved(moved=False, note="Nothing is due within ten years.")
        moved = self._workspace.clock.set_to(due)
        return await self._moved(moved=moved, note="" if moved else "It is due already.")

    async def _moved(self, *, moved: bool, note: str) -> ClockJson:
        self._workspace.everybody_sees_a_change()
        await self._workspace.options.settled()
        return ClockJson(now=self._now().isoformat(), moved=moved, note=note)

    async def _start_over(self, body: JsonObject) -> ClockJson:
        del body
        self._workspace.empty()
        await self._workspace.options.start_over()
        self._workspace.everybody_sees_a_change()
        return ClockJson(now=self._now().isoformat(), moved=True, note="Everything starts over.")

    def _now(self) -> datetime:
        return self._workspace.clock.now()

    async def _state(self, request: Request) -> Response:
        try:
            return JSONResponse(state_seen(self._workspace, request.query_params.get("user", "")))
        except KeyError:
            return JSONResponse({"error": "There is nobody with that id."}, status_code=404)

    async def _events(self, request: Request) -> Response:
        try:
            watched = [self._workspace.person(one).id for one in request.query_params.getlist("user")]
        except KeyError:
            watched = []
        if not watched:
            return JSONResponse({"error": "There is nobody with that id."}, status_code=404)
        return StreamingResponse(
            self._stream(watched), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _stream(self, watched: Sequence[str]) -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        async for version in self._workspace.notices.watch(watched, quiet_after=KEEP_ALIVE_SECONDS):
            yield ": still here\n\n" if version is None else f'data: {{"version": {version}}}\n\n'


def _aim(body: JsonObject) -> Aim:
    return Aim(text_of(body, "action_id"), text_of(body, "block_id") or None, body.get("value"))


async def _posted_object(request: Request) -> JsonObject:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise ActError("Send JSON with the content type application/json.")
    try:
        body = parsed_json(await request.body() or b"{}")
    except ValueError:
        raise ActError("That is not JSON.") from None
    if not isinstance(body, dict):
        raise ActError("Send a JSON object.")
    return body
