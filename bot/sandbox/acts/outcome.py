"""What an act leads to, as the People API answers it."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.events import Answer
from bot.sandbox.model import Message
from bot.sandbox.people_json import ActJson
from bot.sandbox.seen import message_seen, view_seen
from bot.sandbox.workspace import Workspace

NO_FIELD_ERRORS: Final[Mapping[str, str]] = {}


class ActError(Exception):
    """A person cannot do that; the message says why. `fields` are sentences by block_id."""

    def __init__(self, sentence: str, fields: Mapping[str, str] = NO_FIELD_ERRORS) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields = dict(fields)


def outcome(
    workspace: Workspace,
    user_id: str,
    mark: int,
    *,
    answer: Answer | None = None,
    error: str | None = None,
    field_errors: Mapping[str, str] = NO_FIELD_ERRORS,
) -> ActJson:
    """The answer of an act that began at `mark` (`Notices.mark`); `answer` is the bot's, if it was asked."""
    messages: list[Message] = []
    for channel_id, ts in workspace.notices.messages_since(mark):
        message = workspace.store.message(channel_id, ts)
        if message is not None and user_id in workspace.viewers(channel_id, message.only_for):
            messages.append(message)
    top = workspace.modals.top(user_id)
    return ActJson(
        ok=error is None,
        status=None if answer is None else answer.status,
        elapsed_ms=0.0 if answer is None else answer.elapsed_ms,
        body=None if answer is None else answer.body,
        error=error,
        field_errors=dict(field_errors),
        messages=[message_seen(workspace, user_id, message) for message in messages],
        view=None if top is None else view_seen(top),
    )
