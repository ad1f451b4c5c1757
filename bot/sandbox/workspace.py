"""The workspace itself: what is in it now, and the few ways in which that changes.

Both sides work on it: the Web API for the bot, the acts for people.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.sandbox import limits
from bot.sandbox.blocks import Placed, Surface, block_problems, completed
from bot.sandbox.choices import Available
from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.grants import ResponseUrls, Triggers
from bot.sandbox.modals import Modals
from bot.sandbox.model import (
    SLACKBOT_ID,
    Channel,
    ChannelKind,
    JsonObject,
    JsonValue,
    Message,
    Origin,
    Refusal,
    User,
)
from bot.sandbox.notices import Notices
from bot.sandbox.options import SandboxOptions
from bot.sandbox.refused import RefusalError
from bot.sandbox.store import Store


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it has a place and a ts: checked text and completed blocks."""

    text: str
    blocks: tuple[JsonObject, ...] = ()
    thread_ts: str | None = None
    is_broadcast: bool = False
    metadata: JsonObject | None = None


def checked_content(text: JsonValue, blocks: JsonValue) -> Draft:
    """Text and blocks as Slack would keep them; RefusalError `no_text`, `invalid_blocks` and the like.

    Stricter than Slack in one thing: blocks without a text are refused, since every card must have its
    complete plain text for notifications and screen readers.
    """
    if text is not None and not isinstance(text, str):
        raise RefusalError("invalid_arguments", detail="text must be a string [json-pointer:/text]")
    whole = _blocks(blocks)
    if not text or not text.strip():
        raise RefusalError("no_text", detail="blocks need their plain text too" if whole else "")
    return Draft(text[: limits.MESSAGE_TEXT], completed(whole))


def _blocks(blocks: JsonValue) -> list[JsonObject]:
    if blocks is None:
        return []
    if not isinstance(blocks, list):
        raise RefusalError("invalid_blocks_format")
    problems = block_problems(blocks, Surface.MESSAGE)
    if problems:
        raise RefusalError("invalid_blocks", problems)
    return [block for block in blocks if isinstance(block, dict)]


