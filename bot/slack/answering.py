"""Running a request and carrying its answer to Slack in time: at once, or with a word after 2.5 s."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import cast

import structlog

from bot.dispatch import Dispatcher, Redelivered
from bot.incoming import Answered, Incoming, Submitted, Typed
from bot.platform import PlatformError, Trouble
from bot.slack.answers import Answers, FollowUp, How, SlackAnswer, in_thread
from bot.slack.blocks import JsonObject
from bot.slack.client import SlackClient
from bot.slack.payloads import Ways
from bot.threads import DatabaseThreads
from handlers.cards import Audience, Card
from handlers.text import N_, Message, Text

log = structlog.get_logger(__name__)

PATIENCE = 2.5
"""Seconds after which a person is told that it is being worked on; Slack waits for three."""

_LEAST_FOR_OPENING = 0.4
"""Seconds that Slack gets to open a form, however late it is by then."""

_OPENING = (How.OPEN, How.PUSH)
_WORKING = N_("I'm working on it; the answer comes in a moment.")
_NOT_IN_TIME = N_("The form did not open in time. Please try again.")

_GRACE = 3
"""Seconds that answers under way get when the bot stops."""


class Answering:
    """Dispatches requests and sends their answers by the ways that Slack leaves open."""

    def __init__(
        self,
        client: SlackClient,
        threads: DatabaseThreads,
        dispatcher: Dispatcher,
        answers: Answers,
        wake: Callable[[], None],
    ) -> None:
        """`wake` has what was written to the outbox looked at once it is committed."""
        self._client = client
        self._threads = threads
        self._dispatcher = dispatcher
        self._answers = answers
        self._wake = wake
        self._background: set[asyncio.Task[None]] = set()

    async def answer(self, incoming: Incoming, ways: Ways) -> str:
        """Run a request; answers the HTTP body, once everything is committed."""
        clock = asyncio.get_running_loop().time
        began = clock()
        encode = partial(self._answers.encode, incoming=incoming, ways=ways)
        work = self._threads.begin(self._dispatcher.handle, incoming, encode)
        done, _ = await asyncio.wait({work}, timeout=PATIENCE)
        if not done:
            self.soon(self._answer_late(work, incoming, ways))
            seen = isinstance(incoming, Submitted) or ways.in_response or ways.response_url is not None
            return self.tell(_WORKING, incoming, ways) if seen else ""
        answer = work.result()
        self._wake()
        if isinstance(answer, Redelivered):
            return answer.body
        if any(step.how in _OPENING for step in answer.after):
            left = max(_LEAST_FOR_OPENING, PATIENCE - (clock() - began))
            opened = await self._open(answer.after[0], ways, left)
            return "" if opened else self.tell(_NOT_IN_TIME, incoming, ways)
        if answer.after:
            self.soon(self.follow(incoming, ways, answer.after))
        return answer.body

    def tell(self, sentence: Message, incoming: Incoming, ways: Ways) -> str:
        """Tell the person one sentence beside everything else; answers the HTTP body for it."""
        if isinstance(incoming, Submitted):
            told = Answered(Card(body=(Text(sentence),)), Audience.PERSON, beside=True)
            return self._answers.encode(told, incoming, ways).body
        if ways.in_response:
            payload = self._answers.sentence(Text(sentence), incoming)
            return json.dumps({"response_type": "ephemeral", **payload}, ensure_ascii=False)
        self.soon(self._say(sentence, incoming, ways))
        return ""

    async def follow(self, incoming: Incoming, ways: Ways, steps: tuple[FollowUp, ...]) -> None:
        """Take the steps that follow an answer; one that fails is logged, since the change stands."""
        for step in steps:
            try:
                if step.how is How.RESPOND and ways.response_url:
                    await self._respond(ways.response_url, step.payload)
                elif step.how is How.UPDATE_VIEW and ways.view_id:
                    await self._client.update_view(ways.view_id, step.payload)
                elif step.how in _OPENING and not await self._open(step, ways, _LEAST_FOR_OPENING):
                    await self._say(_NOT_IN_TIME, incoming, ways)
            except PlatformError as error:
                log.warning("an answer did not reach Slack", code=error.code, how=step.how.value)

    def soon(self, work: Coroutine[object, object, None]) -> None:
        """Do it beside the request."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def close(self) -> None:
        """Let answers that are under way reach Slack, for a few seconds at most."""
        if self._background:
            await asyncio.wait(self._background, timeout=_GRACE)

    async def _say(self, sentence: Message, incoming: Incoming, ways: Ways) -> None:
        """Tell the person one sentence where they are, or directly where Slack leaves no other way."""
        payload = self._answers.sentence(Text(sentence), incoming)
        try:
            if ways.response_url is not None:
                beside: JsonObject = {"response_type": "ephemeral", "replace_original": False}
                await self._respond(ways.response_url, {**beside, **in_thread(ways), **payload})
            else:
                await self._client.post(incoming.origin.user, payload)
        except PlatformError as error:
            log.warning("a sentence did not reach Slack", code=error.code)

    async def _respond(self, response_url: str, payload: JsonObject) -> None:
        """Answer in the thread where it was asked for; in its channel where the thread is gone."""
        try:
            await self._client.respond(response_url, payload)
        except PlatformError as error:
            if error.trouble is not Trouble.NO_THREAD:
                raise
            outside = {name: value for name, value in payload.items() if name != "thread_ts"}
            await self._client.respond(response_url, outside)

    async def _open(self, step: FollowUp, ways: Ways, seconds: float) -> bool:
        """Open a form, if Slack answers in so many seconds: its trigger does not live for long."""
        call = self._client.push_view if step.how is How.PUSH else self._client.open_view
        try:
            await asyncio.wait_for(call(ways.trigger_id or "", step.payload), seconds)
        except PlatformError as error:
            log.warning("a form could not be opened", code=error.code)
            return False
        except TimeoutError:
            log.warning("a form could not be opened", code="timeout")
            return False
        return True

    async def _answer_late(
        self, work: "asyncio.Future[SlackAnswer | Redelivered]", incoming: Incoming, ways: Ways
    ) -> None:
        answer = await work
        self._wake()
        if isinstance(answer, Redelivered):
            if not isinstance(incoming, Submitted):
                return
            answer = SlackAnswer(answer.body)
        after = answer.after
        if isinstance(incoming, Typed) and answer.body:
            after = (FollowUp(How.RESPOND, _object(answer.body)),)
        if isinstance(incoming, Submitted):
            after = (FollowUp(How.UPDATE_VIEW, self._late_view(answer, incoming, ways)),)
        await self.follow(incoming, ways, after)

    def _late_view(self, answer: SlackAnswer, incoming: Submitted, ways: Ways) -> JsonObject:
        """A slow form shows its answer in the view that said it was being worked on."""
        body = _object(answer.body or "{}")
        if isinstance(body.get("view"), dict):
            return cast("JsonObject", body["view"])
        errors = body.get("errors")
        found = [str(sentence) for sentence in errors.values()] if isinstance(errors, dict) else []
        words = (
            Text(N_("{sentence} Please open the form again."), sentence=" ".join(found))
            if found
            else Text(N_("Done."))
        )
        late = self._answers.encode(Answered(Card(body=(words,)), Audience.PERSON), incoming, ways)
        return cast("JsonObject", _object(late.body)["view"])


def _object(body: str) -> JsonObject:
    return dict(cast("Mapping[str, str]", json.loads(body)))
