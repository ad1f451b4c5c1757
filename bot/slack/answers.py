"""How an outcome travels back to Slack: what the HTTP answer says, and what follows the commit."""

import json
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.incoming import (
    QUESTION,
    Answered,
    Completed,
    Completing,
    Eyes,
    Incoming,
    Invalid,
    Opened,
    Outcome,
    Pressed,
    Submitted,
    Taken,
    Typed,
)
from bot.platform import ReaderTraits
from bot.slack import limits
from bot.slack.blocks import JsonObject, JsonValue
from bot.slack.limits import shortened
from bot.slack.payloads import Ways
from bot.slack.render import Renderer
from bot.slack.views import Carried, answer_view, modal
from bot.slack.wording import Reader, to_plain
from bot.translation import Languages
from handlers.cards import Audience, Card
from handlers.text import Text

_AS_WRITTEN = json.JSONEncoder(ensure_ascii=False)


class How(StrEnum):
    """A way to answer that is not the HTTP response."""

    RESPOND = "respond"
    OPEN = "open"
    PUSH = "push"
    UPDATE_VIEW = "update_view"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One call to make once the change is committed."""

    how: How
    payload: JsonObject


@dataclass(frozen=True, slots=True)
class SlackAnswer:
    """The HTTP answer's body (JSON, or empty), and what follows it."""

    body: str = ""
    after: tuple[FollowUp, ...] = ()


class Answers:
    """Puts outcomes into Slack's forms. Pure."""

    def __init__(self, languages: Languages, fallback_zone: ZoneInfo) -> None:
        self._languages = languages
        self._zone = fallback_zone

    def encode(self, outcome: Outcome, incoming: Incoming, ways: Ways) -> SlackAnswer:
        """The answer for one request."""
        match outcome:
            case Answered():
                return self._answered(outcome, incoming, ways)
            case Opened():
                return self._opened(outcome, incoming, ways)
            case Invalid():
                return self._invalid(outcome, incoming)
            case Completed():
                return self._completed(outcome, incoming)
            case _:
                return SlackAnswer()

    def sentence(self, text: Text, incoming: Incoming) -> JsonObject:
        """One sentence as a message, for when nobody could be asked who reads."""
        return self._renderer(incoming, None).message(Card(body=(text,))).as_payload()

    def _renderer(self, incoming: Incoming, traits: ReaderTraits | None) -> Renderer:
        language = self._languages.language(traits.locale if traits else None)
        zone = ZoneInfo(traits.timezone) if traits else self._zone
        return Renderer(Reader(incoming.origin.workspace.id, language, zone), incoming.origin)

    def _answered(self, answer: Answered, incoming: Incoming, ways: Ways) -> SlackAnswer:
        renderer = self._renderer(incoming, answer.reader)
        public = answer.to is Audience.CHANNEL
        carry = Carried(incoming.origin.channel, incoming.origin.is_direct, {})
        if isinstance(incoming, Typed | Taken) and not ways.in_response:
            return SlackAnswer(after=(FollowUp(How.OPEN, answer_view(answer.card, renderer, carry)),))
        if isinstance(incoming, Typed):
            kind = "in_channel" if public else "ephemeral"
            return SlackAnswer(_json({"response_type": kind, **renderer.message(answer.card).as_payload()}))
        if isinstance(incoming, Submitted):
            view = answer_view(answer.card, renderer, carry)
            return SlackAnswer(_json({"response_action": "update", "view": view}))
        if not isinstance(incoming, Pressed):
            return SlackAnswer()
        if incoming.eyes is Eyes.VIEW:
            view = answer_view(answer.card, renderer, carry)
            how = How.UPDATE_VIEW if ways.in_view else How.OPEN
            return SlackAnswer(after=(FollowUp(how, view),))
        message = renderer.message(answer.card).as_payload()
        return SlackAnswer(after=tuple(_after_press(answer, incoming, ways, message)))

    def _opened(self, opened: Opened, incoming: Incoming, ways: Ways) -> SlackAnswer:
        renderer = self._renderer(incoming, opened.reader)
        carry = Carried(incoming.origin.channel, incoming.origin.is_direct, opened.form.kept)
        how = How.PUSH if ways.in_view else How.OPEN
        return SlackAnswer(after=(FollowUp(how, modal(opened.form, renderer, carry)),))

    def _invalid(self, invalid: Invalid, incoming: Incoming) -> SlackAnswer:
        reader = self._renderer(incoming, invalid.reader).reader
        errors: JsonObject = {
            field: shortened(to_plain(text, reader), limits.INPUT_HINT)
            for field, text in invalid.errors.items()
        }
        return SlackAnswer(_json({"response_action": "errors", "errors": errors}))

    def _completed(self, completed: Completed, incoming: Incoming) -> SlackAnswer:
        if not isinstance(incoming, Completing):
            return SlackAnswer()
        renderer = self._renderer(incoming, completed.reader)
        options: list[JsonValue] = [
            renderer.option(choice) for choice in completed.choices[: limits.SELECT_OPTIONS]
        ]
        return SlackAnswer(_json({"options": options}))


def _after_press(answer: Answered, incoming: Pressed, ways: Ways, message: JsonObject) -> list[FollowUp]:
    """Redraw what was pressed where that was for the same eyes; else answer next to it."""
    if answer.remembered and not answer.beside:
        return []
    public = answer.to is Audience.CHANNEL
    same = ways.pressed_about == answer.card.about
    if incoming.eyes is Eyes.PERSON and not answer.beside and (same or public or _was_asked(ways)):
        if public and not incoming.origin.is_direct:
            kind: JsonObject = {"response_type": "in_channel", "replace_original": False}
            shown = FollowUp(How.RESPOND, {**kind, **in_thread(ways), **message})
            gone = FollowUp(How.RESPOND, {"delete_original": True})
            return [gone, shown] if ways.pressed_about == QUESTION else [shown]
        return [FollowUp(How.RESPOND, {"replace_original": True, **message})]
    if public and not answer.beside:
        redrawn = same and answer.card.about is not None
        kind = {"response_type": "in_channel", "replace_original": redrawn}
        return [FollowUp(How.RESPOND, {**kind, **({} if redrawn else in_thread(ways)), **message})]
    kind = {"response_type": "ephemeral", "replace_original": False}
    return [FollowUp(How.RESPOND, {**kind, **in_thread(ways), **message})]


def in_thread(ways: Ways) -> JsonObject:
    """What keeps an answer in the thread where it was asked for."""
    return {} if ways.thread is None else {"thread_ts": ways.thread}


def _was_asked(ways: Ways) -> bool:
    """Whether the pressed card only asked something: then its answer takes its place."""
    return ways.pressed_about == QUESTION


def _json(payload: JsonObject) -> str:
    return _AS_WRITTEN.encode(payload)
