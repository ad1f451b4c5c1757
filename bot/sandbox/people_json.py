"""The JSON of the People API: what a page or a test gets back, and how it is drawn from the workspace.

Requests (all POST, JSON, under /local/):
    type       {user, channel, text, thread_ts?}
    press      {user, channel, ts, action_id, block_id?, value?}   or {user, view_id, action_id, …, values?}
    suggest    {user, block_id, action_id, value, channel, ts}     or {user, view_id, …}
    submit     {user, view_id, values}
    close      {user, view_id}
    home       {user}
    shortcut   {user, callback_id, channel?, ts?}
    read       {user, channel}
    clock      {advance_seconds} or {"to": "next"}
    start-over {}
`values` is {block_id: value}; in a block with several elements {block_id: {action_id: value}}. A value is
the text typed, the option's value, an id, a date ("2026-07-14"), a time ("09:00"), a whole number of Unix
seconds (datetimepicker), a list of such for menus of many, or null to empty the field.
"""

from typing import TypedDict

from bot.sandbox.model import JsonObject, JsonValue


class UserJson(TypedDict):
    """Somebody in the workspace; `is_person` says whether one can act as them."""

    id: str
    name: str
    real_name: str
    tz: str
    is_admin: bool
    is_bot: bool
    is_person: bool


class MessageJson(TypedDict):
    """A message as one person sees it. `blocks` are Block Kit, `text` is mrkdwn.

    `warning`: the bot did not take this person's last press on it. `replies` stand in its thread
    (only filled for the thread's first message). `origin` is "person", "web_api", "response" or "workspace".
    """

    channel: str
    ts: str
    thread_ts: str | None
    user: str
    text: str
    blocks: list[JsonObject]
    ephemeral: bool
    edited: bool
    warning: bool
    origin: str
    replies: list["MessageJson"]


class ChannelJson(TypedDict):
    """A conversation the person can open. `kind` is "public_channel", "private_channel" or "im"."""

    id: str
    name: str
    kind: str
    unread: int
    last_read: str
    bot_is_member: bool
    messages: list[MessageJson]


class ViewJson(TypedDict):
    """An open modal or the Home tab. `title`, `submit`, `close` are plain texts (null: none).

    `values` is the form as it stands, in the People API's own notation: {block_id: {action_id: value}}.
    `state` is Slack's `state.values`. `errors` are sentences by block_id. `trouble` is the workspace's line.
    """

    id: str
    type: str
    hash: str
    callback_id: str
    title: str | None
    submit: str | None
    close: str | None
    blocks: list[JsonObject]
    values: JsonObject
    state: JsonObject
    errors: dict[str, str]
    trouble: str | None


class CommandJson(TypedDict):
    """A slash command, for completion in the composer."""

    name: str
    description: str
    usage_hint: str


class ShortcutJson(TypedDict):
    """A shortcut; `kind` is "global" or "message"."""

    name: str
    callback_id: str
    kind: str
    description: str


class StateJson(TypedDict):
    """GET /local/state?user=: all that one person sees. `version` rises with every change of it.

    `views` is the stack of open modals, the top one last. `now` is ISO 8601 in UTC.
    """

    version: int
    now: str
    team: str
    me: UserJson
    users: list[UserJson]
    channels: list[ChannelJson]
    views: list[ViewJson]
    home: ViewJson | None
    commands: list[CommandJson]
    shortcuts: list[ShortcutJson]


class OptionJson(TypedDict):
    """One suggestion of a type-ahead menu; `group` is its heading, if it has one."""

    text: str
    value: str
    group: str | None
    description: str | None


class SuggestJson(TypedDict):
    """POST /local/suggest."""

    ok: bool
    status: int | None
    elapsed_ms: float
    error: str | None
    options: list[OptionJson]


class ActJson(TypedDict):
    """What every acting call answers.

    `ok`: the workspace sent it and took the bot's answer. `status` is the bot's HTTP status, null when
    nothing was sent or no answer came in time. `body` is the bot's answer (parsed when it is JSON).
    `error` is a short code or sentence; `field_errors` are sentences by block_id, from the bot or the form.
    `messages` are those created or changed during the call and visible to the person.
    """

    ok: bool
    status: int | None
    elapsed_ms: float
    body: JsonValue
    error: str | None
    field_errors: dict[str, str]
    messages: list[MessageJson]
    view: ViewJson | None


class ClockJson(TypedDict):
    """POST /local/clock. `now` is ISO 8601 in UTC."""

    now: str
    moved: bool
    note: str
