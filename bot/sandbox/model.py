"""The nouns of the local workspace: people, channels, messages, views and what the bot declares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

JsonValue: TypeAlias = bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None
JsonObject: TypeAlias = dict[str, JsonValue]


def text_of(holder: Mapping[str, JsonValue], key: str, default: str = "") -> str:
    """The string under `key`, or `default` when the key is missing or holds something else."""
    value = holder.get(key)
    return value if isinstance(value, str) else default


def object_of(holder: Mapping[str, JsonValue], key: str) -> JsonObject:
    """The object under `key`, or an empty one."""
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def objects_of(holder: Mapping[str, JsonValue], key: str) -> list[JsonObject]:
    """The objects in the list under `key`; an empty list when there is no such list."""
    value = holder.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class User:
    """A person, the bot, or Slackbot. `name` is the handle (typed after @), `tz` an IANA zone."""

    id: str
    name: str
    real_name: str
    tz: str = "America/New_York"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    bot_id: str | None = None
    team_id: str | None = None
    """The workspace of a guest of shared channels; None for this one."""
    is_deleted: bool = False
    """Whether the account was deactivated."""

    @property
    def is_person(self) -> bool:
        """Whether somebody can act as this user: neither a bot nor Slackbot."""
        return not self.is_bot and self.id != SLACKBOT_ID


class ChannelKind(StrEnum):
    """What sort of conversation a channel is."""

    PUBLIC = "public_channel"
    PRIVATE = "private_channel"
    DIRECT = "im"


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation. `user` is the person of a direct message with the bot, else None."""

    id: str
    name: str
    kind: ChannelKind = ChannelKind.PUBLIC
    user: str | None = None
    is_archived: bool = False


class Origin(StrEnum):
    """How a message came to be; Slack lets `chat.update` touch only what the Web API posted."""

    PERSON = "person"
    WEB_API = "web_api"
    RESPONSE = "response"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Message:
    """One message in a channel. `only_for` names the one person who sees an ephemeral, else None."""

    channel: str
    ts: str
    user: str
    text: str
    origin: Origin
    blocks: tuple[JsonObject, ...] = ()
    thread_ts: str | None = None
    is_broadcast: bool = False
    only_for: str | None = None
    edited_ts: str | None = None
    metadata: JsonObject | None = None

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.only_for is not None

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


class ViewKind(StrEnum):
    """Where a view is shown."""

    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab as one person has it open.

    `values` is Slack's `state.values`: {block_id: {action_id: {"type": …, …}}}.
    `errors` are sentences by block_id, `trouble` is the workspace's own line above the form.
    """

    id: str
    kind: ViewKind
    user: str
    hash: str
    root_view_id: str
    blocks: tuple[JsonObject, ...]
    previous_view_id: str | None = None
    callback_id: str = ""
    private_metadata: str = ""
    external_id: str = ""
    title: JsonObject | None = None
    submit: JsonObject | None = None
    close: JsonObject | None = None
    clear_on_close: bool = False
    notify_on_close: bool = False
    values: JsonObject = field(default_factory=dict[str, JsonValue])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A slash command of the bot. `name` starts with a slash."""

    name: str
    description: str = ""
    usage_hint: str = ""


class ShortcutKind(StrEnum):
    """Where a shortcut is offered: everywhere, or in a message's own menu."""

    GLOBAL = "global"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class ShortcutEntry:
    """A shortcut of the bot, as its manifest lists it."""

    name: str
    callback_id: str
    kind: ShortcutKind = ShortcutKind.GLOBAL
    description: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something the workspace would not accept from the bot.

    `where` is a Web API method, "response_url", "slash command answer", "view_submission answer",
    "block_suggestion answer" or "button answer"; `error` is Slack's error code.
    """

    where: str
    error: str
    detail: str = ""


SLACKBOT_ID = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what is in the workspace when it is new. `members` lists (channel id, user id)."""

    team_id: str
    team_name: str
    team_domain: str
    app_id: str
    bot_user_id: str
    users: tuple[User, ...]
    channels: tuple[Channel, ...]
    members: tuple[tuple[str, str], ...]

    @classmethod
    def default(cls) -> "Cast":
        """Ana, Ben, Cora and Dee in #campaign, #general and #elsewhere; the bot is in the first two."""
        people = (
            User("U0ANA", "ana", "Ana Rivera", "America/New_York", is_admin=True, is_owner=True),
            User("U0BEN", "ben", "Ben Okafor", "America/Chicago"),
            User("U0CORA", "cora", "Cora Lindqvist", "America/Denver"),
            User("U0DEE", "dee", "Dee Nakamura", "America/Los_Angeles"),
        )
        bot = User("U0BOT", "coalition", "Coalition", "America/New_York", is_bot=True, bot_id="B0BOT")
        slackbot = User(SLACKBOT_ID, "slackbot", "Slackbot", "America/Los_Angeles")
        channels = (
            Channel("C0CAMPAIGN", "campaign"),
            Channel("C0GENERAL", "general"),
            Channel("C0ELSEWHERE", "elsewhere"),
        )
        everybody_everywhere = tuple((channel.id, person.id) for channel in channels for person in people)
        return cls(
            team_id="T0LOCAL001",
            team_name="Local workspace",
            team_domain="local",
            app_id="A0LOCAL001",
            bot_user_id=bot.id,
            users=(*people, bot, slackbot),
            channels=channels,
            members=(*everybody_everywhere, ("C0CAMPAIGN", bot.id), ("C0GENERAL", bot.id)),
        )
