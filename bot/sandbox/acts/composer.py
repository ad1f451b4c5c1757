"""Typing into a channel: messages, slash commands, /invite."""

from bot.sandbox.acts.outcome import ActError, outcome
from bot.sandbox.acts.typed_text import marked_up
from bot.sandbox.events import JSON, Answer, Courier
from bot.sandbox.model import (
    Channel,
    ChannelKind,
    JsonObject,
    JsonValue,
    Origin,
    SlashCommand,
    User,
    object_of,
    text_of,
)
from bot.sandbox.payloads import event_callback, slash_command
from bot.sandbox.people_json import ActJson
from bot.sandbox.refused import RefusalError
from bot.sandbox.responses import response_draft
from bot.sandbox.seen import visible_messages
from bot.sandbox.workspace import Draft, Workspace

WHERE = "slash command answer"


class Composer:
    """The message field."""

    def __init__(self, workspace: Workspace, courier: Courier) -> None:
        self._workspace = workspace
        self._courier = courier

    async def type(self, user: User, channel_id: str, text: str, thread_ts: str | None) -> ActJson:
        """Send what was typed; ActError where the person cannot write."""
        workspace = self._workspace
        mark = workspace.notices.mark()
        channel = self._place(user, channel_id)
        if not text.strip():
            raise ActError("There is nothing to send yet.")
        if text.startswith("/"):
            return await self._command(user, channel, text, thread_ts, mark)
        if thread_ts is not None and workspace.store.message(channel.id, thread_ts) is None:
            raise ActError("That thread is no longer there.")
        written = marked_up(text, workspace.store.users(), workspace.store.channels(), with_names=False)
        message = workspace.post(channel.id, user.id, Draft(written, thread_ts=thread_ts), Origin.PERSON)
        workspace.store.mark_read(channel.id, user.id, message.ts)
        answer = await self._tell_bot_of_message(user, channel, written, message.ts, thread_ts)
        return outcome(workspace, user.id, mark, answer=answer)

    def read(self, user: User, channel_id: str) -> None:
        """Mark all that the person can see there as read."""
        visible = visible_messages(self._workspace, user.id, channel_id)
        if visible and visible[-1].ts > self._workspace.store.last_read(channel_id, user.id):
            self._workspace.store.mark_read(channel_id, user.id, visible[-1].ts)
            self._workspace.notices.changed([user.id])

    def _place(self, user: User, channel_id: str) -> Channel:
        if channel_id == self._workspace.direct_channel(user).id:
            return self._workspace.open_direct(user)
        channel = self._workspace.store.channel(channel_id)
        if channel is None or not self._workspace.store.is_member(channel_id, user.id):
            raise ActError("You are not in that channel.")
        if channel.is_archived:
            raise ActError("That channel is archived.")
        return channel

    async def _tell_bot_of_message(
        self, user: User, channel: Channel, text: str, ts: str, thread_ts: str | None
    ) -> Answer | None:
        is_direct = channel.kind is ChannelKind.DIRECT
        wanted = "message.im" if is_direct else "message.channels"
        in_it = self._workspace.store.is_member(channel.id, self._workspace.bot.id)
        if wanted not in self._workspace.options.bot_events or not in_it:
            return None
        event: JsonObject = {
            "type": "message",
            "user": user.id,
            "text": text,
            "ts": ts,
            "event_ts": ts,
            "channel": channel.id,
            "channel_type": "im" if is_direct else "channel",
            "team": self._workspace.cast.team_id,
        }
        if thread_ts is not None:
            event["thread_ts"] = thread_ts
        return await self._courier.send_event(event_callback(self._workspace, event), {})

    async def _command(
        self, user: User, channel: Channel, text: str, thread_ts: str | None, mark: int
    ) -> ActJson:
        workspace = self._workspace
        name, _, rest = text.partition(" ")
        if name == "/invite":
            return await self._invite(user, channel, rest, mark)
        command = next((one for one in workspace.options.commands if one.name == name), None)
        if command is None:
            sentence = (
                f"{name} is not a valid command. In Slack, all messages that start with the “/” symbol are "
                "interpreted as commands."
            )
            workspace.say_privately(channel.id, user.id, sentence)
            return outcome(workspace, user.id, mark, error="not_a_command")
        if thread_ts is not None:
            workspace.say_privately(channel.id, user.id, f"{name} is not supported in threads. Sorry!")
            return outcome(workspace, user.id, mark, error="not_in_threads")
        return await self._send_command(user, channel, command, rest, mark)

    async def _send_command(
        self, user: User, channel: Channel, command: SlashCommand, rest: str, mark: int
    ) -> ActJson:
        workspace = self._workspace
        text = marked_up(rest.strip(), workspace.store.users(), workspace.store.channels(), with_names=True)
        trigger_id = workspace.triggers.issue(user.id, channel=channel.id)
        fields = slash_command(workspace, user, channel, command.name, text, trigger_id=trigger_id)
        answer = await self._courier.send_form(fields)
        error = self._show_answer(user, channel, answer)
        if error is not None:
            sentence = f'{command.name} failed with the error "{error}"'
            workspace.say_privately(channel.id, user.id, sentence)
        return outcome(workspace, user.id, mark, answer=answer, error=error)

    def _show_answer(self, user: User, channel: Channel, answer: Answer) -> str | None:
        workspace = self._workspace
        if not answer.is_ok:
            error = answer.failure or "dispatch_failed"
            workspace.refuse(WHERE, error, f"HTTP {answer.status}" if answer.status else "")
            return error
        try:
            given = _spoken(answer)
            if given is None:
                return None
            draft = response_draft(workspace, channel.id, given)
        except RefusalError as refused:
            workspace.refuse(WHERE, refused.error, refused.detail)
            return refused.error
        reader = None if given.get("response_type") == "in_channel" else user.id
        workspace.post(channel.id, workspace.bot.id, draft, Origin.RESPONSE, only_for=reader)
        return None

    async def _invite(self, user: User, channel: Channel, rest: str, mark: int) -> ActJson:
        workspace = self._workspace
        if channel.kind is ChannelKind.DIRECT:
            workspace.say_privately(channel.id, user.id, "Nobody can be added to a direct message.")
            return outcome(workspace, user.id, mark, error="not_in_direct_messages")
        invited = [one for one in workspace.store.users() if f"@{one.name}" in rest.lower().split()]
        if not invited:
            workspace.say_privately(channel.id, user.id, "Say whom, for example: /invite @coalition")
            return outcome(workspace, user.id, mark, error="nobody_invited")
        answer: Answer | None = None
        for guest in invited:
            answer = await self._add(user, channel, guest) or answer
        return outcome(workspace, user.id, mark, answer=answer)

    async def _add(self, inviter: User, channel: Channel, guest: User) -> Answer | None:
        workspace = self._workspace
        if workspace.store.is_member(channel.id, guest.id):
            sentence = f"{guest.real_name} is already in this channel."
            workspace.say_privately(channel.id, inviter.id, sentence)
            return None
        workspace.store.add_member(channel.id, guest.id)
        line = Draft(f"<@{guest.id}> was added to #{channel.name} by <@{inviter.id}>.")
        message = workspace.post(channel.id, guest.id, line, Origin.WORKSPACE)
        if "member_joined_channel" not in workspace.options.bot_events:
            return None
        event: JsonObject = {
            "type": "member_joined_channel",
            "user": guest.id,
            "channel": channel.id,
            "channel_type": "C",
            "team": workspace.cast.team_id,
            "inviter": inviter.id,
            "event_ts": message.ts,
        }
        return await self._courier.send_event(event_callback(workspace, event), {})


def _spoken(answer: Answer) -> JsonObject | None:
    body: JsonValue = answer.body
    if body is None:
        return None
    if answer.content_type != JSON:
        return {"text": answer.text}
    if not isinstance(body, dict):
        raise RefusalError("invalid_payload")
    says_nothing = not text_of(body, "text") and not body.get("blocks") and not object_of(body, "attachments")
    return None if says_nothing else body
