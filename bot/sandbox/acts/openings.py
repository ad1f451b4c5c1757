"""Opening the Home tab, and shortcuts."""

from bot.sandbox.acts.outcome import ActError, outcome
from bot.sandbox.events import Answer, Courier
from bot.sandbox.model import JsonObject, ShortcutEntry, ShortcutKind, User
from bot.sandbox.payloads import event_callback, global_shortcut, message_shortcut
from bot.sandbox.people_json import ActJson
from bot.sandbox.wire import view_json
from bot.sandbox.workspace import Workspace


class Openings:
    """What a person starts outside messages and forms."""

    def __init__(self, workspace: Workspace, courier: Courier) -> None:
        self._workspace = workspace
        self._courier = courier

    async def open_home(self, user: User) -> ActJson:
        """Look at the bot's Home tab; the bot hears of it when it subscribed to app_home_opened."""
        workspace = self._workspace
        mark = workspace.notices.mark()
        if "app_home_opened" not in workspace.options.bot_events:
            return outcome(workspace, user.id, mark)
        event: JsonObject = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": workspace.open_direct(user).id,
            "tab": "home",
            "event_ts": workspace.new_ts(),
        }
        home = workspace.store.home(user.id)
        if home is not None:
            event["view"] = view_json(workspace, home)
        answer = await self._courier.send_event(event_callback(workspace, event), {})
        error = self._failure(answer, "event")
        return outcome(workspace, user.id, mark, answer=answer, error=error)

    async def shortcut(self, user: User, callback_id: str, channel_id: str | None, ts: str | None) -> ActJson:
        """Use a shortcut; one of the message menu needs the message."""
        workspace = self._workspace
        mark = workspace.notices.mark()
        entry = next((one for one in workspace.options.shortcuts if one.callback_id == callback_id), None)
        if entry is None:
            raise ActError("There is no such shortcut.")
        payload = self._payload(user, entry, channel_id, ts)
        answer = await self._courier.send_payload(payload)
        error = self._failure(answer, "shortcut answer")
        return outcome(workspace, user.id, mark, answer=answer, error=error)

    def _payload(
        self, user: User, entry: ShortcutEntry, channel_id: str | None, ts: str | None
    ) -> JsonObject:
        workspace = self._workspace
        action_ts = workspace.new_ts()
        if entry.kind is ShortcutKind.GLOBAL:
            trigger_id = workspace.triggers.issue(user.id)
            return global_shortcut(
                workspace, user, entry.callback_id, action_ts=action_ts, trigger_id=trigger_id
            )
        channel = workspace.store.channel(channel_id or "")
        message = workspace.store.message(channel_id or "", ts or "")
        if channel is None or message is None or message.is_ephemeral:
            raise ActError("That message is no longer there.")
        if not workspace.store.is_member(channel.id, user.id):
            raise ActError("You are not in that channel.")
        return message_shortcut(
            workspace,
            user,
            channel,
            message,
            entry.callback_id,
            action_ts=action_ts,
            trigger_id=workspace.triggers.issue(user.id, channel=channel.id),
        )

    def _failure(self, answer: Answer, where: str) -> str | None:
        if answer.is_ok:
            return None
        error = answer.failure or "dispatch_failed"
        self._workspace.refuse(where, error, f"HTTP {answer.status}" if answer.status else "")
        return error