class Workspace:
    """Everything that is in the workspace. Lives in the server's event loop."""

    def __init__(self, options: SandboxOptions) -> None:
        self.options = options
        self.cast = options.cast
        self.store = Store(options.store_path, options.cast)
        self.clock = SandboxClock(self.store, options.wall_clock)
        self.triggers = Triggers(options.monotonic)
        self.response_urls = ResponseUrls(options.monotonic)
        self.notices = Notices()
        self.faults = Faults()
        self.modals = Modals()
        self.refusals: list[Refusal] = []
        self._warned: set[tuple[str, str, str]] = set()
        self._message_values: dict[tuple[str, str, str], JsonObject] = {}
        self._suggested: dict[tuple[str, str, str, str], dict[str, JsonObject]] = {}
        self._last_ts = self.store.latest_ts()

    @property
    def bot(self) -> User:
        """The bot's own user."""
        bot = self.store.user(self.cast.bot_user_id)
        if bot is None:
            raise LookupError("The cast has no user with its bot_user_id.")
        return bot

    def refuse(self, where: str, error: str, detail: str = "") -> None:
        """Record that the bot was refused something."""
        self.refusals.append(Refusal(where, error, detail))

    def person(self, user_id: str) -> User:
        """The person with that id; KeyError for somebody unknown, the bot and Slackbot."""
        user = self.store.user(user_id)
        if user is None or not user.is_person:
            raise KeyError(user_id)
        return user

    def new_ts(self) -> str:
        """A ts that was never given out: the workspace's time, at least a microsecond after the last one."""
        instant = self.clock.now()
        ts = f"{int(instant.timestamp())}.{instant.microsecond:06d}"
        if ts <= self._last_ts:
            seconds, _, micros = self._last_ts.partition(".")
            carry, rest = divmod(int(micros) + 1, 1_000_000)
            ts = f"{int(seconds) + carry}.{rest:06d}"
        self._last_ts = ts
        return ts

    def new_hash(self) -> str:
        """A view's hash: never the same twice."""
        return f"{int(self.clock.now().timestamp())}.{secrets.token_urlsafe(6)}"

    def direct_channel(self, user: User) -> Channel:
        """The direct message between that person and the bot, opened or not."""
        return Channel(f"D{user.id[1:]}", "directmessage", ChannelKind.DIRECT, user.id)

    def open_direct(self, user: User) -> Channel:
        """The same, opened when it was not."""
        channel = self.direct_channel(user)
        if self.store.channel(channel.id) is None:
            self.store.keep_channel(channel)
            self.store.add_member(channel.id, user.id)
            self.store.add_member(channel.id, self.bot.id)
            self.notices.changed([user.id])
        return channel

    def viewers(self, channel_id: str, only_for: str | None = None) -> list[str]:
        """Who sees a message there."""
        return [only_for] if only_for is not None else self.store.members(channel_id)

    def post(
        self, channel_id: str, author: str, draft: Draft, origin: Origin, *, only_for: str | None = None
    ) -> Message:
        """Put a message into a channel."""
        message = Message(
            channel=channel_id,
            ts=self.new_ts(),
            user=author,
            text=draft.text,
            origin=origin,
            blocks=draft.blocks,
            thread_ts=draft.thread_ts,
            is_broadcast=draft.is_broadcast,
            only_for=only_for,
            metadata=draft.metadata,
        )
        self.store.add_message(message)
        self.notices.message_changed(channel_id, message.ts, self.viewers(channel_id, only_for))
        return message

    def say_privately(self, channel_id: str, user_id: str, text: str) -> Message:
        """The workspace's own line to one person, such as that a command failed."""
        return self.post(channel_id, SLACKBOT_ID, Draft(text), Origin.WORKSPACE, only_for=user_id)

    def replace_content(self, message: Message, draft: Draft) -> Message:
        """Put new text and blocks into a message; its place and who sees it stay."""
        changed = replace(
            message,
            text=draft.text,
            blocks=draft.blocks,
            edited_ts=self.new_ts(),
            metadata=draft.metadata if draft.metadata is not None else message.metadata,
        )
        self.store.replace_message(changed)
        viewers = self.viewers(message.channel, message.only_for)
        self.notices.message_changed(message.channel, message.ts, viewers)
        return changed

    def remove(self, message: Message) -> None:
        """Take a message away."""
        self.store.delete_message(message.channel, message.ts)
        viewers = self.viewers(message.channel, message.only_for)
        self.notices.message_changed(message.channel, message.ts, viewers)

    def warn(self, user_id: str, message: Message, *, failed: bool) -> None:
        """Show or take away the sign that the bot did not take this person's press on the message."""
        key = (user_id, message.channel, message.ts)
        if failed == (key in self._warned):
            return
        if failed:
            self._warned.add(key)
        else:
            self._warned.discard(key)
        self.notices.message_changed(message.channel, message.ts, [user_id])

    def is_warned(self, user_id: str, message: Message) -> bool:
        """Whether the sign is there."""
        return (user_id, message.channel, message.ts) in self._warned

    def message_values(self, user_id: str, message: Message) -> JsonObject:
        """What this person has picked in the message's menus, as `state.values`."""
        return self._message_values.get((user_id, message.channel, message.ts), {})

    def keep_message_values(self, user_id: str, message: Message, values: JsonObject) -> None:
        """Remember it."""
        self._message_values[(user_id, message.channel, message.ts)] = values

    def remember_suggested(
        self, user_id: str, place: str, placed: Placed, options: Sequence[Mapping[str, JsonValue]]
    ) -> None:
        """Remember what an external menu offered there; `place` is a view id or "channel/ts"."""
        key = (user_id, place, placed.block_id, placed.action_id)
        known = self._suggested.setdefault(key, {})
        known.update({str(option.get("value")): dict(option) for option in options})

    def available_to(self, user_id: str, place: str) -> Available:
        """What that person can pick at that place."""
        channels = self.store.channels()
        mine = [one for one in channels if one.user in (None, user_id)]
        return Available(
            users=frozenset(user.id for user in self.store.users()),
            channels=frozenset(one.id for one in mine if one.kind is ChannelKind.PUBLIC),
            conversations=frozenset(one.id for one in mine),
            suggested=lambda placed: list(
                self._suggested.get((user_id, place, placed.block_id, placed.action_id), {}).values()
            ),
        )

    def everybody_sees_a_change(self) -> None:
        """Something changed for all."""
        self.notices.changed(user.id for user in self.store.users())

    def empty(self) -> None:
        """Forget messages, modals, read marks and the clock's offset."""
        self.store.start_over()
        self.clock.back_to_real_time()
        self.modals.clear_all()
        self._warned.clear()
        self._message_values.clear()
        self._suggested.clear()
        self._last_ts = ""
        self.everybody_sees_a_change()
